"""What is kept once an answer is given? Little; and no answer waits for it, or fails with it."""

import asyncio
import logging
from collections.abc import Coroutine, Sequence
from typing import Any

from bot.replies.sending import Asked
from bot.replies.unfinished import Unfinished
from bot.wording import question_key
from knowledge.answers import Verdict
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

    def keep(
        self,
        asked: Asked,
        question: str,
        verdict: Verdict,
        earlier: Sequence[str] = (),
        *,
        private: bool = False,
    ) -> None:
        """Keep a question, and what it follows up, so that its buttons work; not who asked it."""
        place = _place(asked, private=private)
        self.do(self._store.inquiries.add(place, question_key(question), question, verdict, earlier))

    def tally(self, asked: Asked, verdict: Verdict, *, private: bool = False) -> None:
        """Count that something was asked whose words are not kept."""
        self.do(self._store.inquiries.count(_place(asked, private=private), verdict))

    def count(self, asked: Asked, about: str) -> None:
        """Count what was asked about in a server; in one that has not installed the bot, nothing."""
        place = _place(asked)
        if place is not None:
            self.do(self._store.digests.count_asked(place, about))


def _place(asked: Asked, *, private: bool = False) -> int | None:
    """Return the server in which something was asked; None for private and foreign places."""
    interaction = asked.interaction
    foreign = interaction and interaction.is_user_integration() and not interaction.is_guild_integration()
    return None if asked.guild is None or foreign or private else asked.guild.id


def _log_failure(task: asyncio.Task[object]) -> None:
    if not task.cancelled() and (error := task.exception()):
        _log.error("What should have been kept after an answer was not.", exc_info=error)
