"""How is a file read? Each format that is known, by the endings of its names."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TypeAlias

from msgspec import Struct

from knowledge.reading.document import Document
from knowledge.reading.draft import Draft
from knowledge.reading.front_matter import take_front_matter, take_top_lines
from knowledge.reading.plain import read_plain
from knowledge.reading.source import decode

Reader: TypeAlias = Callable[[Document, Draft], None]
"""Adds what a document says, and what it says about itself, to a draft."""


class Format(Struct, frozen=True):
    """A kind of file, and what reads it."""

    name: str
    read: Reader


def _read_html(document: Document, draft: Draft) -> None:
    from knowledge.reading.html import read_html

    read_html(document, draft)


def _read_markdown(document: Document, draft: Draft) -> None:
    from knowledge.reading.markdown import read_markdown

    _read_lines(document, draft, read_markdown)


def _read_plain(document: Document, draft: Draft) -> None:
    _read_lines(document, draft, read_plain)


def _read_lines(document: Document, draft: Draft, read: Callable[[list[str], Draft], None]) -> None:
    """Take what stands at the top about the article, and read the rest."""
    lines = take_front_matter(decode(document).split("\n"), draft)
    read(take_top_lines(lines, draft), draft)


# Each parser is loaded only where such a file comes: a folder of text files needs neither.
_HTML, _MARKDOWN = Format("html", _read_html), Format("markdown", _read_markdown)
FORMATS: Mapping[str, Format] = MappingProxyType(
    {".html": _HTML, ".htm": _HTML, ".md": _MARKDOWN, ".txt": Format("text", _read_plain)}
)
"""The formats by the endings of names, in lower case."""
