"""What was asked, how well was it answered, and how did that help? Nothing says who asked."""

from datetime import date, datetime

from msgspec import Struct

from knowledge.answers import Verdict


class Inquiry(Struct, frozen=True):
    """A question as it was asked in one place, however often."""

    guild: int | None
    """The server; None stands for all private and foreign places."""
    key: str
    """What a button holds in place of the question."""
    question: str
    earlier: tuple[str, ...]
    """The questions before it that it follows up, oldest first."""
    verdict: Verdict
    """Of the last answer."""
    times: int
    first_at: datetime
    last_at: datetime
    ignored: bool = False
    """Whether an admin has set it aside."""


class Asked(Struct, frozen=True):
    """What is kept of a question that was asked once."""

    guild: int | None
    """The server; None stands for all private and foreign places."""
    verdict: Verdict
    key: str = ""
    """What a button holds in place of the question; nothing where it is counted alone."""
    question: str = ""
    earlier: tuple[str, ...] = ()
    """The questions before it that it follows up, oldest first."""


class Insights(Struct, frozen=True):
    """What was asked in a server, or everywhere, since some day."""

    asked: int = 0
    """The sum of the following three."""
    answered: int = 0
    closest: int = 0
    refused: int = 0
    helpful: int = 0
    unhelpful: int = 0
    by_day: tuple[tuple[date, int, int], ...] = ()
    """Each day, in UTC, on which anything was asked, oldest first: how often, and how often refused."""
    most_asked: tuple[tuple[str, int], ...] = ()
    """Questions that were asked again since, and how often in all the time that they are kept."""
