"""Of what level is a heading? Its style tells: that of a chapter holds those of the sections in it."""

import re
from collections.abc import Sequence
from itertools import zip_longest

from knowledge.reading.plain._blocks import Block
from knowledge.reading.plain._words import introduces, is_capital

NUMBERED = re.compile(r"(?:§+ ?)?(\d{1,3}(?:\.\d{1,3}){0,5})[.):]?\s|[IVXLC]{1,7}[.)]\s")
PART = re.compile(r"([^\W\d_]{3,12})\.? (?:\d{1,4}|[IVXLC]{1,7}|[A-Z])(?:(?P<sep>[.:](?=\s|$)|\s[-–—])|$|\s)")
"""A heading like "Chapter 2" or "Article 3. Costs"."""
_DEEPEST = 5
_PART_RANK, _CAPITAL, _NUMBER, _PLAIN = 5, 10, 20, 50
SIMPLE, _INNER = (_PLAIN, ""), (_PLAIN, "inner")
"""Headings that are nothing but short lines, and those of the second level where two stand in a row."""


def set_levels(blocks: Sequence[Block]) -> None:
    """Give each heading its level: that of its style, which is deeper than what it first stands below."""
    open_styles: list[tuple[int, str]] = []
    for place, block in enumerate(blocks):
        if block.kind != "heading":
            continue
        is_outer = place + 1 < len(blocks) and blocks[place + 1].kind == "heading"
        is_stacked = place > 0 and blocks[place - 1].kind == "heading"
        style = find_style(block)
        if style == SIMPLE and (
            (is_stacked and open_styles[-1:] == [SIMPLE]) or (_INNER in open_styles and not is_outer)
        ):
            style = _INNER
        if style in open_styles:
            del open_styles[open_styles.index(style) :]
        elif not is_stacked:
            while open_styles and open_styles[-1][0] >= style[0]:
                open_styles.pop()
        del open_styles[_DEEPEST:]
        open_styles.append(style)
        block.level = 1 + len(open_styles)
    for block, after in zip_longest(blocks, blocks[1:]):
        if block.kind == "heading" and (
            after is None or (after.kind == "heading" and after.level <= block.level)
        ):
            block.kind = "text"  # nothing stands below it, and it is not to be lost


def find_style(block: Block) -> tuple[int, str]:
    """Give what headings of one level have in common: a rank, the lower the more it holds, and a form."""
    text = block.text
    if block.rank is not None:
        return block.rank, "marked"
    if found := PART.match(text):
        return _PART_RANK, found[1].lower()
    if found := NUMBERED.match(text):
        depth = found[1].count(".") if found[1] else 0
        return _NUMBER + depth, "" if found[1] else "roman"
    if introduces(text):
        return _PLAIN, ":"
    return (_CAPITAL, "") if is_capital(text) else SIMPLE
