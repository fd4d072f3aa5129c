"""Which process has which shards? The shared store says it; who finds one held waits for its end."""

import asyncio
import logging
import os
import secrets
import socket
from collections.abc import Awaitable, Callable, Mapping
from random import uniform

from bot.clock import Clock
from knowledge.counting import count
from knowledge.errors import KnowledgeError, StoreError
from knowledge.notices.share import Share
from knowledge.store import Leases

_log = logging.getLogger(__name__)

_LEASE_SECONDS = 30.0
"""For how long they are held without a word: a process that has died does not say so."""
_RENEWED_SECONDS = 5.0, 9.0
"""How often they are held for longer: three times before they lapse."""
_TRIED_SECONDS = 4.0, 6.0
"""How often a stand-by tries."""
_RELEASE_SECONDS = 2.0
_ALL = "shards"
"""The lease that says how they are divided: processes that number them differently must not mix."""


class ShardsLostError(Exception):
    """Another process has shards that were this one's."""


class ShardLeases:
    """The shards of one process, among others that run on the same store."""

    def __init__(
        self, leases: Leases, share: Share | None, clock: Clock, renew: Callable[[], Awaitable[None]]
    ) -> None:
        """Have a share, or all of them. `renew` reads anew what other processes may have changed."""
        self._leases = leases
        self._share = share
        self._clock = clock
        self._renew = renew
        self._holder = f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(4)}"
        self.refusal = ""
        """Why this process is a stand-by; nothing where it is none."""

    async def claim(self) -> None:
        """Hold them, being a stand-by for as long as another process does."""
        while refusal := await self._find_refusal():
            if refusal != self.refusal:
                _log.warning("This process stands by for the %s: %s", self, refusal)
            self.refusal = refusal
            await self._clock.sleep(uniform(*_TRIED_SECONDS))  # noqa: S311  no secret
        if self.refusal:
            _log.info("This process has the %s now.", self)
        self.refusal = ""

    async def keep(self) -> None:
        """Hold them for longer, again and again. Raises ShardsLostError where another process has them.

        A process that cannot reach the store goes on answering while another one may have them already: of
        what both answer, Discord takes the first.
        """
        while True:
            await self._clock.sleep(uniform(*_RENEWED_SECONDS))  # noqa: S311  no secret
            try:
                others = await self._ask()
            except StoreError:
                continue  # which whoever looks at the store logs
            if others:
                raise ShardsLostError(_describe(others))

    async def release(self) -> None:
        """Let another process have them at once."""
        try:
            async with asyncio.timeout(_RELEASE_SECONDS):
                await self._leases.release(self._holder)
        except (StoreError, TimeoutError):
            _log.info("Others have the %s in %s.", self, count(_LEASE_SECONDS, "second"))

    async def _find_refusal(self) -> str:
        """Say why they are not this process's; nothing where they are, and all of them is known."""
        try:
            others = await self._ask()
            if not others:
                await self._renew()
                others = await self._ask()  # for that may have taken longer than they are held
        except KnowledgeError as error:
            return str(error)
        return _describe(others) if others else ""

    async def _ask(self) -> Mapping[str, str]:
        """Hold them for a while from now; return which others hold, and who."""
        share, claim = self._share, self._leases.claim
        if share is None:
            return await claim([_ALL], self._holder, _LEASE_SECONDS)
        others = await claim([_ALL], f"processes with {count(share.of, 'shard')}", _LEASE_SECONDS)
        names = [f"shard {each}/{share.of}" for each in share.shards]
        return others or await claim(names, self._holder, _LEASE_SECONDS)

    def __str__(self) -> str:
        """Name them."""
        return f"shards {self._share}" if self._share else "shards"


def _describe(others: Mapping[str, str]) -> str:
    name, holder = next(iter(others.items()))
    return f"{name} held by {holder}"
