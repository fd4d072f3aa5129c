import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import discord
import pytest
import simcord
from simcord.backend.models import Overwrite
from simcord.enums import OverwriteType

from bot.client import TalksBot
from bot.clock import Clock
from bot.cogs.questions import MENU
from bot.config import Config
from bot.replies import requests
from bot.wording import question_key
from knowledge.snapshot import Snapshot

Shown = Callable[[Any], str]
Build = Callable[[Config], TalksBot]

FERRY = "When does the ferry leave the northern pier?"
LEAVES = "The ferry leaves the northern pier at seven"
MILL = "Where did the delegations meet?"
MET = "in the old mill"
FOLLOW_UP = "and the evening?"
GO_ON = f"thread:{question_key(FERRY)}"
HOME = 900


@dataclass
class Seconds:
    """A clock that goes on when a test says so."""

    now: float = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def seconds() -> Seconds:
    return Seconds()


@pytest.fixture
def clock(clock: Clock, seconds: Seconds) -> Clock:
    return Clock(now=clock.now, monotonic=seconds)


@pytest.fixture
def bob(env: simcord.Env, guild: simcord.GuildHandle) -> simcord.MemberActor:
    return guild.add_member(env.create_user("bob"))


@pytest.fixture
def me(env: simcord.Env) -> str:
    assert env.bot.user
    return env.bot.user.mention


@pytest.fixture
def wish(env: simcord.Env, guild: simcord.GuildHandle) -> Callable[..., Awaitable[None]]:
    async def wished(**fields: Any) -> None:
        assert isinstance(env.bot, TalksBot)
        await env.bot.stories.servers.change(guild.id, **fields)

    return wished


Wish = Callable[..., Awaitable[None]]


def said(channel: simcord.ChannelHandle, shown: Shown) -> list[str]:
    return [shown(each) for each in channel.history() if each.author.bot]


def last(channel: simcord.ChannelHandle) -> discord.Message:
    assert channel.last_message
    return channel.last_message


class TestCommands:
    @pytest.mark.parametrize("text", ["{me} !status winter ferry", "{me}/status winter ferry"])
    async def test_a_command_may_stand_behind_the_mention(
        self, alice: simcord.MemberActor, channel: simcord.ChannelHandle, shown: Shown, me: str, text: str
    ) -> None:
        await alice.send(channel, text.format(me=me))
        assert "Proposed" in shown(channel.last_message)

    async def test_a_slash_command_may_be_typed_to_the_bot_alone(
        self, alice: simcord.MemberActor, shown: Shown
    ) -> None:
        await alice.send_dm("/status winter ferry")
        assert "Proposed" in shown(alice.user.dm_channel.last_message)

    async def test_whoever_mentions_the_bot_is_told_that_there_is_no_such_command(
        self, alice: simcord.MemberActor, channel: simcord.ChannelHandle, shown: Shown, me: str
    ) -> None:
        await alice.send(channel, f"{me} !weather")
        assert "do not know this command" in shown(channel.last_message)

    async def test_each_server_may_have_a_prefix_of_its_own(
        self, alice: simcord.MemberActor, channel: simcord.ChannelHandle, shown: Shown, wish: Wish, me: str
    ) -> None:
        await wish(prefix="t.")
        await alice.send(channel, "!status winter ferry")
        assert said(channel, shown) == []
        await alice.send(channel, "t.status winter ferry")
        assert "Proposed" in shown(channel.last_message)
        await alice.send(channel, "t.help")
        assert "t.status" in shown(channel.last_message).replace("\\", "")
        await alice.send(channel, f"{me} t.status bridge")
        assert "In Progress" in shown(channel.last_message)

    async def test_where_mentions_are_not_answered_neither_are_commands_behind_them(
        self, alice: simcord.MemberActor, channel: simcord.ChannelHandle, shown: Shown, wish: Wish, me: str
    ) -> None:
        await wish(mentions=False)
        await alice.send(channel, f"{me} {FERRY}")
        await alice.send(channel, f"{me} !status")
        assert said(channel, shown) == []
        await alice.send(channel, "!help")
        assert channel.last_message
        await alice.send(channel, FERRY, reply_to=channel.last_message)
        assert len(said(channel, shown)) == 1


class TestEdits:
    @pytest.mark.parametrize(("first", "then"), [("!ask {}", "!ask {}"), ("{me} {}", "{me} {}")])
    async def test_the_answer_to_an_edited_question_is_edited_with_its_buttons(
        self,
        alice: simcord.MemberActor,
        channel: simcord.ChannelHandle,
        shown: Shown,
        me: str,
        first: str,
        then: str,
    ) -> None:
        question = await alice.send(channel, first.format("zymurgy xylophone", me=me))
        answer = channel.last_message
        assert answer
        assert answer.components
        await alice.edit(question, then.format(MILL, me=me))
        assert len(channel.history()) == 2
        assert channel.last_message
        assert channel.last_message.id == answer.id
        assert MET in shown(channel.last_message)
        assert "tell:" not in str(channel.last_message.components)

    async def test_a_text_command_that_is_edited_is_carried_out_anew(
        self, env: simcord.Env, alice: simcord.MemberActor, channel: simcord.ChannelHandle, shown: Shown
    ) -> None:
        command = await alice.send(channel, "!status winter fery")
        await alice.edit(command, "!status bridge repair")
        assert len(channel.history()) == 2
        assert "In Progress" in shown(channel.last_message)
        await alice.edit(command, "!ask")
        assert len(channel.history()) == 2
        assert "is missing" in shown(channel.last_message)
        assert len(env.errors) == 1

    async def test_a_message_that_becomes_a_question_is_asked_once(
        self, alice: simcord.MemberActor, channel: simcord.ChannelHandle, shown: Shown, me: str
    ) -> None:
        message = await alice.send(channel, FERRY)
        await alice.edit(message, f"{me} {FERRY}")
        assert LEAVES in shown(channel.last_message)
        await alice.edit(message, f"{me} {MILL}")
        assert MET in shown(channel.last_message)
        assert len(channel.history()) == 2

    async def test_the_answer_stays_after_ten_minutes_and_where_nothing_has_changed(
        self,
        env: simcord.Env,
        alice: simcord.MemberActor,
        channel: simcord.ChannelHandle,
        shown: Shown,
        seconds: Seconds,
    ) -> None:
        question = await alice.send(channel, f"!ask {FERRY}")
        requests = len(env.http_requests)
        await alice.edit(question, f"!ask {FERRY}")
        seconds.now += 601
        await alice.edit(question, f"!ask {MILL}")
        assert len(env.http_requests) == requests
        assert LEAVES in shown(channel.last_message)

    async def test_what_was_written_before_the_start_is_left_as_it_is(
        self,
        env: simcord.Env,
        alice: simcord.MemberActor,
        channel: simcord.ChannelHandle,
        build: Build,
        configured: Config,
    ) -> None:
        question = await alice.send(channel, f"!ask {FERRY}")
        await env.restart_bot(build(configured))
        await alice.edit(question, f"!ask {MILL}")
        assert len(channel.history()) == 2

    async def test_an_answer_that_somebody_has_removed_does_not_come_back(
        self,
        env: simcord.Env,
        alice: simcord.MemberActor,
        channel: simcord.ChannelHandle,
        caplog: pytest.LogCaptureFixture,
    ) -> None:
        caplog.set_level(logging.INFO, "bot")
        question = await alice.send(channel, f"!ask {FERRY}")
        assert channel.last_message
        env.backend.delete_message(channel.id, channel.last_message.id)
        await alice.edit(question, f"!ask {MILL}")
        assert len(channel.history()) == 1
        assert "the answer that was to be edited is gone" in caplog.text
        assert "ERROR" not in {record.levelname for record in caplog.records if record.name[:3] == "bot"}
        assert len(env.errors) == 1

    async def test_an_edited_question_follows_up_what_was_asked_before_it_and_not_itself(
        self, alice: simcord.MemberActor, channel: simcord.ChannelHandle, shown: Shown
    ) -> None:
        question = await alice.send(channel, f"!ask {FERRY}")
        await alice.edit(question, f"!ask {FOLLOW_UP}")
        assert "nothing in them comes near" in shown(channel.last_message)


class TestDeletion:
    async def test_the_answer_goes_with_its_question(
        self, alice: simcord.MemberActor, channel: simcord.ChannelHandle
    ) -> None:
        question = await alice.send(channel, f"!ask {FERRY}")
        await alice.delete(question)
        assert channel.history() == []

    async def test_several_that_are_deleted_at_once_take_their_answers_along(
        self, env: simcord.Env, alice: simcord.MemberActor, channel: simcord.ChannelHandle
    ) -> None:
        for text in (FERRY, MILL):
            await alice.send(channel, f"!ask {text}")
        first, answer, second, _ = [each.id for each in channel.history()]
        ids = [str(each) for each in (first, answer, second)]
        for each in ids:
            env.backend.messages[channel.id].pop(int(each))
        before = len(env.http_requests)
        env.backend.emit(
            "MESSAGE_DELETE_BULK", {"ids": ids, "channel_id": str(channel.id), "guild_id": str(HOME)}
        )
        await env.settle()
        assert channel.history() == []
        assert len(env.http_requests) == before + 1, "the first answer is gone already"

    async def test_a_question_that_is_deleted_before_its_answer_arrives_takes_it_along(
        self,
        env: simcord.Env,
        alice: simcord.MemberActor,
        channel: simcord.ChannelHandle,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        gate = asyncio.Event()
        send = requests._read  # pyright: ignore[reportPrivateUsage]  the last step before Discord

        async def slow(*arguments: Any, **options: Any) -> Any:
            await gate.wait()
            return await send(*arguments, **options)

        monkeypatch.setattr(requests, "_read", slow)
        question = env.backend.create_message(channel.id, alice.id, "!status")
        for _ in range(20):
            await asyncio.sleep(0)
        env.backend.delete_message(channel.id, question.id)
        for _ in range(20):
            await asyncio.sleep(0)
        gate.set()
        await env.settle()
        assert channel.history() == []

    async def test_an_answer_that_is_gone_already_is_no_error(
        self, env: simcord.Env, alice: simcord.MemberActor, channel: simcord.ChannelHandle
    ) -> None:
        question = await alice.send(channel, f"!ask {FERRY}")
        assert channel.last_message
        env.backend.delete_message(channel.id, channel.last_message.id)
        await alice.delete(question)
        assert env.errors == []


async def test_where_the_bot_may_not_write_one_line_in_the_log_says_so(
    env: simcord.Env,
    guild: simcord.GuildHandle,
    alice: simcord.MemberActor,
    me: str,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.INFO, "bot")
    assert env.bot.user
    mute = discord.PermissionOverwrite(send_messages=False)
    channel = guild.create_text_channel("read only", overwrites={env.bot.user: mute})
    before = len(env.http_requests)
    await alice.send(channel, f"{me} {FERRY}")
    assert len(env.http_requests) == before
    assert [record.levelname for record in caplog.records if record.name.startswith("bot")] == ["INFO"]
    assert "may not write" in caplog.text


class TestOwnChannels:
    async def test_questions_are_answered_unasked_only_where_that_is_set(
        self, alice: simcord.MemberActor, channel: simcord.ChannelHandle, shown: Shown, wish: Wish
    ) -> None:
        await alice.send(channel, FERRY)
        assert said(channel, shown) == []
        await wish(own_channels=(channel.id,))
        await alice.send(channel, FERRY)
        assert LEAVES in shown(channel.last_message)
        assert GO_ON in str(last(channel).components)

    @pytest.mark.parametrize(
        "text",
        [
            "zymurgy xylophone?",
            "the ferry leaves the northern pier at seven in the morning",
            "hello?",
            "<@{bob}> when does the ferry leave the northern pier?",
            "@everyone when does the ferry leave the northern pier?",
            "!when does the ferry leave the northern pier?",
            "???",
        ],
    )
    async def test_what_is_no_question_for_the_articles_is_left_alone(
        self,
        env: simcord.Env,
        guild: simcord.GuildHandle,
        channel: simcord.ChannelHandle,
        bob: simcord.MemberActor,
        shown: Shown,
        wish: Wish,
        text: str,
    ) -> None:
        await wish(own_channels=(channel.id,))
        role = guild.create_role("loud", permissions=discord.Permissions(mention_everyone=True))
        loud = guild.add_member(env.create_user("loud"), roles=[role])
        await loud.send(channel, text.format(bob=bob.id))
        assert said(channel, shown) == []

    async def test_a_reply_to_somebody_else_is_left_alone(
        self,
        alice: simcord.MemberActor,
        bob: simcord.MemberActor,
        channel: simcord.ChannelHandle,
        shown: Shown,
        wish: Wish,
    ) -> None:
        await wish(own_channels=(channel.id,))
        message = await bob.send(channel, "who knows the timetable")
        await alice.send(channel, FERRY, reply_to=message)
        assert said(channel, shown) == []
        own = await alice.send(channel, "hm")
        await alice.send(channel, FERRY, reply_to=own)
        assert LEAVES in shown(channel.last_message)

    async def test_the_answer_goes_when_the_question_is_edited_into_none_that_is_sure(
        self, alice: simcord.MemberActor, channel: simcord.ChannelHandle, shown: Shown, wish: Wish
    ) -> None:
        await wish(own_channels=(channel.id,))
        question = await alice.send(channel, FERRY)
        await alice.edit(question, "zymurgy xylophone?")
        assert said(channel, shown) == []
        await alice.edit(question, MILL)
        assert MET in shown(channel.last_message)

    async def test_a_fault_is_logged_and_told_to_nobody(
        self,
        alice: simcord.MemberActor,
        channel: simcord.ChannelHandle,
        shown: Shown,
        wish: Wish,
        monkeypatch: pytest.MonkeyPatch,
        caplog: pytest.LogCaptureFixture,
    ) -> None:
        def broken(*_: object) -> None:
            raise RuntimeError("a fault of our own")

        monkeypatch.setattr(Snapshot, "answer", broken)
        await wish(own_channels=(channel.id,))
        await alice.send(channel, FERRY)
        assert said(channel, shown) == []
        assert "a fault of our own" in caplog.text


class TestForums:
    @pytest.fixture
    def forum(self, guild: simcord.GuildHandle) -> simcord.ChannelHandle:
        return guild.create_forum_channel("help")

    @pytest.fixture
    def post(
        self, env: simcord.Env, forum: simcord.ChannelHandle, alice: simcord.MemberActor
    ) -> Callable[..., Awaitable[simcord.ChannelHandle]]:
        """Let somebody begin a post, as Discord tells the bot of it: the thread first, then its message."""

        async def begin(title: str, text: str, *tags: int, locked: bool = False) -> simcord.ChannelHandle:
            world = env.backend
            thread = world.create_thread(forum.id, title, alice.id, applied_tags=tags, broadcast=False)
            assert thread.thread_metadata
            thread.thread_metadata.locked = locked
            world.announce_thread_create(thread)
            message = world.prepare_message(thread.id, alice.id, text)
            message.id = thread.id
            world.commit_message(message, broadcast=False)
            world.announce_message_create(message)
            await env.settle()
            return next(each for each in forum.threads if each.id == thread.id)

        return begin

    async def test_a_post_is_answered_once_from_its_title_and_first_message(
        self,
        forum: simcord.ChannelHandle,
        post: Callable[..., Awaitable[simcord.ChannelHandle]],
        alice: simcord.MemberActor,
        shown: Shown,
        wish: Wish,
    ) -> None:
        await wish(own_channels=(forum.id,))
        thread = await post("The ferry", "When does it leave the northern pier?")
        assert LEAVES in shown(thread.last_message)
        await alice.send(thread, MILL)
        assert len(said(thread, shown)) == 1
        chat = "I have looked everywhere and asked all my neighbours on the island. Many thanks!"
        assert LEAVES in shown((await post(FERRY, chat)).last_message)
        assert said(await post("Ferry", chat), shown) == []

    async def test_a_post_that_is_closed_or_has_none_of_the_tags_is_left_alone(
        self,
        env: simcord.Env,
        forum: simcord.ChannelHandle,
        post: Callable[..., Awaitable[simcord.ChannelHandle]],
        shown: Shown,
        wish: Wish,
    ) -> None:
        stored = env.backend.get_channel(forum.id)
        tags: list[Any] = [{"id": str(each), "name": f"tag {each}", "emoji_name": None} for each in (1, 2)]
        stored.available_tags = tags
        env.backend.announce_channel_update(forum.id)
        await wish(own_channels=(forum.id,), forum_tags=(2,))
        assert len(said(await post("The ferry", FERRY, 1, 2), shown)) == 1
        assert said(await post("The ferry", FERRY, 1), shown) == []
        assert said(await post("The ferry", FERRY), shown) == []
        assert said(await post("The ferry", FERRY, 2, locked=True), shown) == []


class TestThreads:
    @pytest.fixture
    async def thread(
        self, alice: simcord.MemberActor, channel: simcord.ChannelHandle
    ) -> simcord.ChannelHandle:
        """A thread that hangs on the answer to what Alice asked."""
        await alice.send(channel, f"!ask {FERRY}")
        await alice.click(last(channel), custom_id=GO_ON)
        return channel.threads[0]

    async def test_an_answer_goes_on_in_a_thread_that_bears_the_question_s_name(
        self,
        alice: simcord.MemberActor,
        channel: simcord.ChannelHandle,
        shown: Shown,
    ) -> None:
        await alice.send(channel, f"!ask {FERRY}")
        answer = channel.last_message
        assert answer
        pressed = await alice.click(answer, custom_id=GO_ON)
        assert pressed.ephemeral
        thread = channel.threads[0]
        assert f"<#{thread.id}>" in shown(pressed.response)
        assert thread.id == answer.id
        assert thread.name == FERRY
        assert shown(thread.last_message).startswith(f"{FERRY}\nThe answer stands above.\n")
        again = await alice.click(answer, custom_id=GO_ON)
        assert f"<#{thread.id}>" in shown(again.response)
        assert len(channel.threads) == 1

    async def test_a_thread_goes_on_from_the_answer_to_a_slash_command(
        self, alice: simcord.MemberActor, channel: simcord.ChannelHandle, shown: Shown
    ) -> None:
        await alice.slash(channel, "ask", question=FERRY)
        await alice.click(last(channel), custom_id=GO_ON)
        assert channel.threads[0].name == FERRY
        await alice.send(channel.threads[0], FOLLOW_UP)
        assert "Timetable of the ferry" in shown(channel.threads[0].last_message)

    async def test_an_answer_in_plain_text_goes_on_in_a_thread_too(
        self, env: simcord.Env, guild: simcord.GuildHandle, alice: simcord.MemberActor, shown: Shown
    ) -> None:
        assert env.bot.user
        bare = discord.PermissionOverwrite(embed_links=False)
        plain = guild.create_text_channel("plain", overwrites={env.bot.user: bare})
        await alice.send(plain, f"!ask {FERRY}")
        await alice.click(last(plain), custom_id=GO_ON)
        assert shown(plain.threads[0].last_message).startswith(f"{FERRY}\nThe answer stands above.\n")

    async def test_somebody_else_is_told_kindly_that_it_is_not_theirs(
        self,
        alice: simcord.MemberActor,
        bob: simcord.MemberActor,
        channel: simcord.ChannelHandle,
        shown: Shown,
    ) -> None:
        await alice.send(channel, f"!ask {FERRY}")
        pressed = await bob.click(last(channel), custom_id=GO_ON)
        assert pressed.ephemeral
        assert "Only whoever asked" in shown(pressed.response)
        assert channel.threads == []

    @pytest.mark.parametrize("how", ["same process", "after a restart"])
    async def test_the_asker_asks_on_without_a_mention_until_somebody_else_writes(
        self,
        env: simcord.Env,
        alice: simcord.MemberActor,
        bob: simcord.MemberActor,
        thread: simcord.ChannelHandle,
        build: Build,
        configured: Config,
        shown: Shown,
        how: str,
    ) -> None:
        async def restart() -> None:
            if how == "after a restart":
                await env.restart_bot(build(configured))

        await restart()
        await alice.send(thread, FOLLOW_UP)
        assert len(said(thread, shown)) == 2
        assert "Timetable of the ferry" in shown(thread.last_message)
        await bob.send(thread, "may I?")
        await restart()
        await alice.send(thread, MILL)
        assert len(said(thread, shown)) == 2

    async def test_the_asker_asks_on_without_a_mention_until_somebody_else_joins(
        self,
        env: simcord.Env,
        alice: simcord.MemberActor,
        bob: simcord.MemberActor,
        thread: simcord.ChannelHandle,
        shown: Shown,
        me: str,
    ) -> None:
        env.backend.add_thread_member(thread.id, bob.id)
        await alice.send(thread, MILL)
        assert len(said(thread, shown)) == 1
        await alice.send(thread, f"{me} {MILL}")
        assert MET in shown(thread.last_message)

    async def test_a_thread_is_not_opened_where_the_bot_may_no_longer(
        self,
        env: simcord.Env,
        guild: simcord.GuildHandle,
        alice: simcord.MemberActor,
        channel: simcord.ChannelHandle,
        shown: Shown,
    ) -> None:
        await alice.send(channel, f"!ask {FERRY}")
        answer = last(channel)
        stored = env.backend.get_channel(channel.id)
        denied = discord.Permissions(create_public_threads=True).value
        stored.overwrites = [Overwrite(guild.id, OverwriteType.ROLE, deny=denied)]
        env.backend.announce_channel_update(channel.id)
        pressed = await alice.click(answer, custom_id=GO_ON)
        assert "may not open threads" in shown(pressed.response)
        assert channel.threads == []

    @pytest.mark.parametrize("gone", ["answer", "greeting", "parent"])
    async def test_a_thread_whose_beginning_is_gone_needs_mentions(
        self,
        env: simcord.Env,
        alice: simcord.MemberActor,
        channel: simcord.ChannelHandle,
        thread: simcord.ChannelHandle,
        build: Build,
        configured: Config,
        shown: Shown,
        gone: str,
    ) -> None:
        await env.restart_bot(build(configured))
        if gone == "answer":
            env.backend.delete_message(channel.id, thread.id)
        elif gone == "greeting":
            env.backend.messages[channel.id].pop(channel.history()[0].id)  # whoever asked, unseen
        else:
            env.inject_error("GET", "/channels/*/messages/*", status=403, code=50001)
        await alice.send(thread, MILL)
        assert len(said(thread, shown)) == 1

    async def test_a_thread_of_which_discord_says_nothing_needs_mentions(
        self, env: simcord.Env, alice: simcord.MemberActor, thread: simcord.ChannelHandle, shown: Shown
    ) -> None:
        env.inject_error("GET", "/channels/*", status=403, code=50001)
        await alice.send(thread, MILL)
        assert len(said(thread, shown)) == 1

    async def test_it_is_offered_only_where_the_bot_may_open_threads(
        self,
        env: simcord.Env,
        guild: simcord.GuildHandle,
        alice: simcord.MemberActor,
        channel: simcord.ChannelHandle,
    ) -> None:
        assert env.bot.user
        bare = discord.PermissionOverwrite(create_public_threads=False)
        plain = guild.create_text_channel("plain", overwrites={env.bot.user: bare})
        await alice.send(plain, f"!ask {FERRY}")
        assert plain.last_message
        assert GO_ON not in str(plain.last_message.components)
        private = await alice.slash(channel, "ask", question=FERRY, private=True)
        assert private.response
        assert GO_ON not in str(private.response.components)
        await alice.send_dm(FERRY)
        assert GO_ON not in str(alice.user.dm_channel.last_message)


class TestTheMenuOfAMessage:
    async def test_what_stands_in_a_message_is_answered_to_whoever_chose_it(
        self,
        alice: simcord.MemberActor,
        bob: simcord.MemberActor,
        channel: simcord.ChannelHandle,
        shown: Shown,
    ) -> None:
        message = await bob.send(channel, f"{alice.mention} {FERRY}")
        chosen = await alice.context_menu(channel, MENU, message)
        assert LEAVES in shown(chosen.response)
        assert chosen.ephemeral

    @pytest.mark.parametrize(
        ("text", "says"), [("<@1> 👋", "nothing to look up"), ("ferry " * 60, "too long for one question")]
    )
    async def test_what_cannot_be_a_question_is_told_so(
        self, alice: simcord.MemberActor, channel: simcord.ChannelHandle, shown: Shown, text: str, says: str
    ) -> None:
        message = await alice.send(channel, text)
        chosen = await alice.context_menu(channel, MENU, message)
        assert says in shown(chosen.response)
        assert chosen.ephemeral
