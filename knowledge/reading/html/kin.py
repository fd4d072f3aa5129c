"""What else belongs to the story? What was missed stands among its parts, or is built like them."""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import TypeAlias

from lxml.html import HtmlElement
from msgspec import Struct

Words: TypeAlias = Sequence[str]

_WORD = re.compile(r"\w+")
_IMPRINT = re.compile(r"(?:©|\(c\)|copyright\b)", re.IGNORECASE)
_MOSTLY_LINK, _ALL_LINK = 0.6, 0.8
_SENTENCE = 3  # words at least
_KIN_BLOCKS, _KIN_WORDS = 3, 60  # of the story, that show how it is built
_KIN_SHARE = 0.4
STRUCTURES = frozenset("ul ol dl table".split())
_FEWEST_ENTRIES = 2
_HALF = 0.5


class Block(Struct, frozen=True, eq=False):
    """A text that stands on its own, and the element in which it stands."""

    element: HtmlElement
    text: str
    words: Words
    links: float
    """The share of the text that leads elsewhere."""

    @property
    def structure(self) -> HtmlElement | None:
        """The outermost list or table that it is an entry of."""
        chain = (self.element, *self.element.iterancestors())
        return next((each for each in reversed(chain) if each.tag in STRUCTURES), None)


def split_words(text: str) -> Words:
    """Split a text into its words, in lower case."""
    return _WORD.findall(text.lower())


def add_missed(blocks: Sequence[Block], told: Sequence[Block]) -> list[Block]:
    """Add to the blocks that were told what was missed of the story; take out what only leads elsewhere."""
    held = set(map(id, told))
    kin = _find_kin(blocks, held)
    places = [place for place, block in enumerate(blocks) if id(block) in held]
    quoted = range(places[0], places[-1])  # a quotation in the middle of a story is part of it
    found: list[Block] = []
    for place, block in enumerate(blocks):
        if id(block) in held:
            belongs = not (is_menu(block.element, block.links) or _is_label(block) or is_imprint(block.text))
        else:
            belongs = block.links < _MOSTLY_LINK and (
                _key(block.element) in kin or (place in quoted and _is_within(block, "blockquote"))
            )
        if belongs:
            found.append(block)
    return found


def _is_within(block: Block, *tags: str) -> bool:
    return block.element.tag in tags or next(block.element.iterancestors(*tags), None) is not None


def is_menu(element: HtmlElement, links: float) -> bool:
    """Tell what only leads elsewhere, and is no entry of a table or of a list that is introduced."""
    if links < _ALL_LINK:
        return False
    for above in (element, *element.iterancestors()):
        if above.tag in {"table", "dl"}:
            return False
        if above.tag in {"ul", "ol"}:
            before = above.getprevious()
            return before is None or not (before.tag in {"h2", "h3"} or _introduces(before))
    return True


def _introduces(element: HtmlElement) -> bool:
    return element.tag == "p" and "".join(element.itertext()).rstrip().endswith(":")


def is_imprint(text: str) -> bool:
    """Tell whose right the page is."""
    return _IMPRINT.match(text) is not None


def _is_label(block: Block) -> bool:
    """Tell a word or two that are no sentence, nor an entry."""
    return block.structure is None and len(block.words) < _SENTENCE and block.text[-1].isalnum()


def _find_kin(blocks: Sequence[Block], told: set[int]) -> set[object]:
    """Find the places of a page, by tags and classes, of which a good part is told."""
    count, words, all_words = Counter[object](), Counter[object](), Counter[object]()
    for block in blocks:
        key = _key(block.element)
        all_words[key] += len(block.words)
        if id(block) in told:
            count[key] += 1
            words[key] += len(block.words)
    return {
        key
        for key in count
        if count[key] >= _KIN_BLOCKS and words[key] >= max(_KIN_WORDS, _KIN_SHARE * all_words[key])
    }


def _key(element: HtmlElement) -> object:
    chain = [element, *element.iterancestors()][:3]
    article = next(element.iterancestors("article"), None)
    return (article, *((each.tag, each.get("class")) for each in chain))


def find_region(root: HtmlElement) -> HtmlElement:
    """Find how far around the story what is listed belongs to it: in its <article> or <main>."""
    chain = [root, *root.iterancestors()]
    marked = (each for each in chain if each.tag in {"article", "main"} or each.get("role") == "main")
    return next(marked, chain[min(1, len(chain) - 1)])


def list_structures(blocks: Sequence[Block], region: HtmlElement) -> list[Block]:
    """List what lists and tables near the story say: the locator is after prose."""
    within = set(region.iter())
    entries = defaultdict[HtmlElement, list[Block]](list)
    for block in blocks:
        if (structure := block.structure) is not None and structure in within:
            entries[structure].append(block)
    telling = (
        listed for listed in entries.values() if len(listed) >= _FEWEST_ENTRIES and _says_something(listed)
    )
    return [block for listed in telling for block in listed]


def _says_something(entries: Sequence[Block]) -> bool:
    words = sum(len(entry.words) for entry in entries)
    return sum(len(entry.words) * entry.links for entry in entries) < _HALF * words
