"""How do many bots run in a trial? Real processes on one PostgreSQL, connected to one loopback Discord."""

import asyncio
import os
import signal
import sys
import time
from asyncio.subprocess import DEVNULL, Process
from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

from msgspec import Struct

from bench.terminal import ROOT
from knowledge.notices.share import Share
from soak.connected import TOKEN
from soak.sharded_discord import ShardedDiscord, open_sharded_discord

_CONFIGURED = """\
[knowledge]
articles = "{articles}"
[answers]
reader = false
[operations]
listen = ""
[store]
url = "{url}"
"""


class Bot(Struct, frozen=True):
    """One process."""

    process: Process
    share: Share
    log: Path

    async def wait_for_word(self, word: str) -> None:
        """Wait until the log says something."""
        while word not in self.log.read_text("utf-8"):  # noqa: ASYNC110  another process writes it
            await asyncio.sleep(0.1)


class Fleet:
    """All processes, and the Discord that they are connected to."""

    def __init__(self, folder: Path, stack: AsyncExitStack, discord: ShardedDiscord, *where: str) -> None:
        """Let them work in the folder, and be ended by `stack`."""
        self._folder, self._stack, self._where = folder, stack, where
        self.discord = discord
        self.bots: list[Bot] = []

    def configure(self, articles: Path, url: str) -> None:
        """Let all that are started from now on keep what they know at `url`, without the reader."""
        configured = _CONFIGURED.format(articles=articles, url=url)
        (self._folder / "config.toml").write_text(configured, "utf-8")

    async def start(self, share: Share) -> Bot:
        """Start a process that has some shards."""
        folder = self._folder / str(len(self.bots))
        folder.mkdir()
        options = ("--config", str(self._folder / "config.toml"), "--data", str(folder / "data"))
        with (folder / "log").open("wb") as log:
            process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "bench.launch", *self._where, *options, "run", "--shards", str(share),
                cwd=ROOT, env={**os.environ, "DISCORD_TOKEN": TOKEN}, stdin=DEVNULL, stdout=log, stderr=log,
            )  # fmt: skip
        self._stack.push_async_callback(_end, process)
        self.bots.append(Bot(process, share, folder / "log"))
        return self.bots[-1]

    async def end(self, bot: Bot, number: signal.Signals) -> float:
        """End a process that has a stand-by, and give the seconds until that has its shards."""
        bot.process.send_signal(number)
        begun = time.monotonic()
        await bot.process.wait()
        await self.discord.wait_until(lambda shards: not any(shards[each] for each in bot.share.shards))
        await self.discord.wait_until(lambda shards: all(shards[each] for each in bot.share.shards))
        return time.monotonic() - begun


@asynccontextmanager
async def open_fleet(folder: Path, shards: int, at_once: int) -> AsyncGenerator[Fleet]:
    """Prepare for processes with so many shards in all, of which so many may begin in five seconds."""
    async with open_sharded_discord(shards, at_once) as opened, AsyncExitStack() as stack:
        yield Fleet(folder, stack, *opened)


async def _end(process: Process) -> None:
    if process.returncode is None:
        process.kill()
        await process.wait()
