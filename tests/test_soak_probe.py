import asyncio
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

import pytest

from soak.probe import Held, look


async def test_what_is_taken_and_given_back_is_seen(tmp_path: Path) -> None:
    before, done = look(), Event()
    with ThreadPoolExecutor(1) as threads, (tmp_path / "file").open("w"):
        threads.submit(done.wait)
        task = asyncio.create_task(asyncio.sleep(60))
        much = os.urandom(32 * 2**20)
        more = look() - before
        done.set()
    assert (more.files, more.threads, more.tasks) == (1, 1, 1)
    assert more.memory > 0.9 * len(much)
    task.cancel()
    await asyncio.wait({task})
    # A thread that has ended is known to the system for a moment longer.
    while (less := look() - before).threads:  # noqa: ASYNC110  nobody tells
        await asyncio.sleep(0.01)
    assert (less.files, less.threads, less.tasks) == (0, 0, 0)


def test_outside_an_event_loop_there_are_no_tasks() -> None:
    assert look().tasks == 0


@pytest.mark.process
def test_another_process_can_be_looked_at() -> None:
    code = "print(flush=True); input()"
    with subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as other:
        assert other.stdin
        assert other.stdout
        other.stdout.readline()  # it has begun
        held = look(other.pid)
        other.stdin.close()
    assert held.memory > 2**20
    assert (held.files, held.threads, held.tasks) == (3, 1, 0)


def test_a_difference_is_written_with_its_signs() -> None:
    assert str(Held(3 * 2**19, 0, -1, 2)) == "+1.5 MiB, +0 files, -1 threads, +2 tasks"
