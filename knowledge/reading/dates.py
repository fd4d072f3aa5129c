"""Which day is meant? Reads the ways of writing a date that cannot be misread, in all languages' months.

The kept libraries dateutil and dateparser read more, and also what is no day or may be two: "12",
"November 2026", "05/03/2026". A day that is wrong is worse than none, as it orders the statuses.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime
from functools import cache

from knowledge.languages import COMMON, dates, languages
from knowledge.reading.draft import Draft

EARLIEST, LATEST = 1900, 2100
_LONGEST = 120  # characters
_SHORTEST_NAME = 3  # letters of a month: "nov", "févr", "лист"
_DASHES = re.compile("[\u2010-\u2015\u2212]")
_UNIX = re.compile(r"[0-9]{10}(?:[0-9]{3})?")
_IN_PATH = re.compile(r"([0-9]{4})([-_./]?)([0-9]{2})\2([0-9]{2})(?![0-9])")
_AT_END = re.compile(r"(?:.*[^0-9A-Za-z])?([0-9]{4})([-_.]?)([0-9]{2})\2([0-9]{2})")
_FOLDERS = re.compile(r"(?:.*/)?([0-9]{4})/([0-9]{2})/([0-9]{2})(?=[-_/.])")
_BEHIND = re.compile(r"\s*[|·•(;\[]|\s+-\s|,?\s+(?=[^\W\d_])")


def parse_date(value: str, language: str | None = None) -> date | None:
    """Read a date that is all there is in `value`, with a weekday before or a time behind, or give None.

    Of "05/03/2026" an English text may mean either day; another `language` says the day first.
    """
    # Most of what comes here is no date, and known by this.
    if len(value) > _LONGEST or not any("0" <= character <= "9" for character in value):
        return None
    text = _fold(value)
    for form in _forms():
        if found := form.fullmatch(text):
            day = _resolve(found.groupdict(), language)
            if day:
                return day
    return None


def parse_first_date(value: str, language: str | None = None) -> date | None:
    """Read the date with which `value` begins: "12 November 2026 | 5 minutes"; a period is none."""
    if day := parse_date(value, language):
        return day
    text = _DASHES.sub("-", value[:_LONGEST])
    for end in reversed(list(_BEHIND.finditer(text))):
        if day := parse_date(text[: end.start()], language):
            return None if _goes_on().match(_fold(text[end.start() :])) else day
    return None


@cache
def _goes_on() -> re.Pattern[str]:
    """Compile what joins the end of a period to its beginning."""
    return re.compile(rf"(?:-|{_either(dates().intro.to)}) ?[0-9]")


def parse_stamp(value: str, language: str | None = None) -> date | None:
    """Read a date as programs write it: also as the seconds or milliseconds since 1970."""
    if _UNIX.fullmatch(value):
        return _check(datetime.fromtimestamp(int(value[:10]), UTC).date())
    return parse_date(value, language)


def read_date(value: str, draft: Draft, line: int | None, language: str | None = None) -> date | None:
    """Read a date that is meant to be one; an article whose date cannot be read is taken up undated."""
    if day := parse_stamp(value, language) or parse_first_date(value, language):
        return day
    shown = value if len(value) <= 60 else value[:60] + "…"
    if parse_date(value, "de"):
        draft.warn(f"“{shown}” may mean two days", "Write it as 2026-01-31.", line)
    else:
        draft.warn(f"“{shown}” is no date between {EARLIEST} and {LATEST}", "Write it as 2026-01-31.", line)
    return None


def find_date_in_path(path: str) -> date | None:
    """Find the day that a file's name begins or ends with, or that its folders name, as "2026/11/12"."""
    *folders, name = path.split("/")
    stem = name.rsplit(".", 1)[0] or name
    for text, form in (
        (stem, _IN_PATH),
        (stem, _AT_END),
        (path, _FOLDERS),
        *((folder, _IN_PATH) for folder in reversed(folders)),
    ):
        if found := form.fullmatch(text) if form is _AT_END else form.match(text):
            numbers = [int(part) for part in found.groups() if part.isdigit()]
            if day := _make_day(*numbers):
                return day
    return None


def without_date(stem: str) -> str:
    """Take the day off the start of a file's name; what is nothing else stays."""
    found = _IN_PATH.match(stem)
    return (stem[found.end() :].lstrip("-_. ") or stem) if found else stem


def _fold(text: str) -> str:
    """Give the form in which dates are looked for: lower case, no accents, one dash, single spaces."""
    letters = unicodedata.normalize("NFKD", text.lower())
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return " ".join(_DASHES.sub("-", bare).split())


def _either(words: Iterable[str]) -> str:
    folded = {_fold(word) for word in words}
    return "|".join(re.escape(word) for word in sorted(folded, key=lambda word: (-len(word), word)))


@cache
def _forms() -> tuple[re.Pattern[str], ...]:
    known = dates()
    weekday = rf"(?:(?P<weekday>[^\W\d_]+)\.?,? )?(?:(?:{_either(known.articles)}) )?"
    day = rf"(?P<day>[0-9]{{1,2}})(?:{_either(known.ordinals)})?"
    month = r"(?P<name>[^\W\d_]+)\.?"
    year = rf"(?P<year>[0-9]{{4}})(?: ?(?:{_either(known.year_marks)})\.?)?"
    numbers = r"(?P<first>[0-9]{1,2})(?P<mark>[-/.]) ?(?P<second>[0-9]{1,2})(?P=mark)"
    of = rf"[ ./-]{{0,2}}(?:(?:{_either(known.of)}) )?"
    clock = r"[0-9]{1,2}(?:[:.h][0-9]{2}|h| ?[ap]\.?m)"
    # A second year would be the end of a period.
    rest = r"(?!.*(?<![+\-0-9])(?:19|20)[0-9]{2}(?![0-9])).{0,40}"
    time = rf"(?:z|[+-][0-9]{{2}}:?[0-9]{{2}}|[t ,;|@-]{{1,3}}(?:[^\W\d_]{{1,4}} )?{clock}{rest})?"
    return tuple(
        re.compile(form)
        for form in (
            rf"(?P<year>[0-9]{{4}})(?P<mark>[-/.])(?P<month>[0-9]{{1,2}})(?P=mark)(?P<day>[0-9]{{1,2}}){time}",
            r"(?P<year>[0-9]{4})(?P<month>[0-9]{2})(?P<day>[0-9]{2})(?:t?[0-9]{4}(?:[0-9]{2})?z?)?",
            rf"{weekday}{numbers} ?{year}{time}",
            rf"{weekday}{day}{of}{month},?{of}{year}{time}",
            rf"{weekday}{month}[ -]?{day}[ ,-]{{1,2}}{year}{time}",
            rf"(?P<year>[0-9]{{4}})[ ,-]{{1,2}}{month}[ -]{day}{time}",
            # As Unix systems print it.
            rf"{weekday}{month} {day} [0-9:]{{4,8}} (?:[a-z]{{2,5}} )?(?P<year>[0-9]{{4}})",
        )
    )


def _resolve(found: Mapping[str, str | None], language: str | None) -> date | None:
    """Make a day of the parts of a date; None where one of them is none, or may be another."""
    year = int(found["year"] or 0)
    weekday = found.get("weekday")
    if weekday and not any(_abbreviates(weekday, name) for name in _weekdays()):
        return None
    if name := found.get("name"):
        month = _find_month(name)
        return _make_day(year, month, int(found["day"] or 0)) if month else None
    if first := found.get("first"):
        return _order(year, int(first), int(found["second"] or 0), _is_day_first(found["mark"], language))
    return _make_day(year, int(found["month"] or 0), int(found["day"] or 0))


def _is_day_first(mark: str | None, language: str | None) -> bool:
    """Tell whether the day is written first: always between dots, else everywhere but in English."""
    return mark == "." or (language != COMMON and language in languages())


def _order(year: int, first: int, second: int, day_first: bool) -> date | None:
    """Tell the day of a month from the month; None where each may be either."""
    if first > 12 or first == second or (day_first and second <= 12):
        return _make_day(year, second, first)
    return _make_day(year, first, second) if second > 12 else None


def _make_day(year: int, month: int, day: int) -> date | None:
    try:
        return _check(date(year, month, day))
    except ValueError:
        return None


def _check(day: date) -> date | None:
    return day if EARLIEST <= day.year <= LATEST else None


@cache
def _months() -> dict[str, int]:
    return {_fold(name): month for month, names in enumerate(dates().months, 1) for name in names}


@cache
def _weekdays() -> frozenset[str]:
    return frozenset(_fold(name) for names in dates().weekdays for name in names)


def _find_month(name: str) -> int | None:
    """Give the month of a name, or of the beginning of one where no other month begins so."""
    if month := _months().get(name):
        return month
    if len(name) < _SHORTEST_NAME:
        return None
    fitting = {month for whole, month in _months().items() if whole.startswith(name)}
    return fitting.pop() if len(fitting) == 1 else None


def _abbreviates(short: str, name: str) -> bool:
    """Tell whether a word may stand for a weekday: its beginning, or two or three of its letters ("чт")."""
    if name.startswith(short):
        return len(short) > 1
    return len(short) <= _SHORTEST_NAME and short[0] == name[0] and _are_within(short, iter(name))


def _are_within(letters: str, name: Iterator[str]) -> bool:
    return all(letter in name for letter in letters)
