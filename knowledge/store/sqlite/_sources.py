"""Which live sources are there, and how does each stand?"""

from collections.abc import Iterable, Mapping

import aiosqlite
import msgspec

from knowledge.errors import LimitError
from knowledge.sources.kept import Kept, SourceRecord, SourceSpec, SourceState
from knowledge.store.rules import MOST_SOURCES
from knowledge.store.sqlite._connection import Connection, change, count
from knowledge.store.sqlite._documents import forget_documents, save_documents
from knowledge.store.sqlite._failures import translate_errors

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


class SQLiteSources:
    """The embedded `Sources`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def find(self) -> tuple[SourceRecord, ...]:
        """Return all that is known of sources, sorted by name."""
        rows = await self._connection.fetch_rows(_FIND)
        with translate_errors(self._connection.file):
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
        async with self._connection.transaction() as connection:
            if await count(connection, _COUNT, spec.name) >= MOST_SOURCES:
                reason = f"There are {MOST_SOURCES} sources already."
                raise LimitError("sources", MOST_SOURCES, reason, "Remove one first.")
            await change(connection, _ADD, spec.name, msgspec.json.encode(spec))

    async def pause(self, name: str, *, paused: bool) -> None:
        """Keep whether a source is paused."""
        await self._connection.change(_PAUSE, name, int(paused))

    async def remove(self, name: str) -> bool:
        """Forget a source with all its articles; False where it was not there."""
        async with self._connection.transaction() as connection:
            await forget_documents(connection, name)
            return await change(connection, _REMOVE, name) > 0

    async def keep_round(
        self, name: str, state: SourceState, kept: Iterable[Kept], contents: Mapping[str, bytes]
    ) -> None:
        """Keep what came of one look at a source, in one transaction; see `Sources.keep_round`."""
        async with self._connection.transaction() as connection:
            await _save_state(connection, name, state)
            await save_documents(connection, kept, contents)


async def _save_state(connection: aiosqlite.Connection, name: str, state: SourceState) -> None:
    await change(connection, _SAVE_STATE, name, msgspec.json.encode(state))
