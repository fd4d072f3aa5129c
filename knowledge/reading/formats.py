"""How is a file read? Each format that is known, by the endings of its names."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TypeAlias

from knowledge.reading.draft import Draft
from knowledge.reading.front_matter import Facts, take_front_matter, take_top_lines
from knowledge.reading.plain import read_plain

Reader: TypeAlias = Callable[[str], tuple[Facts, Draft]]
"""Takes the text of a file, and gives what the article says about itself and all that it says."""


def _read_html(text: str) -> tuple[Facts, Draft]:
    from knowledge.reading.html import read_html

    return read_html(text)


def _read_markdown(text: str) -> tuple[Facts, Draft]:
    from knowledge.reading.markdown import read_markdown

    return _read_lines(text, read_markdown)


def _read_plain(text: str) -> tuple[Facts, Draft]:
    return _read_lines(text, read_plain)


def _read_lines(text: str, read: Callable[[list[str], Draft], None]) -> tuple[Facts, Draft]:
    """Take what stands at the top about the article, and read the rest."""
    facts, lines = take_front_matter(text.split("\n"))
    facts, lines = take_top_lines(lines, facts)
    draft = Draft(facts.title or "")
    read(lines, draft)
    return facts, draft


# Each parser is loaded only where such a file comes: a folder of text files needs neither.
FORMATS: Mapping[str, Reader] = MappingProxyType(
    {".html": _read_html, ".htm": _read_html, ".md": _read_markdown, ".txt": _read_plain}
)
"""The readers by the endings of names, in lower case."""
