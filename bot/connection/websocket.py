"""What is heard from Discord's gateway? discord.py's connection, which also notices that it is half dead."""

import logging
import time
from typing import Any

import aiohttp
from discord.gateway import DiscordWebSocket, ReconnectWebSocket

_log = logging.getLogger(__name__)

_INTERVALS = 2
"""After so many without an acknowledged heartbeat the connection is given up."""
_NOT_UNDERSTOOD = (LookupError, TypeError, ValueError, AttributeError, AssertionError)
"""What discord.py raises over an event that is not as it expects."""


class Gateway(DiscordWebSocket):
    """One connection, from its HELLO to its end."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse, **others: Any) -> None:
        """Listen for what makes the connection a good one."""
        super().__init__(socket, **others)
        self._good = [self.wait_for(event, lambda _: True) for event in ("READY", "RESUMED")]

    @property
    def is_good(self) -> bool:
        """Whether Discord has begun the session, or gone on with it."""
        return any(each.done() for each in self._good)

    async def poll_event(self) -> None:
        """Take what comes next, and end a connection whose heartbeats are not acknowledged any more.

        discord.py alone takes any frame for a sign of life.
        """
        await super().poll_event()
        beats = self._keep_alive
        if beats is None or beats.interval is None:
            return
        # The library tells the time of the last acknowledgement in no other way.
        silent = time.perf_counter() - beats._last_ack  # noqa: SLF001 # pyright: ignore[reportPrivateUsage]
        if silent > _INTERVALS * beats.interval:
            _log.warning(
                "Discord acknowledges no heartbeat of shard %s; it is connected anew.", self.shard_id
            )
            await self.close()
            raise ReconnectWebSocket(self.shard_id)

    async def received_message(self, msg: Any, /) -> None:
        """Take one message; one that cannot be understood is left out, and ends no connection."""
        try:
            await super().received_message(msg)
        except _NOT_UNDERSTOOD as error:
            _log.warning("Something that Discord sent is left out (%s: %.200s).", type(error).__name__, error)

    async def identify(self) -> None:
        """Begin a session."""
        await self._close_on_failure(super().identify())

    async def resume(self) -> None:
        """Go on with a session."""
        await self._close_on_failure(super().resume())

    async def _close_on_failure(self, sending: Any) -> None:
        """Leave no thread that keeps a connection alive which nobody has."""
        try:
            await sending
        except BaseException:
            await self.close()
            raise
