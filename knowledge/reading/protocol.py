"""What do parent and child say to each other? One line of JSON each way."""

from enum import StrEnum

from msgspec import Struct

from knowledge.model import Article, Problem, Term
from knowledge.reading.document import Document
from knowledge.reading.limits import Limits
from knowledge.reading.listings import Feed, Sitemap

READY = b"ready\n"
"""Written once, when everything is loaded: what ends the process later is the fault of a file."""

LONGEST_ANSWER = 8_000_000
"""Bytes of an answer's line."""

MOST_PARTS = 10_000
"""Passages, cells and names of one file: the parent decodes an answer in one go, and must not be held up."""


class Listing(StrEnum):
    """What names articles, and is none."""

    FEED = "feed"
    SITEMAP = "sitemap"


class Request(Struct, frozen=True):
    """Which file to read, and the SHA-256 that its bytes had when the folder was listed."""

    folder: str
    path: str
    sha256: str
    limits: Limits
    document: Document | None = None
    """What to read in place of a file."""
    listing: Listing | None = None
    """What that is, where it is no article; it is read as of the day on which it was modified."""
    pattern: str = "*"
    """What the pages of a sitemap have to match."""


class Answer(Struct, frozen=True):
    """What a file holds: an article, or the terms of a glossary, or why there is neither."""

    article: Article | None = None
    terms: tuple[Term, ...] | None = None
    problem: Problem | None = None
    warnings: tuple[Problem, ...] = ()
    """What is odd about a file that is taken up."""
    format: str = ""
    feed: Feed | None = None
    sitemap: Sitemap | None = None
    is_passing: bool = False
    """Whether the same bytes may be read another time: they took too long, or could not be had."""
