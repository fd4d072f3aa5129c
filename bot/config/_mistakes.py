"""What is set in a way that cannot be meant? Each mistake has its cure, and all of them are told at once."""

from msgspec import Struct


class Mistake(Struct, frozen=True):
    """One thing that cannot be meant: what it is, and what to write instead."""

    reason: str
    cure: str

    def __str__(self) -> str:
        return f"{self.reason} {self.cure}"


class ConfigurationError(Exception):
    """Something is set in a way that cannot be meant; starting again will not help."""

    def __init__(self, *mistakes: Mistake) -> None:
        """Keep every mistake that was found, at least one, in the order in which they are to be shown."""
        super().__init__("\n".join(map(str, mistakes)))
        self.mistakes = mistakes
