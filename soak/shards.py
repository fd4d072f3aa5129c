"""What if many processes have the shards, and some of them die? Each shard is had once, and again soon.

They are real ones, as an operator starts them, on one PostgreSQL and one loopback Discord.
"""

import asyncio
import signal
from functools import partial
from pathlib import Path

from bot.clock import Clock
from bot.config import AnswerOptions
from knowledge.notices.share import Share
from knowledge.opening import open_base
from knowledge.store import Address
from soak.connected import write_article
from soak.fleet import Fleet, open_fleet
from soak.postgres import open_postgres
from soak.trial import Outcome, Trial

_SHARDS, _EACH, _AT_ONCE = 64, 4, 16
"""How many there are, how many each process has, and how many may begin in five seconds."""
_APART_SECONDS = 5.0
_START_SECONDS, _TAKEN_SECONDS = 900.0, 60.0
"""How long all may take to be connected, and a stand-by after the end of another process."""


async def _run(ends: int, folder: Path) -> Outcome:
    """End so many processes that have a stand-by: the last by a signal to stop, the others by force."""
    with open_postgres(folder) as url:
        articles = write_article(folder)
        when = partial(Clock().when, AnswerOptions())
        async with open_base(folder / "filled", articles, when=when, write=True, address=Address(url)):
            pass  # it is filled once, not by whichever process is the first
        async with open_fleet(folder, _SHARDS, _AT_ONCE) as fleet:
            fleet.configure(articles, url)
            return await _try(ends, fleet)


async def _try(ends: int, fleet: Fleet) -> Outcome:
    discord = fleet.discord
    async with asyncio.timeout(_START_SECONDS):
        shares = [Share(first, first + _EACH - 1, _SHARDS) for first in range(0, _SHARDS, _EACH)]
        owners = [await fleet.start(each) for each in shares]
        await discord.wait_until(lambda shards: len(shards) == _SHARDS)
        connected = discord.begun[-1].moment - discord.begun[0].moment
        reserves = [await fleet.start(bot.share) for bot in owners[:ends]]
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


TRIAL = Trial(
    "D5",
    "sixteen processes share 64 shards; some end that have a stand-by: killed, the last one stopped",
    _run,
    0,
    4,
)
