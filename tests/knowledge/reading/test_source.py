"""How are a file's bytes taken?"""

import os
from pathlib import Path

import pytest

from knowledge.reading.source import UnreadableError, read_bytes


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
