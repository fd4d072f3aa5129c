"""Where are the cells of a table of reStructuredText? Its columns are drawn, or ruled above and below."""

import re
from typing import TypeAlias

from msgspec import Struct

_GRID = re.compile(r"\+(?:[-=]+\+)+\s*")
_SIMPLE = re.compile(r"=+(?:\s+=+)+\s*")


class Line(Struct, frozen=True):
    """A line of the file, moved to the left where what it stands in is indented."""

    number: int
    """Counted from 1."""
    text: str


Table: TypeAlias = tuple[list[str], list[tuple[list[str], tuple[int, int]]], int]
"""The header, the rows with the lines on which they stand, and where the next block begins."""


def is_grid(text: str) -> bool:
    """Tell whether a line draws the border of a table: `+---+---+`."""
    return _GRID.fullmatch(text) is not None


def is_simple(text: str) -> bool:
    """Tell whether a line rules the columns of a table: `===  ===`."""
    return _SIMPLE.fullmatch(text) is not None


def measure_indent(text: str) -> int:
    """Count the spaces before a line's first word."""
    return len(text) - len(text.lstrip())


def read_grid(lines: list[Line], place: int) -> Table:
    """Read a table whose cells are drawn; a cell that spans others is taken for the first of them."""
    columns = [found.span() for found in re.finditer(r"[-=]+", lines[place].text)]
    header: list[str] = []
    rows: list[tuple[list[str], tuple[int, int]]] = []
    gathered: list[Line] = []
    after = place
    while after < len(lines) and lines[after].text[:1] in {"+", "|"}:
        line = lines[after]
        after += 1
        if line.text.startswith("|"):
            gathered.append(line)
            continue
        if gathered:
            rows.append(_join(gathered, columns))
            gathered = []
        if "=" in line.text and rows and not header:
            header = rows.pop()[0]
            rows.clear()
    if gathered:
        rows.append(_join(gathered, columns))
    return header, rows, after


def read_simple(lines: list[Line], place: int) -> Table:
    """Read a table ruled above, below its header, and at its end; what has no first cell goes on."""
    columns = [found.span() for found in re.finditer(r"=+", lines[place].text)]
    columns[-1] = columns[-1][0], 10**6
    rules = [place]
    after = place + 1
    while after < len(lines):
        if is_simple(lines[after].text):
            rules.append(after)
            if len(rules) > 2 or after + 1 >= len(lines) or not lines[after + 1].text.strip():
                break
        after += 1
    end = rules[-1] if len(rules) > 1 else after
    body = rules[1] + 1 if len(rules) > 2 else place + 1
    above = lines[place + 1 : rules[1]] if len(rules) > 2 else []
    header = _join(above, columns)[0] if above else []
    rows: list[list[Line]] = []
    for line in lines[body:end]:
        if not line.text.strip() or set(line.text) <= {"-", " "}:
            continue
        if rows and not line.text[slice(*columns[0])].strip():
            rows[-1].append(line)
        else:
            rows.append([line])
    return header, [_join(row, columns) for row in rows], end + 1


def _join(lines: list[Line], columns: list[tuple[int, int]]) -> tuple[list[str], tuple[int, int]]:
    """Join what stands in each column of a row's lines."""
    values = [" ".join(" ".join(line.text[first:last] for line in lines).split()) for first, last in columns]
    return values, (lines[0].number, lines[-1].number)
