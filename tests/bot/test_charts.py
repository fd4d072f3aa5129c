"""Is a chart a picture that says what it should? Its pixels, read back from the PNG."""

import struct
import zlib

from bot.charts import draw_bars

BLUE, ORANGE = 1, 2


def read(png: bytes) -> list[bytes]:
    """Give the rows of a picture, a byte for each pixel; its parts must be as they say."""
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    place, parts = 8, dict[bytes, bytes]()
    while place < len(png):
        (length,) = struct.unpack(">I", png[place : place + 4])
        kind, data = png[place + 4 : place + 8], png[place + 8 : place + 8 + length]
        assert struct.unpack(">I", png[place + 8 + length : place + 12 + length]) == (
            zlib.crc32(kind + data),
        )
        parts[kind], place = data, place + 12 + length
    width, height = struct.unpack(">II", parts[b"IHDR"][:8])
    rows = zlib.decompress(parts[b"IDAT"])
    assert len(rows) == height * (width + 1)
    return [rows[row * (width + 1) + 1 : (row + 1) * (width + 1)] for row in range(height)]


def count(rows: list[bytes], colour: int) -> list[int]:
    """Give how high each colour is in the bars, from left to right."""
    columns = [bytes(row[place] for row in rows) for place in range(len(rows[0]))]
    heights = [column.count(colour) for column in columns]
    return [height for place, height in enumerate(heights) if height and not (place and heights[place - 1])]


def test_a_bar_is_as_high_as_its_number_and_a_part_of_it_is_set_off_at_the_top() -> None:
    rows = read(draw_bars([(4, 0), (0, 0), (2, 1), (1000, 1000)]))
    full = len(rows) - 2
    assert count(rows, ORANGE) == [1, full]
    rows = read(draw_bars([(8, 2), (0, 0), (4, 0)]))
    assert (count(rows, BLUE), count(rows, ORANGE)) == (
        [full - round(full / 4), full // 2],
        [round(full / 4)],
    )


def test_there_may_be_no_bar_and_one_for_each_day_of_a_year() -> None:
    assert count(read(draw_bars([])), BLUE) == []
    assert len({len(row) for row in read(draw_bars([(each, 1) for each in range(366)]))}) == 1
