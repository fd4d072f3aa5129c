"""Has the folder changed, and is it still? Looks at the articles folder now and then, and reloads."""

import asyncio
import logging
from collections.abc import Awaitable, Callable

from knowledge.base import KnowledgeBase
from knowledge.errors import KnowledgeError, StoreError
from knowledge.statuses.changes import Changes

_log = logging.getLogger(__name__)

EVERY = 10.0
"""Seconds between two looks at the folder. It is polled: network mounts tell nobody of changes."""
_LATER = 30
"""Looks until a store that refused is asked again: five minutes."""


async def watch(
    base: KnowledgeBase,
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    tell: Callable[[Changes | KnowledgeError], object] = lambda _: None,
) -> None:
    """Reload whenever the folder has changed and then looked the same twice; ends only when it is cancelled.

    `sleep` waits so many seconds of monotonic time. A rollback holds until the folder changes again. What a
    person must confirm is not taken up, and is logged once. `tell` is told what came of each try.
    """
    watched = _Watched(base, tell)
    while True:
        await watched.look()
        await sleep(EVERY)


class _Watched:
    """A folder, how it looked, and what has come of it."""

    def __init__(self, base: KnowledgeBase, tell: Callable[[Changes | KnowledgeError], object]) -> None:
        self._base, self._tell = base, tell
        self._seen = ""
        self._settled = ""
        """How it looked when it was last taken up, or refused."""
        self._again_in = 0
        """Looks until it is tried again although it looks the same; 0 for never."""
        self._said = ""
        """The failure that was logged last."""

    async def look(self) -> None:
        """Look once; whatever goes wrong is logged once, and the next looks are other chances."""
        if self._again_in == 1:
            self._settled = ""
        self._again_in = max(0, self._again_in - 1)
        try:
            seen = await asyncio.to_thread(self._glance)
            is_still, self._seen = seen == self._seen, seen
            if is_still and seen != self._settled:
                self._settled = seen
                await self._take_up()
        except StoreError as error:
            self._log_failure("The changed folder is not taken up yet: %s", error, _LATER)
        except KnowledgeError as error:
            self._log_failure("The changed folder was not taken up: %s", error)
        except Exception as error:  # noqa: BLE001  said once, and not at each look
            self._log_failure("The folder could not be watched: %r", error, _LATER)

    def _glance(self) -> str:
        return self._base.intake.folders.glance

    async def _take_up(self) -> None:
        """Reload, unless the folder holds what is known, and forget what went wrong before."""
        if await self._base.intake.has_news():
            made = await self._base.reload()
            for remark in made.remarks:
                _log.warning("%s", remark)
            _log.info("The changed folder is taken up: %s.", made.summary)
            self._tell(made)
        self._again_in, self._said = 0, ""

    def _log_failure(self, message: str, error: Exception, again_in: int = 0) -> None:
        self._again_in = again_in
        if self._said != repr(error):
            self._said = repr(error)
            _log.error(message, error)
            if isinstance(error, KnowledgeError):
                self._tell(error)
