"""What was asked? A question's text, read once: its words, those that carry its content, its period."""

from datetime import date
from typing import Self

from msgspec import Struct

from knowledge.answering.period import Period, find_period
from knowledge.text import stop_words, words

LONGEST_QUESTION = 300
"""Characters that are read of a question; what comes after is not looked at."""


class Question(Struct, frozen=True):
    """A question of somebody, read."""

    text: str
    """As it was typed, whole."""
    words: tuple[str, ...]
    """In order, in lower case."""
    content: tuple[str, ...]
    """Those that are no stop words; all of them where nothing else is left."""
    period: Period | None
    """The days that it names, such as "last week"."""

    @classmethod
    def read(cls, text: str, today: date) -> Self:
        """Read a text; "last week" is counted from `today`, a day in UTC."""
        start = text[:LONGEST_QUESTION]
        found = tuple(words(start))
        small = stop_words()
        content = tuple(word for word in found if word not in small)
        return cls(text, found, content or found, find_period(start, today))

    @property
    def start(self) -> str:
        """The part of the text that is read."""
        return self.text[:LONGEST_QUESTION]

    @property
    def says_little(self) -> bool:
        """Whether it has none but stop words: "why?", "and then?"."""
        return stop_words().issuperset(self.words)
