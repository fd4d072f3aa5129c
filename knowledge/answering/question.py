"""What was asked? A question's text, read once: its words, those that carry its content, its period."""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import chain
from typing import Self

from msgspec import Struct

from knowledge.answering.markup import STAMP, strip_markup
from knowledge.answering.period import Period, read_period
from knowledge.languages import names
from knowledge.text import stop_words, unveil, words_by_line

LONGEST_QUESTION = 300
"""Characters that are read of a question; what comes after is not looked at."""
_ENDS = str.maketrans(dict.fromkeys(",;/&+?!", "\n"))
"""What stands between two things, or two sentences."""


class Question(Struct, frozen=True):
    """A question of somebody, read."""

    text: str
    """As it was typed, whole."""
    start: str
    """The part of the text that is read, less what is no word of it: mentions, links, emoji."""
    words: tuple[str, ...]
    """In order, in lower case."""
    content: tuple[str, ...]
    """Those that are no stop words; all of them where nothing else is left."""
    period: Period | None
    """The days that it names, such as "last week"."""
    period_words: frozenset[str]
    """Those that name the period: "last" and "week"."""
    parts: tuple[tuple[str, ...], ...]
    """Its other words, parted at commas and question marks, and at "and" and the like, which are left out."""

    @classmethod
    def read(cls, text: str, today: date) -> Self:
        """Read a text; "last week" is counted from `today`, a day in UTC."""
        start = strip_markup(unveil(text))[:LONGEST_QUESTION]
        named = read_period(start, today)
        if named is None:
            parts = words_by_line(start.translate(_ENDS))
            return cls._join(text, start, parts, (), len(parts), None)
        before, after = named.before.translate(_ENDS), named.after.translate(_ENDS)
        lines = words_by_line("\n".join((before, named.words, after)))
        place = before.count("\n") + 1
        said = lines.pop(place)
        if STAMP in text:
            # Nobody typed the figures of the day that a time became.
            said = [word for word in said if not word[0].isdigit()]
        return cls._join(text, start, lines, said, place, named.period)

    @classmethod
    def _join(
        cls,
        text: str,
        start: str,
        parts: Sequence[Sequence[str]],
        said: Sequence[str],
        place: int,
        period: Period | None,
    ) -> Self:
        """Put the parts together, with the words that say the period before the part at a place."""
        found = tuple(chain(*parts[:place], said, *parts[place:]))
        small = stop_words()
        content = tuple(word for word in found if word not in small)
        joins = names().joins
        kept = tuple(chain.from_iterable(_part(part, joins) for part in parts))
        return cls(text, start, found, content or found, period, frozenset(said), kept)

    @property
    def other_words(self) -> tuple[str, ...]:
        """Its words less those that name its period."""
        return tuple(chain.from_iterable(self.parts))

    @property
    def says_little(self) -> bool:
        """Whether it has none but stop words: "why?", "and then?"."""
        return stop_words().issuperset(self.words)


def _part(words: Sequence[str], joins: frozenset[str]) -> Iterator[tuple[str, ...]]:
    """Part words before and after those that join two things."""
    part: list[str] = []
    for word in words:
        if word not in joins:
            part.append(word)
        elif part:
            yield tuple(part)
            part = []
    if part:
        yield tuple(part)
