"""What is kept once an answer is given? Little; and no answer waits for it, or fails with it."""

import asyncio
import logging
from collections.abc import Coroutine
from typing import Any

from bot.replies.sending import Asked
from bot.wording import question_key
from knowledge.store import KnowledgeStore

_log = logging.getLogger(__name__)


class Afterwards:
    """Does what may wait until the answer is on its way."""

    def __init__(self, store: KnowledgeStore) -> None:
        """Write to `store`."""
        self._store = store
        self._tasks: set[asyncio.Task[object]] = set()

    def do(self, work: Coroutine[Any, Any, object]) -> None:
        """Do this soon; where it fails, the log says so."""
        # The end of the process waits for tasks of this name (bot.serving).
        task = asyncio.create_task(work, name="afterwards")
        self._tasks.add(task)  # the loop itself keeps no task alive
        task.add_done_callback(self._ended)

    def keep(self, question: str) -> None:
        """Keep a question that was not answered, so that its button works; not who asked it."""
        self.do(self._store.unanswered.add(question_key(question), question))

    def count(self, asked: Asked, about: str) -> None:
        """Count what was asked about in a server; in one that has not installed the bot, nothing."""
        if asked.guild is None:
            return
        interaction = asked.interaction
        if interaction and interaction.is_user_integration() and not interaction.is_guild_integration():
            return
        self.do(self._store.digests.count_asked(asked.guild.id, about))

    def _ended(self, task: asyncio.Task[object]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()):
            _log.error("What should have been kept after an answer was not.", exc_info=error)
