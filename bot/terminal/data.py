"""Is the data folder fit for a store? Who may write there, who else may read, and is there room?"""

import os
import shutil
import stat
import sys
import tempfile
from collections.abc import Mapping
from errno import EACCES
from pathlib import Path
from typing import Final

from bot.config import Config
from bot.terminal.console import Console, plain
from bot.terminal.container import find_loss

_FILES: Final = ("talksbot.db", "talksbot.db-wal", "talksbot.db-shm", "talksbot.lock")
"""What a store consists of."""
_COPIES: Final = 2
"""How often the data folder should fit once more on its disk: a new version copies the store before it
changes it, and a reload writes articles and index beside the old ones."""
_LEAST: Final = 16 * 2**20
"""What should be free in any case, in bytes: a small store grows with its first articles."""


def check_data(configured: Config, console: Console, environment: Mapping[str, str]) -> bool:
    """Say whether the store can be written, without leaving a trace or asking a running bot for its turn.

    What is only to be thought of soon is no reason to fail: who else may read it, and that the disk fills.
    """
    folder = configured.knowledge.data
    try:
        place = _try_to_write(folder)
    except OSError as error:
        cure = 'Let this user write there, or name another folder: "data" in [knowledge], or --data.'
        console.say(f"data: {plain(str(folder))} cannot be written: {error.strerror}. {cure}")
        return False
    console.say(f"data: {plain(str(folder))} can be written{'' if folder.exists() else ', once it is made'}")
    if loss := find_loss(folder, environment):
        console.say(f"data: {plain(loss)}")
    free, needed = shutil.disk_usage(place).free, _COPIES * _measure(folder) + _LEAST
    if free < needed:
        left, wanted = (f"{size / 2**20:,.0f} MB" for size in (free, needed))
        console.say(
            f"data: only {left} are free on its disk. Free some: a reload or an update may take {wanted}"
        )
    if others := _find_open_files(folder):
        what = plain(str(others[0]))
        console.say(f"data: other users of this machine can read {what}. Run: chmod 700 {plain(str(folder))}")
    return True


def _try_to_write(folder: Path) -> Path:
    """Write into a folder, or into the one in which it would be made, and return that; raises OSError."""
    place = folder.absolute()
    while not os.path.lexists(place):
        place = place.parent
    # Where the system can, this file has no name at all, and so a crash leaves nothing behind either.
    with tempfile.TemporaryFile(dir=place) as file:
        file.write(b"talksbot")
    for name in _FILES:
        # They are not opened: to close one would free the locks that this process may have on it.
        if os.path.lexists(folder / name) and not os.access(folder / name, os.W_OK):
            raise PermissionError(EACCES, f"{name} in it belongs to somebody else")
    return place


def _measure(folder: Path) -> int:
    """Return how many bytes the files of a folder have."""
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())


def _find_open_files(folder: Path) -> list[Path]:
    """Find the files of a store that others may read: copies of it hold the same."""
    if sys.platform == "win32" or not folder.is_dir():
        return []
    # Who may not enter the folder cannot read what is in it.
    if not folder.stat().st_mode & (stat.S_IXGRP | stat.S_IXOTH):
        return []
    stores = sorted(folder.glob("talksbot.db*"))
    return [file for file in stores if file.stat().st_mode & (stat.S_IRGRP | stat.S_IROTH)]
