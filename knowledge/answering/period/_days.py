"""Which one day is meant? Reads a text that is nothing but a date, or that ends in one."""

import re
from contextlib import suppress
from datetime import date
from functools import cache

from msgspec import Struct

from knowledge.answering.period._calendar import day_ago
from knowledge.answering.period._mentions import read_count, read_mention
from knowledge.answering.period._patterns import Form, articles, forms, length
from knowledge.answering.period._words import either, fold, unit_names, weekday_numbers
from knowledge.languages import dates

_LONGEST = 60
"""Characters of a date, with all that may stand before it."""
_MOST_WORDS = 9
"""Words of it: "on Tuesday, the 10th of November of 2026"."""
_AROUND = " .,;:!?()-"
_TOPIC_END = " ,;:(-\u2010\u2011\u2012\u2013\u2014"
_WORD = re.compile(r"\S+")
_ISO = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")


class _Found(Struct, frozen=True):
    """A day, and whether what named it may be something else: "May" or "Agenda 2030"."""

    day: date
    doubtful: bool = False


def read_day(text: str, today: date) -> date | None:
    """Read the one day that a text names; None where it holds anything else than a date.

    A day without a year, or a weekday, is the latest one not after today; "last Monday" is before today. What
    is counted is counted to the day: "a week ago" is seven days. Of a period it is the first day. A word such
    as "since" or "on" may stand before it.
    """
    found = _find(text, today)
    return found and found.day


def read_start(text: str, today: date) -> date | None:
    """Read the first day of what a text names, as `read_day` does, or of so many units up to today."""
    if day := read_day(text, today):
        return day
    counted = length().fullmatch(fold(text).strip(_AROUND)) if len(text) <= _LONGEST else None
    return counted and day_ago(unit_names()[counted["unit"]], read_count(counted), today)


def split_day(text: str, today: date) -> tuple[str, date | None]:
    """Part a date at the end of a text from the topic before it, which may be empty; None where none is.

    A month or year alone stays with the topic unless a word such as "in" or "since" stands before it. A name
    may still end in a date, such as "Agreement of 12 May": look for a topic by the whole text first.
    """
    for word in list(_WORD.finditer(text))[-_MOST_WORDS:]:
        found = _find(text[word.start() :], today)
        if found and not found.doubtful:
            topic = text[: word.start()].rstrip(_TOPIC_END)
            # "Before yesterday" is no day that could be looked at.
            return (text, None) if _other_intro_pattern().search(fold(topic)) else (topic, found.day)
    return text, None


def _find(text: str, today: date) -> _Found | None:
    """Read a text as a date, with or without what may stand before one."""
    if len(text) > _LONGEST:
        return None
    said = _year_mark().sub("", fold(text).strip(_AROUND))
    bare = _intro_pattern().sub("", said, count=1)
    found = _read(_article_pattern().sub("", bare, count=1), today)
    return found and _Found(found.day, doubtful=found.doubtful and bare == said)


def _read(said: str, today: date) -> _Found | None:
    if _ISO.fullmatch(said):
        with suppress(ValueError):
            return _Found(date.fromisoformat(said))  # in figures any year is meant, also one of long ago
    for pattern, form in forms():
        found = pattern.fullmatch(said)
        mention = found and read_mention(form, found, today)
        if not (found and mention):
            continue
        if form is Form.COUNTED:
            return _Found(day_ago(unit_names()[found["unit"]], read_count(found), today))
        if form is Form.BACK and found.lastgroup == "fortnight":
            return _Found(day_ago("fortnight", 1, today))
        if span := mention.latest(today):
            is_other_word = mention.bare and not mention.weekday
            return _Found(span.first, doubtful=is_other_word or form is Form.YEAR)
    return None


@cache
def _intro_pattern() -> re.Pattern[str]:
    """Compile what may stand before a day and asks for that one: since, on, in."""
    said, intro = dates(), dates().intro
    return re.compile(rf"^(?:{either((intro.on | intro.since | intro.within) - said.of)})[ '-]")


@cache
def _other_intro_pattern() -> re.Pattern[str]:
    """Compile what may stand before a day and asks for others: before, after, until, between."""
    intro = dates().intro
    return re.compile(rf"(?:^|\s)(?:{either(intro.before | intro.after | intro.until | intro.between)})$")


@cache
def _article_pattern() -> re.Pattern[str]:
    """Compile what may then follow: articles, and a weekday where there is a number behind it."""
    article = rf"(?:(?:{articles()}|{either(dates().of)})[ '-]){{0,2}}"
    return re.compile(rf"^{article}(?:(?:{either(weekday_numbers())})[.,]{{0,2}} (?=.*[0-9]){article})?")


@cache
def _year_mark() -> re.Pattern[str]:
    """Compile what may stand behind a year: "2026 года"."""
    return re.compile(rf"(?<=[0-9]{{4}}) (?:{either(dates().year_marks)})$")


def prepare_days() -> None:
    """Compile now what the first day in words would wait for."""
    for compiled in (_intro_pattern, _other_intro_pattern, _article_pattern, _year_mark):
        compiled()
