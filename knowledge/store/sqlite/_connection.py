"""How is the file spoken to? Over one connection, which all parts of a store share."""

from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path

import aiosqlite

from knowledge.store.sql import Connection, Row, Transaction, Value
from knowledge.store.sqlite._failures import translate_errors


class _SQLiteTransaction(Transaction):
    """A transaction on the one connection."""

    def __init__(self, connection: aiosqlite.Connection, file: Path, now: Callable[[], datetime]) -> None:
        self._connection = connection
        self._file = file
        self._now = now

    async def fetch_rows(self, sql: str, *values: Value) -> list[Row]:
        """Return what a query finds."""
        return [dict(row) for row in await self._connection.execute_fetchall(sql, values)]

    async def change(self, sql: str, *values: Value) -> int:
        """Make a change, and return in how many rows."""
        async with self._connection.execute(sql, values) as cursor:
            return cursor.rowcount

    async def change_each(self, sql: str, rows: Iterable[Sequence[Value]]) -> None:
        """Make a change with each of some rows of values."""
        await self._connection.executemany(sql, rows)

    async def get_time(self) -> datetime:
        """Say what time it is for the one process that writes."""
        return self._now()

    async def get_last_number(self, table: str) -> int:
        """Return the highest number that a row of a table has ever had."""
        given = "coalesce((SELECT seq FROM sqlite_sequence WHERE name = ?), 0)"
        # Tables that may give the number of a row that is gone once more are not in there.
        there = f"coalesce((SELECT max(number) FROM {table}), 0)"  # noqa: S608  a name of ours
        return await self.count(f"SELECT max({given}, {there})", table)

    async def set_last_number(self, table: str, number: int) -> None:
        """Let the next row of a table have a higher number than this, where SQLite remembers that."""
        await self.change("UPDATE sqlite_sequence SET seq = max(seq, ?) WHERE name = ?", number, table)
        await self.change(
            """
            INSERT INTO sqlite_sequence (name, seq) SELECT made.name, ? FROM sqlite_schema AS made
            WHERE made.name = ? AND made.sql LIKE '%AUTOINCREMENT%'
                AND NOT EXISTS (SELECT 1 FROM sqlite_sequence WHERE sqlite_sequence.name = made.name)
            """,
            number,
            table,
        )

    def translate_errors(self) -> AbstractContextManager[None]:
        """Raise what goes wrong inside as a `StoreError` that names the file."""
        return translate_errors(self._file)


class SQLiteConnection(Connection):
    """The one connection to the file."""

    is_shared = False

    def __init__(
        self, connection: aiosqlite.Connection, file: Path, clock: Callable[[], datetime], *, write: bool
    ) -> None:
        super().__init__(str(file), clock, write=write)
        self._file = file
        self._connection = connection
        self._transaction = _SQLiteTransaction(connection, file, self.now)

    def translate_errors(self) -> AbstractContextManager[None]:
        """Raise what goes wrong inside as a `StoreError` that names the file."""
        return translate_errors(self._file)

    async def close(self) -> None:
        """End the connection and its thread, after all that was begun; the lock ends with `open_store`."""
        with self.translate_errors():
            await self._connection.close()

    async def _fetch_rows(self, sql: str, values: Sequence[Value]) -> Sequence[Row]:
        return await self._transaction.fetch_rows(sql, *values)

    async def _begin(self) -> Transaction:
        # At once, so that nothing that is read in it can be outdated when it is written.
        await self._connection.execute("BEGIN IMMEDIATE")
        return self._transaction

    async def _begin_reading(self) -> Transaction:
        await self._connection.execute("BEGIN")
        return self._transaction

    async def _commit(self) -> None:
        await self._connection.commit()

    async def _roll_back(self) -> None:
        await self._connection.rollback()
