"""How are a file's bytes taken? Opens one file safely, or says why not."""

import os
import stat
from collections.abc import Generator
from contextlib import contextmanager
from io import FileIO
from pathlib import Path

from knowledge.errors import KnowledgeError
from knowledge.model import Problem

# Neither follow a link that was put there since the folder was listed, nor wait for the writer of a FIFO.
_FLAGS = (
    os.O_RDONLY
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_NONBLOCK", 0)
    | getattr(os, "O_BINARY", 0)
    | getattr(os, "O_CLOEXEC", 0)
)


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
