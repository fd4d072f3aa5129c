"""What does one of several processes send? What is due to its share of the servers, until it is killed.

Each line that comes in begins another such process: all is imported by then, so it sends at once. Its id is
told, and then that it is gone.
"""

import asyncio
import os
import sys
from functools import partial
from pathlib import Path

import discord
from discord.http import Route

from bench.asking import always
from bot.clock import Clock
from bot.delivery import Delivery
from bot.delivery.rounds import rounds
from bot.replies.unfinished import Unfinished
from bot.stories import MAIN, Story
from knowledge.following import keep_following
from knowledge.gathering import open_gatherer
from knowledge.notices.share import Share
from knowledge.opening import open_base
from knowledge.store import Address
from soak.connected import TOKEN


async def _send(url: str, http: str, folder: Path, share: Share) -> None:
    Route.BASE, clock = http, Clock()
    articles, data = folder / "articles", folder / f"data {share.first}"
    async with (
        open_base(data, articles, when=always, write=True, address=Address(url)) as base,
        open_gatherer(base, "soak", None, clock.now) as gatherer,
        discord.Client(intents=discord.Intents.none()) as client,
    ):
        await client.login(TOKEN)
        delivery = Delivery(client, Story(MAIN, base, gatherer), clock, Unfinished(), share=share)
        loops = {"delivery": delivery.run, "following": partial(keep_following, base, clock.sleep)}
        await rounds(loops, clock)


def _serve(url: str, http: str, folder: str, *share: str) -> None:
    pid = 0
    for _ in sys.stdin:
        if pid:
            os.waitpid(pid, 0)
        # There is no thread yet that a fork would lose.
        pid = os.fork()
        if not pid:
            asyncio.run(_send(url, http, Path(folder), Share(*map(int, share))))
        print(pid, flush=True)
        # It keeps its id until the next one is asked for, so that nobody else can be killed in its place.
        os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT)
        print("gone", flush=True)


if __name__ == "__main__":
    _serve(*sys.argv[1:])
