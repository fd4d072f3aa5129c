"""What is a message? Blocks of words, which each ink draws in its own way: an embed, plain text, a terminal.

Whoever words a message neither escapes nor cuts: what an article or a person wrote stands here as it is.
"""

from collections.abc import Iterable
from enum import Enum, auto
from typing import TypeAlias

from msgspec import Struct

from bot.wording.controls import Button, Menu, Pages
from bot.wording.spans import Link, Phrase, Span, Text


class Line(Struct, frozen=True):
    """Facts on one line, below the name of what they are about where there is one."""

    facts: tuple[Phrase, ...]
    name: Phrase = ()
    """A card leaves it out where it is the title already."""
    small: bool = False
    """Whether it is small print."""


class Quote(Struct, frozen=True):
    """Words of an article, set off from the bot's own; an ink may shorten them."""

    text: str
    sentence: str = ""
    """The part of the text that stands out."""
    name: str = ""
    """The header of the cell that is quoted."""
    is_item: bool = False
    """Whether it is an item of a list."""


class Source(Struct, frozen=True):
    """Where quoted words stand: from what is known of the file, never from its text."""

    link: Link
    facts: tuple[Phrase, ...]
    """Section, date and lines."""
    label: str | Text = ""
    """Which of two sources it is."""
    word: str | Text = Text("facts.source")
    """What a card says before a source without a label."""


class Gap(Struct, frozen=True):
    """Some space between two blocks; none in a terminal."""


class Entry(Struct, frozen=True):
    """Blocks that stand or fall together as one item of a listing."""

    blocks: "tuple[Line | Quote | Source, ...]"
    brief: Line | None = None
    """What stands for them where there is no room; None where nothing does."""


class Listing(Struct, frozen=True):
    """Items that an ink may leave out from one end, and then counts."""

    items: "tuple[Line | Quote | Entry, ...]"
    heading: Phrase = ()
    keeps_last: bool = False
    """Whether the first ones are left out, and not the last."""
    rest: str | Text = Text("facts.rest")
    """What counts those that are left out: `{number}` in it is to be replaced."""
    earlier: str | Text = Text("facts.earlier")
    """The same where it `keeps_last`."""


Block: TypeAlias = Line | Quote | Source | Gap | Entry | Listing


class Tone(Enum):
    """How a message is meant."""

    KNOWN = auto()
    DOUBT = auto()
    """Only near, or disputed."""
    UNKNOWN = auto()
    DONE = auto()
    FAILED = auto()


class Attachment(Struct, frozen=True):
    """A file that comes with a message; one that ends in .png is shown."""

    data: bytes
    name: str
    """Of the file, with its ending."""
    description: str | Text
    """What is to be seen in it, for those who do not see it."""


class Message(Struct, frozen=True):
    """All that is said at one time."""

    title: str | Text
    """What a card has above it; what must be known without it stands in the blocks."""
    blocks: tuple[Block, ...]
    note: Source | Line | None = None
    """Where the words stand, or what is covered: below the rest, and never left out."""
    tone: Tone = Tone.KNOWN
    buttons: tuple[Button, ...] = ()
    pages: Pages | None = None
    """What makes its further pages; None where what does not fit is counted only."""
    attachment: Attachment | None = None
    menus: tuple[Menu, ...] = ()
    """What can be chosen below it, above the buttons."""


def line(*facts: Phrase | Span, name: Phrase | Span = (), small: bool = False) -> Line:
    """Make a line of facts; those that say nothing are left out."""
    return Line(tuple(filter(None, map(_phrase, facts))), _phrase(name), small)


def listing(lines: Iterable[Line], heading: Phrase | Span = ()) -> tuple[Listing, ...]:
    """Make a listing below its heading; none where there is nothing to list."""
    items = tuple(lines)
    return (Listing(items, _phrase(heading)),) if items else ()


def _phrase(given: Phrase | Span) -> Phrase:
    if isinstance(given, tuple):
        return given
    return (given,) if given else ()
