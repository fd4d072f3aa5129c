"""What does the bot know of itself? Small facts under their keys."""

from knowledge.store.rules import WITHDRAWN, remember_withdrawn
from knowledge.store.sql._connection import Connection, Transaction

_RECALL = "SELECT value FROM fact WHERE key = ?"
_REMEMBER = """
    INSERT INTO fact (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value
"""
_FORGET = "DELETE FROM fact WHERE key = ?"


class SQLFacts:
    """The `Facts` of a database that speaks SQL."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def recall(self, key: str) -> str | None:
        """Return a fact, or None."""
        return await self._connection.fetch_value(str, _RECALL, key)

    async def remember(self, key: str, value: str) -> None:
        """Keep a fact in place of what was kept under this key."""
        await self._connection.change(_REMEMBER, key, value)


async def keep_withdrawn(transaction: Transaction, fingerprint: str) -> None:
    """Keep, inside a transaction, that the head with this fingerprint is withdrawn."""
    remembered = await transaction.fetch_value(str, _RECALL, WITHDRAWN)
    await transaction.change(_REMEMBER, WITHDRAWN, remember_withdrawn(remembered, fingerprint))


async def forget_withdrawn(transaction: Transaction) -> None:
    """Forget, inside a transaction, what was withdrawn."""
    await transaction.change(_FORGET, WITHDRAWN)
