"""Which words does a corpus know? What is needed of it to read a question."""

from typing import Protocol

from knowledge.answering.glossary import Glossary


class Lexicon(Protocol):
    """What a question is compared with: an index of a corpus has it."""

    @property
    def glossary(self) -> Glossary:
        """Other names of things."""
        ...

    @property
    def small(self) -> frozenset[str]:
        """Words that are passed over where the corpus lacks them, instead of missed."""
        ...

    def variants(self, word: str) -> list[str]:
        """Give the stems that a word has in the corpus's languages."""
        ...

    def frequency(self, stem: str) -> int:
        """Give the number of passages that hold a stem."""
        ...

    def nearest(self, word: str) -> list[tuple[str, int]]:
        """Give the corpus words that a mistyped one may mean, likeliest first, with their distance."""
        ...
