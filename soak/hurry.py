"""How does a day pass in a second? By a clock that is put forward by each pause, and waits for none."""

import asyncio
import time
from datetime import UTC, datetime, timedelta

from bot.clock import Clock

_A_TURN = 0.001
"""Real seconds that a pause takes all the same: sockets need some."""
_STEP = 600.0
"""Seconds by which the clock is put forward at once."""


class Hurry:
    """Has a clock whose pauses are short."""

    def __init__(self) -> None:
        """Begin now."""
        self._ahead = 0.0
        self._paused = asyncio.Event()
        self.pauses: list[float] = []
        """How long each should have been."""
        self.clock = Clock(self._now, self._monotonic, self._sleep)

    async def wait_for(self, pauses: int) -> None:
        """Wait until there have been so many."""
        while len(self.pauses) < pauses:
            self._paused.clear()
            await self._paused.wait()

    def _now(self) -> datetime:
        return datetime.now(UTC) + timedelta(seconds=self._ahead)

    def _monotonic(self) -> float:
        return time.monotonic() + self._ahead

    async def pass_by(self, seconds: float) -> None:
        """Wait until so many seconds have gone by on this clock, which the pauses of others put forward."""
        end = self._monotonic() + seconds
        while self._monotonic() < end:
            self._paused.clear()
            await self._paused.wait()

    async def _sleep(self, seconds: float) -> None:
        self.pauses.append(seconds)
        end = self._monotonic() + seconds
        while (left := end - self._monotonic()) > 0:
            step = min(left, _STEP)  # so that others see the time pass, too
            self._ahead += max(0.0, step - _A_TURN)
            self._paused.set()
            await asyncio.sleep(min(step, _A_TURN))
