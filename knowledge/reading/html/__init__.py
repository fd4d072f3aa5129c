"""What does an HTML page say? Finds the article in it and what its head says about it.

lxml because it is kept, parses in C, knows source lines, and stops at 256 nested elements.
"""

from itertools import islice

from lxml.etree import ParserError
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from knowledge.reading.document import Document
from knowledge.reading.draft import Draft, one_line
from knowledge.reading.encoding import decode
from knowledge.reading.html.choosing import choose_part
from knowledge.reading.html.dating import find_published
from knowledge.reading.html.declaring import find_charset
from knowledge.reading.html.head import read_head
from knowledge.reading.html.titles import find_title
from knowledge.reading.html.walls import check_walls
from knowledge.reading.source import UnreadableError

_MOST_KEPT = 20_000  # elements


def read_html(document: Document, draft: Draft) -> None:
    """Read a page: what it says about itself, and its passages."""
    tree = _parse(decode(document, draft, find_charset(document.data)))
    # lxml makes an object for each element anew whenever none is left: that takes a third of the time.
    _kept = list(islice(tree.iter(), _MOST_KEPT))
    part = choose_part(tree)
    head = read_head(tree)
    draft.url = head.find_address(document.url)
    draft.title = one_line(find_title(tree, part.root, head, draft.url or document.url))
    draft.language = head.language
    part.read(draft)
    check_walls(tree, head, draft)
    draft.published = find_published(tree, part, head, document, draft)


def _parse(text: str) -> HtmlElement:
    parser = HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True)
    try:
        tree = document_fromstring(text.encode(), parser=parser)
    except ParserError as error:
        raise UnreadableError("holds no text that could be quoted", "Save the page again.") from error
    for entry in parser.error_log:
        # What lies deeper is cut off, and half an article must not pass for a whole one.
        if "Excessive depth" in entry.message:
            raise UnreadableError("nests elements more than 255 deep", "Save it as plain text.", entry.line)
    return tree
