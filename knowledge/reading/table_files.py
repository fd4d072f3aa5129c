"""What do the rows of a CSV or TSV file say? Each becomes a passage; its columns are named at the top."""

import csv
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from itertools import islice
from typing import TYPE_CHECKING

from msgspec import Struct

from knowledge.reading.draft import Draft, one_line
from knowledge.reading.front_matter import take_top_lines
from knowledge.reading.source import UnreadableError

if TYPE_CHECKING:
    from _csv import Reader

_DELIMITERS = ",;\t|"
_SAMPLE = 50  # records looked at to tell the delimiter
_NAMED = re.compile(r"sep=(.)", re.IGNORECASE)  # what a spreadsheet writes for itself
_NUMBER = re.compile(r"[\W\d_]+")  # no letter: a number, a date, an amount, nothing


class _Record(Struct, frozen=True):
    """A row, and the lines of the file on which it stands."""

    cells: tuple[str, ...]
    lines: tuple[int, int]

    @property
    def filled(self) -> list[str]:
        return [cell for cell in self.cells if cell]


def read_table_file(text: str, draft: Draft) -> None:
    """Add the rows of a table; what stands above it is its title, its date, and what introduces it."""
    lines = text.rstrip("\n").split("\n")
    named = _NAMED.fullmatch(lines[0].strip())
    if named:
        lines[0] = ""
    records = _parse(lines, named[1] if named else _tell_delimiter(lines), draft)
    widths = Counter(len(each.cells) for each in records)
    usual = max(widths, key=lambda width: (widths[width], width), default=0)
    start = next((place for place, each in enumerate(records) if len(each.filled) >= min(usual, 2)), 0)
    _read_above(records[:start], draft)
    table = records[start:]
    header = table.pop(0).cells if _has_header(table) else ()
    lead_in = draft.lead_in
    for each in table:
        first, last = each.lines
        draft.row(header, each.cells, each.lines, "\n".join(lines[first - 1 : last]).strip(), lead_in)


def _tell_delimiter(lines: list[str]) -> str:
    """Choose what cuts most rows into the same number of cells, more than one."""

    def score(delimiter: str) -> tuple[int, int]:
        counts = Counter[int]()
        with suppress(csv.Error):
            for row in islice(csv.reader(_end(lines), delimiter=delimiter), _SAMPLE):
                counts[len(row)] += len(row) > 1
        return max(((rows, width) for width, rows in counts.items()), default=(0, 0))

    return max(_DELIMITERS, key=score)


def _end(lines: list[str]) -> Iterator[str]:
    """Give lines with their ends, as a quoted cell may hold some."""
    return (f"{line}\n" for line in lines)


def _parse(lines: list[str], delimiter: str, draft: Draft) -> list[_Record]:
    """Cut lines into records; quotes that do not match are no quotes: one would take in all that follows."""
    try:
        return _cut(csv.reader(_end(lines), delimiter=delimiter, strict=True))
    except csv.Error as error:
        draft.warn(f"has quotes that do not match ({error})", "Double each quote inside a quoted cell.")
    try:
        return _cut(csv.reader(_end(lines), delimiter=delimiter, quoting=csv.QUOTE_NONE))
    except csv.Error as error:
        raise UnreadableError(f"is no table: {error}", "Save it as CSV again.") from error


def _cut(reader: "Reader") -> list[_Record]:
    """Take the records that say anything, each cell on one line, with the lines on which they stand."""
    records: list[_Record] = []
    first = 1
    for row in reader:
        last = reader.line_num
        cells = tuple(" ".join(cell.split()) for cell in row)
        if any(cells):
            records.append(_Record(cells, (first, last)))
        first = last + 1
    return records


def _has_header(table: list[_Record]) -> bool:
    """Tell whether the first of several rows names the columns: with words, and no two the same."""
    if len(table) < 2:
        return False
    names = table[0].filled
    return len(set(names)) == len(names) and not any(map(_NUMBER.fullmatch, names))


def _read_above(records: list[_Record], draft: Draft) -> None:
    """Read the lines above a table: the first is its title, unless they say that themselves."""
    texts = take_top_lines([" ".join(each.filled) for each in records], draft)
    for each, text in zip(records, texts, strict=True):
        text = text.lstrip("# ")
        if text and not draft.title:
            draft.title = one_line(text)
        elif text:
            draft.paragraph(text, each.lines)
