"""How old is what Discord sends? By Discord's own clock: that of this machine may be wrong, and jump."""

from collections.abc import Callable
from email.utils import parsedate_to_datetime

_EPOCH = 1_420_070_400.0
"""When Discord's ids begin to count, in seconds."""
_DRIFT = 0.001
"""By how many seconds in a second the clocks may go apart: far more than they do."""
_TOO_OLD = 4.0
"""Discord takes a first response for three seconds; its clock is known to about one."""
_NO_AGE = 900.0
"""Discord forgets an interaction after so many seconds: one that seems older tells of a wrong clock."""


class Ages:
    """Knows Discord's time from its answers, and says how old an id is by that."""

    def __init__(self, monotonic: Callable[[], float]) -> None:
        """Know nothing yet; `monotonic` gives seconds."""
        self._monotonic = monotonic
        self._ahead: float | None = None
        self._measured = 0.0

    def note(self, date: str | None) -> None:
        """Take the time from the Date of an answer, which is never later than it is at Discord.

        So the latest of all is the nearest; what was learned from it fades, since the clocks go apart.
        """
        try:
            told = parsedate_to_datetime(date or "").timestamp()
        except ValueError:
            return
        now = self._monotonic()
        faded = None if self._ahead is None else self._ahead - (now - self._measured) * _DRIFT
        self._ahead = max(told - now, told - now if faded is None else faded)
        self._measured = now

    def is_too_old(self, snowflake: int) -> bool:
        """Whether Discord would take no response to an interaction any more."""
        if self._ahead is None:
            return False
        made = (snowflake >> 22) / 1000 + _EPOCH
        return _TOO_OLD < self._monotonic() + self._ahead - made < _NO_AGE
