"""What becomes of memory while a bot runs? What stays is looked at no more, and what was freed goes back."""

import gc
import os
import sys

_ARENA_MAX, _MMAP_THRESHOLD = -8, -3
"""What glibc calls the number of heaps, and the size of what it takes from the system apart, in malloc.h."""

_LARGE_BYTES = 2**20


def leave_alone() -> None:
    """Keep the cyclic garbage collector away from all that there is: call it when a process has begun.

    It would look at all functions and classes of all libraries again and again, and stop all threads.
    It never looks at the values of a corpus: they are part of no cycle, and made so that it does not know of
    them (`gc=False` in `knowledge.model`).
    """
    gc.collect()
    gc.freeze()


def give_memory_back() -> None:
    """Return to the system what the old corpus held.

    glibc keeps what is freed for each thread apart, and so a process grew by megabytes with each reload.
    """
    _call_allocator("malloc_trim", 0)


def share_memory() -> None:
    """Let all threads take memory from one heap: call it before there are several.

    glibc gives each thread a heap of its own, and none takes what is free in another's. A bot that was asked
    20 questions a second and reloaded every few seconds grew by 30 MB a minute so, and by nothing with one.
    And what is large is to lie apart, so that it goes back as soon as it is freed: glibc would put it into
    the heap from the second time on, which was 18 MB larger while a reload lasted.
    """
    if "MALLOC_ARENA_MAX" not in os.environ:  # else the operator knows better
        _call_allocator("mallopt", _ARENA_MAX, 1)
    if "MALLOC_MMAP_THRESHOLD_" not in os.environ:
        _call_allocator("mallopt", _MMAP_THRESHOLD, _LARGE_BYTES)


def _call_allocator(name: str, *values: int) -> None:
    if sys.platform == "linux":  # pragma: no branch -- the others have no such call
        import ctypes

        function = getattr(ctypes.CDLL(None), name, None)
        if function:  # pragma: no branch -- musl has none, nor this trouble
            function(*values)
