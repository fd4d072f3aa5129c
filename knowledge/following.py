"""Has another process changed what is served? Looks every two seconds, and when told, and takes that up."""

import asyncio
import logging
import random
from collections.abc import Awaitable, Callable

from knowledge.base import KnowledgeBase
from knowledge.counting import count
from knowledge.errors import KnowledgeError

_log = logging.getLogger(__name__)

EVERY = 2.0
"""Seconds between two looks, more or less: many processes are not to look at the same moment."""
_SPREAD = 0.25


async def keep_following(
    base: KnowledgeBase, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
) -> None:
    """Serve what other processes publish; ends only when it is cancelled.

    `sleep` waits so many seconds of monotonic time. Where the store cannot be read, that is logged once, and
    what is known is served on.
    """
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
            is_cut_off = False
        except KnowledgeError as error:
            if not is_cut_off:
                _log.error("What is served may be old: %s", error)
            is_cut_off = True
