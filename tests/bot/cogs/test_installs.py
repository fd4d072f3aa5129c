"""Does the bot that somebody brought along leave alone what a server, which did not install it, has set?"""

from typing import Any

import discord
import pytest
import simcord

from bot.client import TalksBot
from bot.cogs.questions import MENU
from knowledge.base import KnowledgeBase
from knowledge.notices.preferences import Preferences, Style
from tests.bot.cogs.scene import read

SET = Preferences("de", "?", False, (1,), (), 2, Style.TEXT, "lost", 7)
"""All otherwise than where nothing is set."""
COMMANDS: dict[str, dict[str, object]] = {
    "ask": {"question": "When does the ferry leave?"},
    "status": {"topic": "Winter Ferry"},
    "history": {"topic": "Winter Ferry"},
    "new": {"since": "2026-01-01"},
    "help": {},
    "privacy": {},
    "export_me": {},
    "forget_me": {},
}


def _yes(_: object) -> bool:
    return True


def _no(_: object) -> bool:
    return False


async def kept(base: KnowledgeBase, guild: int) -> list[Any]:
    """Give all that is kept of servers."""
    store = base.store
    return [
        await store.servers.find(),
        await store.subscriptions.find(),
        await store.digests.find_plans(guild),
        await store.boards.find(),
    ]


@pytest.fixture
async def foreign(
    env: simcord.Env, guild: simcord.GuildHandle, monkeypatch: pytest.MonkeyPatch
) -> simcord.GuildHandle:
    """Give a server in which the bot is somebody's own, and which has set all otherwise."""
    bot = env.bot
    assert isinstance(bot, TalksBot)
    await bot.servers.change(guild.id, **{name: getattr(SET, name) for name in SET.__struct_fields__})
    monkeypatch.setattr(discord.Interaction, "is_user_integration", _yes)
    monkeypatch.setattr(discord.Interaction, "is_guild_integration", _no)
    return guild


@pytest.mark.parametrize("command", COMMANDS)
async def test_a_command_uses_and_changes_nothing_of_a_server_that_has_not_installed_it(
    foreign: simcord.GuildHandle,
    alice: simcord.MemberActor,
    channel: simcord.ChannelHandle,
    base: KnowledgeBase,
    command: str,
) -> None:
    before = await kept(base, foreign.id)
    result = await alice.slash(channel, command, **COMMANDS[command])
    assert result.response
    assert result.response.embeds
    assert "⚠" not in read(result.response)
    assert "?status" not in read(result.response)
    assert await kept(base, foreign.id) == before


async def test_neither_does_the_menu_of_a_message(
    foreign: simcord.GuildHandle,
    alice: simcord.MemberActor,
    channel: simcord.ChannelHandle,
    base: KnowledgeBase,
) -> None:
    message = await alice.send(channel, "When does the ferry leave?")
    before = await kept(base, foreign.id)
    result = await alice.context_menu(channel, MENU, message)
    assert result.response
    assert result.response.embeds
    assert await kept(base, foreign.id) == before
