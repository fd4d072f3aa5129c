"""What of a message fits into Discord's limits? Drawn as an embed, or as text where embeds may not be sent.

Where not all fits, quotations are shortened first, step by step, then listings; what they lack is counted.
"""

from collections.abc import Iterable, Sequence

from discord import Embed

from bot.replies.escape import cut_and_close, short
from bot.replies.markup import MOST_ITEMS, favour, write_block, write_item, write_listing
from bot.wording.catalogue import Catalogue, choose_catalogue, translate
from bot.wording.message import Block, Line, Listing, Message, Tone
from bot.wording.spans import Bold

_COLOURS = {
    Tone.KNOWN: 0x3B6EA5,
    Tone.DOUBT: 0xC98A1B,
    Tone.UNKNOWN: 0x80848E,
    Tone.DONE: 0x3F8F5F,
    Tone.FAILED: 0xB5473C,
}
_TITLE, _BODY, _NOTE, _TEXT = 256, 3050, 1000, 2000
"""Discord allows 4,096 characters for body and note together, and 2,000 for a message without an embed."""
_LENGTHS = 1600, 700, 400, 200, 100, 60
"""How long a quotation may be, tried in this order until all fits."""
_LENGTHS_IN_PART = _LENGTHS[-3:]
"""The same where listings are shortened, too."""


def draw(message: Message, catalogue: Catalogue | None = None) -> Embed:
    """Draw a message as an embed, in the words of a catalogue, else in English; always in the same way."""
    catalogue = catalogue or choose_catalogue()
    message = translate(message, catalogue)
    title = short(catalogue.write(message.title), _TITLE) or "…"
    body = fit(_body(message), _BODY) or "…"
    embed = Embed(title=title, description=body + _note(message), colour=_COLOURS[message.tone])
    if message.attachment and message.attachment.name.endswith(".png"):
        embed.set_image(url=f"attachment://{message.attachment.name}")
    return embed


def draw_text(message: Message, catalogue: Catalogue | None = None) -> str:
    """Draw a message in plain text of at most 2,000 characters, in a catalogue's words, else in English."""
    catalogue = catalogue or choose_catalogue()
    message = translate(message, catalogue)
    title, note = _write_title(message), _note(message)
    return title + fit(_body(message), _TEXT - len(title) - len(note)) + note


def measure_room(message: Message, *, as_text: bool = False) -> int:
    """Give how many characters the blocks of a translated message may have."""
    if not as_text:
        return _BODY
    return _TEXT - len(_write_title(message)) - len(_note(message))


def fits(blocks: Sequence[Block], room: int, most: int) -> bool:
    """Whether blocks need not be shortened but for quotations longer than `most`, and no item be left out."""
    counts = (len(each.items) for each in blocks if isinstance(each, Listing))
    return max(counts, default=0) <= MOST_ITEMS and len(_write(blocks, most)) <= room


def fit(blocks: Sequence[Block], room: int) -> str:
    """Draw blocks in the room there is."""
    longest, *between, least = _LENGTHS
    if len(body := _write(blocks, longest)) <= room:
        return body
    if len(body := _write(blocks, least)) > room:
        in_part = (_fit_in_part(blocks, most, room) for most in _LENGTHS_IN_PART)
        return next(filter(None, in_part), None) or cut_and_close(body, room)
    return next((shorter for most in between if len(shorter := _write(blocks, most)) <= room), body)


def share(needs: Sequence[int], room: int) -> list[int]:
    """Share room fairly: who needs little gets all of it, the others the same part of what is left."""
    shares = [0] * len(needs)
    for place, which in enumerate(sorted(range(len(needs)), key=needs.__getitem__)):
        shares[which] = min(needs[which], room // (len(needs) - place))
        room -= shares[which]
    return shares


def _write_title(message: Message) -> str:
    return f"**{short(str(message.title), _TITLE) or '…'}**\n"


def _note(message: Message) -> str:
    return f"\n\n{fit([message.note], _NOTE)}" if message.note else ""


def _body(message: Message) -> list[Block]:
    """Leave out what the title says already, which stands right above."""
    title = (Bold(str(message.title)),)
    named = (
        Line(each.facts, (), each.small) if isinstance(each, Line) and each.name == title else each
        for each in message.blocks
    )
    return [each for each in named if not (isinstance(each, Line) and not each.facts and not each.name)]


def _write(blocks: Sequence[Block], most: int) -> str:
    return _stack(write_block(each, most) for each in blocks)


def _stack(parts: Iterable[str]) -> str:
    return "\n".join(parts).lstrip("\n")


def _fit_in_part(blocks: Sequence[Block], most: int, room: int) -> str | None:
    """Draw blocks and shortened listings; None where not even one item of each would be seen."""
    drawn = [write_block(each, most) for each in blocks]
    needs = [len(each) + 1 for each in drawn]
    lists = [place for place, each in enumerate(blocks) if isinstance(each, Listing)]
    left = room + 1 - sum(need for place, need in enumerate(needs) if place not in lists)
    for place, own in zip(lists, share([needs[place] for place in lists], left), strict=True):
        listing = blocks[place]
        assert isinstance(listing, Listing)  # noqa: S101  these are the places of listings
        shortened = drawn[place] if own >= needs[place] else _fit_listing(listing, most, own - 1)
        if shortened is None:
            return None
        drawn[place] = shortened
    body = _stack(drawn)
    return body if len(body) <= room else None


def _fit_listing(listing: Listing, most: int, room: int) -> str | None:
    """Draw the items that fit, briefly where they can be, and in whole as many of the first as then fit."""
    items = favour(listing)[:MOST_ITEMS]
    shown: list[str] = []
    spare = room - len(write_listing(listing, [])) - 1
    for item in items:
        brief = write_item(item, most, briefly=True)
        if len(brief) + 1 > spare:
            break
        spare -= len(brief) + 1
        shown.append(brief)
    for place, (item, brief) in enumerate(zip(items, tuple(shown), strict=False)):
        whole = write_item(item, most)
        spare -= len(whole) - len(brief)
        if spare < 0:
            # An empty line sets it off from those above that are whole.
            shown[place] = f"\n{brief}" if place else brief
            break
        shown[place] = whole
    return write_listing(listing, shown) if shown else None
