"""How wide are letters, and where does a line end? As in Helvetica, to which others are drawn out."""

import re
from collections.abc import Iterable, Iterator

from bench.pictures.markup import GROUND, Look, Run

_PLAIN = {
    191: "'",
    222: "ijl‘’",
    260: "|",
    278: " !,./:;I[\\]ft·",
    333: "()-`r“”",
    334: "{}",
    350: "•",
    355: '"',
    389: "*",
    469: "^",
    500: "Jcksvxyz",
    584: "+<=>~",
    611: "FTZ",
    667: "&ABEKPSVXY",
    722: "CDHNRUw",
    778: "GOQ",
    833: "Mm",
    889: "%",
    944: "W",
    1000: "—…→",
    1015: "@",
}
_BOLD = {
    238: "'",
    278: " ,./I\\ijl‘’·",
    280: "|",
    333: "!()-:;[]`ft",
    350: "•",
    389: "*r{}",
    474: '"',
    500: "z“”",
    584: "+<=>^~",
    611: "?FLTZbdghnopqu",
    667: "EPSVXY",
    722: "&ABCDHKNRU",
    778: "GOQw",
    833: "M",
    889: "%m",
    944: "W",
    975: "@",
    1000: "—…→",
}
"""Thousandths of the size of the letters, and which letters are so wide."""
_OTHER = 556
_PICTURE = 1250
"""How wide a digit or a letter is that is not listed, and an emoji."""
_MONOSPACED = 600


def _by_letter(widths: dict[int, str]) -> dict[str, int]:
    return {letter: width for width, letters in widths.items() for letter in letters}


_WIDTHS = _by_letter(_PLAIN), _by_letter(_BOLD)
_WORD = re.compile(r"\s*\S+|\s+$")
_PADDING = 2
"""On both sides of what has a ground of its own."""


def measure(text: str, size: float, *, is_bold: bool = False) -> float:
    """Give how wide a text is."""
    widths = _WIDTHS[is_bold]
    return (
        sum(_PICTURE if letter > "\U0001f000" else widths.get(letter, _OTHER) for letter in text)
        * size
        / 1000
    )


def measure_columns(columns: int, size: float) -> float:
    """Give how wide letters of the same width are."""
    return columns * _MONOSPACED * size / 1000


def measure_run(run: Run, size: float) -> float:
    """Give how wide a run is, with the edges of its ground."""
    padding = 2 * _PADDING * bool(run.look & GROUND)
    return measure(run.text, size, is_bold=Look.BOLD in run.look) + padding


def wrap(runs: Iterable[Run], size: float, width: float) -> list[list[Run]]:
    """Break runs into lines; a word that is wider than a line stands on one of its own."""
    lines: list[list[Run]] = [[]]
    left = width
    for word in _words(runs):
        needed = sum(measure_run(each, size) for each in word)
        if needed > left and lines[-1]:
            word = [Run(word[0].text.lstrip(), word[0].look), *word[1:]]
            needed = sum(measure_run(each, size) for each in word)
            lines.append([])
            left = width
        lines[-1] += word
        left -= needed
    return [_join(line) for line in lines]


def _words(runs: Iterable[Run]) -> Iterator[list[Run]]:
    """Give words with the space before them; one may be of several looks, as `**so**:` is."""
    word: list[Run] = []
    for run in runs:
        pieces = [run.text] if run.look & GROUND else _WORD.findall(run.text)
        for piece in pieces:
            if word and piece[0].isspace():
                yield word
                word = []
            word.append(Run(piece, run.look))
    if word:
        yield word


def _join(line: list[Run]) -> list[Run]:
    joined: list[Run] = []
    for run in line:
        if joined and joined[-1].look == run.look and not run.look & GROUND:
            run = Run(joined.pop().text + run.text, run.look)
        joined.append(run)
    return joined
