"""What is kept of one user? All of it, as the user may have it."""

from datetime import date, datetime

from msgspec import Struct

from knowledge.notices.audience import Subscription, WaitingQuestion


class Vote(Struct, frozen=True):
    """What a user said of an answer."""

    question: str
    helpful: bool
    on: date
    """In UTC."""


class PrivateMessage(Struct, frozen=True):
    """A message to a user: one that is to be sent, or of which it is known that it was or was not."""

    kind: str
    """What it is about, such as "change" or "known"."""
    topic: str | None
    """Of a change; normalised."""
    state: str
    """As in `rules.State`."""
    message: int | None
    """Discord's id of it, once it is sent."""
    done_at: datetime | None
    """When it was sent or given up."""


class PersonalData(Struct, frozen=True):
    """All that is kept under a user's id."""

    subscriptions: tuple[Subscription, ...] = ()
    waiting: tuple[WaitingQuestion, ...] = ()
    seen: int | None = None
    """The newest bulletin that they have seen; None where they never looked."""
    votes: tuple[Vote, ...] = ()
    messages: tuple[PrivateMessage, ...] = ()
