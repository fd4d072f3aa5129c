"""When may it be tried again? After ever longer pauses, each of another length than those of other bots."""

from random import uniform

HELD_SECONDS = 60.0
"""A connection that lasted so long has nothing to do with those that were lost before it."""
_AT_ONCE = 10
"""How many good connections may be lost in a row, and be made again at once."""
_MOST_SECONDS = 300.0
"""How long an outage may go on unnoticed after it has ended."""
_DOUBLINGS = 10


class Pauses:
    """The pauses between the tries of one connection."""

    def __init__(self) -> None:
        """Begin with short ones."""
        self._lost = 0
        self.failed = 0
        """How many tries in a row have not led to a connection."""

    def after_loss(self, held: float) -> float:
        """Give the seconds to wait after a connection that was good and held so many seconds.

        What Discord sends meanwhile comes with the next connection, and is to be answered in three seconds.
        """
        self.failed = 0
        self._lost = 0 if held >= HELD_SECONDS else self._lost + 1
        return 0.0 if self._lost < _AT_ONCE else uniform(1.0, 1.2)  # noqa: S311

    def after_failure(self) -> float:
        """Give the seconds to wait after a try that led to no connection."""
        self.failed += 1
        return grow(1.0, self.failed, _MOST_SECONDS)


def grow(first: float, times: int, most: float) -> float:
    """Double a pause with each time, up to the longest, and vary it so that not all come back at once."""
    return min(most, first * 2 ** min(times, _DOUBLINGS)) * uniform(0.5, 1.0)  # noqa: S311
