"""Which day is it, and what is recent or old on it? One value, which every answer is given."""

from datetime import date, timedelta
from typing import Self

from msgspec import Struct
from msgspec.structs import replace

from knowledge.model import Step


class When(Struct, frozen=True):
    """The day of an answer, and how many days make a change recent or a source old."""

    today: date
    recent_days: int = 7
    """A change of so many last days is marked on the board, and is news where nobody names a period."""
    stale_days: int = 30
    """A topic whose newest source is older than this is shown with a warning."""

    def on(self, day: date | None) -> Self:
        """Look back: what was recent and old on an earlier day; a day to come, or None, means today."""
        return replace(self, today=min(day or self.today, self.today))

    def past(self, day: date | None) -> date | None:
        """Return a day that is over; None for today, for a day to come, and for none."""
        return day if day and day < self.today else None

    @property
    def recently(self) -> date:
        """The first of the last days."""
        return self.today - timedelta(days=min(self.recent_days, (self.today - date.min).days))

    def days_old(self, step: Step) -> int | None:
        """Return the age of a step's newest source in days, where that is more than it should be.

        What has no date at all has no age.
        """
        return self.age(step.claims[-1].on)

    def age(self, day: date) -> int | None:
        """Return how many days ago a day was, where that is more than a source should be old.

        What has no date, which stands as the first of all days, has no age.
        """
        days = (self.today - day).days
        return days if days > self.stale_days and day != date.min else None

    def is_recent(self, step: Step) -> bool:
        """Tell whether a topic came to where it stands in the last days."""
        return step.since >= self.recently
