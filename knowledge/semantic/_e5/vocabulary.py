"""Which pieces of the vocabulary are kept? Those of the letters of the bot's own languages."""

import unicodedata
from collections.abc import Sequence

import msgspec

from knowledge.semantic._e5.file import E5File
from knowledge.semantic._pieces import Vocabulary

_SCRIPTS = {"LATIN", "CYRILLIC"}
"""English, German, French, Spanish, Russian and Ukrainian, and all that share their letters."""


def choose_pieces(file: E5File) -> Sequence[int]:
    """Give the numbers of the marks, and of the pieces without a letter of another script.

    A text that lacks a piece falls into smaller ones, so nothing of these scripts becomes unreadable.
    """
    marks = (file.marks.begin, file.marks.end, file.marks.padding, file.marks.unknown)
    return [number for number, piece in enumerate(file.pieces) if number in marks or _is_readable(piece)]


def write_vocabulary(file: E5File, kept: Sequence[int]) -> bytes:
    """Write these pieces as a model's folder holds them, each with its new number."""
    numbers = {number: place for place, number in enumerate(kept)}
    marks = file.marks
    return msgspec.json.encode(
        Vocabulary(
            pieces=[file.pieces[number] for number in kept],
            scores=[round(float(file.scores[number]), 6) for number in kept],
            begin=numbers[marks.begin],
            end=numbers[marks.end],
            padding=numbers[marks.padding],
            unknown=numbers[marks.unknown],
        )
    )


def _is_readable(piece: str) -> bool:
    return all(not each.isalpha() or _script(each) in _SCRIPTS for each in piece)


def _script(letter: str) -> str:
    return unicodedata.name(letter, "").partition(" ")[0]
