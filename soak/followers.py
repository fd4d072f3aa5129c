"""How soon do many processes serve what one of them publishes? Where it tells them, and where it cannot."""

import asyncio
import sys
import time
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterable
from contextlib import AsyncExitStack, asynccontextmanager
from functools import partial
from pathlib import Path

from msgspec import Struct

from bench.report import percentile
from bot.clock import Clock
from bot.config import AnswerOptions
from knowledge.opening import open_base
from knowledge.store import Address
from soak.replicas import open_replicas
from soak.trial import Outcome, Trial

_PROCESSES = 20
_TOLD_SECONDS, _LOOKED_SECONDS = 5.0, 10.0
"""So soon every process is to serve it: where it is told, and where it has to look."""
_ARTICLE = "---\ntitle: '{0:04}'\npublished: 2026-03-01\n---\nThe ferry sails {0} times a day.\n"


class _Served(Struct, frozen=True):
    """When all processes served what was published: so many seconds later each, and whether it was that."""

    delays: list[float]
    wrong: int

    def phrase(self, how: str) -> str:
        """Say how long it took."""
        p99, worst = percentile(self.delays, 0.99), max(self.delays)
        return f"{how}: median {percentile(self.delays, 0.5):.1f} s, p99 {p99:.1f} s, at most {worst:.1f} s"


async def _run(reloads: int, folder: Path) -> Outcome:
    """Publish so many times for processes that are told, and as often for others that can only look."""
    (articles := folder / "articles").mkdir()
    ferry = articles / "ferry.md"
    ferry.write_text(_ARTICLE.format(0), "utf-8")
    when = partial(Clock().when, AnswerOptions())
    async with open_replicas(folder) as replicas:
        address = Address(replicas.url)
        async with open_base(folder / "writer", articles, when=when, write=True, address=address) as writer:

            async def publish(number: int) -> None:
                ferry.write_text(_ARTICLE.format(number), "utf-8")
                await writer.reload()

            numbers = range(1, 2 * reloads + 1)
            told = await _measure(publish, numbers[:reloads], address.url, folder)
            # A standby lets nobody listen.
            standby = replicas.name(replicas.standbys[0])
            looked = await _measure(publish, numbers[reloads:], standby, folder)
    late = sum(each > _TOLD_SECONDS for each in told.delays)
    late += sum(each > _LOOKED_SECONDS for each in looked.delays)
    tried, wrong = len(told.delays) + len(looked.delays), told.wrong + looked.wrong
    return Outcome(
        tried,
        tried - late - wrong,
        wrong,
        (
            f"{_PROCESSES} processes, {reloads} publications each",
            told.phrase("told by NOTIFY"),
            looked.phrase("on a standby, where they can only look"),
        ),
    )


async def _measure(
    publish: Callable[[int], Awaitable[None]], numbers: Iterable[int], url: str, folder: Path
) -> _Served:
    """Publish some times, and wait each time until all processes that use this server serve that."""
    delays: list[float] = []
    wrong = 0
    async with AsyncExitStack() as stack:
        follow = (_follow(url, folder / str(each), folder / "articles") for each in range(_PROCESSES))
        processes = [await stack.enter_async_context(each) for each in follow]
        for number in numbers:
            await publish(number)
            published = time.monotonic()
            for moment, title in await asyncio.gather(*map(_read, processes)):
                delays.append(max(0.0, moment - published))
                wrong += title != f"{number:04}"
    return _Served(delays, wrong)


@asynccontextmanager
async def _follow(url: str, folder: Path, articles: Path) -> AsyncGenerator[Process]:
    command = (sys.executable, "-m", "soak.follower", url, str(folder), str(articles))
    process = await asyncio.create_subprocess_exec(*command, stdin=DEVNULL, stdout=PIPE)
    try:
        assert process.stdout  # noqa: S101  it is a pipe
        await process.stdout.readline()
        yield process
    finally:
        process.kill()
        await process.wait()


async def _read(process: Process) -> tuple[float, str]:
    assert process.stdout  # noqa: S101  it is a pipe
    moment, _, title = (await process.stdout.readline()).decode().strip().partition(" ")
    return float(moment), title


TRIAL = Trial("D3", "what one process publishes, served by twenty others", _run, 0, 20)
