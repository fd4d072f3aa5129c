"""Which pages does a site name? Those of its sitemap: an index, a list, or a list of news, packed or not.

The bytes are anybody's: `read_sitemap` is to be called in a limited process. No entity is replaced, and
nothing is loaded from elsewhere.
"""

import zlib
from collections.abc import Iterator
from datetime import UTC, date, datetime
from fnmatch import fnmatchcase

from lxml import etree

from knowledge.reading.feeds import day, language_of
from knowledge.reading.listings import Listed, Sitemap
from knowledge.reading.source import UnreadableError
from knowledge.reading.urls import canonical, is_web

LARGEST = 20_000_000
"""Bytes of an unpacked one."""
MOST_PAGES = 10_000
"""The latest ones; the protocol allows five times as many."""

_Element = etree._Element  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]  lxml names its only kind so
_GZIP = b"\x1f\x8b"
_GZIP_WINDOW = 31


def read_sitemap(data: bytes, *, today: date, pattern: str = "*") -> Sitemap:
    """Read a sitemap; of its pages those whose URL matches the glob `pattern`.

    Raises UnreadableError where it is none.
    """
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=True
    )
    try:
        root = etree.fromstring(_unpack(data), parser)
    except etree.XMLSyntaxError as error:
        raise _no_sitemap() from error
    name = _name(root) if root is not None else ""  # pyright: ignore[reportUnnecessaryComparison]  nothing was left to recover
    if name == "sitemapindex":
        return Sitemap(sitemaps=tuple(_listed(root, "sitemap", today)))
    if name != "urlset":
        raise _no_sitemap()
    pages = [each for each in _listed(root, "url", today) if fnmatchcase(each.url, pattern)]
    pages.sort(key=lambda each: each.changed or each.published or date.min, reverse=True)
    return Sitemap(tuple(pages[:MOST_PAGES]), cut=len(pages) > MOST_PAGES)


def _unpack(data: bytes) -> bytes:
    if not data.startswith(_GZIP):
        return data
    unpacker = zlib.decompressobj(_GZIP_WINDOW)
    try:
        found = unpacker.decompress(data, LARGEST + 1)
        if len(found) > LARGEST:
            raise UnreadableError(f"holds more than {LARGEST // 10**6} MB", "Name one of its parts.")
        if not unpacker.eof:
            raise _unpackable()
    except zlib.error as error:
        raise _unpackable() from error
    return found


def _listed(root: _Element, name: str, today: date) -> Iterator[Listed]:
    for element in root:
        if _name(element) != name:
            continue

        def said(path: str, element: _Element = element) -> str:
            return " ".join((element.findtext(path) or "").split())

        if is_web(said("{*}loc")):
            yield Listed(
                url=said("{*}loc"),
                identity="url:" + canonical(said("{*}loc")),
                changed=_day(said("{*}lastmod"), today),
                published=_day(said("{*}news/{*}publication_date"), today),
                title=said("{*}news/{*}title"),
                language=language_of(said("{*}news/{*}publication/{*}language")),
            )


def _name(element: _Element) -> str:
    # A comment has a function instead of a name.
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _day(text: str, today: date) -> date | None:
    try:
        when = datetime.fromisoformat(text)
        return day(when.astimezone(UTC) if when.tzinfo else when, today)
    except (ValueError, OverflowError):
        return None


def _unpackable() -> UnreadableError:
    return UnreadableError("is packed in a way that cannot be read", "Tell who runs that site.")


def _no_sitemap() -> UnreadableError:
    return UnreadableError("is no sitemap", "Name one: its address often ends in /sitemap.xml.")
