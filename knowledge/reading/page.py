"""What is said between the tags? Walks the elements of an article and collects its passages."""

import re
from collections.abc import Iterator

from lxml.html import HtmlElement

from knowledge.reading.draft import Draft, introduction

_LEFT_OUT = frozenset(
    "script style nav aside form button svg noscript template iframe object select textarea head".split()
)
_FRAME = frozenset({"header", "footer"})
_NOT_DISPLAYED = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_HEADINGS = frozenset("h1 h2 h3 h4 h5 h6".split())
_BLOCKS = _HEADINGS | frozenset(
    "address article blockquote body caption center dd details dialog dir div dl dt fieldset figcaption "
    "figure footer header hgroup hr html legend li main menu ol p pre search section summary table tbody "
    "td tfoot th thead tr ul".split()
)
_LISTS = frozenset("ul ol menu dir".split())
_WIDEST_SPAN = 50  # columns or rows; a page may claim a billion


def is_left_out(element: HtmlElement) -> bool:
    """Tell whether an element is no part of the article's text: code, navigation, what is hidden."""
    if element.tag in _LEFT_OUT or "hidden" in element.attrib or element.get("aria-hidden") == "true":
        return True
    if element.tag in _FRAME:
        return next(element.iterancestors("article", "main"), None) is None
    return _NOT_DISPLAYED.search(element.get("style") or "") is not None


def words_of(element: HtmlElement) -> str:
    """Collect the text inside an element on one line."""
    return " ".join("".join(_iterate_texts(element)).split())


def _iterate_texts(element: HtmlElement) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if not is_left_out(child):
            # Blocks side by side are words apart, also where no space stands between them.
            apart = " " if child.tag in _BLOCKS or child.tag == "br" else ""
            yield apart
            yield from _iterate_texts(child)
            yield apart
        yield child.tail or ""


class Page:
    """Goes through elements in order; text gathers until an element begins or ends that stands on its own."""

    def __init__(self, draft: Draft) -> None:
        self._draft = draft
        self._gathered: list[str] = []
        self._began = 0  # the line on which the gathered text begins; 0 for none
        self._line = 1
        self._lead_ins: list[str] = []  # of the open lists, outermost first
        self._items: list[str] = []  # the open items' own texts; empty until seen

    def read(self, root: HtmlElement) -> None:
        """Add all passages inside `root` to the draft."""
        self._read_inside(root)
        self._flush()

    def _read_inside(self, element: HtmlElement) -> None:
        self._add_text(element.text)
        for child in element:
            self._line = max(self._line, child.sourceline or 1)
            if is_left_out(child):
                self._line += _count_breaks(child)
            elif child.tag in _BLOCKS:
                self._flush()
                self._read_block(child)
                self._flush()
            else:
                self._add_text(" " if child.tag == "br" else "")
                self._read_inside(child)
            self._add_text(child.tail)

    def _add_text(self, text: str | None) -> None:
        if not text:
            return
        if not self._began and text.strip():
            self._began = self._line + text[: len(text) - len(text.lstrip())].count("\n")
        self._gathered.append(text)
        self._line += text.count("\n")

    def _flush(self) -> None:
        """Make a passage of what has gathered: an item's own text where it is the first in its item."""
        gathered = "".join(self._gathered)
        text = " ".join(gathered.split())
        lines = (self._began, max(self._began, self._line - _count_trailing_breaks(gathered)))
        self._gathered, self._began = [], 0
        if not text:
            return
        if self._items and not self._items[-1]:
            self._items[-1] = text
            self._draft.bullet(text, lines, self._lead_ins[-1] if self._lead_ins else "")
        else:
            self._draft.paragraph(text, lines)

    def _read_block(self, element: HtmlElement) -> None:
        tag = element.tag
        if tag in _HEADINGS:
            first = self._line
            self._line += _count_breaks(element)
            self._draft.heading(int(tag[1]), words_of(element), (first, self._line))
        elif tag in _LISTS:
            self._lead_ins.append(self._read_introduction())
            self._read_inside(element)
            self._flush()
            self._lead_ins.pop()
        elif tag == "li":
            self._items.append("")
            self._read_inside(element)
            self._flush()
            self._items.pop()
        elif tag == "dl":
            self._read_definitions(element)
        elif tag == "table" and _is_data(element):
            self._read_table(element)
        elif tag == "pre":
            self._read_verbatim(element)
        else:
            self._read_inside(element)

    def _read_introduction(self) -> str:
        """Say what introduces a list or table that begins here: its item, else the paragraph before."""
        return introduction(self._items[-1]) if self._items else self._draft.lead_in

    def _read_verbatim(self, element: HtmlElement) -> None:
        text = "".join(_iterate_texts(element))
        first = self._line + len(text[: len(text) - len(text.lstrip())].split("\n")) - 1
        self._line += text.count("\n")
        self._draft.paragraph(text.strip(), (first, first + text.strip().count("\n")))

    def _read_definitions(self, element: HtmlElement) -> None:
        lead_in = self._read_introduction()
        term = ""
        pairs = [inner for child in element for inner in (child if child.tag == "div" else (child,))]
        for child in pairs:
            line = child.sourceline or self._line
            if child.tag == "dt":
                term = words_of(child)
            elif said := words_of(child):
                text = f"{term}: {said}" if term else said
                self._draft.bullet(text, (line, line + _count_breaks(child)), lead_in)
        self._line += _count_breaks(element)

    def _read_table(self, table: HtmlElement) -> None:
        lead_in = self._read_introduction()
        for caption in table.iterchildren("caption"):
            line = caption.sourceline or self._line
            self._draft.paragraph(words_of(caption), (line, line + _count_breaks(caption)))
        header: list[str] = []
        below: dict[int, tuple[str, int]] = {}
        for row in table.iter("tr"):
            is_header = _is_header(row) and (len(row) > 1 or not header)
            values, below = _read_cells(row, below, repeated=is_header)
            if is_header:
                header = values
                continue
            line = row.sourceline or self._line
            self._draft.row(header, values, (line, line + _count_breaks(row)), " | ".join(values), lead_in)
        self._line += _count_breaks(table)


def _is_data(table: HtmlElement) -> bool:
    """Tell a table that holds data from one that only lays out a page."""
    nested = next(table.iterdescendants("table"), None) is not None
    return not nested and any(len(row) > 1 for row in table.iter("tr"))


def _is_header(row: HtmlElement) -> bool:
    """Tell a row that names columns: of th alone, in thead, or the first of a table that has no th at all."""
    if all(cell.tag == "th" for cell in row):
        return True
    parent = row.getparent()
    if parent is not None and parent.tag == "thead":
        return True
    table = next(row.iterancestors("table"))
    rows = list(table.iter("tr"))
    return row is rows[0] and len(rows) > 1 and next(table.iter("th"), None) is None


def _read_cells(
    row: HtmlElement, above: dict[int, tuple[str, int]], *, repeated: bool
) -> tuple[list[str], dict[int, tuple[str, int]]]:
    """Read a row, with the cells that reach down into it; and those that reach into the next one."""
    values: list[str] = []
    below: dict[int, tuple[str, int]] = {}

    def place(text: str, rows: int) -> None:
        if rows > 1:
            below[len(values)] = (text, rows - 1)
        values.append(text)

    for cell in row.iterchildren("td", "th"):
        while len(values) in above:
            place(*above[len(values)])
        text = words_of(cell)
        rows, columns = _read_span(cell, "rowspan"), _read_span(cell, "colspan")
        for number in range(columns):
            # A header stands above all its columns; a value is said once.
            place(text if repeated or number == 0 else "", rows)
    while len(values) in above:
        place(*above[len(values)])
    return values, below


def _read_span(cell: HtmlElement, name: str) -> int:
    value = cell.get(name) or "1"
    return min(max(int(value), 1), _WIDEST_SPAN) if re.fullmatch(r"[0-9]{1,9}", value) else 1


def _count_breaks(element: HtmlElement) -> int:
    return sum(text.count("\n") for text in element.itertext())


def _count_trailing_breaks(text: str) -> int:
    return text[len(text.rstrip()) :].count("\n")
