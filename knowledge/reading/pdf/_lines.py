"""Which words make a line, and in which order are lines read? Leaves out what stands on each page."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median

from msgspec import Struct

from knowledge.reading.pdf._words import Page, Word

_SAME_BASE = 0.35  # of the size of the letters: two words whose lines are nearer to each other are on one
_SCRIPT = 0.55  # the same, for an index number, which is smaller
_WIDE = 1.1  # of the size: a wider gap is one between columns or cells
_TIGHT, _WIDER = 0.45, 1.7  # of the size, and times the narrowest of the line: such a gap is one, too
_BACK = 4  # lines: as far back a word may belong, as cells are drawn one after the other
_ALIGNED = 1.0  # points
_GUTTER = 3.0  # points by which the beginnings of lines in one column may differ
_COLUMN_LINES, _COLUMN_LETTERS = 5, 22
_EDGE = 3  # lines at the top and at the bottom of a page that may be on each
_FROM = 2  # pages on which they have to be
_NUMBERED = re.compile(
    r"\W*(?:\w{1,9}\s+)?(?:\d{1,4}|[ivxl]{1,6})(?:\s*(?:/|\w{1,4})\s*\d{1,4})?\W*", re.IGNORECASE
)
_MARK = re.compile(r"[^\w\s]|\(?(?:\d{1,3}|[a-zA-Z])[.)]")
_COUNTER = re.compile(r"\d+|\b[ivxl]+\b", re.IGNORECASE)
_NUMBER = re.compile(r"(?:\d{1,2}|[A-Z])(?:\.\d{1,2}){0,4}\.?")  # of a section
_LEADERS = re.compile(r"(?:\s*[.…·]){5,}")  # dots that lead to a page's number in a table of contents


class Cell(Struct, frozen=True):
    """Words of a line with no wide gap between them."""

    words: tuple[Word, ...]

    @property
    def text(self) -> str:
        """All its words."""
        return " ".join(word.text for word in self.words)

    @property
    def left(self) -> float:
        """Where it begins."""
        return self.words[0].left

    @property
    def right(self) -> float:
        """Where it ends."""
        return self.words[-1].right


class Line(Struct, frozen=True):
    """A line on a page: its words, cut where a wide gap is."""

    cells: tuple[Cell, ...]
    page: int
    """Counted from 1."""
    base: float
    size: float
    bold: bool

    @property
    def text(self) -> str:
        """All its words."""
        return " ".join(cell.text for cell in self.cells)

    @property
    def left(self) -> float:
        """Where it begins."""
        return self.cells[0].left

    @property
    def right(self) -> float:
        """Where it ends."""
        return self.cells[-1].right

    def cut_at(self, starts: Sequence[float]) -> "Line":
        """Cut it where words begin at the columns of a table: a cell may reach up to the next one."""
        cells: list[list[Word]] = []
        for cell in self.cells:
            for place, word in enumerate(cell.words):
                if not place or any(abs(word.left - start) <= _ALIGNED for start in starts):
                    cells.append([])
                cells[-1].append(word)
        return Line(tuple(Cell(tuple(cell)) for cell in cells), self.page, self.base, self.size, self.bold)


def make_lines(pages: Sequence[Page]) -> list[list[Line]]:
    """Put the words of each page into lines, in the order of reading, without what stands on each page."""
    made = [[_close(words, number) for words in _gather(page.words)] for number, page in enumerate(pages, 1)]
    running = _find_running(made)
    return [
        _order([line for line in lines if id(line) not in running and not _LEADERS.search(line.text)])
        for lines in made
    ]


def _gather(words: Sequence[Word]) -> list[list[Word]]:
    """Put words that stand on one line together, one to the right of the other."""
    lines: list[list[Word]] = []
    for word in words:
        for line in reversed(lines[-_BACK:]):
            if _follows(line[-1], word):
                line.append(word)
                break
        else:
            lines.append([word])
    marks = [line for line in lines if len(line) == 1 and _MARK.fullmatch(line[0].text)]
    for mark in marks:
        _put_before(mark, lines)
    return [line for line in lines if line]


def _put_before(mark: list[Word], lines: list[list[Word]]) -> None:
    """Put the mark of an item before the item: it may be drawn at any other time."""
    word = mark[0]
    items = [
        line
        for line in lines
        if line
        and line is not mark
        and abs(line[0].base - word.base) <= _SAME_BASE * line[0].size
        and 0 < line[0].left - word.left <= 4 * line[0].size
    ]
    if items:
        min(items, key=lambda line: line[0].left).insert(0, word)
        mark.clear()


def _follows(before: Word, word: Word) -> bool:
    larger = max(before.size, word.size)
    near = _SAME_BASE if abs(before.size - word.size) < larger / 5 else _SCRIPT
    return abs(before.base - word.base) <= near * larger and word.left >= before.right - larger / 2


def _close(words: list[Word], page: int) -> Line:
    letters = Counter[tuple[float, bool]]()
    for word in words:
        letters[round(word.size, 1), word.bold] += len(word.text)
    (size, bold), _ = letters.most_common(1)[0]
    cells = [[words[0]]]
    narrowest = min((word.left - before.right for before, word in pairwise(words)), default=0)
    for before, word in pairwise(words):
        is_number = before is words[0] and _NUMBER.fullmatch(before.text)
        if not is_number and _is_gap(before, word, narrowest, size):
            cells.append([])
        cells[-1].append(word)
    bases = [word.base for word in words if round(word.size, 1) == size]
    return Line(
        tuple(Cell(tuple(cell)) for cell in cells),
        page,
        median(bases),
        size,
        bold and len(letters) == 1,
    )


def _is_gap(before: Word, word: Word, narrowest: float, size: float) -> bool:
    """Tell a gap between two cells from one between two words, which is as wide as others of its line."""
    gap = word.left - before.right
    if _MARK.fullmatch(before.text):
        return False
    if gap > _WIDE * size:
        return True
    return (
        gap > _TIGHT * size and gap > _WIDER * max(narrowest, 0.15 * size) and before.text[-1] not in ".!?:"
    )


def _find_running(pages: list[list[Line]]) -> set[int]:
    """Find the lines at the edges that stand on several pages in the same place, and the pages' numbers."""
    places: dict[tuple[str, int], list[Line]] = {}
    running: set[int] = set()
    for lines in pages:
        by_height = sorted(lines, key=lambda line: line.base)
        edges = {id(line): line for line in (*by_height[:_EDGE], *by_height[-_EDGE:])}
        for line in edges.values():
            places.setdefault((_COUNTER.sub("#", line.text), round(line.base / 4)), []).append(line)
        if len(lines) > 1:
            running |= {id(line) for line in by_height[-1:] if _NUMBERED.fullmatch(line.text)}
            running |= {
                id(line)
                for line in by_height[:1]
                if _NUMBERED.fullmatch(line.text) and line.text[-1:].isdigit()
            }
    for lines in places.values():
        if len({line.page for line in lines}) >= _FROM:
            running |= {id(line) for line in lines}
    return running


def _order(lines: list[Line]) -> list[Line]:
    """Read columns that are drawn line by line one after the other; other lines stay as they are drawn."""
    ordered: list[Line] = []
    for run in _find_columns(lines):
        for column in range(max(len(line.cells) for line in run) if len(run) > 1 else 0):
            ordered += [_take_cell(line, column) for line in run if column < len(line.cells)]
        ordered += run if len(run) == 1 else []
    return ordered


def _take_cell(line: Line, column: int) -> Line:
    return Line((line.cells[column],), line.page, line.base, line.size, line.bold)


def _find_columns(lines: list[Line]) -> Iterator[list[Line]]:
    """Cut lines into runs that are columns side by side, and single lines."""
    place = 0
    while place < len(lines):
        end = place + 1
        while end < len(lines) and _is_beside(lines[place], lines[end]):
            end += 1
        run = lines[place:end]
        letters = [len(cell.text) for line in run for cell in line.cells]
        is_columns = len(run) >= _COLUMN_LINES and median(letters) >= _COLUMN_LETTERS
        if is_columns and len(run[0].cells) > 1:
            yield run
        else:
            yield from ([line] for line in run)
        place = end


def _is_beside(first: Line, line: Line) -> bool:
    """Tell whether two lines are cut in the same places."""
    return len(first.cells) == len(line.cells) and all(
        abs(one.left - other.left) <= _GUTTER
        for one, other in zip(first.cells[1:], line.cells[1:], strict=True)
    )
