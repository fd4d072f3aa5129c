"""Who is to be told what? Those who follow topics or wait for answers, what has happened, and the notices."""

from collections.abc import Mapping
from datetime import date, datetime
from types import MappingProxyType
from typing import TypeAlias

from msgspec import Struct

from knowledge.model import NewArticle, Statement, StatusChange
from knowledge.notices.inquiries import Inquiry


class Subscription(Struct, frozen=True):
    """Somebody who is told when a topic's status changes: a server's channel, or a user by direct message."""

    number: int
    """Never given twice."""
    topic: str | None
    """None stands for every topic."""
    channel: int | None = None
    user: int | None = None
    guild: int | None = None
    """The server of the channel; a user's subscription belongs to no server."""
    edits: bool = False
    """Whether the message about a topic is edited, instead of a new one being posted."""
    paused: bool = False
    """Whether Discord refuses what is sent there, so that nothing is sent until it is asked for again."""


class WaitingQuestion(Struct, frozen=True):
    """A question that the articles did not answer, and who wants to be told when they do."""

    number: int
    """Never given twice."""
    user: int
    question: str
    after: int
    """The newest bulletin when it was asked; articles that came later are new to it."""


class ArticleChannel(Struct, frozen=True):
    """Where a server has new articles announced."""

    guild: int
    channel: int


class Bulletin(Struct, frozen=True):
    """What one publication brought; an empty one is not kept."""

    changes: tuple[StatusChange, ...] = ()
    """What the articles say otherwise now; what only other names have brought about is left out."""
    articles: tuple[NewArticle, ...] = ()
    number: int = 0
    """The store numbers them, from 1 on; 0 for one that is not kept yet."""


class Listeners(Struct, frozen=True):
    """All who may have to be told of a publication."""

    subscriptions: tuple[Subscription, ...] = ()
    waiting: tuple[WaitingQuestion, ...] = ()
    came: Mapping[str, int] = MappingProxyType({})
    """The articles that came since the first of the waiting questions was asked, each with its bulletin."""
    article_channels: tuple[ArticleChannel, ...] = ()
    unanswered: tuple[Inquiry, ...] = ()
    """What was asked and not answered the last time, newest first; only a report names it."""


class DigestPlan(Struct, frozen=True):
    """When and where a server gets its digest."""

    guild: int
    channel: int
    hour: int
    """0 to 23, in the time zone."""
    zone: str
    """An IANA name, such as Europe/Kyiv."""
    weekday: int | None = None
    """0 (Monday) to 6; None for every day."""
    last: date | None = None
    """The local date for which the last one was made, or left out because nothing had happened."""
    after: int = 0
    """The newest bulletin that it held."""


class Board(Struct, frozen=True):
    """The one message in which a server keeps where every topic stands."""

    guild: int
    channel: int
    message: int | None
    """None where it was begun, so that Discord may have it or not."""
    shown: str = ""
    """A digest of what it shows: one that would show the same is not edited."""


class Digest(Struct, frozen=True):
    """What has happened since the last one."""

    day: date
    changes: tuple[StatusChange, ...]
    articles: tuple[NewArticle, ...]
    asked: tuple[tuple[str, int], ...]
    """What was asked about most, and how often."""


class Known(Struct, frozen=True):
    """A question that somebody waited for and that the articles answer now."""

    question: str


class Withdrawn(Struct, frozen=True):
    """A change that was taken back while Discord was handed it: to be looked for, and not to be sent."""

    change: StatusChange


class Correction(Struct, frozen=True):
    """What takes the place of a message that told of a change which has been taken back since."""

    change: StatusChange
    """As it was told."""
    stands: Statement | None
    """The words that say where the topic stands; None where it stands nowhere."""
    notice: str
    """The nonce of the notice that told of it."""


class TakenBack(Struct, frozen=True):
    """A change that a publication brought which is withdrawn, and where its topic stands without it."""

    change: StatusChange
    fact: str
    """Names what the topic was by that change, as `Notice.fact` does."""
    stands: Statement | None
    stands_fact: str
    """Names what it is now; empty where it stands nowhere."""


Matter: TypeAlias = StatusChange | Known | Digest | Withdrawn | Correction | NewArticle
"""What a notice is about."""


class Notice(Struct, frozen=True):
    """A message that is to go out once, to a channel or to a user."""

    nonce: str
    """Names receiver and matter, so that the same one is never made, or posted, twice."""
    matter: Matter
    channel: int | None = None
    user: int | None = None
    subscription: int | None = None
    fact: str = ""
    """Names what a changed topic is now: a subscription that was told so last is not told again."""
    guild: int | None = None
    """The server of the channel; None for a user."""


class Due(Struct, frozen=True):
    """A notice to be sent now, and what has been tried."""

    notice: Notice
    begun: datetime | None
    """When it was first handed to Discord, which may have it; None where it never was."""
    tries: int
    """How often Discord has not taken it."""
    bulletin: int | None = None
    """The number of the bulletin that came with it; None where none did."""
    joined: str | None = None
    """The name of the message that it was begun as, together with others."""
    edits: bool = False
    """Whether its subscription has the message about a topic edited."""


class Joint(Struct, frozen=True):
    """One message that told of several changes of one publication."""

    bulletin: int
    """The number of what was published."""
    message: int
    channel: int | None
    user: int | None
    topics: tuple[str, ...]
    """Of what it told, normalised, in the order in which it did."""
    withdrawn: frozenset[str] = frozenset()
    """Those of the topics whose change has been taken back since."""
