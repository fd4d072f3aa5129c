"""Can one more be answered in time? As many are in work as are answered soon; others are left and counted."""

import asyncio
import time
from collections.abc import Callable
from functools import partial
from typing import Final

from bot.limits import Allowance, Limiter
from bot.metrics import Metrics

AGE_SECONDS = 2.0
"""Who has waited so long for their turn waits no more: Discord takes a first response for three seconds."""

_SOON_SECONDS = 1.0
"""What takes no longer from its arrival to its end says that more could be in work, and what does, less."""

_FEWEST, _FIRST, _MOST = 10, 100, 400
"""How many may be in work at least, at the start, and at most."""

_SAID: Final = Allowance(10, 0.1)
"""How often somebody is told that there is too much to do: to say so takes time, too."""


class BusyError(Exception):
    """Somebody has waited too long for their turn."""


class Admission:
    """Counts what is in work, and learns from how long it takes how much that may be."""

    def __init__(self, metrics: Metrics, monotonic: Callable[[], float] = time.monotonic) -> None:
        """Count in `metrics`; `monotonic` gives seconds."""
        self._metrics = metrics
        self._monotonic = monotonic
        self._said = Limiter(_SAID, monotonic)
        self._in_work = 0
        self._most = float(_FIRST)

    @property
    def most(self) -> int:
        """How many may be in work now."""
        return int(self._most)

    def admit(self) -> bool:
        """Take what the calling task does into work until that ends; False where there is too much."""
        task = asyncio.current_task()
        if self._in_work >= self.most or task is None:
            self.shed()
            return False
        self._in_work += 1
        self._metrics.in_work.set(self._in_work)
        task.add_done_callback(partial(self._end, self._monotonic()))
        return True

    def shed(self) -> None:
        """Count what is left unanswered because there is too much to do."""
        self._metrics.shed.labels("overload").inc()

    def may_say_so(self) -> bool:
        """Whether there is time to tell somebody that there is too much to do, which counts it."""
        return self._said.take(0) == 0

    def _end(self, came: float, _: asyncio.Task[object]) -> None:
        if self._monotonic() - came > _SOON_SECONDS:
            self._most = max(_FEWEST, self._most - 1)
        elif self._in_work > self._most / 2:
            self._most = min(_MOST, self._most + 1)
        self._in_work -= 1
        self._metrics.in_work.set(self._in_work)
