"""Where on a page is the story? trafilatura finds its text, and our own walk finds that text's elements."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import islice

from lxml.html import HtmlElement

from knowledge.reading.draft import Draft
from knowledge.reading.html.furniture import NEVER_TEXT, Furniture
from knowledge.reading.html.kin import (
    STRUCTURES,
    Block,
    Words,
    add_missed,
    find_region,
    list_structures,
    split_words,
)
from knowledge.reading.html.libraries import extract_story
from knowledge.reading.html.page import Page
from knowledge.reading.html.words import HEADINGS

_MOST_ELEMENTS = 10_000  # beyond, looking for the story takes seconds
_FEWEST_WORDS = 10
_SHINGLE = 4
_SHARED = 0.7
_ROOT_HOLDS = 0.85
_WEIGHTY = 0.5
_LONG, _LOOKED_AT = 20, 200  # characters of a text that is weighed

_LINE_END = re.compile(r"[\n|]")


class Story:
    """The part of a page that tells the story: its root element, and which of its blocks belong to it."""

    def __init__(self, root: HtmlElement, furniture: Furniture, blocks: Sequence[Block]) -> None:
        self.root = root
        self.furniture = furniture
        self.blocks = blocks
        self._kept = {(block.element, block.text) for block in blocks}

    def keeps(self, element: HtmlElement, text: str, _: float = 0) -> bool:
        """Tell whether a text in an element is part of the story."""
        return (element, text) in self._kept


class _Telling:
    """The text of the story as the locator gives it."""

    def __init__(self, text: str) -> None:
        words = split_words(text)
        self.size = len(words)
        self._shingles = set(_shingles(words))
        self._lines = {tuple(split_words(line)) for line in _LINE_END.split(text)}

    def holds(self, words: Words) -> bool:
        """Tell whether a text is part of the story: most of its runs of words, or a whole line of it."""
        if len(words) < _SHINGLE:
            return tuple(words) in self._lines
        runs = list(_shingles(words))
        return sum(run in self._shingles for run in runs) >= _SHARED * len(runs)


def _shingles(words: Words) -> Iterator[tuple[str, ...]]:
    return (tuple(words[place : place + _SHINGLE]) for place in range(len(words) - _SHINGLE + 1))


def locate(tree: HtmlElement) -> Story | None:
    """Find the story of a page; None where there is none to be found, or too many elements."""
    if sum(1 for _ in islice(tree.iter("*"), _MOST_ELEMENTS + 1)) > _MOST_ELEMENTS:
        return None
    telling = _Telling(extract_story(tree))
    if telling.size < _FEWEST_WORDS:
        return None
    furniture = Furniture(_find_weighty(tree, telling))
    blocks = list_blocks(tree, furniture)
    told = [block for block in blocks if block.words and telling.holds(block.words)]
    found = add_missed(blocks, told) if told else []
    if not found:
        return None
    root = _find_root(tree, found)
    region = find_region(root)
    listed = list_structures(blocks, region)
    return Story(_rise(_widen(root, listed), region), furniture, [*found, *listed])


def _find_weighty(tree: HtmlElement, telling: _Telling) -> set[HtmlElement]:
    """Find the elements that hold so much of the story that no name makes furniture of them."""
    shares = defaultdict[HtmlElement, int](int)
    elements = [element for element in tree.iter("*") if element.tag not in NEVER_TEXT]
    for element in reversed(elements):
        for text in (element.text, *(child.tail for child in element)):
            if text and len(text) > _LONG:
                words = split_words(text[:_LOOKED_AT])
                shares[element] += len(text) if telling.holds(words) else 0
        if shares[element] and (parent := element.getparent()) is not None:
            shares[parent] += shares[element]
    return {element for element, share in shares.items() if share > _WEIGHTY * shares[tree]}


def list_blocks(tree: HtmlElement, furniture: Furniture) -> list[Block]:
    """List all texts that stand on their own inside an element, in order."""
    blocks: list[Block] = []

    def record(element: HtmlElement, text: str, links: float) -> bool:
        blocks.append(Block(element, text, split_words(text), links))
        return False

    Page(Draft(), furniture.includes, record).read(tree)
    return blocks


def _find_root(tree: HtmlElement, held: Sequence[Block]) -> HtmlElement:
    """Find the smallest element that holds most of the story, and no part of a list or table."""
    shares = defaultdict[HtmlElement, int](int)
    for block in held:
        shares[block.element] += len(block.words)
        for above in block.element.iterancestors():
            shares[above] += len(block.words)
    root = tree
    while True:
        inner = (child for child in root if shares.get(child, 0) >= _ROOT_HOLDS * shares[tree])
        found = next(inner, None)
        if found is None:
            structures = (each for each in (root, *root.iterancestors()) if each.tag in STRUCTURES)
            return max(structures, key=lambda each: shares[each], default=root)
        root = found


def _widen(root: HtmlElement, blocks: Sequence[Block]) -> HtmlElement:
    """Find the smallest element around the root that holds these blocks too."""
    around = [root, *root.iterancestors()]
    for block in blocks:
        chain = {block.element, *block.element.iterancestors()}
        while around[0] not in chain:
            around.pop(0)
    return around[0]


def _rise(root: HtmlElement, region: HtmlElement) -> HtmlElement:
    """Rise to where the headings stand that are above the root."""
    within = set(region.iter())
    for above in (root, *root.iterancestors()):
        parent = above.getparent()
        if parent is not None and parent in within:
            before = above.itersiblings(preceding=True)
            if any(next(each.iter(*HEADINGS), None) is not None for each in before):
                root = parent
    return root
