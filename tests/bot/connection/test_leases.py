"""Which process has which shards, when one of them dies, is stopped or is cut off?"""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Mapping
from datetime import UTC, datetime, timedelta

import pytest

from bot.clock import Clock
from bot.connection.leases import ShardLeases, ShardsLostError
from knowledge.errors import StoreError
from knowledge.notices.share import Share
from knowledge.store import KnowledgeStore, Leases, open_memory

FIRST, SECOND = Share(0, 15, 64), Share(16, 31, 64)


class Time:
    """A time that passes where somebody waits for it, for the processes and for their store."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self.clock = Clock(self.now, lambda: self.seconds, self.sleep)
        self.then: dict[int, Callable[[], Awaitable[object]]] = {}
        """What happens after so many pauses from now."""

    def now(self) -> datetime:
        return datetime(2026, 3, 5, tzinfo=UTC) + timedelta(seconds=self.seconds)

    async def sleep(self, seconds: float) -> None:
        self.seconds += seconds
        self.then = {pauses - 1: what for pauses, what in self.then.items()}
        if happens := self.then.pop(0, None):
            await happens()
        await asyncio.sleep(0)


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
async def store(time: Time) -> AsyncIterator[KnowledgeStore]:
    async with open_memory(clock=time.now) as opened:
        yield opened


class Away:
    """The leases of a store that cannot be reached for a while."""

    def __init__(self, of: Leases) -> None:
        self._of = of
        self.is_away = True

    async def claim(self, names: Collection[str], holder: str, seconds: float) -> Mapping[str, str]:
        self._refuse()
        return await self._of.claim(names, holder, seconds)

    async def release(self, holder: str) -> None:
        self._refuse()
        await self._of.release(holder)

    def _refuse(self) -> None:
        if self.is_away:
            raise StoreError("The store cannot be reached.", "Start it.")


class Process:
    """One that has shards, or stands by for them."""

    def __init__(self, leases: Leases, share: Share | None, time: Time) -> None:
        self.renewed = 0
        self.leases = ShardLeases(leases, share, time.clock, self._renew)

    async def _renew(self) -> None:
        self.renewed += 1


def process(store: KnowledgeStore, share: Share | None, time: Time) -> Process:
    return Process(store.leases, share, time)


async def until(holds: Callable[[], object]) -> None:
    while not holds():  # noqa: ASYNC110  time passes where others wait, which sets no event
        await asyncio.sleep(0)


async def test_two_processes_have_their_shards_at_once(store: KnowledgeStore, time: Time) -> None:
    for share in (FIRST, SECOND):
        each = process(store, share, time)
        await each.leases.claim()
        assert (each.renewed, each.leases.refusal) == (1, "")
    assert time.seconds == 0


@pytest.mark.parametrize("share", [FIRST, Share(15, 15, 64), None], ids=str)
async def test_who_wants_what_another_has_stands_by_and_has_it_soon_after_that_has_died(
    store: KnowledgeStore, time: Time, caplog: pytest.LogCaptureFixture, share: Share | None
) -> None:
    caplog.set_level(logging.INFO)
    await process(store, FIRST if share else None, time).leases.claim()
    other = process(store, share, time)
    await other.leases.claim()
    assert 30 <= time.seconds < 40
    assert other.renewed == 1
    stands_by, has_them = caplog.messages
    assert stands_by.startswith(f"This process stands by for the {other.leases}: shard")
    assert has_them == f"This process has the {other.leases} now."


async def test_who_has_them_keeps_them(store: KnowledgeStore, time: Time) -> None:
    one, other = process(store, FIRST, time), process(store, FIRST, time)
    await one.leases.claim()
    keeping = asyncio.create_task(one.leases.keep())
    claiming = asyncio.create_task(other.leases.claim())
    await until(lambda: time.seconds > 200)
    assert (keeping.done(), claiming.done()) == (False, False)
    assert "shard 0/64 held by " in other.leases.refusal
    keeping.cancel()
    await claiming
    assert other.leases.refusal == ""


async def test_who_stops_leaves_them_to_others_at_once(store: KnowledgeStore, time: Time) -> None:
    one, other = process(store, FIRST, time), process(store, FIRST, time)
    await one.leases.claim()
    time.then[1] = one.leases.release
    await other.leases.claim()
    assert time.seconds <= 6


async def test_who_was_stopped_for_too_long_has_lost_them(store: KnowledgeStore, time: Time) -> None:
    one, other = process(store, FIRST, time), process(store, FIRST, time)
    await one.leases.claim()
    time.seconds += 60
    await other.leases.claim()
    with pytest.raises(ShardsLostError, match="shard 0/64 held by "):
        await one.leases.keep()


@pytest.mark.parametrize(("share", "held"), [(Share(32, 63, 65), "processes with 64 shards"), (None, "64")])
async def test_who_divides_the_servers_otherwise_stands_by(
    store: KnowledgeStore, time: Time, share: Share | None, held: str
) -> None:
    one, other = process(store, FIRST, time), process(store, share, time)
    await one.leases.claim()
    claiming = asyncio.create_task(other.leases.claim())
    await until(lambda: other.leases.refusal)
    assert held in other.leases.refusal
    await one.leases.release()
    await claiming
    assert 30 <= time.seconds < 40


async def test_who_cannot_reach_the_store_keeps_what_it_has_and_takes_nothing_new(
    store: KnowledgeStore, time: Time, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    away = Away(store.leases)
    one = Process(away, FIRST, time)
    claiming = asyncio.create_task(one.leases.claim())
    await until(lambda: one.leases.refusal)
    away.is_away = False
    await claiming
    away.is_away = True
    keeping = asyncio.create_task(one.leases.keep())
    await until(lambda: time.seconds > 200)
    assert not keeping.done()
    keeping.cancel()
    await one.leases.release()
    assert caplog.messages == [
        "This process stands by for the shards 0-15/64: The store cannot be reached. Start it.",
        "This process has the shards 0-15/64 now.",
        "Others have the shards 0-15/64 in 30 seconds.",
    ]


async def test_what_takes_long_to_be_read_is_not_served_where_another_has_it_meanwhile(
    store: KnowledgeStore, time: Time
) -> None:
    other = process(store, FIRST, time)

    async def read() -> None:
        if not time.seconds:
            time.seconds += 60
            await other.leases.claim()

    slow = ShardLeases(store.leases, FIRST, time.clock, read)
    await slow.claim()
    assert 90 <= time.seconds < 100
    assert other.renewed == 1
