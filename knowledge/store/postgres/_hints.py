"""Has another process just changed what is served? It says so, to all that listen and are connected.

That is a hint and no more: whoever is not told finds out by looking. It holds nothing, and comes on a channel
that is called like the schema, so that who listens to other stores of the database sleeps on.
"""

import asyncio
import logging
from collections.abc import Awaitable
from typing import TYPE_CHECKING, Final

import asyncpg

from knowledge.store.postgres._failures import LOST

if TYPE_CHECKING:
    from knowledge.store.postgres._database import Database

_log = logging.getLogger(__name__)

WAKE: Final = "SELECT pg_notify(current_schema(), '')"
"""Wakes all that listen, once the transaction is done; all that do so wait for one another to commit."""


class Hints:
    """What this process hears of the others."""

    def __init__(self, channel: str) -> None:
        self._channel = channel
        self._told = asyncio.Event()
        self._asked: Database | None = None
        """The connection on which it listens, or was refused to."""
        self._is_refused = False

    async def listen(self, database: "Database") -> None:
        """Listen on a connection that nobody uses meanwhile; on a new one, anew. Raises what loses it."""
        if self._asked is database or database.is_closed():
            return
        try:
            await database.add_listener(self._channel, self._hear)
        except LOST:
            raise
        except asyncpg.PostgresError as error:
            if not self._is_refused:
                _log.info("What other processes publish is seen a little later: %s.", error)
            self._is_refused = True
        self._asked = database

    async def wait(self, pause: Awaitable[None]) -> None:
        """Wait until it is told something, or the pause is over."""
        waits = asyncio.ensure_future(pause), asyncio.ensure_future(self._told.wait())
        try:
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for each in waits:
                each.cancel()
        self._told.clear()

    def _hear(self, *_: object) -> None:
        self._told.set()
