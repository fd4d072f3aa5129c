"""How much goes wrong, of whatever kind? Warnings and errors in the log are counted, and none is read."""

import logging
from collections.abc import Generator
from contextlib import contextmanager

from prometheus_client import Counter


@contextmanager
def count_lines(lines: Counter) -> Generator[None]:
    """Count by level what is logged meanwhile."""
    counting = _Counting(lines)
    logging.getLogger().addHandler(counting)
    try:
        yield
    finally:
        logging.getLogger().removeHandler(counting)


class _Counting(logging.Handler):
    def __init__(self, lines: Counter) -> None:
        super().__init__(logging.WARNING)
        self._lines = lines

    def emit(self, record: logging.LogRecord) -> None:
        self._lines.labels("error" if record.levelno >= logging.ERROR else "warning").inc()
