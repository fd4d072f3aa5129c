"""What does a reStructuredText file say? Reads its headings, lists, tables, fields and text.

By ourselves: docutils, 5 MB, makes a document to be published, opens the files that are included, and does
not keep on which lines the items of a list and the rows of a table stand.
"""

import re

from knowledge.reading.dates import read_date
from knowledge.reading.draft import Draft, introduction, one_line
from knowledge.reading.rst_tables import Line, is_grid, is_simple, measure_indent, read_grid, read_simple

_ADORNMENT = re.compile(r"([!-/:-@\[-`{-~])\1{2,}\s*")
_ITEM = re.compile(r"(?:[-*+•‣]|(?:\d{1,3}|#|[a-zA-Z])[.)]|\((?:\d{1,3}|#)\))\s+(?=\S)")
_FIELD = re.compile(r":([^:`\s][^:`]{0,40}):(?:\s+(.*))?")
_LABEL = re.compile(r"[A-Z][\w-]*: \S")
_DIRECTIVE = re.compile(r"([\w.-]+)::(?:\s+(.*))?")
_FOOTNOTE = re.compile(r"\[[#*\w-]+\]\s+(?=\S)")
_TEXT = frozenset(
    "note tip hint important warning caution danger attention error admonition epigraph pull-quote "
    "highlights topic sidebar seealso versionadded versionchanged deprecated table container compound "
    "parsed-literal code code-block sourcecode".split()
)
"""Directives whose content is part of the article; of others, a figure or a table of contents, it is not."""
_INLINE = (
    (re.compile(r":[\w:+.-]+:`([^`<]+?)\s*(?:<[^`>]*>)?`"), r"\1"),
    (re.compile(r"``([^`]+)``"), r"\1"),
    (re.compile(r"`([^`<]+?)\s*(?:<[^`>]*>)?`_{0,2}"), r"\1"),
    (re.compile(r"(?<![\w*])\*\*(?=\S)([^*]*[^*\s])\*\*(?![\w*])"), r"\1"),
    (re.compile(r"(?<![\w*])\*(?=[^\s*])([^*]*[^*\s])\*(?![\w*])"), r"\1"),
    (re.compile(r"\s?\[(?:#[\w-]*|\*|\d+)\]_(?!\w)"), ""),
    (re.compile(r"(?<=[^\W_])_{1,2}(?![\w_])"), ""),
    (re.compile(r"\\([^\w\s])"), r"\1"),
)


def read_rst(lines: list[str], draft: Draft) -> None:
    """Add what a reStructuredText file holds to `draft`; its first heading is its title."""
    _Reader(draft, lines).read([Line(number, text.expandtabs(8)) for number, text in enumerate(lines, 1)])


def plain(text: str) -> str:
    """Take the inline markup out: words stay, addresses go."""
    for pattern, kept in _INLINE:
        text = pattern.sub(kept, text)
    return text.strip()


class _Reader:
    """Goes through blocks of lines, and through those inside a block, which stand further to the right."""

    def __init__(self, draft: Draft, source: list[str]) -> None:
        self._draft = draft
        self._source = source
        self._styles: list[tuple[str, bool]] = []  # of the headings, outermost first
        self._literal = False

    def read(self, lines: list[Line], lead_in: str = "") -> None:
        """Read lines of one indent; `lead_in` is the last sentence of the item in which they stand."""
        place = 0
        while place < len(lines):
            if lines[place].text.strip():
                place = self._read_block(lines, place, lead_in)
            else:
                place += 1

    def _read_block(self, lines: list[Line], place: int, lead_in: str) -> int:
        """Read what begins on a line, and say where the next block begins."""
        text = lines[place].text
        if text[0] == " ":
            return self._read_indented(lines, place)
        self._literal = False
        if after := self._read_heading(lines, place):
            return after
        if is_grid(text) or is_simple(text):
            read = read_grid if is_grid(text) else read_simple
            return self._add_table(read(lines, place), lead_in)
        if text == ".." or text.startswith(".. "):
            return self._read_explicit(lines, place)
        if _FIELD.fullmatch(text):
            return self._read_field(lines, place)
        if _ITEM.match(text):
            return self._read_list(lines, place, lead_in)
        return self._read_paragraph(lines, place)

    def _read_heading(self, lines: list[Line], place: int) -> int | None:
        """Read a line with signs below it, or above and below; a line of signs alone says nothing."""
        texts = [line.text.rstrip() for line in lines[place : place + 3]] + ["", ""]
        if _ADORNMENT.fullmatch(texts[0]):
            framed = texts[2] and texts[0][0] == texts[2][0] and _ADORNMENT.fullmatch(texts[2])
            if not framed or not texts[1]:
                return place + 1
            self._add_heading(texts[1], (texts[0][0], True), lines[place + 1].number)
            return place + 3
        if _ADORNMENT.fullmatch(texts[1]) and 2 * len(texts[1]) > len(texts[0]):
            self._add_heading(texts[0], (texts[1][0], False), lines[place].number)
            return place + 2
        return None

    def _add_heading(self, text: str, style: tuple[str, bool], number: int) -> None:
        if style not in self._styles:
            self._styles.append(style)
        self._draft.heading(self._styles.index(style) + 1, plain(text), (number, number))

    def _add_table(
        self, read: tuple[list[str], list[tuple[list[str], tuple[int, int]]], int], lead_in: str
    ) -> int:
        header, rows, after = read
        lead_in = lead_in or self._draft.lead_in
        for values, (first, last) in rows:
            raw = "\n".join(self._source[first - 1 : last])
            self._draft.row(
                [plain(each) for each in header],
                [plain(each) for each in values],
                (first, last),
                raw,
                lead_in,
            )
        return after

    def _read_explicit(self, lines: list[Line], place: int) -> int:
        """Read a footnote, or a directive that holds text; pass over a comment, a target, and all else."""
        after, inside = _take_inside(lines, place + 1)
        said = lines[place].text[2:].strip()
        if note := _FOOTNOTE.match(said):
            self._add_paragraph([Line(lines[place].number, said[note.end() :]), *inside])
        elif (found := _DIRECTIVE.fullmatch(said)) and found[1].lower() in _TEXT:
            while inside and (not inside[0].text.strip() or _FIELD.fullmatch(inside[0].text.strip())):
                del inside[0]
            if found[1].lower() in {"code", "code-block", "sourcecode", "parsed-literal"}:
                self._add_verbatim(inside)
                return after
            if found[2]:
                self._add_paragraph([Line(lines[place].number, found[2])])
            self.read(_dedent(inside))
        return after

    def _read_field(self, lines: list[Line], place: int) -> int:
        """Read `:Name: value` as what the document says about itself, or else as a line `Name: value`."""
        after, inside = _take_inside(lines, place + 1)
        found = _FIELD.fullmatch(lines[place].text)
        name, value = (found[1], found[2] or "") if found else ("", "")
        number, key = lines[place].number, name.lower()
        if key in {"date", "published"} and value and not self._draft.published:
            self._draft.published = read_date(value, self._draft, number)
        elif key == "title" and value and not self._draft.title:
            self._draft.title = one_line(value)
        elif value or inside:
            self._add_paragraph([Line(number, f"{name}: {value}".strip()), *inside])
        return after

    def _read_list(self, lines: list[Line], place: int, lead_in: str) -> int:
        lead_in = lead_in or self._draft.lead_in
        while place < len(lines) and (marker := _ITEM.match(lines[place].text)):
            after, inside = _take_inside(lines, place + 1)
            first = Line(lines[place].number, lines[place].text[marker.end() :])
            own, rest = _cut_paragraph([first, *_dedent(inside)])
            text = plain("\n".join(line.text.strip() for line in own))
            self._draft.bullet(text, (own[0].number, own[-1].number), lead_in)
            self.read(rest, introduction(text))
            place = after
        return place

    def _read_paragraph(self, lines: list[Line], place: int) -> int:
        after = place + 1
        while after < len(lines) and lines[after].text.strip() and lines[after].text[0] != " ":
            after += 1
        own = lines[place:after]
        if (
            len(own) == 1
            and after < len(lines)
            and lines[after].text.strip()
            and not own[0].text.endswith("::")
        ):
            return self._read_definition(lines, place)
        if len(own) > 1 and all(_LABEL.match(line.text) for line in own):
            for line in own:
                self._add_paragraph([line])
        elif own[0].text.startswith("| "):
            self._add_paragraph([Line(line.number, line.text.removeprefix("|").strip()) for line in own])
        else:
            self._add_paragraph(own)
        return after

    def _read_definition(self, lines: list[Line], place: int) -> int:
        after, inside = _take_inside(lines, place + 1)
        own, rest = _cut_paragraph(_dedent(inside))
        said = plain("\n".join(line.text.strip() for line in own))
        numbers = lines[place].number, own[-1].number
        self._draft.bullet(f"{plain(lines[place].text)}: {said}", numbers, self._draft.lead_in)
        self.read(rest)
        return after

    def _read_indented(self, lines: list[Line], place: int) -> int:
        """Read a quotation, or what is to be shown as it stands."""
        after, inside = _take_inside(lines, place)
        if self._literal:
            self._add_verbatim(inside)
        else:
            self.read(_dedent(inside))
        return after

    def _add_paragraph(self, lines: list[Line]) -> None:
        text = plain("\n".join(line.text.strip() for line in lines).strip())
        self._literal = text.endswith("::")
        if self._literal:
            # A colon stays where two stand at the end of a sentence, and none where they stand alone.
            text = text[:-1] if text[:-2].strip() == text[:-2] != "" else text[:-2].rstrip()
        if text:
            self._draft.paragraph(text, (lines[0].number, lines[-1].number))

    def _add_verbatim(self, lines: list[Line]) -> None:
        text = "\n".join(line.text for line in _dedent(lines))
        if lines:
            self._draft.paragraph(text, (lines[0].number, lines[-1].number))


def _take_inside(lines: list[Line], place: int) -> tuple[int, list[Line]]:
    """Take the lines from a place on that are indented, with the blank ones between them."""
    after = end = place
    while after < len(lines) and (not lines[after].text.strip() or lines[after].text[0] == " "):
        after += 1
        if lines[after - 1].text.strip():
            end = after
    return after, lines[place:end]


def _dedent(lines: list[Line]) -> list[Line]:
    """Move lines to the left by what all of them are indented."""
    indent = min((measure_indent(line.text) for line in lines if line.text.strip()), default=0)
    return [Line(line.number, line.text[indent:]) for line in lines]


def _cut_paragraph(lines: list[Line]) -> tuple[list[Line], list[Line]]:
    """Part the first paragraph from what follows: a blank line, a nested item, or a deeper indent ends it."""
    for place, line in enumerate(lines[1:], 1):
        if not line.text.strip() or _ITEM.match(line.text) or line.text[0] == " ":
            return lines[:place], lines[place:]
    return lines, []
