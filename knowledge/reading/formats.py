"""How is a file read? Each format that is known, by the endings of its names."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TypeAlias

from msgspec import Struct

from knowledge.reading.document import Document
from knowledge.reading.draft import Draft
from knowledge.reading.encoding import decode

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


def _read_rst(document: Document, draft: Draft) -> None:
    from knowledge.reading.rst import read_rst

    _read_lines(document, draft, read_rst)


def _read_org(document: Document, draft: Draft) -> None:
    from knowledge.reading.org import read_org

    _read_lines(document, draft, read_org)


def _read_table_file(document: Document, draft: Draft) -> None:
    from knowledge.reading.table_files import read_table_file

    read_table_file(decode(document, draft), draft)


def _read_pdf(document: Document, draft: Draft) -> None:
    from knowledge.reading.pdf import read_pdf

    read_pdf(document.data, draft)


def _read_docx(document: Document, draft: Draft) -> None:
    from knowledge.reading.office.docx import read_docx

    read_docx(document.data, draft)


def _read_odt(document: Document, draft: Draft) -> None:
    from knowledge.reading.office.odt import read_odt

    read_odt(document.data, draft)


def _read_mail(document: Document, draft: Draft) -> None:
    from knowledge.reading.mail import read_mail

    read_mail(document, draft, _read_by_ending)


def _read_mhtml(document: Document, draft: Draft) -> None:
    from knowledge.reading.mail import read_mhtml

    read_mhtml(document, draft, _read_by_ending)


def _read_by_ending(document: Document, draft: Draft) -> None:
    FORMATS[document.ending].read(document, draft)


def _read_plain(document: Document, draft: Draft) -> None:
    from knowledge.reading.plain import read_plain

    _read_lines(document, draft, read_plain)


def _read_lines(document: Document, draft: Draft, read: Callable[[list[str], Draft], None]) -> None:
    """Take what stands at the top about the article, and read the rest."""
    from knowledge.reading.front_matter import take_front_matter, take_top_lines

    lines = take_front_matter(decode(document, draft).split("\n"), draft)
    read(take_top_lines(lines, draft), draft)


# Each parser is loaded only where such a file comes: a folder of text files needs none of them.
_ENDINGS = {
    Format("text", _read_plain): ".txt .text",
    Format("markdown", _read_markdown): ".md .markdown .mdown .mkd .mdx",
    Format("html", _read_html): ".html .htm .xhtml",
    Format("rst", _read_rst): ".rst .rest",
    Format("org", _read_org): ".org",
    Format("table", _read_table_file): ".csv .tsv .tab",
    Format("pdf", _read_pdf): ".pdf",
    Format("mail", _read_mail): ".eml",
    Format("mhtml", _read_mhtml): ".mhtml .mht",
    Format("docx", _read_docx): ".docx .docm .dotx",
    Format("odt", _read_odt): ".odt .ott",
}
FORMATS: Mapping[str, Format] = MappingProxyType(
    {ending: form for form, endings in _ENDINGS.items() for ending in endings.split()}
)
"""The formats by the endings of names, in lower case."""
