"""What does one of many processes serve? It follows the store, and says what it serves as soon as it does."""

import asyncio
import sys
import time
from functools import partial
from pathlib import Path

from bot.clock import Clock
from bot.config import AnswerOptions
from knowledge.following import keep_following
from knowledge.opening import open_base
from knowledge.store import Address


async def _main(url: str, folder: Path, articles: Path) -> None:
    when = partial(Clock().when, AnswerOptions())
    async with open_base(folder, articles, when=when, address=Address(url)) as base:
        served = base.snapshot
        print("ready", flush=True)

        async def sleep(seconds: float) -> None:
            nonlocal served
            if base.snapshot is not served:
                served = base.snapshot
                print(f"{time.monotonic()} {served.corpus.articles[0].title}", flush=True)
            await asyncio.sleep(seconds)

        await keep_following(base, sleep)


if __name__ == "__main__":
    asyncio.run(_main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])))
