"""What does an ODT file say? Walks its paragraphs, lists, tables and footnotes."""

import re
from collections.abc import Iterator

from knowledge.model import Unit
from knowledge.reading.draft import Draft, one_line
from knowledge.reading.front_matter import language_code
from knowledge.reading.office._outline import Cell, Outline, Piece, Row, join_pieces
from knowledge.reading.office._package import Element, Package, iterate
from knowledge.reading.office._styles import Style, Styles
from knowledge.reading.publication import take_publication_line
from knowledge.reading.source import UnreadableError

_NS = "{urn:oasis:names:tc:opendocument:xmlns:%s:1.0}"
_OFFICE, _TEXT, _TABLE, _STYLE = (_NS % name for name in ("office", "text", "table", "style"))
_DC = "{http://purl.org/dc/elements/1.1/}"
_FO = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
_DRAW = _NS % "drawing"
_NOT_SAID = frozenset(
    {
        f"{_TEXT}{name}"
        for name in "tracked-changes hidden-text hidden-paragraph note-citation ruby-text".split()
    }
    | {
        f"{_TEXT}{name}"
        for name in "table-of-content alphabetical-index illustration-index table-index".split()
    }
    | {f"{_TEXT}sequence-decls", f"{_OFFICE}annotation", f"{_OFFICE}annotation-end", f"{_OFFICE}forms"}
    | {f"{_DRAW}frame", f"{_TEXT}bibliography", f"{_TEXT}user-index", f"{_TEXT}object-index"}
)
_MOST_REPEATED = 50  # spaces, columns or rows; a file may claim a billion
_TITLES = frozenset({"title", "titel", "titre"})


def read_odt(data: bytes, draft: Draft) -> None:
    """Add what an ODT file holds to a draft; deleted, hidden and struck-out words are left out."""
    package = Package(data, "ODT")
    manifest = package.parse_if_any("META-INF/manifest.xml")
    if manifest is not None and next(manifest.iter("{*}encryption-data"), None) is not None:
        raise UnreadableError("is encrypted", "Save it without a password.")
    root = package.parse("content.xml")
    draft.unit = Unit.PARAGRAPH
    reader = _Reader(draft, _read_styles(package.parse_if_any("styles.xml"), root))
    for body in root.iter(f"{_OFFICE}text"):
        reader.read(body)
    reader.outline.finish()
    take_publication_line(draft)
    facts = package.parse_if_any("meta.xml")
    if facts is not None:
        draft.title = draft.title or one_line(facts.findtext(f".//{_DC}title") or "")
        draft.language = language_code(facts.findtext(f".//{_DC}language") or "")


def _read_styles(*roots: Element | None) -> Styles:
    found = Styles()
    for root in roots:
        for style in iterate(root, f"{_STYLE}style"):
            name, level = style.get(f"{_STYLE}name") or "", style.get(f"{_STYLE}default-outline-level") or ""
            looks = style.find(f"{_STYLE}text-properties")
            found.add(
                name,
                Style(
                    name.lower(),
                    style.get(f"{_STYLE}parent-style-name") or "",
                    level=int(level) - 1 if level in set("123456789") else None,
                    bold=_look(looks, f"{_FO}font-weight", "normal", "400"),
                    hidden=_look(looks, f"{_TEXT}display", "true"),
                    struck=_look(looks, f"{_STYLE}text-line-through-style", "none"),
                ),
            )
    return found


def _look(looks: Element | None, name: str, *off: str) -> bool | None:
    """Tell whether a property is on or off; None where it is left as it was."""
    value = None if looks is None else looks.get(name)
    return None if value is None else value not in off


class _Reader:
    """Goes through the blocks of a document and counts its paragraphs."""

    def __init__(self, draft: Draft, styles: Styles) -> None:
        self.outline = Outline(draft)
        self._styles = styles
        self._number = 0

    def read(self, parent: Element, item: int | None = None) -> None:
        """Read the blocks inside an element; with the level of the item of a list in which it stands."""
        for block in parent:
            if block.tag in {f"{_TEXT}p", f"{_TEXT}h"}:
                self._read_paragraph(block, item)
                # What follows in the same item is a paragraph of its own below it.
                item = None if parent.tag == f"{_TEXT}list-item" and item is not None else item
            elif block.tag == f"{_TEXT}list":
                level = len(list(block.iterancestors(f"{_TEXT}list")))
                for each in block.iterchildren(f"{_TEXT}list-item", f"{_TEXT}list-header"):
                    self.read(each, level)
            elif block.tag == f"{_TABLE}table":
                self._read_table(block)
            elif block.tag not in _NOT_SAID:
                self.read(block, item)

    def _read_paragraph(self, paragraph: Element, item: int | None) -> None:
        self._number += 1
        style = self._styles.find(paragraph.get(f"{_TEXT}style-name") or "")
        pieces = list(self._take_pieces(paragraph, style))
        level = paragraph.get(f"{_TEXT}outline-level") or ""
        if style.parent.lower() in _TITLES or style.name in _TITLES:
            self.outline.heading(1, pieces, self._number)
        elif paragraph.tag == f"{_TEXT}h" and item is None:
            self.outline.heading(int(level) if level in set("123456789") else 1, pieces, self._number)
        else:
            self.outline.paragraph(pieces, self._number, item)

    def _take_pieces(self, element: Element, style: Style) -> Iterator[Piece]:
        """Take the letters inside an element, unless they are hidden."""
        if style.hidden:
            return
        yield Piece(_on_one_line(element.text), bool(style.struck), bool(style.bold))
        for child in element:
            yield from self._take_child(child, style)
            yield Piece(_on_one_line(child.tail), bool(style.struck), bool(style.bold))

    def _take_child(self, child: Element, style: Style) -> Iterator[Piece]:
        if child.tag == f"{_TEXT}note":
            paragraphs = (self._take_pieces(each, Style()) for each in child.iter(f"{_TEXT}p"))
            self.outline.note("\n".join(filter(None, map(join_pieces, map(list, paragraphs)))), self._number)
        elif child.tag == f"{_TEXT}s":
            yield Piece(" " * _read_count(child, f"{_TEXT}c"), bool(style.struck), bool(style.bold))
        elif child.tag in {f"{_TEXT}tab", f"{_TEXT}line-break"}:
            yield Piece(" " if child.tag == f"{_TEXT}tab" else "\n", bool(style.struck), bool(style.bold))
        elif child.tag not in _NOT_SAID:
            own = (
                self._styles.find(child.get(f"{_TEXT}style-name") or "")
                if child.tag == f"{_TEXT}span"
                else Style()
            )
            yield from self._take_pieces(
                child,
                Style(
                    bold=style.bold if own.bold is None else own.bold,
                    hidden=style.hidden if own.hidden is None else own.hidden,
                    struck=style.struck if own.struck is None else own.struck,
                ),
            )

    def _read_table(self, table: Element) -> None:
        """Read the rows of a table; one with a single column only frames what is in it."""
        rows = [
            row
            for row in table.iter(f"{_TABLE}table-row")
            if next(row.iterancestors(f"{_TABLE}table")) is table
        ]
        if all(len(list(_cells(row))) < 2 for row in rows):
            for cell in (cell for row in rows for cell in _cells(row)):
                self.read(cell)
            return
        self.outline.table([self._take_row(row) for row in rows])

    def _take_row(self, row: Element) -> Row:
        first = self._number + 1
        cells = tuple(self._take_cell(cell) for cell in _cells(row))
        return Row(cells, (min(first, self._number), self._number))

    def _take_cell(self, cell: Element) -> Cell:
        texts: list[str] = []
        for paragraph in cell.iter(f"{_TEXT}p", f"{_TEXT}h"):
            self._number += 1
            style = self._styles.find(paragraph.get(f"{_TEXT}style-name") or "")
            texts.append(join_pieces(list(self._take_pieces(paragraph, style))))
        is_covered = cell.tag == f"{_TABLE}covered-table-cell"
        columns = _read_count(cell, f"{_TABLE}number-columns-repeated")
        return Cell(" ".join(" ".join(texts).split()), columns, is_covered)


def _cells(row: Element) -> Iterator[Element]:
    return row.iterchildren(f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell")


def _read_count(element: Element, name: str) -> int:
    value = element.get(name) or "1"
    return min(max(int(value), 1), _MOST_REPEATED) if re.fullmatch(r"[0-9]{1,9}", value) else 1


def _on_one_line(text: str | None) -> str:
    """Fold white space, as it is only layout in XML."""
    return re.sub(r"\s+", " ", text or "")
