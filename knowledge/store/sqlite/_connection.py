"""Whose turn is it? All parts of a store share one connection, which does one transaction at a time."""

import asyncio
import sqlite3
from collections.abc import AsyncGenerator, Callable, Iterable, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeAlias, TypeVar

import aiosqlite
import msgspec

from knowledge.errors import StoreError
from knowledge.store.sqlite._failures import translate_errors

T = TypeVar("T")
Value: TypeAlias = str | int | bytes | None


class Connection:
    """The one connection to the file; what goes wrong on it is a `StoreError` with its cure."""

    def __init__(
        self, connection: aiosqlite.Connection, file: Path, clock: Callable[[], datetime], *, write: bool
    ) -> None:
        self._connection = connection
        self.file = file
        self._clock = clock
        self.writes = write
        """Whether this process may write to it."""
        # One connection, so one transaction at a time: nobody may read another task's half-done one.
        self._turn = asyncio.Lock()

    def now(self) -> datetime:
        """Say what time it is, in UTC."""
        return self._clock().astimezone(UTC)

    async def fetch_rows(self, sql: str, *values: Value) -> list[sqlite3.Row]:
        """Return what a query finds."""
        async with self._turn:
            with translate_errors(self.file):
                return list(await self._connection.execute_fetchall(sql, values))

    async def fetch(self, form: type[T], sql: str, *values: Value) -> tuple[T, ...]:
        """Return what a query finds, each row as a thing whose fields are called like the columns."""
        rows = await self.fetch_rows(sql, *values)
        with translate_errors(self.file):
            return tuple(read_row(row, form) for row in rows)

    async def fetch_value(self, form: type[T], sql: str, *values: Value) -> T | None:
        """Return the one value that a query finds; None where it finds nothing."""
        rows = await self.fetch_rows(sql, *values)
        with translate_errors(self.file):
            return msgspec.convert(rows[0][0], form) if rows else None

    async def change(self, sql: str, *values: Value) -> int:
        """Make one change as a transaction of its own, and return in how many rows."""
        async with self.transaction() as connection:
            return await change(connection, sql, *values)

    async def change_each(self, sql: str, rows: Iterable[Sequence[Value]]) -> None:
        """Make a change with each of some rows of values, in one transaction."""
        async with self.transaction() as connection:
            await connection.executemany(sql, rows)

    @asynccontextmanager
    async def transaction(self) -> AsyncGenerator[aiosqlite.Connection]:
        """Do all that is inside, or nothing; a store that was opened for reading refuses."""
        if not self.writes:
            raise StoreError(
                f"The store {self.file} was opened for reading only.",
                "Leave writing to the process that opened it for writing.",
            )
        async with self._turn:
            with translate_errors(self.file):
                try:
                    # At once, so that nothing that is read in here can be outdated when it is written.
                    await self._connection.execute("BEGIN IMMEDIATE")
                    yield self._connection
                    await self._connection.commit()
                except BaseException:
                    # Also when the task is cancelled: what it had sent off still runs, and this after it.
                    await self._connection.rollback()
                    raise

    async def close(self) -> None:
        """End the connection and its thread, after all that was begun."""
        with translate_errors(self.file):
            await self._connection.close()


async def change(connection: aiosqlite.Connection, sql: str, *values: Value) -> int:
    """Make a change, inside a transaction, and return in how many rows."""
    async with connection.execute(sql, values) as cursor:
        return cursor.rowcount


async def count(connection: aiosqlite.Connection, sql: str, *values: Value) -> int:
    """Return the number that a query finds, inside a transaction."""
    ((number,),) = await connection.execute_fetchall(sql, values)
    return number


def read_row(row: sqlite3.Row, form: type[T]) -> T:
    """Return a row as a thing whose fields are called like the columns.

    It is checked like input: in a damaged file a text may have become a number.
    """
    # Not strict, for truth is kept as 0 or 1.
    return msgspec.convert(dict(row), form, strict=False)


def stamp(moment: datetime) -> str:
    """Write a time so that texts are ordered as the times are."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")
