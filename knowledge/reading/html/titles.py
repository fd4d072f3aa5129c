"""What is the page's article called? Weighs headings against what the head says, and knows a site's name."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from knowledge.reading.html.furniture import is_hidden, is_named_furniture
from knowledge.reading.html.head import Head
from knowledge.reading.html.kin import split_words
from knowledge.reading.html.words import collect_words

_SHARED = ("og:title", "twitter:title", "dc.title", "citation_title", "parsely-title", "sailthru.title")
_PARTED = re.compile(r"\s+[|–—·•:»«›/-]\s+|\s*[|»›]\s*|:\s+")
_FEWEST_WORDS = 2  # of a title that is left when a site's name is cut off
_ALIKE = 0.6
_MOST_HEADINGS = 50
_MOST_LINKS = 100
_LONGEST = 300  # characters
_HOME = re.compile(r"(?:https?://[^/]+)?/?(?:index\.\w+)?")


def find_title(tree: HtmlElement, root: HtmlElement, head: Head, address: str | None) -> str:
    """Choose the title: the story's own h1, else the page's, else what the head calls it."""
    host = urlsplit(address or "").hostname or ""
    named = _collect(islice(tree.iter("title"), 1))
    shared = [meta.content[:_LONGEST] for meta in head.find(*_SHARED)[:_MOST_HEADINGS]]
    shared += [head.claims.headline] if head.claims.headline else []
    home = _collect(link for link in islice(tree.iter("a"), _MOST_LINKS) if _is_home(link))
    names = (*head.site_names, *home, *_find_site_parts(named, shared, host))
    sites = {_key(name) for name in names} - {()}
    above = _list_headings(root.iter("h1"), sites)
    above = above or _list_headings(_near(tree.iter("h1"), root), sites)
    claimed = [title for each in (*shared, *named) if (title := _cut_site(each, sites))]
    agreed = [title for title in above if any(_is_alike(title, claim) for claim in claimed)]
    headed = [
        words
        for words in _collect(islice(tree.iter("h2"), _MOST_HEADINGS))
        if any(_key(words) == _key(each) for each in claimed)
    ]
    return next(iter([*agreed, *above, *headed, *claimed, *named]), "")


def _list_headings(headings: Iterable[HtmlElement], sites: set[Sequence[str]]) -> list[str]:
    shown = (
        each for each in islice(headings, _MOST_HEADINGS) if not _is_furniture(each) and not _leads_home(each)
    )
    return [words for words in _collect(shown) if _key(words) not in sites]


def _near(headings: Iterable[HtmlElement], root: HtmlElement) -> Iterator[HtmlElement]:
    """Leave out what stands in another article."""
    around = set(root.iterancestors())
    for heading in headings:
        article = next(heading.iterancestors("article"), None)
        if article is None or article in around:
            yield heading


def _collect(elements: Iterable[HtmlElement]) -> list[str]:
    return [words[:_LONGEST] for element in elements if (words := collect_words(element, is_hidden))]


def _is_furniture(heading: HtmlElement) -> bool:
    chain = (heading, *heading.iterancestors())
    return any(is_hidden(each) or each.tag in {"nav", "aside"} or is_named_furniture(each) for each in chain)


def _leads_home(heading: HtmlElement) -> bool:
    """Tell a heading that is only a link to the front page."""
    links = [*heading.iter("a")]
    if (parent := heading.getparent()) is not None and parent.tag == "a":
        links.append(parent)
    return any(map(_is_home, links))


def _is_home(link: HtmlElement) -> bool:
    address = link.get("href") or ""
    return bool(address) and _HOME.fullmatch(address) is not None


def _find_site_parts(named: Sequence[str], shared: Sequence[str], host: str) -> Iterator[str]:
    """Find the names of the site: its host, and what <title> says beside what the page is called."""
    keys = {_key(title) for title in shared}
    for name in named:
        for mark in _PARTED.finditer(name):
            left, right = name[: mark.start()], name[mark.end() :]
            if _is_host(left, host) or _key(right) in keys:
                yield left
            if _is_host(right, host) or _key(left) in keys:
                yield right


def _is_host(name: str, host: str) -> bool:
    letters = "".join(split_words(name))
    return bool(letters) and letters in {label.replace("-", "") for label in host.split(".")}


def _cut_site(title: str, sites: set[Sequence[str]]) -> str:
    """Cut a site's name off a title, and what stands behind the last bar where nobody says what it is."""
    marks = list(_PARTED.finditer(title))
    while marks:
        mark = marks.pop()
        left, right = title[: mark.start()], title[mark.end() :]
        named = _key(right) in sites or "|" in mark[0]
        if not named or len(split_words(left)) < _FEWEST_WORDS:
            break
        title = left
    first = _PARTED.search(title)
    if first and _key(title[: first.start()]) in sites:
        title = title[first.end() :]
    return "" if _key(title) in sites else title.strip()


def _is_alike(one: str, other: str) -> bool:
    mine, others = set(split_words(one)), set(split_words(other))
    return len(mine & others) >= _ALIKE * max(1, min(len(mine), len(others)))


def _key(title: str) -> Sequence[str]:
    return tuple(split_words(title))
