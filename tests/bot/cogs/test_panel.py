"""Does the panel of a server change what it says, for those who may, and does the bot do so from then on?"""

from collections.abc import Callable
from datetime import timedelta

import discord
import pytest
import simcord

from bot.client import TalksBot
from bot.config import Config
from knowledge.base import KnowledgeBase
from knowledge.notices.audience import Board, DigestPlan
from knowledge.notices.preferences import NEVER_OLD, NO_PREFERENCES, Preferences, Style
from tests.bot.cogs.scene import Reply, Scene, read

Build = Callable[[Config], TalksBot]


@pytest.fixture
def scene(
    env: simcord.Env, guild: simcord.GuildHandle, channel: simcord.ChannelHandle, base: KnowledgeBase
) -> Scene:
    """Give a scene whose member manages the server."""
    role = guild.create_role("manager", permissions=discord.Permissions(manage_guild=True))
    return Scene(env, guild, channel, guild.add_member(env.create_user("manager"), roles=[role]), base)


@pytest.fixture
async def panel(scene: Scene) -> Reply:
    return await scene.slash("settings show")


def _yes(_: object) -> bool:
    return True


def wishes(scene: Scene) -> Preferences:
    bot = scene.env.bot
    assert isinstance(bot, TalksBot)
    return bot.servers.of(scene.guild.id)


async def choose(scene: Scene, panel: Reply, setting: str, *values: object) -> str:
    assert panel.message
    name = f"setting:{scene.guild.id}-{setting}"
    result = await scene.member.select(panel.message, values, custom_id=name)
    return read(result.response)


async def press(scene: Scene, panel: Reply, setting: str) -> simcord.InteractionResult:
    assert panel.message
    return await scene.member.click(panel.message, custom_id=f"setting:{scene.guild.id}-{setting}")


async def test_each_choice_is_kept_and_shown(scene: Scene, panel: Reply, base: KnowledgeBase) -> None:
    assert "✓ Warn of sources older than: never" in await choose(scene, panel, "age", "never")
    assert "✓ Language: English" in await choose(scene, panel, "language", "en")
    assert "✓ By myself, unasked: <#" in await choose(scene, panel, "channels", scene.channel)
    assert "✓ Mentions and replies: not answered" in read(
        (await press(scene, panel, "mentions-off")).response
    )
    text = read((await press(scene, panel, "style-text")).response)
    assert text.startswith("**Settings of this server**\n✓ Answers: as plain text")
    own = Preferences("en", "", False, (scene.channel.id,), (), NEVER_OLD, Style.TEXT)
    assert wishes(scene) == own
    assert (await base.store.servers.find())[scene.guild.id] == own
    await choose(scene, panel, "age", "configured")
    await choose(scene, panel, "language", "discord")
    await choose(scene, panel, "channels")
    assert (wishes(scene).stale_days, wishes(scene).language, wishes(scene).own_channels) == (None, "", ())


async def test_it_works_after_a_restart(scene: Scene, panel: Reply, build: Build, configured: Config) -> None:
    await scene.env.restart_bot(build(configured))
    assert "14 days" in await choose(scene, panel, "age", "14")
    assert wishes(scene).stale_days == 14


async def test_a_prefix_is_written_into_a_form_and_answers_from_then_on(scene: Scene, panel: Reply) -> None:
    form = await press(scene, panel, "prefix")
    sent = await scene.member.submit_modal(form, {"prefix": "?"})
    assert "✓ Prefix: **?**" in read(sent.response)
    assert "Bridge Repair" in (await scene.send("?status")).text
    form = await press(scene, panel, "prefix")
    sent = await scene.member.submit_modal(form, {"prefix": "abc"})
    assert "“abc” cannot be a prefix." in read(sent.response)
    assert wishes(scene).prefix == "?"
    form = await press(scene, panel, "prefix")
    await scene.member.submit_modal(form, {"prefix": ""})
    assert wishes(scene) == NO_PREFERENCES


async def test_who_lost_the_right_changes_nothing_with_an_old_panel(scene: Scene, panel: Reply) -> None:
    form = await press(scene, panel, "prefix")
    role = scene.guild.roles["manager"]
    scene.env.backend.delete_role(scene.guild.id, role.id)
    assert "belong to those who manage it" in await choose(scene, panel, "age", "7")
    denied = read((await press(scene, panel, "mentions-off")).response)
    assert "belong to those who manage it" in denied
    denied = read((await scene.member.submit_modal(form, {"prefix": "?"})).response)
    assert "belong to those who manage it" in denied
    assert wishes(scene) == NO_PREFERENCES


async def test_a_panel_that_is_not_of_this_server_changes_nothing(
    scene: Scene, panel: Reply, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert panel.message
    message = panel.message

    def elsewhere(_: object) -> discord.Guild | None:
        assert isinstance(scene.env.bot, TalksBot)
        return scene.env.bot.get_guild(other.id)

    other = scene.env.create_guild("Elsewhere")
    await scene.env.settle()
    monkeypatch.setattr(discord.Interaction, "guild", property(elsewhere))
    name = f"setting:{scene.guild.id}-mentions-off"
    result = await scene.member.click(message, custom_id=name)
    assert "This panel belongs to another server." in read(result.response)
    assert wishes(scene) == NO_PREFERENCES


async def test_a_forum_may_be_answered_by_tags(scene: Scene, panel: Reply) -> None:
    bot, made = scene.env.bot, scene.guild.create_forum_channel("help")
    assert isinstance(bot, TalksBot)
    forum = bot.get_channel(made.id)
    assert isinstance(forum, discord.ForumChannel)
    await forum.edit(available_tags=[discord.ForumTag(name="ferry"), discord.ForumTag(name="bridge")])
    await scene.env.settle()
    await choose(scene, panel, "channels", made)
    panel = await scene.slash("settings show")
    tag = forum.available_tags[1]
    assert "✓ Posts of a forum: bridge" in await choose(scene, panel, "tags", str(tag.id))
    assert wishes(scene).forum_tags == (tag.id,)
    # Without the forum there are none of its tags.
    await choose(scene, panel, "channels")
    assert wishes(scene) == NO_PREFERENCES


async def test_what_is_not_there_any_more_cannot_be_chosen(
    scene: Scene, panel: Reply, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.cogs.settings._panel.find_codes", tuple)
    assert "not there any more" in await choose(scene, panel, "language", "en")
    assert wishes(scene) == NO_PREFERENCES


async def test_answers_are_plain_text_where_a_server_wants_that(scene: Scene) -> None:
    bot = scene.env.bot
    assert isinstance(bot, TalksBot)
    await bot.servers.change(scene.guild.id, style=Style.TEXT)
    typed, slash = await scene.send("!status Winter Ferry"), await scene.slash("status", topic="winter ferry")
    for answer in (scene.channel.last_message, slash.message):
        assert answer
        assert not answer.embeds
        assert "Proposed" in answer.content
    assert typed.text == slash.text


async def test_plain_text_can_be_shared(scene: Scene) -> None:
    bot = scene.env.bot
    assert isinstance(bot, TalksBot)
    await bot.servers.change(scene.guild.id, style=Style.TEXT)
    answer = await scene.slash("ask", question="When does the ferry leave?", private=True)
    assert answer.message
    buttons = [each for row in answer.message.components for each in row["components"]]
    share = next(each["custom_id"] for each in buttons if each["custom_id"].startswith("share:"))
    await scene.member.click(answer.message, custom_id=share)
    shared = scene.channel.last_message
    assert shared
    assert "northern pier" in shared.content
    assert "manager" in shared.content.splitlines()[-1]


async def test_a_server_says_from_when_on_a_source_is_old(scene: Scene) -> None:
    bot = scene.env.bot
    assert isinstance(bot, TalksBot)
    assert "⚠" not in (await scene.slash("status", topic="Winter Ferry")).text
    await bot.servers.change(scene.guild.id, stale_days=2)
    assert "⚠ The newest source is 4 days old" in (await scene.slash("status", topic="Winter Ferry")).text


class TestCheck:
    async def test_all_is_well_at_first(self, scene: Scene, panel: Reply) -> None:
        assert "All is well" in (await scene.slash("settings check")).text
        assert "All is well" in read((await press(scene, panel, "check")).response)

    async def test_what_is_missing_or_gone_is_named(self, scene: Scene) -> None:
        bot, guild, store = scene.env.bot, scene.guild, scene.store
        assert isinstance(bot, TalksBot)
        denied = discord.PermissionOverwrite(embed_links=False, pin_messages=False)
        hidden = discord.PermissionOverwrite(view_channel=False)
        assert guild.me
        quiet = guild.create_text_channel("quiet", overwrites={guild.me: denied})
        secret = guild.create_text_channel("secret", overwrites={guild.me: hidden})
        forum = guild.create_forum_channel("help")
        number = await scene.subscribe(None, secret.id)
        await store.subscriptions.pause(number)
        await store.boards.save(Board(guild.id, quiet.id, None))
        await store.digests.save_plan(DigestPlan(guild.id, 77, 9, "UTC"))
        await bot.servers.change(guild.id, own_channels=(quiet.id, forum.id))
        text = (await scene.slash("settings check")).text
        assert f"<#{quiet.id}> (answers by myself, board): I lack Embed Links, Pin Messages." in text
        assert f"<#{secret.id}> (announcements): I lack View Channel." in text
        assert f"<#{secret.id}>: announcements are paused" in text
        assert "The channel is gone: digest." in text
        assert f"<#{forum.id}>" not in text
        assert "code grant" not in text

    async def test_while_the_store_is_away_that_is_said_and_only_what_is_known_is_looked_at(
        self, scene: Scene, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        bot = scene.env.bot
        assert isinstance(bot, TalksBot)
        await bot.servers.change(scene.guild.id, own_channels=(77,))
        await scene.subscribe(None, 78)
        seen_at = bot.clock.now() - timedelta(minutes=2)
        monkeypatch.setattr(bot.stories.main.base, "seen_at", seen_at)
        text = (await scene.slash("settings check")).text
        assert f"I last reached my store <t:{int(seen_at.timestamp())}:F>" in text
        assert "The channel is gone: answers by myself." in text
        assert "announcements" not in text

    async def test_a_channel_that_the_bot_does_not_see_is_named(self, scene: Scene) -> None:
        await scene.subscribe(None, 78)
        scene.env.inject_error("GET", "/channels/78", status=403, code=50001)
        assert "<#78> (announcements): I do not see it." in (await scene.slash("settings check")).text

    async def test_an_application_that_needs_a_code_grant_cannot_be_added(
        self, scene: Scene, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def keep(_: object, __: object) -> None:
            """It is so, whatever simcord says."""

        monkeypatch.setattr(discord.AppInfo, "bot_require_code_grant", property(_yes, keep))
        assert "requires a code grant" in (await scene.slash("settings check")).text

    @pytest.mark.usefixtures("message_content")
    @pytest.mark.parametrize("message_content", [False])
    async def test_without_the_intent_the_prefix_does_nothing(self, scene: Scene) -> None:
        assert "I may not read messages" in (await scene.slash("settings check")).text
        assert "only slash commands work" in (await scene.slash("settings show")).text
