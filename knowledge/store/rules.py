"""What does every store keep, forget and refuse? Numbers and decisions that no database need know.

A store fetches what a rule asks for and does what it returns, within one transaction. What must not become
slower when more is kept, such as looking for what is due, is left to the store's queries: they take the
numbers from here, and `protocols` says what they must find.
"""

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import date, timedelta
from enum import StrEnum
from secrets import token_hex
from typing import Final, TypeAlias

from msgspec import Struct, field
from msgspec.structs import replace

from knowledge.answers import Verdict
from knowledge.errors import LimitError, OvertakenError, StoreError
from knowledge.model import StatusChange
from knowledge.notices.audience import Bulletin, Correction, Known, Notice
from knowledge.notices.inquiries import Insights
from knowledge.store._canonical import Head
from knowledge.text import normalise

MOST_CORPORA: Final = 3
"""Corpora that are kept: the head, and those that a rollback can go back to."""
MOST_BULLETINS: Final = 1_000
MOST_SUBSCRIPTIONS: Final = 50
"""Subscriptions of one user, or of one channel."""
MOST_WAITING: Final = 25
"""Questions that one user waits for."""
MOST_SOURCES: Final = 50
"""Live sources that are added on Discord, at most."""
MOST_CURATIONS: Final = 2_000
"""Aliases and curated answers of one story."""
MOST_INQUIRIES: Final = 10_000
"""Questions that were asked, in all places together."""
MOST_EARLIER: Final = 4
"""Questions before one that it follows up."""
MOST_ASKED: Final = 10
"""Questions that are named as those that were asked most."""
LONGEST_QUESTION: Final = 300
"""Characters of a question that are kept."""
REMEMBERED: Final = timedelta(days=90)
"""How long it is remembered what was sent; and what was asked, unless something else is set."""
COUNTED: Final = timedelta(days=366)
"""How long it is remembered how much was asked on a day."""
PROPOSED: Final = timedelta(days=1)
"""How long it is remembered what was proposed and not confirmed."""
LONGEST_POSTPONEMENT: Final = timedelta(hours=1)
"""What is postponed beyond that was so by a clock that has been set back since, and is due at once."""

WITHDRAWN: Final = "withdrawn"
"""The fact that is the fingerprint of the first head that was withdrawn since the last publication."""

About: TypeAlias = tuple[int, str]
"""A subscription and what it is told about: a topic, normalised."""


def place_head(kept: Sequence[Head], new: Head) -> tuple[Head, ...]:
    """Return what is kept after a publication, newest first, of what was kept before.

    The head that is published again keeps its date; an older corpus that is becomes the head as of now.
    """
    if kept and kept[0].corpus_id == new.corpus_id:
        new = replace(new, published_at=kept[0].published_at)
    others = [head for head in kept if head.corpus_id != new.corpus_id]
    return (new, *others)[:MOST_CORPORA]


def check_overtaken(kept: Sequence[Head], after: str | None) -> None:
    """Raise OvertakenError unless this corpus is the head, or there is none where it is empty."""
    if after is not None and after != (kept[0].corpus_id if kept else ""):
        raise OvertakenError


def withdraw_head(kept: Sequence[Head], corpus_id: str) -> tuple[Head, ...]:
    """Return what is kept once the head, this corpus, is withdrawn; raise StoreError where that cannot be."""
    if not kept or kept[0].corpus_id != corpus_id:
        raise StoreError(
            f"The corpus {corpus_id[:12]} is not the one that is served.",
            "Look at what is served now, and try again.",
        )
    if len(kept) < 2:
        raise StoreError("There is no earlier state to go back to.", "Reload from the articles.")
    return tuple(kept[1:])


def remember_withdrawn(remembered: str | None, fingerprint: str) -> str:
    """Return the fingerprint to be kept as `WITHDRAWN` when the head with this one is withdrawn.

    After a second withdrawal, the folder still holds what the first one took back.
    """
    return fingerprint if remembered is None else remembered


def tells_anything(bulletin: Bulletin | None) -> bool:
    """Whether a bulletin joins the feed."""
    return bulletin is not None and bool(bulletin.changes or bulletin.articles)


def check_receiver(channel: int | None, user: int | None) -> None:
    """Raise ValueError unless a subscription has exactly one receiver."""
    if (channel is None) == (user is None):
        raise ValueError("a subscription belongs to a channel or to a user")


def check_subscriptions(held: int) -> None:
    """Raise KnowledgeError where one receiver would hold so many subscriptions."""
    if held > MOST_SUBSCRIPTIONS:
        reason = f"More than {MOST_SUBSCRIPTIONS} topics cannot be followed at once."
        raise LimitError("topics", MOST_SUBSCRIPTIONS, reason, "Stop following one first.")


def check_waiting(waited: int) -> None:
    """Raise KnowledgeError where one user would wait for so many questions."""
    if waited > MOST_WAITING:
        reason = f"More than {MOST_WAITING} questions cannot be waited for at once."
        cure = "Wait until one of them is answered, or have all that is kept of you forgotten."
        raise LimitError("questions", MOST_WAITING, reason, cure)


def check_curations(kept: int) -> None:
    """Raise KnowledgeError where editors would have said so much."""
    if kept > MOST_CURATIONS:
        reason = f"More than {MOST_CURATIONS} aliases and answers of editors cannot be kept."
        raise LimitError("curations", MOST_CURATIONS, reason, "Take back what is not needed any more.")


def shorten(question: str) -> str:
    """Cut a text to what is kept of it; half a character, which some clients send, and NUL cannot be."""
    return question[:LONGEST_QUESTION].replace("\0", "?").encode("utf-8", "replace").decode("utf-8")


def shorten_earlier(questions: Sequence[str]) -> tuple[str, ...]:
    """Return what is kept of the questions that another one follows up: the last ones, each cut."""
    return tuple(shorten(each) for each in questions[-MOST_EARLIER:])


class Tally(Struct, frozen=True):
    """How often something was asked on a day, in UTC, and answered with one verdict."""

    day: date
    verdict: Verdict
    times: int


class Votes(Struct, frozen=True):
    """How many said of an answer that it helped, and how many that it did not."""

    helpful: int = 0
    unhelpful: int = 0


def sum_up(tallies: Iterable[Tally], votes: Votes, most_asked: Iterable[tuple[str, int]] = ()) -> Insights:
    """Make one summary of what was asked; the tallies come by day, oldest first."""
    sums = dict.fromkeys(Verdict, 0)
    days: dict[date, tuple[int, int]] = {}
    for each in tallies:
        sums[each.verdict] += each.times
        asked, refused = days.get(each.day, (0, 0))
        days[each.day] = asked + each.times, refused + each.times * (each.verdict is Verdict.NONE)
    return Insights(
        asked=sum(sums.values()),
        answered=sums[Verdict.ANSWER],
        closest=sums[Verdict.CLOSEST],
        refused=sums[Verdict.NONE],
        helpful=votes.helpful,
        unhelpful=votes.unhelpful,
        by_day=tuple((day, *counts) for day, counts in days.items()),
        most_asked=tuple(most_asked),
    )


class State(StrEnum):
    """What has become of a notice."""

    PENDING = "pending"
    SENT = "sent"
    DROPPED = "dropped"


class Records(Struct, frozen=True):
    """What a store knows that decides which of some notices join the outbox."""

    listening: AbstractSet[int] = frozenset()
    """The numbers of the subscriptions that are there and not paused."""
    waiting: AbstractSet[tuple[int, str]] = frozenset()
    """Who waits for which question."""
    made: AbstractSet[str] = frozenset()
    """The nonces under which notices were made before."""
    told: Mapping[About, str] = field(default_factory=dict[About, str])
    """The fact that each subscription was told last about a topic."""


class Admission(Struct, frozen=True):
    """What joins the outbox, and what is told with it."""

    notices: tuple[Notice, ...]
    """They go behind all others."""
    told: Mapping[About, str]
    """The fact that each of these subscriptions has been told last, once all that is admitted went out."""


def admit(notices: Iterable[Notice], records: Records) -> Admission:
    """Decide which notices join the outbox.

    Left out are those for nobody: somebody may have gone since they were made, and nothing is kept for whom
    nothing else is. Nor is a subscription told again what it was told last about a topic, such as after a
    rollback.
    What was made before is not made again, but for a fact that has come back after another one was told:
    under another nonce, because Discord takes no second message of one for some minutes.
    """
    made, told = set(records.made), dict(records.told)
    admitted: list[Notice] = []
    news: dict[About, str] = {}
    for notice in notices:
        about = find_subject(notice)
        if not _has_receiver(notice, records) or (about and notice.fact and told.get(about) == notice.fact):
            continue
        if about and notice.fact:
            told[about] = news[about] = notice.fact
        if notice.nonce not in made:
            made.add(notice.nonce)
            admitted.append(notice)
        elif notice.fact:
            admitted.append(replace(notice, nonce=draw_nonce()))
    return Admission(tuple(admitted), news)


def find_subject(notice: Notice) -> About | None:
    """Return the subscription and the topic that a notice is about; None where it tells of no change."""
    change = notice.matter.change if isinstance(notice.matter, Correction) else notice.matter
    if notice.subscription is None or not isinstance(change, StatusChange):
        return None
    return notice.subscription, normalise(change.topic)


def draw_nonce() -> str:
    """Return a nonce that no notice ever had: 24 characters, of which Discord takes one more."""
    return token_hex(12)


def _has_receiver(notice: Notice, records: Records) -> bool:
    if notice.subscription is not None and notice.subscription not in records.listening:
        return False
    match notice.matter:
        case Known(question):
            return (notice.user, question) in records.waiting
        case _:
            return True
