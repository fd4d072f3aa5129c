"""Is memory shared by the threads, unless the operator has decided otherwise?"""

import gc
import subprocess
import sys
import weakref

import pytest

from knowledge.memory import collect_hidden, pause_collection, share_memory

HEAPS = """
import threading, re, ctypes, sys
from knowledge.memory import collect_hidden, pause_collection, share_memory
share_memory()
kept = []
for _ in range(4):
    thread = threading.Thread(target=lambda: kept.append(ctypes.create_string_buffer(100_000)))
    thread.start(); thread.join()
libc = ctypes.CDLL(None)
libc.malloc_stats()
"""


def test_it_may_be_called_at_any_time(monkeypatch: pytest.MonkeyPatch) -> None:
    share_memory()
    monkeypatch.setenv("MALLOC_ARENA_MAX", "4")
    share_memory()


@pytest.mark.process
@pytest.mark.skipif(sys.platform != "linux", reason="other systems have other allocators")
def test_all_threads_take_memory_from_one_heap() -> None:
    told = subprocess.run([sys.executable, "-c", HEAPS], capture_output=True, check=True, text=True).stderr
    assert told.count("Arena ") in (0, 1)  # musl tells nothing


def test_garbage_of_a_pause_is_found_later() -> None:
    class Ring:
        def __init__(self) -> None:
            self.itself = self

    with pause_collection():
        gone = weakref.ref(Ring())
    gc.collect()
    assert gone() is not None
    known = collect_hidden()
    assert gone() is None
    assert collect_hidden(known) == known
