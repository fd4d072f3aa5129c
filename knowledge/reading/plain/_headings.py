"""Which lines are headings, and of what level? Their form tells, and what stands below them."""

import re
from collections.abc import Sequence
from functools import cache

from knowledge.languages import languages
from knowledge.reading.plain._blocks import LONGEST_HEADING, Block
from knowledge.reading.plain._levels import NUMBERED, PART, SIMPLE, find_style
from knowledge.reading.plain._turns import Turns
from knowledge.reading.plain._words import (
    first_letter,
    goes_on,
    introduces,
    is_capital,
    is_closed,
    is_date,
    measure_indent,
    strip_quotes,
)
from knowledge.reading.sentences import sentences

_MOST_WORDS, _MOST_ASKED, _MOST_BEFORE_COLON = 18, 14, 4
_LEAST_BODY = 40  # characters
_BYLINE = re.compile(r"(?:By|BY) [A-ZА-Я]")
_NO_HEADING = re.compile(r"://|[@={}\\<>|$]|^[^\w\"'“‘«„(\[§¿¡№…*]|\S {3,}\S|\t")
"""Addresses, code, and what stands in columns."""
_SENTENCE_INSIDE = re.compile(r"[^\W\d_A-ZА-Я]{2}[.!?] +\w")


def mark_headings(blocks: list[Block], turns: Turns) -> None:
    """Find the headings without markup: short lines that do not end like a sentence, before longer text."""
    for place in range(len(blocks) - 2, -1, -1):
        above = blocks[place - 1] if place else None
        if _is_heading(above, blocks[place], blocks[place + 1 : place + 3], turns):
            blocks[place].kind = "heading"


def take_byline(blocks: Sequence[Block]) -> None:
    """Keep a line with the author's name below the title from being a heading."""
    if blocks and blocks[0].kind == "heading" and _BYLINE.match(blocks[0].text):
        blocks[0].kind = "text"


def is_title(blocks: Sequence[Block]) -> bool:
    """Tell whether the first block is the title: a heading without a number, or what looks like one."""
    first = blocks[0]
    if (
        len(blocks) == 1
        or first.marker
        or first.depth
        or first.is_turn
        or first.table
        or introduces(first.text)
    ):
        return False
    if first.kind == "heading":
        return not _names_part(first.text) and not NUMBERED.match(first.text)
    if len(first.lines) > 1 and not first.gap_after:
        return False
    text = strip_quotes(first.text)
    asks = text.endswith(("?", "!")) and first.gap_after
    return _is_short(first, 3) and (asks or not is_closed(text))


def _names_part(text: str) -> bool:
    """Tell whether a line names a part: "Chapter 2: Costs" does, and "Report 2 on costs" does not."""
    found = PART.match(text)
    return found is not None and (bool(found["sep"]) or found.end() == len(text))


def _is_heading(above: Block | None, block: Block, below: Sequence[Block], turns: Turns) -> bool:
    after = below[0]
    if block.kind == "bullet":
        return _is_numbered_heading(above, block, after)
    if (
        block.kind != "text"
        or block.is_entry
        or (block.is_turn and turns.first is not None)
        or not _is_short(block, 2)
    ):
        return False
    if (
        block.depth
        or after.depth
        or (not block.gap_after and after.kind == "text" and goes_on(after.lines[0]))
    ):
        return False
    text = block.text
    if PART.match(text) and _is_part(block, after):
        return True
    if is_capital(text):
        return _is_capital_heading(block, after)
    if turns.has_begun(block.first - 1) or len(block.lines) > 1:
        return False
    if introduces(text):
        return _is_label(block, after)
    if text.endswith(("?", "!")):
        return block.gap and len(text.split()) <= _MOST_ASKED and _is_long_text(block, after)
    if not looks_like_heading(block) or (not block.gap and measure_indent(block.lines[0]) > 1):
        return False
    return _is_body(after, len(text)) or _is_stacked(block, below)


def _is_part(block: Block, after: Block) -> bool:
    """Tell whether a line like "Article 3. Costs" stands alone."""
    found = PART.match(block.text)
    closing = (",", ";", "?") if found and found["sep"] else (",", ";", "?", ".", ":")
    is_short = len(block.text.split()) <= _MOST_WORDS // 2 and not block.text.endswith(closing)
    return is_short and block.gap and (after.kind != "text" or len(after.text) > len(block.text))


@cache
def _joints() -> frozenset[str]:
    """Give the words behind which something has to follow: of, the, and."""
    known = languages().values()
    return frozenset[str]().union(
        *(each.names.links | each.names.joins | each.dates.of for each in known)
    ) | {"the", "a"}


def _is_short(block: Block, most_lines: int) -> bool:
    """Tell whether a block has the length of a heading, and nothing that no heading has."""
    if len(block.lines) > most_lines:
        return False
    if block.is_short is None:
        text = block.text
        block.is_short = (
            len(text) <= LONGEST_HEADING
            and len(text.split()) <= _MOST_WORDS
            and any(map(str.isalpha, text))
            and not goes_on(text)
            and not _NO_HEADING.search(text)
            and not (_SENTENCE_INSIDE.search(text) and len(sentences(text)) > 1)
            and text.rpartition(" ")[2] not in _joints()
            and not is_date(text.rpartition(":")[2])
        )
    return block.is_short


def looks_like_heading(block: Block) -> bool:
    """Tell whether a block is one short line that does not end like a sentence."""
    return block.kind == "text" and not is_closed(block.text) and _is_short(block, 1)


def _is_body(block: Block, heading: int) -> bool:
    """Tell whether a block can stand below a heading of that length."""
    if block.kind != "text" or block.is_entry:
        return block.kind != "heading"
    if looks_like_heading(block):
        # A list of short lines: the first of two is a heading only where the second is much longer.
        return len(block.text) >= max(_LEAST_BODY, 2 * heading)
    return len(block.text) > heading or is_closed(block.text)


def _is_stacked(block: Block, below: Sequence[Block]) -> bool:
    """Tell whether a block is the heading of a heading; of one style there are two levels and no more."""
    after = below[0]
    if after.kind != "heading" or not block.gap or not after.gap or after.rank is not None:
        return False
    return not (
        find_style(after) == SIMPLE
        and len(below) > 1
        and below[1].kind == "heading"
        and find_style(below[1]) == SIMPLE
    )


def _is_long_text(block: Block, after: Block) -> bool:
    text = after.text
    return after.kind == "text" and len(text) >= max(_LEAST_BODY, len(block.text)) and not _is_said(text)


def _is_said(text: str) -> bool:
    return text.startswith(tuple("\"“„«‘'—–-"))


def _is_label(block: Block, after: Block) -> bool:
    """Tell whether a line that ends in a colon is a heading, and not what introduces what is said below."""
    words = block.text.rstrip(":： ").split()
    if not block.gap or after.kind != "text" or _is_said(after.text) or not _is_body(after, len(block.text)):
        return False
    small = languages()["en"].words
    is_phrase = len(words) > 2 and words[0].lower() in small.function | small.pronouns
    return len(words) <= _MOST_BEFORE_COLON and not is_phrase


def _is_capital_heading(block: Block, after: Block) -> bool:
    text = strip_quotes(block.text)
    if text.endswith((".", ",", ";", "…")) or (introduces(text) and after.kind != "text"):
        return False
    is_longer = len(after.text) > 2 * len(block.text)
    return after.kind != "text" or not is_capital(after.text) or after.gap or is_longer


def _is_numbered_heading(above: Block | None, block: Block, after: Block) -> bool:
    """Tell whether a numbered line is a heading, and not an item: it stands alone, above text."""
    marker = block.marker
    if (
        marker is None
        or not (marker.ordinals or marker.kind == "section")
        or len(block.lines) > 1
        or block.depth
    ):
        return False
    text = block.lines[0][marker.start :].strip()
    title = text if marker.kind == "number" else text.lstrip("§0123456789.:) ")
    if (
        not _is_short(block, 1)
        or (is_closed(title) and not title.endswith(("?", "!")))
        or not first_letter(title).isupper()
    ):
        return False
    if marker.sign.startswith(("(", "[")) or (marker.sign.endswith(")") and not block.gap_after):
        return False
    is_item = any(
        each
        and each.marker
        and (each.marker.sign == marker.sign or (each.marker.kind == marker.kind and not gap))
        for each, gap in ((above, block.gap), (after, block.gap_after))
    )
    if is_item or not (block.gap or (above is not None and above.kind == "text" and is_closed(above.text))):
        return False
    return after.kind in {"heading", "table"} or after.kind == "bullet" or _is_body(after, len(text))
