"""What has been read of an article so far? Collects passages the same way for every format."""

from collections.abc import Sequence
from datetime import date

from msgspec import Struct

from knowledge.model import Kind, Passage, Problem, Unit
from knowledge.reading.protocol import MOST_PARTS
from knowledge.reading.sentences import pieces, sentences
from knowledge.reading.source import UnreadableError

_LONGEST_HEADING = 200  # characters; a heading goes along with each passage below it, so it has to be short
_LONGEST_LEAD_IN = 400
_FAR_TOO_MANY = 2 * MOST_PARTS  # of a page, some are left out again


class Oddity(Struct, frozen=True):
    """What is odd in a file that is taken up all the same: what was seen, what to do, and the line."""

    reason: str
    cure: str
    line: int | None = None


class Draft:
    """An article in the making: headings, paragraphs, bullets and rows go in as they stand in the file."""

    def __init__(self, title: str = "") -> None:
        self.title = one_line(title)
        self.published: date | None = None
        self.url: str | None = None
        self.language: str | None = None
        """ISO 639-1, in lower case; None where the article does not say."""
        self.unit = Unit.LINE
        self.passages: list[Passage] = []
        self._parts = 0
        self.warnings: list[Oddity] = []
        self._headings: list[tuple[int, str]] = []
        self._last_paragraph = ""

    def warn(self, reason: str, cure: str, line: int | None = None) -> None:
        """Note what is odd in the file, and costs no more than a part of it."""
        self.warnings.append(Oddity(reason, cure, line))

    def name_oddities(self, path: str) -> tuple[Problem, ...]:
        """Give what was noted as problems of the file at `path`."""
        return tuple(Problem(path, each.reason, each.cure, each.line) for each in self.warnings)

    def heading(self, level: int, text: str, lines: tuple[int, int]) -> None:
        """Open a section; a level-1 heading is the title where there is none yet.

        One that is too long is a paragraph: in Markdown, a line of hyphens right below makes a heading of it.
        """
        text = " ".join(text.split())
        if len(text) > _LONGEST_HEADING:
            self.paragraph(text, lines)
            return
        self._last_paragraph = ""
        if not text:
            return
        titled = level == 1 and self.title in {"", text}
        self._headings = [above for above in self._headings if above[0] < level]
        if titled:
            self.title = text
        else:
            self._headings.append((level, text))

    @property
    def section(self) -> tuple[str, ...]:
        """The headings that stand above what comes next, outermost first."""
        return tuple(text for _, text in self._headings)

    @property
    def lead_in(self) -> str:
        """The sentence that introduces a list or table, if one comes next and the paragraph ends so."""
        return introduction(self._last_paragraph) if self._last_paragraph.endswith((":", "：")) else ""

    def paragraph(self, text: str, lines: tuple[int, int]) -> None:
        """Add a paragraph; a long one is cut at sentence ends."""
        self._add(text, Kind.PARAGRAPH, lines, "")
        self._last_paragraph = text

    def bullet(self, text: str, lines: tuple[int, int], lead_in: str) -> None:
        """Add a list item's own text."""
        self._add(text, Kind.BULLET, lines, lead_in)
        self._last_paragraph = ""

    def row(
        self, header: Sequence[str], values: Sequence[str], lines: tuple[int, int], raw: str, lead_in: str
    ) -> None:
        """Add a table row, read as `header: value; header: value`; `raw` is how it stands in the file."""
        self._last_paragraph = ""
        heads = [one_line(head).rstrip(":") for head in header[: len(values)]]
        heads += [""] * (len(values) - len(heads))
        cells = tuple(zip(heads, values, strict=True))
        text = "; ".join(f"{head}: {value}" if head else value for head, value in cells if value)
        if _has_words(text):
            self._keep(Passage(text, Kind.ROW, self.section, lines, lead_in, cells, raw))

    def _add(self, text: str, kind: Kind, lines: tuple[int, int], lead_in: str) -> None:
        first, last = lines
        line, seen = first, 0
        cut = pieces(text)
        for start, end in cut:
            line += text.count("\n", seen, start)
            seen = start
            final = line + text.count("\n", start, end)
            # HTML keeps no line breaks: each piece has the lines of the whole then.
            own = (min(line, last), min(final, last)) if len(cut) > 1 and "\n" in text else lines
            if _has_words(text[start:end]):
                self._keep(Passage(text[start:end], kind, self.section, own, lead_in))

    def _keep(self, passage: Passage) -> None:
        """Add a passage; a file with far too many of them need not be read to its end."""
        self.passages.append(passage)
        self._parts += 1 + len(passage.cells)
        if self._parts > _FAR_TOO_MANY:
            reason = f"holds more than {MOST_PARTS:,} passages, cells or names"
            raise UnreadableError(reason, "Split it into smaller files.")


def one_line(text: str) -> str:
    """Put a heading, title or label on one line and within its length."""
    text = " ".join(text[: 4 * _LONGEST_HEADING].split())
    return text if len(text) <= _LONGEST_HEADING else text[: _LONGEST_HEADING - 1].rstrip() + "…"


def introduction(text: str) -> str:
    """Take a paragraph's last sentence; nothing where it is too long to go along with each item."""
    last = sentences(text[-2 * _LONGEST_LEAD_IN :])[-1:]
    return last[0] if last and len(last[0]) <= _LONGEST_LEAD_IN else ""


def _has_words(text: str) -> bool:
    return any(character.isalnum() for character in text)
