"""What does a store change in several tables at once?"""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Sequence
from datetime import timedelta

from knowledge.model import Corpus
from knowledge.notices.audience import Bulletin, Notice, TakenBack
from knowledge.notices.personal import PersonalData
from knowledge.store._canonical import Head
from knowledge.store.rules import check_overtaken, place_head, withdraw_head
from knowledge.store.sql._connection import Connection
from knowledge.store.sql._copying import copy_all
from knowledge.store.sql._corpora import (
    Splitter,
    SQLCorpora,
    add_corpus,
    add_recollection,
    find_heads,
    forget_others,
)
from knowledge.store.sql._curations import SQLCurations
from knowledge.store.sql._digests import SQLDigests
from knowledge.store.sql._documents import SQLDocuments
from knowledge.store.sql._facts import SQLFacts, forget_withdrawn, keep_withdrawn
from knowledge.store.sql._feed import SQLFeed, append
from knowledge.store.sql._inquiries import SQLInquiries
from knowledge.store.sql._leases import SQLLeases
from knowledge.store.sql._outbox import SQLOutbox, enqueue
from knowledge.store.sql._personal import find_messages, find_votes
from knowledge.store.sql._proposals import SQLProposals
from knowledge.store.sql._questions import SQLWaitingQuestions, forget_answered
from knowledge.store.sql._retention import forget_old
from knowledge.store.sql._retraction import take_back_change
from knowledge.store.sql._servers import SQLBoards, SQLServers
from knowledge.store.sql._sources import SQLSources
from knowledge.store.sql._subscriptions import SQLSubscriptions
from knowledge.store.sql._vectors import SQLVectors

_FORGET_USER = (
    "DELETE FROM outbox WHERE user = ?",
    "DELETE FROM subscription WHERE user = ?",
    "DELETE FROM waiting WHERE user = ?",
    "DELETE FROM reader WHERE user = ?",
    "DELETE FROM vote WHERE user = ?",
)
# What was asked about goes with the plan, and what somebody said of an answer with the question.
_FORGET_GUILD = (
    "DELETE FROM outbox WHERE guild = ?",
    "DELETE FROM digest WHERE guild = ?",
    "DELETE FROM subscription WHERE guild = ?",
    "DELETE FROM server WHERE guild = ?",
    "DELETE FROM board WHERE guild = ?",
    "DELETE FROM inquiry WHERE guild = ?",
    "DELETE FROM tally WHERE guild = ?",
)


class SQLStore:
    """The `KnowledgeStore` of a database that speaks SQL; what opens that makes it."""

    def __init__(self, connection: Connection, retention: timedelta) -> None:
        self._connection = connection
        self._retention = retention
        self.writes = connection.writes
        """Whether this process may write to it."""
        self.is_shared = connection.is_shared
        """Whether other processes may, too."""
        self.corpora = SQLCorpora(connection)
        self._splitter = Splitter()
        self.feed = SQLFeed(connection)
        self.subscriptions = SQLSubscriptions(connection)
        self.waiting = SQLWaitingQuestions(connection)
        self.inquiries = SQLInquiries(connection)
        self.servers = SQLServers(connection)
        self.boards = SQLBoards(connection)
        self.digests = SQLDigests(connection)
        self.outbox = SQLOutbox(connection)
        self.documents = SQLDocuments(connection)
        self.sources = SQLSources(connection)
        self.proposals = SQLProposals(connection)
        self.curations = SQLCurations(connection)
        self.vectors = SQLVectors(connection)
        self.facts = SQLFacts(connection)
        self.leases = SQLLeases(connection)

    async def publish(
        self,
        corpus: Corpus,
        fingerprint: str,
        bulletin: Bulletin | None = None,
        notices: Sequence[Notice] = (),
        answered: Collection[int] = (),
        recollection: bytes = b"",
        corpus_id: str | None = None,
        after: str | None = None,
    ) -> Head:
        """Keep a corpus and make it the head, in one transaction; see `KnowledgeStore.publish`."""
        sound = self.corpora.sound
        bodies = await asyncio.to_thread(self._splitter.split, corpus, sound, corpus_id)
        async with self._connection.transaction() as transaction:
            now, heads = self._connection.now(), await find_heads(transaction)
            check_overtaken(heads, after)
            kept = place_head(heads, Head(bodies.corpus_id, now, fingerprint))
            await add_corpus(transaction, bodies, kept)
            await add_recollection(transaction, recollection)
            await forget_withdrawn(transaction)
            number = await append(transaction, bulletin)
            await enqueue(transaction, notices, number)
            await forget_answered(transaction, answered)
            await transaction.wake_others()
        self.corpora.sound = frozenset(bodies.addresses)
        return kept[0]

    async def withdraw(
        self, corpus_id: str, bulletin: Bulletin | None, taken_back: Sequence[TakenBack] = ()
    ) -> Head:
        """Forget the head, and return what is served instead; see `KnowledgeStore.withdraw`."""
        async with self._connection.transaction() as transaction:
            heads = await find_heads(transaction)
            kept = withdraw_head(heads, corpus_id)
            self.corpora.sound = frozenset()
            await forget_others(transaction, kept)
            await keep_withdrawn(transaction, heads[0].fingerprint)
            for taken in taken_back:
                await take_back_change(transaction, taken)
            await append(transaction, bulletin)
            await transaction.wake_others()
        return kept[0]

    async def wait(self, seconds: float, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep) -> None:
        """Wait so long, or until another process tells of a change; see `KnowledgeStore.wait`."""
        await self._connection.wait(seconds, sleep)

    async def copy_to(self, other: "SQLStore") -> dict[str, int]:
        """Copy all that is kept into a store in which nothing is; return how many rows of each table."""
        return await copy_all(self._connection, other._connection)  # noqa: SLF001  one of this class

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
        async with self._connection.transaction() as transaction:
            return sum([await transaction.change(sql, user) for sql in _FORGET_USER])

    async def forget_guild(self, guild: int) -> None:
        """Forget all that is kept of a server, what is noted and not yet written included."""
        await self.inquiries.write()
        async with self._connection.transaction() as transaction:
            for sql in _FORGET_GUILD:
                await transaction.change(sql, guild)

    async def forget_old(self) -> None:
        """Forget what is older than it may be; see `KnowledgeStore.forget_old`."""
        async with self._connection.transaction() as transaction:
            await forget_old(transaction, self._connection.now(), self._retention)

    async def close(self) -> None:
        """End the connection, after all that was begun."""
        await self._connection.close()
