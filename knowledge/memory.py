"""What becomes of memory at a reload? The collector looks away, and what the old corpus held goes back."""

import gc
import sys
from collections.abc import Generator
from contextlib import contextmanager


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


def give_memory_back() -> None:
    """Return to the system what the old corpus held.

    glibc keeps what is freed for each thread apart, and so a process grew by megabytes with each reload.
    """
    if sys.platform == "linux":  # pragma: no branch -- the others have no such call
        import ctypes

        trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
        if trim:  # pragma: no branch -- musl has none, nor this trouble
            trim(0)
