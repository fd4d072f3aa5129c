"""What becomes of memory at a reload? The collector looks away, and what the old corpus held goes back."""

import gc
import os
import sys
from collections.abc import Generator
from contextlib import contextmanager

_MUCH = 1.2
_ARENA_MAX = -8
"""What glibc calls the number of heaps, in malloc.h."""


@contextmanager
def pause_collection() -> Generator[None]:
    """Keep the cyclic garbage collector away from a new corpus.

    It would look at every passage, and stop all threads meanwhile: a fifth of a second for ten thousand. No
    passage is part of a cycle, so there is nothing to find.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


def collect_hidden(known: int = 0) -> int:
    """Find the garbage that pauses have hidden, where there is much beside the `known` number of objects.

    What other tasks leave behind during a pause is kept with the new corpus, as if it were a part of it.
    To find it costs a look at every passage. Gives how many objects are known now.
    """
    if gc.get_freeze_count() <= known * _MUCH:
        return known
    gc.unfreeze()
    gc.collect()
    gc.freeze()
    return gc.get_freeze_count()


def give_memory_back() -> None:
    """Return to the system what the old corpus held.

    glibc keeps what is freed for each thread apart, and so a process grew by megabytes with each reload.
    """
    _call_allocator("malloc_trim", 0)


def share_memory() -> None:
    """Let all threads take memory from one heap: call it before there are several.

    glibc gives each thread a heap of its own, and none takes what is free in another's. A bot that was asked
    20 questions a second and reloaded every few seconds grew by 30 MB a minute so, and by nothing with one.
    """
    if "MALLOC_ARENA_MAX" not in os.environ:  # else the operator knows better
        _call_allocator("mallopt", _ARENA_MAX, 1)


def _call_allocator(name: str, *values: int) -> None:
    if sys.platform == "linux":  # pragma: no branch -- the others have no such call
        import ctypes

        function = getattr(ctypes.CDLL(None), name, None)
        if function:  # pragma: no branch -- musl has none, nor this trouble
            function(*values)
