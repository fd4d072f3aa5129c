"""How much may reading one file cost?"""

import math
import sys

from msgspec import Struct


class Limits(Struct, frozen=True):
    """What reading may cost, for each file, and how many articles a folder may hold."""

    bytes: int = 2_000_000
    cpu_seconds: int = 5
    """Of processor time; not watched on Windows, where the wall clock alone ends a slow file."""
    wall_seconds: float = 10
    memory_bytes: int = 512 * 1024 * 1024
    """Of address space of the process that reads; not watched on Windows."""
    articles: int = 10_000


DEFAULT = Limits()


def limit_this_process(limits: Limits) -> None:
    """Keep this process within the limits from here on: call it before each file.

    The processor time used so far is not counted. A process that passes it is ended by SIGXCPU.
    """
    if sys.platform == "win32":  # pragma: no cover - not on Linux
        return
    import resource

    used = resource.getrusage(resource.RUSAGE_SELF)
    seconds = math.ceil(used.ru_utime + used.ru_stime) + limits.cpu_seconds
    for which, soft in (
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_AS, limits.memory_bytes),
        (resource.RLIMIT_CORE, 0),
    ):
        # The operator may have set a hard limit already.
        hard = resource.getrlimit(which)[1]
        resource.setrlimit(which, (soft if hard == resource.RLIM_INFINITY else min(soft, hard), hard))
