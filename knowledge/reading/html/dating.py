"""On which day was the page published? Asks its sources one after another: the surest first."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime

from lxml.html import HtmlElement

from knowledge.reading.dates import parse_date, read_date
from knowledge.reading.document import Document
from knowledge.reading.draft import Draft
from knowledge.reading.front_matter import is_dating, read_label
from knowledge.reading.html.choosing import Part
from knowledge.reading.html.furniture import is_hidden
from knowledge.reading.html.head import Head, Meta
from knowledge.reading.html.kin import find_region
from knowledge.reading.html.libraries import guess_date
from knowledge.reading.html.words import collect_words

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
_NEAR_THE_TOP = 10  # passages
_LIKE_A_DATE = re.compile(r"\d{4}\D|\d{8}")
_SECONDS = re.compile(r"1[0-9]{9}")
_MILLISECONDS = re.compile(r"1[0-9]{12}")
_COMPACT = re.compile(r"((?:19|20)\d\d)([01]\d)([0-3]\d)(?:T?\d{4,6}Z?)?")
_BY_PROGRAM = re.compile(r"\w{3} (\w{3}) +(\d{1,2}) [\d:]+ .*?((?:19|20)\d\d)(?: .*)?")
_SLASHED = re.compile(r"((?:19|20)\d\d)/(\d{1,2})/(\d{1,2})(?!\d).*")
_IN_ADDRESS = re.compile(
    r"/((?:19|20)\d\d)(?:/([01]?\d)/([0-3]?\d)(?=[/._-]|$)|-([01]\d)-([0-3]\d)(?!\d)|([01]\d)([0-3]\d)(?!\d{1,5}(?!\d)))"
)


def read_machine_date(value: str) -> date | None:
    """Read a date as people or programs write it, or give None."""
    value = " ".join(value.split())
    if _SECONDS.fullmatch(value) or _MILLISECONDS.fullmatch(value):
        return datetime.fromtimestamp(int(value[:10]), UTC).date()
    if found := _COMPACT.fullmatch(value) or _SLASHED.fullmatch(value):
        return parse_date("-".join(part.zfill(2) for part in found.groups()))
    if found := _BY_PROGRAM.fullmatch(value):
        return parse_date(f"{found[2]} {found[1]} {found[3]}")
    return parse_date(value)


def find_published(
    tree: HtmlElement, part: Part, head: Head, document: Document, draft: Draft
) -> date | None:
    """Find the day of publication; what is meant as one and cannot be read is only warned of."""
    unread: list[Meta] = []
    for said in (*_list_said(part.root, head), *_take_line(draft)):
        if day := read_machine_date(said.content):
            return day
        unread.append(said)
    if day := _read_address(document.url) or _read_address(draft.url):
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


def _take_line(draft: Draft) -> Iterator[Meta]:
    """Take a `Published: 2026-01-31` paragraph near the top, which is no passage then."""
    for passage in draft.passages[:_NEAR_THE_TOP]:
        value = read_label("published", passage.text)
        if value and is_dating(value):
            draft.passages.remove(passage)
            yield Meta(value, passage.lines[0])


def _read_address(address: str | None) -> date | None:
    found = _IN_ADDRESS.search(address or "")
    parts = [part.zfill(2) for part in found.groups() if part] if found else []
    return parse_date("-".join(parts)) if parts else None
