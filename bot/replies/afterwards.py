"""What is kept once an answer is given? Little; and no answer waits for it, or fails with it."""

import asyncio
import logging
from collections import Counter
from collections.abc import Coroutine, Sequence
from typing import Any

from bot.replies.sending import Asked, server_of
from bot.replies.unfinished import Unfinished
from bot.stories import Story
from bot.wording import question_key
from knowledge.answers import Verdict

_log = logging.getLogger(__name__)


class Afterwards:
    """Does what may wait until the answer is on its way."""

    def __init__(self, unfinished: Unfinished) -> None:
        """Let the end of the process, which waits for what is `unfinished`, wait for that."""
        self._unfinished = unfinished
        self._counted = Counter[tuple[Story, int, str]]()
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
        place = None if private else server_of(asked)
        self.do(story.store.inquiries.add(place, question_key(question, earlier), question, verdict, earlier))

    def tally(self, story: Story, asked: Asked, verdict: Verdict, *, private: bool = False) -> None:
        """Count that something was asked whose words are not kept."""
        self.do(story.store.inquiries.count(None if private else server_of(asked), verdict))

    def count(self, story: Story, asked: Asked, about: str) -> None:
        """Count what was asked about in a server; in one that has not installed the bot, nothing."""
        if (server := server_of(asked)) is not None:
            self._counted[story, server, about] += 1
            # A store may be slower than those who ask: what has come meanwhile is written together.
            if not self._writes:
                self._writes = True
                self.do(self._write_counted())

    async def _write_counted(self) -> None:
        try:
            while self._counted:
                (story, server, about), times = self._counted.popitem()
                await story.store.digests.count_asked(server, about, times)
        finally:
            self._writes = False


def _log_failure(task: asyncio.Task[object]) -> None:
    if not task.cancelled() and (error := task.exception()):
        _log.error("What should have been kept after an answer was not.", exc_info=error)
