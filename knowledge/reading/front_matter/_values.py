"""What does a value of front matter say? Reads one at a time, as YAML, TOML or JSON has it."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING, cast

import msgspec

if TYPE_CHECKING:
    import yaml

_LONGEST_JSON = 20_000  # characters
_PLAIN = re.compile(r"\w[\w -]*: +\w(?:[\w .,/()+-]|:(?=[\w/]))*\n?")
"""A key and a value that YAML takes as they are written: most are."""


def read_yaml(pair: str) -> str:
    """Read the value of a `key: value`, or the first of a list; nothing where it is a mapping.

    The parser's events do: they nest nothing, stand for nothing else, and leave a date as it is written.
    """
    if _PLAIN.fullmatch(pair):
        return _take_line(pair)
    # Only where it is needed: it takes a fifth of the time in which a process begins.
    import yaml

    loader = yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader
    try:
        # The stubs leave the stream and what comes of it untyped.
        events = cast(
            "Iterator[yaml.Event]",
            yaml.parse(pair, Loader=loader),  # pyright: ignore[reportUnknownMemberType]
        )
        said = [event for event in events if isinstance(event, yaml.NodeEvent)]
    except (yaml.YAMLError, ValueError):
        # A colon or another mark that YAML wants in quotes.
        return _take_line(pair)
    # The mapping itself, its key, its value; of a list, the first of its values.
    value = next((event for event in said[2:] if not isinstance(event, yaml.SequenceStartEvent)), None)
    return cast("str", value.value).strip() if isinstance(value, yaml.ScalarEvent) else ""


def _take_line(pair: str) -> str:
    value = pair.partition("\n")[0].partition(":")[2].strip()
    quoted = len(value) > 1 and value[0] == value[-1] and value[0] in "\"'"
    return value[1:-1].strip() if quoted else value


def read_toml(pair: str) -> str:
    """Read the value of a `key = value`, or the first of a list; nothing where it cannot be read."""
    try:
        found: object = tomllib.loads(pair)
    except (tomllib.TOMLDecodeError, RecursionError):
        return ""
    while isinstance(found, dict):
        found = next(iter(cast("dict[str, object]", found).values()), "")
    return _say(found)


def read_json(text: str) -> Mapping[str, str]:
    """Read the values of an object; none where it cannot be read."""
    try:
        found = msgspec.json.decode(text[:_LONGEST_JSON], type=dict[str, object])
    except (msgspec.MsgspecError, RecursionError):
        return {}
    return {key: _say(value) for key, value in found.items()}


def _say(value: object) -> str:
    if isinstance(value, list):
        value = next(iter(cast("list[object]", value)), "")
    if isinstance(value, date):
        return value.isoformat()
    return str(value).strip() if isinstance(value, str | int | float) else ""
