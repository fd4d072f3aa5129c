"""How is a store copied? Page by page beside whoever writes, and whole on the disk before it has its name."""

import os
import sqlite3
import sys
import time
from contextlib import closing
from pathlib import Path
from typing import Final

_PAGES: Final = 256
"""Pages that are copied before others get their turn: a megabyte."""
_PAUSE: Final = 0.002
"""Seconds of that turn."""
_MOST_TURNS: Final = 20
"""So often the copy begins anew because somebody has written meanwhile; then the rest is one turn."""


class _OvertakenError(Exception):
    """Somebody writes faster than the copy goes on."""


class _Pace:
    """Lets others write between two steps of a copy, and says when that would never end."""

    def __init__(self) -> None:
        self._remaining, self._turns = sys.maxsize, 0

    def __call__(self, status: int, remaining: int, _: int) -> None:
        if status in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            # It has waited as long as anything waits for a lock; by itself it would do so for ever.
            busy = sqlite3.OperationalError("database is locked")
            busy.sqlite_errorcode = status
            raise busy
        # SQLite begins anew where another process has written since the last step.
        self._turns += remaining > self._remaining
        self._remaining = remaining
        if self._turns > _MOST_TURNS:
            raise _OvertakenError
        if remaining:
            time.sleep(_PAUSE)


def copy_database(source: sqlite3.Connection, draft: Path) -> None:
    """Copy a database into a new file that its owner alone may read, and that is on the disk then.

    What the copy holds is what was committed at one moment. Raises `sqlite3.Error` or `OSError`.
    """
    draft.unlink(missing_ok=True)
    os.close(os.open(draft, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
    with closing(sqlite3.connect(draft)) as target:
        try:
            source.backup(target, pages=_PAGES, progress=_Pace())
        except _OvertakenError:
            # Whoever writes waits until it is done, which takes milliseconds.
            source.backup(target, progress=_Pace())
    sync(draft)


def put_in_place(draft: Path, file: Path) -> None:
    """Give a file that is on the disk its name, so that there is always the old one or the new one, whole."""
    draft.replace(file)
    sync_folder(file.parent)


def sync_folder(folder: Path) -> None:
    """Wait until the names in a folder are on the disk."""
    if sys.platform != "win32":  # pragma: no branch -- Windows cannot open a folder
        sync(folder)


def sync(path: Path) -> None:
    """Wait until a file is on the disk."""
    # Windows syncs only what is open for writing, POSIX opens a folder only for reading.
    handle = os.open(path, os.O_RDWR if path.is_file() else os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
