"""Which lines stand in columns? Reads tables that were pasted with tabs, or typed with spaces."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

_TAB_INSIDE = re.compile(r"\S *\t\s*\S")
_GAP = re.compile(r"[^\s.?!:;,] {2,}(?=\S)|\S {3,}(?=\S)")
"""What parts two cells: two spaces may also stand between two sentences."""
_RULE = re.compile(r"[-=_+ ]*[-=_]{3}[-=_+ ]*")
_MARKED = re.compile(r"\s*(?:[^\w\s]|[(\[]?\w{1,4}[.)\]]|o)\s*\Z")
"""A first cell that is no more than the bullet or number of a list."""
_ITEM = re.compile(r"\s*[-*•–—·+o] \S")
_WIDEST = 200  # characters
_MOST_WORDS = 6
_ALIGNED = 0.7
"""The share of a column's cells that begin, or end, at its edge."""


class Grid(NamedTuple):
    """Rows in columns, on the lines from `first` to `last`; each with the places of its own lines."""

    first: int
    last: int
    rows: list[tuple[tuple[int, int], list[str]]]
    has_header: bool


def read_tabbed(lines: Sequence[str], start: int, end: int) -> Iterator[Grid]:
    """Read the tables between two places whose cells are parted by tabs."""
    for first, last in _group([bool(_TAB_INSIDE.search(line)) for line in lines[start:end]], start):
        rows = _split_tabs(lines[first : last + 1])
        if _is_table(rows):
            numbered = [((first + place, first + place), row) for place, row in enumerate(rows)]
            yield Grid(first, last, numbered, _has_header(rows))


def _group(belongs: Sequence[bool], start: int) -> Iterator[tuple[int, int]]:
    """Give the first and last places of each two or more lines in a row that belong to a table."""
    begin = 0
    for place, does in enumerate((*belongs, False)):
        if not does:
            if place - begin > 1:
                yield start + begin, start + place - 1
            begin = place + 1


def _split_tabs(lines: Sequence[str]) -> list[list[str]]:
    if all(line.startswith("\t") for line in lines):
        lines = [line.lstrip("\t") for line in lines]
    single = [[cell.strip() for cell in line.rstrip().split("\t")] for line in lines]
    if len({len(row) for row in single}) == 1 and all(single[0][1:]):
        return single
    # Several tabs in a row align, where each stands for a cell in no line.
    several = [[cell.strip() for cell in re.split(r"\t+", line.strip())] for line in lines]
    is_even = len({len(row) for row in several}) == 1
    return several if is_even else single


def _is_table(rows: Sequence[Sequence[str]]) -> bool:
    """Tell rows from the items of a list, and from lines like "Place:⇥Harbour"."""
    if all(len(row) == 2 and row[0].endswith(":") for row in rows):
        return False
    return not all(_MARKED.match(row[0]) for row in rows if row[0])


def _has_header(rows: Sequence[Sequence[str]]) -> bool:
    """Tell whether the first row names the columns: short words, and no number but a year among them."""
    head = rows[0]
    if len(rows) < 2 or len(head) < max(map(len, rows)) - 1 or not all(head[1:]) or not any(head):
        return False
    named = [cell for cell in head if cell]
    if any(len(cell.split()) > _MOST_WORDS or cell.endswith((".", "!", ";", ",")) for cell in named):
        return False
    if any(not cell[0].isalpha() and not _is_year(cell) and cell[0] not in "#№%(€$£" for cell in named):
        return False
    capital = [cell[0].isupper() for cell in named if cell[0].isalpha()]
    if any(capital):
        return all(capital)
    # Of words in small letters only the first of a column that goes on otherwise is its name.
    return not any(cell[:1].islower() for row in rows[1:] for cell in row)


def _is_year(cell: str) -> bool:
    return len(cell) == 4 and cell.isdigit()


def read_aligned(lines: Sequence[str], start: int, end: int) -> Iterator[Grid]:
    """Read the tables between two places whose columns are typed with spaces."""
    gapped = [
        len(line) <= _WIDEST
        and "\t" not in line
        and bool(_GAP.search(line.strip()))
        and not _ITEM.match(line)
        for line in lines[start:end]
    ]
    for first, last in _extend(lines, start, gapped):
        grid = _read_grid(lines, first, last)
        if grid:
            yield grid


def _extend(lines: Sequence[str], start: int, gapped: Sequence[bool]) -> Iterator[tuple[int, int]]:
    """Group the lines with gaps, the rules between them, and the lines that go on in a later column."""
    belongs = list(gapped)
    left = 0
    for place, line in enumerate(lines[start : start + len(gapped)]):
        indent = len(line) - len(line.lstrip())
        if gapped[place]:
            gap = _GAP.search(line.strip())
            left = indent + (gap.end() if gap else 0)
        elif len(line) <= _WIDEST and "\t" not in line and place and belongs[place - 1]:
            belongs[place] = bool(_RULE.fullmatch(line.strip())) or indent >= left > 0
    return _group(belongs, start)


def _read_grid(lines: Sequence[str], first: int, last: int) -> Grid | None:
    rules = {place: True for place in range(first, last + 1) if _RULE.fullmatch(lines[place].strip())}
    texts = {place: lines[place] for place in range(first, last + 1) if place not in rules}
    columns = _find_columns(list(texts.values()))
    rows: list[tuple[tuple[int, int], list[str]]] = []
    for place, text in texts.items():
        row = [text[begin:end].strip() for begin, end in columns]
        if rows and not row[0] and sum(map(bool, row)) < len(columns) and place - 1 not in rules:
            above = rows[-1]
            joined = [f"{one} {two}".strip() for one, two in zip(above[1], row, strict=True)]
            rows[-1] = ((above[0][0], place), joined)
        else:
            rows.append(((place, place), row))
    bare = [row for _, row in rows]
    filled = sum(sum(map(bool, row)) > 1 for row in bare)
    if (
        len(columns) < 2
        or filled < 2
        or not _is_table(bare)
        or not _is_aligned(list(texts.values()), columns)
    ):
        return None
    is_ruled = rows[0][0][1] + 1 in rules
    return Grid(first, last, rows, len(rows) > 1 and (is_ruled or _has_header(bare)))


def _find_columns(texts: Sequence[str]) -> list[tuple[int, int]]:
    """Find where the columns begin and end: between them at least two places are empty in all lines."""
    taken = 0
    for text in texts:
        # As a number with a bit for each place: a hundred thousand lines are laid over each other at once.
        taken |= int(re.sub(r"\s", "0", re.sub(r"\S", "1", text))[::-1] or "0", 2)
    places = f"{taken:b}"[::-1]
    edges = [found.span() for found in re.finditer("1+(?:01+)*", places)]
    return [(begin, after) for (begin, _), (after, _) in pairwise([*edges, (_WIDEST * 8, 0)])]


def _is_aligned(texts: Sequence[str], columns: Sequence[tuple[int, int]]) -> bool:
    """Tell whether most cells of each column begin, or end, at one place."""
    for begin, end in columns:
        cells = [text[begin:end] for text in texts if text[begin:end].strip()]
        starts = [len(cell) - len(cell.lstrip()) for cell in cells]
        ends = [len(cell.rstrip()) for cell in cells]
        if max(max(Counter(side).values()) for side in (starts, ends)) < _ALIGNED * len(cells):
            return False
    return True
