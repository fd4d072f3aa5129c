"""Which day may become of words that are not all typed yet? Pure."""

import re
from collections.abc import Iterator
from datetime import date
from functools import cache

from knowledge.answering.period._days import read_start
from knowledge.answering.period._patterns import BACK
from knowledge.answering.period._words import (
    UNITS,
    fold,
    fold_all,
    month_numbers,
    unit_names,
    weekday_numbers,
)
from knowledge.languages import dates

_LONGEST = 40
"""Characters of what is typed that may become a date."""
_NUMBER = re.compile(r"[0-9]{1,3}")


def complete_day(typed: str, today: date) -> tuple[date, ...]:
    """Give the day that what is typed so far names, then those that it may become, the latest first.

    None is after today. A phrase, or the last word, may be unfinished: "yest", "last w", "10 n"; a number
    alone is a day of a month, or so many days, weeks or months ago.
    """
    typed = typed[:_LONGEST]
    said = fold(typed)
    if not said:
        return ()
    named = read_start(typed, today)
    days = {day for each in _complete(said) if (day := read_start(each, today)) and day <= today}
    first = [named] if named and named <= today else []
    return tuple(dict.fromkeys((*first, *sorted(days, reverse=True))))


def _complete(said: str) -> Iterator[str]:
    """Give dates that begin as what was said: for each thing that may be meant, one of its names."""
    for phrases in _phrases():
        yield from [phrase for phrase in phrases if phrase.startswith(said)][:1]
    *before, last = said.split(" ")
    if _NUMBER.fullmatch(said):
        before, last = [said], ""
    for names in _names():
        yield from [" ".join((*before, name)) for name in names if name.startswith(last)][:1]


@cache
def _phrases() -> tuple[tuple[str, ...], ...]:
    """Give what says a day by its distance from today, for each such day, in all languages."""
    return tuple(tuple(sorted(fold_all(getattr(dates().back, name)), key=_length)) for name in BACK)


@cache
def _names() -> tuple[tuple[str, ...], ...]:
    """Give the names of each month, weekday and unit, shorter ones first."""
    kinds = (month_numbers(), range(1, 13)), (weekday_numbers(), range(7)), (unit_names(), UNITS)
    return tuple(
        tuple(sorted((name for name, known in named.items() if known == key), key=_length))
        for named, keys in kinds
        for key in keys
    )


def _length(name: str) -> tuple[int, str]:
    return len(name), name


def prepare_completions() -> None:
    """Sort now what the first day that is typed would wait for."""
    _phrases()
    _names()
