"""How is a chart drawn? Bars in a PNG, in colours that can be told apart on light and on dark."""

import struct
import zlib
from collections.abc import Iterator, Sequence

_WIDTH, _HEIGHT = 800, 240
_BASE = 2
"""Pixels of the line that the bars stand on."""
_GAP = 0.25
"""The share of a bar's room that is left between two, where there is any."""
_WIDEST = 60
_NONE, _BLUE, _ORANGE, _GREY = range(4)
_COLOURS = bytes((0, 0, 0, 0x3F, 0x83, 0xF8, 0xE0, 0x7B, 0x1A, 0x80, 0x84, 0x8E))
"""The red, green and blue of each; the first cannot be seen."""


def draw_bars(values: Sequence[tuple[int, int]]) -> bytes:
    """Draw a bar for each pair: how much there is in all, and how much of it is set off at the top."""
    most = max((whole for whole, _ in values), default=0)
    columns = [column for each in values for column in _draw_bar(*each, most, len(values))]
    left = (_WIDTH - len(columns)) // 2
    blank = bytes(_HEIGHT - _BASE) + bytes([_GREY] * _BASE)
    drawn = [*[blank] * left, *columns, *[blank] * (_WIDTH - len(columns) - left)]
    rows = (bytes(column[row] for column in drawn) for row in range(_HEIGHT))
    return _write_png(rows)


def _draw_bar(whole: int, part: int, most: int, bars: int) -> Iterator[bytes]:
    """Give the columns of a bar with the room around it, each from top to bottom."""
    room = min(_WIDEST, max(1, _WIDTH // bars))
    gap = int(room * _GAP)
    full = _HEIGHT - _BASE
    high = _scale(whole, most, full)
    top = min(high, _scale(part, most, full))
    base = bytes([_GREY] * _BASE)
    bar = bytes(full - high) + bytes([_ORANGE] * top) + bytes([_BLUE] * (high - top)) + base
    for place in range(room):
        yield bar if place < room - gap else bytes(full) + base


def _scale(number: int, most: int, pixels: int) -> int:
    """Give the height of a number; what is there at all can be seen."""
    return max(1, round(pixels * number / most)) if number else 0


def _write_png(rows: Iterator[bytes]) -> bytes:
    head = struct.pack(">IIBBBBB", _WIDTH, _HEIGHT, 8, 3, 0, 0, 0)
    data = zlib.compress(b"".join(b"\0" + row for row in rows), 9)
    parts = (b"IHDR", head), (b"PLTE", _COLOURS), (b"tRNS", b"\0"), (b"IDAT", data), (b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + b"".join(_write_part(*each) for each in parts)


def _write_part(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
