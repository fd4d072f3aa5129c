"""What does a Markdown file say? Turns the tokens of markdown-it-py into passages."""

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile

from markdown_it import MarkdownIt
from markdown_it.token import Token

from knowledge.reading.draft import Draft, introduction

_NOT_SAID = re.compile(r"\s*<(?:!|\?|script|style)", re.IGNORECASE)


def read_markdown(lines: list[str], draft: Draft) -> None:
    """Add what a Markdown file holds to `draft`; the first level-1 heading is its title.

    Raw HTML is recognised only to leave its tags out: nothing here is ever shown as HTML.
    """
    parser = MarkdownIt("commonmark", {"html": True}).enable("table")
    walk = _Walk(parser, lines, draft)
    tokens = iter(parser.parse("\n".join(lines)))
    for token in tokens:
        walk.take(token, tokens)


class _Walk:
    """Goes through the tokens once and knows which lists and items are open."""

    def __init__(self, parser: MarkdownIt, lines: list[str], draft: Draft) -> None:
        self._parser = parser
        self._lines = lines
        self._draft = draft
        self._lead_ins: list[str] = []  # of the open lists, outermost first
        self._items: list[str] = []  # the open items' own texts; empty until seen

    def take(self, token: Token, following: Iterator[Token]) -> None:
        """Handle one token, with as many of the following ones as belong to it."""
        match token.type:
            case "heading_open" if token.level == 0:
                text = _read_plain(next(following).children)
                self._draft.heading(int(token.tag[1:]), text, _line_numbers(token))
            case "bullet_list_open" | "ordered_list_open":
                self._lead_ins.append(self._read_introduction())
            case "bullet_list_close" | "ordered_list_close":
                self._lead_ins.pop()
            case "list_item_open":
                self._items.append("")
            case "list_item_close":
                self._items.pop()
            case "table_open":
                self._read_table(following)
            case _:
                self._add_text(self._read_inline(token), _line_numbers(token))

    def _read_introduction(self) -> str:
        """Say what introduces a list or table that begins here: its item, else the paragraph before."""
        return introduction(self._items[-1]) if self._items else self._draft.lead_in

    def _read_inline(self, token: Token) -> str:
        match token.type:
            case "inline":
                return _read_plain(token.children)
            case "fence" | "code_block":
                return token.content.strip("\n")
            case "html_block" if not _NOT_SAID.match(token.content):
                return _read_plain(self._parser.parseInline(token.content)[0].children)
            case _:
                return ""

    def _add_text(self, text: str, numbers: tuple[int, int]) -> None:
        """Add a paragraph, or an item's own text where it is the first in its item."""
        if not text:
            return
        text = _find_source(text, self._lines[numbers[0] - 1 : numbers[1]])
        if self._items and not self._items[-1]:
            self._items[-1] = text
            self._draft.bullet(text, numbers, self._lead_ins[-1])
        else:
            self._draft.paragraph(text, numbers)

    def _read_table(self, following: Iterator[Token]) -> None:
        lead_in = self._read_introduction()
        header: list[str] = []
        cells: list[str] = []
        numbers = (1, 1)
        body = False
        for token in takewhile(lambda token: token.type != "table_close", following):
            match token.type:
                case "tr_open":
                    cells, numbers = [], _line_numbers(token)
                case "inline":
                    cells.append(" ".join(_read_plain(token.children).split()))
                case "thead_close":
                    header = cells
                case "tbody_open":
                    body = True
                case "tr_close" if body:
                    raw = self._lines[numbers[0] - 1].strip()
                    self._draft.row(header, cells, numbers, raw, lead_in)
                case _:
                    pass


def _line_numbers(token: Token) -> tuple[int, int]:
    """Give a token's first and last line, counted from 1."""
    first, end = token.map or (0, 1)
    return first + 1, max(first + 1, end)


def _read_plain(tokens: Sequence[Token] | None) -> str:
    """Take the inline markup out: words stay, addresses go, a soft line break stays a line break."""
    return "".join(_read_words(token) for token in tokens or ()).strip()


def _read_words(token: Token) -> str:
    match token.type:
        case "softbreak" | "hardbreak":
            return "\n"
        case "html_inline":
            return "\n" if token.content.lower().startswith("<br") else ""
        case "image":
            return _read_plain(token.children)
        case _:
            return token.content


def _find_source(text: str, lines: list[str]) -> str:
    """Put back the indentation of the following lines where it is all that was taken out."""
    if "\n" not in text:
        return text
    raw = "\n".join(lines)
    parts = text.split("\n")
    start, end = raw.find(parts[0]), raw.rfind(parts[-1]) + len(parts[-1])
    written = raw[start:end] if start >= 0 else ""
    return written if written.split() == text.split() else text
