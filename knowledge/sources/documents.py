"""Which articles are kept beside those of the folder? Read from the bytes of each, version by version."""

from collections.abc import Mapping, Sequence
from hashlib import sha256
from pathlib import PurePosixPath
from types import MappingProxyType
from urllib.parse import urlsplit

from msgspec import Struct
from msgspec.structs import replace

from knowledge.model import Article, Problem
from knowledge.reading.child import Child
from knowledge.reading.document import Document
from knowledge.reading.formats import FORMATS
from knowledge.reading.protocol import Answer
from knowledge.sources.kept import Kept, Version
from knowledge.sources.proposals import ADDED
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


class Shelf(Struct, frozen=True):
    """The articles that are kept beside those of the folder, as far as they could be read."""

    articles: tuple[Article, ...] = ()
    problems: tuple[Problem, ...] = ()
    """Why others could not be read."""
    warnings: tuple[Problem, ...] = ()


async def read_documents(child: Child, kept: Sequence[Kept], contents: Mapping[str, bytes]) -> Shelf:
    """Read kept articles from the bytes of their versions, which `contents` holds by SHA-256."""
    articles: list[Article] = []
    problems: list[Problem] = []
    warnings: list[Problem] = []
    for each in kept:
        versions = [await _read(child, each, version, contents) for version in (*each.earlier, each.version)]
        newest = versions[-1]
        if newest.article is None:
            problems += [newest.problem] if newest.problem else []
            continue
        earlier = [found.article for found in versions[:-1] if found.article]
        articles.append(replace(newest.article, earlier=tuple(earlier), gone_since=each.gone_since))
        warnings += newest.warnings
    return Shelf(tuple(articles), tuple(problems), tuple(warnings))


async def _read(child: Child, kept: Kept, version: Version, contents: Mapping[str, bytes]) -> Answer:
    """Read one version; what its source says of the article is believed where the page says nothing."""
    path = name_document(kept, version)
    told, first_seen = kept.told, kept.first_seen.date()
    data = contents.get(version.sha256, b"")
    found = await child.read_document(
        Document(
            path,
            data,
            first_seen,
            version.url or None,
            version.charset,
            told.title,
            told.published,
            told.language,
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


def _ending(version: Version, place: PurePosixPath) -> str:
    """Choose the ending that tells the format: by the type that the server names, else by the address."""
    if ending := _ENDINGS.get(version.content_type):
        return ending
    return place.suffix.lower() if place.suffix.lower() in FORMATS else ".html"
