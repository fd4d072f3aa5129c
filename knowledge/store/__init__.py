"""What is kept? Published corpora, who wants to be told of what changes, and what is yet to be told.

`KnowledgeStore` says what any store can do, `protocols` what it can do with each of the things that it
keeps, `rules` what every store keeps, forgets and refuses, and `retraction` what becomes of what was told and
is taken back. `_canonical` writes a corpus as bytes and names it, `_matters` writes what a notice is about:
both are the same in every store. `sql` keeps it all in a database, in SQL that both `sqlite`, the embedded
store, and `postgres`, the one for many processes, understand; `open_store` opens what a folder or an
`Address` means, and `copying` takes all from one to the other. `back_up_store` puts an embedded store into
one file, and `restore_store` takes it from there.
"""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Sequence
from typing import Protocol

from knowledge.model import Corpus
from knowledge.notices.audience import Bulletin, Notice, TakenBack
from knowledge.notices.personal import PersonalData
from knowledge.store._canonical import Head, identify
from knowledge.store.address import Address
from knowledge.store.copying import Copied, back_up_database, copy_store, restore_database
from knowledge.store.opening import Place, open_store
from knowledge.store.protocols import (
    Boards,
    Corpora,
    Curations,
    Digests,
    Documents,
    Facts,
    Feed,
    Inquiries,
    Leases,
    Outbox,
    Proposals,
    Servers,
    Sources,
    Subscriptions,
    Vectors,
    WaitingQuestions,
)
from knowledge.store.rules import LONGEST_QUESTION, MOST_CORPORA, REMEMBERED, WITHDRAWN
from knowledge.store.sqlite import Holding, Restored, back_up_store, open_memory, restore_store

__all__ = [
    "LONGEST_QUESTION",
    "MOST_CORPORA",
    "REMEMBERED",
    "WITHDRAWN",
    "Address",
    "Boards",
    "Copied",
    "Corpora",
    "Curations",
    "Digests",
    "Documents",
    "Facts",
    "Feed",
    "Head",
    "Holding",
    "Inquiries",
    "KnowledgeStore",
    "Leases",
    "Outbox",
    "Place",
    "Proposals",
    "Restored",
    "Servers",
    "Sources",
    "Subscriptions",
    "Vectors",
    "WaitingQuestions",
    "back_up_database",
    "back_up_store",
    "copy_store",
    "identify",
    "open_memory",
    "open_store",
    "restore_database",
    "restore_store",
]


class KnowledgeStore(Protocol):
    """Keeps it all. Every failure is a `StoreError` with its cure."""

    @property
    def writes(self) -> bool:
        """Whether this process may write to it."""
        ...

    @property
    def is_shared(self) -> bool:
        """Whether other processes may write to it, too."""
        ...

    @property
    def corpora(self) -> Corpora:
        """What was published."""
        ...

    @property
    def feed(self) -> Feed:
        """What has happened."""
        ...

    @property
    def subscriptions(self) -> Subscriptions:
        """Who is told of changes."""
        ...

    @property
    def waiting(self) -> WaitingQuestions:
        """Who is told of answers."""
        ...

    @property
    def inquiries(self) -> Inquiries:
        """What was asked."""
        ...

    @property
    def servers(self) -> Servers:
        """What servers have set."""
        ...

    @property
    def boards(self) -> Boards:
        """Which messages show where every topic stands."""
        ...

    @property
    def digests(self) -> Digests:
        """Who gets a digest."""
        ...

    @property
    def outbox(self) -> Outbox:
        """What is yet to be told."""
        ...

    @property
    def documents(self) -> Documents:
        """What came from live sources, or was handed in."""
        ...

    @property
    def sources(self) -> Sources:
        """Where articles come from."""
        ...

    @property
    def proposals(self) -> Proposals:
        """What is yet to be confirmed."""
        ...

    @property
    def curations(self) -> Curations:
        """What editors have said."""
        ...

    @property
    def vectors(self) -> Vectors:
        """What models make of passages."""
        ...

    @property
    def facts(self) -> Facts:
        """What the bot knows of itself."""
        ...

    @property
    def leases(self) -> Leases:
        """Which process does what only one may do at a time."""
        ...

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
        """Keep a corpus and make it the head; older ones than the last three go.

        A corpus that is kept already is not stored twice. If it is the head, it keeps its date, and
        only the fingerprint is renewed; if it is an older one, it becomes the head again. The `recollection`
        is kept as long as the corpus: what the publisher wants to know of it the next time. A `corpus_id`
        that is given is what `identify` said of the corpus, which takes long for a large one.
        Raises `OvertakenError` where another corpus is the head than the one that is published `after`: where
        that is given, "" is for none.
        In the same transaction the bulletin joins the feed (unless it is empty), the notices the outbox as
        far as `rules.admit` lets them, and the waiting questions with the numbers `answered` are forgotten,
        as is the fact `WITHDRAWN`.
        """
        ...

    async def withdraw(
        self, corpus_id: str, bulletin: Bulletin | None, taken_back: Sequence[TakenBack] = ()
    ) -> Head:
        """Forget the head, which must be this corpus, and return what is served instead: the one before it.

        In the same transaction the bulletin joins the feed (unless it is empty), the fingerprint becomes the
        fact `WITHDRAWN`, unless that is there, and each change that is `taken_back` is so from whom it was
        told last, as `retraction.retract` decides: what was never handed to Discord goes, and a correction
        joins the outbox for what was. What was told last is then what stands.
        Raises `StoreError` where another corpus is the head, or where there is none before it.
        """
        ...

    async def wait(self, seconds: float, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep) -> None:
        """Wait so long, as `sleep` does, or until another process tells that it has changed what is served.

        Not all are told of all, so that whoever wants to know looks after each wait.
        """
        ...

    async def export_user(self, user: int) -> PersonalData:
        """Return all that is kept of a user."""
        ...

    async def forget_user(self, user: int) -> int:
        """Forget all that is kept of a user, and return how many things (rows) those were."""
        ...

    async def forget_guild(self, guild: int) -> None:
        """Forget all that is kept of a server.

        That is what it has set, its channels' subscriptions, its digest and its board, their notices, and
        what was asked there.
        """
        ...

    async def forget_old(self) -> None:
        """Forget what is older than it may be.

        That is what was asked and not asked again, how much was asked, what was sent (but the last message
        about a topic that is edited), and what was proposed. The age of what is dated to a day that is yet
        to come, because a clock was ahead, counts from now on.
        """
        ...
