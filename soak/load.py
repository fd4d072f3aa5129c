"""What do many ask at once? Distinct questions about the shipped articles, asked at a steady rate."""

import asyncio
import random
from collections.abc import Sequence
from itertools import product
from typing import Self

from msgspec import Struct
from prometheus_client import Counter

from bench.loopback import Loopback, Response
from bench.report import percentile

DISCORD_WAITS = 3.0
"""Seconds after which Discord takes no first response any more."""

_PROBE_SECONDS = 0.005

_OPENERS = (
    "What about {} and {}?", "Who decides on {} in view of {}?", "When was {} last discussed with {}?",
    "Is {} agreed, and what of {}?", "Why does {} depend on {}?", "how is {} going, and {}",
    "Tell me of {} after {}.", "Where do {} and {} stand?",
)  # fmt: skip
_SUBJECTS = (
    "military de-escalation", "the sanctions review", "the gas transit", "prisoner exchanges", "a ceasefire",
    "security guarantees", "the grain corridor", "frozen assets", "the negotiators", "nuclear safety",
    "the Black Sea", "energy infrastructure", "humanitarian corridors", "the peace framework",
    "troop withdrawals", "the summit", "European partners", "the monitoring mission", "reconstruction",
    "the borders", "the embassy", "arms control", "the envoy", "the timeline",
)  # fmt: skip


class Load(Struct, frozen=True):
    """What came of many questions."""

    asked: int
    times: tuple[float, ...]
    """Seconds to the first response, of all that got one in time."""
    unanswered: int
    """Of those that got none in time."""
    responses: tuple[Response, ...] = ()

    @property
    def figures(self) -> str:
        """The times in words."""
        if not self.times:
            return f"0 of {self.asked:,} answered"
        half, most, last = (1000 * percentile(self.times, share) for share in (0.5, 0.99, 1.0))
        return (
            f"{len(self.times):,} of {self.asked:,} answered, first response p50 {half:.0f} ms, "
            f"p99 {most:.0f} ms, longest {last:.0f} ms"
        )


def make_questions(number: int, seed: int = 0) -> list[str]:
    """Make so many questions, no two of them alike up to 4,000; always the same ones."""
    pairs = [(one, other) for one, other in product(_SUBJECTS, repeat=2) if one != other]
    all_of_them = [opener.format(*pair) for opener, pair in product(_OPENERS, pairs)]
    random.Random(seed).shuffle(all_of_them)  # noqa: S311  nothing is secret
    return [
        all_of_them[each % len(all_of_them)] + " ?" * (each // len(all_of_them)) for each in range(number)
    ]


async def ask_steadily(discord: Loopback, questions: Sequence[str], rate: float) -> Load:
    """Ask at a steady rate, however long the answers take."""
    loop = asyncio.get_running_loop()
    begun, tasks = loop.time(), list[asyncio.Task[Response]]()
    for number, question in enumerate(questions):
        await asyncio.sleep(max(0, begun + number / rate - loop.time()))
        tasks.append(asyncio.create_task(_ask(discord, question)))
    return await gather(tasks)


async def ask_at_once(discord: Loopback, questions: Sequence[str]) -> Load:
    """Ask all at the same time."""
    return await gather([asyncio.create_task(_ask(discord, question)) for question in questions])


async def gather(tasks: Sequence[asyncio.Task[Response]]) -> Load:
    """Wait until Discord would wait for none of the answers any more."""
    await asyncio.wait(tasks, timeout=DISCORD_WAITS)
    given = [task.result() for task in tasks if task.done() and not task.cancelled()]
    for task in tasks:
        task.cancel()
    in_time = tuple(each for each in given if each.seconds <= DISCORD_WAITS)
    return Load(len(tasks), tuple(each.seconds for each in in_time), len(tasks) - len(in_time), in_time)


def count(*counters: Counter) -> int:
    """Sum up what was counted, whatever its labels."""
    samples = (each for counter in counters for metric in counter.collect() for each in metric.samples)
    return int(sum(each.value for each in samples if each.name.endswith("_total")))


class Probe:
    """Looks every few milliseconds whether the event loop has its turn."""

    def __init__(self) -> None:
        """Look not yet."""
        self.longest = 0.0

    async def __aenter__(self) -> Self:
        self._task = asyncio.create_task(self._look())
        return self

    async def __aexit__(self, *_: object) -> None:
        self._task.cancel()

    @property
    def figure(self) -> str:
        """The longest time that it had none, in words."""
        return f"longest block of the event loop {self.longest * 1000:.0f} ms"

    async def _look(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            begun = loop.time()
            await asyncio.sleep(_PROBE_SECONDS)
            self.longest = max(self.longest, loop.time() - begun - _PROBE_SECONDS)


async def _ask(discord: Loopback, question: str) -> Response:
    return await discord.slash("ask", {"question": question})
