"""Does somebody ask too much? Generous limits for each user and channel, on a clock that cannot jump."""

from collections import OrderedDict
from collections.abc import Callable
from typing import Final, TypeVar

from msgspec import Struct

_Key = TypeVar("_Key")

_MOST_KEYS = 10_000
"""Users, channels and questions that are remembered; who asked longest ago is forgotten first."""


class Allowance(Struct, frozen=True):
    """How many questions may come at once, and how soon another one may follow."""

    at_once: int
    every_seconds: float


USER: Final = Allowance(10, 3.0)
"""Ten at once, then twenty a minute: more than anybody reads."""
CHANNEL: Final = Allowance(30, 1.0)
"""What a busy channel asks, and about as much as Discord lets a bot write there."""
_REPEAT_SECONDS = 60.0


class Limiter:
    """Counts what each user or channel asks, and says how long to wait where that is too much."""

    def __init__(self, allowance: Allowance, monotonic: Callable[[], float]) -> None:
        """Allow this to each; `monotonic` gives seconds."""
        self._allowance = allowance
        self._monotonic = monotonic
        self._free_at: OrderedDict[int, float] = OrderedDict()
        """When all that each asked is paid off, of those who asked last."""

    def take(self, key: int) -> float:
        """Count a question and return 0; or count none, and return the seconds to wait."""
        now, each = self._monotonic(), self._allowance.every_seconds
        _expire(self._free_at, now)
        free_at = max(self._free_at.get(key, now), now)
        wait = free_at + each - now - self._allowance.at_once * each
        if wait > 0:
            return wait
        self._free_at[key] = free_at + each
        self._free_at.move_to_end(key)
        if len(self._free_at) > _MOST_KEYS:
            self._free_at.popitem(last=False)
        return 0.0


class Wait(Struct, frozen=True):
    """How long somebody has to wait, and whether that is said to them for the first time."""

    seconds: float
    is_first: bool
    of_channel: bool
    """Whether it is the channel that asks too much, and not one user."""


class Gate:
    """Lets questions in, as long as neither their user nor their channel asks too much."""

    def __init__(self, monotonic: Callable[[], float]) -> None:
        """Count by `monotonic`, which gives seconds."""
        self._monotonic = monotonic
        self._users, self._channels = Limiter(USER, monotonic), Limiter(CHANNEL, monotonic)
        self._said: OrderedDict[tuple[int, int], float] = OrderedDict()
        """Until when each user knows in each channel that they have to wait."""

    def pass_through(self, user: int, channel: int | None = None) -> Wait | None:
        """Count a question, and return None; or return how long its user has to wait.

        A slash command has no `channel`: Discord limits what is written into one, and no slash commands.
        """
        now = self._monotonic()
        _expire(self._said, now)
        seconds, of_channel = self._users.take(user), False
        if not seconds and channel is not None:
            seconds = self._channels.take(channel)
            of_channel = seconds > 0
        if not seconds:
            return None
        place = channel or 0, 0 if of_channel else user
        is_first = self._said.pop(place, now) <= now
        self._said[place] = now + seconds
        if len(self._said) > _MOST_KEYS:
            self._said.popitem(last=False)
        return Wait(seconds, is_first, of_channel)


class Repeats:
    """Remembers for a minute where in a channel a question was answered."""

    def __init__(self, monotonic: Callable[[], float]) -> None:
        """Forget by `monotonic`, which gives seconds."""
        self._monotonic = monotonic
        self._answers: OrderedDict[tuple[int, str], tuple[float, str]] = OrderedDict()

    def find(self, channel: int, question: str) -> str | None:
        """Return the address of the answer that a question got just now; None where there is none."""
        at, address = self._answers.get((channel, question), (float("-inf"), ""))
        return address if self._monotonic() - at < _REPEAT_SECONDS else None

    def keep(self, channel: int, question: str, address: str) -> None:
        """Remember the address of an answer."""
        now = self._monotonic()
        while self._answers and now - next(iter(self._answers.values()))[0] >= _REPEAT_SECONDS:
            self._answers.popitem(last=False)
        self._answers[channel, question] = now, address
        self._answers.move_to_end((channel, question))
        if len(self._answers) > _MOST_KEYS:
            self._answers.popitem(last=False)


def _expire(until: OrderedDict[_Key, float], now: float) -> None:
    """Forget those at the front of whom nothing more need be known; those behind go in their turn."""
    while until and next(iter(until.values())) <= now:
        until.popitem(last=False)
