"""Into which sentence pieces does a text fall? The likeliest ones, by a vocabulary with a score for each.

The library `tokenizers` does the same, with ten times the memory for a large vocabulary.
"""

import unicodedata
from array import array
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import msgspec

_SPACE = "▁"
"""Stands before each word."""
_UNKNOWN = -10.0
"""How much less likely than the unlikeliest piece a character is that no piece has."""
_WORD = 64
"""Characters of a word that are looked at together."""
_WORDS = 2048
"""Words that are remembered with their pieces."""


class Vocabulary(msgspec.Struct, frozen=True):
    """What stands in the file: pieces by their number, and the numbers of the marks."""

    pieces: list[str]
    scores: list[float]
    begin: int
    end: int
    padding: int
    unknown: int


class _Model(msgspec.Struct):
    vocab: list[tuple[str, float]]


class _Tokenizer(msgspec.Struct):
    """A `tokenizer.json` of the library `tokenizers`, as far as it matters here."""

    model: _Model


def read_vocabulary(file: Path) -> Vocabulary:
    """Read a `unigram.json` of ours, or the vocabulary in a `tokenizer.json`.

    Raises msgspec.DecodeError for any other file, and ValueError where one of the marks is missing.
    """
    if file.name == "unigram.json":
        return msgspec.json.decode(file.read_bytes(), type=Vocabulary)
    found = msgspec.json.decode(file.read_bytes(), type=_Tokenizer).model.vocab
    pieces = [piece for piece, _ in found]
    begin, end, unknown = (pieces.index(mark) for mark in ("<s>", "</s>", "<unk>"))
    padding = pieces.index("<pad>") if "<pad>" in pieces else unknown
    return Vocabulary(pieces, [score for _, score in found], begin, end, padding, unknown)


class Pieces:
    """Cuts texts into the pieces of one vocabulary."""

    def __init__(self, known: Vocabulary) -> None:
        marks = {known.begin, known.end, known.padding, known.unknown}
        self._begin, self._end, self._unknown = known.begin, known.end, known.unknown
        self._numbers = {piece: place for place, piece in enumerate(known.pieces) if place not in marks}
        self._scores = array("f", known.scores)
        self._unlikely = min(self._scores) + _UNKNOWN
        self._longest = max(map(len, self._numbers), default=1)
        self._find = lru_cache(_WORDS)(self._cut)

    def encode(self, text: str, most: int) -> list[int]:
        """Give the pieces of a text between two marks, at most so many."""
        return [self._begin, *self._cut_text(text, most - 2), self._end]

    def encode_pair(self, text: str, other: str, most: int, most_of_first: int | None = None) -> list[int]:
        """Give the pieces of two texts; of the second one only as many as there is room for."""
        first = self._cut_text(text, most_of_first or most - 4)
        second = self._cut_text(other, most - 4 - len(first))
        return [self._begin, *first, self._end, self._end, *second, self._end]

    def _cut_text(self, text: str, most: int) -> list[int]:
        found: list[int] = []
        # A piece has at least one character, so what is behind these cannot be reached.
        for part in _parts(text[: most * self._longest]):
            if len(found) >= most:
                break
            found += self._find(part)
        return found[:most]

    def _cut(self, part: str) -> tuple[int, ...]:
        """Give the likeliest way through a part of a word, as Viterbi finds it."""
        best = [0.0, *(float("-inf") for _ in part)]
        last = [(0, self._unknown) for _ in best]
        for first in range(len(part)):
            reached = best[first]
            for end in range(first + 1, min(first + self._longest, len(part)) + 1):
                number = self._numbers.get(part[first:end])
                if number is not None and reached + self._scores[number] > best[end]:
                    best[end], last[end] = reached + self._scores[number], (first, number)
            if reached + self._unlikely > best[first + 1]:
                best[first + 1], last[first + 1] = reached + self._unlikely, (first, self._unknown)
        return self._follow_back(last)

    def _follow_back(self, last: list[tuple[int, int]]) -> tuple[int, ...]:
        """Give the pieces of the way that ends at the end; unknown ones side by side are one."""
        found: list[int] = []
        place = len(last) - 1
        while place:
            place, number = last[place]
            if number != self._unknown or not found or found[-1] != number:
                found.append(number)
        return tuple(reversed(found))


def _parts(text: str) -> Iterator[str]:
    """Give each word with the mark before it, in parts where it is long."""
    for word in unicodedata.normalize("NFKC", text).split():
        marked = _SPACE + word
        yield from (marked[first : first + _WORD] for first in range(0, len(marked), _WORD))
