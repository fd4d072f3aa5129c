"""What is memory looked through for, and who takes it from where?"""

import gc
import subprocess
import sys

import pytest

from knowledge.memory import leave_alone, share_memory
from knowledge.model import Article, Claim, Corpus, Kind, Passage, Term

HEAPS = """
import threading, re, ctypes, sys
from knowledge.memory import share_memory
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
    monkeypatch.setenv("MALLOC_MMAP_THRESHOLD_", "500000")
    share_memory()


@pytest.mark.process
@pytest.mark.skipif(sys.platform != "linux", reason="other systems have other allocators")
def test_all_threads_take_memory_from_one_heap() -> None:
    told = subprocess.run([sys.executable, "-c", HEAPS], capture_output=True, check=True, text=True).stderr
    assert told.count("Arena ") in (0, 1)  # musl tells nothing


def test_the_collector_leaves_alone_what_was_there_when_a_process_began() -> None:
    kept = [object()]
    leave_alone()
    try:
        assert not any(each is kept for each in gc.get_objects())
    finally:
        gc.unfreeze()


def test_the_collector_knows_of_no_corpus() -> None:
    passage = Passage("They met.", Kind.ROW, ("Lead",), (1, 1), cells=(("Topic", "Gas"), ("Status", "Open")))
    corpus = Corpus((Article("a.md", "News", "en", (passage,) * 2),), (Term("gas", (("uk", "газ"),)),))
    claim = Claim("Gas", "Open", corpus.articles[0], passage)
    for _ in range(3):  # a tuple is left alone when the collector has seen that it holds nothing to look at
        gc.collect(1)
    made = corpus, corpus.articles, passage, passage.cells, corpus.glossary, claim, claim.statement
    assert not any(map(gc.is_tracked, made))
