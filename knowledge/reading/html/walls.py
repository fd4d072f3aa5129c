"""Does a page show its article, or only a wall before it? Tells consent walls and what paywalls leave."""

import re

from lxml.html import HtmlElement

from knowledge.languages import any_of, walls
from knowledge.reading.draft import Draft
from knowledge.reading.html.furniture import NEVER_TEXT, Furniture
from knowledge.reading.html.head import Head
from knowledge.reading.html.locating import list_blocks
from knowledge.reading.html.words import HEADINGS
from knowledge.reading.source import UnreadableError

_MOST_OF_WALL = 400  # words of a page that asks for consent and shows no article
_TOLD_BY = 2  # different phrases
_SHARE = 0.4  # of the words of a page
_STUB = 60  # words: so few are no article but what is shown of one
_BEGINNING = 200  # words: so many may be the whole
_MARKS = re.compile(r"[,;:’'\"“”()!?.\s]+")
_LONGEST = 2_000  # passages looked at; walls are short


def check_walls(tree: HtmlElement, head: Head, draft: Draft) -> None:
    """Refuse a page that shows a wall instead of its article; warn where only the beginning may be there."""
    words = sum(len(passage.text.split()) for passage in draft.passages[:_LONGEST])
    if words > _MOST_OF_WALL:
        return
    texts = _list_texts(tree)
    if _can_be_agreed_to(tree) and _asks_for_consent(texts):
        raise UnreadableError(
            "shows only a wall that asks for consent, and no article",
            "Open the page in a browser, agree or refuse there, and save it again.",
        )
    if head.claims.free and not any(_find(text, walls().paywall) for text in texts):
        return
    shown = [passage for passage in draft.passages if not _find(passage.text, walls().paywall)]
    said = sum(len(passage.text.split()) for passage in shown)
    if said < _STUB:
        raise UnreadableError(
            "shows only the first words of an article; the rest stands behind a paywall",
            "Save the page while you are signed in, or copy the article's text.",
        )
    if said < _BEGINNING:
        draft.passages[:] = shown
        draft.warn(
            "may hold only the beginning of its article: the page asks its readers to subscribe",
            "Look at what was read; save the page while you are signed in where something is missing.",
        )


def _can_be_agreed_to(tree: HtmlElement) -> bool:
    """Tell whether something can be clicked to agree: an article on consent has no such thing."""
    buttons = tree.iter("button", "input", "form")
    links = map(_join, tree.iter("a"))
    return next(buttons, None) is not None or any(_find(text, walls().consent) for text in links)


def _list_texts(tree: HtmlElement) -> list[str]:
    """List all that a reader sees on a page, dialogs and buttons too."""
    everything = Furniture(set(tree.iter()) - set(tree.iter(*NEVER_TEXT)))
    blocks = list_blocks(tree, everything)
    return [*(block.text for block in blocks), *map(_join, tree.iter(*HEADINGS, "button"))]


def _join(element: HtmlElement) -> str:
    return " ".join("".join(element.itertext()).split())


def _asks_for_consent(texts: list[str]) -> bool:
    total = asking = 0
    found = set[str]()
    for text in texts:
        size = len(text.split())
        total += size
        if phrases := _find(text, walls().consent):
            asking += size
            found |= phrases
    return len(found) >= _TOLD_BY and total <= _MOST_OF_WALL and asking >= _SHARE * total


def _find(text: str, phrases: frozenset[str]) -> set[str]:
    return set(any_of(phrases).findall(_MARKS.sub(" ", text.lower())))
