"""How do the parts of a store speak to a database? In SQL that all of them understand, a row as a mapping.

A `?` stands for each value. A list comes as JSON, of which `json_each` makes rows whose column is `value`, a
text that may have to be cast. What holds for one database alone is left to its connection.
"""

import asyncio
from abc import ABC, abstractmethod
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager, asynccontextmanager
from datetime import UTC, datetime
from typing import Any, ClassVar, TypeAlias, TypeVar

import msgspec

from knowledge.errors import StoreError

T = TypeVar("T")
Value: TypeAlias = str | int | bytes | None
Row: TypeAlias = Mapping[str, Any]


class _Reader(ABC):
    """Finds what is kept."""

    @abstractmethod
    async def fetch_rows(self, sql: str, *values: Value) -> Sequence[Row]:
        """Return what a query finds."""

    @abstractmethod
    def translate_errors(self) -> AbstractContextManager[None]:
        """Raise what goes wrong inside as a `StoreError` that names the store."""

    async def fetch(self, form: type[T], sql: str, *values: Value) -> tuple[T, ...]:
        """Return what a query finds, each row as a thing whose fields are called like the columns."""
        rows = await self.fetch_rows(sql, *values)
        with self.translate_errors():
            return tuple(read_row(row, form) for row in rows)

    async def fetch_value(self, form: type[T], sql: str, *values: Value) -> T | None:
        """Return the one value that a query finds; None where it finds nothing."""
        rows = await self.fetch_rows(sql, *values)
        with self.translate_errors():
            return msgspec.convert(next(iter(rows[0].values())), form) if rows else None


class Transaction(_Reader):
    """What is done in it is done whole, or not at all; nobody else writes meanwhile."""

    @abstractmethod
    async def change(self, sql: str, *values: Value) -> int:
        """Make a change, and return in how many rows."""

    @abstractmethod
    async def change_each(self, sql: str, rows: Iterable[Sequence[Value]]) -> None:
        """Make a change with each of some rows of values."""

    @abstractmethod
    async def get_time(self) -> datetime:
        """Say what time it is for all who use the store, in UTC."""

    @abstractmethod
    async def get_last_number(self, table: str) -> int:
        """Return the highest number that a row of a table has ever had; 0 where there was none."""

    @abstractmethod
    async def set_last_number(self, table: str, number: int) -> None:
        """Let the next row of a table have a higher number than this."""

    async def wake_others(self) -> None:
        """Let other processes that wait for a change look at once, as soon as all this is done."""

    async def count(self, sql: str, *values: Value) -> int:
        """Return the number that a query finds."""
        return await self.fetch_value(int, sql, *values) or 0


class Connection(_Reader):
    """The one connection of all parts of a store; what goes wrong on it is a `StoreError` with its cure.

    It does one transaction at a time: nobody may read another task's half-done one.
    """

    is_shared: ClassVar[bool]
    """Whether several processes may write to the store."""

    def __init__(self, place: str, clock: Callable[[], datetime], *, write: bool) -> None:
        self.place = place
        """Where the store is, as errors name it."""
        self._clock = clock
        self.writes = write
        """Whether this process may write to it."""
        self._turn = asyncio.Lock()

    def now(self) -> datetime:
        """Say what time it is, in UTC."""
        return self._clock().astimezone(UTC)

    async def fetch_rows(self, sql: str, *values: Value) -> Sequence[Row]:
        """Return what a query finds."""
        async with self._turn:
            with self.translate_errors():
                return await self._fetch_rows(sql, values)

    @asynccontextmanager
    async def transaction(self) -> AsyncGenerator[Transaction]:
        """Do all that is inside, or nothing; a store that was opened for reading refuses."""
        if not self.writes:
            raise StoreError(
                f"The store {self.place} was opened for reading only.",
                "Leave writing to a process that opened it for writing.",
            )
        async with self._turn:
            with self.translate_errors():
                try:
                    yield await self._begin()
                    await self._commit()
                except BaseException:
                    # Also when the task is cancelled: what it had sent off still runs, and this after it.
                    await self._roll_back()
                    raise

    @asynccontextmanager
    async def snapshot(self) -> AsyncGenerator[Transaction]:
        """Read inside what was kept at one moment, whatever others change meanwhile; change nothing."""
        async with self._turn:
            with self.translate_errors():
                try:
                    yield await self._begin_reading()
                finally:
                    await self._roll_back()

    async def wait(self, seconds: float, sleep: Callable[[float], Awaitable[None]]) -> None:
        """Wait so long, or until it is known that another process has changed what is served."""
        await sleep(seconds)

    @abstractmethod
    async def close(self) -> None:
        """End the connection, after all that was begun."""

    @abstractmethod
    async def _fetch_rows(self, sql: str, values: Sequence[Value]) -> Sequence[Row]:
        """Return what a query finds, outside of a transaction."""

    @abstractmethod
    async def _begin(self) -> Transaction:
        """Begin a transaction in which nothing that is read can be outdated when it is written."""

    @abstractmethod
    async def _begin_reading(self) -> Transaction:
        """Begin a transaction that sees but what was kept at this moment."""

    @abstractmethod
    async def _commit(self) -> None:
        """Keep what was done in the transaction."""

    @abstractmethod
    async def _roll_back(self) -> None:
        """Undo what was done in the transaction, if one was begun."""

    async def change(self, sql: str, *values: Value) -> int:
        """Make one change as a transaction of its own, and return in how many rows."""
        async with self.transaction() as transaction:
            return await transaction.change(sql, *values)

    async def change_each(self, sql: str, rows: Iterable[Sequence[Value]]) -> None:
        """Make a change with each of some rows of values, in one transaction."""
        async with self.transaction() as transaction:
            await transaction.change_each(sql, rows)


def read_row(row: Row, form: type[T]) -> T:
    """Return a row as a thing whose fields are called like the columns.

    It is checked like input: in a damaged file a text may have become a number.
    """
    # Not strict, for truth is kept as 0 or 1.
    return msgspec.convert(dict(row), form, strict=False)


def stamp(moment: datetime) -> str:
    """Write a time so that texts are ordered as the times are."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")
