"""What if many processes have the shards, and some of them die? Each shard is had once, and again soon.

They are real ones, as an operator starts them, on one PostgreSQL and one loopback Discord.
"""

import asyncio
import os
import signal
import sys
import time
from asyncio.subprocess import DEVNULL, Process
from contextlib import AsyncExitStack
from functools import partial
from pathlib import Path

from msgspec import Struct

from bench.terminal import ROOT
from bot.clock import Clock
from bot.config import AnswerOptions
from knowledge.notices.share import Share
from knowledge.opening import open_base
from knowledge.store import Address
from soak.connected import TOKEN, write_article
from soak.postgres import open_postgres
from soak.sharded_discord import ShardedDiscord, open_sharded_discord
from soak.trial import Outcome, Trial

_SHARDS, _EACH, _AT_ONCE = 64, 4, 16
"""How many there are, how many each process has, and how many may begin in five seconds."""
_APART_SECONDS = 5.0
_START_SECONDS, _TAKEN_SECONDS = 900.0, 60.0
"""How long all may take to be connected, and a stand-by after the end of another process."""
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


class _Bot(Struct, frozen=True):
    """One process."""

    process: Process
    share: Share
    log: Path

    async def wait_for_word(self, word: str) -> None:
        """Wait until the log says something."""
        while word not in self.log.read_text("utf-8"):  # noqa: ASYNC110  another process writes it
            await asyncio.sleep(0.1)


class _Fleet:
    """All processes, and the Discord that they are connected to."""

    def __init__(self, folder: Path, stack: AsyncExitStack, discord: ShardedDiscord, *where: str) -> None:
        self._folder, self._stack, self._where = folder, stack, where
        self.discord = discord
        self.bots: list[_Bot] = []

    async def start(self, first: int) -> _Bot:
        """Start a process whose shards begin with this one."""
        share = Share(first, first + _EACH - 1, _SHARDS)
        folder = self._folder / str(len(self.bots))
        folder.mkdir()
        options = ("--config", str(self._folder / "config.toml"), "--data", str(folder / "data"))
        with (folder / "log").open("wb") as log:
            process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "bench.launch", *self._where, *options, "run", "--shards", str(share),
                cwd=ROOT, env={**os.environ, "DISCORD_TOKEN": TOKEN}, stdin=DEVNULL, stdout=log, stderr=log,
            )  # fmt: skip
        self._stack.push_async_callback(_end, process)
        self.bots.append(_Bot(process, share, folder / "log"))
        return self.bots[-1]

    async def end(self, bot: _Bot, number: signal.Signals) -> float:
        """End a process that has a stand-by, and give the seconds until that has its shards."""
        bot.process.send_signal(number)
        begun = time.monotonic()
        await bot.process.wait()
        await self.discord.wait_until(lambda shards: not any(shards[each] for each in bot.share.shards))
        await self.discord.wait_until(lambda shards: all(shards[each] for each in bot.share.shards))
        return time.monotonic() - begun


async def _run(ends: int, folder: Path) -> Outcome:
    """End so many processes that have a stand-by: the last by a signal to stop, the others by force."""
    with open_postgres(folder) as url:
        articles = write_article(folder)
        (folder / "config.toml").write_text(_CONFIGURED.format(articles=articles, url=url), "utf-8")
        when = partial(Clock().when, AnswerOptions())
        async with open_base(folder / "filled", articles, when=when, write=True, address=Address(url)):
            pass  # it is filled once, not by whichever process is the first
        async with open_sharded_discord(_SHARDS, _AT_ONCE) as opened, AsyncExitStack() as stack:
            return await _try(ends, _Fleet(folder, stack, *opened))


async def _try(ends: int, fleet: _Fleet) -> Outcome:
    discord = fleet.discord
    async with asyncio.timeout(_START_SECONDS):
        owners = [await fleet.start(first) for first in range(0, _SHARDS, _EACH)]
        await discord.wait_until(lambda shards: len(shards) == _SHARDS)
        connected = discord.begun[-1].moment - discord.begun[0].moment
        reserves = [await fleet.start(bot.share.first) for bot in owners[:ends]]
        for each in reserves:
            await each.wait_for_word("stands by")
    async with asyncio.timeout(_TAKEN_SECONDS * 2 * ends):
        seconds = [
            await fleet.end(bot, signal.SIGKILL if number < ends - 1 else signal.SIGTERM)
            for number, bot in enumerate(owners[:ends])
        ]
    is_once = all(discord.connected_shards[each] == 1 for each in range(_SHARDS))
    hasty = sum(pause < _APART_SECONDS for pause in discord.find_pauses())
    needless = len(discord.begun) - _SHARDS - ends * _EACH
    taken = (
        f"{min(seconds[:-1]):.0f} to {max(seconds[:-1]):.0f} s after a kill, {seconds[-1]:.0f} s after a stop"
    )
    return Outcome(
        len(owners) + ends,
        len(owners) * is_once + sum(each <= _TAKEN_SECONDS for each in seconds),
        discord.doubled + hasty + needless,
        (
            f"{len(fleet.bots)} processes; {_SHARDS} shards connected within {connected:.0f} s, each once",
            f"{ends} second claims refused",
            f"taken over {taken}",
            f"sessions in the same of {_AT_ONCE} turns {min(discord.find_pauses()):.2f} s apart at least",
        ),
    )


async def _end(process: Process) -> None:
    if process.returncode is None:
        process.kill()
        await process.wait()


TRIAL = Trial(
    "D5",
    "sixteen processes share 64 shards; some end that have a stand-by: killed, the last one stopped",
    _run,
    0,
    4,
)
