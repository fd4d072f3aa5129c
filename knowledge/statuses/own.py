"""Which words for statuses has an operator added to those of the languages?"""

from collections.abc import Iterable

from msgspec import Struct

from knowledge.statuses.sameness import identify
from knowledge.text import normalise


class OwnWords(Struct, frozen=True):
    """Words that articles use for statuses and that no language knows, normalised."""

    statuses: frozenset[str] = frozenset()
    """What a bullet or a heading may say to state one."""
    headers: frozenset[str] = frozenset()
    """What a column or a field may be called that holds one."""

    @classmethod
    def of(cls, statuses: Iterable[str], headers: Iterable[str]) -> "OwnWords":
        """Take the words as somebody writes them."""
        return cls(frozenset(map(identify, statuses)), frozenset(map(normalise, headers)))


NO_OWN_WORDS = OwnWords()
