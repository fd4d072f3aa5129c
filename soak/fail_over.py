"""What if the primary of PostgreSQL is lost? A standby takes its place, with all that was acknowledged."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, asynccontextmanager
from functools import partial
from pathlib import Path
from time import monotonic

from bench.report import percentile
from bot.clock import Clock
from bot.config import AnswerOptions
from knowledge.answering.question import Question
from knowledge.answers import Standing
from knowledge.base import KnowledgeBase
from knowledge.following import keep_following
from knowledge.opening import open_base
from knowledge.store import Address, open_store
from soak.announcing import Announcing
from soak.connected import write_article
from soak.replicas import Replicas, open_replicas
from soak.trial import Outcome, Trial

_STORIES, _AT_ONCE, _EVERY_SECONDS = 4, 25, 0.5
"""So many stories announce so many things at once, all so many seconds: 200 a second."""
_BEFORE_SECONDS, _AWAY_SECONDS, _BACK_SECONDS = 4.0, 1.0, 5.0
"""How long a primary lives; how long it is gone until a standby is promoted; how soon changes must go on."""


class _Asking:
    """Asks on and on; nothing that happens to the database may be noticed."""

    def __init__(self, base: KnowledgeBase) -> None:
        self._base = base
        self.answered = 0
        self.wrong = 0
        self.slowest = 0.0

    async def run(self) -> None:
        """Ask twenty times a second."""
        question = Question.read("Where does the winter ferry stand?", self._base.when().today)
        while True:
            begun = monotonic()
            is_right = isinstance(self._base.snapshot.answer(question, self._base.when()), Standing)
            self.answered += is_right
            self.wrong += not is_right
            self.slowest = max(self.slowest, monotonic() - begun)
            await asyncio.sleep(0.05)


async def _run(times: int, folder: Path) -> Outcome:
    """Kill the primary so often while announcements are made and told."""
    async with open_replicas(folder) as replicas, _work(replicas, folder) as (stories, asking):
        rates, back, lost_before, survived = list[float](), list[float](), 0, 0
        for _ in range(times):
            rates.append(await _measure_rate(stories))
            back.append(await _lose_primary(replicas, stories))
            lost = await _count_lost(replicas, stories)
            survived += lost == lost_before and back[-1] < _BACK_SECONDS
            lost_before = lost
        lost, doubled = await _count_lost(replicas, stories), sum(story.doubled for story in stories)
        kept, told = (sum(map(len, each)) for each in zip(*((s.kept, s.told) for s in stories), strict=True))
    return Outcome(
        times,
        survived,
        lost + doubled + asking.wrong,
        (
            f"{kept:,} announcements made, {min(rates):.0f} a second or more before each kill; {told:,} told",
            f"{lost:,} of what was acknowledged lost, {doubled:,} doubled",
            f"changes went on {percentile(back, 0.5):.1f} s after the promotion, {max(back):.1f} s at most",
            f"{asking.answered:,} questions answered meanwhile, after {asking.slowest * 1000:.0f} ms at most",
        ),
    )


@asynccontextmanager
async def _work(replicas: Replicas, folder: Path) -> AsyncGenerator[tuple[list[Announcing], _Asking]]:
    """Let stories announce, and a base be asked, and give them."""
    when = partial(Clock().when, AnswerOptions())
    async with AsyncExitStack() as stack:
        articles = write_article(folder)
        opened = open_base(
            folder / "data", articles, when=when, write=True, address=Address(replicas.url, "asked")
        )
        base = await stack.enter_async_context(opened)
        asking = _Asking(base)
        stories = [Announcing(f"story {number}") for number in range(_STORIES)]
        loops = [keep_following(base), asking.run()]
        for story in stories:
            address = Address(replicas.url, story.name)
            publishing, delivering = [await stack.enter_async_context(open_store(address)) for _ in range(2)]
            loops += [story.publish(publishing, _AT_ONCE, _EVERY_SECONDS), story.deliver(delivering)]
        tasks = [asyncio.create_task(loop) for loop in loops]
        try:
            yield stories, asking
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.wait(tasks)


async def _measure_rate(stories: list[Announcing]) -> float:
    """Let a primary live, and give how many announcements were made in a second meanwhile."""
    before, begun = sum(len(story.kept) for story in stories), monotonic()
    await asyncio.sleep(_BEFORE_SECONDS)
    return (sum(len(story.kept) for story in stories) - before) / (monotonic() - begun)


async def _lose_primary(replicas: Replicas, stories: list[Announcing]) -> float:
    """Kill the primary, promote a standby, and give how long after that each story could keep things."""
    lost = replicas.primary
    replicas.kill_primary()
    await asyncio.sleep(_AWAY_SECONDS)
    ordered_at = monotonic()
    await replicas.promote()
    promoted_at = monotonic()
    while min(story.wrote_at for story in stories) < ordered_at:  # noqa: ASYNC110  several tasks
        await asyncio.sleep(0.01)
    seconds = monotonic() - promoted_at
    await replicas.join(lost)
    return seconds


async def _count_lost(replicas: Replicas, stories: list[Announcing]) -> int:
    async def read(schema: str) -> dict[str, int | None]:
        kept = await replicas.ask(f'SELECT nonce, message FROM "{schema}".outbox')  # noqa: S608  ours
        return {row["nonce"]: row["message"] for row in kept}

    return sum([await story.count_lost(partial(read, story.name)) for story in stories])


TRIAL = Trial(
    "D2", "kill -9 of the primary, of three PostgreSQL, while 200 a second are announced", _run, 0, 10
)
