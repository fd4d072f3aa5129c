"""What is kept once an answer is given? Little; and no answer waits for it, or fails with it."""

import asyncio
import logging
import time
from collections import Counter
from collections.abc import Callable, Coroutine, Sequence
from typing import Any, Final

from bot.limits import Allowance, Limiter
from bot.replies.sending import Asked, server_of
from bot.replies.unfinished import Unfinished
from bot.stories import Story
from bot.wording import question_key
from knowledge.answers import Verdict
from knowledge.errors import KnowledgeError
from knowledge.notices import inquiries

_log = logging.getLogger(__name__)


_WRITES: Final = Allowance(20, 0.5)
"""How often something is written: beyond that one write for many questions leaves time to answer them."""


class Afterwards:
    """Does what may wait until the answer is on its way."""

    def __init__(self, unfinished: Unfinished, monotonic: Callable[[], float] = time.monotonic) -> None:
        """Let the end of the process, which waits for what is `unfinished`, wait for that."""
        self._unfinished = unfinished
        self._pace = Limiter(_WRITES, monotonic)
        self._counted: dict[Story, Counter[tuple[int, str]]] = {}
        """What was asked about in which server, and is not written yet."""
        self._writes = False

    def do(self, work: Coroutine[Any, Any, object]) -> None:
        """Do this soon; where it fails, the log says so."""
        task = asyncio.create_task(work)
        self._unfinished.add(task)
        task.add_done_callback(_log_failure)

    def keep(
        self,
        story: Story,
        asked: Asked,
        question: str,
        verdict: Verdict,
        earlier: Sequence[str] = (),
        *,
        private: bool = False,
    ) -> None:
        """Keep a question, and what it follows up, so that its buttons work; not who asked it."""
        place, key = None if private else server_of(asked), question_key(question, earlier)
        story.store.inquiries.note(inquiries.Asked(place, verdict, key, question, tuple(earlier)))
        self._write_soon(story)

    def tally(self, story: Story, asked: Asked, verdict: Verdict, *, private: bool = False) -> None:
        """Count that something was asked whose words are not kept."""
        story.store.inquiries.note(inquiries.Asked(None if private else server_of(asked), verdict))
        self._write_soon(story)

    def count(self, story: Story, asked: Asked, about: str) -> None:
        """Count what was asked about in a server; in one that has not installed the bot, nothing."""
        if (server := server_of(asked)) is not None:
            self._write_soon(story)[server, about] += 1

    def _write_soon(self, story: Story) -> Counter[tuple[int, str]]:
        if not self._writes:
            self._writes = True
            self.do(self._write())
        return self._counted.setdefault(story, Counter())

    async def _write(self) -> None:
        """Write what is noted, and what has come meanwhile, until there is nothing left."""
        try:
            while self._counted:
                if wait := self._pace.take(0):
                    await self._unfinished.pause(wait)
                counted, self._counted = self._counted, {}
                for story, asked in counted.items():
                    if asked:
                        self.do(story.store.digests.count_all(asked))
                    self.do(story.store.inquiries.write())
        finally:
            self._writes = False


def _log_failure(task: asyncio.Task[object]) -> None:
    if not task.cancelled() and (error := task.exception()):
        if isinstance(error, KnowledgeError):
            _log.error("What should have been kept after an answer was not: %s", error)
        else:
            _log.error("What should have been kept after an answer was not.", exc_info=error)
