"""Where are the tables in plain text? Finds `| piped | rows |`, and columns of tabs or spaces."""

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct

from knowledge.reading.columns import read_aligned, read_tabbed

_BAR = re.compile(r"(?<!\\)\|")
_RULE_MARKS = frozenset("|+:-= \t")


class Row(Struct, frozen=True):
    """A row of a table: its cells, and the lines that it stands on."""

    first: int
    last: int
    """The places of its first and its last line, both included."""
    cells: list[str]


class Table(Struct, frozen=True):
    """A header, where there is one, and the rows below it, on the lines from `first` to `last`."""

    first: int
    last: int
    header: Row | None
    rows: list[Row]


def find_tables(lines: Sequence[str]) -> list[Table]:
    """Find the tables among the lines of a text, in order."""
    found: list[Table] = []
    start = 0
    is_row = row_lines(lines)
    for end in range(len(lines) + 1):
        if end == len(lines) or is_row[end] or not lines[end].strip():
            if end > start + 1:
                found += _find_columns(lines, start, end)
            start = end + 1
    found += _find_piped(lines, is_row)
    return sorted(filter(_has_words, found), key=lambda table: table.first)


def _has_words(table: Table) -> bool:
    return any(any(map(str.isalnum, cell)) for row in table.rows for cell in row.cells)


def is_rule(line: str) -> bool:
    """Tell whether a line only draws the border of a table: `|---|---|`."""
    marks = set(line)
    return marks <= _RULE_MARKS and bool(marks & {"-", "="}) and bool(marks & {"|", "+"})


def cells(line: str) -> list[str]:
    r"""Split a row into its cells; `\\|` stands for a bar inside one."""
    parts = _BAR.split(line.strip())
    if parts and not parts[0].strip():
        del parts[0]
    if parts and not parts[-1].strip():
        del parts[-1]
    return [part.replace("\\|", "|").strip() for part in parts]


def row_lines(lines: Sequence[str]) -> list[bool]:
    """Tell for each line whether it belongs to a table with bars.

    A line that begins with a bar does; one with bars inside only next to a line with as many.
    """
    bars = [len(_BAR.findall(line)) if "|" in line else 0 for line in lines]
    around = [0, *bars, 0]
    return [
        (bool(count) or "+" in line)
        and (
            is_rule(line)
            or (count > 0 and (line.lstrip().startswith("|") or count in (around[place], around[place + 2])))
        )
        for place, (line, count) in enumerate(zip(lines, bars, strict=True))
    ]


def _find_piped(lines: Sequence[str], is_row: Sequence[bool]) -> Iterator[Table]:
    start = 0
    for end in range(len(lines) + 1):
        if end < len(lines) and is_row[end]:
            continue
        if end > start:
            yield _read_piped(lines, start, end)
        start = end + 1


def _read_piped(lines: Sequence[str], start: int, end: int) -> Table:
    rules = [is_rule(lines[place]) for place in range(start, end)]
    rows = [Row(place, place, cells(lines[place])) for place in range(start, end) if not rules[place - start]]
    return _split_header(start, end - 1, rows, has_header=any(rules) or len(rows) > 1)


def _split_header(first: int, last: int, rows: list[Row], *, has_header: bool) -> Table:
    """Take the header off the rows, unless there is nothing below it."""
    has_body = any(any(map(str.isalnum, cell)) for row in rows[1:] for cell in row.cells)
    if has_header and has_body:
        return Table(first, last, rows[0], rows[1:])
    return Table(first, last, None, rows)


def _find_columns(lines: Sequence[str], start: int, end: int) -> Iterator[Table]:
    """Find the tables without bars among lines that stand together."""
    for first, last, grid, has_header in (
        *read_tabbed(lines, start, end),
        *read_aligned(lines, start, end),
    ):
        rows = [Row(*numbers, cells) for numbers, cells in grid]
        yield _split_header(first, last, rows, has_header=has_header)
