"""Does a store do, whatever comes in whatever order, what a few lists in memory would do?"""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Protocol, TypeVar

from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from msgspec.structs import replace

from knowledge.model import Article, Corpus, StatusChange
from knowledge.notices.audience import Correction, Known, Notice, Subscription, TakenBack, Withdrawn
from knowledge.notices.share import ALL, Share
from knowledge.store import KnowledgeStore

T = TypeVar("T")

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
USERS = st.sampled_from([1, 2])
TOPICS = st.sampled_from(["Gas", "Gas", "Oil"])
FOLLOWED = st.sampled_from([None, "Gas", "Oil"])
STATUSES = st.sampled_from(["agreed", "proposed"])
STANDS = st.sampled_from(["", "agreed", "proposed"])
UNKNOWN = ""
"""The nonce of a notice that the store has named itself, until it is due for the first time."""
QUESTIONS = st.sampled_from(["Who?", "Whom?"])
SOME = st.integers(0, 5)
SHARES = Share(0, 0, 2), Share(1, 1, 2)
"""Those of two processes that send side by side."""
OTHER = Corpus((Article("a.txt", "A", "en", ()),))


class Engine(Protocol):
    def open_new(self, clock: Callable[[], datetime]) -> AbstractAsyncContextManager[KnowledgeStore]: ...


@dataclass
class Sending:
    """A notice, and what has become of it."""

    notice: Notice
    state: str = "pending"
    not_before: datetime = NOON
    begun: datetime | None = None
    tries: int = 0
    message: int | None = None
    done_at: datetime = NOON

    @property
    def is_pending(self) -> bool:
        return self.state == "pending"

    @property
    def about(self) -> tuple[int | None, str | None]:
        change = self.change
        return self.notice.subscription, change.topic if change else None

    @property
    def change(self) -> StatusChange | None:
        match self.notice.matter:
            case StatusChange() as change:
                return change
            case Withdrawn(change) | Correction(change):
                return change
            case _:
                return None

    def end(self, state: str, now: datetime, message: int | None = None) -> None:
        self.state, self.done_at, self.message = state, now, message


@dataclass
class Model:
    """What is to be kept, in plain lists."""

    subscriptions: list[Subscription] = field(default_factory=list[Subscription])
    waiting: list[tuple[int, str]] = field(default_factory=list[tuple[int, str]])
    sendings: list[Sending] = field(default_factory=list[Sending])
    told: dict[tuple[int, str], str] = field(default_factory=dict[tuple[int, str], str])

    def find(self, number: int) -> Subscription | None:
        return next((each for each in self.subscriptions if each.number == number), None)

    def find_due(self, now: datetime, share: Share = ALL) -> list[Sending]:
        due: list[Sending] = []
        seen: set[tuple[int | None, str | None]] = set()
        for each in filter(lambda each: each.is_pending, self.sendings):
            oldest = None in each.about or each.about not in seen
            seen.add(each.about)
            if (
                share.has(each.notice.guild)
                and oldest
                and not now < each.not_before <= now + timedelta(hours=1)
            ):
                due.append(each)
        return due

    def find_message(self, number: int, topic: str) -> int | None:
        subscription = self.find(number)
        if subscription is None or not subscription.edits:
            return None
        sent = [each for each in self.sendings if each.about == (number, topic) and each.state == "sent"]
        return sent[-1].message if sent else None

    def forget_subscription(self, number: int) -> None:
        self.subscriptions = [each for each in self.subscriptions if each.number != number]
        self.sendings = [each for each in self.sendings if each.notice.subscription != number]
        self.told = {about: fact for about, fact in self.told.items() if about[0] != number}

    def tell(self, notice: Notice, topic: str) -> None:
        subscription = self.find(notice.subscription or 0)
        about = notice.subscription or 0, topic
        if subscription is None or subscription.paused or self.told.get(about) == notice.fact:
            return
        self.told[about] = notice.fact
        is_made = any(each.notice.nonce == notice.nonce for each in self.sendings)
        self.sendings.append(Sending(replace(notice, nonce=UNKNOWN) if is_made else notice))

    def answer(self, notice: Notice, question: str) -> None:
        known = any(each.notice.nonce == notice.nonce for each in self.sendings)
        if (notice.user, question) in self.waiting and not known:
            self.sendings.append(Sending(notice))

    def prune(self, now: datetime) -> None:
        last = {each.about: each for each in self.sendings if each.state == "sent"}

        def is_edited(sending: Sending) -> bool:
            subscription = self.find(sending.notice.subscription or 0)
            return bool(subscription and subscription.edits) and last.get(sending.about) is sending

        self.sendings = [
            each
            for each in self.sendings
            if each.is_pending or each.done_at >= now - timedelta(days=90) or is_edited(each)
        ]

    def take_back(self, taken: TakenBack) -> None:
        topic = taken.change.topic
        for about in [about for about, fact in self.told.items() if (about[1], fact) == (topic, taken.fact)]:
            self.told[about] = taken.stands_fact
            if not taken.stands_fact:
                del self.told[about]
            told = [
                each
                for each in self.sendings
                if each.about == about and not isinstance(each.notice.matter, Correction)
            ]
            # From the last one on that was not taken back before.
            while any(isinstance(each.notice.matter, StatusChange) for each in told[1:]):
                told.pop(0)
            self._correct(taken, [each for each in told if each.state != "dropped"])

    def _correct(self, taken: TakenBack, told: list[Sending]) -> None:
        shown: dict[int, Sending] = {}
        for each in told:
            if each.is_pending and each.begun is None:
                self.sendings = [other for other in self.sendings if other is not each]
            else:
                each.notice = replace(each.notice, matter=Withdrawn(each.change or taken.change))
                shown[each.message or -id(each)] = each
        for notice in (each.notice for each in shown.values()):
            subscription = self.find(notice.subscription or 0)
            assert isinstance(notice.matter, Withdrawn)
            if subscription and not subscription.paused:
                matter = Correction(notice.matter.change, taken.stands, notice.nonce)
                self.sendings.append(Sending(replace(notice, nonce=UNKNOWN, matter=matter)))


class StoreMachine(RuleBasedStateMachine):
    """Does the same to a store and to the model."""

    engine: Engine

    def __init__(self) -> None:
        super().__init__()
        self.now = NOON
        self.runner = asyncio.Runner()
        self.opened = self.engine.open_new(lambda: self.now)
        self.store = self.run(self.opened.__aenter__)
        self.model = Model()

    def teardown(self) -> None:
        self.run(lambda: self.opened.__aexit__(None, None, None))
        self.runner.close()

    def run(self, work: Callable[[], Awaitable[T]]) -> T:
        async def wait() -> T:
            return await work()

        # Not runner.run(), which sets a signal handler each time.
        return self.runner.get_loop().run_until_complete(wait())

    def publish(self, *notices: Notice) -> None:
        self.run(lambda: self.store.publish(Corpus(()), "", None, notices))
        self.forget_old()

    def forget_old(self) -> None:
        self.run(self.store.forget_old)
        self.model.prune(self.now)

    def pick(self, which: int) -> Sending | None:
        named = [each for each in self.model.sendings if each.notice.nonce != UNKNOWN]
        return named[which % len(named)] if named else None

    @rule(seconds=st.sampled_from([1, 1800, 3600, 86_400 * 50]))
    def pass_time(self, seconds: int) -> None:
        self.now += timedelta(seconds=seconds)

    @rule(user=USERS, topic=FOLLOWED)
    def follow(self, user: int, topic: str | None) -> None:
        made = self.run(lambda: self.store.subscriptions.add(topic, user=user))
        self._keep(made, Subscription(made.number, topic, user=user))

    @rule(channel=USERS, topic=FOLLOWED, edits=st.booleans())
    def announce(self, channel: int, topic: str | None, edits: bool) -> None:
        add, guild = self.store.subscriptions.add, channel << 22
        made = self.run(lambda: add(topic, channel=channel, guild=guild, edits=edits))
        self._keep(made, Subscription(made.number, topic, channel=channel, guild=guild, edits=edits))

    def _keep(self, made: Subscription, wanted: Subscription) -> None:
        assert made == wanted
        receiver = made.channel, made.user, made.topic
        same = [
            each for each in self.model.subscriptions if (each.channel, each.user, each.topic) == receiver
        ]
        if same:
            assert made.number == same[0].number
            place = self.model.subscriptions.index(same[0])
            self.model.subscriptions[place] = made
        else:
            assert all(made.number > each.number for each in self.model.subscriptions)
            self.model.subscriptions.append(made)

    @precondition(lambda self: self.model.subscriptions)
    @rule(which=SOME)
    def unfollow(self, which: int) -> None:
        number = self.model.subscriptions[which % len(self.model.subscriptions)].number
        assert self.run(lambda: self.store.subscriptions.remove(number))
        self.model.forget_subscription(number)

    @precondition(lambda self: self.model.subscriptions)
    @rule(which=SOME)
    def pause(self, which: int) -> None:
        place = which % len(self.model.subscriptions)
        paused = self.model.subscriptions[place]
        self.run(lambda: self.store.subscriptions.pause(paused.number))
        self.model.subscriptions[place] = replace(paused, paused=True)
        for each in self.model.sendings:
            if each.is_pending and each.notice.subscription == paused.number:
                each.end("dropped", self.now)

    @initialize()
    def begin_with_some(self) -> None:
        """Have somebody listen in every way, for what comes is mostly about them."""
        self.follow(1, "Gas")
        self.announce(1, None, edits=True)
        self.announce(2, "Gas", edits=False)
        self.ask(1, "Who?")

    @rule(topic=TOPICS, steps=st.lists(st.tuples(STATUSES, st.booleans()), min_size=1, max_size=4))
    def tell_all(self, topic: str, steps: list[tuple[str, bool]]) -> None:
        """Let a topic move on step by step; after each, what is due goes out or not."""
        for status, goes_out in steps:
            self._tell(topic, status)
            self.the_same_is_due()  # a fact that has come back gets its new name here
            if goes_out:
                self.send_all()
            self.the_same_is_due()

    def _tell(self, topic: str, status: str) -> None:
        # Everybody whom it concerns, also where that is paused.
        notices = [
            Notice(
                f"{each.number} {topic} {status}",
                StatusChange(topic, None, None),
                each.channel,
                each.user,
                each.number,
                status,
                each.guild,
            )
            for each in self.model.subscriptions
            if each.topic in (None, topic)
        ]
        for notice in notices:
            self.model.tell(notice, topic)
        self.publish(*notices)

    @rule(user=USERS, question=QUESTIONS)
    def ask(self, user: int, question: str) -> None:
        new = (user, question) not in self.model.waiting
        assert self.run(lambda: self.store.waiting.add(user, question)) == new
        if new:
            self.model.waiting.append((user, question))

    @rule(user=USERS, question=QUESTIONS)
    def answer(self, user: int, question: str) -> None:
        notice = Notice(f"known {user} {question}", Known(question), user=user)
        self.model.answer(notice, question)
        numbers = [
            each.number
            for each in self.run(lambda: self.store.waiting.find(user))
            if each.question == question
        ]
        self.model.waiting = [each for each in self.model.waiting if each != (user, question)]
        self.run(lambda: self.store.publish(Corpus(()), "", None, [notice], numbers))
        self.forget_old()

    @rule(which=SOME)
    def begin(self, which: int) -> None:
        if sending := self.pick(which):
            self.run(lambda: self.store.outbox.begin([sending.notice.nonce], self.now))
            sending.begun = sending.begun or self.now

    @rule(which=SOME, message=st.integers(1, 2**63 - 1))
    def send(self, which: int, message: int) -> None:
        if (sending := self.pick(which)) and sending.is_pending:
            self.run(lambda: self.store.outbox.mark_sent(sending.notice.nonce, message))
            sending.end("sent", self.now, message)

    @rule()
    def send_all(self) -> None:
        """Send what is due."""
        for sending in self.model.find_due(self.now):
            self.run(lambda nonce=sending.notice.nonce: self.store.outbox.mark_sent(nonce, 5))
            sending.end("sent", self.now, 5)

    @rule(which=SOME, minutes=st.sampled_from([0, 1, 60, 61, 1_000_000]))
    def postpone(self, which: int, minutes: int) -> None:
        until = self.now + timedelta(minutes=minutes)
        if sending := self.pick(which):
            self.run(lambda: self.store.outbox.postpone(sending.notice.nonce, until))
            if sending.is_pending:
                sending.not_before = until
                sending.tries += 1

    @rule(which=SOME)
    def drop(self, which: int) -> None:
        if sending := self.pick(which):
            self.run(lambda: self.store.outbox.drop(sending.notice.nonce))
            if sending.is_pending:
                sending.end("dropped", self.now)

    @rule(topic=TOPICS, status=STATUSES, stands=STANDS)
    def take_back(self, topic: str, status: str, stands: str) -> None:
        taken = TakenBack(StatusChange(topic, None, None), status, None, stands)
        self.publish()
        second = self.run(lambda: self.store.publish(OTHER, ""))
        self.run(lambda: self.store.withdraw(second.corpus_id, None, [taken]))
        self.model.take_back(taken)

    @rule(user=USERS)
    def forget(self, user: int) -> None:
        self.run(lambda: self.store.forget_user(user))
        for each in [each for each in self.model.subscriptions if each.user == user]:
            self.model.forget_subscription(each.number)
        self.model.waiting = [each for each in self.model.waiting if each[0] != user]
        self.model.sendings = [each for each in self.model.sendings if each.notice.user != user]

    @invariant()
    def the_same_subscribe_and_wait(self) -> None:
        subscriptions = self.run(self.store.subscriptions.find)
        assert subscriptions == tuple(self.model.subscriptions)
        waiting = self.run(self.store.waiting.find)
        assert [(each.user, each.question) for each in waiting] == self.model.waiting

    @invariant()
    def the_same_is_due(self) -> None:
        for share in SHARES:
            self._is_due_to(share)

    def _is_due_to(self, share: Share) -> None:
        due = self.run(lambda: self.store.outbox.find_due(self.now, 1_000, share))
        for found, wanted in zip(due, self.model.find_due(self.now, share), strict=True):
            if wanted.notice.nonce == UNKNOWN:
                assert all(each.notice.nonce != found.notice.nonce for each in self.model.sendings)
                wanted.notice = replace(wanted.notice, nonce=found.notice.nonce)
        kept = [(each.notice.nonce, each.notice.matter, each.begun, each.tries) for each in due]
        assert kept == [
            (each.notice.nonce, each.notice.matter, each.begun, each.tries)
            for each in self.model.find_due(self.now, share)
        ]

    @invariant()
    def the_same_messages_are_edited(self) -> None:
        subjects = [(each.number, topic) for each in self.model.subscriptions for topic in ("Gas", "Oil")]

        async def get_messages() -> list[int | None]:
            return [await self.store.outbox.get_message(*subject) for subject in subjects]

        assert self.run(get_messages) == [self.model.find_message(*subject) for subject in subjects]


def test_a_store_does_what_a_few_lists_would_do(engine: Engine) -> None:
    machine = type("OfEngine", (StoreMachine,), {"engine": engine})
    # Not shrunk: a failure would take minutes, and its steps are few enough to be read.
    steps = settings(
        max_examples=18,
        stateful_step_count=25,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
    )
    run_state_machine_as_test(machine, settings=steps)
