"""What do models make of passages? Their vectors, by model and by what was encoded."""

import json
from collections.abc import Collection, Mapping

import msgspec

from knowledge.store.sql._connection import Connection

# Keys come as one JSON list: SQLite takes only so many parameters.
_FIND = "SELECT key, bytes FROM vector WHERE model = ? AND key IN (SELECT value FROM json_each(?))"
_KEEP = """
    INSERT INTO vector (model, key, bytes) VALUES (?, ?, ?)
    ON CONFLICT (model, key) DO UPDATE SET bytes = excluded.bytes
"""
_FORGET = "DELETE FROM vector WHERE model <> ? OR key NOT IN (SELECT value FROM json_each(?))"


class SQLVectors:
    """The `Vectors` of a database that speaks SQL."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def find(self, model_id: str, keys: Collection[str]) -> dict[str, bytes]:
        """Return what is kept of a model's vectors under these keys."""
        rows = await self._connection.fetch_rows(_FIND, model_id, json.dumps(list(keys)))
        with self._connection.translate_errors():
            return msgspec.convert({row["key"]: row["bytes"] for row in rows}, dict[str, bytes])

    async def keep(self, model_id: str, vectors: Mapping[str, bytes]) -> None:
        """Keep a model's vectors, in place of what was kept under these keys."""
        await self._connection.change_each(_KEEP, [(model_id, *each) for each in vectors.items()])

    async def forget(self, model_id: str, but: Collection[str]) -> None:
        """Forget all vectors but those of this model under these keys."""
        await self._connection.change(_FORGET, model_id, json.dumps(list(but)))
