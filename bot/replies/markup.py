"""How is a block written in Discord's markup? Escaped, and in no more room than it is given.

`most` is how many characters a quotation may have; names and addresses are shortened with it.
"""

from datetime import UTC, date, datetime

from bot.replies.escape import bold, mark, phrase, safe_link, short, strike
from bot.wording.message import Block, Entry, Gap, Line, Listing, Quote, Source
from bot.wording.spans import (
    Ago,
    Bold,
    Channel,
    CommandName,
    Day,
    Jump,
    Link,
    Moment,
    Name,
    Phrase,
    Span,
    Struck,
    Text,
)

_AND = " · "
_NAME, _TITLE = 300, 150
"""How long a name and the title of an article may be at most."""
_ADDRESSES = 100, 400
"""How long an address may always be, and how long at most."""
MOST_ITEMS = 100
"""More items than fit; so a listing of very many is written as quickly."""


def write_block(block: Block, most: int) -> str:
    """Write a block; one that says nothing is empty."""
    match block:
        case Line():
            return f"{'-# ' * block.small}{_line(block, most)}"
        case Quote():
            name = f"{bold(block.name, min(_NAME, most))}: " if block.name else ""
            return f"> {'- ' * block.is_item}{name}{mark(block.text, block.sentence, most) or '…'}"
        case Source():
            facts = (_phrase(each, most) for each in ((block.link,), *block.facts))
            return f"-# {block.label or block.word}: {_AND.join(facts)}"
        case Gap():
            return ""
        case Entry():
            # An empty line above sets it off from the one before.
            return "\n".join(["", *(write_block(each, most) for each in block.blocks)])
        case Listing():
            items = [write_item(each, most) for each in favour(block)[:MOST_ITEMS]]
            return write_listing(block, items)


def favour(listing: Listing) -> "tuple[Line | Quote | Entry, ...]":
    """Return the items of a listing, those first that are left out last."""
    return listing.items[::-1] if listing.keeps_last else listing.items


def write_item(item: Line | Quote | Entry, most: int, *, briefly: bool = False) -> str:
    """Write one item of a listing; an entry `briefly` where it can be."""
    if briefly and isinstance(item, Entry):
        item = item.brief or item
    return f"- {write_block(item, most)}" if isinstance(item, Line) else write_block(item, most)


def write_listing(listing: Listing, items: list[str]) -> str:
    """Write a listing of which these items are shown, in the order of `favour`; the rest is counted."""
    left = len(listing.items) - len(items)
    rest = str(listing.earlier if listing.keeps_last else listing.rest).replace("{number}", f"{left:,}")
    lines = [*items, *[rest] * bool(left)]
    heading = [write_heading(listing)] * bool(listing.heading)
    return "\n".join([*heading, *(reversed(lines) if listing.keeps_last else lines)])


def write_heading(listing: Listing) -> str:
    """Write the heading of a listing below an empty line; nothing where it has none."""
    return f"\n{_phrase(listing.heading, _NAME)}" if listing.heading else ""


def _line(line: Line, most: int) -> str:
    facts = _AND.join(_phrase(each, most) for each in line.facts)
    return ": ".join(filter(None, [_phrase(line.name, most), facts]))


def _phrase(spans: Phrase, most: int) -> str:
    return "".join(_span(each, most) for each in spans)


def _span(span: Span, most: int) -> str:
    match span:
        case str() | Text():
            return phrase(span if isinstance(span, str) else span.key)
        case Name(text) | Struck(text):
            shown = short(text, min(_NAME, most)) or "…"
            return strike(shown) if isinstance(span, Struck) else shown
        case Bold(text):
            return bold(text, min(_NAME, most))
        case Day(on):
            return _stamp(on, "D")
        case Ago(on):
            return _stamp(on, "R")
        case Moment(at):
            then = int(at.timestamp())
            return f"<t:{then}:F> (<t:{then}:R>)"
        case Link():
            return _link(span, most)
        case Channel() | Jump():
            return f"<#{span.number}>" if isinstance(span, Channel) else span.address
        case CommandName(name, takes):
            return f"{bold(f'/{name}')} *{short(takes)}*" if takes else bold(f"/{name}")


def _stamp(day: date, style: str) -> str:
    """Let Discord write a date for each reader; noon in UTC is on the same day nearly everywhere."""
    noon = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    return f"<t:{int(noon.timestamp())}:{style}>"


def _link(link: Link, most: int) -> str:
    """Link a title where its own address is safe; the host is shown then."""
    least, longest = _ADDRESSES
    address, title = safe_link(link.url), min(_TITLE, most)
    if address is None or len(address[0]) > max(least, min(longest, 2 * most)):
        return short(link.title, title) or "…"
    # Brackets in the title could end the link's text early.
    text = short(link.title.replace("[", "(").replace("]", ")"), title)
    return f"[{text or address[1]}](<{address[0]}>) ({address[1]})"
