"""What do many ask at once? Distinct questions about the shipped articles, asked at a steady rate."""

import asyncio
import random
from collections.abc import Mapping, Sequence
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
    texts: tuple[str, ...] = ()
    """What the responses in time say."""

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


class Crowd:
    """Many who ask without waiting for each other; of each is kept what it got, and nothing else."""

    def __init__(self) -> None:
        """Begin with nobody."""
        self.asked = 0
        self._waiting: set[asyncio.Task[Response]] = set()
        self._given: list[tuple[float, str]] = []
        """Seconds to each first response, and what it says."""

    def ask(self, discord: Loopback, command: str, options: Mapping[str, str]) -> None:
        """Let one more use a slash command."""
        self.asked += 1
        task = asyncio.create_task(discord.slash(command, options))
        self._waiting.add(task)
        task.add_done_callback(self._take)

    async def finish(self) -> Load:
        """Wait until Discord would wait for none of the answers any more."""
        if self._waiting:
            await asyncio.wait(self._waiting, timeout=DISCORD_WAITS)
        for task in self._waiting:
            task.cancel()
        in_time = [(seconds, said) for seconds, said in self._given if seconds <= DISCORD_WAITS]
        times = tuple(seconds for seconds, _ in in_time)
        return Load(self.asked, times, self.asked - len(times), tuple(said for _, said in in_time))

    def _take(self, task: asyncio.Task[Response]) -> None:
        self._waiting.discard(task)
        if not task.cancelled():
            response = task.result()
            self._given.append((response.seconds, response.text))


async def ask_steadily(discord: Loopback, questions: Sequence[str], rate: float) -> Load:
    """Ask at a steady rate, however long the answers take."""
    loop = asyncio.get_running_loop()
    begun, crowd = loop.time(), Crowd()
    for number, question in enumerate(questions):
        await asyncio.sleep(max(0, begun + number / rate - loop.time()))
        crowd.ask(discord, "ask", {"question": question})
    return await crowd.finish()


async def ask_at_once(discord: Loopback, questions: Sequence[str]) -> Load:
    """Ask all at the same time."""
    crowd = Crowd()
    for question in questions:
        crowd.ask(discord, "ask", {"question": question})
    return await crowd.finish()


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
