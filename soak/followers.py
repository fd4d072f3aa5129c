"""How soon do many processes serve what one of them publishes? All look for themselves; nobody tells them."""

import asyncio
import sys
import time
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, asynccontextmanager
from functools import partial
from pathlib import Path

from bench.report import percentile
from bot.clock import Clock
from bot.config import AnswerOptions
from knowledge.opening import open_base
from knowledge.store import Address
from soak.postgres import open_postgres
from soak.trial import Outcome, Trial

_PROCESSES = 20
_SECONDS = 10.0
"""So soon every process is to serve it."""
_ARTICLE = "---\ntitle: '{0:04}'\npublished: 2026-03-01\n---\nThe ferry sails {0} times a day.\n"


async def _run(reloads: int, folder: Path) -> Outcome:
    """Publish so many times, and wait each time until all processes serve that."""
    (articles := folder / "articles").mkdir()
    ferry = articles / "ferry.md"
    ferry.write_text(_ARTICLE.format(0), "utf-8")
    delays: list[float] = []
    wrong = 0
    when = partial(Clock().when, AnswerOptions())
    with open_postgres(folder) as url:
        async with AsyncExitStack() as stack:
            address = Address(url)
            writer = await stack.enter_async_context(
                open_base(folder / "writer", articles, when=when, write=True, address=address)
            )
            processes = [
                await stack.enter_async_context(_follow(url, folder / str(number), articles))
                for number in range(_PROCESSES)
            ]
            for number in range(1, reloads + 1):
                ferry.write_text(_ARTICLE.format(number), "utf-8")
                await writer.reload()
                published = time.monotonic()
                for moment, title in await asyncio.gather(*map(_read, processes)):
                    delays.append(moment - published)
                    wrong += title != f"{number:04}"
    late = sum(delay > _SECONDS for delay in delays)
    return Outcome(
        len(delays),
        len(delays) - late - wrong,
        wrong,
        (
            f"{_PROCESSES} processes, {reloads} publications",
            f"median {percentile(delays, 0.5):.1f} s, p99 {percentile(delays, 0.99):.1f} s",
            f"at most {max(delays):.1f} s",
        ),
    )


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
