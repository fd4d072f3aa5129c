"""What does the bot make of a document? The same that a reload would, without loading it."""

import asyncio
import hashlib
from collections.abc import AsyncGenerator, Iterable
from pathlib import Path, PurePosixPath

from msgspec import Struct

from knowledge.model import Article, Claim, Ignored, Problem
from knowledge.reading.child import Child
from knowledge.reading.formats import FORMATS
from knowledge.reading.limits import DEFAULT, Limits
from knowledge.reading.protocol import Answer
from knowledge.reading.source import UnreadableError, empty, read_bytes
from knowledge.statuses.claims import read_claims
from knowledge.statuses.own import NO_OWN_WORDS, OwnWords


class Inspection(Struct, frozen=True):
    """What was read of one document, and what was not understood of it."""

    path: str
    """As it was named."""
    article: Article | None
    """None where nothing could be taken up."""
    format: str = ""
    claims: tuple[Claim, ...] = ()
    ignored: tuple[Ignored, ...] = ()
    problems: tuple[Problem, ...] = ()
    """Why it could not be read, or what is odd about it."""


async def inspect_files(
    paths: Iterable[Path], limits: Limits = DEFAULT, own: OwnWords = NO_OWN_WORDS
) -> AsyncGenerator[Inspection]:
    """Read files one after the other, wherever they are; `own` words for statuses are known too."""
    async with Child(limits) as child:
        for path in paths:
            yield await _inspect_file(child, path, limits, own)


async def _inspect_file(child: Child, path: Path, limits: Limits, own: OwnWords) -> Inspection:
    try:
        sha256 = await asyncio.to_thread(_identify, path, limits)
    except UnreadableError as error:
        return Inspection(str(path), None, problems=(error.problem(str(path)),))
    return inspect_answer(str(path), await child.read(str(path.parent), path.name, sha256), own)


def _identify(path: Path, limits: Limits) -> str:
    """Give the SHA-256 of a file; raises UnreadableError for one that nobody need try to read."""
    if path.suffix.lower() not in FORMATS:
        known = ", ".join(FORMATS)
        raise UnreadableError("is of no kind that can be read", f"Give it one of these endings: {known}.")
    data, _ = read_bytes(path, limits.bytes)
    if not data:
        raise empty()
    return hashlib.sha256(data).hexdigest()


def inspect_answer(name: str, answer: Answer, own: OwnWords = NO_OWN_WORDS) -> Inspection:
    """Tell what was made of a document by what the child process said of it."""
    if answer.article is None:
        return Inspection(name, None, problems=(answer.problem,) if answer.problem else ())
    found = read_claims(answer.article, own)
    return Inspection(name, answer.article, answer.format, found.claims, found.ignored, answer.warnings)


def inspect_article(article: Article, own: OwnWords = NO_OWN_WORDS) -> Inspection:
    """Tell what was made of an article that is served."""
    found = read_claims(article, own)
    known = FORMATS.get(PurePosixPath(article.path).suffix.lower())
    return Inspection(article.path, article, known.name if known else "", found.claims, found.ignored)
