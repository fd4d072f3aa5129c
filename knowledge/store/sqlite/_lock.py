"""Who writes? One process at a time: it holds a lock on a file, which the system frees when it ends."""

import os
import sys
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path

from knowledge.errors import StoreBusyError
from knowledge.store.sqlite._failures import translate_errors

LOCK = "talksbot.lock"

if sys.platform == "win32":  # pragma: no cover -- Windows only
    import msvcrt

    def _lock(handle: int) -> None:
        # What is locked cannot be read by others there: a byte behind the process id, not the id itself.
        os.lseek(handle, 1024, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        os.lseek(handle, 0, os.SEEK_SET)
else:
    import fcntl

    def _lock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


@contextmanager
def lock_folder(folder: Path) -> Generator[None]:
    """Let this process be the one writer in a folder, made where it is missing.

    Raises `StoreBusyError` while another is.
    """
    with translate_errors(folder):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        with translate_errors(folder):
            _take(handle, folder)
        yield
    finally:
        # The file stays: deleting it would let two processes lock two files of one name.
        os.close(handle)


def _take(handle: int, folder: Path) -> None:
    try:
        _lock(handle)
    except (BlockingIOError, PermissionError):
        pid = os.read(handle, 32).decode("ascii", "replace").strip()
        raise StoreBusyError(
            f"The store in {folder} is already written by {f'process {pid}' if pid else 'another process'}.",
            "Stop that process first, or give this one another data folder.",
        ) from None
    # The process id is for people only: a full disk must not keep the bot from starting.
    with suppress(OSError):
        os.ftruncate(handle, 0)
        os.write(handle, f"{os.getpid()}\n".encode("ascii"))
