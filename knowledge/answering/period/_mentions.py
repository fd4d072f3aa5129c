"""Where is a date in a text? How each form of saying one is read."""

import re
from collections.abc import Callable
from datetime import date, timedelta

from msgspec import Struct

from knowledge.answering.period._calendar import Period, ago, calendar_span
from knowledge.answering.period._patterns import BACK, Form, false_friends, forms, signs
from knowledge.answering.period._words import month_numbers, number_values, unit_names, weekday_numbers

_LEAP = 8
"""Years within which 29 February comes again: usually four, eight around 1900 and 2100."""
_DAYS = {"day": 1, "week": 7, "fortnight": 14, "month": 31, "year": 366}
_WEEK = 7


class Mention(Struct, frozen=True):
    """A date as it was said, at a place in the text: whole, or a day or month that lacks its year."""

    start: int
    end: int
    whole: Period | None = None
    month: int = 0
    days: tuple[int, int] | None = None
    bare: bool = False
    """Whether it may be something else unless a word such as "in" stands before it."""
    joined: bool = False
    """Whether it names both ends, as "9-13 November" does."""
    weekday: str = ""
    """The name of the weekday that it is."""

    def latest(self, limit: date) -> Period | None:
        """Give the last such period that has begun by then."""
        if self.whole:
            return self.whole
        spans = (calendar_span(limit.year - back, self.month, self.days) for back in range(_LEAP + 1))
        return next((span for span in spans if span and span.first <= limit), None)

    def earliest(self, limit: date) -> Period | None:
        """Give the first such period that has not ended by then."""
        if self.whole:
            return self.whole
        spans = (calendar_span(limit.year + on, self.month, self.days) for on in range(_LEAP + 1))
        return next((span for span in spans if span and span.last >= limit), None)


def find_mentions(text: str, today: date) -> list[Mention]:
    """Find all dates in order; what looks like one, but is none, keeps its place and is left out."""
    # Most questions name no date, and then a dozen searches would cost as much as the answer does.
    if not _DIGIT.search(text) and signs().isdisjoint(_WORD.findall(text)):
        return []
    places = [(found, form) for pattern, form in forms() for found in pattern.finditer(text)]
    places.sort(key=lambda place: (place[0].start(), -place[0].end()))
    mentions: list[Mention] = []
    end = 0
    for found, form in places:
        if found.start() < end:
            continue
        end = found.end()
        mention = read_mention(form, found, today)
        if mention and mention.latest(today):
            mentions.append(mention)
    return mentions


def read_mention(form: Form, found: re.Match[str], today: date) -> Mention | None:
    """Read what was found in one of the forms; None where it is no date."""
    return _READERS[form](found, today)


def read_count(found: re.Match[str]) -> int:
    """Give the number that stands before a unit, in figures or as a word; one where there is none."""
    number = found.groupdict().get("count")
    if not number:
        return 1
    if number.isdigit():
        return int(number)
    known = number_values()
    # "Dix-sept" is a number of its own, and "twenty-two" is two.
    return known.get(number) or sum(known[part] for part in _PARTS.split(number))


def _make_whole(found: re.Match[str], span: Period | None, *, joined: bool = False) -> Mention | None:
    return span and Mention(found.start(), found.end(), whole=span, joined=joined)


def _read_figures(found: re.Match[str], _: date) -> Mention | None:
    """Read 2026-11-13, 2026-11 and 13.11.2026."""
    day = int(found["day"] or 0)
    days = (day, day) if found["day"] else None
    # A month 0 is none; left as it is, it would stand for the whole year.
    month = int(found["month"]) or 13
    return _make_whole(found, calendar_span(int(found["year"]), month, days))


def _read_named(found: re.Match[str], _: date) -> Mention | None:
    """Read a month with a day, two days or a year, or with a day and a year."""
    groups = found.groupdict()
    month = month_numbers()[found["month"]]
    days = sorted(int(day) for day in (groups.get("day"), groups.get("other")) if day)
    span = (days[0], days[-1]) if days else None
    if groups["year"]:
        return _make_whole(found, calendar_span(int(found["year"]), month, span), joined=len(days) > 1)
    return Mention(found.start(), found.end(), month=month, days=span, joined=len(days) > 1)


def _read_month(found: re.Match[str], today: date) -> Mention | None:
    """Read a month alone, or "last" or "this" before it."""
    month = month_numbers()[found["month"]]
    if found["this"]:
        return _make_whole(found, calendar_span(today.year, month))
    if found["last"]:
        year = today.year if month < today.month else today.year - 1
        return _make_whole(found, calendar_span(year, month))
    return Mention(found.start(), found.end(), month=month, bare=True)


def _read_year(found: re.Match[str], _: date) -> Mention | None:
    """Read a year, two with a dash between, or a decade; 2000 may count things, unless "in" is before it."""
    if found["named"]:
        return None
    years = sorted(int(year) for year in (found["first"], found["year"]) if year)
    if found["decade"] and years[-1] % 10 == 0:
        years.append(years[-1] + 9)
    span = Period(date(years[0], 1, 1), date(years[-1], 12, 31))
    several = len(years) > 1
    bare = not several and years[0] % 100 == 0
    return Mention(found.start(), found.end(), whole=span, bare=bare, joined=several)


def _read_back(found: re.Match[str], today: date) -> Mention | None:
    """Read what has a word of its own, such as "yesterday"."""
    # "Hier" is "yesterday" in French, and "here" in German.
    if any(found[0] in words and known_by.search(found.string) for words, known_by in false_friends()):
        return None
    unit, count = BACK[str(found.lastgroup)]
    return _make_whole(found, ago(unit, count, today))


def _read_weekday(found: re.Match[str], today: date) -> Mention:
    """Read a weekday: the latest one not after today, or with "last" the latest one before."""
    last = found["last"] or found["past"]
    back = (today.weekday() - weekday_numbers()[found["weekday"]]) % _WEEK or (_WEEK if last else 0)
    day = date.fromordinal(max(today.toordinal() - back, 1))
    whole, name = Period(day, day), found["weekday"]
    return Mention(found.start(), found.end(), whole=whole, bare=not last, weekday=name)


def _read_counted(found: re.Match[str], today: date) -> Mention | None:
    """Read so many units ago."""
    return _make_whole(found, ago(unit_names()[found["unit"]], read_count(found), today))


def _read_recent(found: re.Match[str], today: date) -> Mention | None:
    """Read the last so many units, which end today."""
    span = timedelta(days=read_count(found) * _DAYS[unit_names()[found["unit"]]])
    # A span of 999 years is longer than the calendar.
    first = date.fromordinal(max(today.toordinal() - span.days, 1))
    return _make_whole(found, Period(first, today))


_DIGIT = re.compile("[0-9]")
_WORD = re.compile(r"[^\W\d_]+")
_PARTS = re.compile("[ -]")

_READERS: dict[Form, Callable[[re.Match[str], date], Mention | None]] = {
    Form.FIGURES: _read_figures,
    Form.NAMED: _read_named,
    Form.MONTH: _read_month,
    Form.YEAR: _read_year,
    Form.BACK: _read_back,
    Form.WEEKDAY: _read_weekday,
    Form.COUNTED: _read_counted,
    Form.RECENT: _read_recent,
}
