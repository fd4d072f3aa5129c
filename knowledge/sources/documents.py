"""Which articles are kept beside those of the folder? Read from the bytes of each, version by version."""

from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping, Sequence
from hashlib import sha256
from pathlib import PurePosixPath
from types import MappingProxyType
from typing import Protocol, TypeAlias
from urllib.parse import urlsplit

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from knowledge.model import Article, Problem
from knowledge.reading.child import Child
from knowledge.reading.document import Document
from knowledge.reading.formats import FORMATS
from knowledge.reading.limits import DEFAULT, Limits
from knowledge.reading.protocol import Answer
from knowledge.reading.version import name_reading
from knowledge.sources.folder import Found
from knowledge.sources.kept import Kept, Version
from knowledge.sources.proposals import ADDED
from knowledge.sources.recollection import NO_PAST, Past, Remembered, remember
from knowledge.text import words

_LONGEST_NAME = 60
_ENDINGS: Mapping[str, str] = MappingProxyType(
    {
        "text/html": ".html",
        "application/xhtml+xml": ".html",
        "text/plain": ".txt",
        "text/markdown": ".md",
        "application/pdf": ".pdf",
        "text/csv": ".csv",
    }
)
"""The endings that tell the format, by the type that a server names."""


Load: TypeAlias = Callable[[Collection[str]], Awaitable[Mapping[str, bytes]]]
"""Gives bytes by their SHA-256, as far as they are kept."""


class Contents(Protocol):
    """Keeps bytes, as a store does."""

    async def read(self, hashes: Collection[str]) -> dict[str, bytes]:
        """Return the bytes with these SHA-256."""
        ...


class DocumentReader(Protocol):
    """Reads an article."""

    async def read_document(self, document: Document) -> Answer:
        """Read it, or say why that cannot be done."""
        ...


class Shelf(Struct, frozen=True):
    """The articles that are kept beside those of the folder, as far as they could be read."""

    articles: tuple[Article, ...] = ()
    problems: tuple[Problem, ...] = ()
    """Why others could not be read."""
    warnings: tuple[Problem, ...] = ()
    mark: str = ""
    """What `mark_documents` says of them."""
    remembered: Mapping[str, Remembered] = MappingProxyType({})
    """What came of each, for the next time."""


class Holdings(Struct, frozen=True):
    """Which articles are kept beside those of the folder, or would be."""

    kept: tuple[Kept, ...]
    contents: Mapping[str, bytes] = MappingProxyType({})
    """The bytes by SHA-256 that a store does not keep yet."""

    async def load(self, store: Contents, hashes: Collection[str]) -> Mapping[str, bytes]:
        """Give bytes, from the store where they are kept there."""
        missing = [sha256 for sha256 in hashes if sha256 not in self.contents]
        return {**self.contents, **(await store.read(missing) if missing else {})}


class Shelves:
    """Reads kept articles, and remembers as long as it lives what it read of the same bytes."""

    def __init__(self, limits: Limits = DEFAULT) -> None:
        self._limits = limits
        self._known: dict[Found, Answer] = {}

    async def read(self, kept: Sequence[Kept], load: Load, past: Past = NO_PAST) -> Shelf:
        """Read articles from the bytes of their versions, which `load` gives by SHA-256.

        What is known from the `past` is not read again.
        """
        named = [(_find(each), each) for each in kept]
        recalled = past.recall_documents(name_reading(self._limits), (found for found, _ in named))
        answers: dict[Found, Answer] = {}
        async with Child(self._limits) as child:
            for found, each in named:
                known = self._known.get(found) or recalled.get(found)
                answers[found] = known or await _read(child, each, load)
        # Nothing else is needed again.
        self._known = {found: answer for found, answer in answers.items() if not answer.is_passing}
        return Shelf(
            tuple(each.article for each in answers.values() if each.article),
            tuple(each.problem for each in answers.values() if each.problem),
            tuple(warning for each in answers.values() for warning in each.warnings),
            mark_documents(kept),
            remember(answers.items()),
        )


def mark_documents(kept: Iterable[Kept]) -> str:
    """Give what is the same as long as the same is read of all these articles."""
    total = sha256()
    for mark in sorted(map(mark_document, kept)):
        total.update(mark)
    return total.hexdigest()


def mark_document(kept: Kept) -> bytes:
    """Give what is the same as long as the same is read of an article."""
    seen = kept.source, kept.identity, kept.told, kept.first_seen, kept.gone_since
    return msgspec.json.encode((*seen, kept.version, kept.earlier))


def _find(kept: Kept) -> Found:
    """Name an article, and all that is read of it."""
    return Found(name_document(kept, kept.version), sha256(mark_document(kept)).hexdigest())


async def _read(child: Child, kept: Kept, load: Load) -> Answer:
    """Read an article with its versions; those before that cannot be read any more are left out."""
    versions = (*kept.earlier, kept.version)
    contents = await load([version.sha256 for version in versions])
    *earlier, newest = [
        await read_version(child, kept, version, contents.get(version.sha256, b"")) for version in versions
    ]
    if newest.article is None:
        return newest
    older = tuple(found.article for found in earlier if found.article)
    return replace(newest, article=replace(newest.article, earlier=older, gone_since=kept.gone_since))


async def read_version(child: DocumentReader, kept: Kept, version: Version, data: bytes) -> Answer:
    """Read one version; what its source says of the article is believed where the page says nothing."""
    told = kept.told
    found = await child.read_document(
        Document(
            name_document(kept, version),
            data,
            modified_on=kept.first_seen.date(),
            url=version.url or None,
            charset=version.charset,
            title=told.title or _name_file(kept.identity),
            published=told.published,
            language=told.language,
        )
    )
    if found.article is None:
        return found
    title = told.title if kept.source == ADDED and told.title else found.article.title
    article = replace(found.article, title=title, source=kept.source, revised_on=version.revised_on)
    return replace(found, article=article)


def name_document(kept: Kept, version: Version) -> str:
    """Name an article in the corpus: by its source, by what its address ends with, and uniquely."""
    place = PurePosixPath(urlsplit(kept.identity).path)
    name = "-".join(words(place.stem))[:_LONGEST_NAME].strip("-")
    mark = sha256(kept.identity.encode()).hexdigest()[:8]
    return f"{kept.source}/{name}-{mark}{_ending(version, place)}".replace("/-", "/")


def _name_file(identity: str) -> str:
    """Give the title of an article that came as a file and names none; nothing where it did not."""
    kind, _, name = identity.partition("file:")
    return "" if kind else PurePosixPath(name).stem.replace("-", " ").replace("_", " ")


def _ending(version: Version, place: PurePosixPath) -> str:
    """Choose the ending that tells the format: by the type that the server names, else by the address."""
    if ending := _ENDINGS.get(version.content_type):
        return ending
    return place.suffix.lower() if place.suffix.lower() in FORMATS else ".html"
