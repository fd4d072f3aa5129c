"""What became of the notices of one round? Counted for the metrics, and told in one line of the log."""

import logging
from collections import Counter
from typing import Literal

from bot.clock import Clock
from bot.config import MAIN_CORPUS
from bot.metrics import Metrics

_log = logging.getLogger(__name__)

_EVERY_SECONDS = 60.0
"""How often a round that goes on and on is told of."""

Outcome = Literal["sent", "corrected", "paused", "given_up", "withdrawn"]

_WORDS: dict[Outcome, str] = {
    "sent": "sent",
    "corrected": "corrected",
    "paused": "paused",
    "given_up": "given up",
    "withdrawn": "withdrawn before they were told",
}


class Tally:
    """Counts until there is nothing left to send, then begins anew."""

    def __init__(self, metrics: Metrics, clock: Clock, corpus: str) -> None:
        """Count in `metrics`, too."""
        self._metrics, self._clock, self._corpus = metrics, clock, corpus or MAIN_CORPUS
        self._counts: Counter[Outcome] = Counter()
        self._told = clock.monotonic()

    def add(self, outcome: Outcome, number: int = 1) -> None:
        """Count so many notices, or receivers where they are paused."""
        self._counts[outcome] += number
        self._metrics.notices.labels(outcome).inc(number)

    def tell(self, *, is_over: bool) -> None:
        """Log what was counted since it was told last, once the round is over or has gone on for long."""
        now = self._clock.monotonic()
        if not self._counts:
            self._told = now
        elif is_over or now - self._told >= _EVERY_SECONDS:
            said = ", ".join(
                f"{self._counts[each]:,} {word}" for each, word in _WORDS.items() if self._counts[each]
            )
            _log.info("Notices of the corpus %s: %s.", self._corpus, said, extra={"corpus": self._corpus})
            self._counts.clear()
            self._told = now
