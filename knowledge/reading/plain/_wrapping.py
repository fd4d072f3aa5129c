"""Was a paragraph wrapped by hand, and how wide? Tells whether a line goes on with the one above."""

from collections.abc import Container, Sequence
from itertools import pairwise

from msgspec import Struct

from knowledge.reading.plain._words import (
    ends_sentence,
    first_letter,
    goes_on,
    introduces,
    is_capital,
    is_closed,
    is_date,
    measure_indent,
)

_WIDEST = 160  # characters; a longer line is a whole paragraph, not one wrapped by hand
_LONG = 50  # characters
_LEAST = 0.5
"""The share of the width that a line within a paragraph has at least where the wrapping is uneven."""


class Wrapping(Struct, frozen=True):
    """How a run of lines is wrapped."""

    width: int = 0
    """Of the longest line; 0 where nothing shows that it was wrapped by hand."""
    slack: int = 0
    """How much room lines leave that surely go on."""
    is_shown: bool = False
    """Whether these lines show it themselves, and not only others of the text."""
    has_gaps: bool = False
    """Whether empty lines stand between the paragraphs of this text."""

    def joins(self, lines: Sequence[str], line: str) -> bool:
        """Tell whether a line goes on with the lines of a paragraph above it."""
        above = lines[-1]
        if is_date(above) or is_date(line):
            return False
        if is_capital(above):
            return is_capital(line) and not is_closed(above) and not _is_above_text(lines, line)
        if is_capital(line):
            return self.is_full(above, line)
        if goes_on(line) and not ends_sentence(above):
            return not introduces(above) or self.is_full(above, line)
        return bool(self.width) and not _is_indented(lines, line) and self._goes_on(lines, line)

    def is_full(self, line: str, after: str) -> bool:
        """Tell whether the first word of the next line had no room left on this one."""
        return bool(self.width) and measure_slack(line, after, self.width) < 0

    def _goes_on(self, lines: Sequence[str], line: str) -> bool:
        above = lines[-1]
        if self.is_full(above, line):
            return True
        if not self.is_shown or introduces(above):
            return False
        is_long = len(above.rstrip()) >= _LEAST * self.width
        if ends_sentence(above):
            return self.has_gaps and is_long
        if measure_slack(above, line, self.width) <= self.slack or is_closed(above):
            return True
        return is_long and (len(lines) > 1 or (self.has_gaps and not _has_capitals(above)))


def _is_above_text(lines: Sequence[str], line: str) -> bool:
    """Tell whether a line in capitals is rather the heading of a text in capitals."""
    return len(lines) == 1 and len(line) >= _LONG and len(line) > 2 * len(lines[0])


def _has_capitals(line: str) -> bool:
    """Tell whether most words of a line begin with a capital, as in a title."""
    words = [word for word in line.split() if word[0].isalpha()]
    return 2 * sum(word[0].isupper() for word in words) > len(words)


def _is_indented(lines: Sequence[str], line: str) -> bool:
    return measure_indent(line) > measure_indent(lines[-1])


def measure_slack(line: str, after: str, width: int) -> int:
    """Measure how many columns are left of a line behind the first word of the next one."""
    return width - len(line.rstrip()) - 1 - len(after.split(maxsplit=1)[0])


def measure_wrapping(
    texts: Sequence[str], runs: Sequence[Sequence[int]], markers: Container[int]
) -> list[Wrapping]:
    """Measure each run of lines; one that is too short to show it follows the rest of the text."""
    found = [_measure_run(texts, run, markers) for run in runs]
    common = max((wrapping.width for wrapping in found), default=0)
    gaps = _has_gaps(texts, runs, found)
    return [
        Wrapping(wrapping.width, wrapping.slack, is_shown=True, has_gaps=gaps)
        if wrapping.width
        else Wrapping(common if all(len(texts[number].rstrip()) <= common for number in run) else 0)
        for run, wrapping in zip(runs, found, strict=True)
    ]


def _measure_run(texts: Sequence[str], run: Sequence[int], markers: Container[int]) -> Wrapping:
    width = max((len(texts[number].rstrip()) for number in run if " " in texts[number].strip()), default=0)
    if not 0 < width <= _WIDEST:
        return Wrapping()
    slacks = [
        measure_slack(texts[number], texts[after], width)
        for number, after in pairwise(run)
        if after not in markers
        and not ends_sentence(texts[number])
        and _shows_wrapping(texts, number, after, width)
    ]
    if not slacks:
        return Wrapping()
    return Wrapping(width, max((slack for slack in slacks if slack < _LEAST * width), default=0))


def _shows_wrapping(texts: Sequence[str], number: int, after: int, width: int) -> bool:
    """Tell whether a line goes on on the next: with a small letter, or one of a script without capitals."""
    letter = first_letter(texts[after])
    if letter.islower():
        return not introduces(texts[number])
    is_caseless = letter.isalpha() and not letter.isupper()
    return (
        is_caseless and not is_closed(texts[number]) and measure_slack(texts[number], texts[after], width) < 0
    )


def _has_gaps(texts: Sequence[str], runs: Sequence[Sequence[int]], found: Sequence[Wrapping]) -> bool:
    """Tell whether sentences end before an empty line more often than before another paragraph's line."""
    at_end = sum(ends_sentence(texts[run[-1]]) for run in runs)
    inside = sum(
        ends_sentence(texts[number]) and measure_slack(texts[number], texts[after], wrapping.width) >= 0
        for run, wrapping in zip(runs, found, strict=True)
        if wrapping.width
        for number, after in pairwise(run)
    )
    return at_end > inside
