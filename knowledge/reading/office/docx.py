"""What does a DOCX file say? Walks its paragraphs, lists, tables and footnotes."""

import re
from collections.abc import Iterator

from knowledge.model import Unit
from knowledge.reading.draft import Draft, one_line
from knowledge.reading.front_matter import language_code
from knowledge.reading.office._outline import Cell, Outline, Piece, Row, join_pieces
from knowledge.reading.office._package import Element, Package, iterate
from knowledge.reading.office._styles import Style, Styles
from knowledge.reading.publication import take_publication_line

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_NOT_SAID = frozenset(f"{_W}{name}" for name in "del moveFrom instrText pict drawing object pPr rPr".split())
_LETTERS = {"tab": " ", "br": "\n", "cr": "\n", "noBreakHyphen": "\N{NON-BREAKING HYPHEN}"}
_HEADING = re.compile(r"heading (\d)")
_LIST = re.compile(r"list \w+ (\d)")  # so the deeper levels are called that a template has
_CONTENTS = re.compile(r"toc(?: ?heading| \d)|table of figures")
_OFF = frozenset({"0", "false", "off", "none"})


def read_docx(data: bytes, draft: Draft) -> None:
    """Add what a DOCX file holds to a draft; deleted, hidden and struck-out words are left out."""
    package = Package(data, "DOCX")
    root = package.parse("word/document.xml")
    draft.unit = Unit.PARAGRAPH
    reader = _Reader(draft, _read_styles(package), _read_notes(package))
    for body in root.iterchildren(f"{_W}body"):
        reader.read(body)
    reader.outline.finish()
    take_publication_line(draft)
    facts = package.parse_if_any("docProps/core.xml")
    if facts is not None:
        draft.title = draft.title or one_line(facts.findtext(f"{_DC}title") or "")
        draft.language = language_code(facts.findtext(f"{_DC}language") or "")


def _read_styles(package: Package) -> Styles:
    root = package.parse_if_any("word/styles.xml")
    found = Styles()
    for style in iterate(root, f"{_W}style"):
        found.add(
            style.get(f"{_W}styleId") or "",
            Style(
                name=_value(style, "name").lower(),
                parent=_value(style, "basedOn"),
                level=_number(style, "pPr/outlineLvl"),
                item=_number(style, "pPr/numPr/ilvl") or 0
                if style.find(f"{_W}pPr/{_W}numPr") is not None
                else None,
                bold=_flag(style, "rPr/b"),
                hidden=_flag(style, "rPr/vanish"),
                struck=_flag(style, "rPr/strike") or _flag(style, "rPr/dstrike"),
            ),
        )
    return found


def _read_notes(package: Package) -> dict[str, Element]:
    """Give the footnotes and endnotes by kind and number."""
    notes: dict[str, Element] = {}
    for kind in ("footnote", "endnote"):
        root = package.parse_if_any(f"word/{kind}s.xml")
        for note in iterate(root, f"{_W}{kind}"):
            if not note.get(f"{_W}type"):
                notes[f"{kind}Reference{note.get(f'{_W}id')}"] = note
    return notes


def _find(element: Element, path: str) -> Element | None:
    return element.find("/".join(f"{_W}{name}" for name in path.split("/")))


def _value(element: Element, path: str) -> str:
    found = _find(element, path)
    return "" if found is None else found.get(f"{_W}val") or ""


def _number(element: Element, path: str) -> int | None:
    value = _value(element, path)
    return int(value) if re.fullmatch(r"[0-9]{1,2}", value) else None


def _flag(element: Element, path: str) -> bool | None:
    """Tell whether a property is on or off; None where it is left as it was."""
    found = _find(element, path)
    return None if found is None else (found.get(f"{_W}val") or "on").lower() not in _OFF


class _Reader:
    """Goes through the blocks of a document and counts its paragraphs."""

    def __init__(self, draft: Draft, styles: Styles, notes: dict[str, Element]) -> None:
        self.outline = Outline(draft)
        self._styles = styles
        self._notes = notes
        self._number = 0

    def read(self, parent: Element) -> None:
        """Read the blocks inside an element."""
        for block in parent:
            if block.tag == f"{_W}p":
                self._read_paragraph(block)
            elif block.tag == f"{_W}tbl":
                self._read_table(block)
            elif block.tag not in _NOT_SAID:
                self.read(block)  # what only holds others: a content control, a tracked insertion

    def _read_paragraph(self, paragraph: Element) -> None:
        self._number += 1
        style = self._styles.find(_value(paragraph, "pPr/pStyle"))
        if _CONTENTS.fullmatch(style.name):
            return
        pieces = list(self._take_pieces(paragraph, style))
        level = _number(paragraph, "pPr/outlineLvl")
        named = _HEADING.match(style.name)
        if style.name == "title":
            self.outline.heading(1, pieces, self._number)
        elif named or (level if level is not None else style.level) in range(9):
            own = int(named[1]) - 1 if named else style.level or 0
            self.outline.heading((own if level is None else level) + 1, pieces, self._number)
        else:
            self.outline.paragraph(pieces, self._number, _find_level(paragraph, style))

    def _take_pieces(self, parent: Element, style: Style) -> Iterator[Piece]:
        for child in parent:
            if child.tag == f"{_W}r":
                yield from self._take_run(child, style)
            elif child.tag == f"{_MC}AlternateContent":
                yield from self._take_pieces(next(iter(child), child), style)
            elif child.tag not in _NOT_SAID:
                yield from self._take_pieces(child, style)

    def _take_run(self, run: Element, style: Style) -> Iterator[Piece]:
        """Take the letters of a run, unless they are hidden."""
        own = self._styles.find(_value(run, "rPr/rStyle"))
        if _choose(_flag(run, "rPr/vanish"), own.hidden, style.hidden):
            return
        struck = _choose(_flag(run, "rPr/strike"), _flag(run, "rPr/dstrike"), own.struck, style.struck)
        bold = _choose(_flag(run, "rPr/b"), own.bold, style.bold)
        for child in run:
            name = str(child.tag).removeprefix(_W)
            if name == "t":
                yield Piece(child.text or "", struck, bold)
            elif name in _LETTERS:
                yield Piece(_LETTERS[name], struck, bold)
            elif (note := self._notes.pop(f"{name}{child.get(f'{_W}id')}", None)) is not None:
                paragraphs = (self._take_pieces(each, Style()) for each in note.iter(f"{_W}p"))
                self.outline.note(
                    "\n".join(filter(None, map(join_pieces, map(list, paragraphs)))), self._number
                )

    def _read_table(self, table: Element) -> None:
        """Read the rows of a table; one with a single column only frames what is in it."""
        rows = [row for row in table.iter(f"{_W}tr") if _find(row, "trPr/del") is None]
        rows = [row for row in rows if next(row.iterancestors(f"{_W}tbl")) is table]
        if all(len(row.findall(f"{_W}tc")) < 2 for row in rows):
            for cell in (cell for row in rows for cell in row.iterchildren(f"{_W}tc")):
                self.read(cell)
            return
        self.outline.table([self._take_row(row) for row in rows])

    def _take_row(self, row: Element) -> Row:
        first = self._number + 1
        cells = tuple(self._take_cell(cell) for cell in row.iterchildren(f"{_W}tc", f"{_W}sdt"))
        return Row(cells, (min(first, self._number), self._number))

    def _take_cell(self, cell: Element) -> Cell:
        texts: list[str] = []
        for paragraph in cell.iter(f"{_W}p"):
            self._number += 1
            style = self._styles.find(_value(paragraph, "pPr/pStyle"))
            texts.append(join_pieces(list(self._take_pieces(paragraph, style))))
        merged = _find(cell, "tcPr/vMerge")
        continues = merged is not None and merged.get(f"{_W}val") != "restart"
        return Cell(" ".join(" ".join(texts).split()), _number(cell, "tcPr/gridSpan") or 1, continues)


def _find_level(paragraph: Element, style: Style) -> int | None:
    """Give the level of an item of a list; None for a paragraph that is none."""
    if _find(paragraph, "pPr/numPr") is None:
        named = _LIST.match(style.name)
        return int(named[1]) - 1 if named and style.item is not None else style.item
    if _value(paragraph, "pPr/numPr/numId") == "0":
        return None
    return _number(paragraph, "pPr/numPr/ilvl") or 0


def _choose(*values: bool | None) -> bool:
    """Take the first that is not left open."""
    return next((value for value in values if value is not None), False)
