"""Which notices go out as one message? Those of one publication for one receiver, if there are several.

What was begun as one message stays that one under its name, whatever becomes of some of its notices: so it
is known again after a crash.
"""

from collections.abc import Sequence
from datetime import datetime

from msgspec import Struct

from knowledge.model import NewArticle, StatusChange
from knowledge.notices.audience import Correction, Due, Notice, Withdrawn
from knowledge.notices.notices import make_nonce
from knowledge.store import Outbox


class Parcel(Struct, frozen=True):
    """What goes out as one message."""

    name: str
    """Of the message: the nonce of its one notice, or a name of several together."""
    dues: tuple[Due, ...]
    """Of one receiver and one kind."""
    is_joint: bool = False

    @property
    def notice(self) -> Notice:
        """The first of its notices."""
        return self.dues[0].notice

    @property
    def names(self) -> tuple[str, ...]:
        """What the outbox knows all of its notices by."""
        return (self.name,) if self.is_joint and not self.is_correction else self.nonces

    @property
    def nonces(self) -> tuple[str, ...]:
        """Those of its notices."""
        return tuple(due.notice.nonce for due in self.dues)

    @property
    def is_correction(self) -> bool:
        """Whether it takes the place of what was told, so that its name is that of another message."""
        return isinstance(self.notice.matter, Correction)

    @property
    def begun(self) -> datetime | None:
        """When it was first handed to Discord."""
        return self.dues[0].begun

    @property
    def tries(self) -> int:
        """How often Discord has not taken it."""
        return max(due.tries for due in self.dues)

    @property
    def changes(self) -> tuple[StatusChange, ...]:
        """What it tells or told of."""
        return tuple(
            matter.change if isinstance(matter, Withdrawn) else matter
            for due in self.dues
            if isinstance(matter := due.notice.matter, StatusChange | Withdrawn)
        )

    @property
    def articles(self) -> tuple[NewArticle, ...]:
        """The articles that it announces."""
        return tuple(each.notice.matter for each in self.dues if isinstance(each.notice.matter, NewArticle))

    @property
    def withdrawn(self) -> frozenset[str]:
        """The nonces of those that were taken back while Discord was handed them."""
        return frozenset(due.notice.nonce for due in self.dues if isinstance(due.notice.matter, Withdrawn))

    @property
    def stops(self) -> tuple[tuple[str, int], ...]:
        """What a follower follows: the topics with the numbers of the subscriptions."""
        return tuple(
            (change.topic, due.notice.subscription)
            for due, change in zip(self.dues, self.changes, strict=True)
            if due.notice.user and due.notice.subscription
        )

    @property
    def subscriptions(self) -> tuple[int, ...]:
        """The numbers of those whose notices it has."""
        return tuple(dict.fromkeys(due.notice.subscription for due in self.dues if due.notice.subscription))


async def pack(queue: Sequence[Due], outbox: Outbox) -> list[Parcel]:
    """Make messages of what is due to one receiver, in order."""
    groups: dict[tuple[str, ...], list[Due]] = {}
    for due in queue:
        groups.setdefault(await _find_group(due, outbox), []).append(due)
    return [_wrap(group, tuple(dues)) for group, dues in groups.items()]


async def _find_group(due: Due, outbox: Outbox) -> tuple[str, ...]:
    matter, nonce = due.notice.matter, due.notice.nonce
    if isinstance(matter, Correction):
        told = await outbox.get_joined(matter.notice)
        return ("correction", told) if told else ("alone", nonce)
    if due.joined:
        return ("begun", due.joined)
    is_new = due.begun is None and due.bulletin is not None and not due.edits
    if is_new and isinstance(matter, StatusChange | NewArticle):
        return ("new", type(matter).__name__, str(due.bulletin))
    return ("alone", nonce)


def _wrap(group: tuple[str, ...], dues: tuple[Due, ...]) -> Parcel:
    kind, name, *_ = group
    if kind == "alone" or (kind == "new" and len(dues) == 1):
        return Parcel(dues[0].notice.nonce, dues)
    if kind == "new":
        name = make_nonce("joined", *(due.notice.nonce for due in dues))
    return Parcel(name, dues, is_joint=True)
