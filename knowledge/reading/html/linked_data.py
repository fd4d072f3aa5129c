"""What does a page say about itself to machines? Reads the JSON-LD that search engines ask for."""

import json
import re
from collections.abc import Iterator
from typing import cast

from lxml.html import HtmlElement
from msgspec import Struct

_ARTICLES = re.compile(r"(?:\w*Article|\w*Posting|Report|Review|\w*Release|OpinionPiece|CreativeWork)\Z")
_PAGES = re.compile(r"(?:\w*Page|\w*Event|Recipe|Dataset|VideoObject)\Z")
_BELOW = ("@graph", "mainEntity", "mainEntityOfPage")  # and not lists of other articles
_DEEPEST = 8
_LONGEST = 500_000  # characters
_COMMENT = re.compile(r"^\s*(?:<!--|//<!\[CDATA\[|<!\[CDATA\[)|(?:-->|//\]\]>|\]\]>)\s*$")
_LAST_COMMA = re.compile(r",(?=\s*[}\]])")
_PAIR = '"%s"\\s*:\\s*"((?:[^"\\\\]|\\\\.){1,300})"'


class Claims(Struct, frozen=True):
    """What linked data says of an article; empty where it says nothing."""

    headline: str = ""
    published: str = ""
    language: str = ""
    publisher: str = ""
    free: bool = True
    """False where the page says that not everybody may read the whole."""


def read_linked_data(tree: HtmlElement) -> Claims:
    """Read what the JSON-LD of a page claims: of the first article in it, else of the page."""
    scripts = [
        script.text[:_LONGEST]
        for script in tree.iter("script")
        if "ld+json" in (script.get("type") or "").lower() and script.text
    ]
    things = [thing for script in scripts for thing in _parse(script)]
    for kind in (_ARTICLES, _PAGES):
        for thing in things:
            if any(kind.match(name) for name in _list_types(thing)):
                return _read_claims(thing)
    return Claims()


def _parse(script: str) -> list[dict[str, object]]:
    text = _COMMENT.sub("", script)
    for attempt in (text, _LAST_COMMA.sub("", text)):
        try:
            # Line breaks inside strings are no JSON, and common.
            return list(_iterate_things(json.loads(attempt, strict=False), 0))
        except (ValueError, RecursionError):
            continue
    found = {name: re.search(_PAIR % name, text) for name in ("headline", "datePublished")}
    return [{"@type": "Article", **{name: match[1] for name, match in found.items() if match}}]


def _iterate_things(value: object, depth: int) -> Iterator[dict[str, object]]:
    if depth > _DEEPEST:
        return
    if isinstance(value, list):
        for each in cast("list[object]", value):
            yield from _iterate_things(each, depth + 1)
    elif isinstance(value, dict):
        thing = cast("dict[str, object]", value)
        yield thing
        for key in _BELOW:
            yield from _iterate_things(thing.get(key), depth + 1)


def _list_types(thing: dict[str, object]) -> list[str]:
    kinds = thing.get("@type")
    listed = cast("list[object]", kinds) if isinstance(kinds, list) else [kinds]
    return [kind for kind in listed if isinstance(kind, str)]


def _read_claims(thing: dict[str, object]) -> Claims:
    free = thing.get("isAccessibleForFree")
    return Claims(
        _read_text(thing.get("headline")) or _read_text(thing.get("name")),
        _read_text(thing.get("datePublished")) or _read_text(thing.get("dateCreated")),
        _read_text(thing.get("inLanguage")),
        _read_name(thing.get("publisher")),
        free=str(free).lower() != "false",
    )


def _read_text(value: object) -> str:
    return str(value).strip() if isinstance(value, str | int) else ""


def _read_name(value: object) -> str:
    if isinstance(value, list):
        return next(map(_read_name, cast("list[object]", value)), "")
    return _read_text(cast("dict[str, object]", value).get("name")) if isinstance(value, dict) else ""
