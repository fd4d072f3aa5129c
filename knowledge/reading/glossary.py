"""What else are things called? Reads glossary.toml.

["Economic Sanctions Review"]
also = ["sanctions", "embargo"]    # in the articles' own language
uk = ["санкції"]                   # a translation: the key is an ISO 639-1 code
"""

import re
import tomllib
from typing import Annotated

import msgspec

from knowledge.model import Term
from knowledge.reading.source import UnreadableError

NAME = "glossary.toml"
_CURE = 'Write it like: also = ["other name"], or a language code: uk = ["назва"].'
_PLACE = re.compile(r"\(at line (\d+), column \d+\)")
_CODE = re.compile(r"[a-z]{2}")


def read_glossary(text: str) -> tuple[Term, ...]:
    """Read the terms in the order of the file; a key of the wrong shape is named."""
    try:
        tables: dict[str, object] = tomllib.loads(text)
    except ValueError as error:  # TOMLDecodeError is one, and so is what a number of 100,000 digits raises
        place = _PLACE.search(str(error))
        reason = _PLACE.sub("", str(error)).strip()
        line = int(place[1]) if place else None
        raise UnreadableError(f"is no TOML: {reason}", "Mend that line.", line) from error
    return tuple(_read_term(name, table, text) for name, table in tables.items())


def _read_term(name: str, table: object, text: str) -> Term:
    try:
        keys = msgspec.convert(table, dict[str, object])
    except msgspec.ValidationError as error:
        raise UnreadableError(
            f"“{name}” is no [term] with names below it", _CURE, _find_line(name, text)
        ) from error
    others: list[tuple[str, str]] = []
    for key, names in keys.items():
        if key != "also" and not _CODE.fullmatch(key):
            reason = f"“{key}” of “{name}” is neither `also` nor a language code"
            raise UnreadableError(reason, _CURE, _find_line(key, text))
        try:
            listed = msgspec.convert(names, list[Annotated[str, msgspec.Meta(pattern=r"\S")]])
        except msgspec.ValidationError as error:
            reason = f"“{key}” of “{name}” is no list of names"
            raise UnreadableError(reason, _CURE, _find_line(key, text)) from error
        others += [("" if key == "also" else key, other.strip()) for other in listed]
    return Term(name.strip(), tuple(others))


def _find_line(key: str, text: str) -> int | None:
    """Find the first line that begins with a key; tomllib keeps no places."""
    begins = re.compile(rf"\s*\[?\s*[\"']?{re.escape(key)}\b")
    return next((number for number, line in enumerate(text.split("\n"), start=1) if begins.match(line)), None)
