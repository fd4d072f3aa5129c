"""How is it kept on one machine? In one SQLite file, written by one connection of one process."""

import asyncio
import json
import sqlite3
from collections.abc import AsyncGenerator, Callable, Collection, Iterable, Mapping
from contextlib import asynccontextmanager, nullcontext
from datetime import UTC, datetime
from hashlib import sha256
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Final

import aiosqlite
import msgspec

from knowledge.errors import StoreError, StoreTooNewError
from knowledge.model import Corpus, Head
from knowledge.store._canonical import corpus_of, lines_of, name_of
from knowledge.store._database import migrations_in, open_database
from knowledge.store._failures import damaged, told
from knowledge.store._lock import only_writer

FILE: Final = "talksbot.db"

_KEPT = "SELECT id AS corpus_id, published_at, fingerprint FROM corpus ORDER BY number DESC LIMIT 3"
# Outer joins: a line or body that got lost shows as NULL; the corpus is then damaged, not unknown.
_LOAD = """
    SELECT bytes FROM corpus LEFT JOIN line ON line.corpus = number LEFT JOIN body ON hash = body
    WHERE id = ? ORDER BY position
"""
_FORGET_CORPUS = "DELETE FROM corpus WHERE id = ?"
_ADD_CORPUS = "INSERT INTO corpus (id, published_at, fingerprint) VALUES (?, ?, ?)"
# A body that is there already is compared, so that publishing an article again heals a damaged one.
_ADD_BODY = """
    INSERT INTO body (hash, bytes) VALUES (?, ?)
    ON CONFLICT (hash) DO UPDATE SET bytes = excluded.bytes WHERE bytes IS NOT excluded.bytes
"""
_ADD_LINE = "INSERT INTO line (corpus, position, body) VALUES ((SELECT max(number) FROM corpus), ?, ?)"
_PRUNE_CORPORA = """
    DELETE FROM corpus WHERE number NOT IN (SELECT number FROM corpus ORDER BY number DESC LIMIT 3)
"""
_PRUNE_BODIES = "DELETE FROM body WHERE NOT EXISTS (SELECT 1 FROM line WHERE line.body = body.hash)"
# Keys come as one JSON list: SQLite takes only so many parameters.
_VECTORS = "SELECT key, bytes FROM vector WHERE model = ? AND key IN (SELECT value FROM json_each(?))"
_KEEP_VECTOR = """
    INSERT INTO vector (model, key, bytes) VALUES (?, ?, ?)
    ON CONFLICT (model, key) DO UPDATE SET bytes = excluded.bytes
"""
_FORGET_VECTORS = """
    DELETE FROM vector WHERE model <> ? OR key NOT IN (SELECT value FROM json_each(?))
"""
_RECALL = "SELECT value FROM fact WHERE key = ?"
_REMEMBER = """
    INSERT INTO fact (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value
"""


def _now() -> datetime:
    return datetime.now(UTC)


@asynccontextmanager
async def open_store(
    folder: Path,
    *,
    write: bool = True,
    clock: Callable[[], datetime] = _now,
    schema: Traversable | None = None,
) -> AsyncGenerator["SQLiteStore"]:
    """Open the store of a data folder, as its one writer or as one of any number of readers.

    A writer makes what is missing and brings an older schema up to date; a reader changes nothing, and
    sees an empty store where nothing was ever stored. Raises `StoreBusyError`, `StoreDamagedError`,
    `StoreTooNewError` or another `StoreError`. `schema` is the folder of migrations, for tests.
    """
    file = folder / FILE
    migrations = migrations_in(schema or files("knowledge") / "schema")
    with only_writer(folder) if write else nullcontext():
        database = await asyncio.to_thread(open_database, file, migrations, write=write)
        # The connection's own thread gets a database that is open: a failure would leave that thread behind.
        connection = await aiosqlite.Connection(lambda: database, iter_chunk_size=64)
        store = SQLiteStore(connection, file, clock, write=write)
        try:
            yield store
        finally:
            await store.close()


class SQLiteStore:
    """The embedded `KnowledgeStore`; `open_store` makes it."""

    def __init__(
        self, connection: aiosqlite.Connection, file: Path, clock: Callable[[], datetime], *, write: bool
    ) -> None:
        self._connection = connection
        self._file = file
        self._clock = clock
        self.writes = write
        """Whether this process may write to it."""
        # One connection, so one transaction at a time: nobody may read another task's half-done one.
        self._turn = asyncio.Lock()

    async def publish(self, corpus: Corpus, fingerprint: str) -> Head:
        """Keep a corpus and make it the head, in one transaction; see `KnowledgeStore.publish`."""
        name, bodies = await asyncio.to_thread(_addressed, corpus)
        async with self._transaction() as connection:
            old = _head(await connection.execute_fetchall(_KEPT))
            since = old.published_at if old and old.corpus_id == name else self._clock().astimezone(UTC)
            await connection.execute(_FORGET_CORPUS, (name,))
            await connection.execute(_ADD_CORPUS, (name, since.isoformat(), fingerprint))
            await connection.executemany(_ADD_BODY, bodies)
            await connection.executemany(_ADD_LINE, list(enumerate(address for address, _ in bodies)))
            await connection.execute(_PRUNE_CORPORA)
            await connection.execute(_PRUNE_BODIES)
        return Head(name, since, fingerprint)

    async def head(self) -> Head | None:
        """Return what is served; None where nothing was ever published."""
        with told(self._file):
            return _head(await self._rows(_KEPT))

    async def kept(self) -> tuple[Head, ...]:
        """Return what can be loaded, at most three, newest first."""
        with told(self._file):
            return _heads(await self._rows(_KEPT))

    async def load(self, corpus_id: str) -> Corpus:
        """Return a kept corpus, after its SHA-256 was computed anew over the stored bytes."""
        with told(self._file):
            lines = [row["bytes"] for row in await self._rows(_LOAD, corpus_id)]
        if not lines:
            raise StoreError(
                f"The store {self._file} does not keep the corpus {corpus_id[:12]}.",
                "Choose one of the last three, or reload from the articles folder.",
            )
        return await asyncio.to_thread(self._verified, corpus_id, lines)

    async def vectors(self, model_id: str, keys: Collection[str]) -> dict[str, bytes]:
        """Return what is kept of a model's vectors under these keys."""
        with told(self._file):
            rows = await self._rows(_VECTORS, model_id, json.dumps(list(keys)))
            return msgspec.convert({row["key"]: row["bytes"] for row in rows}, dict[str, bytes])

    async def keep_vectors(self, model_id: str, vectors: Mapping[str, bytes]) -> None:
        """Keep a model's vectors, in place of what was kept under these keys."""
        rows = [(model_id, key, vector) for key, vector in vectors.items()]
        async with self._transaction() as connection:
            await connection.executemany(_KEEP_VECTOR, rows)

    async def forget_vectors(self, model_id: str, but: Collection[str]) -> None:
        """Forget all vectors but those of this model under these keys."""
        async with self._transaction() as connection:
            await connection.execute(_FORGET_VECTORS, (model_id, json.dumps(list(but))))

    async def recall(self, key: str) -> str | None:
        """Return a small fact of the bot itself, or None."""
        with told(self._file):
            for row in await self._rows(_RECALL, key):
                return msgspec.convert(row["value"], str)
        return None

    async def remember(self, key: str, value: str) -> None:
        """Keep a small fact of the bot itself, in place of what was kept under this key."""
        async with self._transaction() as connection:
            await connection.execute(_REMEMBER, (key, value))

    async def close(self) -> None:
        """End the connection and its thread, after all that was begun; the lock ends with `open_store`."""
        with told(self._file):
            await self._connection.close()

    async def _rows(self, sql: str, *values: str) -> Iterable[sqlite3.Row]:
        async with self._turn:
            return await self._connection.execute_fetchall(sql, values)

    @asynccontextmanager
    async def _transaction(self) -> AsyncGenerator[aiosqlite.Connection]:
        if not self.writes:
            raise StoreError(
                f"The store {self._file} was opened for reading only.",
                "Leave writing to the process that opened it for writing.",
            )
        async with self._turn:
            with told(self._file):
                try:
                    # At once, so that nothing that is read in here can be outdated when it is written.
                    await self._connection.execute("BEGIN IMMEDIATE")
                    yield self._connection
                    await self._connection.commit()
                except BaseException:
                    # Also when the task is cancelled: what it had sent off still runs, and this after it.
                    await self._connection.rollback()
                    raise

    def _verified(self, corpus_id: str, lines: list[bytes | None]) -> Corpus:
        whole = [line for line in lines if isinstance(line, bytes)]
        if len(whole) < len(lines) or name_of(whole) != corpus_id:
            raise damaged(self._file, f"the corpus {corpus_id[:12]} is not what was published")
        try:
            return corpus_of(whole)
        except msgspec.DecodeError as error:
            # The bytes are as they were written, so it was another version that wrote them.
            raise StoreTooNewError(
                f"The store {self._file} holds articles in a form that this version does not know: {error}.",
                "Update talksbot, or reload from the articles folder.",
            ) from error


def _addressed(corpus: Corpus) -> tuple[str, list[tuple[str, bytes]]]:
    lines = lines_of(corpus)
    return name_of(lines), [(sha256(line).hexdigest(), line) for line in lines]


def _heads(rows: Iterable[sqlite3.Row]) -> tuple[Head, ...]:
    # Checked like input: in a damaged file a text may have become a number.
    return tuple(msgspec.convert(dict(row), Head) for row in rows)


def _head(rows: Iterable[sqlite3.Row]) -> Head | None:
    return next(iter(_heads(rows)), None)
