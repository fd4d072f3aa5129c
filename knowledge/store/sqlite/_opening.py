"""How is the embedded store opened?"""

import asyncio
import sqlite3
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager, nullcontext
from datetime import UTC, datetime, timedelta
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Final

import aiosqlite

from knowledge.store.rules import REMEMBERED
from knowledge.store.sql import SQLStore
from knowledge.store.sqlite._connection import SQLiteConnection
from knowledge.store.sqlite._database import FILE, open_database, open_empty, read_schema
from knowledge.store.sqlite._lock import lock_folder

_MEMORY: Final = Path(":memory:")


def _now() -> datetime:
    return datetime.now(UTC)


@asynccontextmanager
async def open_store(
    folder: Path,
    *,
    write: bool = True,
    clock: Callable[[], datetime] = _now,
    retention_days: int = REMEMBERED.days,
    schema: Traversable | None = None,
) -> AsyncGenerator[SQLStore]:
    """Open the store of a data folder, as its one writer or as one of any number of readers.

    A writer makes what is missing and brings an older schema up to date; a reader changes nothing, and
    sees an empty store where nothing was ever stored. Raises `StoreBusyError`, `StoreDamagedError`,
    `StoreTooNewError` or another `StoreError`. What was asked is kept for `retention_days`. `schema` is the
    folder of migrations, for tests.
    """
    file, migrations = folder / FILE, read_schema(schema)
    with lock_folder(folder) if write else nullcontext():
        database = await asyncio.to_thread(open_database, file, migrations, write=write)
        async with _serve(database, file, clock, retention_days, write=write) as store:
            yield store


@asynccontextmanager
async def open_memory(
    *, clock: Callable[[], datetime] = _now, retention_days: int = REMEMBERED.days
) -> AsyncGenerator[SQLStore]:
    """Open a new store that is on no disk, and gone when it is closed."""
    database = open_empty(read_schema(), write=True)
    async with _serve(database, _MEMORY, clock, retention_days, write=True) as store:
        yield store


@asynccontextmanager
async def _serve(
    database: sqlite3.Connection,
    file: Path,
    clock: Callable[[], datetime],
    retention_days: int,
    *,
    write: bool,
) -> AsyncGenerator[SQLStore]:
    # The connection's own thread gets a database that is open: a failure would leave that thread behind.
    connection = await aiosqlite.Connection(lambda: database, iter_chunk_size=64)
    store = SQLStore(SQLiteConnection(connection, file, clock, write=write), timedelta(days=retention_days))
    try:
        yield store
    finally:
        await store.close()
