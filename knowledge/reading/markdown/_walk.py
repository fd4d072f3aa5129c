"""Which passages do the tokens make? Goes through them once, and knows which lists and items are open."""

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import takewhile

from markdown_it.token import Token

from knowledge.reading.draft import Draft, introduction, one_line
from knowledge.reading.markdown._inline import Words, is_picture, read_heading, read_words

_SENTENCE = re.compile(r".*[.…。][\"'”’»)\]*_]{0,3}", re.DOTALL)
_CALLOUT = re.compile(r"\[!\w[\w-]*(?:\|[^\]\n]*)?\][+-]?[ \t]*\n?")
_DRAWN = frozenset(
    "mermaid plantuml puml dot graphviz dataview dataviewjs query chart vega vega-lite".split()
)
"""What a block of code draws or looks up, and does not say."""
_COMMENT = re.compile(r"<!--.*?-->")
_HTML = re.compile(r"\s*</?[a-z!][^>]*>", re.IGNORECASE)


class Walk:
    """Goes through the tokens of a file."""

    def __init__(self, lines: list[str], draft: Draft, environment: Mapping[str, object]) -> None:
        self._lines = lines
        self._draft = draft
        self._environment = environment
        self._lead_ins: list[str] = []  # of the open lists, outermost first
        self._items: list[str] = []  # the open items' own texts; empty until seen
        self._quotes = 0  # the open ones
        self._terms: list[str] = []  # of the open lists of definitions; empty until seen
        self._defining = False  # whether the first words of a definition come next

    def read(self, tokens: Sequence[Token]) -> None:
        """Add what the tokens say to the draft."""
        following = iter(_join_html(tokens))
        for place, token in enumerate(following):
            self._take(token, following)
            if place == 0 and not self._draft.title and _is_alone(tokens):
                # It may be a heading like others, too: "Done".
                self._draft.title = one_line(" ".join(self._draft.section))

    def _take(self, token: Token, following: Iterable[Token]) -> None:
        """Handle one token, with as many of the following ones as belong to it."""
        match token.type:
            case "heading_open" if token.level == 0:
                self._read_heading(token, next(iter(following)))
            case "table_open":
                self._read_table(following)
            case "html_block":
                from knowledge.reading.markdown._embedded import read_embedded

                read_embedded(token.content, _line_numbers(token)[0], self._draft)
            case "inline":
                self._read_inline(token)
            case "fence" if token.info.split(maxsplit=1)[:1] and token.info.split()[0].lower() in _DRAWN:
                pass
            case "fence" | "code_block":
                self._read_code(token)
            case "math_block" | "math_block_label":
                self._add_text(f"$${token.content}$$", _line_numbers(token))
            case _:
                self._follow_nesting(token)

    def _follow_nesting(self, token: Token) -> None:
        match token.type:
            case "bullet_list_open" | "ordered_list_open":
                self._lead_ins.append(self._read_introduction())
            case "bullet_list_close" | "ordered_list_close":
                self._lead_ins.pop()
            case "list_item_open":
                self._items.append("")
            case "list_item_close":
                self._items.pop()
            case "blockquote_open" | "blockquote_close":
                self._quotes += token.nesting
            case "dl_open":
                self._lead_ins.append(self._read_introduction())
                self._terms.append("")
            case "dl_close":
                self._lead_ins.pop()
                self._terms.pop()
            case "dt_open":
                self._terms[-1], self._defining = "", False
            case "dd_open":
                self._defining = True
            case _:
                pass

    def _read_heading(self, token: Token, inline: Token) -> None:
        first, last = _line_numbers(token)
        text = read_heading(inline.children)
        underline = self._lines[last - 1].strip()
        if token.markup == "-" and _is_sentence(text, underline):
            self._add_text(text, (first, last - 1))
        else:
            self._draft.heading(int(token.tag[1:]), text, (first, last))

    def _read_code(self, token: Token) -> None:
        first = _line_numbers(token)[0] + (token.type == "fence")
        text = token.content.strip("\n")
        first += len(token.content) - len(token.content.lstrip("\n"))
        self._add_text(text, (first, first + text.count("\n")))

    def _read_inline(self, token: Token) -> None:
        if is_picture(token.children):
            return
        words = read_words(token.children, self._environment)
        text = _CALLOUT.sub("", words.text, count=1) if self._quotes else words.text
        numbers = _line_numbers(token)
        if self._quotes and text != words.text and not text:
            return
        if self._terms and not self._items:
            self._define(text, numbers)
        else:
            self._add_text(text, numbers)
        self._add_notes(words, numbers)

    def _define(self, text: str, numbers: tuple[int, int]) -> None:
        """Take a term, or what is said of it: the first words go along with the term."""
        if self._defining:
            term = self._terms[-1].rstrip(":")
            self._draft.bullet(f"{term}: {text}" if term else text, numbers, self._lead_ins[-1])
            self._defining = False
        elif not self._terms[-1]:
            self._terms[-1] = " ".join(text.split())
        else:
            self._draft.paragraph(text, numbers)

    def _add_notes(self, words: Words, numbers: tuple[int, int]) -> None:
        for note in words.notes:
            self._draft.paragraph(note, numbers)

    def _read_introduction(self) -> str:
        """Say what introduces a list or table that begins here: its item, else the paragraph before."""
        return introduction(self._items[-1]) if self._items else self._draft.lead_in

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

    def _read_table(self, following: Iterable[Token]) -> None:
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
                    cells.append(" ".join(read_words(token.children, {}).text.split()))
                case "thead_close":
                    header = cells
                case "tbody_open":
                    body = True
                case "tr_close" if body:
                    raw = _COMMENT.sub("", self._lines[numbers[0] - 1]).strip()
                    self._draft.row(header, cells, numbers, raw, lead_in)
                case _:
                    pass


def _join_html(tokens: Sequence[Token]) -> Iterable[Token]:
    """Join blocks of HTML with nothing between them: blank lines part them for Markdown alone."""
    open_block: Token | None = None
    for token in tokens:
        is_html = token.type == "html_block" or (
            open_block is not None and token.type == "code_block" and _HTML.match(token.content)
        )
        if is_html and open_block is not None and token.map and open_block.map:
            gap = token.map[0] - open_block.map[0] - open_block.content.count("\n")
            open_block.content += "\n" * gap + token.content
            continue
        if open_block is not None:
            yield open_block
        open_block = token if is_html else None
        if not is_html:
            yield token
    if open_block is not None:
        yield open_block


def _is_alone(tokens: Sequence[Token]) -> bool:
    """Tell whether a file begins with a heading, and has no other of its level or above."""
    if tokens[0].type != "heading_open":
        return False
    tags = [token.tag for token in tokens if token.type == "heading_open" and token.level == 0]
    return all(tag > tags[0] for tag in tags[1:]) and not any(
        token.type == "html_block" and "<h1" in token.content.lower() for token in tokens
    )


def _is_sentence(text: str, underline: str) -> bool:
    """Tell whether what has a line of hyphens below is text above a rule, and no heading."""
    if len(underline) > 3 and abs(len(underline) - len(text)) <= 3:
        return False  # it is drawn as long as the heading
    return "\n" in text or _SENTENCE.fullmatch(text) is not None


def _line_numbers(token: Token) -> tuple[int, int]:
    """Give a token's first and last line, counted from 1."""
    first, end = token.map or (0, 1)
    return first + 1, max(first + 1, end)


def _find_source(text: str, lines: list[str]) -> str:
    """Put back the indentation of the following lines where it is all that was taken out."""
    if "\n" not in text:
        return text
    raw = "\n".join(lines)
    parts = text.split("\n")
    start, end = raw.find(parts[0]), raw.rfind(parts[-1]) + len(parts[-1])
    written = raw[start:end] if start >= 0 else ""
    return written if written.split() == text.split() else text
