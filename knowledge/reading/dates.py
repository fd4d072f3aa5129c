"""Which day is meant? Reads the few ways of writing a date that cannot be misread."""

import re
from datetime import date

from knowledge.reading.source import UnreadableError

EARLIEST, LATEST = 1900, 2100
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NAME = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\.?,? )?(?:the )?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?(?: of)?"
_TIME = r"(?:[T ,].{0,40})?"
_FORMS = tuple(
    re.compile(form, re.ASCII | re.IGNORECASE)
    for form in (
        rf"(?P<year>\d{{4}})([-/.])(?P<month>\d\d)\2(?P<day>\d\d){_TIME}",
        rf"{_WEEKDAY}{_DAY} {_NAME},? (?P<year>\d{{4}}){_TIME}",
        rf"{_WEEKDAY}{_NAME} {_DAY},? (?P<year>\d{{4}}){_TIME}",
    )
)


def parse_date(value: str) -> date | None:
    """Read `2026-01-31`, `31 January 2026` or `January 31, 2026`, or give None.

    A weekday may stand before the last two, and a time after each.
    """
    for form in _FORMS:
        if found := form.fullmatch(" ".join(value.split())):
            month = found["month"].lower()
            number = int(month) if month.isdigit() else _MONTHS.index(month[:3]) + 1
            try:
                day = date(int(found["year"]), number, int(found["day"]))
            except ValueError:
                return None
            return day if EARLIEST <= day.year <= LATEST else None
    return None


def require_date(value: str, line: int | None) -> date:
    """Read a date that has to be one, or refuse the file."""
    if day := parse_date(value):
        return day
    shown = value if len(value) <= 60 else value[:60] + "…"
    raise UnreadableError(
        f"“{shown}” is no date between {EARLIEST} and {LATEST}", "Write it as 2026-01-31.", line
    )
