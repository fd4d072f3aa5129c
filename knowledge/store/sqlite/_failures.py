"""What do the disk and the database complain about? Their errors, as ours, each with its cure."""

import sqlite3
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import msgspec

from knowledge.errors import StoreBusyError, StoreDamagedError, StoreError

_BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
_DISK = {
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_PERM,
    sqlite3.SQLITE_READONLY,
}


@contextmanager
def translate_errors(where: Path) -> Generator[None]:
    """Raise what goes wrong inside as a `StoreError` that names the file or folder."""
    try:
        yield
    except sqlite3.Error as error:
        raise _translate_sqlite(error, where) from error
    except OSError as error:
        raise _describe_disk(error.strerror or str(error), where) from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        # The second: Python cannot read SQLite's message, which quotes a damaged name.
        raise describe_damage(where, str(error)) from error


def is_of_disk(error: sqlite3.Error) -> bool:
    """Whether it is the disk that a database complains about."""
    return _read_kind(error) in {*_DISK, sqlite3.SQLITE_FULL}


def describe_damage(file: Path, found: str) -> StoreDamagedError:
    """Make the error for a file that does not hold what was written to it."""
    return StoreDamagedError(
        f"The store {file} is damaged or not a store of talksbot: {found.rstrip('.')}.",
        "Restore a backup, or move the file away (keep it if you want it looked at) and reload: the articles "
        "fill a new store, which does not know who follows what.",
    )


def _describe_disk(found: str, where: Path) -> StoreError:
    return StoreError(
        f"The store {where} cannot be opened or written: {found}.",
        "Look whether the data folder is a folder, belongs to this user, and has free space.",
    )


def _translate_sqlite(error: sqlite3.Error, file: Path) -> StoreError:
    kind = _read_kind(error)
    if kind in _BUSY:
        return StoreBusyError(
            f"Another process keeps the store {file} locked.",
            "Try again in a moment; if it stays so, end the process that writes to it.",
        )
    if kind == sqlite3.SQLITE_FULL:
        return StoreError(
            f"The disk of the store {file} is full: nothing was changed.",
            "Free some space there, and try again.",
        )
    if kind in _DISK:
        return _describe_disk(str(error), file)
    return describe_damage(file, str(error))


def _read_kind(error: sqlite3.Error) -> int:
    # Errors that Python's own module raises, such as for text that is not UTF-8, carry no code.
    code: int = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT)
    # The low byte says what kind it is; the rest is detail.
    return code & 0xFF
