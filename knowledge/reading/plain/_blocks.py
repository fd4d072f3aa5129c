"""Which lines belong together? Cuts a text into paragraphs, items, tables and underlined headings."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from knowledge.reading.plain._markers import Marker, find_markers
from knowledge.reading.plain._turns import Turns
from knowledge.reading.plain._words import goes_on, measure_indent
from knowledge.reading.plain._wrapping import Wrapping, measure_wrapping
from knowledge.reading.tables import Table, find_tables

LONGEST_HEADING = 120
_MARKED = re.compile(
    r" {0,3}(?:(?P<level>#{1,6})\s+(?P<title>\S.*?)[\s#]*|(?P<bars>={1,6})\s+(?P<wiki>\S.*?)\s+=+\s*)"
)
_UNDERLINE = re.compile(r"\s*([=\-~])\1{2,}\s*")


@dataclass(slots=True)
class Block:
    """Lines that belong together."""

    kind: str
    """One of text, bullet, table, heading."""
    first: int
    """The number of its first line, counted from 1."""
    lines: list[str]
    last: int
    marker: Marker | None = None
    table: Table | None = None
    depth: int = 0
    """How often it is quoted."""
    is_turn: bool = False
    """Whether it is what a speaker said, behind a name."""
    is_entry: bool = False
    """Whether it begins with a name, as others do beside it: "Owner: Anna Holm"."""
    rank: int | None = None
    """Of a heading that is marked as one: the lower the more it holds."""
    is_short: bool | None = None
    """Whether it has the length of a heading; None until it was asked."""
    gap: bool = False
    """Whether nothing stands on the line before it, or a heading ..."""
    gap_after: bool = False
    """... and on the line behind it."""
    level: int = field(default=2)

    @property
    def text(self) -> str:
        return "\n".join(self.lines).strip()

    @property
    def numbers(self) -> tuple[int, int]:
        return self.first, self.last


def split_blocks(texts: Sequence[str], depths: Sequence[int]) -> tuple[list[Block], Turns]:
    """Cut a text into blocks; what holds neither letter nor digit separates them and is left out."""
    tables = find_tables(texts)
    runs, blocks = _split_runs(texts, depths, tables)
    markers = find_markers(texts, runs)
    turns = Turns.find(texts, runs, markers.keys())
    widths = measure_wrapping(texts, runs, markers)
    for run, wrapping in zip(runs, widths, strict=True):
        blocks += _join_lines(texts, run, markers, turns, wrapping)
    for block in blocks:
        block.depth = depths[block.first - 1]
        block.is_entry = block.first - 1 in turns.entries
    blocks.sort(key=lambda block: block.first)
    _find_gaps(blocks)
    return blocks, turns


def _split_runs(
    texts: Sequence[str], depths: Sequence[int], tables: Sequence[Table]
) -> tuple[list[list[int]], list[Block]]:
    """Give the places of lines that stand together, and the blocks that are known at once."""
    runs: list[list[int]] = [[]]
    blocks: list[Block] = []
    starts = {table.first: table for table in tables}
    past = 0
    for number, line in enumerate(texts):
        if table := starts.get(number):
            past = table.last + 1
            blocks.append(Block("table", number + 1, [], past, table=table))
            runs.append([])
        if number < past:
            continue
        if not any(map(str.isalnum, line)):
            _take_underline(line, runs, blocks, texts)
            runs.append([])
            continue
        if (mark := _MARKED.fullmatch(line)) and _is_marked_heading(mark, number, texts):
            heading = mark["title"] or mark["wiki"]
            rank = len(mark["level"] or mark["bars"])
            blocks.append(Block("heading", number + 1, [heading], number + 1, rank=rank))
            runs.append([])
            continue
        if runs[-1] and depths[number] != depths[number - 1]:
            runs.append([])
        runs[-1].append(number)
    return [run for run in runs if run], blocks


def _is_marked_heading(mark: re.Match[str], number: int, texts: Sequence[str]) -> bool:
    """Tell a heading like "## Costs" from a comment in a piece of code."""
    above = texts[number - 1] if number else ""
    after = texts[number + 1] if number + 1 < len(texts) else ""
    if above.strip() or len(mark[0]) > LONGEST_HEADING or goes_on(mark["title"] or mark["wiki"]):
        return False
    return mark["level"] != "#" or not after.strip()


def _take_underline(line: str, runs: list[list[int]], blocks: list[Block], texts: Sequence[str]) -> None:
    """Make the line above a heading where this one underlines it."""
    above = runs[-1][-1] if runs[-1] else None
    mark = _UNDERLINE.fullmatch(line)
    if above is None or not mark or len(texts[above]) > LONGEST_HEADING:
        return
    heading = texts[above].strip()
    if (len(runs[-1]) > 1 and goes_on(heading)) or (
        heading.endswith((".", ",", ";")) and len(line.strip()) > len(heading) + 2
    ):
        return  # the end of a paragraph, above a rule
    if not texts[above].lstrip().startswith(("-", "*", "•", "–", "·")):
        runs[-1].pop()
        blocks.append(Block("heading", above + 1, [texts[above]], above + 2, rank="=-~".index(mark[1])))


def _join_lines(
    texts: Sequence[str], run: Sequence[int], markers: dict[int, Marker], turns: Turns, wrapping: Wrapping
) -> list[Block]:
    """Join the lines of a run that are one paragraph or item."""
    blocks: list[Block] = []
    for number in run:
        line, marker, is_turn = texts[number], markers.get(number), turns.begins(number)
        if blocks and not marker and not is_turn and _continues(blocks[-1], line, turns, wrapping):
            blocks[-1].lines.append(line)
            blocks[-1].last = number + 1
        else:
            kind = "bullet" if marker else "text"
            blocks.append(Block(kind, number + 1, [line], number + 1, marker, is_turn=is_turn))
    return blocks


def _continues(block: Block, line: str, turns: Turns, wrapping: Wrapping) -> bool:
    """Tell whether a line goes on with the block above it."""
    if block.marker and measure_indent(line) > block.marker.indent:
        return True
    if block.is_turn and len(block.lines) == 1 and turns.is_name_alone(block.lines[0]):
        return True
    if block.marker and not goes_on(line):
        return wrapping.is_full(block.lines[-1], line)
    return wrapping.joins(block.lines, line)


def _find_gaps(blocks: Sequence[Block]) -> None:
    end = -1
    for place, block in enumerate(blocks):
        above = blocks[place - 1] if place else None
        block.gap = above is None or block.first > end + 1 or above.kind == "heading"
        if above:
            above.gap_after = block.first > end + 1
        end = block.last
    if blocks:
        blocks[-1].gap_after = True
