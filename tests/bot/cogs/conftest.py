import pytest
import simcord

from knowledge.base import KnowledgeBase
from tests.bot.cogs.scene import Scene


@pytest.fixture
def scene(
    env: simcord.Env,
    guild: simcord.GuildHandle,
    channel: simcord.ChannelHandle,
    alice: simcord.MemberActor,
    base: KnowledgeBase,
) -> Scene:
    return Scene(env, guild, channel, alice, base)
