"""What time is it? The wall clock, which may jump, and one that only goes forward; tests bring their own."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime

from msgspec import Struct

from bot.config import AnswerOptions
from knowledge.when import When


def _now() -> datetime:
    return datetime.now(UTC)


class Clock(Struct, frozen=True):
    """All that the bot knows of time. Durations are measured by `monotonic`, dates are read from `now`."""

    now: Callable[[], datetime] = _now
    """In UTC; a person or a time server may set it back or forward."""
    monotonic: Callable[[], float] = time.monotonic
    """Seconds since some moment; never goes back."""
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    """Waits so many seconds of `monotonic`."""

    @property
    def today(self) -> date:
        """The day in UTC."""
        return self.now().astimezone(UTC).date()

    def when(self, options: AnswerOptions) -> When:
        """Return the day of an answer that is given now, and what is recent and old on it."""
        return When(self.today, options.recent_days, options.stale_days)
