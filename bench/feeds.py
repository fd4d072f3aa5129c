"""Is anything lost, or taken twice, of feeds that fail in all the usual ways? A day of fifty, in a minute."""

import asyncio
import time
from collections import Counter
from collections.abc import Coroutine, Generator
from datetime import date, datetime, timedelta
from typing import Any

from bench.memory import resident_mb
from bench.publisher import Site, make_bomb
from bench.report import Figure
from bench.shelf import DirectReader, Shelf, read_fetched
from bench.web import SimulatedClock, Web, open_web
from knowledge.reading.feeds import Feed
from knowledge.sources.fetching import Fetched, FetchLimits, WebFetcher, open_fetcher
from knowledge.sources.live import Kind, Reader, Round, SourceSpec

_STEPS_AN_HOUR = 6
_INTERVAL = timedelta(minutes=30)
_AFTERWARDS = 30
"""Hours without faults, in which all that is overdue is fetched: the longest pause is a day."""
_AT_ONCE = 8
"""Sources that are looked at in one moment."""


class _ThreadReader(DirectReader):
    """Reads beside the event loop, as the bot does in a process of its own."""

    async def read_feed(self, fetched: Fetched, today: date) -> Feed:
        return await asyncio.to_thread(read_fetched, fetched, today)


class _Story:
    """What happened to all articles."""

    def __init__(self) -> None:
        self.new: Counter[str] = Counter()
        self.looks = self.failures = self.remarks = 0
        self.longest_block = 0.0
        self.turns = asyncio.Semaphore(_AT_ONCE)
        self.memory: list[float] = []

    def note(self, shelf: Shelf, found: Round) -> None:
        self.looks += 1
        self.failures += bool(found.state.reason)
        self.remarks += len(found.remarks)
        self.new.update(_name(shelf, each.identity) for each in found.new)


async def measure(count: int = 50, hours: int = 24) -> list[Figure]:
    """Look at all feeds as their states say, while they are written and fail; then compare."""
    story, clock = _Story(), SimulatedClock()
    limits = FetchLimits(total_seconds=5, read_seconds=0.1)
    async with (
        open_web() as made,
        open_fetcher("bench", limits=limits, addresses=made.addresses(), clock=clock) as fetcher,
    ):
        bomb = make_bomb()
        sites = [Site(made, number, clock.now, bomb) for number in range(count)]
        shelves = [Shelf(_spec(made, site)) for site in sites]
        loop = asyncio.get_running_loop()

        def start(loop: asyncio.AbstractEventLoop, coroutine: Any, **more: Any) -> asyncio.Task[Any]:
            return asyncio.Task(_Timed(coroutine, story), loop=loop, **more)

        loop.set_task_factory(start)
        begun = time.perf_counter()
        for step in range((hours + _AFTERWARDS) * _STEPS_AN_HOUR):
            _write(sites, step, hours)
            # The clock of all goes on only between two rounds.
            looks = (_look(each, fetcher, _ThreadReader(), clock.time, story) for each in shelves)
            await asyncio.gather(*looks)
            story.memory.append(resident_mb())
            clock.time += timedelta(hours=1) / _STEPS_AN_HOUR
        seconds = time.perf_counter() - begun
        loop.set_task_factory(None)
        requests, knocks = len(made.requests), len(made.knocks)
    return [
        *_compare(sites, shelves, story, f"{count} feeds over {hours} hours"),
        Figure("requests that reached a forbidden address", knocks, most=0),
        Figure("requests in all", requests),
        Figure("seconds that it took", seconds, "s"),
    ]


def _write(sites: list[Site], step: int, hours: int) -> None:
    for site in sites:
        site.is_faulty = step < hours * _STEPS_AN_HOUR
        if site.is_faulty and step % _STEPS_AN_HOUR == 0:
            site.write()


def _spec(made: Web, site: Site) -> SourceSpec:
    return SourceSpec(site.name, Kind.FEED, made.url(site.name, "/feed"), interval=_INTERVAL, max_age_days=60)


async def _look(shelf: Shelf, fetcher: WebFetcher, reader: Reader, now: datetime, story: _Story) -> None:
    if shelf.state.next_look is None or shelf.state.next_look <= now:
        async with story.turns:
            story.note(shelf, await shelf.look(fetcher, now, reader=reader))


def _name(shelf: Shelf, identity: str) -> str:
    """Give the name of the article that is kept under an identity: its text says it."""
    return shelf.text(identity).partition(":")[0].rpartition(" ")[2]


def _compare(sites: list[Site], shelves: list[Shelf], story: _Story, what: str) -> list[Figure]:
    lost = doubled = wrong = misdated = repeated = 0
    articles = versions = 0
    for site, shelf in zip(sites, shelves, strict=True):
        found = Counter(_name(shelf, identity) for identity in shelf.kept)
        named = {_name(shelf, identity): kept for identity, kept in shelf.kept.items()}
        for article in site.articles:
            articles += 1
            kept = named.get(article.name)
            doubled += max(found[article.name], story.new[article.name]) > 1
            if kept is None:
                lost += 1
                continue
            texts = [
                shelf.data[each.sha256].decode().partition("<!--")[0]
                for each in (*kept.earlier, kept.version)
            ]
            versions += len(texts)
            wrong += texts[-1].strip() != article.text.strip() or kept.gone_since is not None
            repeated += len(texts) != len(set(texts))
            misdated += kept.told.published != article.published.date()
    early, late = story.memory[len(story.memory) // 4], story.memory[-1]
    return [
        Figure(f"{what}: articles", articles),
        Figure("versions of them that were seen", versions),
        Figure("looks at a feed", story.looks),
        Figure("of which failed", story.failures),
        Figure("pages that failed", story.remarks),
        Figure("articles lost", lost, most=0),
        Figure("articles taken twice, or told of as new twice", doubled, most=0),
        Figure("articles that do not say at the end what their site says", wrong, most=0),
        Figure("articles with two versions that say the same", repeated, most=0),
        Figure("articles with another day than their own", misdated, most=0),
        Figure("memory at the end, more than after a quarter", late - early, "MB", most=20),
        Figure("memory at its peak, more than at the end", max(story.memory) - late, "MB", most=60),
        Figure(
            "longest block of the event loop, of processor time", story.longest_block * 1000, "ms", most=100
        ),
    ]


class _Timed(Coroutine[Any, Any, Any]):
    """A coroutine that notes how long it keeps the event loop in one go.

    By the thread's own processor time: a machine that is busy with other things makes nobody of us slow.
    """

    def __init__(self, coroutine: Coroutine[Any, Any, Any], story: _Story) -> None:
        self._coroutine, self._story = coroutine, story

    def send(self, value: Any, /) -> Any:
        begun = time.thread_time()
        try:
            return self._coroutine.send(value)
        finally:
            self._story.longest_block = max(self._story.longest_block, time.thread_time() - begun)

    def throw(self, *error: Any) -> Any:
        return self._coroutine.throw(*error)

    def close(self) -> None:
        self._coroutine.close()

    def __await__(self) -> Generator[Any, Any, Any]:
        return self._coroutine.__await__()
