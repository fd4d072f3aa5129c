"""What is said between the tags? Walks the elements of a page in order and collects its passages."""

import itertools
from collections.abc import Callable
from typing import TypeAlias

from lxml.html import HtmlElement

from knowledge.reading.draft import Draft, introduction
from knowledge.reading.html.tables import is_data, read_rows
from knowledge.reading.html.words import (
    BLOCKS,
    HEADINGS,
    Part,
    Test,
    collect_words,
    is_link,
    is_mark,
    is_struck,
    iterate_parts,
    join_parts,
    measure_links,
)

_LISTS = frozenset("ul ol menu dir".split())

Keeper: TypeAlias = Callable[[HtmlElement, str, float], bool]
"""Tells whether the text of a block is a passage of the article; also given: how much of it is links."""


def keep_all(_: HtmlElement, __: str, ___: float) -> bool:
    """Take each text for a passage."""
    return True


class Page:
    """Goes through elements in order; text gathers until an element begins or ends that stands on its own."""

    def __init__(self, draft: Draft, is_left_out: Test, keeps: Keeper = keep_all) -> None:
        self._draft = draft
        self._is_left_out = is_left_out
        self._keeps = keeps
        self._gathered: list[Part] = []
        self._began = 0  # the line on which the gathered text begins; 0 for none
        self._struck: bool = False
        self._linked: bool = False
        self._broken = False  # whether a line break was the last that came
        self._line = 1
        self._lead_ins: list[str] = []  # of the open lists, outermost first
        self._items: list[str] = []  # the open items' own texts; empty until seen

    def read(self, root: HtmlElement) -> None:
        """Add all passages inside `root` to the draft."""
        self._line = root.sourceline or 1
        self._read_block(root)

    def _read_inside(self, block: HtmlElement, element: HtmlElement) -> None:
        """Read an element that is `block` or stands in a line of it."""
        struck, linked = self._struck, self._linked
        self._struck, self._linked = struck or is_struck(element), linked or is_link(element)
        self._add_text(element.text)
        for child in element:
            self._line = max(self._line, child.sourceline or 1)
            if self._is_left_out(child) or is_mark(child):
                self._line += _count_breaks(child)
            elif child.tag in BLOCKS:
                self._flush(block)
                self._read_block(child)
            elif child.tag == "br":
                self._break_line(block)
            else:
                self._read_inside(block, child)
            self._add_text(child.tail)
        self._struck, self._linked = struck, linked

    def _break_line(self, block: HtmlElement) -> None:
        """Take two line breaks on end for the end of a paragraph."""
        if self._broken:
            self._flush(block)
        self._gathered.append(Part(" "))
        self._broken = True

    def _add_text(self, text: str | None) -> None:
        if not text:
            return
        if text.strip():
            self._broken = False
            self._began = self._began or self._line + text[: len(text) - len(text.lstrip())].count("\n")
        self._gathered.append(Part(text, self._struck, self._linked))
        self._line += text.count("\n")

    def _flush(self, block: HtmlElement) -> None:
        """Make a passage of what has gathered: an item's own text where it is the first in its item."""
        text = join_parts(self._gathered)
        links = measure_links(self._gathered)
        gathered = "".join(part.text for part in self._gathered)
        lines = (self._began, max(self._began, self._line - _count_trailing_breaks(gathered)))
        self._gathered, self._began, self._broken = [], 0, False
        if not text or not self._keeps(block, text, links):
            return
        if self._items and not self._items[-1]:
            self._items[-1] = text
            self._draft.bullet(text, lines, self._lead_ins[-1] if self._lead_ins else "")
        else:
            self._draft.paragraph(text, lines)

    def _read_block(self, element: HtmlElement) -> None:
        tag = element.tag
        if tag in HEADINGS:
            self._read_heading(element)
        elif tag in _LISTS:
            self._lead_ins.append(self._read_introduction())
            self._read_whole(element)
            self._lead_ins.pop()
        elif tag == "li":
            self._items.append("")
            self._read_whole(element)
            self._items.pop()
        elif tag == "dl":
            self._read_definitions(element)
        elif tag == "table" and is_data(element):
            self._read_table(element)
        elif tag == "pre":
            self._read_verbatim(element)
        else:
            self._read_whole(element)

    def _read_whole(self, block: HtmlElement) -> None:
        self._read_inside(block, block)
        self._flush(block)

    def _read_heading(self, element: HtmlElement) -> None:
        first = self._line
        self._line += _count_breaks(element)
        self._draft.heading(
            int(str(element.tag)[1]), collect_words(element, self._is_left_out), (first, self._line)
        )

    def _read_introduction(self) -> str:
        """Say what introduces a list or table that begins here: its item, else the paragraph before."""
        return introduction(self._items[-1]) if self._items else self._draft.lead_in

    def _read_verbatim(self, element: HtmlElement) -> None:
        text = "".join(part.text for part in iterate_parts(element, self._is_left_out))
        first = self._line + len(text[: len(text) - len(text.lstrip())].split("\n")) - 1
        self._line += text.count("\n")
        text = text.strip()
        if self._keeps(element, text, 0):
            self._draft.paragraph(text, (first, first + text.count("\n")))

    def _read_definitions(self, element: HtmlElement) -> None:
        lead_in = self._read_introduction()
        term = ""
        pairs = [inner for child in element for inner in (child if child.tag == "div" else (child,))]
        for child in itertools.filterfalse(self._is_left_out, pairs):
            line = child.sourceline or self._line
            if child.tag == "dt":
                term = collect_words(child, self._is_left_out)
            elif said := collect_words(child, self._is_left_out):
                text = f"{term}: {said}" if term else said
                if self._keeps(child, text, self._measure_links(child)):
                    self._draft.bullet(text, (line, line + _count_breaks(child)), lead_in)
        self._line += _count_breaks(element)

    def _read_table(self, table: HtmlElement) -> None:
        lead_in = self._read_introduction()
        for caption in table.iterchildren("caption"):
            line = caption.sourceline or self._line
            text = collect_words(caption, self._is_left_out)
            if self._keeps(caption, text, 0):
                self._draft.paragraph(text, (line, line + _count_breaks(caption)))
        for row in read_rows(table, self._is_left_out):
            raw = " | ".join(row.values)
            if self._keeps(row.element, raw, self._measure_links(row.element)):
                line = row.element.sourceline or self._line
                lines = (line, line + _count_breaks(row.element))
                self._draft.row(row.header, row.values, lines, raw, lead_in)
            for nested in row.nested:
                self._line = max(self._line, nested.sourceline or 1)
                self._read_block(nested)
        self._line += _count_breaks(table)

    def _measure_links(self, element: HtmlElement) -> float:
        if next(element.iter("a"), None) is None:
            return 0
        return measure_links(iterate_parts(element, self._is_left_out))


def _count_breaks(element: HtmlElement) -> int:
    return sum(text.count("\n") for text in element.itertext())


def _count_trailing_breaks(text: str) -> int:
    return text[len(text.rstrip()) :].count("\n")
