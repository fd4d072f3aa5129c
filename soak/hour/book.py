"""What came of each question? Put, heard, answered once, twice or never."""

import time
from collections import Counter

from msgspec import Struct

_DISCORD_WAITS = 3.0
"""Seconds until Discord tells the asker that the application did not respond."""
_PATIENCE = 30.0
"""Seconds for what has no such limit: an answer to a message, or what was promised by a first response."""
_NAMED = 20


class Deed(Struct):
    """Something that somebody did, and what the bot made of it."""

    what: str
    data: object
    limit: float
    put: float
    heard: float | None = None
    """When the bot was sent it, the last time."""
    is_excused: bool = False
    """Whether it never could reach the bot in time, or Discord refused the answer for good."""
    first: float | None = None
    """When the first response was taken."""
    is_whole: bool = False
    """Whether there is more than the promise of an answer."""
    responses: int = 0
    """How many responses were taken that show something: one, unless it was doubled."""


class Book:
    """Keeps what was done, until it is known what came of it."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._deeds: dict[str, Deed] = {}
        self.counts: Counter[str] = Counter()
        """put, answered, excused, lost, doubled; and each of them again behind what it was: "ask lost"."""
        self.losses: list[str] = []
        """The first ones that were lost or doubled."""
        self.seconds: list[float] = []
        """From when the bot heard something to its first response, of the last ones."""

    def put(self, number: str, what: str, data: object = None, *, first_in: float = _DISCORD_WAITS) -> None:
        """Note that somebody does something, whose first response is due in so many seconds."""
        self._deeds[number] = Deed(what, data, first_in, time.perf_counter())
        self.counts["put"] += 1

    def put_message(self, number: str, content: str) -> None:
        """Note that somebody has written a message that is to be answered."""
        self.put(number, "message", content, first_in=_PATIENCE)

    def hear(self, number: str) -> None:
        """Note that the bot is sent it now."""
        if deed := self._deeds.get(number):
            deed.heard = time.perf_counter()

    def miss(self, number: str) -> None:
        """Note that it was lost with the session of the bot, unless it was answered."""
        if (deed := self._deeds.get(number)) and deed.first is None:
            deed.is_excused = True

    def excuse_typing(self, number: str) -> None:
        """Note that Discord did not take what was to be suggested."""
        if (deed := self._deeds.get(number)) and deed.what == "typing":
            deed.is_excused = True

    def respond(self, number: str, *, promised: bool) -> bool:
        """Note the first response; False where there was one before, or where it comes too late."""
        deed = self._deeds.get(number)
        if deed is None or deed.first is not None or self.is_late(number):
            return False
        deed.first, deed.is_whole = time.perf_counter(), not promised
        deed.responses += not promised
        if deed.heard is not None and len(self.seconds) < 2_000_000:
            self.seconds.append(deed.first - deed.heard)
        return True

    def is_late(self, number: str) -> bool:
        """Tell whether Discord waits no longer for a first response."""
        deed = self._deeds.get(number)
        return deed is None or time.perf_counter() - deed.put > deed.limit

    def complete(self, number: str) -> None:
        """Note that the answer that was promised is there."""
        if deed := self._deeds.get(number):
            deed.is_whole = True

    def add(self, number: str) -> None:
        """Note one more message that answers."""
        deed = self._deeds.get(number)
        if deed is None:
            self.counts["answered though nobody asked"] += 1
        elif not self.respond(number, promised=False):
            deed.responses += 1

    def settle(self, *, at_end: bool = False) -> None:
        """Decide about all for whom the time is over."""
        now = time.perf_counter()
        for number, deed in list(self._deeds.items()):
            if at_end or now - max(deed.put, deed.heard or 0) > 2 * _PATIENCE:
                del self._deeds[number]
                self._count(deed)

    @property
    def open(self) -> int:
        """How many wait for their answer, and still may."""
        now = time.perf_counter()
        return sum(
            not each.is_whole and not each.is_excused and now - each.put < each.limit
            for each in self._deeds.values()
        )

    @property
    def lost(self) -> int:
        """What was never answered, or too late, or more than once."""
        return sum(self.counts[each] for each in ("lost", "doubled", "answered though nobody asked"))

    def _count(self, deed: Deed) -> None:
        outcome = _find_outcome(deed)
        self.counts[outcome] += 1
        self.counts[f"{deed.what} {outcome}"] += 1
        if outcome in ("lost", "doubled") and len(self.losses) < _NAMED:
            self.losses.append(f"{outcome}: {deed}")


def _find_outcome(deed: Deed) -> str:
    if deed.responses > 1:
        return "doubled"
    if deed.first is not None and deed.is_whole:
        return "answered"
    # Discord sends it again after a break, but it waits from when it was put.
    late = deed.heard is None or deed.heard - deed.put > deed.limit / 2
    return "excused" if deed.is_excused or late else "lost"
