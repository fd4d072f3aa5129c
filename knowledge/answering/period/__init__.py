"""When is meant? The day, month or year that a question names, in words or figures; pure."""

import re
from datetime import date, timedelta

from knowledge.answering.period._calendar import EARLIEST, Period
from knowledge.answering.period._mentions import BETWEEN, Mention, forms, mentions_in
from knowledge.languages.words import ARTICLES, BEFORE_IT, MONTHS, UNITS, either, folded

__all__ = ["CALENDAR_WORDS", "Period", "period", "prepare", "read_day", "split_day"]

CALENDAR_WORDS = frozenset(" ".join((*MONTHS, *UNITS.values(), "ago last past since yesterday")).split())
"""Words that name a period: what they mean is in articles' dates, not in their text."""

_READ = 300
"""Characters of a question that are looked at."""
_LONGEST_INTRO = 40
_INTROS = "|".join(f"(?P<{name}>{either(words)})" for name, words in BEFORE_IT.items())
_INTRO = re.compile(rf"\b(?:{_INTROS})(?: (?:{ARTICLES})){{0,2}}[ '-]$")


def period(question: str, today: date) -> Period | None:
    """Find the period that a question names, or None.

    Reads English, German, French, Spanish, Russian and Ukrainian. A day or month without a year is the last
    one that has begun by `today`; what is counted from today ends with it: "since 9 November", "this week".
    A week is one of the calendar, from Monday on, also in "a week ago", and so are months and years.
    "Before" and "until" begin with the year 1900. Of several periods the first counts.
    """
    text = folded(question[:_READ])
    mentions = mentions_in(text, today)
    for mention, following in zip(mentions, [*mentions[1:], None], strict=False):
        intro = _INTRO.search(text, max(0, mention.start - _LONGEST_INTRO), mention.start)
        if mention.bare and not intro:
            continue
        if following and BETWEEN.fullmatch(text, mention.end, following.start):
            found = _joined(mention, following, today)
        else:
            # "с 9 по 13 ноября": the word that means "since" elsewhere only begins the period here.
            opens = intro.lastgroup if intro and not mention.joined else None
            span = mention.latest(today)
            found = span and _bounded(span, opens, today)
        if found:
            return found
    return None


def prepare() -> None:
    """Compile now what the first question that names a date would wait for, some 60 ms."""
    forms()


def _joined(one: Mention, other: Mention, today: date) -> Period | None:
    """Join two ends; the year of one that lacks it follows from the other."""
    first = one.latest(other.whole.last if other.whole else today)
    last = first and other.earliest(first.first)
    return first and last and Period(min(first.first, last.first), max(first.last, last.last))


def _bounded(span: Period, intro: str | None, today: date) -> Period | None:
    """Open the period towards the past or today, as the word before it says; None where no day is left."""
    begin, next_day = date(EARLIEST, 1, 1), timedelta(days=1)
    match intro:
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


def read_day(text: str, today: date) -> date | None:
    """Read a day."""
    del today
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None


def split_day(text: str, today: date) -> tuple[str, date | None]:
    """Split a topic from a day behind it."""
    *name, last = text.split() or [""]
    found = read_day(last, today)
    return (" ".join(name), found) if found else (text.strip(), None)
