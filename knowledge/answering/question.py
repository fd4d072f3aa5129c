"""What was asked? A question's text, read once: its words, those that carry its content, its period."""

from dataclasses import dataclass
from datetime import date
from typing import Self

from knowledge.answering.period import Period, period
from knowledge.text import STOP_WORDS, words

LONGEST_QUESTION = 300
"""Characters that are read of a question; what comes after is not looked at."""


@dataclass(frozen=True, slots=True)
class Question:
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
        content = tuple(word for word in found if word not in STOP_WORDS)
        return cls(text, found, content or found, period(start, today))

    @property
    def start(self) -> str:
        """The part of the text that is read."""
        return self.text[:LONGEST_QUESTION]

    @property
    def says_little(self) -> bool:
        """Whether it has none but stop words: "why?", "and then?"."""
        return STOP_WORDS.issuperset(self.words)
