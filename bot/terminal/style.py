"""How is a line drawn? As wide as the terminal and in its colours, or plain."""

import textwrap
from dataclasses import dataclass

INDENT = "  "


@dataclass(frozen=True, slots=True)
class Style:
    """What the place that is written to can show."""

    width: int | None
    """Columns; None where nothing is wrapped."""
    colour: bool

    def wrapped(self, text: str, indent: str = "") -> str:
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

    def quoted(self, text: str) -> str:
        """Set a text apart from what is said of it."""
        return self.wrapped(text, INDENT)

    def small(self, text: str) -> str:
        """Set apart what is said of a quotation, less visible than it."""
        return self.dim(self.quoted(text))

    def bold(self, text: str) -> str:
        """Make a text stand out."""
        return f"\x1b[1m{text}\x1b[0m" if self.colour else text

    def dim(self, text: str) -> str:
        """Make a text stand back."""
        return f"\x1b[2m{text}\x1b[0m" if self.colour else text
