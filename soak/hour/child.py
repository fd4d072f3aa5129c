"""How is the bot's process? What it holds, and what it has written into its log."""

import re
import time
from collections import Counter
from pathlib import Path

from msgspec import Struct

from bench.memory import resident_mb


class Sample(Struct, frozen=True):
    """What the process held at a moment."""

    at: float
    resident_mb: float
    threads: int
    files: int


def look(pid: int) -> Sample:
    """Look at a process."""
    of = Path("/proc") / str(pid)
    threads, files = (sum(1 for _ in (of / each).iterdir()) for each in ("task", "fd"))
    return Sample(time.monotonic(), resident_mb(pid), threads, files)


def read_log(log: Path) -> Counter[str]:
    """Count the tracebacks, errors and warnings of a log."""
    text = log.read_text("utf-8", "replace")
    counted: Counter[str] = Counter(re.findall(r"\b(ERROR|WARNING|CRITICAL)\b", text))
    counted["tracebacks"] = text.count("Traceback (most recent call last)")
    return counted
