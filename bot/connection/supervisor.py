"""What happens from the first try to the last answer? The bot begins anew where that may help."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from typing import TypeAlias

import discord
from msgspec import Struct

from bot.client import TalksBot
from bot.clock import Clock
from bot.config import Token
from bot.connection.failures import BEGIN_ANEW, REFUSED_TOKEN, UNREACHABLE, explain, explain_end
from bot.connection.outages import Outages
from bot.connection.pauses import Pauses
from bot.delivery.rounds import rounds
from bot.exits import CONFIGURATION, DONE
from knowledge.counting import count

_log = logging.getLogger(__name__)

_DRAIN_SECONDS = 8
"""How long answers and notices may take to be finished after the signal to stop: Docker kills after ten."""
_FAREWELL_SECONDS = 1.0
"""How long Discord may take to hear that the bot goes, before that is waited for."""

Loops: TypeAlias = Mapping[str, Callable[[], Awaitable[None]]]


class Bots(Struct, frozen=True):
    """How a bot is made, which may be necessary more than once."""

    make: Callable[[bool], TalksBot]
    """Makes one, which asks for what is written in messages or not."""
    loops: Callable[[TalksBot], Loops]
    """Gives what goes on beside its answers."""
    prefix: str
    """What text commands begin with."""


async def supervise(bots: Bots, token: Token, stop: asyncio.Event, clock: Clock, *, content: bool) -> int:
    """Be connected until the signal to stop, or until Discord refuses for good; give the exit code.

    That Discord is not reached, at the first try or later, is no end: whoever starts the bot before there is
    a network wants it to wait, not to be started again, and reads in one line what is wrong.
    """
    pauses, outages = Pauses(), Outages(clock.monotonic)
    while True:
        try:
            async with bots.make(content) as bot:
                await _Life(bot, token, stop, outages).live(bots.loops(bot))
            break
        except UNREACHABLE as error:
            if content and isinstance(error, discord.PrivilegedIntentsRequired):
                _tell_of_content(bots.prefix)
                content = False
                continue
            if (code := _judge(error, outages)) is not None:
                return code
        if await _is_stopped(stop, clock, pauses.after_failure()):
            break
    _log.info("Ended.")
    return DONE


def _judge(error: BaseException, outages: Outages) -> int | None:
    """Say why the bot is not connected; None where it may be tried again."""
    if isinstance(error, discord.LoginFailure):
        _log.error("%s", REFUSED_TOKEN)
        return CONFIGURATION
    if isinstance(error, discord.ConnectionClosed) and (end := explain_end(error.code)):
        _log.error("%s", end)
        return None if error.code in BEGIN_ANEW else CONFIGURATION
    outages.begin(None, explain(error))
    return None


def _tell_of_content(prefix: str) -> None:
    _log.warning(
        "Text commands such as %sask are off: messages may not be read. To have them, switch on "
        "Developer Portal > application > Bot > Message Content Intent, and start again. "
        "Mentions, direct messages and slash commands work without it.",
        prefix,
    )


async def _is_stopped(stop: asyncio.Event, clock: Clock, seconds: float) -> bool:
    """Wait so many seconds, or for the signal to stop."""
    tasks = [asyncio.ensure_future(clock.sleep(seconds)), asyncio.ensure_future(stop.wait())]
    await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    for task in tasks:
        task.cancel()
    await asyncio.wait(tasks)
    return stop.is_set()


class _Life:
    """The life of one bot."""

    def __init__(self, bot: TalksBot, token: Token, stop: asyncio.Event, outages: Outages) -> None:
        self._bot = bot
        self._token = token
        self._stop = stop
        self._outages = outages
        self._logged_in = asyncio.Event()

    async def live(self, loops: Loops) -> None:
        """Stay connected until the connection ends, raising what ended it, or until the signal to stop."""
        connection = asyncio.create_task(self._connect())
        beside = asyncio.create_task(self._go_on(loops))
        stopping = asyncio.create_task(self._stop.wait())
        try:
            await asyncio.wait({connection, stopping}, return_when=asyncio.FIRST_COMPLETED)
            if connection.done():
                connection.result()
            else:
                _log.info("Stopping: finishing what is being answered and sent.")
                beside.cancel()
                await asyncio.wait({beside})
                await self._drain()
        finally:
            for task in (beside, stopping):
                task.cancel()
            await asyncio.wait({beside, stopping})
            await self._bot.close()
            connection.cancel()
            await asyncio.wait({connection})

    async def _connect(self) -> None:
        await self._bot.login(self._token.value)
        self._outages.end(None)
        self._logged_in.set()
        await self._bot.connect()

    async def _go_on(self, loops: Loops) -> None:
        # Notices need no gateway, so they do not wait for it; but nothing is posted without a good token.
        await self._logged_in.wait()
        await rounds(loops, self._bot.clock)

    async def _drain(self) -> None:
        """Take nothing new from Discord, and wait until what is being answered or sent is so."""
        bot = self._bot
        bot.connection.stop()
        farewell = asyncio.gather(*(shard.disconnect() for shard in bot.shards.values()))
        try:
            async with asyncio.timeout(_DRAIN_SECONDS):
                await asyncio.wait({farewell}, timeout=_FAREWELL_SECONDS)
                await bot.unfinished.wait()
        except TimeoutError:
            _log.warning("Some answers or notices were not finished in %s.", count(_DRAIN_SECONDS, "second"))
        finally:
            farewell.cancel()
            await asyncio.wait({farewell})
