"""How is a line drawn in a terminal? As wide as it, in its colours, and without what would speak to it."""

import re
import textwrap
from collections.abc import Sequence

from msgspec import Struct

INDENT = "  "

# C0 and C1 controls would speak to the terminal, bidirectional ones reorder what stands on the line.
# The two joiners, U+200C and U+200D, stay: Persian, Hindi and many emoji are spelt with them.
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_SPACE = re.compile(r"\s+")
_COLOUR = re.compile("\x1b\\[\\dm")


def plain(text: str) -> str:
    """Return a text on one line, without what would speak to the terminal."""
    return printable(text).strip()


def printable(text: str) -> str:
    """Do the same, and keep a space at its ends."""
    return _UNPRINTABLE.sub("", _SPACE.sub(" ", text))


def align(rows: Sequence[Sequence[str]]) -> list[str]:
    """Put the cells of rows into columns as wide as they need; one in which nothing stands is left out."""
    widths = [[len(_COLOUR.sub("", cell)) for cell in row] for row in rows]
    widest = [max(column) for column in zip(*widths, strict=True)]
    padded = (
        [f"{cell}{' ' * (most - width)}" for cell, width, most in zip(row, own, widest, strict=True) if most]
        for row, own in zip(rows, widths, strict=True)
    )
    return ["  ".join(cells).rstrip() for cells in padded]


class Style(Struct, frozen=True):
    """What the place that is written to can show."""

    width: int | None
    """Columns; None where nothing is wrapped."""
    colour: bool

    def wrap(self, text: str, indent: str = "") -> str:
        """Break a text into lines that fit, each indented."""
        if self.width is None:
            return indent + text
        return textwrap.fill(
            text,
            self.width,
            initial_indent=indent,
            subsequent_indent=indent,
            break_long_words=False,  # a broken address cannot be clicked
            break_on_hyphens=False,
        )

    def bold(self, text: str) -> str:
        """Make a text stand out."""
        return f"\x1b[1m{text}\x1b[0m" if self.colour else text

    def dim(self, text: str) -> str:
        """Make a text stand back."""
        return f"\x1b[2m{text}\x1b[0m" if self.colour else text
