"""Which day does a cell or a status name? Finds dates, in all languages, and takes them out; pure."""

import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from functools import cache

from msgspec import Struct

from knowledge.languages import dates, names

_LONGEST_BACK = timedelta(days=183)
"""A day without a year is of the article's year, or lies not further back than this in the year before."""
_LAST_WORD = re.compile(r"([^\W\d_]+)\W*$")
_BRACKETS = {"(": ")", "[": "]"}


class Mention(Struct, frozen=True):
    """A date in a text: from where to where it stands, and which it is, as far as it says so."""

    start: int
    end: int
    month: int
    day: int | None
    """None where only a month is named."""
    year: int | None

    def latest(self, by: date) -> date | None:
        """Give the day, the last such one by a day; None where it names none, or a later one."""
        if self.day is None:
            return None
        if self.year is not None:
            found = _day(self.year, self.month, self.day)
            return found if found and (found <= by or by == date.min) else None
        found = _day(by.year, self.month, self.day)
        if found and found <= by:
            return found
        before = _day(by.year - 1, self.month, self.day) if by.year > 1 else None
        return before if before and by - before <= _LONGEST_BACK else None


def find_day(text: str, by: date) -> date | None:
    """Give the first day that a text names and that is not after `by`; `date.min` for any day with a year."""
    return next((day for mention in _mentions(text) if (day := mention.latest(by))), None)


def is_date(text: str) -> bool:
    """Tell whether a text is a date and nothing else."""
    return any(not _has_words(text[: each.start] + text[each.end :]) for each in _mentions(text))


def part_dates(text: str) -> tuple[str, str]:
    """Part a text from the dates that only say since when: "Agreed (3 Nov)", "Agreed on 3 November"."""
    parted: list[str] = []
    for mention in reversed(list(_mentions(text))):
        left = _without(text, mention)
        if left is not None:
            parted.append(text[mention.start : mention.end])
            text = left
    return text, ", ".join(reversed(parted))


def _without(text: str, mention: Mention) -> str | None:
    """Take a date out with the words and brackets around it; None where it is a part of what is said."""
    before, after = text[: mention.start].rstrip(), text[mention.end :].lstrip()
    if intro := _intro().search(before):
        before = before[: intro.start()].rstrip()
    elif _belongs_to(before) or (not before and _goes_on(after)):
        return None
    bracket = before[-1:]
    if bracket in _BRACKETS:
        if not after.startswith(_BRACKETS[bracket]):
            return None
        before, after = before[:-1].rstrip(), after[1:].lstrip()
    elif after[:1].isalnum() and before:
        return None
    before = before.rstrip(" ,;:-–—")
    if after[:1] in ")]":
        return before + after
    return " ".join(filter(None, (before, after.lstrip(" ,;:-–—"))))


def _belongs_to(before: str) -> bool:
    """Tell whether the word before a date is one that makes it a part of the status: "until", "for"."""
    last = _LAST_WORD.search(before)
    return bool(last) and last[1].lower() in _binding()


def _goes_on(after: str) -> bool:
    """Tell whether a date is only the first of two: "3 Nov to 9 Nov"."""
    return next(iter(after.split()), "").lower() in _binding()


@cache
def _binding() -> frozenset[str]:
    intro = dates().intro
    phrases = intro.until | intro.after | intro.before | intro.between | intro.to
    return frozenset((*names().links, *(phrase.split()[-1] for phrase in phrases)))


@cache
def _intro() -> re.Pattern[str]:
    said = dates()
    intro = either(said.intro.on | said.intro.since | said.intro.within)
    return re.compile(rf"(?<![^\W_])(?:{intro})(?: (?:{either(said.articles)}))?$", re.IGNORECASE)


def _mentions(text: str) -> Iterator[Mention]:
    if not any(map(str.isdigit, text)):
        return
    for found in _dates().finditer(text):
        if mention := _read(found):
            yield mention


def _read(found: re.Match[str]) -> Mention | None:
    said = {name[:-1]: value for name, value in found.groupdict().items() if value}
    spelt, year = said["month"].lower(), int(said["year"]) if "year" in said else None
    month = int(spelt) if spelt.isdigit() else _months()[spelt]
    day = int(said["day"]) if "day" in said else None
    if "first" in said:
        # "03/11/2026" may be either; with a day above the twelfth it can be only one.
        month, other = sorted((int(said["first"]), month))
        day = other if other > 12 or other == month else None
    if not 1 <= month <= 12 or (day is not None and not 1 <= day <= 31):
        return None
    return Mention(found.start(), found.end(), month, day, year)


@cache
def _months() -> dict[str, int]:
    return {name: month for month, said in enumerate(dates().months, 1) for name in said}


@cache
def _dates() -> re.Pattern[str]:
    said = dates()
    month, of = either(_months()), rf"(?:(?:{either(said.of)}) )?"
    ordinal, year = rf"(?:{either(said.ordinals)})?", r"(?:19|20)\d\d"
    marks = rf"(?: (?:{either(said.year_marks)})(?![^\W_]))?"
    named = rf"(?P<month4>{month})(?![^\W_])\.?"
    forms = (
        rf"(?P<year1>{year})(?P<sep>[-/.])(?P<month1>\d\d?)(?P=sep)(?P<day1>\d\d?)(?:[T ]\d\d:\d\d\S*)?",
        rf"(?P<day2>\d\d?)\.(?P<month2>\d\d?)\.(?P<year2>{year})",
        rf"(?P<first3>\d\d?)[/-](?P<month3>\d\d?)[/-](?P<year3>{year})",
        rf"(?P<day4>\d\d?){ordinal}\.?[ -]{of}{named}(?:,?[ -]{of}(?P<year4>{year}){marks})?",
        rf"(?P<month5>{month})\.? (?P<day5>\d\d?){ordinal}(?!\d)(?:,? (?P<year5>{year}))?",
        rf"(?P<month6>{month})\.?,? {of}(?P<year6>{year}){marks}",
    )
    return re.compile(rf"(?<![\w.])(?:{'|'.join(forms)})(?!\w)", re.IGNORECASE)


def either(phrases: Iterable[str]) -> str:
    """Give a pattern for any of these phrases, longer ones first; of none, one that never fits."""
    ordered = sorted(map(re.escape, phrases), key=lambda each: (-len(each), each))
    return "|".join(ordered) or "(?!)"


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _has_words(text: str) -> bool:
    return any(map(str.isalnum, text))
