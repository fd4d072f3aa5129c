"""Whose turn is it? All parts of a store share one connection, which does one transaction at a time."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Iterable, Sequence
from contextlib import AbstractContextManager, asynccontextmanager
from datetime import datetime
from pathlib import Path

import aiosqlite

from knowledge.errors import StoreError
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
        # One connection, so one transaction at a time: nobody may read another task's half-done one.
        self._turn = asyncio.Lock()

    async def fetch_rows(self, sql: str, *values: Value) -> list[Row]:
        """Return what a query finds."""
        async with self._turn:
            with self.translate_errors():
                return [dict(row) for row in await self._connection.execute_fetchall(sql, values)]

    def translate_errors(self) -> AbstractContextManager[None]:
        """Raise what goes wrong inside as a `StoreError` that names the file."""
        return translate_errors(self._file)

    @asynccontextmanager
    async def transaction(self) -> AsyncGenerator[Transaction]:
        """Do all that is inside, or nothing; a store that was opened for reading refuses."""
        if not self.writes:
            raise StoreError(
                f"The store {self.place} was opened for reading only.",
                "Leave writing to the process that opened it for writing.",
            )
        async with self._turn:
            with self.translate_errors():
                try:
                    # At once, so that nothing that is read in here can be outdated when it is written.
                    await self._connection.execute("BEGIN IMMEDIATE")
                    yield _SQLiteTransaction(self._connection, self._file, self.now)
                    await self._connection.commit()
                except BaseException:
                    # Also when the task is cancelled: what it had sent off still runs, and this after it.
                    await self._connection.rollback()
                    raise

    @asynccontextmanager
    async def snapshot(self) -> AsyncGenerator[Transaction]:
        """Read inside what was kept at one moment; nobody can write meanwhile."""
        async with self._turn:
            with self.translate_errors():
                await self._connection.execute("BEGIN")
                try:
                    yield _SQLiteTransaction(self._connection, self._file, self.now)
                finally:
                    await self._connection.rollback()

    async def close(self) -> None:
        """End the connection and its thread, after all that was begun; the lock ends with `open_store`."""
        with self.translate_errors():
            await self._connection.close()
