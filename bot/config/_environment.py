"""What does the environment set? `TALKSBOT_DISCORD_PREFIX` is `prefix` in `[discord]`, and so on for all.

A text option takes the value as it is, every other one a value of TOML; `[[sources]]` and `[[corpora]]`
are lists of inline tables. What reads the file's values reads these too, and relative paths start from the
current folder.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import Field
from difflib import get_close_matches
from pathlib import Path
from types import UnionType
from typing import Any, cast, get_args

from msgspec import Struct

from bot.config._mistakes import Mistake
from bot.config._sections import LISTS, OPTIONS, SECTIONS, Origin, Reader, quoted
from bot.config._values import shards
from knowledge.notices.share import Share

_PREFIX = "TALKSBOT_"
FILE_VARIABLE = f"{_PREFIX}CONFIG"
"""Names the file."""
_SHARDS_VARIABLE = f"{_PREFIX}SHARDS"
"""Says which shards this process has: not in the file, which all processes share."""

_OF_OTHERS = re.compile(r"TALKSBOT_(SERVICE_(HOST|PORT\w*)|PORT(_\d+_(TCP|UDP|SCTP)\w*)?)")
"""What Kubernetes tells every container where a service is called talksbot."""


class Variables(Struct, frozen=True):
    """What the environment sets."""

    options: Mapping[str, Mapping[str, Any]]
    """Values by section and option."""
    lists: Mapping[str, list[dict[str, Any]]]
    """The sections that may be there several times, where they are set."""
    names: tuple[str, ...]
    """The variables that were read."""
    mistakes: tuple[Mistake, ...]
    unread: frozenset[str]
    """The options of which the value could not be read."""
    shards: Share | None
    """Those of this process, where that is set."""


def name_variable(section: str, option: str | None = None) -> str:
    """Give what sets an option, or all sections of one name."""
    return _PREFIX + "_".join(filter(None, (section, option))).upper()


def _name_all() -> dict[str, tuple[str, str | None]]:
    named: dict[str, tuple[str, str | None]] = {name_variable(each): (each, None) for each in sorted(LISTS)}
    for section in SECTIONS:
        if section not in LISTS:
            named |= {name_variable(section, option): (section, option) for option in OPTIONS[section]}
    return named


VARIABLES: Mapping[str, tuple[str, str | None]] = _name_all()
"""All variables that set something: of which section they are, and of which option in it."""


def read_variables(environment: Mapping[str, str]) -> Variables:
    """Read all variables that are meant for this bot."""
    reader = Reader()
    options: dict[str, dict[str, Any]] = {}
    lists: dict[str, list[dict[str, Any]]] = {}
    names: list[str] = []
    share: Share | None = None
    for name, value in sorted(environment.items()):
        if not name.startswith(_PREFIX) or name == FILE_VARIABLE or _OF_OTHERS.fullmatch(name):
            continue
        names.append(name)
        match VARIABLES.get(name):
            case None if name == _SHARDS_VARIABLE:
                share = _read_shards(reader, value)
            case None:
                reader.mistakes.append(_describe_unknown(name))
            case section, None:
                lists[section] = _read_list(reader, name, section, value)
            case section, str(option):
                _read_option(reader, name, value, OPTIONS[section][option], options.setdefault(section, {}))
    unread = frozenset(reader.unread)
    return Variables(options, lists, tuple(names), tuple(reader.mistakes), unread, share)


def _read_option(reader: Reader, name: str, value: str, option: Field[Any], read: dict[str, Any]) -> None:
    is_text = _takes_text(option, value)
    try:
        read[option.name] = option.metadata["read"](value if is_text else _parse(value))
    except ValueError as error:
        reader.unread.add(option.name)
        why = str(error).replace(" in quotes", "") if is_text else str(error)
        example = option.metadata["example"].strip('"')
        reader.mistakes.append(
            Mistake(f"{name} is {quoted(value)}: {why}.", f"Set for example {name}='{example}', or unset it.")
        )


def _read_shards(reader: Reader, value: str) -> Share | None:
    try:
        return shards(value)
    except ValueError as error:
        cure = f"Set for example {_SHARDS_VARIABLE}='0-15/64', or unset it."
        reader.mistakes.append(Mistake(f"{_SHARDS_VARIABLE} is {quoted(value)}: {error}.", cure))
        return None


def _read_list(reader: Reader, name: str, section: str, value: str) -> list[dict[str, Any]]:
    try:
        sections = _parse_list(value)
    except ValueError as error:
        cure = f"""Set for example {name}='[{{{_example(section)}}}]', or unset it."""
        reader.mistakes.append(Mistake(f"{name} is {quoted(value)}: {error}.", cure))
        return []
    return reader.read_list(Origin(name, Path()), section, sections)


def _example(section: str) -> str:
    shown = ("name", "articles") if section == "corpora" else ("name", "kind", "url")
    return ", ".join(f"{each} = {OPTIONS[section][each].metadata['example']}" for each in shown)


def _takes_text(option: Field[Any], value: str) -> bool:
    """Whether the value is taken as it stands: where the option may be a text, unless this says yes or no."""
    # As it is written in a dataclass, a type is the type itself, not its name.
    of: Any = option.type
    kinds = get_args(of) if isinstance(of, UnionType) else (of,)
    is_switch = bool in kinds and value in ("true", "false")
    return not is_switch and not {str, Path}.isdisjoint(kinds)


def _parse(value: str) -> object:
    """Read one value as `config.toml` would have it; raise ValueError for anything else."""
    try:
        content = tomllib.loads(f"value = {value}")
    except (ValueError, RecursionError):
        raise ValueError("not a value as config.toml would have it") from None
    if content.keys() != {"value"}:
        raise ValueError("more than one value")
    return content["value"]


def _parse_list(value: str) -> list[object]:
    parsed = _parse(value)
    if isinstance(parsed, list):
        return cast("list[object]", parsed)
    raise ValueError("not a list in square brackets")


def _describe_unknown(name: str) -> Mistake:
    """Say what may have been meant; the value is not repeated, for it may be a token."""
    meant = name.removeprefix(_PREFIX)
    known = {each.removeprefix(_PREFIX): each for each in (*VARIABLES, FILE_VARIABLE, _SHARDS_VARIABLE)}
    same = [each for each, (_, option) in VARIABLES.items() if option and meant.endswith(option.upper())]
    near = [known[each] for each in get_close_matches(meant.upper(), known, n=1, cutoff=0.75)]
    if "TOKEN" in meant.upper():
        cure = "The token comes from DISCORD_TOKEN or DISCORD_TOKEN_FILE."
    elif found := (near or same)[:1]:
        cure = f"Did you mean {found[0]}?"
    else:
        cure = "Unset it; docs/configuration.md lists those that there are."
    return Mistake(f"{name:.60} is no variable of this bot.", cure)
