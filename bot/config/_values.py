"""What may a value in `config.toml` be? Each reader gives it, or says in a ValueError what it is not."""

import re
from ipaddress import ip_address
from pathlib import Path
from typing import cast
from urllib.parse import urlsplit

from knowledge.notices.share import Share
from knowledge.semantic import PACKAGES
from knowledge.sources.proposals import ADDED

_LANGUAGE = re.compile("[a-z]{2}")
"""A code of ISO 639-1."""
_HOST = re.compile(r"(\[[0-9A-Fa-f:.]+\]|[^\[\]:]*)(:[0-9]{1,5})?")
"""A host of a database, and its port."""
_SOURCE = re.compile("[a-z0-9][a-z0-9-]{0,31}")
_SHARDS = re.compile(r"(\d{1,6})(?:-(\d{1,6}))?/(\d{1,6})", re.ASCII)
_LONGEST_TEXT = 300

MAIN_CORPUS = "main"
"""What the corpus of `[knowledge]` is called where one is to be named."""
LOG_FORMS = ("text", "json")
"""How the log can be written."""
SOURCE_KINDS = ("folder", "feed", "page", "sitemap")
"""What articles can come from, beside the folder of articles."""


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


def source_name(value: object) -> str:
    """Read the name of a source: paths of its articles begin with it."""
    if value == ADDED:
        raise ValueError("what articles are said to be of that were handed in on Discord")
    if isinstance(value, str) and _SOURCE.fullmatch(value):
        return value
    raise ValueError("not 1 to 32 small letters, digits and hyphens in quotes")


def corpus_name(value: object) -> str:
    """Read the name of a corpus: the folder of its store is called so."""
    if value == MAIN_CORPUS:
        raise ValueError("what the one of [knowledge] is called")
    if isinstance(value, str) and _SOURCE.fullmatch(value):
        return value
    raise ValueError("not 1 to 32 small letters, digits and hyphens in quotes")


def source_kind(value: object) -> str:
    """Read of which kind a source is."""
    if isinstance(value, str) and value in SOURCE_KINDS:
        return value
    raise ValueError(f"none of {', '.join(SOURCE_KINDS)} in quotes")


def web_address(value: object) -> str:
    """Read a web address."""
    from knowledge.reading.front_matter import is_web_address  # few configurations need it

    if isinstance(value, str) and is_web_address(value):
        return value
    raise ValueError("not a web address in quotes, which begins with https:// or http://")


def database_address(value: object) -> str:
    """Read where a PostgreSQL database is, without a password."""
    if not isinstance(value, str) or not value.startswith(("postgresql://", "postgres://")):
        raise ValueError("not the address of a database in quotes, which begins with postgresql://")
    try:
        has_password = urlsplit(value).password is not None
    except ValueError:
        raise ValueError("not the address of a database in quotes, as PostgreSQL takes it") from None
    hosts = value.partition("://")[2].partition("/")[0].partition("?")[0].rpartition("@")[2].split(",")
    if not all(map(_HOST.fullmatch, hosts)) or (len(hosts) > 1 and not all(hosts)):
        raise ValueError("not the address of a database in quotes: its hosts are not host:port,host:port")
    if has_password or "password=" in value:
        raise ValueError(
            "the address with a password, which belongs into PGPASSWORD, or the file that PGPASSFILE names"
        )
    return value


def listen_address(value: object) -> str:
    """Read where to listen: an IP address and a port, or nothing."""
    if value == "":
        return ""
    host, _, port = value.rpartition(":") if isinstance(value, str) else ("", "", "")
    try:
        ip_address(host.removeprefix("[").removesuffix("]"))
        is_port = port.isascii() and port.isdigit() and 0 < int(port) < 2**16
    except ValueError:
        is_port = False
    if not is_port:
        raise ValueError("not an IP address and a port in quotes, nor empty quotes for none")
    return str(value)


def log_form(value: object) -> str:
    """Read how the log is written."""
    if value in LOG_FORMS:
        return str(value)
    raise ValueError(f"none of these: {', '.join(LOG_FORMS)}")


def minutes(value: object) -> int:
    """Read how many minutes, of a week at most."""
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= 10_080:
        raise ValueError("not a whole number of minutes from 1 to 10080")
    return value


def language(value: object) -> str:
    """Read one language."""
    if isinstance(value, str) and _LANGUAGE.fullmatch(value):
        return value
    raise ValueError("not a language in two small letters in quotes")


def text(value: object) -> str:
    """Read some words."""
    if isinstance(value, str) and value.strip() and value.isprintable() and len(value) <= _LONGEST_TEXT:
        return value
    raise ValueError("not some words in quotes")


def phrases(value: object) -> tuple[str, ...]:
    """Read a list of words, each in quotes."""
    said = cast("list[object]", value) if isinstance(value, list) else [None]
    try:
        return tuple(map(text, said))
    except ValueError:
        raise ValueError("not a list of words, each in quotes") from None


def reader(value: object) -> bool | Path:
    """Read whether there is a reader, or the folder of another one."""
    return value if isinstance(value, bool) else path(value)


def shards(value: object) -> Share:
    """Read which of Discord's shards a process has: the first, the last, and how many there are in all."""
    found = _SHARDS.fullmatch(value) if isinstance(value, str) else None
    if not found:
        raise ValueError("not FIRST-LAST/OF, such as 0-15/64, nor one of them alone, such as 3/64")
    first, of = int(found[1]), int(found[3])
    last = int(found[2] or first)
    if not first <= last < of:
        raise ValueError(f"no range of shards: {of} of them are called 0 to {of - 1}, the first one first")
    return Share(first, last, of)


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
