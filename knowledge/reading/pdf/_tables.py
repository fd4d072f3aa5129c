"""Which cells stand in one column?"""

from collections.abc import Sequence

from knowledge.reading.pdf._lines import Cell, Line


def is_below(cell: Cell, rows: Sequence[Line], size: float) -> bool:
    """Tell whether a cell begins, ends or is centred where one of the first row or of the last one does."""
    return any(
        min(abs(cell.left - other.left), abs(cell.right - other.right)) < size / 2
        or abs(cell.left + cell.right - other.left - other.right) < size
        for row in (rows[0], rows[-1])
        for other in row.cells
    )


def find_columns(lines: Sequence[Line]) -> list[float]:
    """Find where the columns of a table begin: where the cells of its fullest line do."""

    def first_left(cell: Cell) -> float:
        near = (each.left for line in lines for each in line.cells if abs(each.left - cell.left) < line.size)
        return min(near)

    return [first_left(cell) for cell in max(lines, key=lambda line: len(line.cells)).cells]
