"""What does HTML say that stands in Markdown? Reads it as a page is read, with the lines of the file."""

import re
from collections.abc import Sequence

from lxml.etree import ParserError
from lxml.html import HTMLParser, document_fromstring

from knowledge.reading.draft import Draft
from knowledge.reading.html.furniture import Furniture
from knowledge.reading.html.page import Page

_TAG = re.compile(r"<[^>]*>")


class _Shifted(Draft):
    """A draft that counts its lines from another line on than the file does."""

    def __init__(self, draft: Draft, before: int) -> None:
        super().__init__()
        self._whole = draft
        self._before = before

    @property
    def lead_in(self) -> str:
        return self._whole.lead_in

    def heading(self, level: int, text: str, lines: tuple[int, int]) -> None:
        self._whole.heading(level, text, self._shift(lines))

    def paragraph(self, text: str, lines: tuple[int, int]) -> None:
        self._whole.paragraph(text, self._shift(lines))

    def bullet(self, text: str, lines: tuple[int, int], lead_in: str) -> None:
        self._whole.bullet(text, self._shift(lines), lead_in)

    def row(
        self, header: Sequence[str], values: Sequence[str], lines: tuple[int, int], raw: str, lead_in: str
    ) -> None:
        self._whole.row(header, values, self._shift(lines), raw, lead_in)

    def _shift(self, lines: tuple[int, int]) -> tuple[int, int]:
        return lines[0] + self._before, lines[1] + self._before


def read_embedded(html: str, first: int, draft: Draft) -> None:
    """Add what a block of HTML says that begins on line `first`."""
    if not any(character.isalnum() for character in _TAG.sub("", html)):
        return
    parser = HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True)
    try:
        tree = document_fromstring(html.encode(), parser=parser)
    except ParserError:
        return
    if any("Excessive depth" in entry.message for entry in parser.error_log):
        # What lies deeper would be cut off.
        draft.paragraph(_TAG.sub(" ", html).strip(), (first, first + html.count("\n")))
        return
    Page(_Shifted(draft, first - 1), Furniture(named=False).includes).read(tree)
