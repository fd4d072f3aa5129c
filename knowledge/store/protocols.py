"""What can any store do with each of the things that it keeps?

`KnowledgeStore` has them all, and does what changes several of them in one transaction. Who listens is kept
by Discord's ids: no names, and no words but questions that were not answered.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Protocol

from knowledge.model import Corpus
from knowledge.notices.audience import Bulletin, DigestPlan, Due, Notice, Subscription, WaitingQuestion
from knowledge.sources.kept import Kept, SourceRecord, SourceSpec, SourceState
from knowledge.sources.proposals import Proposal
from knowledge.store._canonical import Head


class Corpora(Protocol):
    """Keeps the corpora that were published last; the newest is the head."""

    async def get_head(self) -> Head | None:
        """Return what is served; None where nothing was ever published."""
        ...

    async def find_kept(self) -> tuple[Head, ...]:
        """Return what can be loaded, at most three, in the order of publication, newest first."""
        ...

    async def load(self, corpus_id: str) -> Corpus:
        """Return a kept corpus; `StoreDamagedError` unless it is to the byte what was published."""
        ...

    async def recall(self, corpus_id: str) -> bytes:
        """Return what was to be recollected with a corpus; nothing where it is not kept, or nothing was."""
        ...


class Feed(Protocol):
    """Keeps the last 1,000 bulletins, and up to which of them each user has seen all."""

    async def get_newest(self) -> int:
        """Return the number of the newest bulletin; 0 where there was none yet."""
        ...

    async def read(self, after: int = 0) -> tuple[Bulletin, ...]:
        """Return the bulletins with a number above `after`, oldest first.

        One that cannot be read, because a later version made it or it is damaged, is left out.
        """
        ...

    async def get_seen(self, user: int) -> int | None:
        """Return the newest bulletin that a user has seen; None where they never looked."""
        ...

    async def mark_seen(self, user: int, number: int) -> None:
        """Keep up to which bulletin a user has seen all; a lower number than before changes nothing."""
        ...


class Subscriptions(Protocol):
    """Keeps which channels and users are told when a topic's status changes."""

    async def add(
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

    async def remove(self, number: int) -> bool:
        """Forget a subscription and what is yet to be sent for it; False where it was not there."""
        ...

    async def pause(self, number: int) -> None:
        """Pause a subscription, and drop what is yet to be sent for it."""
        ...

    async def find(self, *, user: int | None = None, guild: int | None = None) -> tuple[Subscription, ...]:
        """Return all subscriptions, or those of a user or of a server's channels, oldest first."""
        ...


class WaitingQuestions(Protocol):
    """Keeps who is told when a question can be answered."""

    async def add(self, user: int, question: str) -> bool:
        """Keep that a user waits for a question to be answered; False where they wait for it already.

        300 characters of it are kept. Raises KnowledgeError where a user would wait for more than 25.
        """
        ...

    async def find(self, user: int | None = None) -> tuple[WaitingQuestion, ...]:
        """Return the questions that are waited for, by all or by a user, oldest first."""
        ...


class UnansweredQuestions(Protocol):
    """Keeps the last 10,000 questions without an answer for 90 days, and nothing of who asked them."""

    async def add(self, key: str, question: str) -> None:
        """Keep 300 characters of a question that was asked now; one under the same key is replaced."""
        ...

    async def get(self, key: str) -> str | None:
        """Return a question; None where it is not kept any more."""
        ...


class Digests(Protocol):
    """Keeps when and where servers get their digests, and what was asked about since the last one."""

    async def find_plans(self, guild: int | None = None) -> tuple[DigestPlan, ...]:
        """Return the plans of all servers, or that of one."""
        ...

    async def save_plan(self, plan: DigestPlan) -> None:
        """Keep a server's plan in place of the one it had; what was counted stays."""
        ...

    async def remove_plan(self, guild: int) -> bool:
        """Forget a server's plan, its counts, and a digest yet to be sent; False where it had none."""
        ...

    async def count_asked(self, guild: int, about: str) -> None:
        """Count that something was asked about, such as a topic; only where the server has a plan."""
        ...

    async def find_most_asked(self, guild: int, most: int = 5) -> tuple[tuple[str, int], ...]:
        """Return what was asked about most since the last digest, and how often."""
        ...

    async def close_day(self, guild: int, day: date, after: int, notice: Notice | None) -> None:
        """Keep, in one transaction, that a day's digest is made, and its notice; counting begins anew.

        `after` is the newest bulletin in it. Changes nothing where the server has no plan any more.
        """
        ...


class Outbox(Protocol):
    """Keeps the notices that are yet to go out, and remembers for 90 days which have gone.

    The last message about a topic stays known for as long as its subscription edits it.
    """

    async def find_due(self, now: datetime, most: int = 50) -> tuple[Due, ...]:
        """Return notices to be sent now, oldest first; of those of one subscription and topic, only one.

        An edit that came late would put an old status in place of a newer one. This is asked each second:
        it takes no longer when much was sent. One that cannot be read, because a later version made it or
        it is damaged, is given up.
        """
        ...

    async def begin(self, nonces: Sequence[str], now: datetime) -> None:
        """Keep that these are handed to Discord from now on: after a crash, it may have them.

        They stay due until they are sent, postponed or dropped; the first time stays `Due.begun`.
        """
        ...

    async def mark_sent(self, nonce: str, message: int) -> None:
        """Keep that Discord has a notice, as this message; its matter is forgotten, but for `Withdrawn`."""
        ...

    async def postpone(self, nonce: str, until: datetime) -> None:
        """Keep that Discord has not taken a notice, which is to be tried again, not before a time.

        That is at most an hour away: what is later was set by a clock that was wrong, and is due at once.
        """
        ...

    async def drop(self, nonce: str) -> None:
        """Give a notice up: its matter is forgotten, and it is never made again."""
        ...

    async def find_sent(self, nonce: str) -> int | None:
        """Return the message that Discord has of a notice; None where none is known (yet)."""
        ...

    async def get_message(self, subscription: int, topic: str) -> int | None:
        """Return the message that a subscription edits to tell of a topic; None where it posts a new one."""
        ...


class Documents(Protocol):
    """Keeps the articles of live sources, and those handed in, each with the bytes of all its versions."""

    async def find(self, source: str | None = None) -> tuple[Kept, ...]:
        """Return what is kept of all sources or of one, removed articles too, oldest first."""
        ...

    async def find_served(self) -> tuple[Kept, ...]:
        """Return what is kept and not removed, sorted by source and identity."""
        ...

    async def read(self, hashes: Collection[str]) -> dict[str, bytes]:
        """Return the bytes with these SHA-256, as far as they are kept."""
        ...

    async def save(self, kept: Kept, data: bytes) -> None:
        """Keep an article with its bytes, in place of the one with the same identity, and serve it."""
        ...

    async def remove(self, source: str, identity: str) -> bool:
        """Serve an article no more, and know it still: it is not new again. False where it was not there."""
        ...


class Sources(Protocol):
    """Keeps which live sources there are beside those of the configuration, and how each of all stands."""

    async def find(self) -> tuple[SourceRecord, ...]:
        """Return all that is known of sources, sorted by name."""
        ...

    async def add(self, spec: SourceSpec) -> None:
        """Keep a source in place of one with its name; it goes on where that was paused.

        Raises KnowledgeError where there would be more than `rules.MOST_SOURCES`.
        """
        ...

    async def pause(self, name: str, *, paused: bool) -> None:
        """Keep whether a source is paused."""
        ...

    async def remove(self, name: str) -> bool:
        """Forget a source with all its articles; False where it was not there."""
        ...

    async def keep_round(
        self, name: str, state: SourceState, kept: Iterable[Kept], contents: Mapping[str, bytes]
    ) -> None:
        """Keep, in one transaction, how a source stands after one look, and the articles that came of it.

        Each takes the place of the one with the same identity; `contents` holds the new bytes by SHA-256.
        Bytes that belong to no version of any article are forgotten.
        """
        ...


class Proposals(Protocol):
    """Keeps for a day what was proposed and is yet to be confirmed."""

    async def add(self, key: str, proposal: Proposal) -> None:
        """Keep a proposal under its key."""
        ...

    async def get(self, key: str) -> Proposal | None:
        """Return a proposal; None where it is not kept any more."""
        ...

    async def remove(self, key: str) -> None:
        """Forget a proposal."""
        ...


class Vectors(Protocol):
    """Keeps what models make of passages; losing any of it is only a cost."""

    async def find(self, model_id: str, keys: Collection[str]) -> dict[str, bytes]:
        """Return what is kept of a model's vectors under these keys; their length is not looked at."""
        ...

    async def keep(self, model_id: str, vectors: Mapping[str, bytes]) -> None:
        """Keep a model's vectors, by keys that name the content they were made of."""
        ...

    async def forget(self, model_id: str, but: Collection[str]) -> None:
        """Forget all vectors but those of this model under these keys; it can make them again."""
        ...


class Facts(Protocol):
    """Keeps small facts of the bot itself, such as a hash of the commands that Discord was told."""

    async def recall(self, key: str) -> str | None:
        """Return a fact, or None."""
        ...

    async def remember(self, key: str, value: str) -> None:
        """Keep a fact in place of what was kept under this key."""
        ...
