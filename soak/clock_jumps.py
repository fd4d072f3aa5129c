"""R19: what comes of a clock that is wrong for some hours, by an hour, a day, or twelve years?"""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from msgspec import Struct

from bot.clock import Clock
from bot.config import AnswerOptions
from bot.delivery.digests import digests
from bot.limits import Gate
from bot.replies.answered import Answered
from bot.replies.conversations import Conversations
from bot.seen import Seen
from knowledge.answering.thresholds import Thresholds
from knowledge.answers import Verdict
from knowledge.base import KnowledgeBase
from knowledge.intake import Intake
from knowledge.model import Corpus, Statement, StatusChange
from knowledge.notices.audience import Bulletin, Digest, DigestPlan, Known, Notice
from knowledge.retention import forget
from knowledge.sources.folders import Folders
from knowledge.sources.kept import Kind, SourceSpec, SourceState
from knowledge.sources.live import is_look_due
from knowledge.store import KnowledgeStore, open_memory
from soak.trial import Outcome, Trial

_HOUR, _DAY = timedelta(hours=1), timedelta(days=1)
_SPRING, _AUTUMN = datetime(2026, 3, 28, 20, tzinfo=UTC), datetime(2026, 10, 24, 20, tzinfo=UTC)
"""The evenings before the clocks of Kyiv go forward and back."""
_FAR, _LONG_AGO = datetime(2038, 1, 19, 3, 14, 8, tzinfo=UTC), datetime(1970, 1, 1, tzinfo=UTC)
_AWAY_HOURS, _AFTERWARDS_HOURS, _STEP = 6, 72, 6
_USER, _CHANNEL, _SERVER = 7, 8, 9
_SPEC = SourceSpec("feed", Kind.FEED, "https://example.org/feed")


class _Jump(Struct, frozen=True):
    """From when a clock is wrong, and by how much."""

    start: datetime
    by: timedelta


def _make_jumps() -> list[_Jump]:
    away = [_HOUR, -_HOUR, _DAY, -_DAY, 40 * _DAY, -40 * _DAY]
    there = [(start, by) for start in (_SPRING, _AUTUMN) for by in (*away, _FAR - start, _LONG_AGO - start)]
    turns = [(start + 5 * _HOUR, by) for start in (_SPRING, _AUTUMN) for by in (_HOUR, -_HOUR)]
    return [_Jump(*each) for each in (*there, *turns)]


class _Time:
    """A clock that goes on by some hours, and may be wrong."""

    def __init__(self, start: datetime) -> None:
        self.start, self.passed, self.wrong_by = start, timedelta(), timedelta()
        self._turn, self._sleeps = asyncio.Queue[None](), asyncio.Event()

    def now(self) -> datetime:
        return self.start + self.passed + self.wrong_by

    def monotonic(self) -> float:
        return self.passed.total_seconds()

    async def sleep(self, _: float) -> None:
        self._sleeps.set()
        await self._turn.get()

    async def go_round(self) -> None:
        """Let what sleeps do what it does once a minute."""
        await self._sleeps.wait()
        self._sleeps.clear()
        self._turn.put_nowait(None)
        await self._sleeps.wait()


async def run(times: int, _: Path) -> Outcome:
    """Let a clock jump so many times, also in the hour in which summer time begins or ends."""
    jumps = _make_jumps()
    wrong: list[str] = []
    for number in range(times):
        jump = jumps[number % len(jumps)]
        wrong += [f"{jump.start:%B} by {jump.by}: {each}" for each in await _try(jump)]
    failed = len({each.partition(":")[0] for each in wrong})
    return Outcome(times, times - failed, len(wrong), (f"{len(jumps)} kinds of jumps", *wrong[:3]))


TRIAL = Trial("R19", "the clock jumps by an hour, a day, forty days, to 2038 and 1970, and back", run, 20, 40)


async def _try(jump: _Jump) -> list[str]:
    """Let a clock jump and come back some hours later; say what is wrong then."""
    time = _Time(jump.start)
    clock = Clock(now=time.now, monotonic=time.monotonic, sleep=time.sleep)
    async with open_memory(clock=time.now) as store:
        base = KnowledgeBase(
            store, Intake(store, Folders(Path())), Thresholds(), lambda: clock.when(AnswerOptions())
        )
        course = _Course(time, store, _Memory(clock))
        await course.begin()
        making = asyncio.create_task(digests(base, clock))
        try:
            return await course.go_through(jump)
        finally:
            making.cancel()
            await asyncio.wait({making})


class _Memory:
    """What is remembered by durations: whatever the clock says, it is as before."""

    def __init__(self, clock: Clock) -> None:
        self._gate, self._talks = Gate(clock.monotonic), Conversations(clock.monotonic)
        self._seen, self._answered = Seen(clock.monotonic), Answered(clock.monotonic)

    def begin(self) -> None:
        while not self._gate.pass_through(_USER, _CHANNEL):
            pass
        self._talks.add((_CHANNEL, _USER), "What?")
        self._seen.is_new(1)
        self._answered.begin(2, "What?")
        self._answered.add(2, 3)

    def find_wrong(self) -> list[str]:
        """Say what is not as it was a moment ago."""
        kept = {
            "limit": self._gate.pass_through(_USER, _CHANNEL) is not None,
            "conversation": self._talks.earlier((_CHANNEL, _USER)) == ("What?",),
            "duplicate": not self._seen.is_new(1),
            "answer": self._answered.begin(2, "What?") == 3,
        }
        return [f"the {what} is forgotten" for what, is_so in kept.items() if not is_so]


class _Course:
    """What is kept and told before a jump, meanwhile and afterwards."""

    def __init__(self, time: _Time, store: KnowledgeStore, memory: _Memory) -> None:
        self._time, self._store, self._memory = time, store, memory
        self._told: list[str] = []
        self._days: list[object] = []
        self._wrong: list[str] = []

    async def begin(self) -> None:
        """Keep what a clock could spoil."""
        store, now = self._store, self._time.now()
        await forget(store, now)
        await store.digests.save_plan(DigestPlan(_SERVER, _CHANNEL, 3, "Europe/Kyiv"))
        await store.inquiries.add(_SERVER, "key", "What?", Verdict.NONE)
        await store.waiting.add(_USER, "What?")
        followed = (await store.subscriptions.add("Gas", user=_USER)).number
        await self._publish(
            Notice("sent", Known("What?"), user=_USER),
            Notice("late", StatusChange("Gas", None, None), user=_USER, subscription=followed, fact="agreed"),
        )
        await store.outbox.mark_sent("sent", 1)
        await store.outbox.postpone("late", now + timedelta(minutes=10))
        self._state = SourceState(next_look=now + _SPEC.interval)

    async def go_through(self, jump: _Jump) -> list[str]:
        """Jump, let hours pass, jump back, let days pass; say what was wrong."""
        self._memory.begin()
        self._time.wrong_by = jump.by
        self._wrong += self._memory.find_wrong()
        await self._pass(_AWAY_HOURS)
        if is_look_due(self._state, _SPEC, self._time.now()):
            self._state = SourceState(next_look=self._time.now() + _SPEC.interval)
        made = len(self._days)
        self._time.wrong_by = timedelta()
        await self._pass(_AFTERWARDS_HOURS)
        await self._judge(made)
        return self._wrong

    async def _pass(self, hours: int) -> None:
        for _ in range(0, hours, _STEP):
            self._time.passed += _STEP * _HOUR
            await self._publish()
            await self._time.go_round()
            await forget(self._store, self._time.now())
            for due in await self._store.outbox.find_due(self._time.now()):
                if isinstance(due.notice.matter, Digest):
                    self._days.append(due.notice.matter.day)
                self._told.append(due.notice.nonce)
                await self._store.outbox.mark_sent(due.notice.nonce, 1)

    async def _publish(self, *notices: Notice) -> None:
        said = Statement("Agreed", "Agreed", "Talks", (), (1, 1))
        change = StatusChange(f"Topic {self._time.passed}", None, said)
        await self._store.publish(Corpus(()), "", Bulletin((change,)), notices)

    async def _judge(self, made: int) -> None:
        """Say what was lost, told twice, or not told any more."""
        store, now = self._store, self._time.now()
        kept: dict[str, Callable[[], Awaitable[bool]]] = {
            "the question is lost": self._keeps_question,
            "what was sent is sent again": self._remembers_sent,
        }
        self._wrong += [what for what, is_right in kept.items() if not await is_right()]
        if self._told.count("late") != 1:
            self._wrong.append(f"a change was told {self._told.count('late')} times")
        if len(self._days) != len(set(self._days)):
            self._wrong.append("a digest was made twice")
        if len(self._days) - made < _AFTERWARDS_HOURS // 24 - 1:
            self._wrong.append(f"{len(self._days) - made} digests in three days")
        if not is_look_due(self._state, _SPEC, now):
            self._wrong.append("the source is not looked at")
        self._time.passed += 91 * _DAY
        await forget(store, self._time.now())
        self._time.passed += _DAY
        await forget(store, self._time.now())
        if await store.inquiries.get("key"):
            self._wrong.append("the question is kept for longer than it may be")

    async def _keeps_question(self) -> bool:
        kept = await self._store.inquiries.get("key")
        return kept is not None and kept.last_at <= self._time.now() + _DAY

    async def _remembers_sent(self) -> bool:
        await self._publish(Notice("sent", Known("What?"), user=_USER))
        return await self._store.outbox.find_due(self._time.now() + _DAY) == ()
