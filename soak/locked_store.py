"""What if somebody else keeps the store locked? Answers go on, and a write waits or is refused."""

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Final

from bench.asking import ask, open_base
from knowledge.answers import find_shown
from knowledge.base import KnowledgeBase
from knowledge.errors import StoreBusyError
from knowledge.store import open_store, restore_store
from soak.stories import write_articles
from soak.trial import Outcome, Trial

_BRIEF, _LONG = 0.2, 10.0
"""Seconds that the store is locked: shorter and longer than a writer waits."""
_QUESTION: Final = "What does page 3 say?"


async def lock_stores(times: int, folder: Path) -> Outcome:
    """Lock the store so often, every third time for long, and count what was not as it should be."""
    write_articles(folder / "articles", 1)
    survived = answered = 0
    async with open_base(folder / "data", folder / "articles", write=True) as base:
        for number in range(times):
            is_long = number % 3 == 2
            answers, is_written = await _lock(base, folder, number, _LONG if is_long else _BRIEF)
            is_written_now = await _write(base, number)
            refused = await _count_refusals(folder)
            answered += answers
            survived += bool(answers) and is_written != is_long and is_written_now and refused == 2
    return Outcome(times, survived, 0, (f"{answered:,} answers while it was locked",))


async def _lock(base: KnowledgeBase, folder: Path, number: int, seconds: float) -> tuple[int, bool]:
    """Ask while the store is locked; return how often that was answered, and whether a write could wait."""
    answers = 0
    loop = asyncio.get_running_loop()
    with closing(sqlite3.connect(folder / "data" / "talksbot.db", isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        end = loop.time() + seconds
        writing = asyncio.create_task(_write(base, number))
        while loop.time() < end:
            answers += bool(find_shown(ask(base.snapshot, _QUESTION)))
            await asyncio.sleep(0)
        other.execute("ROLLBACK")
    return answers, await writing


async def _write(base: KnowledgeBase, number: int) -> bool:
    """Write something; False where it is refused because the store is locked."""
    try:
        await base.store.facts.remember("trial", str(number))
    except StoreBusyError as busy:
        return not busy.cure
    return await base.store.facts.recall("trial") == str(number)


async def _count_refusals(folder: Path) -> int:
    """Be a second bot, and a restore beside the bot; return how many of these are refused."""
    refused = 0
    try:
        async with open_store(folder / "data"):
            pass
    except StoreBusyError as busy:
        refused += "process" in busy.reason
    try:
        await asyncio.to_thread(restore_store, folder / "data", folder / "none.db")
    except StoreBusyError as busy:
        refused += "process" in busy.reason
    return refused


TRIAL = Trial("R6", "the store locked for 0.2 or 10 s, and a second bot on it", lock_stores, short=2, full=9)
