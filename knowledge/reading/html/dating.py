"""On which day was the page published? Asks its sources one after another: the surest first."""

import re
from collections.abc import Iterator
from datetime import date
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from knowledge.reading.dates import find_date_in_path, parse_date, parse_stamp, read_date
from knowledge.reading.document import Document
from knowledge.reading.draft import Draft
from knowledge.reading.html.choosing import Part
from knowledge.reading.html.furniture import is_hidden
from knowledge.reading.html.head import Head, Meta
from knowledge.reading.html.kin import find_region
from knowledge.reading.html.libraries import guess_date
from knowledge.reading.html.words import collect_words
from knowledge.reading.publication import take_publication_line

# Those that say "published" before those that may say something else.
_NAMES = tuple(
    "article:published_time article:published article.published og:article:published_time og:published_time "
    "datepublished dc.date.issued dcterms.issued dc.issued citation_publication_date citation_online_date "
    "publish-date publish_date publishdate published-date published_at publication_date publicationdate "
    "pubdate pub_date parsely-pub-date sailthru.date article_date_original prism.publicationdate "
    "rnews:datepublished bt:pubdate cxenseparse:recs:publishtime dc.date dcterms.date dc.created "
    "dcterms.created citation_date eprints.date date displaydate ptime pdate datecreated created".split()
)
_BYLINE = 30  # words; a longer paragraph ends the head of an article
_LIKE_A_DATE = re.compile(r"\d{4}\D|\d{8}")


def find_published(
    tree: HtmlElement, part: Part, head: Head, document: Document, draft: Draft
) -> date | None:
    """Find the day of publication; what is meant as one and cannot be read is only warned of."""
    take_publication_line(draft)
    unread: list[Meta] = []
    for said in _list_said(part.root, head):
        if day := parse_stamp(said.content, draft.language):
            return day
        unread.append(said)
    if draft.published:
        return draft.published
    for place in (document.path, _path_of(document.url), _path_of(draft.url)):
        if day := find_date_in_path(place):
            return day
    # What somebody wrote by hand says its date where it was looked for.
    if not part.by_hand and (day := parse_date(guess_date(tree, document.modified_on))):
        return day
    for said in unread[:1]:
        read_date(said.content, draft, said.line)
    return None


def _list_said(root: HtmlElement, head: Head) -> Iterator[Meta]:
    yield from head.find(*_NAMES)
    if head.claims.published:
        yield Meta(head.claims.published, None)
    yield from _list_times(find_region(root))


def _list_times(region: HtmlElement) -> Iterator[Meta]:
    """List the <time> elements in the head of an article, and what is marked as its date anywhere."""
    at_top = True
    for element in region.iter("time", "p", "h2", "span", "div", "abbr"):
        marked = "datepublished" in (element.get("itemprop") or "").lower() or "pubdate" in element.attrib
        if marked or (at_top and element.tag == "time"):
            value = (element.get("datetime") or element.get("content") or element.get("title") or "").strip()
            value = value or collect_words(element, is_hidden)
            if marked or _LIKE_A_DATE.match(value) or parse_date(value):
                yield Meta(value, element.sourceline)
        at_top = at_top and not _ends_head(element)


def _ends_head(element: HtmlElement) -> bool:
    """Tell whether the text of an article begins here."""
    if element.tag == "p":
        return len(collect_words(element, is_hidden).split()) > _BYLINE
    return element.tag == "h2"


def _path_of(address: str | None) -> str:
    return urlsplit(address).path if address else ""
