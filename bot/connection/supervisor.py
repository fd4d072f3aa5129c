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
from bot.connection.leases import ShardLeases, ShardsLostError
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
    has_chosen: bool = False
    """Whether the number of shards is chosen, and not what Discord recommends."""


async def supervise(
    bots: Bots,
    token: Token,
    stop: asyncio.Event,
    clock: Clock,
    *,
    content: bool,
    leases: ShardLeases | None = None,
) -> int:
    """Be connected until the signal to stop, or until Discord refuses for good; give the exit code.

    Where other processes may run on the same store, `leases` say whether one of them has these shards.
    That Discord is not reached, at the first try or later, is no end: whoever starts the bot before there is
    a network wants it to wait, not to be started again, and reads in one line what is wrong.
    """
    try:
        return await _supervise(bots, token, stop, clock, content=content, leases=leases)
    finally:
        if leases:
            await leases.release()


async def _supervise(
    bots: Bots, token: Token, stop: asyncio.Event, clock: Clock, *, content: bool, leases: ShardLeases | None
) -> int:
    pauses, outages = Pauses(), Outages(clock.monotonic)
    while True:
        if leases and await _is_stopped(stop, leases.claim()):
            break
        try:
            async with bots.make(content) as bot:
                await _Life(bot, token, stop, outages, leases).live(bots.loops(bot))
            break
        except ShardsLostError as lost:
            _log.warning("The connections are closed: %s", lost)
            continue
        except UNREACHABLE as error:
            if content and isinstance(error, discord.PrivilegedIntentsRequired):
                _tell_of_content(bots.prefix)
                content = False
                continue
            if (code := _judge(error, outages, has_chosen=bots.has_chosen)) is not None:
                return code
        if await _is_stopped(stop, clock.sleep(pauses.after_failure())):
            break
    _log.info("Ended.")
    return DONE


def _judge(error: BaseException, outages: Outages, *, has_chosen: bool) -> int | None:
    """Say why the bot is not connected; None where it may be tried again."""
    if isinstance(error, discord.LoginFailure):
        _log.error("%s", REFUSED_TOKEN)
        return CONFIGURATION
    if isinstance(error, discord.ConnectionClosed) and (
        end := explain_end(error.code, has_chosen=has_chosen)
    ):
        _log.error("%s", end)
        return None if error.code in BEGIN_ANEW and not has_chosen else CONFIGURATION
    outages.begin(None, explain(error))
    return None


def _tell_of_content(prefix: str) -> None:
    _log.warning(
        "Text commands such as %sask are off: messages may not be read. To have them, switch on "
        "Developer Portal > application > Bot > Message Content Intent, and start again. "
        "Mentions, direct messages and slash commands work without it.",
        prefix,
    )


async def _is_stopped(stop: asyncio.Event, end: Awaitable[None]) -> bool:
    """Wait for the end of something, or for the signal to stop."""
    waiting, stopping = asyncio.ensure_future(end), asyncio.ensure_future(stop.wait())
    await asyncio.wait({waiting, stopping}, return_when=asyncio.FIRST_COMPLETED)
    for task in (waiting, stopping):
        task.cancel()
    await asyncio.wait({waiting, stopping})
    if not waiting.cancelled():
        waiting.result()
    return stop.is_set()


class _Life:
    """The life of one bot."""

    def __init__(
        self,
        bot: TalksBot,
        token: Token,
        stop: asyncio.Event,
        outages: Outages,
        leases: ShardLeases | None,
    ) -> None:
        self._bot = bot
        self._token = token
        self._stop = stop
        self._outages = outages
        self._leases = leases
        self._logged_in = asyncio.Event()

    async def live(self, loops: Loops) -> None:
        """Stay connected until the signal to stop, or raise what has ended the connection.

        Raises ShardsLostError where another process has the shards.
        """
        connection = asyncio.create_task(self._connect())
        beside = asyncio.create_task(self._go_on(loops))
        stopping = asyncio.create_task(self._stop.wait())
        keeping = asyncio.create_task(self._leases.keep() if self._leases else asyncio.Event().wait())
        try:
            await asyncio.wait({connection, keeping, stopping}, return_when=asyncio.FIRST_COMPLETED)
            if ended := next((task for task in (keeping, connection) if task.done()), None):
                ended.result()
            else:
                _log.info("Stopping: finishing what is being answered and sent.")
                beside.cancel()
                await asyncio.wait({beside})
                await self._drain()
        finally:
            for task in (beside, keeping, stopping):
                task.cancel()
            await asyncio.wait({beside, keeping, stopping})
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
