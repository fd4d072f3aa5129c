"""Which languages are spoken here? One file each: its words for dates, questions, statuses and names.

A new language is one new file, such as `pl.toml`. What a language has is said in `language.py`. People mix
languages in one sentence, so most readers want the words of all of them together.
"""

import re
import tomllib
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import cache
from itertools import zip_longest
from pathlib import Path
from typing import Any, TypeVar, cast

import msgspec

from knowledge.languages.language import Dates, Language, Naming, Questions, Walls
from knowledge.languages.status_words import Statuses
from knowledge.languages.words import Phrases, Words

__all__ = [
    "COMMON",
    "Dates",
    "Language",
    "Naming",
    "Phrases",
    "Questions",
    "Statuses",
    "Walls",
    "Words",
    "any_of",
    "dates",
    "languages",
    "names",
    "questions",
    "read_languages",
    "statuses",
    "walls",
]

COMMON = "en"
"""The language that people mix into all others; also of a text that shows no other."""

_Part = TypeVar("_Part")


def read_languages(folder: Path) -> dict[str, Language]:
    """Read all files of a folder, by the languages' codes; a ValueError names the file and what is wrong."""
    return {file.stem: _read(file) for file in sorted(folder.glob("*.toml"))}


@cache
def languages() -> Mapping[str, Language]:
    """Give all languages by their codes: read at the first call, some 5 ms."""
    return read_languages(Path(__file__).parent)


@cache
def dates() -> Dates:
    """Give how a date is said in any language."""
    return _merge([each.dates for each in languages().values()])


@cache
def questions() -> Questions:
    """Give what questions are asked by in any language."""
    return _merge([each.questions for each in languages().values()])


@cache
def statuses() -> Statuses:
    """Give what statuses are said and asked by in any language."""
    return _merge([each.statuses for each in languages().values()])


@cache
def names() -> Naming:
    """Give the small words within names in any language."""
    return _merge([each.names for each in languages().values()])


@cache
def walls() -> Walls:
    """Give what pages say in any language that stand before an article."""
    return _merge([each.walls for each in languages().values()])


@cache
def any_of(phrases: AbstractSet[str]) -> re.Pattern[str]:
    """Compile a pattern that finds any of the phrases as whole words; none of none."""
    ordered = sorted(phrases, key=lambda phrase: (-len(phrase), phrase))
    forms = (re.escape(phrase).replace(r"\*", r"\w+").replace(r"\ ", " ") for phrase in ordered)
    return re.compile(rf"\b(?:{'|'.join(forms)})\b" if phrases else r"(?!)", re.IGNORECASE)


def _read(file: Path) -> Language:
    try:
        return msgspec.convert(tomllib.loads(file.read_text(encoding="utf-8")), Language, dec_hook=_words)
    except ValueError as error:
        raise ValueError(f"{file.name}: {error}") from error


def _words(kind: type, text: object) -> Words:
    if isinstance(text, str) and issubclass(kind, Words):
        return kind.read(text)
    raise TypeError(f"Expected `str`, got `{type(text).__name__}`")


def _merge(parts: Sequence[_Part]) -> _Part:
    """Put the same section of several languages together, key by key."""
    return cast("_Part", _merge_values(parts))


def _merge_values(parts: Sequence[Any]) -> Any:
    first = parts[0]
    if isinstance(first, Words):
        return type(first)(frozenset[str]().union(*parts))
    if isinstance(first, tuple):
        return tuple(_merge_values(places) for places in zip_longest(*parts, fillvalue=Words()))
    keys: Sequence[str] = first.__struct_fields__
    return type(first)(**{key: _merge_values([getattr(part, key) for part in parts]) for key in keys})
