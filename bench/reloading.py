"""Does the bot stay awake while it takes up a long story, and is what did not change taken up at once?"""

import asyncio
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from itertools import cycle
from pathlib import Path
from random import Random

from bench.asking import always, ask, open_base
from bench.memory import resident_mb
from bench.report import Figure, percentile
from bench.story import PASSAGES, write_story
from knowledge import memory
from knowledge.answering.thresholds import Thresholds
from knowledge.answers import Answer
from knowledge.base import KnowledgeBase
from knowledge.intake import Intake
from knowledge.sources.edition import SHIPPED_ARTICLES
from knowledge.sources.folders import Folders

_QUESTIONS = (
    "What are the talks about?",
    "What could a peace deal mean for the economy of Ukraine?",
    "Why do experts recommend confidence building measures?",
    "what is the stauts of the sanctions reveiw",
    "Who won the football match?",
)
_PAUSE, _PROBE = 0.005, 0.002


class _Watch:
    """What was seen during the reload."""

    def __init__(self) -> None:
        self.longest_block = 0.0
        self.asked = self.wrong = 0


async def measure(folder: Path, articles: int = 1_000) -> list[Figure]:
    """Reload so many articles while questions go on being asked of what was served before."""
    watch = _Watch()
    async with open_base(folder / "data", SHIPPED_ARTICLES, write=True) as shipped:
        write_story(folder / "articles", shipped.snapshot.corpus, articles)
        base = KnowledgeBase(
            shipped.store, Intake(shipped.store, Folders(folder / "articles")), Thresholds(), always
        )
        await base.restore()
        right = {question: ask(base.snapshot, question) for question in _QUESTIONS}
        memory.leave_alone()  # as a bot does that begins
        probe = asyncio.create_task(_probe(watch))
        begun = time.perf_counter()
        reload = asyncio.create_task(base.reload(confirmed=True))
        await _ask(base, right, reload, watch)
        await reload
        seconds = time.perf_counter() - begun
        probe.cancel()
        with suppress(asyncio.CancelledError):
            await probe
        passages, problems = base.snapshot.coverage.passages, len(base.problems)
    what = f"reload of {articles:,} articles"
    return [
        Figure(f"{what}, in all", seconds, "s", most=5),
        Figure("passages taken up", passages, least=articles * PASSAGES),
        Figure("files that were not", problems, most=0),
        Figure("longest block of the event loop meanwhile", watch.longest_block * 1000, "ms", most=100),
        Figure("questions answered meanwhile", watch.asked, least=1),
        Figure("answers among them that were not the old snapshot's", watch.wrong, most=0),
    ]


async def measure_again(
    folder: Path, articles: int = 10_000, changed: int = 10, rounds: int = 3
) -> list[Figure]:
    """Reload so many articles again, of which none changed, and of which some did; then start anew."""
    watch = _Watch()
    story, data = folder / "articles", folder / "data"
    async with open_base(folder / "shipped", SHIPPED_ARTICLES) as shipped:
        write_story(story, shipped.snapshot.corpus, articles)
    async with open_base(data, story, write=True) as base:
        passages = base.snapshot.coverage.passages
        memory.leave_alone()
        probe = asyncio.create_task(_probe(watch))
        none = [await _time(base.reload) for _ in range(rounds)]
        some: list[float] = []
        for number in range(rounds):
            _change(story, changed, number)
            some.append(await _time(base.reload))
        probe.cancel()
        with suppress(asyncio.CancelledError):
            await probe
        resident = resident_mb()
    _change(story, changed, rounds)
    begun = time.perf_counter()
    async with open_base(data, story, write=True) as base:
        await base.reload()
    anew = time.perf_counter() - begun
    what = f"of {articles:,} articles with {passages:,} passages"
    return [
        Figure(f"reload {what}, none changed, median", percentile(none, 0.5), "s", most=1.5),
        Figure(f"the same, {changed} changed", percentile(some, 0.5), "s", most=2),
        Figure("the same, and the store opened before", anew, "s"),
        Figure("longest block of the event loop meanwhile", watch.longest_block * 1000, "ms", most=100),
        Figure("resident memory then", resident, "MB"),
    ]


async def _time(reload: Callable[[], Awaitable[object]]) -> float:
    begun = time.perf_counter()
    await reload()
    return time.perf_counter() - begun


def _change(folder: Path, count: int, number: int) -> None:
    """Add a sentence to some files, the same ones each time."""
    random = Random(number)  # noqa: S311  the same each time, on purpose
    files = sorted(folder.iterdir())
    for file in random.sample(files, min(count, len(files))):
        with file.open("a", encoding="utf-8") as text:
            text.write(f"\n\nIn round {number}, nobody spoke of it again.\n")


async def _probe(watch: _Watch) -> None:
    """Sleep shortly again and again: what is slept too long, the loop was blocked."""
    while True:
        begun = time.perf_counter()
        await asyncio.sleep(_PROBE)
        watch.longest_block = max(watch.longest_block, time.perf_counter() - begun - _PROBE)


async def _ask(
    base: KnowledgeBase, right: dict[str, Answer], reload: "asyncio.Task[object]", watch: _Watch
) -> None:
    # Until the reload swaps, the old snapshot answers.
    before = base.snapshot
    for question in cycle(right):
        if reload.done() or base.snapshot is not before:
            return
        watch.asked += 1
        watch.wrong += ask(base.snapshot, question) != right[question]
        await asyncio.sleep(_PAUSE)
