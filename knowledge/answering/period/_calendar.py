"""Which days are these? A day, month or year of the calendar, named or counted back."""

from calendar import monthrange
from datetime import date

from msgspec import Struct

EARLIEST, LATEST = 1900, 2100
"""The years that a number can mean."""
_DAYS = {"day": 1, "week": 7, "fortnight": 14}


class Period(Struct, frozen=True):
    """Some days, the first and the last included."""

    first: date
    last: date


def calendar_span(year: int, month: int = 0, days: tuple[int, int] | None = None) -> Period | None:
    """Give these days of a month, the whole month or the whole year, where there is one."""
    if not EARLIEST <= year <= LATEST:
        return None
    if not month:
        return Period(date(year, 1, 1), date(year, 12, 31))
    if month > 12:
        return None
    length = monthrange(year, month)[1]
    first, last = days or (1, length)
    return Period(date(year, month, first), date(year, month, last)) if 1 <= first <= last <= length else None


def ago(unit: str, count: int, today: date) -> Period | None:
    """Give the day, week, month or year so many units before that of today, up to today."""
    if unit in ("month", "year"):
        months = count if unit == "month" else 12 * count
        year, month = divmod(today.year * 12 + today.month - 1 - months, 12)
        span = calendar_span(year, month + 1 if unit == "month" else 0)
        return span and Period(span.first, min(span.last, today))
    week = unit != "day"
    # In ordinals, which neither underflow before year 1 nor overflow after 9999.
    first = today.toordinal() - (today.weekday() if week else 0) - _DAYS[unit] * count
    last = min(first + (6 if week else 0), today.toordinal())
    return Period(date.fromordinal(max(first, 1)), date.fromordinal(max(last, 1)))


def day_ago(unit: str, count: int, today: date) -> date:
    """Give the day so many units before today: a month ago is the same day of the last month, or its end."""
    if unit not in ("month", "year"):
        return date.fromordinal(max(today.toordinal() - _DAYS[unit] * count, 1))
    year, month = divmod(today.year * 12 + today.month - 1 - (count if unit == "month" else 12 * count), 12)
    return date(year, month + 1, min(today.day, monthrange(year, month + 1)[1]))
