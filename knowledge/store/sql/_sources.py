"""Which live sources are there, and how does each stand?"""

from collections.abc import Iterable, Mapping

import msgspec

from knowledge.errors import LimitError
from knowledge.sources.kept import Kept, SourceRecord, SourceSpec, SourceState
from knowledge.store.rules import MOST_SOURCES
from knowledge.store.sql._connection import Connection, Transaction
from knowledge.store.sql._documents import forget_documents, save_documents

_FIND = "SELECT name, spec, paused, state FROM source ORDER BY name"
_COUNT = "SELECT count(*) FROM source WHERE spec IS NOT NULL AND name <> ?"
_ADD = """
    INSERT INTO source (name, spec) VALUES (?, ?)
    ON CONFLICT (name) DO UPDATE SET spec = excluded.spec, paused = 0
"""
_PAUSE = """
    INSERT INTO source (name, paused) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET paused = excluded.paused
"""
_REMOVE = "DELETE FROM source WHERE name = ?"
_SAVE_STATE = """
    INSERT INTO source (name, state) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET state = excluded.state
"""


class SQLSources:
    """The `Sources` of a database that speaks SQL."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def find(self) -> tuple[SourceRecord, ...]:
        """Return all that is known of sources, sorted by name."""
        rows = await self._connection.fetch_rows(_FIND)
        with self._connection.translate_errors():
            return tuple(
                SourceRecord(
                    row["name"],
                    msgspec.json.decode(row["spec"], type=SourceSpec) if row["spec"] else None,
                    bool(row["paused"]),
                    msgspec.json.decode(row["state"], type=SourceState) if row["state"] else SourceState(),
                )
                for row in rows
            )

    async def add(self, spec: SourceSpec) -> None:
        """Keep a source in place of one with its name; it goes on where that was paused."""
        async with self._connection.transaction() as transaction:
            if await transaction.count(_COUNT, spec.name) >= MOST_SOURCES:
                reason = f"There are {MOST_SOURCES} sources already."
                raise LimitError("sources", MOST_SOURCES, reason, "Remove one first.")
            await transaction.change(_ADD, spec.name, msgspec.json.encode(spec))

    async def pause(self, name: str, *, paused: bool) -> None:
        """Keep whether a source is paused."""
        await self._connection.change(_PAUSE, name, int(paused))

    async def remove(self, name: str) -> bool:
        """Forget a source with all its articles; False where it was not there."""
        async with self._connection.transaction() as transaction:
            await forget_documents(transaction, name)
            return await transaction.change(_REMOVE, name) > 0

    async def keep_round(
        self, name: str, state: SourceState, kept: Iterable[Kept], contents: Mapping[str, bytes]
    ) -> None:
        """Keep what came of one look at a source, in one transaction; see `Sources.keep_round`."""
        async with self._connection.transaction() as transaction:
            await _save_state(transaction, name, state)
            await save_documents(transaction, kept, contents)


async def _save_state(transaction: Transaction, name: str, state: SourceState) -> None:
    await transaction.change(_SAVE_STATE, name, msgspec.json.encode(state))
