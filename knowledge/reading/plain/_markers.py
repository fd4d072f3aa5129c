"""Is a line an item of a list? Finds the bullet, the number or the box that it begins with."""

import re
from collections.abc import Sequence
from itertools import pairwise

from msgspec import Struct

from knowledge.reading.plain._words import first_letter, is_closed, measure_indent

_SURE = "•●▪○‣⁃◦■□►▶▸▹➤➢→⇒➔✦✧★☆◆◇❖∙⚫⚪♦🔹🔸"
_PLAIN = "-*–—·+»›"
"""What also stands within sentences, and is a bullet only where one can begin."""
_PRIVATE = "\ue000-\uf8ff"
"""What Word and PDF files have in the place of bullets of special fonts."""
_MARKER = re.compile(
    rf"\s*(?:(?P<sure>[{_SURE}{_PRIVATE}])\s*"
    rf"|(?P<plain>[{_PLAIN}])\s+"
    r"|(?P<round>o)\s+"
    r"|(?P<box>\[[ xX✓✔-]\]|[☐☑☒✓✔✗✘✅❌🚧]\ufe0f?)\s*"
    r"|(?P<section>§{1,2} ?\d{1,4}\w?)[.:)]?\s+"
    r"|(?P<dotted>\d{1,3}(?:\.\d{1,3}){1,5})[.)]?\s+"
    r"|(?P<number>(?P<open>[(\[]?)(?P<ordinal>\d{1,3}|[^\W\d_]|[ivxlcIVXLC]{2,7})(?P<close>[.)\]]))\s+"
    r")(?=\S)"
)
_KEPT = frozenset({"box", "section", "dotted"})
"""What says something, and stays in the text of its item."""
_NEAR, _FAR = 4, 200
"""Lines within which the next item of a list stands, and where it has the next number."""
_FULL = 40
"""Characters of a line from which on a sentence may go on on the next with a dash."""
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}


class Marker(Struct, frozen=True):
    """What an item begins with."""

    kind: str
    sign: str
    """Equal for the items of one list."""
    indent: int
    """Columns before it."""
    start: int
    """Where the item's text begins."""
    ordinals: tuple[int, ...] = ()
    """The numbers that it may be: "i." is 1, and 9 among letters."""

    def precedes(self, other: "Marker") -> bool:
        """Tell whether another one of its sign is the next of the same list."""
        return not self.ordinals or any(each + 1 in other.ordinals for each in self.ordinals)


def read_marker(line: str) -> Marker | None:
    """Read what may be a marker; whether it is one depends on the lines around."""
    found = _MARKER.match(line)
    if found is None:
        return None
    kind = found.lastgroup or ""
    indent = measure_indent(line)
    start = found.start(kind) if kind in _KEPT else found.end()
    if kind == "number":
        text = found["ordinal"]
        ordinals = _read_ordinals(text)
        shape = "1" if text.isdigit() else "A" if text.isupper() else "a"
        sign = f"{found['open']}{shape}{found['close']}"
        if len(text) > 1 and not text.isdigit() and not ordinals:
            return None
        return Marker(kind, sign, indent, start, ordinals)
    if kind == "dotted":
        return Marker(
            kind, f"dotted {found[kind].count('.')}", indent, start, (int(found[kind].split(".")[-1]),)
        )
    return Marker(kind, found[kind] if kind in {"sure", "plain", "round"} else kind, indent, start)


def _read_ordinals(text: str) -> tuple[int, ...]:
    if text.isdigit():
        return (int(text),)
    text = text.lower()
    roman = (_read_roman(text),) if set(text) <= _ROMAN.keys() else ()
    return (*roman, ord(text)) if len(text) == 1 else tuple(number for number in roman if number)


def _read_roman(text: str) -> int:
    """Give the value of a Roman number; 0 where it is none but a word of these letters."""
    values = [_ROMAN[letter] for letter in text]
    total = sum(-one if one < after else one for one, after in pairwise([*values, 0]))
    return total if text == _write_roman(total) else 0


def _write_roman(number: int) -> str:
    parts = (
        (100, "c"),
        (90, "xc"),
        (50, "l"),
        (40, "xl"),
        (10, "x"),
        (9, "ix"),
        (5, "v"),
        (4, "iv"),
        (1, "i"),
    )
    text = ""
    for value, letters in parts:
        text += letters * (number // value)
        number %= value
    return text


def find_markers(texts: Sequence[str], runs: Sequence[Sequence[int]]) -> dict[int, Marker]:
    """Find the items among the lines of a text, whose runs of lines stand between blank ones."""
    read = {number: marker for run in runs for number in run if (marker := read_marker(texts[number]))}
    beside = _find_siblings(read)
    found: dict[int, Marker] = {}
    for run in runs:
        kinds: set[str] = set()
        for place, number in enumerate(run):
            marker = read.get(number)
            if marker is None:
                continue
            above = texts[run[place - 1]] if place else ""
            is_fresh = len(above) < _FULL or is_closed(above) or marker.kind in kinds
            if _is_item(marker, texts[number], is_fresh=is_fresh, has_sibling=number in beside):
                found[number] = marker
                kinds.add(marker.kind)
    return found


def _is_item(marker: Marker, line: str, *, is_fresh: bool, has_sibling: bool) -> bool:
    """Tell whether a line is an item: what else its marker may be depends on its kind."""
    match marker.kind:
        case "sure" | "box":
            return True
        case "round":  # a word of Spanish and Portuguese
            return has_sibling and is_fresh
        case "number" if marker.sign in {"A.", "a."} and marker.ordinals[-1] >= ord("a"):
            return has_sibling  # an initial: "A. Smith"
        case "plain":
            return is_fresh or has_sibling or (first_letter(line[marker.start :]).isupper())
        case _:
            return is_fresh or has_sibling


def _find_siblings(read: dict[int, Marker]) -> set[int]:
    """Find the lines whose neighbours of the same list are near."""
    last: dict[tuple[str, int], tuple[int, Marker]] = {}
    beside: set[int] = set()
    for number, marker in read.items():
        key = marker.sign, marker.indent
        if key in last and _is_near(last[key][0], number, marker) and last[key][1].precedes(marker):
            beside |= {last[key][0], number}
        last[key] = number, marker
    return beside


def _is_near(first: int, second: int, marker: Marker) -> bool:
    """Tell whether two lines may be items one after the other; numbers say so from afar."""
    return second - first <= (_FAR if marker.ordinals else _NEAR)
