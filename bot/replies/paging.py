"""What of a message stands on which page? Cut between items only, and never kept: a button makes it anew."""

from collections.abc import Callable, Sequence
from typing import TypeAlias

from msgspec.structs import replace

from bot.replies.card import fits, measure_room
from bot.replies.markup import favour, write_block, write_heading, write_item
from bot.wording import Action, Button, Message
from bot.wording.catalogue import Catalogue, choose_catalogue, translate
from bot.wording.controls import Pages
from bot.wording.message import Block, Entry, Line, Listing, Quote, line
from bot.wording.spans import text

_PER_PAGE = 25
"""More lines than that are a wall on a phone."""
_QUOTED = 400
"""How long a quotation may be on a page."""
_POSITION = 40
"""Room for the line that says where in the whole a page is."""

_Item: TypeAlias = Line | Quote | Entry


def open_page(message: Message, catalogue: Catalogue | None = None, *, as_text: bool = False) -> Message:
    """Give the page of a message that begins where its `pages` say, with buttons for those beside it.

    What has no pages, or fits as a whole, stays as it is. As plain text there is less room.
    """
    pages = message.pages
    if pages is None:
        return message
    # How long its lines are depends on the language.
    message = translate(replace(message, pages=None), catalogue or choose_catalogue())
    room = measure_room(message, as_text=as_text)
    items = [(place, _shorten(each)) for place, each in _items(message.blocks)]
    if not items or (pages.first == 0 and fits(message.blocks, room, _QUOTED)):
        return message
    take = _measure(message.blocks, items, room - _POSITION)
    starts = _find_starts(take, min(pages.first, len(items) - 1))
    first = pages.first if pages.first < len(items) else starts[-1]
    before, end = max((each for each in starts if each < first), default=None), take(first)
    blocks = _cut(message.blocks, items, first, end)
    is_last_first = any(isinstance(each, Listing) and each.keeps_last for each in message.blocks)
    shown = (len(items) - end + 1, len(items) - first) if is_last_first else (first + 1, end)
    position = line(text("pages.position", first=shown[0], last=shown[1], all=len(items)), small=True)
    buttons = _turn(pages, before, end if end < len(items) else None, is_back=is_last_first)
    return replace(message, blocks=(*blocks, position), buttons=(*buttons, *message.buttons))


def _items(blocks: Sequence[Block]) -> list[tuple[int, _Item]]:
    """Give the items of all listings, those that matter most first, each with the place of its listing."""
    return [
        (place, item)
        for place, each in enumerate(blocks)
        if isinstance(each, Listing)
        for item in favour(each)
    ]


def _shorten(item: _Item) -> _Item:
    return item.brief or item if isinstance(item, Entry) else item


def _measure(blocks: Sequence[Block], items: Sequence[tuple[int, _Item]], room: int) -> Callable[[int], int]:
    """Make what finds the end of the page that begins with an item."""
    fixed = [len(write_block(each, _QUOTED)) + 1 for each in blocks if not isinstance(each, Listing)]

    def take(first: int) -> int:
        left, listing = room - sum(fixed), -1
        for number, (place, item) in enumerate(items[first : first + _PER_PAGE], first):
            left -= len(write_item(item, _QUOTED)) + 1
            if place != listing:
                block, listing = blocks[place], place
                left -= len(write_heading(block)) + 1 if isinstance(block, Listing) else 0
            # A page holds one item at least, however long.
            if left < 0 and number > first:
                return number
        return min(first + _PER_PAGE, len(items))

    return take


def _find_starts(take: Callable[[int], int], item: int) -> list[int]:
    """Find where the pages begin, up to the one on which an item stands."""
    starts = [0]
    while (end := take(starts[-1])) <= item:
        starts.append(end)
    return starts


def _cut(blocks: Sequence[Block], items: Sequence[tuple[int, _Item]], first: int, end: int) -> list[Block]:
    """Leave in listings what stands on a page, and leave out those of which nothing does."""
    left: list[Block] = []
    for place, block in enumerate(blocks):
        if not isinstance(block, Listing):
            left.append(block)
        elif mine := [item for where, item in items[first:end] if where == place]:
            shown = tuple(reversed(mine) if block.keeps_last else mine)
            left.append(replace(block, items=shown))
    return left


def _turn(pages: Pages, before: int | None, after: int | None, *, is_back: bool) -> list[Button]:
    """Offer the pages beside one; those `is_back` in time stand to the left."""
    names = ("pages.later", "pages.earlier") if is_back else ("pages.previous", "pages.next")
    buttons = [
        Button(text(name), Action.PAGE, replace(pages, first=first).key)
        for name, first in zip(names, (before, after), strict=True)
        if first is not None
    ]
    return buttons[::-1] if is_back else buttons
