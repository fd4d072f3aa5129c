from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import discord
import pytest
import simcord
from simcord.enums import MessageType

from bot.client import TalksBot
from bot.replies.afterwards import Afterwards
from bot.replies.sending import Asked
from bot.replies.unfinished import Unfinished
from bot.stories import Stories
from bot.wording import question_key
from knowledge.answers import Verdict
from knowledge.base import KnowledgeBase
from knowledge.errors import StoreError
from knowledge.notices.audience import DigestPlan
from tests.bot.cogs.scene import Scene

Shown = Callable[[Any], str]

FERRY = "When does the ferry leave the northern pier?"
LEAVES = "The ferry leaves the northern pier at seven"
MILL = "Where did the delegations meet?"
TODAY = "<t:1772712000:D>"
FOLLOW_UP = "and the evening?"
NO_MORE = "say no more about this"
NOTHING = "nothing in them comes near"
UNKNOWN = "zymurgy xylophone"
TELL = f"tell:{question_key(UNKNOWN)}"
HOME = 900


async def test_a_slash_question_is_answered_in_public(
    alice: simcord.MemberActor, channel: simcord.ChannelHandle, shown: Shown
) -> None:
    asked = await alice.slash(channel, "ask", question=FERRY)
    assert LEAVES in shown(asked.response)
    assert not asked.ephemeral
    assert not asked.deferred


async def test_a_private_question_is_answered_to_the_asker_alone(
    alice: simcord.MemberActor, channel: simcord.ChannelHandle, shown: Shown
) -> None:
    asked = await alice.slash(channel, "ask", question=FERRY, private=True)
    assert LEAVES in shown(asked.response)
    assert asked.ephemeral


@pytest.mark.parametrize("text", ["!ask {}", "!ASK {}", "<@{me}> {}", "<@!{me}> {}", "{} <@{me}>"])
async def test_a_question_in_text_is_answered_as_a_reply(
    env: simcord.Env, alice: simcord.MemberActor, channel: simcord.ChannelHandle, shown: Shown, text: str
) -> None:
    assert env.bot.user
    question = await alice.send(channel, text.replace("{me}", str(env.bot.user.id)).format(FERRY))
    answer = channel.last_message
    assert answer
    assert LEAVES in shown(answer)
    assert answer.reference
    assert answer.reference.message_id == question.id
    assert answer.mentions == []


async def test_a_reply_to_an_answer_is_a_question(
    alice: simcord.MemberActor, channel: simcord.ChannelHandle, shown: Shown
) -> None:
    await alice.send(channel, "!help")
    guide = channel.last_message
    assert guide
    await alice.send(channel, FERRY, reply_to=guide)
    assert LEAVES in shown(channel.last_message)


async def test_a_direct_message_is_a_question(env: simcord.Env, shown: Shown) -> None:
    bob = env.create_user("bob")
    await bob.send_dm(FERRY)
    assert LEAVES in shown(bob.dm_channel.last_message)


async def test_a_slash_command_works_in_a_direct_message(env: simcord.Env, shown: Shown) -> None:
    asked = await env.create_user("bob").slash("ask", question=FERRY)
    assert LEAVES in shown(asked.response)


@pytest.mark.parametrize(
    "text", ["<@{}>", " <@!{}>  ", "<@{}> 👋 <:wave:112233445566778899>", "<@{}> :wave:"]
)
async def test_a_bare_mention_gets_the_help(
    env: simcord.Env, alice: simcord.MemberActor, channel: simcord.ChannelHandle, shown: Shown, text: str
) -> None:
    assert env.bot.user
    await alice.send(channel, text.format(env.bot.user.id))
    assert "/help" in shown(channel.last_message)


async def test_the_help_is_shown_to_the_asker_alone(
    alice: simcord.MemberActor, channel: simcord.ChannelHandle, shown: Shown
) -> None:
    asked = await alice.slash(channel, "help")
    assert "!status" in shown(asked.response)
    assert asked.ephemeral


async def test_a_question_that_the_articles_do_not_answer_is_told_so(
    alice: simcord.MemberActor, channel: simcord.ChannelHandle, shown: Shown
) -> None:
    asked = await alice.slash(channel, "ask", question="zymurgy xylophone")
    assert "do not answer this" in shown(asked.response)
    assert "2 articles" in shown(asked.response)
    assert not asked.ephemeral


@pytest.mark.parametrize("day", ["2026-02-28", "last week", "28 February"])
async def test_a_slash_question_is_answered_from_what_was_known_on_a_day(
    alice: simcord.MemberActor, channel: simcord.ChannelHandle, shown: Shown, base: KnowledgeBase, day: str
) -> None:
    asked = await alice.slash(channel, "ask", question=FERRY, as_of=day)
    assert LEAVES in shown(asked.response)
    assert "As of <t:" in shown(asked.response)
    assert not asked.ephemeral
    unknown = await alice.slash(channel, "ask", question=MILL, as_of=day)
    assert "do not answer this" in shown(unknown.response)
    assert "1 article " in shown(unknown.response)
    assert unknown.response
    assert not unknown.response.components
    assert await base.store.inquiries.get(question_key(MILL)) is None


async def test_a_day_to_come_is_today_for_a_question(
    alice: simcord.MemberActor, channel: simcord.ChannelHandle, shown: Shown
) -> None:
    asked = await alice.slash(channel, "ask", question=MILL, as_of="2038-01-20")
    assert "in the old mill" in shown(asked.response)
    assert f"As of {TODAY}" in shown(asked.response)


async def test_a_day_that_is_none_is_answered_with_an_example(
    env: simcord.Env, alice: simcord.MemberActor, channel: simcord.ChannelHandle, shown: Shown
) -> None:
    asked = await alice.slash(channel, "ask", question=FERRY, as_of="soon")
    assert "“soon” is not a date" in shown(asked.response)
    assert "2026-11-10" in shown(asked.response)
    assert len(env.errors) == 1


@pytest.mark.parametrize(
    "text",
    [
        "small talk",
        "!!!",
        "...",
        "!unknown word",
        "! ask something",
        "@everyone <@{me}> the ferry",
        "@here <@{me}> the ferry",
        "<@&{role}> the ferry",
        "<@{other}> the ferry",
    ],
)
async def test_what_is_not_meant_for_the_bot_is_left_alone(
    env: simcord.Env, guild: simcord.GuildHandle, channel: simcord.ChannelHandle, text: str
) -> None:
    assert env.bot.user
    role = guild.create_role("loud", permissions=discord.Permissions(mention_everyone=True))
    loud = guild.add_member(env.create_user("loud"), roles=[role])
    await loud.send(channel, text.format(me=env.bot.user.id, role=role.id, other=loud.id))
    assert len(channel.history()) == 1


async def test_bots_webhooks_and_system_messages_are_left_alone(
    env: simcord.Env, guild: simcord.GuildHandle, alice: simcord.MemberActor, channel: simcord.ChannelHandle
) -> None:
    assert env.bot.user
    robot = guild.add_member(env.create_user("robot", bot=True))
    await robot.send(channel, f"{env.bot.user.mention} the ferry")
    await robot.send(channel, "!ask the ferry")
    await guild.create_webhook(channel).send("!ask the ferry")
    guild.create_system_message(channel, MessageType.NEW_MEMBER, author=alice)
    await env.settle()
    assert len(channel.history()) == 4


async def test_a_reply_to_somebody_else_is_left_alone(
    alice: simcord.MemberActor, channel: simcord.ChannelHandle
) -> None:
    message = await alice.send(channel, "the ferry is late")
    await alice.send(channel, FERRY, reply_to=message)
    assert len(channel.history()) == 2


@pytest.mark.parametrize(("text", "says"), [("!unknown", "do not know this command"), ("!!!", None)])
async def test_an_unknown_command_gets_a_hint_only_in_a_direct_message(
    env: simcord.Env, shown: Shown, text: str, says: str | None
) -> None:
    bob = env.create_user("bob")
    await bob.send_dm(text)
    history = bob.dm_channel.history()
    assert len(history) == (2 if says else 1)
    assert says is None or says in shown(history[-1])


@pytest.mark.parametrize(
    ("text", "says"), [("!ask", "question is missing"), (f"!ask {'x' * 301}", "at most 300 characters")]
)
async def test_a_wrong_use_is_answered_with_what_is_right(
    alice: simcord.MemberActor,
    channel: simcord.ChannelHandle,
    env: simcord.Env,
    shown: Shown,
    text: str,
    says: str,
) -> None:
    await alice.send(channel, text)
    assert says in shown(channel.last_message)
    assert len(env.errors) == 1


async def test_without_embeds_the_answer_is_text(
    env: simcord.Env, guild: simcord.GuildHandle, alice: simcord.MemberActor
) -> None:
    assert env.bot.user
    bare = discord.PermissionOverwrite(embed_links=False)
    channel = guild.create_text_channel("bare", overwrites={env.bot.user: bare})
    await alice.send(channel, f"!ask {FERRY}")
    answer = channel.last_message
    assert answer
    assert answer.embeds == []
    assert LEAVES in answer.content
    assert answer.content.startswith(f"**{FERRY}**\n> ")


async def test_without_the_history_the_answer_is_no_reply(
    env: simcord.Env, guild: simcord.GuildHandle, alice: simcord.MemberActor, shown: Shown
) -> None:
    assert env.bot.user
    blind = discord.PermissionOverwrite(read_message_history=False)
    channel = guild.create_text_channel("blind", overwrites={env.bot.user: blind})
    await alice.send(channel, f"!ask {FERRY}")
    answer = channel.last_message
    assert answer
    assert LEAVES in shown(answer)
    assert answer.reference is None


class TestSmallTalk:
    async def test_a_greeting_is_answered_in_words_once_and_then_with_a_wave(
        self, alice: simcord.MemberActor, channel: simcord.ChannelHandle, shown: Shown, env: simcord.Env
    ) -> None:
        await alice.send(channel, "!ask hello!")
        assert "What is the status of Bridge Repair?" in shown(channel.last_message)
        wave = await alice.send(channel, "!ask hiiii")
        assert channel.last_message
        assert channel.last_message.id == wave.id
        assert any("/reactions/" in each.path for each in env.http_requests)

    async def test_thanks_and_noise_are_not_answered_in_words_and_no_question_is_followed_up_by_them(
        self, env: simcord.Env, shown: Shown
    ) -> None:
        bob = env.create_user("bob")
        await bob.send_dm(FERRY)
        for text in ("thanks!", "???", "just ask the bot"):
            await bob.send_dm(text)
            assert bob.dm_channel.last_message
            assert bob.dm_channel.last_message.content == text
        await bob.send_dm(FOLLOW_UP)
        assert NO_MORE in shown(bob.dm_channel.last_message)

    async def test_a_slash_command_is_always_answered_to_the_asker_alone(
        self, alice: simcord.MemberActor, channel: simcord.ChannelHandle, shown: Shown
    ) -> None:
        for text, said in (("lol", "All right"), ("who made you?", "talksbot")):
            asked = await alice.slash(channel, "ask", question=text)
            assert said in shown(asked.response)
            assert asked.ephemeral
            assert asked.response
            assert not asked.response.components


class TestFollowUps:
    """Alone it is answered by nothing; after a question about the ferry, by no more than was shown."""

    async def test_a_follow_up_is_answered_from_what_its_asker_asked_before(
        self, alice: simcord.MemberActor, channel: simcord.ChannelHandle, shown: Shown
    ) -> None:
        await alice.send(channel, f"!ask {FERRY}")
        await alice.send(channel, f"!ask {FOLLOW_UP}")
        assert NO_MORE in shown(channel.last_message)

    async def test_a_follow_up_works_in_direct_messages(self, env: simcord.Env, shown: Shown) -> None:
        bob = env.create_user("bob")
        await bob.send_dm(FERRY)
        await bob.send_dm(FOLLOW_UP)
        assert NO_MORE in shown(bob.dm_channel.last_message)

    async def test_slash_commands_and_replies_are_of_one_conversation(
        self, alice: simcord.MemberActor, channel: simcord.ChannelHandle, shown: Shown
    ) -> None:
        await alice.slash(channel, "ask", question=FERRY)
        answer = channel.last_message
        assert answer
        await alice.send(channel, FOLLOW_UP, reply_to=answer)
        assert NO_MORE in shown(channel.last_message)

    async def test_each_channel_and_each_asker_has_a_conversation_of_its_own(
        self,
        env: simcord.Env,
        guild: simcord.GuildHandle,
        alice: simcord.MemberActor,
        channel: simcord.ChannelHandle,
        shown: Shown,
    ) -> None:
        other = guild.create_text_channel("other")
        bob = guild.add_member(env.create_user("bob"))
        await alice.send(channel, f"!ask {FERRY}")
        await alice.send(other, f"!ask {FOLLOW_UP}")
        assert NOTHING in shown(other.last_message)
        await bob.send(channel, f"!ask {FOLLOW_UP}")
        assert NOTHING in shown(channel.last_message)

    @pytest.mark.parametrize("slash", [True, False])
    async def test_a_reply_to_the_answer_for_somebody_else_follows_up_their_question(
        self,
        env: simcord.Env,
        guild: simcord.GuildHandle,
        alice: simcord.MemberActor,
        channel: simcord.ChannelHandle,
        shown: Shown,
        slash: bool,
    ) -> None:
        if slash:
            await alice.slash(channel, "ask", question=FERRY)
        else:
            await alice.send(channel, f"!ask {FERRY}")
        answer = channel.last_message
        assert answer
        await alice.send(channel, "!ask what do the delegations say of the bridge?")
        bob = guild.add_member(env.create_user("bob"))
        before = len(env.http_requests)
        await bob.send(channel, FOLLOW_UP, reply_to=answer)
        assert NO_MORE in shown(channel.last_message)
        assert len(env.http_requests) == before + 1, "only the answer itself is a request to Discord"

    async def test_a_reply_to_an_answer_that_is_not_remembered_follows_up_ones_own_question(
        self, alice: simcord.MemberActor, channel: simcord.ChannelHandle, shown: Shown
    ) -> None:
        await alice.send(channel, "!help")
        guide = channel.last_message
        assert guide
        await alice.send(channel, f"!ask {FERRY}")
        await alice.send(channel, FOLLOW_UP, reply_to=guide)
        assert NO_MORE in shown(channel.last_message)

    async def test_what_was_asked_is_forgotten_on_request(
        self, alice: simcord.MemberActor, channel: simcord.ChannelHandle, shown: Shown
    ) -> None:
        await alice.send(channel, f"!ask {FERRY}")
        asked = await alice.slash(channel, "forget_me")
        assert asked.ephemeral
        assert "Forgotten: 1 question." in shown(asked.response)
        assert ("up to four of your last questions in each channel, for 15 minutes, in memory only") in shown(
            asked.response
        )
        await alice.send(channel, f"!ask {FOLLOW_UP}")
        assert NOTHING in shown(channel.last_message)
        await alice.send(channel, "!forget_me")
        await alice.send(channel, "!forget_me")
        assert "nothing to forget" in shown(channel.last_message)


class TestForgetMe:
    async def test_all_that_is_kept_of_somebody_is_forgotten_and_nothing_of_anybody_else(
        self,
        env: simcord.Env,
        guild: simcord.GuildHandle,
        alice: simcord.MemberActor,
        channel: simcord.ChannelHandle,
        base: KnowledgeBase,
        shown: Shown,
    ) -> None:
        bob = guild.add_member(env.create_user("bob"))
        await alice.send(channel, f"!ask {UNKNOWN}")
        answer = channel.last_message
        assert answer
        for member in (alice, bob):
            await member.click(answer, custom_id=TELL)
            await member.slash(channel, "follow", topic="winter ferry")
            await member.slash(channel, "new")
        asked = await alice.slash(channel, "forget_me")
        assert "Forgotten: 1 question and 3 " in shown(asked.response)
        store = base.store
        assert [each.user for each in await store.subscriptions.find()] == [bob.id]
        assert [each.user for each in await store.waiting.find()] == [bob.id]
        assert await store.feed.get_seen(alice.id) is None
        assert await store.feed.get_seen(bob.id) is not None
        again = await alice.slash(channel, "forget_me")
        assert "nothing to forget" in shown(again.response)


class TestWhatIsKeptAfterAnAnswer:
    @pytest.fixture
    async def counted(self, base: KnowledgeBase) -> Callable[[], Awaitable[dict[str, int]]]:
        """What was asked about in the server, which has a digest."""
        await base.store.digests.save_plan(DigestPlan(HOME, channel=1, hour=8, zone="UTC"))

        async def count() -> dict[str, int]:
            return dict(await base.store.digests.find_most_asked(HOME))

        return count

    async def test_what_was_asked_about_is_counted_in_words_of_the_articles(
        self,
        env: simcord.Env,
        alice: simcord.MemberActor,
        channel: simcord.ChannelHandle,
        counted: Callable[[], Awaitable[dict[str, int]]],
    ) -> None:
        assert env.bot.user
        await alice.send(channel, f"!ask {FERRY}")
        await alice.send(channel, f"{env.bot.user.mention} winter ferry")
        await alice.slash(channel, "ask", question="status of the winter ferry")
        await alice.slash(channel, "status", topic="winter ferry")
        await alice.slash(channel, "history", topic="winter ferry")
        assert await counted() == {"Winter Ferry": 4, "Timetable of the ferry": 1}

    async def test_a_passage_without_a_heading_is_counted_as_its_article(
        self,
        alice: simcord.MemberActor,
        channel: simcord.ChannelHandle,
        base: KnowledgeBase,
        articles: Path,
        counted: Callable[[], Awaitable[dict[str, int]]],
    ) -> None:
        text = "A mill on the hill\n\nThe zebra of the mill sleeps until the millers wake it at noon.\n"
        (articles / "mill.txt").write_text(text, "utf-8")
        await base.reload()
        await alice.slash(channel, "ask", question="zebra of the mill sleeps")
        assert await counted() == {"A mill on the hill": 1}

    async def test_what_others_do_not_see_or_nobody_answered_is_not_counted(
        self,
        alice: simcord.MemberActor,
        channel: simcord.ChannelHandle,
        counted: Callable[[], Awaitable[dict[str, int]]],
    ) -> None:
        await alice.slash(channel, "ask", question=FERRY, private=True)
        await alice.slash(channel, "ask", question=UNKNOWN)
        await alice.send_dm(FERRY)
        await alice.send_dm("!status winter ferry")
        assert await counted() == {}

    @pytest.mark.parametrize(("by_guild", "times"), [(False, 0), (True, 1)])
    async def test_a_server_that_has_not_installed_the_bot_is_not_counted(
        self,
        alice: simcord.MemberActor,
        channel: simcord.ChannelHandle,
        counted: Callable[[], Awaitable[dict[str, int]]],
        monkeypatch: pytest.MonkeyPatch,
        by_guild: bool,
        times: int,
    ) -> None:
        def by_user(_: object) -> bool:
            return True

        def by_server(_: object) -> bool:
            return by_guild

        monkeypatch.setattr(discord.Interaction, "is_user_integration", by_user)
        monkeypatch.setattr(discord.Interaction, "is_guild_integration", by_server)
        await alice.slash(channel, "ask", question=FERRY)
        assert sum((await counted()).values()) == times

    async def test_a_question_is_kept_without_who_asked_and_a_private_one_without_where(
        self,
        alice: simcord.MemberActor,
        channel: simcord.ChannelHandle,
        guild: simcord.GuildHandle,
        base: KnowledgeBase,
    ) -> None:
        await alice.slash(channel, "ask", question=UNKNOWN, private=True)
        await alice.slash(channel, "ask", question=FERRY)
        kept = [await base.store.inquiries.get(question_key(each)) for each in (UNKNOWN, FERRY)]
        assert [(each.guild, each.question, each.verdict) for each in kept if each] == [
            (None, UNKNOWN, Verdict.NONE),
            (guild.id, FERRY, Verdict.ANSWER),
        ]

    async def test_what_means_nothing_alone_or_is_too_long_cannot_wait(
        self,
        env: simcord.Env,
        alice: simcord.MemberActor,
        channel: simcord.ChannelHandle,
        base: KnowledgeBase,
    ) -> None:
        assert env.bot.user
        await alice.send(channel, f"!ask {UNKNOWN}")
        await alice.send(channel, "!ask and why?")
        follow_up = channel.last_message
        # It is counted all the same.
        assert (await base.store.inquiries.summarise(None, datetime(2026, 1, 1, tzinfo=UTC))).refused == 2
        assert await base.store.inquiries.get(question_key("and why?")) is None
        await alice.send(channel, f"{env.bot.user.mention} {'zymurgy ' * 40}")
        long = channel.last_message
        assert follow_up
        assert long
        assert "do not answer this" in str(follow_up.embeds[0].description)
        assert "tell:" not in str(follow_up.components)
        assert "do not answer this" in str(long.embeds[0].description)
        assert "tell:" not in str(long.components)

    async def test_a_store_that_fails_costs_no_answer(
        self,
        env: simcord.Env,
        alice: simcord.MemberActor,
        channel: simcord.ChannelHandle,
        base: KnowledgeBase,
        monkeypatch: pytest.MonkeyPatch,
        caplog: pytest.LogCaptureFixture,
        shown: Shown,
    ) -> None:
        async def failing(*_: object) -> None:
            raise StoreError("The disk is full.", "Make room.")

        monkeypatch.setattr(base.store.inquiries, "write", failing)
        monkeypatch.setattr(base.store.digests, "count_all", failing)
        assert LEAVES in shown((await alice.slash(channel, "ask", question=FERRY)).response)
        asked = await alice.slash(channel, "ask", question=UNKNOWN)
        assert "do not answer this" in shown(asked.response)
        assert isinstance(env.bot, TalksBot)
        await env.bot.unfinished.wait()
        assert caplog.text.count("should have been kept") == 3

    async def test_what_comes_while_the_store_is_busy_is_counted_together(
        self, scene: Scene, base: KnowledgeBase, stories: Stories, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        heard: list[Asked] = []
        written: list[dict[tuple[int, str], int]] = []

        async def on_command(asked: Asked) -> None:
            heard.append(asked)

        async def count_all(asked: Mapping[tuple[int, str], int]) -> None:
            if not written:  # these come while it is busy
                for _ in range(3):
                    afterwards.count(stories.main, heard[0], "Ferry")
            written.append(dict(asked))

        assert isinstance(scene.env.bot, TalksBot)
        scene.env.bot.add_listener(on_command)
        await scene.send("!status")
        monkeypatch.setattr(base.store.digests, "count_all", count_all)
        unfinished = Unfinished()
        afterwards = Afterwards(unfinished)
        afterwards.count(stories.main, heard[0], "Ferry")
        await unfinished.wait()
        assert written == [{(HOME, "Ferry"): 1}, {(HOME, "Ferry"): 3}]


class TestTheQuestionAboveTheAnswer:
    async def test_a_public_answer_to_a_slash_command_repeats_the_question_escaped(
        self, alice: simcord.MemberActor, channel: simcord.ChannelHandle, shown: Shown
    ) -> None:
        asked = await alice.slash(channel, "ask", question=f"**{FERRY}**")
        assert f"\\*\\*{FERRY}\\*\\*\n> " in shown(asked.response)

    async def test_an_answer_that_stands_below_its_question_or_is_private_does_not(
        self, alice: simcord.MemberActor, channel: simcord.ChannelHandle, shown: Shown
    ) -> None:
        await alice.send(channel, f"!ask {FERRY}")
        assert "“" not in shown(channel.last_message)
        asked = await alice.slash(channel, "ask", question=FERRY, private=True)
        assert "“" not in shown(asked.response)


class TestWithoutTheMessageContentIntent:
    @pytest.fixture
    def message_content(self) -> bool:
        return False

    async def test_text_commands_are_not_heard(
        self, alice: simcord.MemberActor, channel: simcord.ChannelHandle
    ) -> None:
        await alice.send(channel, "!ask the ferry")
        assert len(channel.history()) == 1

    async def test_mentions_direct_messages_and_slash_commands_are_answered(
        self, env: simcord.Env, alice: simcord.MemberActor, channel: simcord.ChannelHandle, shown: Shown
    ) -> None:
        assert env.bot.user
        await alice.send(channel, f"{env.bot.user.mention} {FERRY}")
        assert LEAVES in shown(channel.last_message)
        await alice.send_dm(FERRY)
        assert LEAVES in shown(alice.user.dm_channel.last_message)
        asked = await alice.slash(channel, "ask", question=f"{FERRY} Please")
        assert LEAVES in shown(asked.response)

    async def test_the_help_names_no_text_commands(
        self, alice: simcord.MemberActor, channel: simcord.ChannelHandle, shown: Shown
    ) -> None:
        asked = await alice.slash(channel, "help")
        assert "!" not in shown(asked.response)
