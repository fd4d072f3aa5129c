"""What do the headers of an answer say? Taken with care: a server may write anything."""

import codecs
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from email.utils import parsedate_to_datetime

from knowledge.sources.fetching._result import Validators

_LONGEST_WAIT = 86_400.0
_LONGEST_VALIDATOR = 1_000


def read_validators(headers: Mapping[str, str]) -> Validators:
    """Take what the server knows an answer again by."""
    return Validators(*(_short(headers.get(name)) for name in ("ETag", "Last-Modified")))


def conditions(validators: Validators) -> dict[str, str]:
    """Give the headers that ask only for what is new."""
    asked = {"If-None-Match": validators.etag, "If-Modified-Since": validators.last_modified}
    return {name: value for name, value in asked.items() if value}


def read_retry_after(headers: Mapping[str, str], now: datetime) -> float | None:
    """Give the seconds to wait, at most a day; None where the server does not say."""
    text = headers.get("Retry-After", "").strip()
    if text.isascii() and text.isdigit():
        return min(float(text), _LONGEST_WAIT)
    with suppress(ValueError, OverflowError):
        at = parsedate_to_datetime(text)
        return min(
            max((at.replace(tzinfo=at.tzinfo or now.tzinfo) - now).total_seconds(), 0.0), _LONGEST_WAIT
        )
    return None


def read_charset(name: str | None) -> str | None:
    """Give the name of an encoding that Python knows, or None."""
    with suppress(LookupError, ValueError):
        return codecs.lookup(name or "").name
    return None


def _short(value: str | None) -> str | None:
    return value if value and len(value) <= _LONGEST_VALIDATOR else None
