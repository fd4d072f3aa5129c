"""What may stand for a day, a share or shards on the command line? Each is read as it is parsed."""

import argparse
from contextlib import suppress
from datetime import date

from bot.config import read_shards
from knowledge.notices.share import Share


def day(text: str) -> date:
    """Read a day."""
    from bot.clock import Clock
    from knowledge.answering.period import read_day

    return _known(read_day(text, Clock().today), text)


def start(text: str) -> date:
    """Read the first day of what is to be told."""
    from bot.clock import Clock
    from knowledge.answering.period import read_start

    return _known(read_start(text, Clock().today), text)


def share(text: str) -> float:
    """Read a share of 1."""
    with suppress(ValueError):
        if 0 <= (found := float(text)) <= 1:
            return found
    raise argparse.ArgumentTypeError("a number from 0 to 1 is expected, such as 0.05")


def shards(text: str) -> Share:
    """Read which of Discord's shards a process has."""
    try:
        return read_shards(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r:.60} is {error}") from None


def _known(found: date | None, text: str) -> date:
    if found:
        return found
    raise argparse.ArgumentTypeError(f"{text!r:.60} is no date, such as 2026-11-10")
