"""What does a text without markup say? Finds its paragraphs, headings, bullets and tables.

Lines may be whole paragraphs, with or without blank lines between them, or paragraphs wrapped by hand.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby, pairwise

from knowledge.reading.dates import parse_date
from knowledge.reading.draft import Draft
from knowledge.reading.tables import cells, is_rule, row_lines

_WIDEST = 100  # characters; a longer line is a whole paragraph, not one wrapped by hand
_LONGEST_HEADING, _MOST_WORDS = 120, 18
_BULLET = re.compile(r"(\s*)(?:[-*•–·]|\d{1,3}[.)])\s+(?=\S)")
_UNDERLINE = re.compile(r"\s*([=\-~])\1{2,}\s*")
_CLOSING = ".:;,?!…。！？：；،؟"
_QUOTES = "\"'”’»)]*_"
_BYLINE = re.compile(r"(?:By|BY) [A-ZА-Я]")


@dataclass(slots=True)
class _Block:
    """Lines that belong together: a paragraph, a bullet, a table row, or a heading."""

    kind: str
    """One of text, heading, bullet, row."""
    first: int
    """Line number, counted from 1."""
    lines: list[str]

    @property
    def text(self) -> str:
        return "\n".join(self.lines).strip()

    @property
    def numbers(self) -> tuple[int, int]:
        return self.first, self.first + len(self.lines) - 1


def read_plain(lines: list[str], draft: Draft) -> None:
    """Add what the lines of a text hold to `draft`; its title is the first line where that looks like one."""
    blocks = _split_blocks(lines)
    _mark_headings(blocks)
    _take_title(blocks, draft)
    # Rows are of one table, and have one introduction, as long as nothing stands between them.
    for kind, group in groupby(blocks, key=lambda block: block.kind):
        if kind == "row":
            for table in _split_tables(list(group)):
                _add_table(table, draft)
            continue
        lead_in = draft.lead_in
        for block in group:
            if kind == "bullet":
                marker = _BULLET.match(block.lines[0])
                start = marker.end() if marker else 0
                draft.bullet("\n".join(block.lines)[start:].rstrip(), block.numbers, lead_in)
            elif kind == "heading":
                draft.heading(2, block.text, block.numbers)
            else:
                draft.paragraph(block.text, block.numbers)


def _split_blocks(lines: list[str]) -> list[_Block]:
    """Cut a text into blocks; what holds neither letter nor digit separates them and is left out."""
    rows = row_lines(lines)
    runs: list[list[int]] = [[]]
    blocks: list[_Block] = []
    for number, line in enumerate(lines):
        if rows[number]:
            blocks.append(_Block("row", number + 1, [line]))
            runs.append([])
        elif any(character.isalnum() for character in line):
            runs[-1].append(number)
        else:
            _take_underline(line, runs, blocks, lines)
            runs.append([])
    widths = [_find_wrap_width([lines[number] for number in run]) for run in runs]
    common = max(widths, default=0)
    for run, width in zip(runs, widths, strict=True):
        blocks += _join_lines(lines, run, width, common)
    return sorted(blocks, key=lambda block: block.first)


def _take_underline(line: str, runs: list[list[int]], blocks: list[_Block], lines: list[str]) -> None:
    """Make the line above a heading where this one underlines it."""
    above = runs[-1][-1] if runs[-1] else None
    if above is None or not _UNDERLINE.fullmatch(line):
        return
    if len(lines[above]) <= _LONGEST_HEADING and not _BULLET.match(lines[above]):
        runs[-1].pop()
        blocks.append(_Block("heading", above + 1, [lines[above]]))


def _find_wrap_width(run: list[str]) -> int:
    """Measure at which width a run of lines was wrapped by hand; 0 where nothing shows that it was."""
    width = max((len(line.rstrip()) for line in run if " " in line.strip()), default=0)
    if width > _WIDEST:
        return 0
    shown = any(
        not _is_closed(line)
        and not after.lstrip()[:1].isupper()
        and not _BULLET.match(after)
        and _is_full(line, after, width)
        for line, after in pairwise(run)
    )
    return width if shown else 0


def _is_full(line: str, after: str, width: int) -> bool:
    """Tell whether the first word of the next line had no room left on this one."""
    return len(line.rstrip()) + 1 + len(after.split(maxsplit=1)[0]) > width


def _join_lines(lines: list[str], run: list[int], width: int, common: int) -> Iterator[_Block]:
    """Join the lines of a run that are one paragraph or bullet."""
    if not width and all(len(lines[number].rstrip()) <= common for number in run):
        width = common  # the run is too short to show it: two lines, the second beginning with a name
    block: _Block | None = None
    for number in run:
        line = lines[number]
        if block and not _BULLET.match(line) and _continues(block, line, width):
            block.lines.append(line)
            continue
        if block:
            yield block
        block = _Block("bullet" if _BULLET.match(line) else "text", number + 1, [line])
    if block:
        yield block


def _continues(block: _Block, line: str, width: int) -> bool:
    marker = _BULLET.match(block.lines[0])
    if marker and _measure_indent(line) > len(marker[1]):
        return True
    indented = _measure_indent(line) > _measure_indent(block.lines[-1])
    return bool(width) and not indented and _is_full(block.lines[-1], line, width)


def _measure_indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _is_closed(line: str) -> bool:
    return line.rstrip().rstrip(_QUOTES).endswith(tuple(_CLOSING))


def _looks_like_heading(block: _Block) -> bool:
    text = block.text
    return (
        block.kind == "text"
        and len(block.lines) == 1
        and len(text) <= _LONGEST_HEADING
        and len(text.split()) <= _MOST_WORDS
        and not _is_closed(text)
        and any(character.isalpha() for character in text)
        and "://" not in text
        and parse_date(text) is None
    )


def _mark_headings(blocks: list[_Block]) -> None:
    """Find the headings without markup: short lines that do not end like a sentence, before longer text."""
    for place in range(len(blocks) - 2, -1, -1):
        block, after = blocks[place], blocks[place + 1]
        if _looks_like_heading(block) and _is_body(after, len(block.text)):
            block.kind = "heading"


def _is_body(block: _Block, heading: int) -> bool:
    """Tell whether a block can stand below a heading of that length."""
    if block.kind != "text":
        return block.kind != "heading"
    if _looks_like_heading(block):
        # A list of short lines: the first of two is a heading only where the second is much longer.
        return len(block.text) >= max(40, 2 * heading)
    return len(block.text) > heading or _is_closed(block.text)


def _take_title(blocks: list[_Block], draft: Draft) -> None:
    """Take the title off the top, and keep a line with the author's name below it from being a heading."""
    first = blocks[0] if len(blocks) > 1 else None
    if first and (first.kind == "heading" or _looks_like_heading(first)) and draft.title in {"", first.text}:
        draft.heading(1, first.text, first.numbers)
        del blocks[0]
    if blocks and blocks[0].kind == "heading" and _BYLINE.match(blocks[0].text):
        blocks[0].kind = "text"


def _split_tables(rows: list[_Block]) -> Iterator[list[_Block]]:
    """Tell the tables apart that stand among rows: a gap between lines ends one."""
    table: list[_Block] = []
    for row in rows:
        if table and row.first != table[-1].first + 1:
            yield table
            table = []
        table.append(row)
    yield table


def _add_table(table: list[_Block], draft: Draft) -> None:
    lead_in = draft.lead_in
    ruled = any(is_rule(row.text) for row in table)
    rows = [row for row in table if not is_rule(row.text)]
    header: list[str] = []
    if ruled or len(rows) > 1:
        header = cells(rows.pop(0).text) if rows else []
    for row in rows:
        draft.row(header, cells(row.text), row.numbers, row.text, lead_in)
