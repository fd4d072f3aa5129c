"""What does the bot know of itself? Small facts under their keys."""

import aiosqlite
import msgspec

from knowledge.store.rules import WITHDRAWN, remember_withdrawn
from knowledge.store.sqlite._connection import Connection

_RECALL = "SELECT value FROM fact WHERE key = ?"
_REMEMBER = """
    INSERT INTO fact (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value
"""
_FORGET = "DELETE FROM fact WHERE key = ?"


class SQLiteFacts:
    """The embedded `Facts`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def recall(self, key: str) -> str | None:
        """Return a fact, or None."""
        return await self._connection.fetch_value(str, _RECALL, key)

    async def remember(self, key: str, value: str) -> None:
        """Keep a fact in place of what was kept under this key."""
        await self._connection.change(_REMEMBER, key, value)


async def keep_withdrawn(connection: aiosqlite.Connection, fingerprint: str) -> None:
    """Keep, inside a transaction, that the head with this fingerprint is withdrawn."""
    rows = list(await connection.execute_fetchall(_RECALL, (WITHDRAWN,)))
    remembered = msgspec.convert(rows[0]["value"], str) if rows else None
    await connection.execute(_REMEMBER, (WITHDRAWN, remember_withdrawn(remembered, fingerprint)))


async def forget_withdrawn(connection: aiosqlite.Connection) -> None:
    """Forget, inside a transaction, what was withdrawn."""
    await connection.execute(_FORGET, (WITHDRAWN,))
