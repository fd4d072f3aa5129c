"""How late is the event loop? It is asked to wake a probe each second, and the probe looks at the clock."""

from bot.clock import Clock

EVERY = 1.0
"""Seconds between two looks."""

SLOW_SECONDS = 5.0
"""A loop that is so late answers nobody in time: Discord waits three seconds."""


class Pulse:
    """Measures how late the event loop does what is due."""

    def __init__(self, clock: Clock) -> None:
        """Take it for punctual until the first look."""
        self._clock = clock
        self._due = clock.monotonic() + EVERY
        self._last = self._worst = 0.0

    @property
    def lag(self) -> float:
        """Seconds that it was late at the last look, or is now, if that is overdue by more."""
        return max(self._last, self._clock.monotonic() - self._due)

    @property
    def is_slow(self) -> bool:
        """Whether it is so late that a new start would help."""
        return self.lag >= SLOW_SECONDS

    def take_worst(self) -> float:
        """Give the longest lag since this was called before."""
        worst, self._worst = max(self._worst, self.lag), 0.0
        return worst

    async def wait(self) -> None:
        """Wait for the next look, and note how late it is."""
        self._due = self._clock.monotonic() + EVERY
        await self._clock.sleep(EVERY)
        self._last = max(0.0, self._clock.monotonic() - self._due)
        self._worst = max(self._worst, self._last)
