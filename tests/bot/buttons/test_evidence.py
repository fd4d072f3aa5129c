"""What happens when somebody presses a button below an answer, also one of a bot that has ended since?"""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import discord
import pytest
import simcord

from bot.client import TalksBot
from bot.config import Config
from bot.replies.views import view_of
from bot.wording import Action, Button, question_key, topic_key
from knowledge.base import KnowledgeBase
from knowledge.statuses.changes import Changes
from tests.bot.cogs.scene import read

Build = Callable[[Config], TalksBot]
Rewrite = Callable[[str, str], Awaitable[Changes]]

FERRY = "When does the ferry leave the northern pier?"
LEAVES = "leaves the northern pier at seven"
KEY = question_key(FERRY)
LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture
def bob(env: simcord.Env, guild: simcord.GuildHandle) -> simcord.MemberActor:
    return guild.add_member(env.create_user("bob"))


@pytest.fixture
def moderator(env: simcord.Env, guild: simcord.GuildHandle) -> simcord.MemberActor:
    role = guild.create_role("moderators", permissions=discord.Permissions(manage_messages=True))
    return guild.add_member(env.create_user("carol"), roles=[role])


@pytest.fixture
async def answer(
    env: simcord.Env,
    alice: simcord.MemberActor,
    channel: simcord.ChannelHandle,
    build: Build,
    configured: Config,
) -> discord.Message:
    """An answer in public, of a bot that was started anew since."""
    await alice.send(channel, f"!ask {FERRY}")
    assert channel.last_message
    await env.restart_bot(build(configured))
    return channel.last_message


def each_button(message: Any) -> Iterator[tuple[str, str | None, str]]:
    rows: list[Any] = message.components
    for row in rows:
        if isinstance(message, discord.Message):
            yield from ((each.custom_id, each.label, str(each.emoji or "")) for each in row.children)
        else:
            for each in row["components"]:
                emoji: dict[str, str] = each.get("emoji") or {}
                yield each["custom_id"], each.get("label"), emoji.get("name", "")


def ids(message: Any) -> list[str]:
    return [custom_id for custom_id, *_ in each_button(message)]


def button(message: Any, action: str) -> str:
    (custom_id,) = (each for each in ids(message) if each.startswith(f"{action}:"))
    return custom_id


async def press(member: Any, message: Any, action: str) -> Any:
    return await member.click(message, custom_id=button(message, action))


async def test_below_an_answer_stands_what_is_behind_it_and_the_bin_of_who_asked(
    alice: simcord.MemberActor, channel: simcord.ChannelHandle, answer: discord.Message
) -> None:
    shown = [label or emoji for _, label, emoji in each_button(answer)]
    assert shown[:6] == ["Source", "More", "Why?", "👍", "👎", "🗑️"]
    assert button(answer, "delete") == f"delete:{alice.id}"


async def test_nobody_shares_or_deletes_in_a_direct_message(env: simcord.Env) -> None:
    user = env.create_user("dora")
    await user.send_dm(FERRY)
    assert user.dm_channel.last_message
    actions = {each.partition(":")[0] for each in ids(user.dm_channel.last_message)}
    assert actions == {"source", "more", "why", "helpful", "unhelpful"}
    asked = await user.slash("ask", question=FERRY, private=True)
    assert {each.partition(":")[0] for each in ids(asked.response)} == actions
    source = await press(user, asked.response, "source")
    assert ids(source.response) == []


async def test_two_buttons_that_do_the_same_are_one() -> None:
    same = Button("Follow", Action.FOLLOW, "1")
    assert len(view_of((same, same, Button("Follow", Action.FOLLOW, "2"))).children) == 2


async def test_the_second_row_begins_with_the_signs_so_that_votes_stand_together() -> None:
    names = [Button(name, Action.MORE, name) for name in "abcd"]
    signs = [Button("", Action.HELPFUL, name, "👍") for name in "efg"]

    def rows(buttons: list[Button]) -> list[int]:
        return [len(row["components"]) for row in view_of(buttons).to_components()]

    assert rows([*names, *signs]) == [4, 3]
    assert rows([*names, *signs[:1]]) == [5]
    assert rows([*names, *(Button(name, Action.STOP, name) for name in "hijk")]) == [5, 3]


class TestSource:
    async def test_it_shows_the_passage_with_its_file_to_whoever_presses(
        self, bob: simcord.MemberActor, answer: discord.Message
    ) -> None:
        pressed = await press(bob, answer, "source")
        assert pressed.ephemeral
        assert f"**The ferry {LEAVES}" in read(pressed.response)
        assert "File: timetable.md" in read(pressed.response)
        assert "SHA-256" in read(pressed.response)

    async def test_a_passage_that_is_gone_is_said_so(
        self, bob: simcord.MemberActor, answer: discord.Message, base: KnowledgeBase, articles: Any
    ) -> None:
        (articles / "timetable.md").write_text("# Timetable\n\nThere is no ferry any more.\n", "utf-8")
        (articles / "news.md").write_text("# News\n\nA lamp burns in the mill.\n", "utf-8")
        await base.reload(confirmed=True)
        pressed = await press(bob, answer, "source")
        assert pressed.ephemeral
        assert "not in the articles any more" in read(pressed.response)


class TestMore:
    async def test_the_next_passages_are_shown_privately_and_can_be_shared(
        self, bob: simcord.MemberActor, answer: discord.Message
    ) -> None:
        pressed = await press(bob, answer, "more")
        assert pressed.ephemeral
        assert "More from the articles" in read(pressed.response)
        assert LEAVES not in read(pressed.response)
        assert read(pressed.response).count("Source:") >= 1

    async def test_pages_take_each_others_place(
        self, bob: simcord.MemberActor, channel: simcord.ChannelHandle, base: KnowledgeBase, articles: Any
    ) -> None:
        boats = "\n\n".join(f"Ferry number {number} leaves another pier." for number in range(9))
        (articles / "boats.md").write_text(f"# Boats\n\n{boats}\n", "utf-8")
        await base.reload()
        await bob.send(channel, f"!ask {FERRY}")
        first = await press(bob, channel.last_message, "more")
        before = read(first.response)
        second = await press(bob, first.response, "more")
        assert read(first.response) == read(second.response) != before
        assert button(second.response, "more") == f"more:{KEY}-6"


class TestWhy:
    async def test_it_says_which_words_were_found_and_how_sure_that_is(
        self, bob: simcord.MemberActor, answer: discord.Message
    ) -> None:
        pressed = await press(bob, answer, "why")
        assert pressed.ephemeral
        assert "I call this the answer" in read(pressed.response)
        assert "“northern”: in the passage" in read(pressed.response)

    async def test_a_follow_up_is_explained_with_what_it_follows_up(
        self, bob: simcord.MemberActor, channel: simcord.ChannelHandle, base: KnowledgeBase
    ) -> None:
        await bob.send(channel, f"!ask {FERRY}")
        await bob.send(channel, "!ask and when does it return?")
        key = question_key("and when does it return?", (FERRY,))
        kept = await base.store.inquiries.get(key)
        assert kept
        assert kept.earlier == (FERRY,)
        assert channel.last_message
        pressed = await bob.click(channel.last_message, custom_id=f"why:{key}")
        assert "from your earlier question" in read(pressed.response)


class TestHistory:
    async def test_it_shows_the_course_of_the_topic(
        self,
        alice: simcord.MemberActor,
        bob: simcord.MemberActor,
        channel: simcord.ChannelHandle,
        rewrite: Rewrite,
    ) -> None:
        asked = await alice.slash(channel, "status", topic="winter ferry")
        assert [each.partition(":")[0] for each in ids(asked.response)] == [
            "follow",
            "history",
            "source",
            "delete",
        ]
        pressed = await press(bob, asked.response, "history")
        assert pressed.ephemeral
        assert "History of Winter Ferry" in read(pressed.response)
        await rewrite("| Winter Ferry | Proposed |\n", "")
        gone = await press(bob, asked.response, "history")
        assert "any more" in read(gone.response)


class TestVotes:
    async def test_the_last_vote_of_each_counts(
        self,
        alice: simcord.MemberActor,
        bob: simcord.MemberActor,
        answer: discord.Message,
        base: KnowledgeBase,
    ) -> None:
        for member in (alice, bob):
            pressed = await press(member, answer, "helpful")
            assert pressed.ephemeral
            assert "Thank you" in read(pressed.response)
        changed = await press(bob, answer, "unhelpful")
        assert "other words" in read(changed.response)
        found = await base.store.inquiries.summarise(900, LONG_AGO)
        assert (found.helpful, found.unhelpful) == (1, 1)
        more = await press(bob, changed.response, "more")
        assert "More from the articles" in read(more.response)


@pytest.mark.parametrize("action", ["more", "why", "helpful", "unhelpful"])
async def test_a_question_that_is_not_kept_any_more_is_to_be_asked_again(
    bob: simcord.MemberActor,
    answer: discord.Message,
    base: KnowledgeBase,
    monkeypatch: pytest.MonkeyPatch,
    action: str,
) -> None:
    async def purged(_: str) -> None:
        return None

    monkeypatch.setattr(base.store.inquiries, "get", purged)
    pressed = await press(bob, answer, action)
    assert pressed.ephemeral
    assert "ask it again" in read(pressed.response)


class TestShare:
    async def test_a_private_answer_is_shown_to_all_once_and_names_who_shared_it(
        self,
        env: simcord.Env,
        alice: simcord.MemberActor,
        bob: simcord.MemberActor,
        channel: simcord.ChannelHandle,
        build: Build,
        configured: Config,
    ) -> None:
        asked = await alice.slash(channel, "ask", question=FERRY, private=True)
        assert asked.ephemeral
        assert asked.response
        await env.restart_bot(build(configured))
        shared = await press(alice, asked.response, "share")
        (public,) = shared.followups
        assert not public.ephemeral
        assert public.embeds[0].description == asked.response.embeds[0].description
        assert public.embeds[0].footer.text == "Shared by alice"
        assert not any(each.startswith("share:") for each in ids(asked.response))
        assert button(public, "delete") == f"delete:{alice.id}"
        source = await press(bob, public, "source")
        assert LEAVES in read(source.response)

    async def test_what_stands_behind_an_answer_can_be_shared_too(
        self, bob: simcord.MemberActor, answer: discord.Message
    ) -> None:
        source = await press(bob, answer, "source")
        (public,) = (await press(bob, source.response, "share")).followups
        assert "File: timetable.md" in read(public)

    async def test_who_may_not_write_in_a_channel_shares_nothing_there(
        self, guild: simcord.GuildHandle, bob: simcord.MemberActor
    ) -> None:
        mute = discord.PermissionOverwrite(send_messages=False)
        quiet = guild.create_text_channel("quiet", overwrites={guild.default_role: mute})
        asked = await bob.slash(quiet, "ask", question=FERRY, private=True)
        refused = await press(bob, asked.response, "share")
        assert refused.ephemeral
        assert "may not write" in read(refused.response)
        assert refused.followups == []

    async def test_where_discord_refuses_the_button_stays(
        self, env: simcord.Env, alice: simcord.MemberActor, channel: simcord.ChannelHandle
    ) -> None:
        asked = await alice.slash(channel, "ask", question=FERRY, private=True)
        env.inject_error("POST", "/webhooks/*/*", status=403, code=50013)
        shared = await press(alice, asked.response, "share")
        assert shared.followups == []
        assert button(asked.response, "share") == f"share:{KEY}"


class TestDelete:
    @pytest.mark.parametrize("who", ["asker", "moderator"])
    async def test_who_asked_and_moderators_take_an_answer_away(
        self,
        alice: simcord.MemberActor,
        moderator: simcord.MemberActor,
        channel: simcord.ChannelHandle,
        answer: discord.Message,
        who: str,
    ) -> None:
        await press(alice if who == "asker" else moderator, answer, "delete")
        assert channel.last_message
        assert channel.last_message.id != answer.id

    async def test_anybody_else_is_told_who_may(
        self, bob: simcord.MemberActor, channel: simcord.ChannelHandle, answer: discord.Message
    ) -> None:
        pressed = await press(bob, answer, "delete")
        assert pressed.ephemeral
        assert "whoever asked" in read(pressed.response)
        assert channel.last_message
        assert channel.last_message.id == answer.id

    async def test_an_answer_that_is_gone_already_is_no_failure(
        self, env: simcord.Env, alice: simcord.MemberActor, answer: discord.Message
    ) -> None:
        env.inject_error("DELETE", "/webhooks/*/*/messages/*", status=404, code=10008)
        await press(alice, answer, "delete")
        await asyncio.sleep(0)
        assert env.errors == []


async def test_a_topic_is_followed_from_a_status_as_before(
    bob: simcord.MemberActor, channel: simcord.ChannelHandle, base: KnowledgeBase
) -> None:
    asked = await bob.slash(channel, "status", topic="winter ferry")
    assert asked.response
    await bob.click(asked.response, custom_id=f"follow:{topic_key('Winter Ferry')}")
    assert len(await base.store.subscriptions.find(user=bob.id)) == 1
