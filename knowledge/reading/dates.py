"""Which day is meant? Reads the few ways of writing a date that cannot be misread."""

import re
from datetime import date
from functools import cache

from knowledge.languages import Dates, languages
from knowledge.reading.draft import Draft

EARLIEST, LATEST = 1900, 2100


@cache
def _months() -> dict[str, int]:
    """Give the number of each English month: articles are dated in English, whatever their language."""
    return {name: month for month, names in enumerate(_english().months, 1) for name in names}


@cache
def _forms() -> tuple[re.Pattern[str], ...]:
    name = rf"(?P<month>{'|'.join(sorted(_months(), key=len, reverse=True))})\.?"
    weekdays = "|".join(sorted(set[str]().union(*_english().weekdays), key=len, reverse=True))
    weekday = rf"(?:(?:{weekdays})\.?,? )?(?:the )?"
    day = rf"(?P<day>\d{{1,2}})(?:{'|'.join(sorted(_english().ordinals))})?(?: of)?"
    time = r"(?:[T ,].{0,40})?"
    return tuple(
        re.compile(form, re.ASCII | re.IGNORECASE)
        for form in (
            rf"(?P<year>\d{{4}})([-/.])(?P<month>\d\d)\2(?P<day>\d\d){time}",
            rf"{weekday}{day} {name},? (?P<year>\d{{4}}){time}",
            rf"{weekday}{name} {day},? (?P<year>\d{{4}}){time}",
        )
    )


def _english() -> Dates:
    return languages()["en"].dates


def parse_date(value: str) -> date | None:
    """Read `2026-01-31`, `31 January 2026` or `January 31, 2026`, or give None.

    A weekday may stand before the last two, and a time after each.
    """
    for form in _forms():
        if found := form.fullmatch(" ".join(value.split())):
            month = found["month"].lower()
            number = int(month) if month.isdigit() else _months()[month]
            try:
                day = date(int(found["year"]), number, int(found["day"]))
            except ValueError:
                return None
            return day if EARLIEST <= day.year <= LATEST else None
    return None


def read_date(value: str, draft: Draft, line: int | None) -> date | None:
    """Read a date that is meant to be one; an article whose date cannot be read is taken up undated."""
    if day := parse_date(value):
        return day
    shown = value if len(value) <= 60 else value[:60] + "…"
    draft.warn(f"“{shown}” is no date between {EARLIEST} and {LATEST}", "Write it as 2026-01-31.", line)
    return None
