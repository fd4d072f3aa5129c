"""Which messages and interactions came already? Discord sends some again after a lost connection."""

import logging
from collections import OrderedDict
from collections.abc import Callable

_log = logging.getLogger(__name__)

_REMEMBERED = 10_000
"""Ids of the last messages and interactions: enough for what Discord sends again."""


class Seen:
    """Remembers what came, and when; bounded in number."""

    def __init__(self, monotonic: Callable[[], float]) -> None:
        """Remember nothing yet; `monotonic` gives seconds."""
        self._monotonic = monotonic
        self._seen: OrderedDict[int, float] = OrderedDict()

    def is_new(self, snowflake: int) -> bool:
        """Whether a message or interaction comes for the first time; true only once for each id."""
        if snowflake in self._seen:
            _log.info("Discord sent %d again; it is not answered twice.", snowflake)
            return False
        self._seen[snowflake] = self._monotonic()
        if len(self._seen) > _REMEMBERED:
            self._seen.popitem(last=False)
        return True

    def find_age(self, snowflake: int) -> float | None:
        """Return how many seconds ago something came; None where that is not remembered."""
        came = self._seen.get(snowflake)
        return None if came is None else self._monotonic() - came
