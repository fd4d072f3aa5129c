"""What is kept once an answer is given? Little; and no answer waits for it, or fails with it."""

import asyncio
import logging
from collections.abc import Coroutine
from typing import Any

from bot.replies.sending import Asked, server_of
from bot.replies.unfinished import Unfinished
from bot.stories import Story
from bot.wording import question_key

_log = logging.getLogger(__name__)


class Afterwards:
    """Does what may wait until the answer is on its way."""

    def __init__(self, unfinished: Unfinished) -> None:
        """Let the end of the process, which waits for what is `unfinished`, wait for that."""
        self._unfinished = unfinished

    def do(self, work: Coroutine[Any, Any, object]) -> None:
        """Do this soon; where it fails, the log says so."""
        task = asyncio.create_task(work)
        self._unfinished.add(task)
        task.add_done_callback(_log_failure)

    def keep(self, story: Story, question: str) -> None:
        """Keep a question that a story does not answer, so that its button works; not who asked it."""
        self.do(story.store.unanswered.add(question_key(question), question))

    def count(self, story: Story, asked: Asked, about: str) -> None:
        """Count what was asked about in a server; in one that has not installed the bot, nothing."""
        if (server := server_of(asked)) is not None:
            self.do(story.store.digests.count_asked(server, about))


def _log_failure(task: asyncio.Task[object]) -> None:
    if not task.cancelled() and (error := task.exception()):
        _log.error("What should have been kept after an answer was not.", exc_info=error)
