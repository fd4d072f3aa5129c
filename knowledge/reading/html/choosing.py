"""Which part of a page is read? The story that was located; else what its author marked as the main part.

A page that somebody wrote by hand, or that lists more than it tells, is read whole: there a bullet or a row
says as much as a paragraph, and what looks for prose would lose it.
"""

from lxml.html import HtmlElement
from msgspec import Struct

from knowledge.reading.draft import Draft
from knowledge.reading.html.furniture import Furniture, is_hidden
from knowledge.reading.html.kin import is_imprint, is_menu
from knowledge.reading.html.locating import Story, list_blocks, locate
from knowledge.reading.html.page import Keeper, Page, keep_all

_BLOCKS = "body div section article main header footer nav aside p ul".split()
_FEW_NAMES = 0.05  # of them have a class: that is nobody's template
_LITTLE_PROSE = 150  # words
_SENTENCE = 8  # words
_MOST_LOST = 0.5
_HALF = 0.5


class Part(Struct, frozen=True, eq=False):
    """What is read of a page: all in `root` but furniture and what is not kept."""

    root: HtmlElement
    furniture: Furniture
    keeps: Keeper
    by_hand: bool = False
    """Whether somebody wrote the page, and no site's template."""

    def read(self, draft: Draft) -> None:
        """Add the passages to a draft."""
        Page(draft, self.furniture.includes, self.keeps).read(self.root)


def choose_part(tree: HtmlElement) -> Part:
    """Choose what is read of a page."""
    story = locate(tree)
    by_hand = _is_by_hand(tree)
    whole = _find_whole(tree, story)
    if by_hand:
        return Part(whole.root, whole.furniture, keep_all, by_hand=True)
    if story is None:
        return Part(whole.root, whole.furniture, _leave_menus)
    if _tells_little(story) and _loses_much(story, whole):
        return Part(whole.root, whole.furniture, _leave_menus)
    return Part(story.root, story.furniture, story.keeps)


def _is_by_hand(tree: HtmlElement) -> bool:
    blocks = list(tree.iter(*_BLOCKS))  # and not the cells of a long table
    named = sum(1 for block in blocks if block.get("class"))
    return named < _FEW_NAMES * len(blocks)


def _find_whole(tree: HtmlElement, story: Story | None) -> Part:
    """Find what the author marked as the main part, unless the story stands elsewhere."""
    marked = _find_marked(tree)
    if story is None:
        return Part(marked, Furniture(_find_wrappers(tree)), keep_all)
    around = {story.root, *story.root.iterancestors()}
    return Part(marked if marked in around else story.root, story.furniture, keep_all)


def _find_marked(tree: HtmlElement) -> HtmlElement:
    """Find the only <article>, else <main>, else the whole page."""
    articles = [found for found in tree.iter("article") if next(found.iterancestors("article"), None) is None]
    if len(articles) == 1 and _has_text(articles[0]):
        return articles[0]
    mains = (found for found in tree.iter("main", "div", "section") if _is_main(found) and _has_text(found))
    return next(mains, tree)


def _is_main(element: HtmlElement) -> bool:
    return element.tag == "main" or element.get("role") == "main"


def _has_text(element: HtmlElement) -> bool:
    return any(text.strip() for text in element.itertext())


def _find_wrappers(tree: HtmlElement) -> set[HtmlElement]:
    """Find the forms and headers that hold most of a page."""
    total = _count_letters(tree)
    outermost = (
        found
        for found in tree.iter("form", "header")
        if next(found.iterancestors("form", "header"), None) is None and not is_hidden(found)
    )
    return {found for found in outermost if _count_letters(found) >= _HALF * total}


def _count_letters(element: HtmlElement) -> int:
    return sum(len(text.strip()) for text in element.itertext())


def _leave_menus(element: HtmlElement, text: str, links: float) -> bool:
    return not (is_menu(element, links) or is_imprint(text))


def _tells_little(story: Story) -> bool:
    prose = (len(block.words) for block in story.blocks if block.structure is None)
    return sum(size for size in prose if size >= _SENTENCE) < _LITTLE_PROSE


def _loses_much(story: Story, whole: Part) -> bool:
    """Tell whether the locator passed over most of what a page lists."""
    entries = [block for block in list_blocks(whole.root, whole.furniture) if block.structure is not None]
    listed = sum(len(block.words) for block in entries if _leave_menus(block.element, "", block.links))
    kept = sum(len(block.words) for block in story.blocks)
    return listed > _MOST_LOST * kept and listed > sum(
        len(block.words) for block in story.blocks if block.structure is not None
    )
