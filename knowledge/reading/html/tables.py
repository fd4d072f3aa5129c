"""What do the cells of a table say? Tells data from layout, finds the header, and reads row by row."""

import re
from collections.abc import Iterator, Sequence

from lxml.html import HtmlElement
from msgspec import Struct

from knowledge.reading.html.words import HEADINGS, Test, collect_words

_WIDEST_SPAN = 50  # columns or rows; a page may claim a billion
_WIDEST_ROW = 500  # columns
_LAYOUT = HEADINGS | {"ul", "ol", "dl", "article", "section", "main"}
_LAYOUT_ROWS = 3
_MOST_PARAGRAPHS = 2  # in a cell of data


class Row(Struct, frozen=True):
    """A row of values below the names of their columns, and the tables inside its cells."""

    element: HtmlElement
    header: Sequence[str]
    values: Sequence[str]
    nested: Sequence[HtmlElement]


def is_data(table: HtmlElement) -> bool:
    """Tell a table that holds data from one that only lays out a page."""
    if (table.get("role") or "") in {"presentation", "none"}:
        return False
    rows = list(_iterate_rows(table))
    if all(len(row) < 2 for row in rows):
        return False
    if any(cell.tag == "th" for row in rows for cell in row):
        return True
    nested = next(table.iterdescendants("table"), None) is not None
    return not nested and not (len(rows) <= _LAYOUT_ROWS and any(map(_is_laid_out, rows)))


def _is_laid_out(row: HtmlElement) -> bool:
    """Tell a row whose cells hold a text of their own: headings, lists, several paragraphs."""
    return any(
        next(cell.iter(*_LAYOUT), None) is not None or len(cell.findall("p")) > _MOST_PARAGRAPHS
        for cell in row
    )


def _iterate_rows(table: HtmlElement) -> Iterator[HtmlElement]:
    """Go through a table's own rows, and not those of tables inside its cells."""
    for child in table:
        if child.tag == "tr":
            yield child
        elif child.tag in {"thead", "tbody", "tfoot"}:
            yield from child.iterchildren("tr")


def read_rows(table: HtmlElement, is_left_out: Test) -> Iterator[Row]:
    """Read the rows of a table of data one after another; its header goes along with each."""
    rows = list(_iterate_rows(table))
    # The first row names the columns of a table that has no th at all.
    unnamed = len(rows) > 1 and not any(cell.tag == "th" for row in rows for cell in row)
    header: list[str] = []
    below: dict[int, tuple[str, int]] = {}

    def is_outside(element: HtmlElement) -> bool:
        return element.tag == "table" or is_left_out(element)

    for number, row in enumerate(rows):
        if is_left_out(row):
            continue
        names = _names_columns(row) or (unnamed and number == 0)
        names = names and (len(row) > 1 or not header)
        values, below = _read_cells(row, below, is_outside, repeated=names)
        if names:
            header = values
        else:
            yield Row(row, header, values, [] if is_flat(row) else list(_iterate_nested(row)))


def is_flat(row: HtmlElement) -> bool:
    """Tell whether no table stands in a row."""
    return next(row.iter("table"), None) is None


def _iterate_nested(row: HtmlElement) -> Iterator[HtmlElement]:
    for table in row.iter("table"):
        if next(table.iterancestors("tr")) is row:
            yield table


def _names_columns(row: HtmlElement) -> bool:
    """Tell a row that names columns: of th alone, or in thead."""
    parent = row.getparent()
    in_head = parent is not None and parent.tag == "thead"
    return in_head or all(cell.tag == "th" for cell in row)


def _read_cells(
    row: HtmlElement, above: dict[int, tuple[str, int]], is_left_out: Test, *, repeated: bool
) -> tuple[list[str], dict[int, tuple[str, int]]]:
    """Read a row, with the cells that reach down into it; and those that reach into the next one."""
    values: list[str] = []
    below: dict[int, tuple[str, int]] = {}

    def place(text: str, rows: int) -> None:
        if rows > 1:
            below[len(values)] = (text, rows - 1)
        values.append(text)

    for cell in row.iterchildren("td", "th"):
        while len(values) in above:
            place(*above[len(values)])
        if len(values) > _WIDEST_ROW:
            break
        text = collect_words(cell, is_left_out)
        rows, columns = _read_span(cell, "rowspan"), _read_span(cell, "colspan")
        for number in range(columns):
            # A header stands above all its columns; a value is said once.
            place(text if repeated or number == 0 else "", rows)
    while len(values) in above:
        place(*above[len(values)])
    return values, below


def _read_span(cell: HtmlElement, name: str) -> int:
    value = cell.get(name) or "1"
    return min(max(int(value), 1), _WIDEST_SPAN) if re.fullmatch(r"[0-9]{1,9}", value) else 1
