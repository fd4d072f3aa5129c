"""How often may a session begin? Discord takes the token away from a bot that begins too many in a day.

A session begins with an IDENTIFY; a lost connection goes on with a RESUME, which costs nothing.
"""

import asyncio
import logging
import math
from collections import Counter
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import timedelta

import msgspec
from msgspec import Struct

from bot.clock import Clock
from bot.connection.pauses import grow
from bot.connection.slots import Slots
from bot.metrics import Metrics
from knowledge.errors import KnowledgeError
from knowledge.notices.share import Share
from knowledge.store.protocols import Facts

_log = logging.getLogger(__name__)

_KEY = "discord.identifies"
_DAY = 86_400.0
_PER_SHARD = 200
"""Sessions in 24 hours, as many as the bot allows itself for each shard: of Discord's 1,000, a fifth."""
_RESERVE = 0.2
"""The share that is left to starts: the bot itself begins no further session."""
_APART = 5.0
"""Seconds between two, as Discord wants it."""
_MOST_APART = 900.0
"""Seconds between two of one shard whose sessions do not hold."""


class Limits(Struct, frozen=True):
    """What Discord says that it allows."""

    total: int
    remaining: int
    reset_after: int
    """Milliseconds until there are `total` again."""
    max_concurrency: int = 1
    """How many may begin in five seconds: one for each remainder that the numbers of the shards leave."""


class _Grant(Struct, frozen=True):
    """What Discord said, and when, in seconds of the monotonic clock."""

    limits: Limits
    told: float
    spent: int
    """How often it was identified until then, so far as it is known here."""

    @property
    def renewed(self) -> float:
        return self.told + self.limits.reset_after / 1000


class Identifying:
    """Lets the shards of a bot identify one after the other, and counts over restarts how often."""

    def __init__(
        self,
        facts: Facts,
        clock: Clock,
        metrics: Metrics,
        share: Share | None = None,
        slots: Slots | None = None,
    ) -> None:
        """Keep the count of all shards in `facts`, or of a share; other processes have `slots`, too."""
        self._key = f"{_KEY} {share}" if share else _KEY
        self._slots = slots
        self._facts = facts
        self._clock = clock
        self._metrics = metrics
        self._turn = asyncio.Lock()
        # By the clock that does not jump; kept as times of day, which alone outlive the process.
        self._times: list[float] | None = None
        self._last: dict[int, float] = {}
        """When a session was last begun, by what the number of the shard leaves."""
        self._own = 0
        self._grant: _Grant | None = None
        self._allowed = _PER_SHARD
        self._in_vain: Counter[int] = Counter()

    def learn(self, limits: Limits, shards: int) -> None:
        """Take note of what Discord allows just now."""
        self._allowed = min(_PER_SHARD * shards, limits.total)
        self._grant = _Grant(limits, self._clock.monotonic(), self._own)

    def hold(self, shard: int) -> None:
        """Take note that a session has held: the next one may begin at once."""
        self._in_vain.pop(shard, None)

    @asynccontextmanager
    async def turn(self, shard: int) -> AsyncGenerator[None]:
        """Wait until a shard may identify, and keep the others waiting meanwhile."""
        async with self._turn:
            if self._times is None:
                self._times = await self._recall()
            while seconds := self._find_wait(shard):
                await self._clock.sleep(seconds)
            if self._slots:
                self._slots.begin()
                await self._slots.hold(self._find_slot(shard))
            yield

    async def count(self, shard: int) -> None:
        """Count one more; called just before it is sent, so that a crash counts it rather than not."""
        if self._slots:  # the turn lasts from now on: to connect may have taken longer than it
            await self._slots.hold(self._find_slot(shard))
        self._last[self._find_slot(shard)] = self._clock.monotonic()
        times = self._times = [*self._recent(), self._clock.monotonic()]
        self._own += 1
        self._in_vain[shard] += 1
        self._metrics.gateway.labels("identify").inc()
        self._metrics.identifies_left.set(self._left(times))
        now, monotonic = self._clock.now().timestamp(), self._clock.monotonic()
        kept = [round(now - (monotonic - each), 1) for each in times]
        try:
            await self._facts.remember(self._key, msgspec.json.encode(kept).decode())
        except KnowledgeError as error:
            _log.warning("How often the bot has identified today is not kept: %s", error)

    async def _recall(self) -> list[float]:
        now, monotonic = self._clock.now().timestamp(), self._clock.monotonic()
        try:
            kept = msgspec.json.decode(await self._facts.recall(self._key) or "[]", type=list[float])
        except (KnowledgeError, msgspec.DecodeError) as error:
            _log.warning("How often the bot has identified today cannot be read: %s", error)
            kept = []
        # The clock may have been set back since: what seems to lie ahead is taken for just now.
        return sorted(monotonic - max(0.0, now - each) for each in kept)

    def _recent(self) -> list[float]:
        since = self._clock.monotonic() - _DAY
        return [each for each in self._times or () if each > since]

    def _left(self, times: list[float]) -> int:
        left = self._allowed - len(times)
        grant = self._grant
        if grant and self._clock.monotonic() < grant.renewed:
            left = min(left, grant.limits.remaining - (self._own - grant.spent))
        return max(0, left)

    def _find_wait(self, shard: int) -> float:
        """Give the seconds until a shard may identify; 0 where it may now."""
        times, now = self._recent(), self._clock.monotonic()
        self._metrics.identifies_left.set(self._left(times))
        in_vain = self._in_vain[shard]
        pause = max(_APART, grow(_APART, in_vain, _MOST_APART)) if in_vain else _APART
        # Of an earlier process it is known when, and not for which shards.
        earlier = times[-1 - self._own] if len(times) > self._own else -math.inf
        soonest = self._last.get(self._find_slot(shard), earlier) + pause - now
        budget = self._wait_for_budget(times, now)
        if budget > 0:
            self._tell(times, budget)
        return max(0.0, soonest, budget)

    def _find_slot(self, shard: int) -> int:
        """Give the number of the turn in which a shard may begin."""
        return shard % (self._grant.limits.max_concurrency if self._grant else 1)

    def _wait_for_budget(self, times: list[float], now: float) -> float:
        """Give the seconds until the budget has room; a start may use the last of it, too."""
        kept_back = 0.0 if self._own == 0 else _RESERVE
        wait, most = 0.0, int(self._allowed * (1 - kept_back))
        if len(times) >= most:
            wait = times[len(times) - most] + _DAY - now
        if (grant := self._grant) and now < grant.renewed:
            remaining = grant.limits.remaining - (self._own - grant.spent)
            if remaining <= grant.limits.total * kept_back:
                wait = max(wait, grant.renewed - now)
        return wait

    def _tell(self, times: list[float], wait: float) -> None:
        until = self._clock.now() + timedelta(seconds=wait)
        grant = self._grant
        _log.warning(
            "No new session with Discord before %s UTC: %d began in the last 24 hours, of %d that the bot "
            "allows itself; Discord allows %d more. See above what ends them, and whether another process "
            "uses the same token. Notices go out meanwhile. A new start may use what is left (%d).",
            f"{until:%Y-%m-%d %H:%M}",
            len(times),
            self._allowed,
            grant.limits.remaining - (self._own - grant.spent) if grant else self._allowed,
            self._left(times),
        )
