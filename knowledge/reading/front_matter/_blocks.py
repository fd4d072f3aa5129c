"""Where is the front matter? Finds a block of YAML, TOML or JSON, or lines such as `Date: 2026-01-31`.

The lines are told apart here and each value is read by a kept parser by itself: one strange line costs
no more than itself, and no value can be built of others.
"""

import re
from collections.abc import Callable, Mapping
from itertools import pairwise

from msgspec import Struct

from knowledge.reading.front_matter._keys import date_keys, known_keys, normalise, title_keys
from knowledge.reading.front_matter._values import read_json, read_toml, read_yaml

_YAML_OPENS = re.compile(r"---\s*(?:ya?ml)?\s*", re.IGNORECASE)
_YAML_CLOSES = re.compile(r"(?:---|\.\.\.)\s*")
_TOML_MARK = re.compile(r"\+\+\+\s*")
_YAML_PAIR = re.compile(r"([^\W\d_][\w .\-/]{0,40}|\"[^\"]{1,40}\"|'[^']{1,40}')\s*:(?:\s+(.*))?")
_TOML_PAIR = re.compile(r"([\w\-.]{1,40}|\"[^\"]{1,40}\"|'[^']{1,40}')\s*=\s*(\S.*)")
_STRICT_KEY = re.compile(r"[\w.-]+|[\"'].*")
_BELONGS_ABOVE = re.compile(r"\s|- |-$|#|$|[\]}]")  # an indented line, a list item, a comment, nothing
_FENCE = re.compile(r"(`{3,}|~{3,})\s*\w*\s*")
_TABLE = re.compile(r"\[.*\]\s*")
_LONGEST = 200  # lines
_LONGEST_ABOVE = 60  # lines of comment
_MOST_HEADINGS = 2  # lines with a hash above it
_LONGEST_LINE = 2_000  # characters


class Value(Struct, frozen=True):
    """What stands under a key, and on which line."""

    text: str
    """Empty where it is no single value."""
    line: int
    """Counted from 1."""


class Block(Struct, frozen=True):
    """Front matter: the place of its lines, and what its keys say."""

    first: int
    end: int
    """The first line after it, counted from 0 as `first`."""
    values: Mapping[str, Value]
    """By the normal form of the keys; the first of those that are alike."""
    fenced: bool = True


def find_block(lines: list[str]) -> Block | None:
    """Find the front matter of a text; None where it has none."""
    start, headings = _skip_above(lines)
    if start == len(lines):
        return None
    opening = lines[start]
    if _YAML_OPENS.fullmatch(opening):
        return _find_yaml(lines, start, known_only=headings)
    if headings:
        return None
    if _TOML_MARK.fullmatch(opening):
        return _find_toml(lines, start)
    if opening.rstrip() == "{":
        return _find_json(lines, start)
    if fence := _FENCE.fullmatch(opening):
        return _find_headers(lines, start + 1, fence[1])
    return _find_headers(lines, start)


def _skip_above(lines: list[str]) -> tuple[int, bool]:
    """Find the first line that is neither blank, comment nor heading; tell whether there was a heading."""
    place, headings = 0, 0
    while place < len(lines):
        line = lines[place].strip()
        if line.startswith("<!--"):
            ends = (
                end for end in range(place, min(place + _LONGEST_ABOVE, len(lines))) if "-->" in lines[end]
            )
            place = next(ends, len(lines))
        elif line.startswith("#"):
            headings += 1
            if headings > _MOST_HEADINGS:
                return len(lines), True
        elif line:
            break
        place += 1
    return min(place, len(lines)), headings > 0


def _find_yaml(lines: list[str], start: int, *, known_only: bool) -> Block | None:
    limit = min(len(lines), start + _LONGEST + 1)
    closing = (place for place in range(start + 1, limit) if _YAML_CLOSES.fullmatch(lines[place]))
    end = next(closing, None)
    if end is None:
        return None
    inside = [line for line in lines[start + 1 : end] if not _BELONGS_ABOVE.match(line)]
    keys = [found[1] for line in inside if (found := _match(_YAML_PAIR, line))]
    strange = len(inside) - sum(1 for key in keys if _STRICT_KEY.fullmatch(key))
    known = any(normalise(key) in known_keys() for key in keys)
    # A line of text may have a colon too, and a rule above and below.
    sure = known and 2 * strange < len(inside)
    plain = not known_only and not strange and len(keys) > 1
    if not (sure or plain):
        return None
    return Block(start, end + 1, _read_pairs(lines, start + 1, end, _YAML_PAIR, read_yaml))


def _find_toml(lines: list[str], start: int) -> Block | None:
    limit = min(len(lines), start + _LONGEST + 1)
    end = next((place for place in range(start + 1, limit) if _TOML_MARK.fullmatch(lines[place])), None)
    if end is None:
        return None
    tables = (place for place in range(start + 1, end) if _TABLE.fullmatch(lines[place]))
    return Block(start, end + 1, _read_pairs(lines, start + 1, next(tables, end), _TOML_PAIR, read_toml))


def _find_json(lines: list[str], start: int) -> Block | None:
    limit = min(len(lines), start + _LONGEST)
    end = next((place for place in range(start + 1, limit) if lines[place].rstrip() == "}"), None)
    if end is None:
        return None
    found = read_json("\n".join(lines[start : end + 1]))

    def find_line(key: str) -> int:
        return next((place for place in range(start, end) if f'"{key}"' in lines[place]), start) + 1

    values = {normalise(key): Value(text, find_line(key)) for key, text in found.items()}
    return Block(start, end + 1, values) if values else None


def _find_headers(lines: list[str], start: int, fence: str = "") -> Block | None:
    """Find lines such as `Title: Ferry plan`, as Pelican and e-mail have them, down to a blank line.

    Proposals have them in a block of code, down to its end.
    """
    limit = min(len(lines), start + _LONGEST)
    end = next((place for place in range(start, limit) if lines[place].strip() == fence), limit)
    if not all(_match(_YAML_PAIR, line) or line.startswith((" ", "\t")) for line in lines[start:end]):
        return None
    values = _read_pairs(lines, start, end, _YAML_PAIR, _read_plain)
    named = values.keys() & {*title_keys(), *date_keys()}
    if not named or len(values.keys() & known_keys()) < 2:
        return None
    return Block(start - len(fence[:1]), end + len(fence[:1]), values, fenced=False)


def _match(pair: re.Pattern[str], line: str) -> re.Match[str] | None:
    return pair.fullmatch(line.rstrip()) if len(line) <= _LONGEST_LINE else None


def _read_pairs(
    lines: list[str], start: int, end: int, pair: re.Pattern[str], read: Callable[[str], str]
) -> dict[str, Value]:
    values: dict[str, Value] = {}
    found = {place: match for place in range(start, end) if (match := _match(pair, lines[place]))}
    # Each goes on until the next begins.
    for first, after in pairwise([*found, end]):
        chunk = "\n".join(lines[first:after])[:_LONGEST_LINE]
        values.setdefault(normalise(found[first][1]), Value(read(chunk), first + 1))
    return values


def _read_plain(pair: str) -> str:
    return " ".join(pair.partition(":")[2].split())
