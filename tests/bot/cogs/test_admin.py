import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import discord
import pytest
import simcord

from bot.client import TalksBot
from bot.config import Config
from knowledge.answers import Course, Standing
from knowledge.base import KnowledgeBase
from knowledge.statuses.changes import Changes
from tests.asking import ask

Shown = Callable[[Any], str]
Build = Callable[[Config], TalksBot]

SOMEBODY = 1111
ANYWHERE = {"owner", "team member", "admin"}
ALLOWED = {
    "home": {*ANYWHERE, "manager", "server owner"},
    "elsewhere": ANYWHERE,
    "direct": ANYWHERE,
}
WHO = [*ANYWHERE, "manager", "server owner", "former manager", "moderator", "member"]
CASES = [
    *(("reload", where, who) for where in ALLOWED for who in sorted(WHO)),
    *(("rollback", where, who) for where in ALLOWED for who in ("manager", "moderator", "owner")),
]


async def _asker(
    env: simcord.Env, guild: simcord.GuildHandle, who: str, build: Build, configured: Config
) -> simcord.MemberActor:
    """Make a member that is what `who` says, and a bot that knows it where it is told such things."""
    may = discord.Permissions(manage_guild=who.endswith("manager"), manage_messages=True)
    role = guild.create_role("role", permissions=may)
    user = guild.owner if who == "server owner" else env.create_user("asker")
    roles = [role] if who.endswith(("manager", "moderator")) else []
    member = guild.add_member(user, roles=roles)
    if who == "former manager":
        env.backend.delete_role(guild.id, role.id)
    if who == "admin":
        discord_options = replace(configured.discord, admins=(member.id,))
        await env.restart_bot(build(replace(configured, discord=discord_options)))
    assert isinstance(env.bot, TalksBot)
    env.bot.owner_ids = {SOMEBODY, member.id} if who == "team member" else set()
    env.bot.owner_id = None if who == "team member" else member.id if who == "owner" else SOMEBODY
    return member


@pytest.mark.parametrize("how", ["slash", "text"])
@pytest.mark.parametrize(("name", "where", "who"), CASES)
async def test_only_those_who_run_the_bot_change_what_it_knows(
    env: simcord.Env,
    build: Build,
    configured: Config,
    articles: Path,
    caplog: pytest.LogCaptureFixture,
    shown: Shown,
    name: str,
    where: str,
    who: str,
    how: str,
) -> None:
    guild = env.create_guild(id=configured.discord.home_guild if where == "home" else None)
    channel = guild.create_text_channel("general")
    member = await _asker(env, guild, who, build, configured)
    # Both are refused at once, for reasons that only those who may ask for them get to see.
    for file in articles.iterdir():  # noqa: ASYNC240  three files of a test
        file.unlink()
    command = env.backend.find_command(name, None)
    assert command
    # Whom Discord shows the command is for a server's admins to choose: it protects nothing.
    guild.set_command_permissions(int(command["id"]), {member.user: True})
    if how == "slash":
        direct = where == "direct"
        result = await (member.user.slash(name) if direct else member.slash(channel, name))
        assert result.ephemeral
        report = shown(result.response)
    elif where == "direct":
        await member.send_dm(f"!{name}")
        report = shown(member.user.dm_channel.last_message)
    else:
        await member.send(channel, f"!{name}")
        report = shown(channel.last_message)
    if who in ALLOWED[where]:
        assert {"reload": "There is no article", "rollback": "no earlier state"}[name] in report
    else:
        assert "belongs to the people who run this bot" in report
        assert f"{name.capitalize()} denied to user {member.id}" in caplog.text


class TestByTheOwner:
    @pytest.fixture
    def owner(self, env: simcord.Env, guild: simcord.GuildHandle) -> simcord.MemberActor:
        may = discord.Permissions(manage_guild=True)
        user = env.create_user("owner")
        assert isinstance(env.bot, TalksBot)
        env.bot.owner_id = user.id
        return guild.add_member(user, roles=[guild.create_role("manager", permissions=may)])

    async def test_a_reload_reports_what_has_changed(
        self,
        env: simcord.Env,
        owner: simcord.MemberActor,
        channel: simcord.ChannelHandle,
        articles: Path,
        base: KnowledgeBase,
        shown: Shown,
    ) -> None:
        talks = (articles / "talks.md").read_text(encoding="utf-8")
        (articles / "talks.md").write_text(talks.replace("| Proposed |", "| Agreed |"), encoding="utf-8")
        (articles / "timetable.md").unlink()
        (articles / "new.txt").write_text("A new pier\nThe new pier was opened by the mayor.\n", "utf-8")
        (articles / "broken.md").write_bytes(b"\0")
        result = await owner.slash(channel, "reload")
        report = shown(result.response)
        first = next(each for each in env.http_requests if each.path.endswith("/callback"))
        body: Any = first.json
        assert body["type"] == 5  # it asks for time at once
        assert result.ephemeral
        assert "**Added** (1)\n- new.txt" in report
        assert "**Changed** (1)\n- talks.md" in report
        assert "**Removed** (1)\n- timetable.md" in report
        assert "**Winter Ferry**: Proposed → **Agreed**" in report
        assert "- broken.md" in report
        assert base.snapshot.coverage.articles == 2

    async def test_a_known_file_that_cannot_be_read_is_reported_as_kept(
        self,
        owner: simcord.MemberActor,
        channel: simcord.ChannelHandle,
        articles: Path,
        base: KnowledgeBase,
        shown: Shown,
    ) -> None:
        (articles / "talks.md").write_text("Nothing is\0 agreed.\n", "utf-8")
        report = shown((await owner.slash(channel, "reload")).response)
        assert "Nothing has changed.\n\n**Kept as it was** (1)\n- talks.md" in report
        assert "**Not taken up**" not in report
        assert isinstance(base.snapshot.status("winter ferry"), Standing)

    @pytest.mark.parametrize("how", ["slash", "text"])
    async def test_a_preview_changes_nothing(
        self,
        owner: simcord.MemberActor,
        channel: simcord.ChannelHandle,
        articles: Path,
        base: KnowledgeBase,
        shown: Shown,
        how: str,
    ) -> None:
        served = base.snapshot
        (articles / "timetable.md").unlink()
        if how == "slash":
            report = shown((await owner.slash(channel, "reload", preview=True)).response)
        else:
            await owner.send(channel, "!reload preview")
            report = shown(channel.last_message)
        assert "What a reload would change" in report
        assert "- timetable.md" in report
        assert base.snapshot is served

    @pytest.mark.parametrize("how", ["slash", "text"])
    async def test_a_rollback_goes_back_by_one_state_and_reports_what_that_changes(
        self,
        env: simcord.Env,
        owner: simcord.MemberActor,
        channel: simcord.ChannelHandle,
        base: KnowledgeBase,
        rewrite: Callable[[str, str], Awaitable[Changes]],
        shown: Shown,
        how: str,
    ) -> None:
        await rewrite("| Proposed |", "| Agreed |")
        if how == "slash":
            result = await owner.slash(channel, "rollback")
            assert result.ephemeral
            first: Any = next(each.json for each in env.http_requests if each.path.endswith("/callback"))
            assert first["type"] == 5  # it asks for time at once
            report = shown(result.response)
        else:
            await owner.send(channel, "!rollback")
            report = shown(channel.last_message)
        assert "talks.md" in report
        assert "**Winter Ferry**: Agreed → **Proposed**" in report
        ferry = base.snapshot.course("winter ferry")
        assert isinstance(ferry, Course)
        assert ferry.step.status == "Proposed"
        again = await owner.slash(channel, "rollback")
        assert "no earlier state" in shown(again.response)

    async def test_a_reload_without_any_article_says_why_and_changes_nothing(
        self,
        owner: simcord.MemberActor,
        channel: simcord.ChannelHandle,
        articles: Path,
        base: KnowledgeBase,
        shown: Shown,
    ) -> None:
        served = base.snapshot
        for file in articles.glob("*.md"):  # noqa: ASYNC240  two files of a test
            file.unlink()
        result = await owner.slash(channel, "reload")
        assert "There is no article in" in shown(result.response)
        assert base.snapshot is served

    async def test_questions_are_answered_while_articles_are_read(
        self, articles: Path, base: KnowledgeBase
    ) -> None:
        (articles / "timetable.md").unlink()
        reload = asyncio.create_task(base.reload())
        seen = [base.snapshot.coverage.articles]
        while not reload.done():
            # Each question takes one snapshot: the ferry is known as long as two articles are.
            snapshot = base.snapshot
            hits = ask(snapshot, "ferry at seven").hits
            known = "timetable.md" in {hit.article.path for hit in hits}
            assert known == (snapshot.coverage.articles == 2)
            seen.append(snapshot.coverage.articles)
            await asyncio.sleep(0)
        assert seen.count(2) > 1
        assert seen == sorted(seen, reverse=True)  # the old state, then the new one, and never back
        assert base.snapshot.coverage.articles == 1

    async def test_a_reload_is_logged_with_ids_only(
        self,
        owner: simcord.MemberActor,
        channel: simcord.ChannelHandle,
        caplog: pytest.LogCaptureFixture,
    ) -> None:
        caplog.set_level(logging.INFO)
        await owner.slash(channel, "reload", preview=True)
        assert f"Preview asked for by user {owner.id}." in caplog.messages


class TestTakingBack:
    """A reload that would take back much waits until somebody who may confirms it."""

    @pytest.fixture(autouse=True)
    def _all_statuses_are_gone(self, articles: Path) -> None:
        talks = (articles / "talks.md").read_text(encoding="utf-8")
        head, _, _ = talks.partition("## Where")
        (articles / "talks.md").write_text(head, encoding="utf-8")  # all three statuses go with the table

    @pytest.fixture
    def owner(self, env: simcord.Env, guild: simcord.GuildHandle) -> simcord.MemberActor:
        user = env.create_user("owner")
        assert isinstance(env.bot, TalksBot)
        env.bot.owner_id = user.id
        may = discord.Permissions(manage_guild=True)
        return guild.add_member(user, roles=[guild.create_role("manager", permissions=may)])

    async def test_it_says_what_would_go_and_changes_nothing(
        self, owner: simcord.MemberActor, channel: simcord.ChannelHandle, base: KnowledgeBase, shown: Shown
    ) -> None:
        served = base.snapshot
        result = await owner.slash(channel, "reload")
        report = shown(result.response)
        assert result.ephemeral
        assert report.startswith("Nothing is reloaded yet\nThis would take back 0 of 2 articles and 3 of 3 ")
        assert "**Winter Ferry**: Proposed → no longer in the articles" in report
        assert base.snapshot is served

    async def test_a_preview_says_that_a_reload_must_be_confirmed(
        self, owner: simcord.MemberActor, channel: simcord.ChannelHandle, shown: Shown
    ) -> None:
        report = shown((await owner.slash(channel, "reload", preview=True)).response)
        assert "which must be confirmed." in report

    @pytest.mark.parametrize("when", ["same process", "after a restart"])
    async def test_a_button_reloads_all_the_same(
        self,
        env: simcord.Env,
        build: Build,
        configured: Config,
        owner: simcord.MemberActor,
        channel: simcord.ChannelHandle,
        base: KnowledgeBase,
        shown: Shown,
        when: str,
    ) -> None:
        await owner.send(channel, "!reload")
        message = channel.last_message
        assert message
        if when == "after a restart":
            await env.restart_bot(build(configured))
            assert isinstance(env.bot, TalksBot)
            env.bot.owner_id = owner.id
        pressed = await owner.click(message, custom_id=_confirming(message))
        assert pressed.ephemeral
        assert "**Changed** (1)\n- talks.md" in shown(pressed.response)
        assert base.snapshot.coverage.topics == ()

    async def test_a_button_confirms_what_was_shown_and_nothing_else(
        self,
        owner: simcord.MemberActor,
        channel: simcord.ChannelHandle,
        articles: Path,
        base: KnowledgeBase,
        shown: Shown,
    ) -> None:
        await owner.send(channel, "!reload")
        message = channel.last_message
        assert message
        (articles / "timetable.md").unlink()
        pressed = await owner.click(message, custom_id=_confirming(message))
        assert "would take back 1 of 2 articles" in shown(pressed.response)
        assert len(base.snapshot.coverage.topics) == 3
        assert _confirming(pressed.response) != _confirming(message)

    @pytest.mark.parametrize(("who", "may"), [("manager", True), ("member", False)])
    async def test_whoever_presses_it_must_be_allowed_to_reload(
        self,
        guild: simcord.GuildHandle,
        env: simcord.Env,
        owner: simcord.MemberActor,
        channel: simcord.ChannelHandle,
        base: KnowledgeBase,
        shown: Shown,
        *,
        who: str,
        may: bool,
    ) -> None:
        await owner.send(channel, "!reload")
        message = channel.last_message
        assert message
        permissions = discord.Permissions(manage_guild=who == "manager")
        role = guild.create_role("role", permissions=permissions)
        somebody = guild.add_member(env.create_user("somebody"), roles=[role])
        pressed = await somebody.click(message, custom_id=_confirming(message))
        assert pressed.ephemeral
        assert ("belongs to the people who run this bot" in shown(pressed.response)) != may
        assert (base.snapshot.coverage.topics == ()) == may

    async def test_a_word_confirms_it_too(
        self, owner: simcord.MemberActor, channel: simcord.ChannelHandle, base: KnowledgeBase, shown: Shown
    ) -> None:
        await owner.send(channel, "!reload yes")
        assert shown(channel.last_message).startswith("Reloaded\n")
        assert base.snapshot.coverage.topics == ()


def _confirming(message: discord.Message | simcord.ResponseMessage | None) -> str:
    """Give what the one button of a message sends."""
    assert message
    rows: list[Any] = message.components
    (button,) = rows[0].children if isinstance(message, discord.Message) else rows[0]["components"]
    return button.custom_id if isinstance(message, discord.Message) else button["custom_id"]
