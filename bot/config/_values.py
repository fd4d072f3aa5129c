"""What may a value in `config.toml` be? Each reader gives it, or says in a ValueError what it is not."""

import re
from pathlib import Path
from typing import cast

from knowledge.semantic import PACKAGES

_LANGUAGE = re.compile("[a-z]{2}")
"""A code of ISO 639-1."""


def path(value: object) -> Path:
    """Read a path."""
    if not isinstance(value, str) or not value.strip() or "\0" in value:
        raise ValueError("not a path in quotes")
    try:
        return Path(value).expanduser()
    except RuntimeError:
        raise ValueError("in the home folder of somebody unknown here") from None


def share(value: object) -> float:
    """Read a share of 1 that is more than nothing."""
    # To Python a bool is a number too; nan fails both comparisons.
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value <= 1:
        raise ValueError("not a number above 0 and up to 1")
    return float(value)


def days(value: object) -> int:
    """Read how many days, of a hundred years at most."""
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= 36_500:
        raise ValueError("not a whole number of days from 1 to 36500")
    return value


def switch(value: object) -> bool:
    """Read what is on or off."""
    if isinstance(value, bool):
        return value
    raise ValueError("neither true nor false, which are written without quotes")


def discord_id(value: object) -> int:
    """Read an id of Discord."""
    if isinstance(value, bool) or not isinstance(value, int) or not 0 < value < 2**63:
        raise ValueError("not an id, which is a whole number without quotes")
    return value


def discord_ids(value: object) -> tuple[int, ...]:
    """Read a list of ids."""
    if isinstance(value, list):
        return tuple(discord_id(each) for each in cast("list[object]", value))
    raise ValueError("not a list of ids in square brackets")


def prefix(value: object) -> str:
    """Read what text commands begin with."""
    if not isinstance(value, str) or not 1 <= len(value) <= 5:
        raise ValueError("not 1 to 5 characters in quotes")
    if value.isalnum():
        raise ValueError("only letters and digits, so ordinary words would begin with it")
    # Discord itself reads these: commands, mentions, headings and channels, code.
    if not value.isprintable() or not set(value).isdisjoint("/@#`< "):
        raise ValueError("not free of white space and of / @ # ` <, which mean something else on Discord")
    return value


def reader(value: object) -> bool | Path:
    """Read whether there is a reader, or the folder of another one."""
    return value if isinstance(value, bool) else path(value)


def model(value: object) -> str | Path:
    """Read the name of a package that was vetted, or a model's folder."""
    return value if isinstance(value, str) and value in PACKAGES else path(value)


def languages(value: object) -> tuple[str, ...]:
    """Read a list of languages, at least one."""
    codes = cast("list[object]", value) if isinstance(value, list) else []
    found = tuple(code for code in codes if isinstance(code, str) and _LANGUAGE.fullmatch(code))
    if not found or len(found) < len(codes):
        raise ValueError("not a list of languages in small letters, each in quotes")
    return found
