"""What does somebody hand in? A file, or what is at an address, made an article that can be kept."""

import hashlib
import re
from collections.abc import Iterable
from datetime import date, datetime

from msgspec import Struct
from msgspec.structs import replace

from knowledge.errors import KnowledgeError
from knowledge.model import Problem
from knowledge.reading.formats import FORMATS
from knowledge.reading.limits import DEFAULT
from knowledge.reading.urls import canonical
from knowledge.sources.documents import DocumentReader, read_version
from knowledge.sources.fetching import Fetched, Fetcher, Outcome
from knowledge.sources.inspection import Inspection, inspect_answer
from knowledge.sources.kept import Kept, Told, Version
from knowledge.sources.live import revise
from knowledge.sources.proposals import ADDED, AddArticle
from knowledge.statuses.own import NO_OWN_WORDS, OwnWords

MOST_BYTES = DEFAULT.bytes
"""Bytes of an article that is handed in."""

_UNNAMED = re.compile(r"[^\w.-]+")
"""What means something else in an address than the name of a file."""


class FileKindError(KnowledgeError):
    """A file is of no kind that can be read; `known` are the endings of those that can."""

    def __init__(self, known: str) -> None:
        """Keep which kinds there are."""
        super().__init__(
            "This file is of no kind that can be read.", f"Give it one of these endings: {known}."
        )
        self.known = known


class FileSizeError(KnowledgeError):
    """A file has more bytes than are read."""

    def __init__(self, size: int, most: int) -> None:
        """Keep both numbers."""
        super().__init__(
            f"This file has {size:,} bytes, and {most:,} are the most that is read.",
            "Make it smaller, or part it.",
        )
        self.size, self.most = size, most


class NoAddressError(KnowledgeError):
    """There is nothing at an address."""

    def __init__(self) -> None:
        """Say so."""
        super().__init__("There is nothing at this address.", "Look at it in a browser.")


class Said(Struct, frozen=True):
    """What somebody says of an article that they hand in: it goes before what the article says."""

    title: str = ""
    published: date | None = None


def check_file(name: str, size: int) -> None:
    """Raise KnowledgeError for a file that nobody need try to read."""
    ending = name[name.rfind(".") :].lower() if "." in name else ""
    if ending not in FORMATS:
        raise FileKindError(", ".join(FORMATS))
    if size > MOST_BYTES:
        raise FileSizeError(size, MOST_BYTES)


def take_file(name: str, data: bytes, said: Said, now: datetime, kept: Iterable[Kept]) -> AddArticle:
    """Make an article of a file; one of the same name among those `kept` gets a new version."""
    check_file(name, len(data))
    version = Version(
        sha256=hashlib.sha256(data).hexdigest(),
        url="",
        page="",
        content_type="",
        charset=None,
        fetched_at=now,
    )
    return _take(f"file:{_UNNAMED.sub('-', name)}", None, version, data, said, kept)


def take_page(fetched: Fetched, said: Said, kept: Iterable[Kept]) -> AddArticle:
    """Make an article of what is at an address. Raises KnowledgeError where nothing was fetched."""
    if fetched.outcome is Outcome.GONE:
        raise NoAddressError
    if fetched.outcome is not Outcome.FETCHED:
        raise KnowledgeError(f"This address {fetched.reason}.", fetched.cure)
    version = Version(
        sha256=fetched.sha256,
        url=fetched.final_url,
        page=canonical(fetched.final_url),
        content_type=fetched.content_type,
        charset=fetched.charset,
        fetched_at=fetched.fetched_at,
    )
    return _take(f"url:{version.page}", fetched.final_url, version, fetched.data, said, kept)


async def inspect_page(
    url: str, fetcher: Fetcher, reader: DocumentReader, own: OwnWords = NO_OWN_WORDS
) -> Inspection:
    """Read what is at an address, without keeping it; why that cannot be done is an inspection too."""
    try:
        found = take_page(await fetcher.fetch(url), Said(), ())
    except KnowledgeError as error:
        reason = error.reason.rstrip(".")
        return Inspection(url, None, problems=(Problem(url, reason, error.cure),))
    answer = await read_version(reader, found.kept, found.kept.version, found.data)
    return inspect_answer(url, answer, own)


def _take(
    identity: str, url: str | None, version: Version, data: bytes, said: Said, kept: Iterable[Kept]
) -> AddArticle:
    now = version.fetched_at
    told = Told(url, title=said.title, published=said.published)
    before = next((each for each in kept if (each.source, each.identity) == (ADDED, identity)), None)
    if before is None:
        return AddArticle(Kept(ADDED, identity, told, version, first_seen=now, looked_at=now), data)
    title = said.title or before.told.title
    if version.sha256 == before.version.sha256:
        # The same once more: only what is said of it may be something else.
        told = replace(told, title=title, published=said.published or before.told.published)
        return AddArticle(replace(before, told=told, looked_at=now), data)
    # The date is that of the new version: the one before stays where it is in the history.
    told = replace(before.told, url=url, title=title, updated=said.published)
    after = replace(before, told=told, looked_at=now)
    return AddArticle(revise(after, version, before, now), data)
