"""Whose turn is it? So many requests at once in all, one at a host, and none while a host asks for rest."""

import asyncio
from collections import OrderedDict
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from weakref import WeakValueDictionary

from knowledge.sources.fetching._result import Clock, FetchError

_MOST_HOSTS = 1_000
"""How many are remembered: a feed may name any number of them."""


class Turns:
    """Gives turns, one after the other at each host."""

    def __init__(self, at_once: int, clock: Clock) -> None:
        self._all = asyncio.Semaphore(at_once)
        self._hosts: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._free_at: OrderedDict[str, tuple[datetime, datetime]] = OrderedDict()
        """From when to when each host rests."""
        self._clock = clock

    @asynccontextmanager
    async def take(self, host: str, pause: float) -> AsyncGenerator[None]:
        """Wait for a turn at a host, and keep it free for `pause` seconds afterwards.

        Raises FetchError where the host has asked for rest.
        """
        lock = self._hosts.setdefault(host, asyncio.Lock())
        # The host's turn comes first: who waits for a slow host must not take the others' turns.
        async with lock:
            wait = self._seconds_until_free(host)
            if wait > pause:
                reason = f"is at {host}, which asked for fewer requests"
                raise FetchError(reason, "It is asked again later.", retry_after=wait)
            await self._clock.sleep(wait)
            try:
                async with self._all:
                    yield
            finally:
                if pause:
                    self.rest(host, pause)

    def rest(self, host: str, seconds: float) -> None:
        """Ask a host nothing for so many seconds."""
        seconds = max(seconds, self._seconds_until_free(host))
        now = self._clock.now()
        self._free_at.pop(host, None)
        self._free_at[host] = now, now + timedelta(seconds=seconds)
        if len(self._free_at) > _MOST_HOSTS:
            self._free_at.popitem(last=False)

    def _seconds_until_free(self, host: str) -> float:
        now = self._clock.now()
        since, until = self._free_at.get(host, (now, now))
        # A clock that has been set back would let it rest for as long again.
        return max(0.0, (until - now).total_seconds()) if since <= now else 0.0
