"""What does a text without markup say? Finds its paragraphs, headings, bullets and tables.

Lines may be whole paragraphs, with or without blank lines between them, or paragraphs wrapped by hand; what
mails and transcripts have of their own is known.
"""

from dataclasses import dataclass

from knowledge.reading.draft import Draft, introduction
from knowledge.reading.plain._blocks import Block, split_blocks
from knowledge.reading.plain._headings import is_title, mark_headings, take_byline
from knowledge.reading.plain._levels import set_levels
from knowledge.reading.plain._mail import strip_mail
from knowledge.reading.plain._words import introduces, measure_indent

__all__ = ["read_plain"]


def read_plain(lines: list[str], draft: Draft) -> None:
    """Add what the lines of a text hold to `draft`; its title is the first line where that looks like one."""
    texts, depths = strip_mail(lines, draft)
    blocks, turns = split_blocks(texts, depths)
    mark_headings(blocks, turns)
    _take_title(blocks, draft)
    set_levels(blocks)
    walk = _Walk(draft, texts)
    for block in blocks:
        walk.take(block)


def _take_title(blocks: list[Block], draft: Draft) -> None:
    """Take the title off the top."""
    if blocks and is_title(blocks) and draft.title in {"", " ".join(blocks[0].text.split())}:
        draft.heading(1, blocks[0].text, blocks[0].numbers)
        del blocks[0]
    take_byline(blocks)


@dataclass(slots=True)
class _Item:
    """The latest item of an open list."""

    indent: int
    text: str
    lead_in: str


class _Walk:
    """Goes through the blocks once and knows which lists are open."""

    def __init__(self, draft: Draft, texts: list[str]) -> None:
        self._draft = draft
        self._texts = texts
        self._items: list[_Item] = []

    def take(self, block: Block) -> None:
        """Add a block to the draft."""
        if block.kind == "bullet":
            self._take_item(block)
        elif block.kind == "table":
            self._take_table(block)
        elif block.kind == "heading":
            self._items = []
            text = block.text.strip("*_") or block.text  # a line in bold that was copied with its marks
            self._draft.heading(block.level, text.rstrip(":： ") if introduces(text) else text, block.numbers)
        else:
            if self._items and measure_indent(block.lines[0]) <= self._items[0].indent:
                self._items = []
            self._draft.paragraph(block.text, block.numbers)

    def _take_item(self, block: Block) -> None:
        """Add an item; what is indented below another one is introduced by that."""
        marker = block.marker
        assert marker is not None  # noqa: S101  -- each bullet has one
        # The numbers of one list may end at one column: " 9." stands above "10."
        while len(self._items) > 1 and self._items[-1].indent > marker.indent + 1:
            self._items.pop()
        text = "\n".join(block.lines)[marker.start :].strip()
        if self._items and marker.indent <= self._items[-1].indent + 1:
            lead_in = self._items.pop().lead_in
        else:
            lead_in = introduction(self._items[-1].text) if self._items else self._draft.lead_in
        self._items.append(_Item(marker.indent, text, lead_in))
        self._draft.bullet(text, block.numbers, lead_in)

    def _take_table(self, block: Block) -> None:
        table = block.table
        assert table is not None  # noqa: S101  -- each block of its kind has one
        lead_in = introduction(self._items[-1].text) if self._items else self._draft.lead_in
        header = table.header.cells if table.header else []
        for row in table.rows:
            values = row.cells + [""] * (len(header) - len(row.cells))
            raw = "\n".join(self._texts[row.first : row.last + 1]).strip()
            self._draft.row(header, values, (row.first + 1, row.last + 1), raw, lead_in)
