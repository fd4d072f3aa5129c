"""How is it kept on one machine? In one SQLite file, written by one connection of one process."""

import asyncio
import json
import sqlite3
from collections.abc import AsyncGenerator, Callable, Collection, Iterable, Mapping, Sequence
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
from knowledge.model import Corpus
from knowledge.notices.audience import Bulletin, Notice
from knowledge.store._audience import SQLiteAudience
from knowledge.store._canonical import Head, corpus_of, lines_of, name_of
from knowledge.store._connection import Connection, read
from knowledge.store._database import migrations_in, open_database
from knowledge.store._failures import damaged, told
from knowledge.store._feed import NEWEST, append, feed
from knowledge.store._lock import only_writer
from knowledge.store._outbox import SQLiteOutbox, enqueue, withdraw_changes

FILE: Final = "talksbot.db"
WITHDRAWN: Final = "withdrawn"
"""The fact that is the fingerprint of the first head that was withdrawn since the last publication."""

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
# After a second withdrawal, the folder still holds what the first one took back.
_WITHDRAWN = "INSERT INTO fact (key, value) VALUES (?, ?) ON CONFLICT (key) DO NOTHING"
_FORGET_FACT = "DELETE FROM fact WHERE key = ?"
_ANSWERED = "DELETE FROM waiting WHERE number = ?"


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
        store = SQLiteStore(Connection(connection, file, clock, write=write))
        try:
            yield store
        finally:
            await store.close()


class SQLiteStore:
    """The embedded `KnowledgeStore`; `open_store` makes it."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self.writes = connection.writes
        """Whether this process may write to it."""
        self.audience = SQLiteAudience(connection)
        """Who wants to be told what."""
        self.outbox = SQLiteOutbox(connection)
        """What is yet to be told."""

    async def publish(
        self,
        corpus: Corpus,
        fingerprint: str,
        bulletin: Bulletin | None = None,
        notices: Sequence[Notice] = (),
        answered: Collection[int] = (),
    ) -> Head:
        """Keep a corpus and make it the head, in one transaction; see `KnowledgeStore.publish`."""
        name, bodies = await asyncio.to_thread(_addressed, corpus)
        async with self._connection.transaction() as connection:
            now = self._connection.now()
            old = next(iter(_heads(await connection.execute_fetchall(_KEPT))), None)
            since = old.published_at if old and old.corpus_id == name else now
            await connection.execute(_FORGET_CORPUS, (name,))
            await connection.execute(_ADD_CORPUS, (name, since.isoformat(), fingerprint))
            await connection.executemany(_ADD_BODY, bodies)
            await connection.executemany(_ADD_LINE, list(enumerate(address for address, _ in bodies)))
            await connection.execute(_PRUNE_CORPORA)
            await connection.execute(_PRUNE_BODIES)
            await connection.execute(_FORGET_FACT, (WITHDRAWN,))
            await append(connection, bulletin)
            await enqueue(connection, notices, now)
            await connection.executemany(_ANSWERED, [(number,) for number in answered])
        return Head(name, since, fingerprint)

    async def withdraw(self, corpus_id: str, bulletin: Bulletin | None) -> Head:
        """Forget the head, and return what is served instead; see `KnowledgeStore.withdraw`."""
        async with self._connection.transaction() as connection:
            heads = _heads(await connection.execute_fetchall(_KEPT))
            if not heads or heads[0].corpus_id != corpus_id:
                raise StoreError(
                    f"The corpus {corpus_id[:12]} is not the one that is served.",
                    "Look at what is served now, and try again.",
                )
            if len(heads) < 2:
                raise StoreError("There is no earlier state to go back to.", "Reload from the articles.")
            await connection.execute(_FORGET_CORPUS, (corpus_id,))
            await connection.execute(_PRUNE_BODIES)
            await connection.execute(_WITHDRAWN, (WITHDRAWN, heads[0].fingerprint))
            await withdraw_changes(connection)
            await append(connection, bulletin)
        return heads[1]

    async def newest(self) -> int:
        """Return the number of the newest bulletin; 0 where there was none yet."""
        return await self._connection.value(int, NEWEST) or 0

    async def feed(self, after: int = 0) -> tuple[Bulletin, ...]:
        """Return the bulletins with a number above `after`, oldest first."""
        return await feed(self._connection, after)

    async def head(self) -> Head | None:
        """Return what is served; None where nothing was ever published."""
        return next(iter(await self.kept()), None)

    async def kept(self) -> tuple[Head, ...]:
        """Return what can be loaded, at most three, newest first."""
        return await self._connection.read(Head, _KEPT)

    async def load(self, corpus_id: str) -> Corpus:
        """Return a kept corpus, after its SHA-256 was computed anew over the stored bytes."""
        lines = [row["bytes"] for row in await self._connection.rows(_LOAD, corpus_id)]
        if not lines:
            raise StoreError(
                f"The store {self._connection.file} does not keep the corpus {corpus_id[:12]}.",
                "Choose one of the last three, or reload from the articles folder.",
            )
        return await asyncio.to_thread(self._verified, corpus_id, lines)

    async def vectors(self, model_id: str, keys: Collection[str]) -> dict[str, bytes]:
        """Return what is kept of a model's vectors under these keys."""
        rows = await self._connection.rows(_VECTORS, model_id, json.dumps(list(keys)))
        with told(self._connection.file):
            return msgspec.convert({row["key"]: row["bytes"] for row in rows}, dict[str, bytes])

    async def keep_vectors(self, model_id: str, vectors: Mapping[str, bytes]) -> None:
        """Keep a model's vectors, in place of what was kept under these keys."""
        rows = [(model_id, key, vector) for key, vector in vectors.items()]
        async with self._connection.transaction() as connection:
            await connection.executemany(_KEEP_VECTOR, rows)

    async def forget_vectors(self, model_id: str, but: Collection[str]) -> None:
        """Forget all vectors but those of this model under these keys."""
        async with self._connection.transaction() as connection:
            await connection.execute(_FORGET_VECTORS, (model_id, json.dumps(list(but))))

    async def recall(self, key: str) -> str | None:
        """Return a small fact of the bot itself, or None."""
        return await self._connection.value(str, _RECALL, key)

    async def remember(self, key: str, value: str) -> None:
        """Keep a small fact of the bot itself, in place of what was kept under this key."""
        async with self._connection.transaction() as connection:
            await connection.execute(_REMEMBER, (key, value))

    async def close(self) -> None:
        """End the connection and its thread, after all that was begun; the lock ends with `open_store`."""
        await self._connection.close()

    def _verified(self, corpus_id: str, lines: list[bytes | None]) -> Corpus:
        file = self._connection.file
        whole = [line for line in lines if isinstance(line, bytes)]
        if len(whole) < len(lines) or name_of(whole) != corpus_id:
            raise damaged(file, f"the corpus {corpus_id[:12]} is not what was published")
        try:
            return corpus_of(whole)
        except msgspec.DecodeError as error:
            # The bytes are as they were written, so it was another version that wrote them.
            raise StoreTooNewError(
                f"The store {file} holds articles in a form that this version does not know: {error}.",
                "Update talksbot, or reload from the articles folder.",
            ) from error


def _addressed(corpus: Corpus) -> tuple[str, list[tuple[str, bytes]]]:
    lines = lines_of(corpus)
    return name_of(lines), [(sha256(line).hexdigest(), line) for line in lines]


def _heads(rows: Iterable[sqlite3.Row]) -> tuple[Head, ...]:
    return tuple(read(row, Head) for row in rows)
