"""When is meant? The day, month or year that a question names, in words or figures; pure."""

from datetime import date, timedelta
from functools import cache

from knowledge.answering.period._calendar import EARLIEST, Period
from knowledge.answering.period._days import prepare_days, read_day, split_day
from knowledge.answering.period._mentions import Mention, find_mentions
from knowledge.answering.period._patterns import between, fold, forms, intro
from knowledge.languages import dates

__all__ = ["Period", "calendar_words", "find_period", "prepare", "read_day", "split_day"]

_READ = 300
"""Characters of a question that are looked at."""
_LONGEST_INTRO = 40


@cache
def calendar_words() -> frozenset[str]:
    """Give the words that name a period: what they mean is in articles' dates, not in their text."""
    said, units = dates(), dates().units
    return said.calendar.union(*said.months, units.day, units.week, units.month, units.year)


def find_period(question: str, today: date) -> Period | None:
    """Find the period that a question names, or None.

    Reads all languages of `knowledge.languages`. A day or month without a year is the last
    one that has begun by `today`; what is counted from today ends with it: "since 9 November", "this week".
    A week is one of the calendar, from Monday on, also in "a week ago", and so are months and years.
    "Before" and "until" begin with the year 1900. Of several periods the first counts.
    """
    text = fold(question[:_READ])
    mentions = find_mentions(text, today)
    for mention, following in zip(mentions, [*mentions[1:], None], strict=False):
        said_before = intro().search(text, max(0, mention.start - _LONGEST_INTRO), mention.start)
        if mention.bare and not said_before:
            continue
        if following and between().fullmatch(text, mention.end, following.start):
            found = _join(mention, following, today)
        else:
            # "с 9 по 13 ноября": the word that means "since" elsewhere only begins the period here.
            opens = said_before.lastgroup if said_before and not mention.joined else None
            span = mention.latest(today)
            found = span and _open_towards(span, opens, today)
        if found:
            return found
    return None


def prepare() -> None:
    """Compile now what the first question that names a date would wait for, some 60 ms."""
    for compiled in (forms, intro, between):
        compiled()
    prepare_days()


def _join(one: Mention, other: Mention, today: date) -> Period | None:
    """Join two ends; the year of one that lacks it follows from the other."""
    first = one.latest(other.whole.last if other.whole else today)
    last = first and other.earliest(first.first)
    return first and last and Period(min(first.first, last.first), max(first.last, last.last))


def _open_towards(span: Period, opens: str | None, today: date) -> Period | None:
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
