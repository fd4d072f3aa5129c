"""Which articles came from live sources, or were handed in? Each with the bytes of all its versions."""

import json
from collections.abc import Collection, Iterable, Mapping

import msgspec

from knowledge.sources.kept import Kept
from knowledge.store.sql._connection import Connection, Transaction

_FIND = "SELECT body FROM document WHERE CAST(? AS TEXT) IS NULL OR source = ? ORDER BY number"
_FIND_SERVED = "SELECT body FROM document WHERE removed = 0 ORDER BY source, identity"
# Hashes come as one JSON list: SQLite takes only so many parameters.
_READ = "SELECT sha256, bytes FROM content WHERE sha256 IN (SELECT value FROM json_each(?))"
_ADD_CONTENT = "INSERT INTO content (sha256, bytes) VALUES (?, ?) ON CONFLICT (sha256) DO NOTHING"
_SAVE = """
    INSERT INTO document (source, identity, body) VALUES (?, ?, ?)
    ON CONFLICT (source, identity) DO UPDATE SET body = excluded.body
"""
_NUMBER = "(SELECT number FROM document WHERE source = ? AND identity = ?)"
_FORGET_VERSIONS = f"DELETE FROM version WHERE document = {_NUMBER}"  # noqa: S608  no value is in there
_ADD_VERSION = f"INSERT INTO version (document, sha256) VALUES ({_NUMBER}, ?) ON CONFLICT DO NOTHING"  # noqa: S608
_SET_REMOVED = "UPDATE document SET removed = ? WHERE source = ? AND identity = ?"
_FORGET_SOURCE = "DELETE FROM document WHERE source = ?"
_PRUNE = "DELETE FROM content WHERE NOT EXISTS (SELECT 1 FROM version WHERE version.sha256 = content.sha256)"

_decode = msgspec.json.Decoder(Kept).decode


class SQLDocuments:
    """The `Documents` of a database that speaks SQL."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def find(self, source: str | None = None) -> tuple[Kept, ...]:
        """Return what is kept of all sources or of one, removed articles too, oldest first."""
        return await self._find(_FIND, source, source)

    async def find_served(self) -> tuple[Kept, ...]:
        """Return what is kept and not removed, sorted by source and identity."""
        return await self._find(_FIND_SERVED)

    async def read(self, hashes: Collection[str]) -> dict[str, bytes]:
        """Return the bytes with these SHA-256, as far as they are kept."""
        rows = await self._connection.fetch_rows(_READ, json.dumps(list(hashes)))
        with self._connection.translate_errors():
            return msgspec.convert({row["sha256"]: row["bytes"] for row in rows}, dict[str, bytes])

    async def save(self, kept: Kept, data: bytes) -> None:
        """Keep an article with its bytes, in place of the one with the same identity, and serve it."""
        async with self._connection.transaction() as transaction:
            await save_documents(transaction, (kept,), {kept.version.sha256: data})
            await transaction.change(_SET_REMOVED, 0, kept.source, kept.identity)

    async def remove(self, source: str, identity: str) -> bool:
        """Serve an article no more, and know it still; False where it was not there."""
        return await self._connection.change(_SET_REMOVED, 1, source, identity) > 0

    async def _find(self, sql: str, *values: str | None) -> tuple[Kept, ...]:
        rows = await self._connection.fetch_rows(sql, *values)
        with self._connection.translate_errors():
            return tuple(_decode(row["body"]) for row in rows)


async def save_documents(
    transaction: Transaction, documents: Iterable[Kept], contents: Mapping[str, bytes]
) -> None:
    """Keep articles inside a transaction, with such bytes as are new."""
    await transaction.change_each(_ADD_CONTENT, list(contents.items()))
    for kept in documents:
        key = kept.source, kept.identity
        await transaction.change(_SAVE, *key, msgspec.json.encode(kept))
        await transaction.change(_FORGET_VERSIONS, *key)
        versions = [*kept.earlier, kept.version]
        await transaction.change_each(_ADD_VERSION, [(*key, each.sha256) for each in versions])
    await transaction.change(_PRUNE)


async def forget_documents(transaction: Transaction, source: str) -> None:
    """Forget all articles of a source inside a transaction."""
    await transaction.change(_FORGET_SOURCE, source)
    await transaction.change(_PRUNE)
