"""How is the log written? One line an event, for people or for programs, and no secret in any of them.

Through it goes, too, what nobody caught, in a thread as elsewhere, and what Python warns of.
"""

import json
import logging
import sys
import threading
import traceback
from collections.abc import Generator, Iterable
from contextlib import contextmanager
from datetime import UTC, datetime
from types import TracebackType
from typing import TextIO

from bot.redaction import Redactor

FIELDS = ("server", "user", "channel", "asked", "corpus", "what", "who", "outcome")
"""What a line may say of what it is about, as `extra`; of other extras nobody knows what they hold."""

_OURS = ("bot", "knowledge")

_log = logging.getLogger(__name__)


@contextmanager
def write_log(
    form: str, secrets: Iterable[str], *, verbose: bool = False, out: TextIO | None = None
) -> Generator[None]:
    """Write the log of this process in one of the LOG_FORMS; `verbose` tells more of what the bot does.

    What others tell for debugging is never written: they show what Discord is sent, and its tokens with that.
    """
    handler = _Handler(out or sys.stderr)
    handler.setFormatter((JsonLines if form == "json" else TextLines)(Redactor(secrets)))
    root, hooks = logging.getLogger(), (sys.excepthook, threading.excepthook, sys.unraisablehook)
    handlers, level = root.handlers[:], root.level
    root.handlers[:] = [handler]
    root.setLevel(logging.INFO)
    for name in _OURS:
        logging.getLogger(name).setLevel(logging.DEBUG if verbose else logging.NOTSET)
    logging.captureWarnings(capture=True)
    sys.excepthook, threading.excepthook, sys.unraisablehook = _log_end, _log_thread, _log_unraisable
    try:
        yield
    finally:
        sys.excepthook, threading.excepthook, sys.unraisablehook = hooks
        logging.captureWarnings(capture=False)
        for name in _OURS:
            logging.getLogger(name).setLevel(logging.NOTSET)
        root.handlers[:] = handlers
        root.setLevel(level)


class TextLines(logging.Formatter):
    """Makes a line for people: time, level, logger and message; a traceback is indented below it."""

    def __init__(self, redactor: Redactor) -> None:
        """Hide what `redactor` does."""
        super().__init__()
        self._redactor = redactor

    def format(self, record: logging.LogRecord) -> str:
        """Give the line, and what is below it."""
        line = f"{_time(record)} {record.levelname} {record.name}: {escape(record.getMessage())}"
        below = [f"    {escape(each)}" for each in _trace(record).splitlines()]
        return self._redactor.hide("\n".join([line, *below]))


class JsonLines(TextLines):
    """Makes an object for programs: time, level, logger, message, FIELDS, and a traceback as `error`."""

    def format(self, record: logging.LogRecord) -> str:
        """Give the object, on one line."""
        said: dict[str, object] = {
            "time": _time(record),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        said |= {name: value for name in FIELDS if (value := getattr(record, name, None)) is not None}
        if trace := _trace(record):
            said["error"] = trace
        # Before it is JSON, which would write some signs of a secret in another way. An id is a text there as
        # on Discord: as numbers they are too large for many a program.
        return json.dumps({name: self._redactor.hide(str(value)) for name, value in said.items()})


class _Handler(logging.StreamHandler[TextIO]):
    """Writes the lines; of what cannot be written it says only where that was to be."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802  its name in logging
        # logging itself would print the arguments, whatever they hold.
        error = sys.exc_info()[1]
        place = f"{record.pathname}:{record.lineno}"
        if sys.stderr:
            print(f"The log could not be written at {place}: {type(error).__name__}", file=sys.stderr)


def escape(text: str) -> str:
    """Write what would begin a new line, or do something to a terminal, so that it can only be read."""
    if text.isprintable():
        return text
    return "".join(
        each if each.isprintable() else each.encode("unicode_escape").decode("ascii") for each in text
    )


def _time(record: logging.LogRecord) -> str:
    return f"{datetime.fromtimestamp(record.created, UTC):%Y-%m-%dT%H:%M:%S}.{record.msecs:03.0f}Z"


def _trace(record: logging.LogRecord) -> str:
    if not (record.exc_info and record.exc_info[1]):
        return record.stack_info or ""
    return "".join(traceback.format_exception(record.exc_info[1])).rstrip("\n")


def _log_end(_: type[BaseException], error: BaseException, __: TracebackType | None) -> None:
    _log.critical("The bot ends, for nobody expected this.", exc_info=error)


def _log_thread(given: threading.ExceptHookArgs) -> None:
    _log.error("A thread ended, for nobody expected this.", exc_info=given.exc_value)


def _log_unraisable(given: "sys.UnraisableHookArgs") -> None:
    _log.error("%s: %r", given.err_msg or "Ignored", given.object, exc_info=given.exc_value)
