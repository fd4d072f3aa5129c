"""What do many processes serve? Each follows the store, and says what it serves as soon as it does.

All come of one, which has imported everything: to start so many takes long.
"""

import asyncio
import os
import sys
import time
from functools import partial
from pathlib import Path

from bot.clock import Clock
from bot.config import AnswerOptions
from knowledge.following import keep_following
from knowledge.opening import open_base
from knowledge.store import Address


async def _follow(number: int, url: str, folder: Path, articles: Path) -> None:
    when = partial(Clock().when, AnswerOptions())
    async with open_base(folder / str(number), articles, when=when, address=Address(url)) as base:
        served = base.snapshot
        _say(number, "ready")

        async def sleep(seconds: float) -> None:
            nonlocal served
            if base.snapshot is not served:
                served = base.snapshot
                _say(number, served.corpus.articles[0].title)
            await asyncio.sleep(seconds)

        await keep_following(base, sleep)


def _say(number: int, what: str) -> None:
    # In one piece: the others write into the same pipe.
    os.write(sys.stdout.fileno(), f"{number} {time.monotonic()} {what}\n".encode())


def _main(count: int, url: str, folder: Path, articles: Path) -> None:
    for number in range(count):
        # There is no thread yet that a fork would lose.
        if not os.fork():
            asyncio.run(_follow(number, url, folder, articles))
    os.wait()


if __name__ == "__main__":
    _main(int(sys.argv[1]), sys.argv[2], Path(sys.argv[3]), Path(sys.argv[4]))
