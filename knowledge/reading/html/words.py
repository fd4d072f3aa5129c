"""Which words stand in an element? Collects its text, without what is struck out or only a mark."""

import re
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple, TypeAlias

from lxml.html import HtmlElement

HEADINGS = frozenset("h1 h2 h3 h4 h5 h6".split())
BLOCKS = HEADINGS | frozenset(
    "address article blockquote body caption center dd details dialog dir div dl dt fieldset figcaption "
    "figure footer form header hgroup hr html legend li main menu ol p pre search section summary table "
    "tbody td tfoot th thead tr ul".split()
)
_STRUCK = frozenset("del s strike".split())
_BRACKETED = re.compile(r"\[\s*[\w*†‡§ .]{1,12}\s*\]")
_SIGN = re.compile(r"[*†‡§¶#]{1,3}")
_NUMBER = re.compile(r"\d{1,3}(?:[,–-]\d{1,3})*")
_AFTER_WORD = re.compile(
    r"(?:[^\W\d_]{4}|[.,;:!?»”\"')])\Z"
)  # "m" and "km" are raised to a power, words are not

Test: TypeAlias = Callable[[HtmlElement], bool]
"""Tells whether an element is no part of the text."""


class Part(NamedTuple):
    """A piece of text, whether it is struck out, and whether it leads elsewhere."""

    text: str
    struck: bool = False
    linked: bool = False


def collect_words(element: HtmlElement, is_left_out: Test) -> str:
    """Collect the text inside an element on one line."""
    return join_parts(iterate_parts(element, is_left_out))


def join_parts(parts: Iterable[Part]) -> str:
    """Put what is not struck out on one line; where nothing else is said, the struck-out words with marks."""
    listed = list(parts)
    standing = " ".join("".join("" if part.struck else part.text for part in listed).split())
    if has_words(standing) or not any(part.struck for part in listed):
        return standing
    struck = " ".join("".join(part.text for part in listed).split())
    return f"~~{struck}~~" if has_words(struck) else standing


def measure_links(parts: Iterable[Part]) -> float:
    """Give the share of a text that leads elsewhere."""
    linked = said = 0
    listed = list(parts)
    if not any(part.linked for part in listed):
        return 0
    for part in listed:
        length = len(part.text.strip())
        said += length
        linked += length if part.linked else 0
    return linked / max(1, said)


def has_words(text: str) -> bool:
    """Tell whether there is a letter or a digit in a text."""
    return any(map(str.isalnum, text))


def iterate_parts(
    element: HtmlElement, is_left_out: Test, *, struck: bool = False, linked: bool = False
) -> Iterator[Part]:
    """Go through the text inside an element; blocks side by side are words apart, as on the screen."""
    struck, linked = struck or is_struck(element), linked or is_link(element)
    yield Part(element.text or "", struck, linked)
    for child in element:
        if not (is_left_out(child) or is_mark(child)):
            apart = Part(" " if child.tag in BLOCKS or child.tag == "br" else "")
            yield apart
            yield from iterate_parts(child, is_left_out, struck=struck, linked=linked)
            yield apart
        yield Part(child.tail or "", struck, linked)


def is_link(element: HtmlElement) -> bool:
    """Tell whether an element leads elsewhere."""
    return element.tag == "a" and "href" in element.attrib


def is_struck(element: HtmlElement) -> bool:
    """Tell whether an element strikes its text out."""
    return element.tag in _STRUCK


def is_mark(element: HtmlElement) -> bool:
    """Tell whether an element is only the mark of a footnote: "[1]", a raised star or number."""
    if element.tag not in {"sup", "a"}:
        return False
    text = "".join(element.itertext()).strip()
    if element.tag == "a":
        return _leads_below(element) and _BRACKETED.fullmatch(text) is not None
    if _BRACKETED.fullmatch(text) or _SIGN.fullmatch(text):
        return True
    if not _NUMBER.fullmatch(text):
        return False
    linked = any(_leads_below(link) for link in element.iter("a"))
    return linked or _AFTER_WORD.search(_read_before(element)) is not None


def _leads_below(link: HtmlElement) -> bool:
    return (link.get("href") or "").startswith("#")


def _read_before(element: HtmlElement) -> str:
    before = element.getprevious()
    if before is None:
        parent = element.getparent()
        return (parent.text or "") if parent is not None else ""
    return before.tail or "".join(before.itertext())[-10:]
