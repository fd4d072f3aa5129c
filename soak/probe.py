"""What does a process hold on to? Memory, files, threads and tasks, which must not become more for ever."""

import asyncio
import os
from pathlib import Path

from msgspec import Struct

_STATUS = {"VmRSS": 1024, "Threads": 1}
"""The lines of a process's status that are read, and what one unit of each is."""


class Held(Struct, frozen=True):
    """What a process holds at one moment."""

    memory: int
    """Bytes of it that are in memory."""
    files: int
    """Open files and sockets."""
    threads: int
    """Also those that Python knows nothing of."""
    tasks: int = 0
    """Of the event loop that asks; none where another process is looked at."""

    def __sub__(self, before: "Held") -> "Held":
        """Give how much more this is than before."""
        return Held(
            self.memory - before.memory,
            self.files - before.files,
            self.threads - before.threads,
            self.tasks - before.tasks,
        )

    def __str__(self) -> str:
        held = f"{self.memory / 2**20:+.1f} MiB, {self.files:+d} files, {self.threads:+d} threads"
        return f"{held}, {self.tasks:+d} tasks"


def look(process: int | None = None) -> Held:
    """Look at a process of this machine, or at this one; Linux alone tells."""
    of = Path("/proc", "self" if process is None else str(process))
    lines = (line.partition(":") for line in (of / "status").read_text("ascii", "replace").splitlines())
    found = {name: int(value.split()[0]) * _STATUS[name] for name, _, value in lines if name in _STATUS}
    # The folder itself is open while it is read.
    files = len(os.listdir(of / "fd")) - (process is None)  # noqa: PTH208  a path of each is not needed
    return Held(found["VmRSS"], files, found["Threads"], _count_tasks() if process is None else 0)


def _count_tasks() -> int:
    try:
        return len(asyncio.all_tasks())
    except RuntimeError:
        return 0
