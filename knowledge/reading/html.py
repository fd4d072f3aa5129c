"""What does an HTML page say? Finds the article in it and what its head says about it.

lxml because it is kept, parses in C, knows source lines, and stops at 256 nested elements.
"""

from collections.abc import Iterator
from datetime import date

from lxml.etree import ParserError
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from knowledge.reading.dates import read_date
from knowledge.reading.draft import Draft, one_line
from knowledge.reading.front_matter import is_dating, is_web_address, language_code, read_label
from knowledge.reading.page import Page, is_left_out, words_of
from knowledge.reading.source import UnreadableError

_DATES = frozenset({"article:published_time", "date", "dc.date", "datepublished"})
_BYLINE = 30  # words; a longer paragraph ends the head of an article
_NEAR_THE_TOP = 10  # passages


def read_html(text: str, draft: Draft) -> None:
    """Read a page: what it says about itself, and its passages."""
    tree = _parse(text)
    root = _find_article(tree)
    draft.title = one_line(_find_title(tree, root))
    Page(draft).read(root)
    draft.published = _find_published(tree, root, draft) or _take_publication_line(draft)
    draft.url = _find_address(tree)
    draft.language = language_code(tree.get("lang") or "")


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


def _find_article(tree: HtmlElement) -> HtmlElement:
    """Find the element that holds the article: the only <article>, else <main>, else the whole page."""
    articles = [found for found in tree.iter("article") if next(found.iterancestors("article"), None) is None]
    if len(articles) == 1:
        return articles[0]
    return next(tree.iter("main"), tree)


def _find_title(tree: HtmlElement, root: HtmlElement) -> str:
    """Choose the title: the article's own first h1, else the page's, else og:title, else <title>."""
    own = (words_of(found) for found in root.iter("h1") if not _is_hidden(found))
    page = (words_of(found) for found in tree.iter("h1") if not _is_hidden(found))
    shared = (content for name, content, _ in _iterate_metas(tree) if name == "og:title")
    named = (words_of(found) for found in tree.iter("title"))
    return next((title for source in (own, page, shared, named) for title in source if title), "")


def _is_hidden(element: HtmlElement) -> bool:
    return is_left_out(element) or any(is_left_out(above) for above in element.iterancestors("nav", "aside"))


def _iterate_metas(tree: HtmlElement) -> Iterator[tuple[str, str, int | None]]:
    """Go through the page's metadata: name in lower case, content, line."""
    for meta in tree.iter("meta"):
        content = (meta.get("content") or "").strip()
        for key in ("property", "name", "itemprop"):
            if content and (name := meta.get(key)):
                yield name.strip().lower(), content, meta.sourceline


def _find_published(tree: HtmlElement, root: HtmlElement, draft: Draft) -> date | None:
    for name, content, line in _iterate_metas(tree):
        if name in _DATES:
            return read_date(content, draft, line)
    for element in root.iter("time", "p", "h2"):
        value = (element.get("datetime") or "").strip()
        if element.tag == "time" and value[:4].isdigit() and value[4:5] == "-":
            return read_date(value, draft, element.sourceline)
        if element.tag == "h2" or (element.tag == "p" and len(words_of(element).split()) > _BYLINE):
            return None
    return None


def _take_publication_line(draft: Draft) -> date | None:
    """Read a `Published: 2026-01-31` paragraph near the top, which is no passage then."""
    for passage in draft.passages[:_NEAR_THE_TOP]:
        value = read_label("published", passage.text)
        if value and is_dating(value):
            draft.passages.remove(passage)
            return read_date(value, draft, passage.lines[0])
    return None


def _find_address(tree: HtmlElement) -> str | None:
    for link in tree.iter("link"):
        address = (link.get("href") or "").strip()
        if "canonical" in (link.get("rel") or "").lower().split() and is_web_address(address):
            return address
    return None
