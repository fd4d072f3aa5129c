"""What is in the file's bytes?"""

import os
from datetime import date
from pathlib import Path

import pytest

from knowledge.reading.document import Document
from knowledge.reading.source import UnreadableError, decode, read_bytes


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"a\nb", "a\nb"),
        (b"\xef\xbb\xbfmark", "mark"),
        (b"a\r\nb\rc\n", "a\nb\nc\n"),
        ("мир ﷺ".encode(), "мир ﷺ"),
    ],
)
def test_utf_8_is_read_with_or_without_a_mark_and_any_line_ends(data: bytes, text: str) -> None:
    assert decode(Document("a.txt", data, date(2026, 1, 1))) == text


@pytest.mark.parametrize(
    ("data", "reason", "line"),
    [
        ("text".encode("utf-16"), "UTF-16", None),
        ("text".encode("utf-32"), "UTF-16 or UTF-32", None),
        ("text".encode("utf-32-be"), "NUL", 1),
        (b"\x00\x00\xfe\xff\x00\x00\x00a", "UTF-32", None),
        (b"one\ntwo\x00\n", "NUL", 2),
        (b"one\n\ntw\xfc\n", "0xfc", 3),
        (b"\xef\xbb\xbf \n\t", "empty", None),
    ],
)
def test_other_bytes_are_refused_with_reason_line_and_cure(
    data: bytes, reason: str, line: int | None
) -> None:
    with pytest.raises(UnreadableError, match=reason) as failure:
        decode(Document("a.txt", data, date(2026, 1, 1)))
    problem = failure.value.problem("a.txt")
    assert (problem.path, problem.line) == ("a.txt", line)
    assert problem.cure in {"Save it as UTF-8.", "Write the article into it, or remove it."}


def test_a_file_may_be_as_large_as_the_limit_and_no_larger(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes(b"12345")
    os.utime(file, (7, 7))
    assert read_bytes(file, 5) == (b"12345", 7)
    with pytest.raises(UnreadableError, match="larger than 4 bytes"):
        read_bytes(file, 4)


def test_what_is_no_file_is_neither_followed_nor_waited_for(tmp_path: Path) -> None:
    (tmp_path / "there.txt").write_text("text")
    (tmp_path / "link.txt").symlink_to(tmp_path / "there.txt")
    os.mkfifo(tmp_path / "fifo.txt")
    for name, reason in (("link.txt", "opened"), ("fifo.txt", "regular"), ("gone.txt", "no such file")):
        with pytest.raises(UnreadableError, match=reason):
            read_bytes(tmp_path / name, 5)
    with pytest.raises(UnreadableError, match="regular"):
        read_bytes(Path(os.devnull), 5)
