"""Whose turn is it to begin a session? Discord takes so many in five seconds, of all processes together.

A turn is a lease that nobody gives back: one of a process that has died counts, too.
"""

import logging
import secrets
from random import uniform

from bot.clock import Clock
from knowledge.errors import StoreError
from knowledge.store import Leases

_log = logging.getLogger(__name__)

_SECONDS = 5.5
"""How long a turn is: what Discord wants, and what an IDENTIFY may take to arrive there."""
_TRIED_SECONDS = 0.5, 1.5
"""How often it is asked for."""


class Slots:
    """The turns of one process, among others that run on the same store."""

    def __init__(self, leases: Leases, clock: Clock) -> None:
        """Have no turn yet."""
        self._leases = leases
        self._clock = clock
        self._holder = ""

    def begin(self) -> None:
        """Begin to wait for another turn."""
        self._holder = secrets.token_hex(8)

    async def hold(self, number: int) -> None:
        """Have a turn from now on, of those with this number, or wait for it.

        Where the store cannot be asked, it is had: Discord itself refuses what is too much.
        """
        while True:
            try:
                others = await self._leases.claim([f"identify {number}"], self._holder, _SECONDS)
            except StoreError as error:
                _log.warning("Whether another process begins a session is not known: %s", error)
                return
            if not others:
                return
            await self._clock.sleep(uniform(*_TRIED_SECONDS))  # noqa: S311  no secret
