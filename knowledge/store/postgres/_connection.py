"""How is the database spoken to? Over one connection, which is made anew when it is lost."""

import time
from collections.abc import Awaitable, Callable, Iterable, Sequence
from contextlib import AbstractContextManager, suppress
from datetime import datetime
from itertools import islice
from typing import TYPE_CHECKING, Self, TypeVar

import asyncpg

from knowledge.store.address import Address
from knowledge.store.postgres._database import LOCK, open_database
from knowledge.store.postgres._dialect import encode, translate
from knowledge.store.postgres._failures import LOST, translate_errors
from knowledge.store.postgres._hints import WAKE, Hints
from knowledge.store.sql import Connection, Row, Transaction, Value

if TYPE_CHECKING:
    from knowledge.store.postgres._database import Database

T = TypeVar("T")

_CLOSE_SECONDS = 5.0
_PAUSE_SECONDS = 2.0
_BATCH_ROWS = 5_000
_SNAPSHOT = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
_SEQUENCE = "CAST(pg_get_serial_sequence(CAST(? AS TEXT), 'number') AS REGCLASS)"
_LAST_NUMBER = f"SELECT coalesce(pg_sequence_last_value({_SEQUENCE}), 0)"
_SET_NUMBER = f"SELECT setval({_SEQUENCE}, ?)"


class _PostgresTransaction(Transaction):
    """A transaction on the one connection."""

    def __init__(self, database: "Database", address: Address) -> None:
        self._database = database
        self._address = address

    async def fetch_rows(self, sql: str, *values: Value) -> list[Row]:
        """Return what a query finds."""
        return [dict(row) for row in await self._database.fetch(translate(sql), *encode(values))]

    async def change(self, sql: str, *values: Value) -> int:
        """Make a change, and return in how many rows."""
        told = await self._database.execute(translate(sql), *encode(values))  # such as "UPDATE 3"
        return int(told.rpartition(" ")[2])

    async def change_each(self, sql: str, rows: Iterable[Sequence[Value]]) -> None:
        """Make a change with each of some rows of values."""
        query, waiting = translate(sql), map(encode, rows)
        # Each time takes as long as one command may, however many rows there are.
        while batch := tuple(islice(waiting, _BATCH_ROWS)):
            await self._database.executemany(query, batch)

    async def get_time(self) -> datetime:
        """Say what time it is in the database."""
        return await self._database.fetchval("SELECT clock_timestamp()")

    async def get_last_number(self, table: str) -> int:
        """Return the highest number that a row of a table has ever had."""
        return await self.count(_LAST_NUMBER, table)

    async def set_last_number(self, table: str, number: int) -> None:
        """Let the next row of a table have a higher number than this."""
        if number:
            await self.fetch_rows(_SET_NUMBER, table, number)

    async def wake_others(self) -> None:
        """Let other processes that wait for a change look at once, as soon as all this is done."""
        await self._database.execute(WAKE)

    def translate_errors(self) -> AbstractContextManager[None]:
        """Raise what goes wrong inside as a `StoreError` that names the database."""
        return translate_errors(self._address)


class PostgresConnection(Connection):
    """The one connection to the database; one that is lost is made anew when it is needed next."""

    is_shared = True

    def __init__(
        self, database: "Database", address: Address, clock: Callable[[], datetime], *, write: bool
    ) -> None:
        super().__init__(str(address), clock, write=write)
        self._address = address
        self._database = database
        self._again_at = 0.0
        """When it may be connected to anew, by the monotonic clock."""
        self._hints = Hints(address.schema)

    @classmethod
    async def open(cls, address: Address, clock: Callable[[], datetime], *, write: bool) -> Self:
        """Connect, and see that all is there."""
        with translate_errors(address):
            return cls(await open_database(address, write=write), address, clock, write=write)

    def translate_errors(self) -> AbstractContextManager[None]:
        """Raise what goes wrong inside as a `StoreError` that names the database."""
        return translate_errors(self._address)

    async def wait(self, seconds: float, sleep: Callable[[float], Awaitable[None]]) -> None:
        """Wait so long, or until another process tells that it has changed what is served."""
        async with self._turn:
            try:
                await self._hints.listen(self._database)
            except LOST as error:  # whoever looks next connects anew, or says why that cannot be
                self._lose(error)
        await self._hints.wait(sleep(seconds))

    async def close(self) -> None:
        """End the connection, after all that was begun."""
        async with self._turn:
            with suppress(asyncpg.PostgresError, *LOST):
                await self._database.close(timeout=_CLOSE_SECONDS)

    async def _fetch_rows(self, sql: str, values: Sequence[Value]) -> Sequence[Row]:
        query, given = translate(sql), encode(values)
        return [dict(row) for row in await self._try(lambda database: database.fetch(query, *given))]

    async def _begin(self) -> Transaction:
        # All others wait, so that nothing that is read in it can be outdated when it is written.
        await self._try(lambda database: database.execute(f"BEGIN; {LOCK}"))
        return _PostgresTransaction(self._database, self._address)

    async def _begin_reading(self) -> Transaction:
        await self._try(lambda database: database.execute(_SNAPSHOT))
        return _PostgresTransaction(self._database, self._address)

    async def _commit(self) -> None:
        await self._database.execute("COMMIT")

    async def _roll_back(self) -> None:
        with suppress(asyncpg.PostgresError, *LOST):
            await self._database.execute("ROLLBACK")

    async def _try(self, ask: "Callable[[Database], Awaitable[T]]") -> T:
        """Ask what changes nothing; where the connection turns out to be lost, once more on a new one."""
        try:
            return await ask(self._database)
        except LOST as error:
            self._lose(error)
            if isinstance(error, TimeoutError):  # it would take as long once more, and others wait
                raise
        await self._reconnect()
        return await ask(self._database)

    async def _reconnect(self) -> None:
        if time.monotonic() < self._again_at:
            raise ConnectionError("it could not a moment ago")
        try:
            self._database = await open_database(self._address, write=self.writes)
        except LOST:
            self._pause()
            raise

    def _lose(self, error: BaseException) -> None:
        self._database.terminate()
        if isinstance(error, TimeoutError):
            self._pause()

    def _pause(self) -> None:
        # All who wait for their turn would try in vain, one after the other.
        self._again_at = time.monotonic() + _PAUSE_SECONDS
