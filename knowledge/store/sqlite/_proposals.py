"""What was proposed, and is yet to be confirmed?"""

import msgspec

from knowledge.sources.proposals import Proposal
from knowledge.store.sqlite._connection import Connection, stamp
from knowledge.store.sqlite._failures import translate_errors

_ADD = "INSERT OR REPLACE INTO proposal (key, body, made_at) VALUES (?, ?, ?)"
_GET = "SELECT body FROM proposal WHERE key = ?"
_REMOVE = "DELETE FROM proposal WHERE key = ?"


class SQLiteProposals:
    """The embedded `Proposals`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def add(self, key: str, proposal: Proposal) -> None:
        """Keep a proposal for a day at least."""
        made_at = stamp(self._connection.now())
        await self._connection.change(_ADD, key, msgspec.json.encode(proposal), made_at)

    async def get(self, key: str) -> Proposal | None:
        """Return a proposal; None where it is not kept any more."""
        body = await self._connection.fetch_value(bytes, _GET, key)
        with translate_errors(self._connection.file):
            return msgspec.json.decode(body, type=Proposal) if body else None

    async def remove(self, key: str) -> None:
        """Forget a proposal."""
        await self._connection.change(_REMOVE, key)
