"""Which lines are a heading, a paragraph, an item, a row? Tells them by size, gaps, indents and marks."""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from math import inf

from knowledge.reading.draft import Draft
from knowledge.reading.pdf._lines import Line
from knowledge.reading.pdf._tables import find_columns, is_below

_LARGER = 1.12  # times the size of most letters: a line so large is a heading
_LONGEST_HEADING = 160
_GAP = 1.35  # times the usual distance of lines: a paragraph ends
_NEAR = 1.25  # times the same: a line of the same cell
_INDENT = 0.7  # of the size: the first line of a paragraph, or what belongs to an item
_SHORT = 0.82  # of the width: a line that ends earlier ends a paragraph, where it closes a sentence
_ITEM = re.compile(r"(?:[•‣▪◦●○■□–—*·∙⁃\uf0b7\uf0a7-]|\(?\d{1,3}[.)]|\(?[a-z]\))\s+(?=\S)")
_CLOSING = (".", "!", "?", ":", ";", "…", "。")
_ENDS = re.compile(r"[.!?:…。][\"'”’»)\]]*$")
_HYPHENS = ("-", "\u2010", "\xad")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)+")


class Blocks:
    """Goes through the lines of all pages and adds to a draft what they make."""

    def __init__(self, draft: Draft, pages: Sequence[Sequence[Line]]) -> None:
        self._draft = draft
        self._lines = [line for lines in pages for line in lines]
        letters = Counter[float]()
        for line in self._lines:
            letters[line.size] += len(line.text)
        self._body = letters.most_common(1)[0][0] if letters else 0.0
        self._leading = self._measure_leading()
        self._levels = self._rank_headings()
        self._widths: dict[tuple[int, int], float] = {}
        for line in self._lines:
            place = line.page, round(line.left)
            self._widths[place] = max(self._widths.get(place, 0), line.right - line.left)
        self._hyphened = {found.lower() for line in self._lines for found in _WORD.findall(line.text)}
        self._lead_in = ""

    def read(self) -> None:
        """Add headings, paragraphs, items and rows."""
        place = 0
        while place < len(self._lines):
            line = self._lines[place]
            if (level := self._level(place)) is not None:
                end = self._find_end_of_heading(place, level)
                self._draft.heading(
                    level, self._join(self._lines[place:end]), (line.page, self._lines[end - 1].page)
                )
            elif table := self._find_table(place):
                end = place + len(table)
                self._add_table(table)
            else:
                end = self._find_end(place)
                self._add_text(self._lines[place:end])
            place = end

    def _measure_leading(self) -> float:
        """Measure how far the lines of a paragraph are from each other."""
        steps = [
            line.base - above.base
            for above, line in zip(self._lines, self._lines[1:], strict=False)
            if above.page == line.page and above.size == line.size == self._body and line.base > above.base
        ]
        # Most lines stand in paragraphs, where they are nearer to each other than elsewhere.
        return sorted(steps)[len(steps) // 5] if steps else 1.2 * self._body

    def _rank_headings(self) -> dict[tuple[float, bool], int]:
        """Give the level of each size of letters that headings have; bold ones of the text's come last."""
        sizes = {line.size for line in self._lines if line.size > _LARGER * self._body}
        ranks: dict[tuple[float, bool], int] = {}
        level = 0
        for size in sorted(sizes, reverse=True):
            # Sizes that differ by less than a twentieth are one.
            level += not any(abs(other - size) < size / 20 for other, _ in ranks)
            ranks[size, True] = ranks[size, False] = level
        ranks[self._body, True] = level + 1
        return ranks

    def _level(self, place: int) -> int | None:
        """Give a line's level where it is a heading: of large letters, or bold, short and by itself."""
        line = self._lines[place]
        text = line.text
        if len(text) > _LONGEST_HEADING or not any(map(str.isalpha, text)) or _is_cut(line):
            return None
        level = self._levels.get((line.size, line.bold))
        if level is not None and line.size == self._body:
            after = self._lines[place + 1 : place + 2]
            alone = not after or not after[0].bold or after[0].base - line.base > _GAP * self._leading
            return level if alone and not text.endswith(_CLOSING) and not _ITEM.match(text) else None
        return level

    def _find_end_of_heading(self, place: int, level: int) -> int:
        end = place + 1
        while end < len(self._lines):
            above, line = self._lines[end - 1], self._lines[end]
            near = 0 < line.base - above.base < 1.5 * line.size
            if above.page != line.page or not near or self._level(end) != level or above.bold != line.bold:
                break
            end += 1
        return end

    def _find_table(self, place: int) -> list[Line]:
        """Find the rows of a table that begins here: lines of several cells, and what goes on with one."""
        rows: list[Line] = []
        for number in range(place, len(self._lines)):
            line = self._lines[number]
            if self._level(number) is not None or _ITEM.match(line.text):
                break
            row = self._take_row(rows, line)
            if row is None:
                break
            rows.append(row)
        return rows if sum(len(row.cells) > 1 for row in rows) > 1 else []

    def _take_row(self, rows: list[Line], line: Line) -> Line | None:
        """Cut a line into the cells of a row below others; None where it is none."""
        if not rows:
            return line if len(line.cells) > 1 else None
        starts = [cell.left for cell in rows[0].cells]
        cut = line.cut_at(starts)
        # Where words only happen to begin below those of the row above, not all columns have one.
        if len(line.cells) == 1 and len(cut.cells) < len(starts):
            cut = line
        if len(cut.cells) > 1:
            return cut if all(is_below(cell, rows, cut.size) for cell in cut.cells[1:]) else None
        near = abs(line.base - rows[-1].base) < _NEAR * self._leading and line.page == rows[-1].page
        return cut if near and any(abs(line.left - start) < line.size / 2 for start in starts) else None

    def _add_table(self, lines: list[Line]) -> None:
        """Add rows below their header: cells belong to the column in which they begin."""
        starts = find_columns(lines)
        rows: list[tuple[list[str], tuple[int, int]]] = []
        steps = [line.base - above.base for above, line in pairwise(lines) if line.page == above.page]
        # Where rows are further apart than lines, a line that is near to the one above goes on with its row.
        closest = 1.2 * self._leading if max(steps, default=0) > _NEAR * self._leading else 0
        base = -inf
        for line in lines:
            values = [""] * len(starts)
            for cell in line.cells:
                column = max(
                    (n for n, start in enumerate(starts) if start <= cell.left + line.size), default=0
                )
                values[column] = f"{values[column]} {cell.text}".strip()
            if rows and (len(line.cells) == 1 or abs(line.base - base) < closest):
                above, (first, _) = rows[-1]
                joined = [self._glue(one, other) for one, other in zip(above, values, strict=True)]
                rows[-1] = joined, (first, line.page)
            else:
                rows.append((values, (line.page, line.page)))
            base = line.base
        header, _ = rows.pop(0)
        lead_in = self._draft.lead_in
        for values, pages in rows:
            if values != header:  # it is repeated on each page
                said = [_clean(value) for value in values]
                self._draft.row([_clean(head) for head in header], said, pages, " | ".join(said), lead_in)
        self._lead_in = ""

    def _find_end(self, place: int) -> int:
        """Find where a paragraph or an item ends that begins here."""
        first = self._lines[place]
        is_item = _ITEM.match(first.text) is not None
        end = place + 1
        while end < len(self._lines):
            line = self._lines[end]
            if self._level(end) is not None or _ITEM.match(line.text) or self._find_table(end):
                break
            if self._is_new(self._lines[end - 1], line, first, is_item=is_item):
                break
            end += 1
        return end

    def _is_new(self, above: Line, line: Line, first: Line, *, is_item: bool) -> bool:
        """Tell whether a line begins a paragraph: below a gap, further right, or after a short line."""
        closed = _ENDS.search(above.text) is not None
        if above.page != line.page or line.base < above.base:  # another page or column
            is_full = above.right - above.left >= _SHORT * self._width(above)
            return closed or not (is_full or line.text[:1].islower() or above.text.endswith(_HYPHENS))
        if (
            line.base - above.base > _GAP * max(self._leading, line.size)
            or abs(line.size - above.size) > 0.2 * line.size
        ):
            return True
        if is_item:
            return line.left < first.left + _INDENT * line.size and closed
        if line.left - above.left > _INDENT * line.size:
            return closed
        return closed and above.right - above.left < _SHORT * self._width(line)

    def _width(self, line: Line) -> float:
        """Measure how far lines of this page go that begin where this one does."""
        return max(self._widths.get((line.page, round(line.left) + by), 0) for by in (-1, 0, 1))

    def _add_text(self, lines: list[Line]) -> None:
        text = self._join(lines)
        pages = lines[0].page, lines[-1].page
        if marker := _ITEM.match(text):
            self._lead_in = self._draft.lead_in or self._lead_in
            self._draft.bullet(text[marker.end() :], pages, self._lead_in)
        else:
            self._lead_in = ""
            self._draft.paragraph(text, pages)

    def _join(self, lines: Sequence[Line]) -> str:
        """Join lines to one text; a word that was cut at a line's end becomes whole again."""
        text = lines[0].text
        for line in lines[1:]:
            text = self._glue(text, line.text)
        return _clean(text)

    def _glue(self, text: str, line: str) -> str:
        """Join two lines; a hyphen between them stays where the same compound stands elsewhere."""
        before = text[:-1]
        if not (text.endswith(_HYPHENS) and before[-1:].isalnum()):
            return f"{text} {line}".strip()
        compound = f"{before.rpartition(' ')[2]}-{line.partition(' ')[0]}".lower().strip(".,;:!?)(")
        is_cut = before[-1:].isalpha() and line[:1].islower() and compound not in self._hyphened
        return f"{before}{line}" if is_cut else f"{before}-{line}"


def _clean(text: str) -> str:
    """Leave out the marks of hyphens that are none."""
    return text.replace("\xad", "-") if text.endswith("\xad") else text.replace("\xad", "")


def _is_cut(line: Line) -> bool:
    return len(line.cells) > 2
