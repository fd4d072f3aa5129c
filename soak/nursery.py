"""How does a trial come by a process that it may kill? One that has all imported makes it, at once."""

import atexit
import os
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Generator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TextIO, cast

ROOT = Path(__file__).parents[1]


class Victim:
    """A process that does a deed, and says what it has done."""

    def __init__(self, pid: int, said: "queue.Queue[str]") -> None:
        """Know its id, and where its lines come in."""
        self._pid, self._queue = pid, said
        self.said: list[str] = []
        """Its lines, as far as they were looked at."""
        self._is_gone = False

    def wait_for_line(self, seconds: float | None = None) -> bool:
        """Wait for one more line; False where none came in that time, or it has ended."""
        if self._is_gone:
            return False
        try:
            line = self._queue.get(timeout=seconds)
        except queue.Empty:
            return False
        if line == "gone":
            self._is_gone = True
            return False
        self.said.append(line)
        return True

    def read(self) -> list[str]:
        """Give all that it has said by now."""
        while self.wait_for_line(0.001):
            pass
        return self.said

    def kill(self) -> list[str]:
        """Kill it like a power cut, unless it has ended, and give all that it has said."""
        if not self._is_gone:
            os.kill(self._pid, signal.SIGKILL)
        return self.wait()

    def wait(self) -> list[str]:
        """Wait until it has ended, and give all that it has said."""
        while self.wait_for_line():
            pass
        return self.said


class _Nursery:
    def __init__(self) -> None:
        process = subprocess.Popen(
            [sys.executable, "-m", "soak.deeds"],
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._ask, told = cast("tuple[TextIO, TextIO]", (process.stdin, process.stdout))
        self._said: queue.Queue[str] = queue.Queue()
        threading.Thread(target=self._listen, args=(told,), daemon=True).start()
        atexit.register(process.kill)

    def make(self, deed: str, folder: Path) -> Victim:
        print(deed, folder, file=self._ask, flush=True)
        _, pid = self._said.get().split()
        return Victim(int(pid), self._said)

    def _listen(self, told: TextIO) -> None:
        for line in told:
            self._said.put(line.rstrip("\n"))


_nursery = cache(_Nursery)


@contextmanager
def make_victim(deed: str, folder: Path) -> Generator[Victim]:
    """Let a process do a deed to a folder; it is killed in the end, if it lives."""
    victim = _nursery().make(deed, folder)
    try:
        yield victim
    finally:
        victim.kill()
