"""Where is a date in a text? Each form of saying one, and how it is read."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from knowledge.answering.period._calendar import Period, ago, calendar_span
from knowledge.languages.words import (
    ARTICLES,
    BACK,
    LAST,
    MONTHS,
    NUMBERED,
    NUMBERS,
    ONE_AGO,
    TO,
    UNITS,
    either,
    folded,
)

_LEAP = 8
"""Years within which 29 February comes again: usually four, eight around 1900 and 2100."""
_DAYS = {"day": 1, "week": 7, "month": 31, "year": 366}


@dataclass(frozen=True, slots=True)
class Mention:
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


def mentions_in(text: str, today: date) -> list[Mention]:
    """Find all dates in order; what looks like one, but is none, keeps its place and is left out."""
    # Most questions name no date, and then a dozen searches would cost as much as the answer does.
    if not _DIGIT.search(text) and _SIGNS.isdisjoint(_WORD.findall(text)):
        return []
    places = [(found, read) for form, read in forms() for found in form.finditer(text)]
    places.sort(key=lambda place: (place[0].start(), -place[0].end()))
    mentions: list[Mention] = []
    end = 0
    for found, read in places:
        if found.start() < end:
            continue
        end = found.end()
        mention = read(found, today)
        if mention and mention.latest(today):
            mentions.append(mention)
    return mentions


def _whole(found: re.Match[str], span: Period | None, *, joined: bool = False) -> Mention | None:
    return span and Mention(found.start(), found.end(), whole=span, joined=joined)


def _figures(found: re.Match[str], _: date) -> Mention | None:
    """Read 2026-11-13, 2026-11 and 13.11.2026."""
    day = int(found["day"] or 0)
    days = (day, day) if found["day"] else None
    # A month 0 is none; left as it is, it would stand for the whole year.
    month = int(found["month"]) or 13
    return _whole(found, calendar_span(int(found["year"]), month, days))


def _named(found: re.Match[str], _: date) -> Mention | None:
    """Read a month with a day, two days or a year, or with a day and a year."""
    groups = found.groupdict()
    month = _MONTH_NUMBERS[found["month"]]
    days = sorted(int(day) for day in (groups.get("day"), groups.get("other")) if day)
    span = (days[0], days[-1]) if days else None
    if groups["year"]:
        return _whole(found, calendar_span(int(found["year"]), month, span), joined=len(days) > 1)
    return Mention(found.start(), found.end(), month=month, days=span, joined=len(days) > 1)


def _month(found: re.Match[str], today: date) -> Mention | None:
    """Read a month alone, or "last" or "this" before it."""
    month = _MONTH_NUMBERS[found["month"]]
    if found["which"] == "this":
        return _whole(found, calendar_span(today.year, month))
    if found["which"]:
        year = today.year if month < today.month else today.year - 1
        return _whole(found, calendar_span(year, month))
    return Mention(found.start(), found.end(), month=month, bare=True)


def _year(found: re.Match[str], _: date) -> Mention | None:
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


def _back(found: re.Match[str], today: date) -> Mention | None:
    """Read what has a word of its own, such as "yesterday"."""
    if found[0] == "hier" and _GERMAN.search(found.string):
        return None  # French says "yesterday" by it, German "here"
    unit, count = str(found.lastgroup).split("_")
    return _whole(found, ago(unit, int(count), today))


def _counted(found: re.Match[str], today: date) -> Mention | None:
    """Read so many units ago."""
    return _whole(found, ago(_UNIT_NAMES[found["unit"]], _count(found), today))


def _recent(found: re.Match[str], today: date) -> Mention | None:
    """Read the last so many units, which end today."""
    span = timedelta(days=_count(found) * _DAYS[_UNIT_NAMES[found["unit"]]])
    # A span of 999 years is longer than the calendar.
    first = date.fromordinal(max(today.toordinal() - span.days, 1))
    return _whole(found, Period(first, today))


def _count(found: re.Match[str]) -> int:
    number = found.groupdict().get("count") or "a"
    return int(number) if number.isdigit() else _NUMBER_VALUES[number]


BETWEEN = re.compile(rf" ?- ?| (?:{either(TO)})(?: (?:{ARTICLES}))? ")
"""What stands between the two ends of a period."""

_MONTH_NUMBERS = {folded(name): n for n, names in enumerate(MONTHS, 1) for name in names.split()}
_NUMBER_VALUES = {folded(name): n for n, names in enumerate(NUMBERS, 1) for name in names.split()}
_UNIT_NAMES = {folded(name): unit for unit, names in UNITS.items() for name in names.split()}

_DIGIT = re.compile("[0-9]")
_WORD = re.compile(r"[^\W\d_]+")
_SIGNS = {*_MONTH_NUMBERS, *_UNIT_NAMES, *re.findall(r"[^\W\d_]{4,}", folded(" ".join(BACK.values())))}
"""A text without a digit and without one of these words holds no date."""

# A number begins and ends where no word, sum or longer number goes on; every repetition is bounded.
_TWO, _FOUR = "[0-9]{1,2}", "[0-9]{4}"
_START = r"(?<![\w/$€£#№%+-])(?<![0-9][.,:])"
_END = r"(?![\w%€$])(?![.,:/-][0-9])"
_ORDINAL = r"(?:st|nd|rd|th|er|o|\.|-(?:го|е|те|и))?"
_MONTH_NAME = rf"\b(?P<month>{either('|'.join(_MONTH_NUMBERS))})\b"
_AND_YEAR = rf"(?:\.?,? (?:of |de |del )?(?P<year>{_FOUR}){_END})"
_GERMAN = re.compile(r"\b(?:wer|was|wie|wo|wann|warum|ist|sind|der|die|das|gibt|steht|hat|und)\b")
_COUNT = rf"(?P<count>[0-9]{{1,3}}|{either('|'.join(_NUMBER_VALUES))})"
_UNIT = rf"(?P<unit>{either('|'.join(_UNIT_NAMES))})"
_BACK = "|".join(f"(?P<{unit}_{count}>{folded(words)})" for (unit, count), words in BACK.items())
_SECOND = rf"(?:{BETWEEN.pattern})"

_DAY_MONTH = (
    rf"{_START}(?:(?P<other>{_TWO}){_ORDINAL}{_SECOND})?(?P<day>{_TWO}){_ORDINAL} "
    rf"(?:of |de |del )?{_MONTH_NAME}{_AND_YEAR}?"
)
_MONTH_DAY = (
    rf"{_MONTH_NAME}\.? (?P<day>{_TWO}){_ORDINAL}"
    rf"(?:{_SECOND}(?P<other>{_TWO}){_ORDINAL})?{_END}{_AND_YEAR}?"
)
_YEARS = (
    rf"{_START}(?:(?P<named>{either(NUMBERED)})\.? )?"
    rf"(?:(?P<first>19[0-9]{{2}}|20[0-9]{{2}}) ?- ?)?(?P<year>19[0-9]{{2}}|20[0-9]{{2}}|2100)"
    rf"(?P<decade>'?s\b|-?(?:х|ті)\b)?{_END}"
)

_Read = Callable[[re.Match[str], date], Mention | None]
_FORMS: tuple[tuple[str, _Read], ...] = (
    (
        rf"{_START}(?P<year>{_FOUR})-(?P<month>[0-9]{{2}})(?:-(?P<day>[0-9]{{2}}))?{_END}",
        _figures,
    ),
    (rf"{_START}(?P<day>{_TWO})\.(?P<month>{_TWO})\.(?P<year>{_FOUR}){_END}", _figures),
    (_DAY_MONTH, _named),
    (_MONTH_DAY, _named),
    (_MONTH_NAME + _AND_YEAR, _named),
    (
        rf"\b(?:(?P<which>last|this(?! (?:may|march)\b)) )?(?!mar\b){_MONTH_NAME}(?! [0-9])",
        _month,
    ),
    (_YEARS, _year),
    (rf"\b(?:{_BACK})\b", _back),
    (rf"\b(?:vor|il y a|hace) {_COUNT} {_UNIT}\b", _counted),
    (rf"{_START}{_COUNT} {_UNIT} (?:ago|назад|тому)\b", _counted),
    (rf"\b(?P<unit>{either(ONE_AGO)}) (?:назад|тому)\b", _counted),
    (rf"\b(?:{folded(LAST)}) {_COUNT} {_UNIT}\b", _recent),
    (rf"{_START}{_COUNT} (?:derniers|dernieres) {_UNIT}\b", _recent),
)


@cache
def forms() -> tuple[tuple[re.Pattern[str], _Read], ...]:
    """Compile the forms of a date: not at import, since that takes longer than most answers do."""
    return tuple((re.compile(form), read) for form, read in _FORMS)
