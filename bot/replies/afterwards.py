"""What is kept once an answer is given? Little; and no answer waits for it, or fails with it."""

import asyncio
import logging
from collections.abc import Coroutine
from typing import Any

from bot.replies.sending import Asked
from bot.replies.unfinished import Unfinished
from bot.wording import question_key
from knowledge.store import KnowledgeStore

_log = logging.getLogger(__name__)


class Afterwards:
    """Does what may wait until the answer is on its way."""

    def __init__(self, store: KnowledgeStore, unfinished: Unfinished) -> None:
        """Write to `store`; the end of the process waits for that."""
        self._store = store
        self._unfinished = unfinished

    def do(self, work: Coroutine[Any, Any, object]) -> None:
        """Do this soon; where it fails, the log says so."""
        task = asyncio.create_task(work)
        self._unfinished.add(task)
        task.add_done_callback(_log_failure)

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


def _log_failure(task: asyncio.Task[object]) -> None:
    if not task.cancelled() and (error := task.exception()):
        _log.error("What should have been kept after an answer was not.", exc_info=error)
