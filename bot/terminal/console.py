"""How does a message look in a terminal? In colour and wrapped there, plain where the output is piped.

A quotation is indented, and its source stands below it after a dash. Nothing is shortened or left out, and
buttons are not shown.
"""

import os
import shutil
from collections.abc import Sequence
from typing import TextIO

from bot.commands import PREFIX
from bot.terminal.style import INDENT, Style, align, plain, printable
from bot.terminal.why import why_lines
from bot.wording.catalogue import ENGLISH, read_catalogue, translate
from bot.wording.message import Block, Entry, Gap, Line, Listing, Message, Quote, Source
from bot.wording.spans import (
    Ago,
    Bold,
    Channel,
    CommandName,
    Day,
    Jump,
    Link,
    Moment,
    Name,
    Phrase,
    Span,
    Struck,
    Text,
)
from knowledge.answering.explanation import Explanation

__all__ = ["Console", "plain"]

_WIDEST = 100
_MANY_FILES = 20


class Console:
    """Draws messages for people."""

    def __init__(self, out: TextIO) -> None:
        """Write to `out`."""
        self.out = self._out = out
        self.interactive = out.isatty()
        columns = min(shutil.get_terminal_size().columns, _WIDEST)
        self._style = Style(
            columns if self.interactive else None,
            self.interactive and not os.environ.get("NO_COLOR"),
        )

    def say(self, *lines: str) -> None:
        """Print lines."""
        print(*lines, sep="\n", file=self._out, flush=True)

    def show(self, message: Message) -> None:
        """Print a message: its blocks and its note."""
        message = translate(message, read_catalogue(ENGLISH))
        blocks = [*message.blocks, *([message.note] if message.note else [])]
        self.say(*(each for block in blocks for each in self._draw(block)))

    def progress(self, done: int, total: int) -> None:
        """Keep one line on a terminal saying how many files are read."""
        if self.interactive and total >= _MANY_FILES:
            end = "\r" if done < total else "\r\x1b[K"
            print(f"Reading {done:,} of {total:,} files", end=end, file=self._out, flush=True)

    def why(self, explanations: Sequence[Explanation]) -> None:
        """Print why an answer is what it is."""
        self.say(*(self._style.dim(self._style.wrap(each, INDENT)) for each in why_lines(explanations)))

    def _draw(self, block: Block) -> list[str]:
        style = self._style
        match block:
            case Line():
                text = style.wrap(self._line(block))
                return [style.dim(text) if block.small else text]
            case Quote():
                return [style.wrap(self._quote(block), INDENT)]
            case Source(link, facts, label):
                where = ", ".join(self._phrase(each) for each in ((Name(link.title),), *facts))
                address = f" {plain(link.url)}" if link.url else ""
                name = f"{label}: " if label else ""
                return [style.dim(style.wrap(f"— {name}{where}{address}", INDENT))]
            case Gap():
                return []
            case Entry(blocks):
                return [each for part in blocks for each in self._draw(part)]
            case Listing():
                heading = [self._phrase(block.heading)] if block.heading else []
                return heading + self._items(block)

    def _items(self, listing: Listing) -> list[str]:
        """Draw a listing, its lines in columns."""
        rows = iter(align([self._cells(each) for each in listing.items if isinstance(each, Line)]))
        indent = INDENT if listing.heading else ""
        return [
            line
            for item in listing.items
            for line in ([f"{indent}{next(rows)}"] if isinstance(item, Line) else self._draw(item))
        ]

    def _cells(self, line: Line) -> list[str]:
        """Part a line into its name, its first fact, and the rest."""
        first, *rest = map(self._phrase, line.facts or ((),))
        return [self._phrase(line.name), first, self._style.dim(", ".join(rest)) if rest else ""]

    def _line(self, line: Line) -> str:
        facts = ", ".join(self._phrase(each) for each in line.facts)
        return ": ".join(filter(None, [self._phrase(line.name), facts]))

    def _quote(self, quote: Quote) -> str:
        """Put a quotation on one line, its sentence in bold."""
        text, sentence = plain(quote.text), plain(quote.sentence)
        if sentence:
            text = text.replace(sentence, self._style.bold(sentence), 1)
        name = f"{plain(quote.name)}: " if quote.name else ""
        return f"{'• ' * quote.is_item}{name}{text}"

    def _phrase(self, spans: Phrase) -> str:
        return "".join(map(self._span, spans))

    def _span(self, span: Span) -> str:
        match span:
            case str() | Text():
                return printable(span if isinstance(span, str) else span.key)
            case Name(text) | Struck(text):
                return f"not: {plain(text)}" if isinstance(span, Struck) else plain(text)
            case Bold(text):
                return self._style.bold(plain(text))
            case Day(on):
                return f"{on.day} {on:%B %Y}"
            case Ago():
                return str(span)
            case Moment(at):
                return f"{at.day} {at:%B %Y, %H:%M %Z}"
            case Link(title, url):
                return f"{plain(title)} {plain(url)}" if url else plain(title)
            case Channel() | Jump():
                return f"#{span.number}" if isinstance(span, Channel) else span.address
            case CommandName(name, takes):
                return plain(f"{PREFIX}{name} {takes.upper()}")
