"""What does an Org file say? Reads headlines, lists, tables and text, and no drawers or comments."""

import re
from collections.abc import Iterator
from itertools import takewhile

from msgspec import Struct

from knowledge.reading.dates import read_date
from knowledge.reading.draft import Draft, introduction, one_line
from knowledge.reading.tables import cells, is_rule

_HEADLINE = re.compile(r"(\*+)\s+(.*?)(?:\s+:[\w@#%:]+:)?\s*")
_PRIORITY = re.compile(r"\[#\w\]\s+")
_SETTING = re.compile(r"#\+(\w+)(?:\[[^\]]*\])?:\s*(.*)")
_OPENS = re.compile(r"\s*#\+begin_(\w+)", re.IGNORECASE)
_DRAWER = re.compile(r"\s*:[\w-]+:\s*")
_END = re.compile(r"\s*:end:\s*", re.IGNORECASE)
_PLANNING = re.compile(r"\s*(?:SCHEDULED|DEADLINE|CLOSED|CLOCK):")
_ITEM = re.compile(r"(\s*)(?:[-+]|\d{1,3}[.)]|(?<=\s)\*)\s+(?=\S)")
_COUNTER = re.compile(r"\[@\d+\]\s+")
_LONGEST_BLOCK = 1_000  # lines
_NOT_SAID = frozenset({"comment", "export"})
_AS_IT_STANDS = frozenset({"src", "example"})
_INLINE = (
    (re.compile(r"\[\[[^\]\[]+\]\[([^\]\[]+)\]\]"), r"\1"),
    (re.compile(r"\[\[(?:file:)?([^\]\[]+)\]\]"), r"\1"),
    (re.compile(r"\s?\[fn:[^\]\s]*\]"), ""),
    (re.compile(r"(?<![\w=~])([=~])(?=\S)([^=~\n]*[^\s=~])\1(?!\w)"), r"\2"),
    (re.compile(r"(?<![\w*])\*(?=[^\s*])([^*\n]*[^\s*])\*(?![\w*])"), r"\1"),
    (re.compile(r"(?<![\w/:])/(?=[^\s/])([^/\n]*[^\s/])/(?![\w/])"), r"\1"),
    (re.compile(r"(?<![\w_])_(?=[^\s_])([^_\n]*[^\s_])_(?![\w_])"), r"\1"),
)


def read_org(lines: list[str], draft: Draft) -> None:
    """Add what an Org file holds to `draft`; its title is that of `#+TITLE:`."""
    reader = _Reader(lines, draft)
    while reader.place < len(lines):
        reader.read_block()


def plain(text: str) -> str:
    """Take the inline markup out: words stay, addresses go."""
    for pattern, kept in _INLINE:
        text = pattern.sub(kept, text)
    return text.strip()


class _Item(Struct, frozen=True):
    """An open item: how far it is indented, what introduces its list, and its own last sentence."""

    indent: int
    lead_in: str
    introduces: str


class _Reader:
    """Goes through the lines once, and knows which items are open."""

    def __init__(self, lines: list[str], draft: Draft) -> None:
        self.place = 0
        self._lines = lines
        self._draft = draft
        self._open: list[_Item] = []

    def read_block(self) -> None:
        """Read what begins on this line, and go on to where the next block begins."""
        line = self._lines[self.place]
        if found := _HEADLINE.fullmatch(line):
            self._open.clear()
            text = plain(_PRIORITY.sub("", found[2]))
            # A title of its own stands above all headlines.
            self._draft.heading(len(found[1]) + 1, text, (self.place + 1, self.place + 1))
            self.place += 1
        elif found := _OPENS.match(line):
            self._read_marked(found[1].lower())
        elif _DRAWER.fullmatch(line) and self._find(_END):
            self.place = (self._find(_END) or self.place) + 1
        elif line.lstrip().startswith("|"):
            self._read_table()
        elif _is_passed_over(line):
            self._read_setting(line)
            self.place += 1
        elif _ITEM.match(line):
            self._read_item()
        else:
            self._read_paragraph()

    def _find(self, pattern: re.Pattern[str]) -> int | None:
        """Find the line that closes what is open here, above the next headline."""
        for place in range(self.place + 1, min(self.place + _LONGEST_BLOCK, len(self._lines))):
            if pattern.fullmatch(self._lines[place]):
                return place
            if self._lines[place].startswith("*"):
                return None
        return None

    def _read_setting(self, line: str) -> None:
        found = _SETTING.match(line)
        if not found or not found[2].strip():
            return
        name, value = found[1].lower(), found[2].strip()
        if name == "title" and not self._draft.title:
            self._draft.title = one_line(value)
        elif name == "date" and not self._draft.published:
            self._draft.published = read_date(value.strip("<>[]"), self._draft, self.place + 1)
        elif name == "language" and not self._draft.language:
            self._draft.language = value[:2].lower()

    def _read_marked(self, name: str) -> None:
        """Read what stands between `#+begin_…` and `#+end_…`; what is quoted is read like all else."""
        end = self._find(re.compile(rf"\s*#\+end_{re.escape(name)}.*", re.IGNORECASE))
        if end is None or (name not in _NOT_SAID and name not in _AS_IT_STANDS):
            self.place += 1
            return
        text = "\n".join(self._lines[self.place + 1 : end])
        if name in _AS_IT_STANDS and text.strip():
            self._draft.paragraph(text.strip("\n"), (self.place + 2, end))
        self.place = end + 1

    def _read_table(self) -> None:
        table = list(takewhile(lambda line: line.lstrip().startswith("|"), self._lines[self.place :]))
        lead_in = self._introduction()
        rows = [(place, line) for place, line in enumerate(table, self.place + 1) if not is_rule(line)]
        self.place += len(table)
        header: list[str] = []
        if rows and (len(rows) > 1 or any(map(is_rule, table[1:]))):
            header = [plain(cell) for cell in cells(rows.pop(0)[1])]
        for number, line in rows:
            values = [plain(cell) for cell in cells(line)]
            self._draft.row(header, values, (number, number), line.strip(), lead_in)

    def _introduction(self) -> str:
        return self._open[-1].introduces if self._open else self._draft.lead_in

    def _read_item(self) -> None:
        marker = _ITEM.match(self._lines[self.place])
        indent, start = (len(marker[1]), marker.end()) if marker else (0, 0)
        lead_in = self._draft.lead_in
        while self._open and self._open[-1].indent > indent:
            self._open.pop()
        if self._open and self._open[-1].indent == indent:
            lead_in = self._open.pop().lead_in
        elif self._open:
            lead_in = self._open[-1].introduces
        first = self.place + 1
        own = [self._lines[self.place][start:], *self._take_text(indent)]
        text = _COUNTER.sub("", plain("\n".join(line.strip() for line in own))).replace(" :: ", ": ", 1)
        self._open.append(_Item(indent, lead_in, introduction(text)))
        self._draft.bullet(text, (first, self.place), lead_in)

    def _read_paragraph(self) -> None:
        line = self._lines[self.place]
        if not line.strip():
            self.place += 1
            return
        if not line.startswith(" "):
            self._open.clear()
        first = self.place + 1
        own = [line, *self._take_text(-1)]
        self._draft.paragraph(plain("\n".join(own)), (first, self.place))

    def _take_text(self, indent: int) -> Iterator[str]:
        """Take the lines that go on with a paragraph, all further to the right than `indent`."""
        self.place += 1
        while self.place < len(self._lines):
            line = self._lines[self.place]
            if not _goes_on(line) or len(line) - len(line.lstrip()) <= indent:
                return
            self.place += 1
            yield line


def _is_passed_over(line: str) -> bool:
    """Tell a comment, a setting, and the dates by which something is planned."""
    return line.lstrip().startswith(("# ", "#+")) or line.strip() == "#" or bool(_PLANNING.match(line))


def _goes_on(line: str) -> bool:
    return bool(line.strip()) and not (
        _HEADLINE.fullmatch(line)
        or _ITEM.match(line)
        or _is_passed_over(line)
        or _DRAWER.fullmatch(line)
        or line.lstrip().startswith("|")
    )
