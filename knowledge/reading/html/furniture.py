"""What on a page is no text of an article? Code, menus, banners, share bars, teasers, comments, bylines."""

import re
from collections.abc import Container

from lxml.html import HtmlElement

NEVER_TEXT = frozenset(
    "script style noscript template iframe object svg math head select textarea button input audio video "
    "canvas".split()
)
_BESIDE = frozenset("nav aside form header footer figcaption dialog".split())
_FRAME = frozenset({"header", "footer"})
_ROLES = frozenset(
    "banner navigation complementary contentinfo dialog alertdialog search menu menubar toolbar".split()
)
_NOT_DISPLAYED = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_LONGEST_NAMES = 500  # characters
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")
# Parts of a page that hold cells or the whole are not told by a name: a column may be called "comments".
_NEVER_NAMED = frozenset("html body main article table thead tbody tfoot tr td th caption".split())
_TOLD_OTHERWISE = re.compile(r"(?:has|no|is|with|without|show|hide|js)[-_]")
_NAMES = re.compile(
    r"(?:^|[-_\s])(?:"
    r"share|shares|sharing|sharebar|sharedaddy|addtoany|addthis|socials?(?=$|\s|[-_](?:links?|icons?|shar|bar|button|list|nav|follow))|"
    r"cookies?|consent|gdpr|ccpa|newsletters?|subscribe|signup|"
    r"related|popular|trending|recommended|recommendations|readmore|teasers?|outbrain|taboola|promos?|"
    r"breadcrumbs?|tags|tagcloud|taglist|categories|pagination|pager|"
    r"byline|bylines|author|authors|authorbox|caption|captions|credits?|dateline|timestamp|pubdate|"
    r"comments?|respond|disqus|sidebar|advert|adverts|advertisement|ads|sponsored|"
    r"menu|nav|navbar|navigation|masthead|footer|modal|popup|overlay|toolbar|printonly|"
    r"screenreader|sr-only|visually-hidden|visuallyhidden|screen-reader-text|skip-link"
    r")(?:$|[-_\s])",
)


def is_hidden(element: HtmlElement) -> bool:
    """Tell whether an element is not shown to a reader, or is no text at all."""
    if element.tag in NEVER_TEXT or "hidden" in element.attrib or element.get("aria-hidden") == "true":
        return True
    return _NOT_DISPLAYED.search(element.get("style") or "") is not None


def is_named_furniture(element: HtmlElement) -> bool:
    """Tell furniture by the names that its site gave it, in `class` and `id`."""
    if element.tag in _NEVER_NAMED:
        return False
    names = f"{element.get('class') or ''} {element.get('id') or ''}"[:_LONGEST_NAMES].split()
    return any(
        _NAMES.search(_HUMP.sub("-", name).lower()) for name in names if not _TOLD_OTHERWISE.match(name)
    )


class Furniture:
    """Tells what is left out of a page; an element that holds much of the story never is."""

    def __init__(self, weighty: Container[HtmlElement] = (), *, named: bool = True) -> None:
        self._weighty = weighty
        self._named = named

    def includes(self, element: HtmlElement) -> bool:
        """Tell whether an element is left out with all that is in it."""
        if element in self._weighty:
            return False
        if is_hidden(element):
            return True
        if element.tag in _BESIDE:
            framed = element.tag in _FRAME and _is_framed(element)
            return not framed
        if (element.get("role") or "").lower() in _ROLES:
            return True
        return self._named and is_named_furniture(element)


def _is_framed(element: HtmlElement) -> bool:
    return next(element.iterancestors("article", "main"), None) is not None
