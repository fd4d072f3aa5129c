"""R8: what if a question is an attack? Millions, through all that answers, words and draws it."""

import asyncio
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from random import Random

from msgspec import Struct

from bench.hostile import mix_questions
from bot import commands, wording
from bot.replies.card import draw
from knowledge import memory
from knowledge.opening import open_base
from knowledge.sources.edition import SHIPPED_ARTICLES
from knowledge.when import When
from soak.trial import Outcome, Trial

_WHEN = When(date(2026, 11, 22))
_PROCESSES, _SHARE = 2, 20_000
_MOST_SECONDS, _TOTAL, _TITLE = 0.25, 6_000, 256
"""What an answer may cost of a processor, and what Discord takes in one message."""


class Tally(Struct):
    """What came of some questions."""

    tried: int = 0
    failed: int = 0
    slow: int = 0
    long: int = 0
    slowest: float = 0.0
    example: str = ""


async def _run(times: int, folder: Path) -> Outcome:
    starts = range(0, times, _SHARE)
    if len(starts) == 1:
        tallies = [await asyncio.to_thread(_ask_many, 0, times, folder / "data")]
    else:
        loop = asyncio.get_running_loop()
        with ProcessPoolExecutor(_PROCESSES, get_context("spawn")) as pool:
            waiting = [
                loop.run_in_executor(
                    pool, _ask_many, each, min(_SHARE, times - each), folder / f"data-{each}"
                )
                for each in starts
            ]
            tallies = await asyncio.gather(*waiting)
    bad = sum(each.failed + each.slow + each.long for each in tallies)
    examples = [each.example for each in tallies if each.example]
    return Outcome(
        times,
        times - bad,
        bad,
        (
            f"{sum(each.failed for each in tallies):,} exceptions",
            f"{sum(each.long for each in tallies):,} too long",
            f"the slowest took {1000 * max(each.slowest for each in tallies):.0f} ms of a processor",
            *examples[:1],
        ),
    )  # fmt: skip


def _ask_many(seed: int, many: int, data: Path) -> Tally:
    return asyncio.run(_ask(seed, many, data))


async def _ask(seed: int, many: int, data: Path) -> Tally:
    tally = Tally()
    async with open_base(data, SHIPPED_ARTICLES, when=lambda: _WHEN, write=True) as base:
        snapshot = base.snapshot
        memory.leave_alone()  # as a bot does that begins
        for question in islice(_mix(seed), many):
            tally.tried += 1
            begun = time.thread_time()
            try:
                for answer in (
                    commands.ask(snapshot, question, _WHEN),
                    snapshot.status(question),
                    commands.history(snapshot, question, _WHEN),
                ):
                    card = draw(wording.answer(answer, snapshot.coverage, _WHEN, repeat_question=True))
                    tally.long += len(card) > _TOTAL or len(card.title or "") > _TITLE
            except Exception as error:  # noqa: BLE001  any at all is one too many
                tally.failed += 1
                tally.example = tally.example or f"{error!r} at {question[:60]!r}"
                continue
            # The processor's time: a busy machine interrupts anybody, a slow question is slow each time.
            taken = time.thread_time() - begun
            tally.slowest = max(tally.slowest, taken)
            tally.slow += taken > _MOST_SECONDS
    return tally


def _mix(seed: int) -> Iterator[str]:
    return mix_questions(Random(f"hostile {seed}"))  # noqa: S311  the same each time, on purpose


TRIAL = Trial("R8", "hostile questions, through all that answers them", _run, short=0, full=1_000_000)
