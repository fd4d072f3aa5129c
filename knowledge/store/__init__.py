"""What is kept? Published corpora, who wants to be told of what changes, and what is yet to be told.

All SQL is in here. `KnowledgeStore`, `Audience` and `Outbox` say what any store can do. Behind them:
`_canonical` (a corpus as lines of bytes, and its name), `_sqlite` (the embedded store, and how to open it),
`_connection` (one connection, one transaction at a time), `_feed`, `_audience` and `_outbox` (their tables),
`_database` (the file: opened, checked, migrated), `_lock` (one process at a time writes), `_failures` (what
disk and database say, as errors with their cure).
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Protocol

from knowledge.model import Corpus
from knowledge.notices.audience import Bulletin, DigestPlan, Due, Notice, Subscription, WaitingQuestion
from knowledge.store._canonical import Head, corpus_id
from knowledge.store._sqlite import WITHDRAWN, SQLiteStore, open_store

__all__ = [
    "WITHDRAWN",
    "Audience",
    "Head",
    "KnowledgeStore",
    "Outbox",
    "SQLiteStore",
    "corpus_id",
    "open_store",
]


class Audience(Protocol):
    """Keeps who wants to be told what, by Discord's ids: no names, and no words but unanswered questions."""

    async def subscribe(
        self,
        topic: str | None,
        *,
        channel: int | None = None,
        user: int | None = None,
        guild: int | None = None,
        edits: bool = False,
    ) -> Subscription:
        """Keep a subscription of either a channel or a user; `guild` is the channel's server.

        One for the same receiver and topic is changed, and goes on where it was paused; it keeps its number.
        Raises KnowledgeError where the receiver would hold more than 50.
        """
        ...

    async def unsubscribe(self, number: int) -> bool:
        """Forget a subscription and what is yet to be sent for it; False where it was not there."""
        ...

    async def pause(self, number: int) -> None:
        """Pause a subscription, and drop what is yet to be sent for it."""
        ...

    async def subscriptions(
        self, *, user: int | None = None, guild: int | None = None
    ) -> tuple[Subscription, ...]:
        """Return all subscriptions, or those of a user or of a server's channels, oldest first."""
        ...

    async def wait_for(self, user: int, question: str) -> bool:
        """Keep that a user waits for a question to be answered; False where they wait for it already.

        300 characters of it are kept. Raises KnowledgeError where a user would wait for more than 25.
        """
        ...

    async def waiting(self, user: int | None = None) -> tuple[WaitingQuestion, ...]:
        """Return the questions that are waited for, by all or by a user, oldest first."""
        ...

    async def keep_question(self, key: str, question: str) -> None:
        """Keep 300 characters of a question without an answer, for 90 days and among the last 10,000."""
        ...

    async def question(self, key: str) -> str | None:
        """Return a question that was not answered; None where it is not kept any more."""
        ...

    async def looked(self, user: int) -> int | None:
        """Return the newest bulletin that a user has seen; None where they never looked."""
        ...

    async def look(self, user: int, number: int) -> None:
        """Keep up to which bulletin a user has seen all; a lower number than before changes nothing."""
        ...

    async def digests(self, guild: int | None = None) -> tuple[DigestPlan, ...]:
        """Return the plans of all servers, or that of one."""
        ...

    async def plan_digest(self, plan: DigestPlan) -> None:
        """Keep a server's plan in place of the one it had; what was counted stays."""
        ...

    async def stop_digest(self, guild: int) -> bool:
        """Forget a server's plan, its counts, and a digest yet to be sent; False where it had none."""
        ...

    async def count_asked(self, guild: int, about: str) -> None:
        """Count that something was asked about, such as a topic; only where the server has a digest."""
        ...

    async def most_asked(self, guild: int, most: int = 5) -> tuple[tuple[str, int], ...]:
        """Return what was asked about most since the last digest, and how often."""
        ...

    async def digest_made(self, guild: int, day: date, after: int, notice: Notice | None) -> None:
        """Keep, in one transaction, that a day's digest is made, and its notice; counting begins anew.

        Changes nothing where the server has no plan any more.
        """
        ...

    async def forget_user(self, user: int) -> int:
        """Forget all that is kept of a user, and return how many things (rows) those were."""
        ...

    async def forget_guild(self, guild: int) -> None:
        """Forget all that is kept of a server: its channels' subscriptions, its digest, and their notices."""
        ...


class Outbox(Protocol):
    """Keeps the notices that are yet to go out, and remembers for 90 days which have gone."""

    async def due(self, now: datetime, most: int = 50) -> tuple[Due, ...]:
        """Return notices to be sent now, oldest first; of those of one subscription and topic, only one.

        One that cannot be read, because a later version made it or it is damaged, is given up.
        """
        ...

    async def begin(self, nonces: Sequence[str], now: datetime) -> None:
        """Keep that these are handed to Discord from now on: after a crash, it may have them.

        They stay due until they are sent, postponed or dropped; the first time stays `Due.begun`.
        """
        ...

    async def sent(self, nonce: str, message: int) -> None:
        """Keep that Discord has a notice, as this message; its matter is forgotten."""
        ...

    async def postpone(self, nonce: str, until: datetime) -> None:
        """Keep that Discord has not taken a notice, which is to be tried again, not before a time.

        That is at most an hour away: what is later was set by a clock that was wrong, and is due at once.
        """
        ...

    async def drop(self, nonce: str) -> None:
        """Give a notice up: its matter is forgotten, and it is never made again."""
        ...

    async def last_message(self, subscription: int, topic: str) -> int | None:
        """Return the message that a subscription edits to tell of a topic; None where it posts a new one."""
        ...


class KnowledgeStore(Protocol):
    """Keeps corpora, the newest of which is the head. Every failure is a `StoreError` with its cure."""

    @property
    def writes(self) -> bool:
        """Whether this process may write to it."""
        ...

    @property
    def audience(self) -> Audience:
        """Who wants to be told what."""
        ...

    @property
    def outbox(self) -> Outbox:
        """What is yet to be told."""
        ...

    async def publish(
        self,
        corpus: Corpus,
        fingerprint: str,
        bulletin: Bulletin | None = None,
        notices: Sequence[Notice] = (),
        answered: Collection[int] = (),
    ) -> Head:
        """Keep a corpus and make it the head; older ones than the last three go.

        A corpus that is kept already is not stored twice. If it is the head, it keeps its date, and
        only the fingerprint is renewed; if it is an older one, it becomes the head again.
        In the same transaction the bulletin joins the feed (unless it is empty), the notices the outbox, and
        the waiting questions with the numbers `answered` are forgotten, as is the fact `WITHDRAWN`. Left out
        are notices that were made before (but for a fact that has come back after the subscription was told
        another), of what the subscription was told last about the topic, and those for nobody: whose
        subscription is gone or paused, or, of a question, whose user does not wait for it (any more).
        """
        ...

    async def withdraw(self, corpus_id: str, bulletin: Bulletin | None) -> Head:
        """Forget the head, which must be this corpus, and return what is served instead: the one before it.

        In the same transaction the bulletin joins the feed (unless it is empty), and the fingerprint becomes
        the fact `WITHDRAWN`, unless that is there: it is the first that was withdrawn since a publication.
        Raises `StoreError` where another corpus is the head, or where there is none before it.
        """
        ...

    async def newest(self) -> int:
        """Return the number of the newest bulletin; 0 where there was none yet."""
        ...

    async def feed(self, after: int = 0) -> tuple[Bulletin, ...]:
        """Return the bulletins with a number above `after`, oldest first; the last 1,000 are kept.

        One that cannot be read, because a later version made it or it is damaged, is left out.
        """
        ...

    async def head(self) -> Head | None:
        """Return what is served; None where nothing was ever published."""
        ...

    async def kept(self) -> tuple[Head, ...]:
        """Return what can be loaded, at most three, in the order of publication, newest first."""
        ...

    async def load(self, corpus_id: str) -> Corpus:
        """Return a kept corpus; `StoreDamagedError` unless it is to the byte what was published."""
        ...

    async def vectors(self, model_id: str, keys: Collection[str]) -> dict[str, bytes]:
        """Return what is kept of a model's vectors under these keys; their length is not looked at."""
        ...

    async def keep_vectors(self, model_id: str, vectors: Mapping[str, bytes]) -> None:
        """Keep a model's vectors, by keys that name the content they were made of."""
        ...

    async def forget_vectors(self, model_id: str, but: Collection[str]) -> None:
        """Forget all vectors but those of this model under these keys; it can make them again."""
        ...

    async def recall(self, key: str) -> str | None:
        """Return a small fact of the bot itself, or None."""
        ...

    async def remember(self, key: str, value: str) -> None:
        """Keep a small fact of the bot itself, such as a hash of the commands that Discord was told."""
        ...
