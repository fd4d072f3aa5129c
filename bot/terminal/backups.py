"""How is what the bot knows kept elsewhere, and brought back? One file for each corpus, checked both ways."""

import argparse
import asyncio
import sys
from pathlib import Path

from bot.config import MAIN_CORPUS, Config, ConfigurationError, Mistake
from bot.terminal.console import Console, plain
from knowledge.errors import StoreBusyError
from knowledge.store import (
    Holding,
    Place,
    back_up_database,
    back_up_store,
    copy_store,
    restore_database,
    restore_store,
)


def backup(arguments: argparse.Namespace, configured: Config) -> int:
    """Copy the store into a file, also beside a running bot; the exit code is 0, or an error was raised."""
    file: Path = arguments.file
    console = Console(sys.stdout)
    place = configured.place
    if isinstance(place, Path):
        holding = back_up_store(place, file, overwrite=arguments.yes)
    else:
        holding = asyncio.run(back_up_database(place, file, overwrite=arguments.yes))
    size = file.stat().st_size / 2**20
    console.say(f"Backed up to {plain(str(file))} ({size:,.1f} MB), and checked: {_describe(holding)}.")
    if others := _find_others(configured):
        one = "its own backup" if len(others) == 1 else "a backup of its own each"
        console.say(f"Not in it: {', '.join(others)}; --corpus NAME makes {one}.")
    return 0


def restore(arguments: argparse.Namespace, configured: Config) -> int:
    """Let the store be what a file holds, and say what is served now; fails while a bot runs."""
    file: Path = arguments.file
    place, console = configured.place, Console(sys.stdout)
    try:
        if isinstance(place, Path):
            restored = restore_store(place, file)
        else:
            restored = asyncio.run(restore_database(place, file))
    except StoreBusyError as busy:
        raise StoreBusyError(busy.reason, "Stop the bot, restore, and start it again.") from None
    console.say(f"Restored from {plain(str(file))}. Served now: {_describe(restored.holding)}.")
    if restored.former:
        console.say(f"What was there before is kept in {plain(str(restored.former))}.")
    if waiting := restored.waiting:
        goes, were = ("goes", "was") if waiting == 1 else ("go", "were")
        console.say(
            f"{_count(waiting, 'announcement')} that {were} waiting then {goes} out when the bot runs, "
            "also where that has happened since."
        )
    return 0


def copy(arguments: argparse.Namespace, configured: Config) -> int:
    """Copy all of a store into another one, a folder's or a database's, in which nothing is yet."""
    target = _find_target(configured, arguments.to)
    copied = asyncio.run(copy_store(configured.place, target))
    console = Console(sys.stdout)
    console.say(
        f"Copied {_count(copied.rows, 'row')} into {plain(str(target))}, with "
        f"{_count(copied.corpora, 'state')} of the articles, and compared: both are the same."
    )
    if others := _find_others(configured):
        console.say(f"Not in it: {', '.join(others)}; --corpus NAME copies one.")
    return 0


def _find_target(configured: Config, to: str) -> Place:
    """Say which store is meant: what looks like an address is one."""
    if "://" not in to:
        return Path(to)
    try:
        return configured.of_store(to).place
    except ValueError as error:
        example = "postgresql://talksbot@db.example.org/talksbot"
        raise ConfigurationError(Mistake(f"--to is {error}.", f"Name for example {example}.")) from None


def _describe(holding: Holding) -> str:
    """Say what a store holds: its newest state, and how many before it."""
    if not holding.heads:
        return "no articles yet"
    head, *earlier = holding.heads
    then = f"{_count(holding.articles, 'article')} as read on {head.published_at:%Y-%m-%d %H:%M} UTC"
    return f"{then}, and {_count(len(earlier), 'earlier state')}" if earlier else then


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _find_others(configured: Config) -> tuple[str, ...]:
    """Name the corpora that have stores of their own."""
    known = MAIN_CORPUS, *(each.name for each in configured.corpora)
    return tuple(name for name in known if name != (configured.corpus or MAIN_CORPUS))
