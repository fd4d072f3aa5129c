"""Which years does a text speak of? Each, and each span of some, as it is written; quicker than all dates."""

import re
from collections.abc import Iterator
from functools import cache

from msgspec import Struct

from knowledge.answering.period._words import either, fold
from knowledge.languages import dates, names

_FOUR = re.compile("[0-9]{4}")
_LONGEST_GAP = 24
"""Characters that may stand between two years that are one span: "1965 to early September 1975"."""


class Years(Struct, frozen=True):
    """Some years, the first and the last included."""

    first: int
    last: int

    def overlaps(self, other: "Years") -> bool:
        """Tell whether they have a year in common."""
        return self.first <= other.last and other.first <= self.last

    def is_in(self, other: "Years") -> bool:
        """Tell whether they begin or end within others, and do not only go on through them."""
        return other.first <= self.first <= other.last or other.first <= self.last <= other.last


def find_years(text: str) -> list[Years]:
    """Find the years that a text names, from 1000 to 2100, in order; "1965-1975" and "1990s" are spans."""
    if not _FOUR.search(text):
        return []
    return list(_join(fold(text)))


def _join(folded: str) -> Iterator[Years]:
    """Give years, and those of two between which stands what makes them a span."""
    begun: Years | None = None
    end = 0
    for found in _year().finditer(folded):
        years = _read(found)
        gap = folded[end : found.start()]
        is_span = begun and begun.first <= years.last and len(gap) <= _LONGEST_GAP and _to().match(gap)
        if begun and is_span:
            yield Years(begun.first, years.last)
            begun = None
            continue
        if begun:
            yield begun
        begun, end = years, found.end()
    if begun:
        yield begun


def _read(found: re.Match[str]) -> Years:
    year = int(found["year"])
    if found["short"]:
        last = year - year % 100 + int(found["short"])
        return Years(year, max(year, last))
    return Years(year, year + 9 if found["decade"] and year % 10 == 0 else year)


@cache
def _year() -> re.Pattern[str]:
    """Compile a year, alone or at the end of a date, a decade, and a span whose end has two figures.

    A part of a longer number is none.
    """
    return re.compile(
        r"(?:(?<![0-9])[0-9]{1,2}[./][0-9]{1,2}[./]|(?<![0-9$€£#№%])(?<![0-9][.,:/]))"
        r"(?P<year>1[0-9]{3}|20[0-9]{2}|2100)"
        rf"(?:(?P<decade>{either(dates().decades)})\b| ?[-/] ?(?P<short>[0-9]{{2}})(?!-))?"
        r"(?![0-9%€$])(?![.,:/][0-9])"
    )


@cache
def _to() -> re.Pattern[str]:
    """Compile what may stand between the two ends of a span: a dash or "to", then the day and month."""
    said = dates().intro.to - names().joins
    return re.compile(rf" ?(?:-|,? ?\b(?:{either(said)})\b) ?(?:[^\s.;()]+[.,]? ){{0,3}}$")
