"""What if a process is cut off from PostgreSQL? It answers from memory, refuses settings, and catches up."""

import asyncio
import time
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

from bot.clock import Clock
from bot.config import AnswerOptions
from knowledge.answering.question import Question
from knowledge.answers import Standing
from knowledge.base import KnowledgeBase
from knowledge.errors import StoreError
from knowledge.following import keep_following
from knowledge.notices.preferences import Preferences
from knowledge.opening import open_base
from knowledge.store import Address
from soak.connected import write_article
from soak.forwarder import open_forwarder
from soak.postgres import open_postgres
from soak.trial import Outcome, Trial

_CAUGHT_UP_SECONDS = 10.0
_REFUSED_SECONDS = 12.0
"""So long a change may wait until it is refused: what a query may take, and a little."""
_GUILD = 7


async def _run(seconds: int, folder: Path) -> Outcome:
    """Cut one of two processes off for so many seconds, while the other one publishes."""
    with open_postgres(folder) as url:
        return await _try(seconds, folder, url)


async def _try(seconds: int, folder: Path, url: str) -> Outcome:
    articles = write_article(folder)
    when = partial(Clock().when, AnswerOptions())
    port = urlsplit(url).port or 0
    async with open_forwarder(port) as (forwarder, other):
        through = Address(url.replace(str(port), str(other)))
        async with (
            open_base(folder / "near", articles, when=when, write=True, address=Address(url)) as near,
            open_base(folder / "far", articles, when=when, write=True, address=through) as far,
        ):
            following = asyncio.create_task(keep_following(far))
            forwarder.cut()
            asked = asyncio.create_task(_ask_for(seconds, far))
            (articles / "river.md").write_text(
                (articles / "river.md").read_text("utf-8").replace("Proposed", "Agreed"), "utf-8"
            )
            await near.reload()
            begun = time.monotonic()
            is_refused = await _is_refused(far)
            refused_after = time.monotonic() - begun
            answered, slowest = await asked
            is_old = far.snapshot.corpus != near.snapshot.corpus
            forwarder.mend()
            caught_up = await _wait_until_same(near, far)
            await far.store.servers.save(_GUILD, Preferences())
            following.cancel()
    good = (
        answered > 0,
        is_old,
        is_refused and refused_after < _REFUSED_SECONDS,
        caught_up < _CAUGHT_UP_SECONDS,
    )
    return Outcome(
        len(good),
        sum(good),
        len(good) - sum(good),
        (
            f"{answered:,} questions answered from memory, after {slowest * 1000:.0f} ms at most",
            f"a setting refused after {refused_after:.1f} s",
            f"what others published meanwhile served {caught_up:.1f} s after the end",
        ),
    )


async def _ask_for(seconds: int, base: KnowledgeBase) -> tuple[int, float]:
    """Ask on and on; give how many questions were answered, and how long the slowest took."""
    until, answered, slowest = time.monotonic() + seconds, 0, 0.0
    question = Question.read("Where does the winter ferry stand?", base.when().today)
    while time.monotonic() < until:
        begun = time.monotonic()
        answered += isinstance(base.snapshot.answer(question, base.when()), Standing)
        slowest = max(slowest, time.monotonic() - begun)
        await asyncio.sleep(0.05)
    return answered, slowest


async def _is_refused(base: KnowledgeBase) -> bool:
    try:
        await base.store.servers.save(_GUILD, Preferences())
    except StoreError:
        return True
    return False


async def _wait_until_same(one: KnowledgeBase, other: KnowledgeBase) -> float:
    begun = time.monotonic()
    while one.snapshot.corpus != other.snapshot.corpus and time.monotonic() - begun < 60:  # noqa: ASYNC110
        await asyncio.sleep(0.02)
    return time.monotonic() - begun


TRIAL = Trial("D4", "a process cut off from PostgreSQL while another one publishes (seconds)", _run, 0, 60)
