"""How does a date look? A pattern for each form of saying one, out of the words of all languages."""

import re
from collections.abc import Iterable
from enum import Enum, auto
from functools import cache
from typing import TypeAlias

from knowledge.answering.period._words import (
    either,
    fold,
    fold_all,
    month_numbers,
    number_values,
    tens,
    unit_names,
    weekday_numbers,
)
from knowledge.languages import dates, languages

BACK = {
    "today": ("day", 0),
    "yesterday": ("day", 1),
    "before_yesterday": ("day", 2),
    "this_week": ("week", 0),
    "last_week": ("week", 1),
    "fortnight": ("fortnight", 1),
    "this_month": ("month", 0),
    "last_month": ("month", 1),
    "this_year": ("year", 0),
    "last_year": ("year", 1),
}
"""What has words of its own: the unit, and how many of them ago."""


# A number begins and ends where no word, sum or longer number goes on; every repetition is bounded.
_TWO, _FOUR = "[0-9]{1,2}", "[0-9]{4}"
_START = r"(?<![\w/$€£#№%+-])(?<![0-9][.,:])"
_END = r"(?![\w%€$])(?![.,:/-][0-9])"


class Form(Enum):
    """In which way a date is said, and so how it is read."""

    FIGURES = auto()
    NAMED = auto()
    MONTH = auto()
    YEAR = auto()
    BACK = auto()
    WEEKDAY = auto()
    COUNTED = auto()
    RECENT = auto()


Forms: TypeAlias = tuple[tuple[re.Pattern[str], Form], ...]


@cache
def signs() -> frozenset[str]:
    """Give the words without one of which, and without a digit, a text holds no date."""
    back = (phrase for name in BACK for phrase in fold_all(getattr(dates().back, name)))
    longest = (max(re.findall(r"[^\W\d_]+", phrase), key=len) for phrase in back)
    return frozenset((*month_numbers(), *weekday_numbers(), *unit_names(), *longest))


@cache
def intro() -> re.Pattern[str]:
    """Compile what ends a text in a word that may stand before a date; the group says which."""
    groups = (
        f"(?P<{name}>{either(getattr(dates().intro, name))})"
        for name in ("since", "after", "before", "until", "within", "between")
    )
    return re.compile(rf"\b(?:{'|'.join(groups)})(?: (?:{articles()})){{0,2}}[ '-]$")


@cache
def intro_of_day() -> re.Pattern[str]:
    """Compile what ends a text in a word that asks for the day behind it, and is none where no day is."""
    return re.compile(rf"\b(?:{either(dates().intro.on)})(?: (?:{articles()})){{0,2}}[ '-]$")


@cache
def between() -> re.Pattern[str]:
    """Compile what stands between the two ends of a period."""
    return re.compile(_between())


@cache
def forms() -> Forms:
    """Compile the forms of a date: not at import, since that takes longer than most answers do."""
    return tuple(
        (re.compile(source), form)
        for form, sources in (
            (Form.FIGURES, _figures()),
            (Form.NAMED, _named_pattern()),
            (Form.MONTH, _month()),
            (Form.YEAR, _year()),
            (Form.BACK, _back()),
            (Form.WEEKDAY, _weekday()),
            (Form.COUNTED, _counted_pattern()),
            (Form.RECENT, _recent()),
        )
        for source in sources
    )


@cache
def false_friends() -> tuple[tuple[frozenset[str], re.Pattern[str]], ...]:
    """Give the words that are no dates where a language is spoken, each with what it is known by."""
    return tuple(
        (frozenset(map(fold, each.false_friends)), re.compile(rf"\b(?:{either(each.known_by)})\b"))
        for each in (language.dates for language in languages().values())
        if each.false_friends
    )


@cache
def articles() -> str:
    """Give a pattern for what may stand between an intro and a date."""
    return either(dates().articles)


def _between() -> str:
    return rf" ?- ?| (?:{either(dates().intro.to)})(?: (?:{articles()}))? "


def _month_name() -> str:
    return rf"\b(?P<month>{either(month_numbers())})\b"


def _and_year() -> str:
    return rf"(?:\.?,? {_of()}(?P<year>{_FOUR}){_END})"


def _of() -> str:
    return rf"(?:(?:{either(dates().of)}) )?"


def _figures() -> Iterable[str]:
    """Match 2026-11-13, 2026-11 and 13.11.2026."""
    yield rf"{_START}(?P<year>{_FOUR})-(?P<month>[0-9]{{2}})(?:-(?P<day>[0-9]{{2}}))?{_END}"
    yield rf"{_START}(?P<day>{_TWO})\.(?P<month>{_TWO})\.(?P<year>{_FOUR}){_END}"


def _named_pattern() -> Iterable[str]:
    """Match "13 November", "9-13 November 2026", "November 13" and "November 2026"."""
    month, and_year, second = _month_name(), _and_year(), rf"(?:{_between()})"
    ordinal = rf"(?:{either(dates().ordinals)})?"
    yield (
        rf"{_START}(?:(?P<other>{_TWO}){ordinal}{second})?(?P<day>{_TWO}){ordinal} "
        rf"{_of()}{month}{and_year}?"
    )
    yield (
        rf"{month}\.? (?P<day>{_TWO}){ordinal}"
        rf"(?:{second}(?P<other>{_TWO}){ordinal})?{_END}{and_year}?"
    )
    yield month + and_year


def _month() -> Iterable[str]:
    """Match "November" and "last November"; "this May" only where May can be nothing else."""
    said = dates()
    which = rf"(?P<last>{either(said.last)})|(?P<this>{either(said.this)})(?! (?:{either(said.doubtful)})\b)"
    yield rf"\b(?:(?:{which}) )?(?!(?:{either(said.never_alone)})\b){_month_name()}(?! [0-9])"


def _year() -> Iterable[str]:
    """Match "2026", "2022-2024" and "1990s", and "resolution 2022", which is none."""
    year = "19[0-9]{2}|20[0-9]{2}"
    yield (
        rf"{_START}(?:(?P<named>{either(dates().numbered)})\.? )?"
        rf"(?:(?P<first>{year}) ?- ?)?(?P<year>{year}|2100)(?P<decade>(?:{either(dates().decades)})\b)?{_END}"
    )


def _back() -> Iterable[str]:
    """Match "yesterday" and "last week"; the group says which."""
    groups = (f"(?P<{name}>{either(getattr(dates().back, name))})" for name in BACK)
    yield rf"\b(?:{'|'.join(groups)})\b"


def _weekday() -> Iterable[str]:
    """Match "Monday" and "last Monday", but not the weekday of a date: "Monday, 9 November"."""
    last, date_behind = either(dates().last), rf"(?:[0-9]|(?:{either(month_numbers())})\b)"
    yield (
        rf"\b(?:(?P<last>{last}) )?(?P<weekday>{either(weekday_numbers())})(?: (?P<past>{last}))?\b"
        rf"(?![.,]{{0,2}} (?:(?:{articles()}) ){{0,2}}{date_behind})"
    )


def _counted_pattern() -> Iterable[str]:
    """Match "3 days ago"."""
    count, behind = dates().count, either(dates().count.ago_after)
    yield rf"\b(?:{either(count.ago_before)}) {_count()} {_unit()}\b"
    yield rf"{_START}{_count()} {_unit()} (?:{behind})\b"
    yield rf"\b(?P<unit>{either(count.one)}) (?:{behind})\b"


def _recent() -> Iterable[str]:
    """Match "last 3 days"."""
    count = dates().count
    yield rf"\b(?:{either(count.recent_before)}) {_count()} {_unit()}\b"
    yield rf"{_START}{_count()} (?:{either(count.recent_after)}) {_unit()}\b"
    yield rf"\b(?:{either(count.recent_before | dates().last)}) (?P<unit>{either(dates().units.fortnight)})\b"


@cache
def length() -> re.Pattern[str]:
    """Compile so many units, and nothing else."""
    return re.compile(rf"{_count()} {_unit()}")


def _count() -> str:
    return rf"(?P<count>[0-9]{{1,3}}|(?:(?:{either(tens())})[ -])?(?:{either(number_values())}))"


def _unit() -> str:
    return rf"{_of()}(?P<unit>{either(unit_names())})"
