"""How do the paragraphs of an office's document hang together? Headings, nested lists, rows and footnotes."""

import re
from collections.abc import Sequence

from msgspec import Struct

from knowledge.reading.draft import Draft, introduction

_TYPED_MARK = re.compile(r"[•‣▪◦●○■·–—*-]\s+(?=\S)")
_CLOSING = (".", ":", ";", ",", "!", "?", "…", "。")
_LONGEST_BOLD = 120
_WIDEST = 50  # columns; a file may claim a billion
_BOLD_LEVEL = 9  # below all headings that are marked as such


class Piece(Struct, frozen=True):
    """Letters of a paragraph that look the same."""

    text: str
    struck: bool = False
    bold: bool = False


class Cell(Struct, frozen=True):
    """A cell of a table, and how many columns it takes."""

    text: str
    columns: int = 1
    continues: bool = False
    """Whether it is a part of the cell above."""


class Row(Struct, frozen=True):
    """A row of a table, and the numbers of its first and last paragraph."""

    cells: tuple[Cell, ...]
    numbers: tuple[int, int]


def join_pieces(pieces: Sequence[Piece]) -> str:
    """Give a paragraph's text: without what is struck out, or with its marks where that is all."""
    kept = "".join(piece.text for piece in pieces if not piece.struck)
    if kept.strip():
        return kept.strip()
    gone = "".join(piece.text for piece in pieces if piece.struck).strip()
    return f"~~{gone}~~" if gone else ""


class Outline:
    """Adds blocks to a draft, and knows which items of lists are open."""

    def __init__(self, draft: Draft) -> None:
        self._draft = draft
        self._open: list[
            tuple[int, str, str]
        ] = []  # level, what introduces the list, the item's last sentence
        self._notes: list[tuple[str, int]] = []

    def heading(self, level: int, pieces: Sequence[Piece], number: int) -> None:
        """Open a section."""
        self.finish()
        self._draft.heading(level, join_pieces(pieces), (number, number))

    def paragraph(self, pieces: Sequence[Piece], number: int, level: int | None = None) -> None:
        """Add a paragraph; with a level, from 0, it is an item of a list."""
        text = join_pieces(pieces)
        if not text:
            return
        if level is None and (marker := _TYPED_MARK.match(text)):
            level, text = 0, text[marker.end() :]
        if level is not None:
            self._add_item(level, text, number)
        elif _is_heading(text, pieces):
            self.heading(_BOLD_LEVEL, pieces, number)
        else:
            self._open.clear()
            self._draft.paragraph(text, (number, number))

    def _add_item(self, level: int, text: str, number: int) -> None:
        lead_in = self._draft.lead_in
        while self._open and self._open[-1][0] > level:
            self._open.pop()
        if self._open and self._open[-1][0] == level:
            lead_in = self._open.pop()[1]
        elif self._open:
            lead_in = self._open[-1][2]
        self._open.append((level, lead_in, introduction(text)))
        self._draft.bullet(text, (number, number), lead_in)

    def table(self, rows: Sequence[Row]) -> None:
        """Add a table's rows below their header, which the first of several is."""
        self._open.clear()
        lead_in = self._draft.lead_in
        spread: list[list[str]] = []
        for row in rows:
            is_header = len(rows) > 1 and not spread
            spread.append(_spread(row.cells, spread[-1] if spread else [], repeated=is_header))
        header = spread[0] if len(spread) > 1 else []
        for row, values in list(zip(rows, spread, strict=True))[bool(header) :]:
            self._draft.row(header, values, row.numbers, " | ".join(values), lead_in)

    def note(self, text: str, number: int) -> None:
        """Keep a footnote until the section ends, below which it is to stand."""
        self._notes.append((text, number))

    def finish(self) -> None:
        """Add what is still to come."""
        self._open.clear()
        for text, number in self._notes:
            self._draft.paragraph(text, (number, number))
        self._notes.clear()


def _is_heading(text: str, pieces: Sequence[Piece]) -> bool:
    """Tell a short line that is bold all through, which many write instead of a heading."""
    is_bold = all(piece.bold for piece in pieces if piece.text.strip())
    return is_bold and len(text) <= _LONGEST_BOLD and "\n" not in text and not text.endswith(_CLOSING)


def _spread(cells: Sequence[Cell], above: Sequence[str], *, repeated: bool) -> list[str]:
    """Give a row's values by column: a header stands above all its columns, and a value is said once."""
    values: list[str] = []
    for cell in cells:
        text = cell.text
        if cell.continues and len(values) < len(above):
            text = above[len(values)]
        columns = min(cell.columns, _WIDEST)
        values += [text] * columns if repeated else [text, *([""] * (columns - 1))]
    return values[:_WIDEST]
