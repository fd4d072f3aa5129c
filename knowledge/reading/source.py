"""What is in the file's bytes? Opens one file safely and takes its text, or says why not."""

import os
import stat
from collections.abc import Generator
from contextlib import contextmanager
from io import FileIO
from pathlib import Path

from knowledge.errors import KnowledgeError
from knowledge.model import Problem
from knowledge.reading.document import Document

# Neither follow a link that was put there since the folder was listed, nor wait for the writer of a FIFO.
_FLAGS = (
    os.O_RDONLY
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_NONBLOCK", 0)
    | getattr(os, "O_BINARY", 0)
    | getattr(os, "O_CLOEXEC", 0)
)
_UTF8_MARK = b"\xef\xbb\xbf"
_OTHER_MARKS = (b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")
_SAVE = "Save it as UTF-8."


class UnreadableError(KnowledgeError):
    """A file cannot be taken up: why, the cure, and the line where there is one."""

    def __init__(self, reason: str, cure: str, line: int | None = None) -> None:
        super().__init__(reason, cure)
        self.line = line

    def problem(self, path: str) -> Problem:
        """Say the same as a `Problem` of the file at `path`."""
        return Problem(path, self.reason, self.cure, self.line)


@contextmanager
def open_regular(path: Path | str) -> Generator[tuple[FileIO, os.stat_result]]:
    """Open a regular file for reading, and give its facts; links, FIFOs and devices are refused.

    It has no buffer: whoever takes all of it at once needs none.
    """
    try:
        descriptor = os.open(path, _FLAGS)
    except OSError as error:
        reason = (error.strerror or "unknown reason").lower()
        cure = "Check that the file is there and may be read."
        raise UnreadableError(f"cannot be opened: {reason}", cure) from error
    with FileIO(descriptor) as file:
        facts = os.fstat(descriptor)
        if not stat.S_ISREG(facts.st_mode):
            raise not_regular()
        yield file, facts


def read_bytes(path: Path, limit: int) -> tuple[bytes, float]:
    """Take the bytes of a regular file of at most `limit` bytes, and when it was modified (POSIX seconds)."""
    with open_regular(path) as (file, facts):
        # One byte more than allowed: a file may grow after its size was asked for.
        data = file.read(limit + 1)
    if len(data) > limit:
        raise too_large(limit)
    return data, facts.st_mtime


def not_regular() -> UnreadableError:
    """Say that something is neither a file nor a folder."""
    return UnreadableError("is no regular file", "Put a plain file in its place.")


def too_large(limit: int) -> UnreadableError:
    """Say that a file holds more than `limit` bytes."""
    return UnreadableError(f"is larger than {limit:,} bytes", "Split it into several articles.")


def empty() -> UnreadableError:
    """Say that there is nothing in a file."""
    return UnreadableError("is empty", "Write the article into it, or remove it.")


def decode(document: Document) -> str:
    r"""Turn bytes into text with `\n` as the only line end; only UTF-8 is taken, with or without a mark."""
    data = document.data
    if data.startswith(_OTHER_MARKS):
        raise UnreadableError("is not UTF-8 but UTF-16 or UTF-32", _SAVE)
    if b"\x00" in data:
        line = data.count(b"\n", 0, data.index(b"\x00")) + 1
        raise UnreadableError("holds NUL bytes: it is no text, or UTF-16", _SAVE, line)
    data = data.removeprefix(_UTF8_MARK)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise UnreadableError(f"is not UTF-8: byte 0x{data[error.start]:02x}", _SAVE, line) from error
    if not text.strip():
        raise empty()
    return text.replace("\r\n", "\n").replace("\r", "\n")
