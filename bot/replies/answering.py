"""Where is an answer worked out? In one thread: reading never holds up what Discord says."""

import asyncio
import time
from collections import OrderedDict
from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet
from concurrent.futures import ThreadPoolExecutor
from typing import TypeAlias, TypeVar
from weakref import WeakKeyDictionary

from bot import commands
from bot.admission import AGE_SECONDS, BusyError
from knowledge.answers import Answer
from knowledge.snapshot import Snapshot
from knowledge.when import When

_Result = TypeVar("_Result")

READING_SECONDS = 0.4
"""How long after a question came its passages may be read; words decide what has not been read by then."""


MOST_REMEMBERED = 500
"""Answers to one state of the articles that are remembered: what many ask is worked out once."""

_CROWD = 2
"""From so many questions in work on, the next is answered by its words."""

_Asked: TypeAlias = tuple[str, When, tuple[str, ...], frozenset[str]]


class Answerer:
    """Answers questions one at a time, in the order in which they came."""

    def __init__(self) -> None:
        """Start no thread before there is a question."""
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="answers")
        self._known: WeakKeyDictionary[Snapshot, OrderedDict[_Asked, Answer]] = WeakKeyDictionary()
        """The answers that were given last, for each state of the articles that is still served."""
        self._waiting = 0

    async def ask(
        self,
        snapshot: Snapshot,
        text: str,
        when: When,
        history: Sequence[str] = (),
        seen: AbstractSet[str] = frozenset(),
    ) -> Answer:
        """Answer a question, as `commands.ask` does."""
        known = self._known.setdefault(snapshot, OrderedDict())
        asked = text, when, tuple(history), frozenset(seen)
        if asked in known:
            known.move_to_end(asked)
            return known[asked]
        # Who has to wait for others gets what words say, so that a crowd of questions is answered, too.
        until = time.monotonic() + (READING_SECONDS if self._waiting < _CROWD else 0)

        def answer() -> Answer:
            return commands.ask(snapshot, text, when, history, until, seen)

        found = await self.work_out(answer)
        # Later, it may be read whole.
        if time.monotonic() < until:
            known[asked] = found
            if len(known) > MOST_REMEMBERED:
                known.popitem(last=False)
        return found

    async def work_out(self, work: Callable[[], _Result]) -> _Result:
        """Work out what takes about as long as a question, in its turn.

        Raises BusyError where that comes too late.
        """
        came = time.monotonic()

        def in_turn() -> _Result:
            if time.monotonic() - came > AGE_SECONDS:
                raise BusyError
            return work()

        self._waiting += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._thread, in_turn)
        finally:
            self._waiting -= 1
