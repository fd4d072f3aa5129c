"""What is one item of a feed, and is its text all that there is?"""

import re
from datetime import date, datetime, timedelta
from html import unescape
from urllib.parse import urljoin

from msgspec import Struct

from knowledge.reading.urls import canonical, is_web

_TAG = re.compile(r"<[^<>]*>")
_BREAK = re.compile(r"</?(?:p|div|br|li|h[1-6]|tr|blockquote)\b[^<>]*>", re.IGNORECASE)
_LINK = re.compile(r"<a\b[^<>]*?href\s*=\s*[\"']?([^\"'<>\s]+)[^<>]*>", re.IGNORECASE)
_CUT = ("…", "...", "[…]", "[...]", "(…)", "(...)", "[&hellip;]")
_FULL_CONTENT, _FULL_SUMMARY = 500, 1_000
"""From how many characters on a text counts as a whole article: of the element for that, and of another."""
_FIRST_YEAR = 1990
_AFTER_LINK = 10
"""Characters that may follow a last link to the item itself: "→", "[1]", a full stop."""


class Draft(Struct, frozen=True):
    """What is known of an item before it is compared with the others of its feed."""

    url: str | None
    guid: str
    title: str
    published: date | None
    updated: date | None
    language: str | None
    content: str
    content_type: str
    full: bool


def strip_tags(html: str) -> str:
    """Give the words of a piece of HTML, for a guess and not to be shown."""
    return " ".join(unescape(_TAG.sub("", _BREAK.sub(" ", html))).split())


def is_whole(content: str, url: str | None, *, in_content_element: bool) -> bool:
    """Guess whether a text is the whole article."""
    words = strip_tags(content)
    if words.endswith(_CUT) or len(words) < (_FULL_CONTENT if in_content_element else _FULL_SUMMARY):
        return False
    last = max(_LINK.finditer(content), key=lambda link: link.start(), default=None)
    # "Continue reading", in whatever language.
    leads_on = (
        last is not None
        and url is not None
        and canonical(urljoin(url, unescape(last[1]))) == canonical(url)
        and len(strip_tags(content[last.end() :].partition("</a>")[2])) <= _AFTER_LINK
    )
    return not leads_on


def day(when: datetime | date | None, today: date) -> date | None:
    """Give a day that can be believed; tomorrow is today where somebody took his own time for UTC."""
    if when is None or when.year < _FIRST_YEAR:
        return None
    found = when.date() if isinstance(when, datetime) else when
    if found > today:
        return today if found - today <= timedelta(days=1) else None
    return found


def resolve(base: str, url: str) -> str | None:
    """Give the absolute URL of an item, or None where it is none of the web."""
    try:
        absolute = urljoin(base, url.strip())
    except ValueError:
        return None
    return absolute if url.strip() and is_web(absolute) else None


def language_of(name: object) -> str | None:
    """Give the language of a tag like `en-GB`."""
    if not isinstance(name, str):
        return None
    first = re.split("[-_]", name.strip().lower())[0]
    return first if first.isascii() and first.isalpha() and len(first) in {2, 3} else None
