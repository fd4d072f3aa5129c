"""What goes on beside the answers? Loops that run until the bot ends, each started again where it fails."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping

from bot.clock import Clock
from knowledge.counting import count
from knowledge.errors import KnowledgeError

_log = logging.getLogger(__name__)

_FIRST_SECONDS, _MOST_SECONDS = 1.0, 60.0
"""How long to wait after a failure; twice as long after each that follows it, up to the second figure."""


async def rounds(loops: Mapping[str, Callable[[], Awaitable[None]]], clock: Clock) -> None:
    """Run named loops side by side until this is cancelled, which cancels them too.

    One that raises is logged and started again, without the others noticing; one that returns has ended.
    """
    async with asyncio.TaskGroup() as group:
        for name, loop in loops.items():
            group.create_task(_keep_going(name, loop, clock), name=f"round: {name}")


async def _keep_going(name: str, loop: Callable[[], Awaitable[None]], clock: Clock) -> None:
    delay = _FIRST_SECONDS
    while True:
        began = clock.monotonic()
        try:
            await loop()
        except Exception as error:  # noqa: BLE001  whatever fails, what the loop does must go on
            # One that went well for a while has not failed again, but for the first time.
            if clock.monotonic() - began > _MOST_SECONDS:
                delay = _FIRST_SECONDS
            wait = count(delay, "second")
            if isinstance(error, KnowledgeError):  # which says all that there is to say
                _log.error("The %s failed: %s It starts again in %s.", name, error, wait)
            else:
                _log.exception("The %s failed; it starts again in %s.", name, wait)
        else:
            return
        await clock.sleep(delay)
        delay = min(2 * delay, _MOST_SECONDS)
