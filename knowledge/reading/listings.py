"""What names articles, and is none? Feeds and sitemaps, as they were read."""

from datetime import date

from msgspec import Struct


class Item(Struct, frozen=True):
    """One article that a feed tells of."""

    identity: str
    """What it is known again by: by its URL, else by its GUID, else by its text."""
    url: str | None
    guid: str
    title: str
    published: date | None
    updated: date | None
    """Days in UTC; None also where they are in the future, or before there were feeds."""
    language: str | None
    content: str
    content_type: str
    """`text/html` or `text/plain`."""
    full: bool
    """Whether the content is the article, and not only a taste of it."""
    words: str
    """A hash of the words of title and content, whatever their markup."""


class Feed(Struct, frozen=True):
    """What a feed holds, in its order."""

    title: str
    language: str | None
    items: tuple[Item, ...]


class Listed(Struct, frozen=True):
    """A page or a further sitemap, and what is said of it."""

    url: str
    identity: str
    """What it is known again by."""
    changed: date | None = None
    published: date | None = None
    title: str = ""
    language: str | None = None


class Sitemap(Struct, frozen=True):
    """What a sitemap names."""

    pages: tuple[Listed, ...] = ()
    sitemaps: tuple[Listed, ...] = ()
    """Of an index: where the pages are named."""
    cut: bool = False
    """Whether more pages are named than are taken."""
