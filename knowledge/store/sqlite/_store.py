"""How is the embedded store opened, and what does it change in several tables at once?"""

import asyncio
import sqlite3
from collections.abc import AsyncGenerator, Callable, Collection, Sequence
from contextlib import asynccontextmanager, nullcontext
from datetime import UTC, datetime, timedelta
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Final

import aiosqlite

from knowledge.model import Corpus
from knowledge.notices.audience import Bulletin, Notice, TakenBack
from knowledge.notices.personal import PersonalData
from knowledge.store._canonical import Head
from knowledge.store.rules import REMEMBERED, place_head, withdraw_head
from knowledge.store.sqlite._connection import Connection, change
from knowledge.store.sqlite._corpora import (
    Splitter,
    SQLiteCorpora,
    add_corpus,
    add_recollection,
    find_heads,
    forget_others,
)
from knowledge.store.sqlite._curations import SQLiteCurations
from knowledge.store.sqlite._database import FILE, open_database, open_empty, read_schema
from knowledge.store.sqlite._digests import SQLiteDigests
from knowledge.store.sqlite._documents import SQLiteDocuments
from knowledge.store.sqlite._facts import SQLiteFacts, forget_withdrawn, keep_withdrawn
from knowledge.store.sqlite._feed import SQLiteFeed, append
from knowledge.store.sqlite._inquiries import SQLiteInquiries
from knowledge.store.sqlite._lock import lock_folder
from knowledge.store.sqlite._outbox import SQLiteOutbox, enqueue
from knowledge.store.sqlite._personal import find_messages, find_votes
from knowledge.store.sqlite._proposals import SQLiteProposals
from knowledge.store.sqlite._questions import SQLiteWaitingQuestions, forget_answered
from knowledge.store.sqlite._retention import forget_old
from knowledge.store.sqlite._retraction import take_back_change
from knowledge.store.sqlite._servers import SQLiteBoards, SQLiteServers
from knowledge.store.sqlite._sources import SQLiteSources
from knowledge.store.sqlite._subscriptions import SQLiteSubscriptions
from knowledge.store.sqlite._vectors import SQLiteVectors

_MEMORY: Final = Path(":memory:")

_FORGET_USER = (
    "DELETE FROM outbox WHERE user = ?",
    "DELETE FROM subscription WHERE user = ?",
    "DELETE FROM waiting WHERE user = ?",
    "DELETE FROM reader WHERE user = ?",
    "DELETE FROM vote WHERE user = ?",
)
# What was asked about goes with the plan, what is in the outbox with the subscription, and what somebody said
# of an answer with the question.
_FORGET_GUILD = (
    "DELETE FROM outbox WHERE guild = ?",
    # Of new articles it is told as the channel that it has set, and not as a server.
    """
    DELETE FROM outbox WHERE subscription IS NULL AND channel = (
        SELECT json_extract(CAST(preferences AS TEXT), '$.article_channel') FROM server WHERE guild = ?
    )
    """,
    "DELETE FROM digest WHERE guild = ?",
    "DELETE FROM subscription WHERE guild = ?",
    "DELETE FROM server WHERE guild = ?",
    "DELETE FROM board WHERE guild = ?",
    "DELETE FROM inquiry WHERE guild = ?",
    "DELETE FROM tally WHERE guild = ?",
)


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
) -> AsyncGenerator["SQLiteStore"]:
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
) -> AsyncGenerator["SQLiteStore"]:
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
) -> AsyncGenerator["SQLiteStore"]:
    # The connection's own thread gets a database that is open: a failure would leave that thread behind.
    connection = await aiosqlite.Connection(lambda: database, iter_chunk_size=64)
    store = SQLiteStore(Connection(connection, file, clock, write=write), timedelta(days=retention_days))
    try:
        yield store
    finally:
        await store.close()


class SQLiteStore:
    """The embedded `KnowledgeStore`; `open_store` makes it."""

    def __init__(self, connection: Connection, retention: timedelta) -> None:
        self._connection = connection
        self._retention = retention
        self.writes = connection.writes
        """Whether this process may write to it."""
        self.corpora = SQLiteCorpora(connection)
        self._splitter = Splitter()
        self.feed = SQLiteFeed(connection)
        self.subscriptions = SQLiteSubscriptions(connection)
        self.waiting = SQLiteWaitingQuestions(connection)
        self.inquiries = SQLiteInquiries(connection)
        self.servers = SQLiteServers(connection)
        self.boards = SQLiteBoards(connection)
        self.digests = SQLiteDigests(connection)
        self.outbox = SQLiteOutbox(connection)
        self.documents = SQLiteDocuments(connection)
        self.sources = SQLiteSources(connection)
        self.proposals = SQLiteProposals(connection)
        self.curations = SQLiteCurations(connection)
        self.vectors = SQLiteVectors(connection)
        self.facts = SQLiteFacts(connection)

    async def publish(
        self,
        corpus: Corpus,
        fingerprint: str,
        bulletin: Bulletin | None = None,
        notices: Sequence[Notice] = (),
        answered: Collection[int] = (),
        recollection: bytes = b"",
        corpus_id: str | None = None,
    ) -> Head:
        """Keep a corpus and make it the head, in one transaction; see `KnowledgeStore.publish`."""
        sound = self.corpora.sound
        bodies = await asyncio.to_thread(self._splitter.split, corpus, sound, corpus_id)
        async with self._connection.transaction() as connection:
            now = self._connection.now()
            kept = place_head(await find_heads(connection), Head(bodies.corpus_id, now, fingerprint))
            await add_corpus(connection, bodies, kept)
            await add_recollection(connection, recollection)
            await forget_withdrawn(connection)
            number = await append(connection, bulletin)
            await enqueue(connection, notices, bulletin=number)
            await forget_answered(connection, answered)
        self.corpora.sound = frozenset(bodies.addresses)
        return kept[0]

    async def withdraw(
        self, corpus_id: str, bulletin: Bulletin | None, taken_back: Sequence[TakenBack] = ()
    ) -> Head:
        """Forget the head, and return what is served instead; see `KnowledgeStore.withdraw`."""
        async with self._connection.transaction() as connection:
            heads = await find_heads(connection)
            kept = withdraw_head(heads, corpus_id)
            self.corpora.sound = frozenset()
            await forget_others(connection, kept)
            await keep_withdrawn(connection, heads[0].fingerprint)
            for taken in taken_back:
                await take_back_change(connection, taken)
            await append(connection, bulletin)
        return kept[0]

    async def export_user(self, user: int) -> PersonalData:
        """Return all that is kept of a user."""
        return PersonalData(
            await self.subscriptions.find(user=user),
            await self.waiting.find(user),
            await self.feed.get_seen(user),
            await find_votes(self._connection, user),
            await find_messages(self._connection, user),
        )

    async def forget_user(self, user: int) -> int:
        """Forget all that is kept of a user, and return how many things those were."""
        async with self._connection.transaction() as connection:
            return sum([await change(connection, sql, user) for sql in _FORGET_USER])

    async def forget_guild(self, guild: int) -> None:
        """Forget all that is kept of a server, what is noted and not yet written included."""
        await self.inquiries.write()
        async with self._connection.transaction() as connection:
            for sql in _FORGET_GUILD:
                await change(connection, sql, guild)

    async def forget_old(self) -> None:
        """Forget what is older than it may be; see `KnowledgeStore.forget_old`."""
        async with self._connection.transaction() as connection:
            await forget_old(connection, self._connection.now(), self._retention)

    async def close(self) -> None:
        """End the connection and its thread, after all that was begun; the lock ends with `open_store`."""
        await self._connection.close()
