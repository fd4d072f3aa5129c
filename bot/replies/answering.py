"""Where is an answer worked out? In one thread: reading never holds up what Discord says."""

import asyncio
import time
from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from bot import commands
from knowledge.answers import Answer
from knowledge.snapshot import Snapshot
from knowledge.when import When

_Result = TypeVar("_Result")

READING_SECONDS = 0.4
"""How long after a question came its passages may be read; words decide what has not been read by then."""


class Answerer:
    """Answers questions one at a time, in the order in which they came."""

    def __init__(self) -> None:
        """Start no thread before there is a question."""
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="answers")

    async def ask(
        self,
        snapshot: Snapshot,
        text: str,
        when: When,
        history: Sequence[str] = (),
        seen: AbstractSet[str] = frozenset(),
    ) -> Answer:
        """Answer a question, as `commands.ask` does."""
        # Whoever has waited for others gets what words say, so that a crowd of questions is answered too.
        until = time.monotonic() + READING_SECONDS

        def answer() -> Answer:
            return commands.ask(snapshot, text, when, history, until, seen)

        return await self.work_out(answer)

    async def work_out(self, work: Callable[[], _Result]) -> _Result:
        """Work out what takes about as long as a question, in its turn."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, work)
