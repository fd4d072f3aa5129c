"""What is a trial? Faults of one kind, tried so and so often, and what was lost by them."""

from collections.abc import Awaitable, Callable
from pathlib import Path

from msgspec import Struct


class Outcome(Struct, frozen=True):
    """What came of a trial."""

    tried: int
    """How many faults were made."""
    survived: int
    """After how many of them all went on as it should."""
    lost: int
    """What was lost, doubled or told wrongly, over all of them."""
    figures: tuple[str, ...] = ()
    """What was measured meanwhile, each with its unit: "p99 12 ms"."""

    @property
    def is_good(self) -> bool:
        """Whether every fault was survived, and nothing lost."""
        return self.survived == self.tried and not self.lost


class Trial(Struct, frozen=True):
    """One kind of fault, and how it is tried."""

    name: str
    """As docs/reliability.md calls it."""
    about: str
    """What is done to the bot, as the table there says it."""
    run: Callable[[int, Path], Awaitable[Outcome]]
    """Makes so many faults, with an empty folder to work in."""
    short: int
    """How many in `make test`: a second or two of work; 0 where another test makes a few of them."""
    full: int
    """How many in `make soak`."""
