"""What does a PDF say? Its letters have places and no order; by these the lines and paragraphs are found.

`_words` asks pdfium for the words of each page, `_lines` puts them into lines in the order of reading and
leaves out what stands on each page, and `_blocks` makes headings, paragraphs, items and rows of them. The
positions of passages are pages. The day on which the file was made is not taken for that of publication.
"""

import re

from knowledge.model import Unit
from knowledge.reading.draft import Draft, one_line
from knowledge.reading.pdf._blocks import Blocks
from knowledge.reading.pdf._lines import make_lines
from knowledge.reading.pdf._words import File, Page
from knowledge.reading.publication import take_publication_line
from knowledge.reading.source import UnreadableError

_NO_TITLE = re.compile(r"untitled.*|microsoft \w+ - .*|.*\.\w{2,5}|.{0,3}|\S*", re.IGNORECASE)
_ILLEGIBLE = re.compile(r"[\ufffd\ue000-\uf8ff\x00-\x08]")


def read_pdf(data: bytes, draft: Draft) -> None:
    """Add what the text of a PDF says; one that holds only pictures of text is refused."""
    file = File(data)
    pages = list(file.pages())
    _check(pages, draft)
    draft.unit = Unit.PAGE
    Blocks(draft, make_lines(pages)).read()
    title = " ".join(file.title.split())
    if not draft.title and not _NO_TITLE.fullmatch(title):
        draft.title = one_line(title)
    take_publication_line(draft)


def _check(pages: list[Page], draft: Draft) -> None:
    """Refuse a file without legible text, and warn of pages that hold none."""
    empty = [number for number, page in enumerate(pages, 1) if not page.words]
    if len(empty) == len(pages):
        reason = "holds no text: its pages are pictures, or empty"
        raise UnreadableError(reason, "Let a program recognise the text (OCR), and save it as PDF again.")
    text = "".join(word.text for page in pages for word in page.words)
    if 4 * len(_ILLEGIBLE.findall(text)) > len(text):
        reason = "does not say which letters its signs are"
        raise UnreadableError(reason, "Make the PDF again from what it was made of, or save it as text.")
    if empty:
        shown = ", ".join(map(str, empty[:5])) + ", …" * (len(empty) > 5)
        draft.warn(
            f"holds no text on {len(empty)} of {len(pages)} pages: {shown}", "Pictures of text need OCR."
        )
