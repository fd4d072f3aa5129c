"""Has another process changed what is served? Looks every two seconds, and when told, and takes that up."""

import asyncio
import logging
import random
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Final

from knowledge.base import KnowledgeBase
from knowledge.counting import count
from knowledge.errors import KnowledgeError

_log = logging.getLogger(__name__)

EVERY = 2.0
"""Seconds between two looks, more or less: many processes are not to look at the same moment."""
_SPREAD = 0.25
_STALE_AFTER: Final = timedelta(minutes=1)
"""A look may have to wait for a reload, or until a connection that hangs is given up."""


def _now() -> datetime:
    return datetime.now(UTC)


def find_stale_since(base: KnowledgeBase, now: datetime) -> datetime | None:
    """Say since when what is served may be old, as the store cannot be reached; None where it is not."""
    return base.seen_at if base.seen_at and now - base.seen_at > _STALE_AFTER else None


async def keep_following(
    base: KnowledgeBase,
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    now: Callable[[], datetime] = _now,
) -> None:
    """Serve what other processes publish; ends only when it is cancelled.

    `sleep` waits so many seconds of monotonic time, and `now` tells what time it is. Where the store cannot
    be read, that is logged once, and what is known is served on.
    """
    base.seen_at = now()
    try:
        await _follow(base, sleep, now)
    finally:
        base.seen_at = None


async def _follow(
    base: KnowledgeBase, sleep: Callable[[float], Awaitable[None]], now: Callable[[], datetime]
) -> None:
    is_cut_off = False
    while True:
        await base.store.wait(EVERY * random.uniform(1 - _SPREAD, 1 + _SPREAD), sleep)  # noqa: S311  no secret
        try:
            if await base.follow():
                served = base.snapshot.coverage
                _log.info(
                    "Another process has changed what is served: %s and %s now.",
                    count(served.articles, "article"),
                    count(served.passages, "passage"),
                )
            if is_cut_off:
                _log.info("The store can be read again.")
            is_cut_off, base.seen_at = False, now()
        except KnowledgeError as error:
            if not is_cut_off:
                _log.error("What is served may be old: %s", error)
            is_cut_off = True
