"""How does a file of a language say words that are alike in something? As one string."""

from collections.abc import Iterator
from itertools import product


class Words(frozenset[str]):
    """Words that are alike in something: in a file one string, with spaces between them."""

    __slots__ = ()

    @classmethod
    def read(cls, text: str) -> "Words":
        """Read the words as a file has them."""
        return cls(text.split())


class Phrases(Words):
    """Words that belong together: in a file with commas between them.

    "what/which day" stands for "what day" and "which day". A word that ends in "*" stands for all that begin
    with it and are longer.
    """

    __slots__ = ()

    @classmethod
    def read(cls, text: str) -> "Phrases":
        """Read the phrases as a file has them."""
        return cls(phrase for each in text.split(",") for phrase in _spell_out(each))


def _spell_out(phrase: str) -> Iterator[str]:
    choices = [word.split("/") for word in phrase.split()]
    return map(" ".join, product(*choices)) if choices else iter(())
