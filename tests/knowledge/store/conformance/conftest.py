"""What must every store do? These tests ask it of each `Engine`, and know no store otherwise."""

from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Protocol, TypeAlias

import asyncpg
import pytest

from knowledge.store import Address, KnowledgeStore, open_memory, open_store

Clock: TypeAlias = Callable[[], datetime]
Opened: TypeAlias = AbstractAsyncContextManager[KnowledgeStore]


class Engine(Protocol):
    """Opens the stores of one kind."""

    def open_new(self, clock: Clock) -> Opened:
        """Open a store in which nothing is, as cheaply as can be; nobody will open it again."""
        ...

    def open_kept(self, folder: Path, clock: Clock, *, write: bool) -> Opened:
        """Open the store that belongs to this folder, whether it was opened before or not.

        It outlives its closing, and one that was opened for reading can be used beside the one that writes.
        """
        ...


class SQLite:
    """Opens embedded stores: new ones in memory, those that are opened again in a file."""

    def open_new(self, clock: Clock) -> Opened:
        return open_memory(clock=clock)

    def open_kept(self, folder: Path, clock: Clock, *, write: bool) -> Opened:
        return open_store(folder, clock=clock, write=write)


class Postgres:
    """Opens stores in a PostgreSQL that runs: each that is kept has a schema of its own."""

    def __init__(self, url: str) -> None:
        self._url = url

    @asynccontextmanager
    async def open_new(self, clock: Clock) -> AsyncGenerator[KnowledgeStore]:
        """Open the same one, and empty it: to make all tables takes several times as long."""
        async with self._open(_NEW, clock, write=True) as opened:
            database = await asyncpg.connect(self._url)
            try:
                await database.execute(_EMPTY)
            finally:
                await database.close()
            yield opened

    def open_kept(self, folder: Path, clock: Clock, *, write: bool) -> Opened:
        return self._open(sha256(bytes(folder)).hexdigest()[:40], clock, write=write)

    def _open(self, schema: str, clock: Clock, *, write: bool) -> Opened:
        return open_store(Address(self._url, schema=schema), clock=clock, write=write)


_NEW = "new"
_EMPTY = f"""
    SET session_replication_role = replica;  -- in whatever order, and without looking what refers to a row
    DO $$ DECLARE each TEXT; BEGIN
        FOR each IN
            SELECT tablename FROM pg_tables WHERE schemaname = '{_NEW}' AND tablename <> 'release'
        LOOP
            EXECUTE format('DELETE FROM %I.%I', '{_NEW}', each);
        END LOOP;
        FOR each IN SELECT sequencename FROM pg_sequences WHERE schemaname = '{_NEW}' LOOP
            EXECUTE format('ALTER SEQUENCE %I.%I RESTART', '{_NEW}', each);
        END LOOP;
    END $$
"""


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=[pytest.mark.process, pytest.mark.discord])])
def engine(request: pytest.FixtureRequest) -> Engine:
    return SQLite() if request.param == "sqlite" else Postgres(request.getfixturevalue("postgres"))


class Calendar:
    """A clock that stands still until it is set."""

    def __init__(self) -> None:
        self.time = datetime(2026, 3, 1, 12, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.time

    def set(self, time: datetime) -> None:
        self.time = time


@pytest.fixture
def calendar() -> Calendar:
    return Calendar()


@pytest.fixture
def set_clock(calendar: Calendar) -> Callable[[datetime], None]:
    """Set the time that the store is told; until then it is noon of the first of March 2026."""
    return calendar.set


@pytest.fixture
async def store(engine: Engine, calendar: Calendar) -> AsyncGenerator[KnowledgeStore]:
    """Give a store in which nothing is."""
    async with engine.open_new(calendar) as opened:
        yield opened


@pytest.fixture
def open_to_write(engine: Engine, calendar: Calendar, tmp_path: Path) -> Callable[[], Opened]:
    """Open the one store that outlives its closing."""
    return lambda: engine.open_kept(tmp_path / "kept", calendar, write=True)


@pytest.fixture
def open_to_read(engine: Engine, calendar: Calendar, tmp_path: Path) -> Callable[[], Opened]:
    """Open the same store for reading, also beside the one that writes, and where nothing was ever stored."""
    return lambda: engine.open_kept(tmp_path / "kept", calendar, write=False)


@pytest.fixture
def find_due(store: KnowledgeStore) -> Callable[[], Awaitable[list[str]]]:
    """Name all that is to be sent sooner or later."""

    async def find() -> list[str]:
        found = await store.outbox.find_due(datetime(2100, 1, 1, tzinfo=UTC), most=1_000)
        return [each.notice.nonce for each in found]

    return find
