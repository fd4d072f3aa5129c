"""When is meant? The day, month or year that a question names, in words or figures; pure."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from datetime import date, timedelta
from functools import cache
from itertools import accumulate

from msgspec import Struct

from knowledge.answering.period._calendar import EARLIEST, Period
from knowledge.answering.period._completions import complete_day, prepare_completions
from knowledge.answering.period._days import prepare_days, read_day, read_start, split_day
from knowledge.answering.period._mentions import Mention, find_mentions
from knowledge.answering.period._patterns import between, forms, intro, intro_of_day
from knowledge.answering.period._words import fold_tokens
from knowledge.answering.period._years import Years, find_years
from knowledge.languages import dates

__all__ = [
    "NamedPeriod",
    "Period",
    "Years",
    "calendar_words",
    "complete_day",
    "find_period",
    "find_years",
    "prepare",
    "read_day",
    "read_period",
    "read_start",
    "split_day",
]

_READ = 300
"""Characters of a question that are looked at."""
_LONGEST_INTRO = 40
_FULL_NAME = 4
"""Letters of a weekday from which on it is no other word, as "sun" and "sat" are."""


class NamedPeriod(Struct, frozen=True):
    """A period that a text names, and the text in three: before the words that name it, they, and after."""

    period: Period
    before: str
    words: str
    after: str


@cache
def calendar_words() -> frozenset[str]:
    """Give the words that name a period: what they mean is in articles' dates, not in their text."""
    said, units = dates(), dates().units
    return said.calendar.union(*said.months, units.day, units.week, units.fortnight, units.month, units.year)


def find_period(question: str, today: date) -> Period | None:
    """Find the period that a question names, or None.

    Reads all languages of `knowledge.languages`. A day or month without a year is the last
    one that has begun by `today`; what is counted from today ends with it: "since 9 November", "this week".
    A week is one of the calendar, from Monday on, also in "a week ago", and so are months and years.
    "Before" and "until" begin with the year 1900. Of several periods the first counts.
    """
    named = read_period(question, today)
    return named and named.period


def read_period(question: str, today: date) -> NamedPeriod | None:
    """Find the period that a question names, as `find_period` does, and which of its words do so."""
    tokens = question[:_READ].split()
    folded = fold_tokens(question[:_READ])
    text = " ".join(folded)
    mentions = find_mentions(text, today)
    for mention, following in zip(mentions, [*mentions[1:], None], strict=False):
        start = max(0, mention.start - _LONGEST_INTRO)
        opens = intro().search(text, start, mention.start)
        asks = intro_of_day().search(text, start, mention.start)
        if mention.bare and not _is_meant(mention, opens, asks):
            continue
        if following and between().fullmatch(text, mention.end, following.start):
            found, end = _join(mention, following, today), following.end
        else:
            # "с 9 по 13 ноября": the word that means "since" elsewhere only begins the period here.
            span, end = mention.latest(today), mention.end
            found = span and _open_towards(span, opens and not mention.joined and opens.lastgroup, today)
        if found:
            first = min([mention.start, *(said.start() for said in (opens, asks) if said)])
            return _part(found, tokens, folded, first, end)
    return None


def _is_meant(mention: Mention, opens: re.Match[str] | None, asks: re.Match[str] | None) -> bool:
    """Tell whether what may be something else is a date, by the word before it."""
    if mention.weekday and len(mention.weekday) < _FULL_NAME:
        return bool(opens) and opens.lastgroup == "since"
    return bool(opens or (asks and mention.weekday))


def _part(period: Period, tokens: Sequence[str], folded: Sequence[str], start: int, end: int) -> NamedPeriod:
    """Part a text before and after the tokens that stand, folded, from `start` to `end`."""
    begins = list(accumulate((len(token) + 1 for token in folded), initial=0))
    first, last = bisect_right(begins, start) - 1, bisect_right(begins, end - 1)
    parts = (tokens[:first], tokens[first:last], tokens[last:])
    return NamedPeriod(period, *map(" ".join, parts))


def prepare() -> None:
    """Compile now what the first question that names a date would wait for, some 60 ms."""
    for compiled in (forms, intro, intro_of_day, between):
        compiled()
    prepare_days()
    prepare_completions()


def _join(one: Mention, other: Mention, today: date) -> Period | None:
    """Join two ends; the year of one that lacks it follows from the other."""
    first = one.latest(other.whole.last if other.whole else today)
    last = first and other.earliest(first.first)
    return first and last and Period(min(first.first, last.first), max(first.last, last.last))


def _open_towards(span: Period, opens: str | bool | None, today: date) -> Period | None:
    """Open the period towards the past or today, as the word before it says; None where no day is left."""
    begin, next_day = date(EARLIEST, 1, 1), timedelta(days=1)
    match opens:
        case "since":
            return Period(span.first, today) if span.first <= today else None
        case "after":
            return Period(span.last + next_day, today) if span.last < today else None
        case "before":
            return Period(begin, span.first - next_day) if span.first > begin else None
        case "until":
            return Period(begin, span.last) if span.last >= begin else None
        case _:
            return span
