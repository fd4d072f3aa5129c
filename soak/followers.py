"""How soon do many processes serve what one of them publishes? Where it tells them, and where it cannot."""

import asyncio
import os
import signal
import sys
import time
from asyncio.subprocess import DEVNULL, PIPE
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

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
            told = await _measure(publish, numbers[:reloads], replicas.name(replicas.primary), folder)
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
    async with _follow(url, folder) as followers:
        await _read(followers, "ready")
        for number in numbers:
            await publish(number)
            published = time.monotonic()
            moments, others = await _read(followers, f"{number:04}")
            delays += [max(0.0, each - published) for each in moments]
            wrong += others
    return _Served(delays, wrong)


@asynccontextmanager
async def _follow(url: str, folder: Path) -> AsyncGenerator[asyncio.StreamReader]:
    """Run all processes, and give what they say."""
    own = folder / f"data of {urlsplit(url).port}"
    command = sys.executable, "-m", "soak.follower", str(_PROCESSES), url, str(own), str(folder / "articles")
    process = await asyncio.create_subprocess_exec(
        *command, stdin=DEVNULL, stdout=PIPE, start_new_session=True
    )
    try:
        assert process.stdout  # noqa: S101  it is a pipe
        yield process.stdout
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        await process.wait()


async def _read(followers: asyncio.StreamReader, expected: str) -> tuple[list[float], int]:
    """Read until each process has said what is expected; give when, and how often one said something else."""
    moments: dict[str, float] = {}
    others = 0
    while len(moments) < _PROCESSES:
        number, moment, said = (await followers.readline()).decode().split()
        if said == expected:
            moments[number] = float(moment)
        else:
            others += 1
    return [*moments.values()], others


TRIAL = Trial("D3", "what one process publishes, served by twenty others", _run, 0, 10)
