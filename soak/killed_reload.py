"""Does a reload that is killed leave one state, whole? A real process reloads real files until kill -9."""

import asyncio
import math
import random
import re
import time
from pathlib import Path

from bench.asking import ask, open_base
from knowledge.answers import find_shown
from knowledge.errors import KnowledgeError, StoreBusyError
from knowledge.store import open_store
from soak.nursery import make_victim
from soak.stories import write_articles
from soak.trial import Outcome, Trial

_EDITION = re.compile(r"[Ee]dition (\d+)")
_MOST_SECONDS = 1.0
"""How long it may take to open what is left, and to check it."""
_TRIES = 100
"""How often it is tried: whoever looks after a bot waits for seconds before it is started again."""


async def kill_reloads(times: int, folder: Path) -> Outcome:
    """Kill so many processes in the middle of a reload, and look at what each left."""
    chance = random.Random(times)  # noqa: S311 -- the same at each run
    write_articles(folder / "articles", 1)
    survived = lost = 0
    slowest = took = 0.0
    for _ in range(times):
        with make_victim("reload", folder) as victim:
            victim.wait_for_line()
            begun = time.perf_counter()
            # Once all of a reload, to know how long one takes; then any part of one.
            if victim.wait_for_line(chance.uniform(0, took) if took else None):
                took = max(time.perf_counter() - begun, took)
            acknowledged = int(victim.kill()[-1])
        seconds = await _check(folder / "data")
        slowest = max(slowest, seconds)
        edition = await _read_edition(folder)
        survived += edition in (acknowledged, acknowledged + 1) and seconds < _MOST_SECONDS
        lost += edition is not None and edition < acknowledged
    return Outcome(
        times, survived, lost, (f"opened and checked in {slowest * 1000:.0f} ms of the processor",)
    )


async def _check(data: Path) -> float:
    """Open the store, check all that it keeps, and return the seconds of the processor that this took."""
    for _ in range(_TRIES):
        begun = time.process_time()
        try:
            async with open_store(data) as store:
                for kept in await store.corpora.find_kept():
                    await store.corpora.load(kept.corpus_id)
        except StoreBusyError:
            # What reads articles for the one that was killed may not have noticed yet, and holds its lock.
            await asyncio.sleep(0.1)
        except KnowledgeError:
            break
        else:
            return time.process_time() - begun
    return math.inf


async def _read_edition(folder: Path) -> int | None:
    """Say which edition is served; None where it is not one, whole."""
    try:
        async with open_base(folder / "data", folder / "articles") as base:
            shown = find_shown(ask(base.snapshot, "What does page 3 say?"))
            told = [*shown, *(article.title for article in base.snapshot.corpus.articles)]
    except KnowledgeError:
        return None
    editions = {int(found) for text in told for found in _EDITION.findall(text)}
    return editions.pop() if len(editions) == 1 and shown else None


TRIAL = Trial("R1", "kill -9 in the middle of a reload", kill_reloads, short=1, full=100)
