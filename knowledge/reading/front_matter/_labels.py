"""Which of the first lines of a text say its title and date? `Published: 2026-01-31`, or the day alone."""

import re
from datetime import date
from functools import cache

from knowledge.languages import languages
from knowledge.reading.dates import parse_date, parse_first_date, read_date
from knowledge.reading.draft import Draft, one_line
from knowledge.reading.front_matter._keys import dated_language, normalise

_LONGEST = 100  # lines
_LONGEST_LINE = 300  # characters looked at
_NEAR_THE_TOP = 10  # lines that are not blank
_TITLE_LINES = 3  # of them; further down it may be anybody's title
_DATE_LINES = 5
_LONGEST_DATE_LINE = 80  # characters
_PLACE = re.compile(
    r"[^\W\d][^\d,|:]{1,40}[,|]\s*|[^\W\d][^\d,|:]{1,40}\s[-–—]\s*"
)  # "Kyiv, 31 January 2026"
_EMPHASIS = "*_ \t\\"
_SECTION = re.compile(r" {0,3}#{2,6}\s")


def take_top_lines(lines: list[str], draft: Draft) -> list[str]:
    """Read a title and a date near the top, and blank their lines out; front matter goes first."""
    left = list(lines)
    updated: tuple[str, int] | None = None
    for place, number in enumerate(_find_top(lines)):
        line = lines[number]
        if (value := read_label("published", line)) and is_dating(value):
            draft.published = draft.published or _read_labelled(value, line, number, draft)
            left[number] = ""
        elif (value := read_label("updated", line)) and parse_first_date(value, draft.language):
            updated = updated or (value, number)
            left[number] = ""
        elif place < _TITLE_LINES and (value := read_label("title", line)) and not draft.title:
            draft.title = one_line(value)
            left[number] = ""
    if not draft.published:
        _take_date_line(left, draft)
    if not draft.published and updated:
        draft.published = _read_labelled(updated[0], lines[updated[1]], updated[1], draft)
    return left


def _find_top(lines: list[str]) -> list[int]:
    """Find the lines before the text's first section that are not blank, ten at most."""
    tops = [number for number, line in enumerate(lines[:_LONGEST]) if line.strip()][:_NEAR_THE_TOP]
    later = (place for place, number in enumerate(tops) if place and _SECTION.match(lines[number]))
    return tops[: next(later, len(tops))]


def _read_labelled(value: str, line: str, number: int, draft: Draft) -> date | None:
    return read_date(value, draft, number + 1, _language_of(line) or draft.language)


def _language_of(line: str) -> str | None:
    """Tell the language of a label, where it is of one alone."""
    found = _labelled("published").fullmatch(line) or _labelled("updated").fullmatch(line)
    return dated_language(normalise(found["label"])) if found else None


def _take_date_line(left: list[str], draft: Draft) -> None:
    """Read the only line that is a date and nothing else, where it stands near the top."""
    found = ((number, _read_alone(left[number], draft)) for number in _find_top(left)[:_DATE_LINES])
    number, day = next(((number, day) for number, day in found if day), (0, None))
    # Where more stand further down, they are the headings of a course of events.
    if day and not any(_read_alone(line, draft) for line in left[number + 1 : number + _LONGEST]):
        draft.published = day
        left[number] = ""


def _read_alone(line: str, draft: Draft) -> date | None:
    text = line.strip(_EMPHASIS)
    if len(text) > _LONGEST_DATE_LINE:
        return None
    place = _PLACE.match(text)
    return parse_date(text, draft.language) or (
        parse_date(text[place.end() :], draft.language) if place else None
    )


@cache
def _labelled(label: str) -> re.Pattern[str]:
    heads = [each.head for each in languages().values()]
    phrases = {phrase for head in heads for phrase in getattr(head, label)}
    words = "|".join(re.escape(phrase) for phrase in sorted(phrases, key=lambda each: (-len(each), each)))
    return re.compile(
        rf"\s*(?:[-*+]\s+)?[*_]{{0,3}}(?P<label>{words})[*_]*\s*(?P<colon>:)?[*_]*\s*(?P<value>\S.*?)[\s*_]*",
        re.IGNORECASE,
    )


def read_label(label: str, line: str) -> str | None:
    """Take the value of a line like `Published: 31 January 2026`, without emphasis; None for another line.

    The labels are title, published and updated, in any language. Before a date the colon may be missing.
    """
    found = _labelled(label).fullmatch(line) if len(line) <= _LONGEST_LINE else None
    if found is None:
        return None
    if not found["colon"] and (len(line) > _LONGEST_DATE_LINE or not parse_first_date(found["value"], "de")):
        return None
    return found["value"]


def is_dating(value: str) -> bool:
    """Tell whether what follows `Published:` is meant as a date, right or wrong, and not as prose."""
    return parse_first_date(value, "de") is not None or (
        len(value) <= 40 and len(value.split()) <= 4 and any(character.isdigit() for character in value)
    )
