"""How old may it be? What counts as old and as recent, on a given day."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Self

from bot.clock import Clock
from bot.config import AnswerOptions
from knowledge.model import Status


@dataclass(frozen=True, slots=True)
class Freshness:
    """The day of an answer, and how many days make a source old or a change recent."""

    today: date
    stale_days: int
    """A topic whose newest source is older than this is shown with a warning."""
    recent_days: int
    """A change of so many last days is marked on the board, and is new to who looks for the first time."""

    @classmethod
    def of(cls, options: AnswerOptions, clock: Clock) -> Self:
        """Take the days from the configuration, and today from the clock."""
        return cls(clock.today, options.stale_days, options.recent_days)

    def on(self, day: date | None) -> Self:
        """Look back: what was old and recent on an earlier day; a day to come, or None, means today."""
        return replace(self, today=min(day or self.today, self.today))

    def days_old(self, status: Status) -> int | None:
        """Give the age of a topic's newest source in days, where that is more than it should be."""
        age = (self.today - status.claims[-1].on).days
        return age if age > self.stale_days else None

    def is_recent(self, status: Status) -> bool:
        """Whether a topic came to where it stands in the last days."""
        return status.since >= self.recently

    @property
    def recently(self) -> date:
        """The first of the last days."""
        return self.today - timedelta(days=min(self.recent_days, (self.today - date.min).days))
