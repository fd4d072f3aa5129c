import asyncio
import gc
from collections.abc import Awaitable, Callable
from typing import Any

import discord
import pytest
import simcord

from bot.client import TalksBot
from bot.config import Config
from bot.replies import sending
from bot.replies.views import view_of
from bot.wording import Action, Button, question_key, topic_key
from knowledge.base import KnowledgeBase
from knowledge.errors import StoreError
from knowledge.statuses.changes import Changes

Shown = Callable[[Any], str]
Build = Callable[[Config], TalksBot]
Rewrite = Callable[[str, str], Awaitable[Changes]]

UNKNOWN = "zymurgy xylophone"
FOLLOW = f"follow:{topic_key('Winter Ferry')}"
TELL = f"tell:{question_key(UNKNOWN)}"


@pytest.fixture
def bob(env: simcord.Env, guild: simcord.GuildHandle) -> simcord.MemberActor:
    return guild.add_member(env.create_user("bob"))


@pytest.fixture
async def answer(alice: simcord.MemberActor, channel: simcord.ChannelHandle) -> discord.Message:
    """A status with its button, in public."""
    await alice.send(channel, "!status winter ferry")
    assert channel.last_message
    return channel.last_message


@pytest.fixture
async def unanswered(alice: simcord.MemberActor, channel: simcord.ChannelHandle) -> discord.Message:
    """An answer that says that there is none, in public."""
    await alice.send(channel, f"!ask {UNKNOWN}")
    assert channel.last_message
    return channel.last_message


@pytest.fixture(params=["same process", "after a restart"])
async def restart(
    request: pytest.FixtureRequest, env: simcord.Env, build: Build, configured: Config
) -> Callable[[], Awaitable[None]]:
    async def restarted() -> None:
        if request.param == "after a restart":
            await env.restart_bot(build(configured))

    return restarted


def ids(message: Any) -> list[str]:
    """What the buttons of a message send."""
    if isinstance(message, discord.Message):
        rows: list[Any] = message.components
        return [button.custom_id for row in rows for button in row.children]
    return [button["custom_id"] for row in message.components for button in row["components"]]


def stop_of(message: Any) -> str:
    (custom_id,) = ids(message)
    assert custom_id.startswith("stop:")
    return custom_id


class TestFollow:
    async def test_everybody_can_press_it_and_is_answered_alone(
        self,
        alice: simcord.MemberActor,
        bob: simcord.MemberActor,
        base: KnowledgeBase,
        answer: discord.Message,
        restart: Callable[[], Awaitable[None]],
        shown: Shown,
    ) -> None:
        await restart()
        for member in (alice, bob):
            pressed = await member.click(answer, custom_id=FOLLOW)
            assert "Winter Ferry" in shown(pressed.response)
            assert "direct message" in shown(pressed.response)
            assert "already" not in shown(pressed.response)
            assert pressed.ephemeral
            assert not pressed.deferred
        subscriptions = await base.store.subscriptions.find()
        assert [(each.user, each.topic) for each in subscriptions] == [
            (alice.id, "Winter Ferry"),
            (bob.id, "Winter Ferry"),
        ]

    async def test_pressed_again_it_offers_to_stop(
        self,
        bob: simcord.MemberActor,
        base: KnowledgeBase,
        answer: discord.Message,
        restart: Callable[[], Awaitable[None]],
        shown: Shown,
    ) -> None:
        await bob.click(answer, custom_id=FOLLOW)
        again = await bob.click(answer, custom_id=FOLLOW)
        assert "already" in shown(again.response)
        assert again.response
        await restart()
        await bob.click(again.response, custom_id=stop_of(again.response))
        assert await base.store.subscriptions.find() == ()
        assert "already" not in shown((await bob.click(answer, custom_id=FOLLOW)).response)

    async def test_a_topic_that_is_gone_from_the_articles_is_said_so(
        self, bob: simcord.MemberActor, answer: discord.Message, rewrite: Rewrite, shown: Shown
    ) -> None:
        await rewrite("| Winter Ferry | Proposed |\n", "")
        pressed = await bob.click(answer, custom_id=FOLLOW)
        assert "any more" in shown(pressed.response)
        assert pressed.ephemeral

    @pytest.mark.parametrize("how", ["slash", "direct message", "plain text"])
    async def test_it_is_below_each_answer_that_states_a_status(
        self,
        env: simcord.Env,
        guild: simcord.GuildHandle,
        alice: simcord.MemberActor,
        channel: simcord.ChannelHandle,
        how: str,
    ) -> None:
        assert env.bot.user
        if how == "slash":
            message: Any = (
                await alice.slash(channel, "ask", question="where does winter ferry stand?")
            ).response
        elif how == "direct message":
            await alice.send_dm("winter ferry")
            message = alice.user.dm_channel.last_message
        else:
            bare = discord.PermissionOverwrite(embed_links=False)
            plain = guild.create_text_channel("bare", overwrites={env.bot.user: bare})
            await alice.send(plain, "!status winter ferry")
            message = plain.last_message
        assert ids(message)[0] == FOLLOW


class TestStop:
    async def test_nobody_stops_what_somebody_else_follows(
        self,
        alice: simcord.MemberActor,
        bob: simcord.MemberActor,
        channel: simcord.ChannelHandle,
        base: KnowledgeBase,
        shown: Shown,
    ) -> None:
        # A text command is answered where all see it.
        await alice.send(channel, "!follow winter ferry")
        assert channel.last_message
        pressed = await bob.click(channel.last_message, custom_id=stop_of(channel.last_message))
        assert "You do not follow this" in shown(pressed.response)
        assert pressed.ephemeral
        assert len(await base.store.subscriptions.find(user=alice.id)) == 1


class TestTellMe:
    async def test_everybody_can_wait_for_the_answer_once(
        self,
        alice: simcord.MemberActor,
        bob: simcord.MemberActor,
        base: KnowledgeBase,
        unanswered: discord.Message,
        restart: Callable[[], Awaitable[None]],
        shown: Shown,
    ) -> None:
        await restart()
        for member in (alice, bob):
            pressed = await member.click(unanswered, custom_id=TELL)
            assert "You will be told" in shown(pressed.response)
            assert UNKNOWN in shown(pressed.response)
            assert pressed.ephemeral
        again = await bob.click(unanswered, custom_id=TELL)
        assert "already" in shown(again.response)
        waiting = await base.store.waiting.find()
        assert [(each.user, each.question) for each in waiting] == [(alice.id, UNKNOWN), (bob.id, UNKNOWN)]

    async def test_a_question_that_is_not_kept_any_more_is_to_be_asked_again(
        self,
        bob: simcord.MemberActor,
        base: KnowledgeBase,
        unanswered: discord.Message,
        shown: Shown,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        async def purged(_: str) -> None:
            return None

        monkeypatch.setattr(base.store.inquiries, "get", purged)
        pressed = await bob.click(unanswered, custom_id=TELL)
        assert "ask it again" in shown(pressed.response)
        assert await base.store.waiting.find() == ()

    async def test_what_has_become_known_meanwhile_is_told_at_once(
        self,
        bob: simcord.MemberActor,
        base: KnowledgeBase,
        articles: Any,
        unanswered: discord.Message,
        shown: Shown,
    ) -> None:
        news = "A xylophone of zymurgy\n\nThe zymurgy of the xylophone was explained by the brewers.\n"
        (articles / "news.txt").write_text(news, "utf-8")
        await base.reload()
        pressed = await bob.click(unanswered, custom_id=TELL)
        assert "explained by the brewers" in shown(pressed.response)
        assert UNKNOWN in shown(pressed.response)
        assert pressed.ephemeral
        assert await base.store.waiting.find() == ()

    async def test_more_than_25_questions_are_refused_with_a_cure(
        self, bob: simcord.MemberActor, base: KnowledgeBase, unanswered: discord.Message, shown: Shown
    ) -> None:
        for number in range(25):
            await base.store.waiting.add(bob.id, f"question {number}")
        pressed = await bob.click(unanswered, custom_id=TELL)
        assert shown(pressed.response).startswith("That did not work\n")
        assert "25" in shown(pressed.response)


async def test_a_button_that_discord_sends_again_is_pressed_once(
    env: simcord.Env, bob: simcord.MemberActor, answer: discord.Message
) -> None:
    heard: list[discord.Interaction[Any]] = []

    async def on_interaction(interaction: discord.Interaction[Any]) -> None:
        heard.append(interaction)

    assert isinstance(env.bot, TalksBot)
    env.bot.add_listener(on_interaction)
    await bob.click(answer, custom_id=FOLLOW)
    store = env.bot._connection._view_store  # pyright: ignore[reportPrivateUsage]  what a second event calls
    store.dispatch_view(2, f"follow:{topic_key('Winter Ferry')}", heard[0])
    await env.settle()
    assert sum(each.path.endswith("/callback") for each in env.http_requests) == 1


@pytest.mark.parametrize(
    ("fault", "says"),
    [
        (RuntimeError("a fault of our own"), "Something went wrong inside the bot"),
        (StoreError("The disk of /srv is full.", "Make room."), "cannot be reached just now"),
    ],
)
async def test_what_fails_behind_a_button_is_told_and_logged(
    env: simcord.Env,
    bob: simcord.MemberActor,
    base: KnowledgeBase,
    answer: discord.Message,
    shown: Shown,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    fault: Exception,
    says: str,
) -> None:
    async def failing(*_: object, **__: object) -> None:
        raise fault

    monkeypatch.setattr(base.store.subscriptions, "add", failing)
    pressed = await bob.click(answer, custom_id=FOLLOW)
    assert says in shown(pressed.response)
    assert "/srv" not in shown(pressed.response)
    assert pressed.ephemeral
    assert str(fault) in caplog.text
    assert env.errors == []


async def test_a_store_that_takes_long_costs_no_answer(
    env: simcord.Env,
    bob: simcord.MemberActor,
    base: KnowledgeBase,
    answer: discord.Message,
    shown: Shown,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sending, "_SOON_SECONDS", 0.01)
    subscribe = base.store.subscriptions.add

    async def slow(*arguments: Any, **options: Any) -> Any:
        await asyncio.sleep(60)  # of simcord's time
        return await subscribe(*arguments, **options)

    monkeypatch.setattr(base.store.subscriptions, "add", slow)
    pressed = await bob.click(answer, custom_id=FOLLOW)
    await env.advance_time(2)
    assert pressed.deferred
    assert pressed.ephemeral
    await env.advance_time(60)
    assert "Winter Ferry" in shown(pressed.response)
    assert stop_of(pressed.response)


async def test_what_was_asked_for_is_done_where_discord_does_not_wait_any_more(
    env: simcord.Env,
    bob: simcord.MemberActor,
    base: KnowledgeBase,
    answer: discord.Message,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sending, "_SOON_SECONDS", 0)
    env.inject_error("POST", "/interactions/*/*/callback", status=404, code=10062)
    await bob.click(answer, custom_id=FOLLOW)
    assert len(await base.store.subscriptions.find(user=bob.id)) == 1


@pytest.mark.unmeasured
async def test_nothing_is_kept_of_500_answers_with_buttons(
    env: simcord.Env, alice: simcord.MemberActor, channel: simcord.ChannelHandle, answer: discord.Message
) -> None:
    await alice.slash(channel, "status", topic="winter ferry")
    # One of each kind, as a real answer has them, and more.
    buttons = [Button("Press", action, question_key(UNKNOWN), "👍") for action in Action]
    store = env.bot._connection._view_store  # pyright: ignore[reportPrivateUsage]  where a leak would be

    def count_alive() -> int:
        gc.collect()
        return sum(isinstance(each, discord.ui.View | discord.ui.Button) for each in gc.get_objects())

    alive = count_alive()
    view = None
    for number in range(500):
        view = view_of(buttons)
        if not view.is_finished():  # as discord.py does after sending
            env.bot._connection.store_view(view, number)  # pyright: ignore[reportPrivateUsage]
    assert store._views == {}  # pyright: ignore[reportPrivateUsage]
    assert store._synced_message_views == {}  # pyright: ignore[reportPrivateUsage]
    view = None
    assert count_alive() == alive
