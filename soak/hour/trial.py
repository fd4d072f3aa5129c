"""R20: an hour of everything at once, and nothing lost, doubled or grown."""

import asyncio
import json
import random
import signal
import sys
from asyncio.subprocess import Process
from collections import Counter
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

from aiohttp import web

from bench.connected import bot_process
from bench.report import percentile
from soak.hour import payloads
from soak.hour.book import Book
from soak.hour.child import Sample, look, read_log
from soak.hour.gateway import DROPS, Gateway
from soak.hour.people import People
from soak.hour.rest import Rest
from soak.hour.story import TWINS, Story, read_rounds
from soak.trial import Outcome, Trial

_RATE = 20.0
"""What is done in a second."""
_RELOAD_SECONDS, _DROP_SECONDS = 4.0, 36.0
_RELOAD_WAITS, _AGAIN_SECONDS, _LAST = 120.0, 15.0, 5
_FAULT_SHARE = 0.004
_START_SECONDS, _END_SECONDS, _STOP_SECONDS = 60.0, 90.0, 20.0
_WARM_SECONDS, _GROWTH_MB = 300.0, 10.0
"""From when on memory is to stay as it is, and by how much it may grow all the same."""
_SHORT = 30
"""Below so many seconds everything happens more often, so that it happens at all."""
_FOLLOWERS, _PLACES = 20, 4


class Hour:
    """The bot, and all that is done to it."""

    def __init__(self, folder: Path, seconds: int) -> None:
        """Prepare for so many seconds, in an empty folder."""
        self._folder, self._seconds = folder, seconds
        chance = random.Random("hour")  # noqa: S311  the same each time, on purpose
        self._chance = chance
        self.book = Book()
        self.gateway = Gateway(self.book.hear, self.book.miss)
        self.rest = Rest(self.book, self.gateway, chance)
        self.rest.texts = self._compare
        self.story = Story(folder / "articles")
        self.people = People(self.book, self.gateway, self.rest, [*self.story.topics, *TWINS], chance)
        self.followers = {
            str(90_000 + number): topic for number, topic in enumerate(self.story.topics[:_FOLLOWERS])
        }
        self.mixed = 0
        self.drops: Counter[str] = Counter()
        self.samples: list[Sample] = []
        self.problems: list[str] = []

    async def run(self) -> None:
        """Let the hour pass."""
        async with (
            self._serve() as (http, address),
            bot_process(self._folder, http, address, self._folder / "articles") as process,
        ):
            await asyncio.wait_for(self.gateway.connected.wait(), _START_SECONDS)
            await self._settle_in()
            await self._pass_time(process)
            await self._come_to_an_end(process)
        self.problems += sorted(self.rest.unknown)

    @asynccontextmanager
    async def _serve(self) -> AsyncGenerator[tuple[str, str]]:
        runner = web.AppRunner(self.rest.application(), access_log=None, shutdown_timeout=1)
        await runner.setup()
        try:
            await web.TCPSite(runner, "127.0.0.1", 0).start()
            port = runner.addresses[0][1]
            self.gateway.address = f"ws://127.0.0.1:{port}/gateway-socket"
            yield f"http://127.0.0.1:{port}/api", self.gateway.address
        finally:
            await runner.cleanup()

    async def _settle_in(self) -> None:
        """Let some follow topics, and some channels be told of all, before anything changes."""
        for place in payloads.CHANNELS[:_PLACES]:
            await self.people.announce(place)
        for asker, topic in self.followers.items():
            await self.people.follow(topic, asker)
        async with asyncio.timeout(_START_SECONDS):
            while self.book.open:  # noqa: ASYNC110  another process
                await asyncio.sleep(0.01)

    async def _pass_time(self, process: Process) -> None:
        self.rest.fault_share = _FAULT_SHARE
        ways = self.people.go_on(_RATE), self._reload(process), self._drop(), self._watch(process)
        doing = [asyncio.create_task(each) for each in ways]
        ended = asyncio.create_task(process.wait())
        done, _ = await asyncio.wait(
            {*doing, ended}, timeout=self._seconds, return_when=asyncio.FIRST_COMPLETED
        )
        self.problems += [f"ended early: {each.exception() or 'the process itself'}" for each in done]
        for each in (*doing, ended):
            each.cancel()
        await asyncio.wait({*doing, ended})

    async def _come_to_an_end(self, process: Process) -> None:
        """Let what is on its way arrive, and stop the bot."""
        self.rest.fault_share = 0.0
        if process.returncode is None:
            process.send_signal(signal.SIGHUP)
            loop = asyncio.get_running_loop()
            until = loop.time() + _END_SECONDS
            while (self.missing or self.book.open) and loop.time() < until:  # noqa: ASYNC110  as above
                await asyncio.sleep(0.05)
            self.samples.append(look(process.pid))
            process.terminate()
            await asyncio.wait_for(process.wait(), _STOP_SECONDS)
        self.book.settle(at_end=True)
        if process.returncode != 0:
            self.problems.append(f"exit code {process.returncode}")

    async def _reload(self, process: Process) -> None:
        while True:
            self.story.go_on()
            process.send_signal(signal.SIGHUP)
            # What changes twice before a reload is read once, and told once.
            await asyncio.gather(asyncio.sleep(self._pause(_RELOAD_SECONDS)), self._told(process))

    async def _told(self, process: Process) -> None:
        """Wait until the bot has told of the last changes, so long, and then no longer.

        What a busy machine did not let it read in time is kept as it was: then it is asked once more.
        """
        with suppress(TimeoutError):
            async with asyncio.timeout(_RELOAD_WAITS):
                while not self.story.is_told(self.rest.messages[payloads.CHANNELS[0]][-_LAST:]):
                    with suppress(TimeoutError):
                        async with asyncio.timeout(_AGAIN_SECONDS):
                            await self.rest.written.wait()
                            self.rest.written.clear()
                            continue
                    process.send_signal(signal.SIGHUP)

    def _pause(self, seconds: float) -> float:
        return seconds if self._seconds > _SHORT else seconds / 40

    async def _drop(self) -> None:
        while True:
            await asyncio.sleep(self._pause(_DROP_SECONDS))
            # A session that is forgotten costs one of the day's identifies: that happens seldom.
            how = self._chance.choices(DROPS, (4, 4, 4, 1))[0]
            self.drops[how] += 1
            await self.gateway.drop(how)

    async def _watch(self, process: Process) -> None:
        begun = asyncio.get_running_loop().time()
        while True:
            self.samples.append(look(process.pid))
            self.book.settle()
            passed = asyncio.get_running_loop().time() - begun
            if len(self.samples) % 6 == 1 and self._seconds > _SHORT:
                print(f"{passed:6.0f} s: {self.tell()}", file=sys.stderr, flush=True)
            await asyncio.sleep(10 if self._seconds > _SHORT else 1)

    def tell(self) -> str:
        """Say how things stand."""
        last = self.samples[-1]
        counts = {
            key: value
            for key, value in sorted(self.book.counts.items())
            if "answered" not in key or key == "answered"
        }
        return (
            f"{counts}, {self.story.rounds} reloads, {self.missing} not yet announced, {self.doubled} twice, "
            f"{self.mixed} mixed, {last.resident_mb:.1f} MB, {last.threads} threads, {last.files} files, "
            f"{dict(self.rest.faults)}, {dict(self.drops)}, {self.gateway.identified} identified, "
            f"{self.gateway.resumed} resumed, {dict(read_log(self._folder / 'bot.log'))}"
        )

    def _compare(self, shown: str) -> None:
        """See that one answer knows of one state of the articles."""
        rounds = {number for _, number in read_rounds(shown, TWINS)}
        named = {topic for topic, _ in read_rounds(shown, TWINS)}
        if len(named) == len(TWINS) and len(rounds) > 1 and "→" not in shown:
            self.mixed += 1

    @property
    def missing(self) -> int:
        """How many announcements are not there yet."""
        return sum((wanted - told).total() for wanted, told in self._announced())

    @property
    def doubled(self) -> int:
        """How many are there twice, or without a reason."""
        return sum((told - wanted).total() for wanted, told in self._announced())

    @property
    def announced(self) -> int:
        """How many there should be."""
        return sum(wanted.total() for wanted, _ in self._announced())

    def _announced(self) -> list[tuple[Counter[tuple[str, int]], Counter[tuple[str, int]]]]:
        places = [(self.story.expect(), place) for place in payloads.CHANNELS[:_PLACES]]
        people = [(self.story.expect([topic]), asker) for asker, topic in self.followers.items()]
        return [(wanted, self.story.find_told(self.rest.messages[to])) for wanted, to in places + people]


async def _run(seconds: int, folder: Path) -> Outcome:
    hour = Hour(folder, seconds)
    await hour.run()
    counts, log = hour.book.counts, read_log(folder / "bot.log")
    if seconds > _SHORT:
        print(json.dumps(counts, indent=1), hour.tell(), *hour.problems, sep="\n", file=sys.stderr)
    warm = [each for each in hour.samples if each.at - hour.samples[0].at >= _WARM_SECONDS]
    grown = hour.samples[-1].resident_mb - warm[0].resident_mb if warm else 0.0
    lost = (
        hour.book.lost + hour.missing + hour.doubled + hour.mixed + log["tracebacks"]
        + len(hour.problems) + (grown > _GROWTH_MB)
    )  # fmt: skip
    tried = counts["put"] + hour.announced
    return Outcome(tried, tried - lost, lost, _figures(hour, grown, log))


def _figures(hour: Hour, grown: float, log: Counter[str]) -> tuple[str, ...]:
    counts, milliseconds = hour.book.counts, [1000 * each for each in hour.book.seconds]
    first, last = hour.samples[0], hour.samples[-1]
    p50, p99 = (percentile(milliseconds, share) for share in (0.5, 0.99))
    lost, doubled, excused = (counts[each] for each in ("lost", "doubled", "excused"))
    faults = f"{hour.rest.faults.total():,} REST faults"
    return (
        f"{counts['put']:,} questions and presses: {lost:,} lost, {doubled:,} doubled",
        f"{excused:,} more that could not reach the bot in time",
        f"{hour.announced:,} announcements: {hour.missing:,} missing, {hour.doubled:,} twice",
        f"{hour.story.rounds:,} reloads: {hour.mixed:,} answers of two generations",
        f"{hour.drops.total():,} drops, {hour.gateway.identified:,} identifies, {faults}",
        f"first response median {p50:.0f} ms, p99 {p99:.0f} ms",
        f"memory {last.resident_mb:.0f} MB, {grown:+.1f} MB since the fifth minute",
        f"{first.threads} → {last.threads} threads, {first.files} → {last.files} files",
        f"{log['tracebacks']} tracebacks",
        *hour.problems,
    )


TRIAL = Trial(
    "R20", "an hour of use, with reloads, drops and faults (seconds)", _run, short=1, full=3_600,
)  # fmt: skip
