"""What was proposed, and is yet to be confirmed?"""

import msgspec

from knowledge.sources.proposals import Proposal
from knowledge.store.sql._connection import Connection, stamp

_ADD = """
    INSERT INTO proposal (key, body, made_at) VALUES (?, ?, ?)
    ON CONFLICT (key) DO UPDATE SET body = excluded.body, made_at = excluded.made_at
"""
_GET = "SELECT body FROM proposal WHERE key = ?"
_REMOVE = "DELETE FROM proposal WHERE key = ?"


class SQLProposals:
    """The `Proposals` of a database that speaks SQL."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def add(self, key: str, proposal: Proposal) -> None:
        """Keep a proposal for a day at least."""
        made_at = stamp(self._connection.now())
        await self._connection.change(_ADD, key, msgspec.json.encode(proposal), made_at)

    async def get(self, key: str) -> Proposal | None:
        """Return a proposal; None where it is not kept any more."""
        body = await self._connection.fetch_value(bytes, _GET, key)
        with self._connection.translate_errors():
            return msgspec.json.decode(body, type=Proposal) if body else None

    async def remove(self, key: str) -> None:
        """Forget a proposal."""
        await self._connection.change(_REMOVE, key)
