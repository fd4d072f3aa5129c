"""What is a corpus called? By the SHA-256 of its canonical bytes, the same in every store.

The canonical bytes are lines of JSON: the glossary first, then each article in the order of the paths. Where
editors have said something, the first line is an object with the glossary and that.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from hashlib import sha256
from operator import attrgetter
from typing import TypeAlias

import msgspec
from msgspec import Struct

from knowledge.model import NO_CURATIONS, Article, Corpus, Curations, Term


class Edited(Struct, frozen=True):
    """The glossary, and what editors have said."""

    glossary: tuple[Term, ...]
    curations: Curations


First: TypeAlias = tuple[Term, ...] | Edited
"""What the first line holds; before there were curations, it was the glossary alone."""


class Head(Struct, frozen=True):
    """Which corpus is served, since when, and what the articles folder looked like then."""

    corpus_id: str
    """SHA-256 of the corpus's canonical bytes, in hexadecimal."""
    published_at: datetime
    """In UTC."""
    fingerprint: str
    """What `knowledge.sources.folder.fingerprint` said of the folder that was read."""


def identify(corpus: Corpus) -> str:
    """Return the id of a corpus: the SHA-256 of its canonical bytes, in hexadecimal."""
    return hash_lines(write_lines(corpus))


def find_first(corpus: Corpus) -> First:
    """Return what the first line of a corpus holds."""
    if corpus.curations == NO_CURATIONS:
        return corpus.glossary
    return Edited(corpus.glossary, corpus.curations)


def write_line(part: Article | First) -> bytes:
    """Return the canonical bytes of an article, or of what stands before all articles."""
    return msgspec.json.encode(part)


def write_lines(corpus: Corpus) -> list[bytes]:
    """Return the canonical bytes, line by line; at least the first."""
    encode = msgspec.json.Encoder().encode
    articles = sorted(corpus.articles, key=attrgetter("path"))
    # A loop, not map(): between two articles other threads, such as the event loop's, get their turn.
    return [encode(find_first(corpus)), *(encode(article) for article in articles)]


def hash_lines(lines: Iterable[bytes]) -> str:
    """Return the id of the corpus that consists of these lines."""
    digest = sha256()
    for line in lines:
        digest.update(line)
        # JSON holds no bare line feed, so no two lists of lines read the same.
        digest.update(b"\n")
    return digest.hexdigest()


def read_lines(lines: Sequence[bytes]) -> Corpus:
    """Return the corpus that these lines hold; fields that this version does not know are left out.

    Raises `msgspec.DecodeError` where a line holds something else than this version can read.
    """
    first, *articles = lines
    edited = msgspec.json.decode(first, type=First)
    if not isinstance(edited, Edited):
        edited = Edited(edited, NO_CURATIONS)
    decode = msgspec.json.Decoder(Article).decode
    return Corpus(
        articles=tuple(decode(line) for line in articles),  # a loop here too
        glossary=edited.glossary,
        curations=edited.curations,
    )
