import logging
from datetime import UTC, datetime, timedelta

import pytest

from bot.clock import Clock
from bot.connection.identifying import Identifying, Limits
from bot.connection.slots import Slots
from bot.metrics import Metrics
from knowledge.errors import StoreError
from knowledge.notices.share import Share
from knowledge.store import Leases, open_memory
from tests.bot.connection.test_leases import Away

PLENTY = Limits(1000, 1000, 86_400_000)
DAY, HOUR = 86_400.0, 3600.0


class Facts:
    """What a store keeps, in memory; it may be out of order."""

    def __init__(self) -> None:
        self.kept: dict[str, str] = {}
        self.is_broken = False

    async def recall(self, key: str) -> str | None:
        if self.is_broken:
            raise StoreError("The disk is full.", "Make room.")
        return self.kept.get(key)

    async def remember(self, key: str, value: str) -> None:
        if self.is_broken:
            raise StoreError("The disk is full.", "Make room.")
        self.kept[key] = value


class Time:
    """A clock that a pause puts forward, and whose time of day may jump."""

    def __init__(self) -> None:
        self.seconds, self.jumped = 1000.0, 0.0
        self.clock = Clock(self._now, lambda: self.seconds, self._sleep)

    def _now(self) -> datetime:
        return datetime(2026, 3, 5, tzinfo=UTC) + timedelta(seconds=self.seconds + self.jumped)

    async def _sleep(self, seconds: float) -> None:
        self.seconds += seconds


class Bot:
    """A process that identifies, and is started again; perhaps one of several."""

    def __init__(
        self,
        facts: Facts | None = None,
        time: Time | None = None,
        share: Share | None = None,
        leases: Leases | None = None,
    ) -> None:
        self.facts, self.time, self.metrics = facts or Facts(), time or Time(), Metrics()
        self._share, self._leases = share, leases
        self.start()

    def start(self) -> None:
        slots = Slots(self._leases, self.time.clock) if self._leases else None
        self.identifying = Identifying(self.facts, self.time.clock, self.metrics, self._share, slots)
        self.identifying.learn(PLENTY, 1)

    async def identify(self, times: int = 1, *, shard: int = 0, holds: bool = True) -> float:
        """Do it, and give how long that took."""
        begun = self.time.seconds
        for _ in range(times):
            async with self.identifying.turn(shard):
                await self.identifying.count(shard)
            if holds:
                self.identifying.hold(shard)
        return self.time.seconds - begun

    def left(self) -> float | None:
        return self.metrics.registry.get_sample_value("talksbot_identifies_left")


@pytest.fixture
def bot() -> Bot:
    return Bot()


async def test_the_first_one_is_at_once_and_those_of_other_shards_follow_after_five_seconds(bot: Bot) -> None:
    assert await bot.identify(holds=False) == 0
    assert await bot.identify(shard=1, holds=False) == 5
    bot.start()
    assert await bot.identify() == 5
    assert bot.left() == 197
    assert bot.metrics.registry.get_sample_value("talksbot_gateway_events_total", {"event": "identify"}) == 3


async def test_sessions_that_do_not_hold_are_begun_ever_more_slowly(bot: Bot) -> None:
    seconds = [await bot.identify(holds=False) for _ in range(12)]
    assert seconds[1] >= 5
    assert seconds[4] >= 20
    assert 450 <= seconds[11] <= 900
    bot.identifying.hold(0)
    bot.time.seconds += 60
    assert await bot.identify() == 0


async def test_the_bot_stops_at_a_fifth_of_its_budget_and_goes_on_when_there_is_room(
    bot: Bot, caplog: pytest.LogCaptureFixture
) -> None:
    assert await bot.identify(160) < HOUR
    assert not caplog.messages
    assert DAY - HOUR < await bot.identify() < DAY
    assert bot.left() == 200 - bot_count(bot)
    (line,) = caplog.messages
    assert "No new session with Discord before 2026-03-06 00:16 UTC: 160 began in the last 24 hours" in line
    assert "(40)" in line


def bot_count(bot: Bot) -> int:
    return bot.facts.kept["discord.identifies"].count(",") + 1


async def test_a_start_may_use_what_is_left_but_no_more_than_all_of_it(bot: Bot) -> None:
    await bot.identify(160)
    for _ in range(40):
        bot.start()
        assert await bot.identify() == 5
    assert bot.left() == 0
    bot.start()
    assert await bot.identify() > DAY - HOUR


@pytest.mark.parametrize("remaining", [0, 1, 200, 201])
async def test_what_discord_allows_counts_too(bot: Bot, remaining: int) -> None:
    bot.identifying.learn(Limits(1000, remaining, int(HOUR * 1000)), 1)
    assert await bot.identify() == (HOUR if remaining == 0 else 0)
    if remaining:
        assert bot.left() == min(199, remaining - 1)
        assert HOUR - 10 < await bot.identify() <= HOUR
    assert await bot.identify() == 5


async def test_a_bot_with_many_shards_may_begin_more_sessions_but_not_more_than_discord_allows(
    bot: Bot,
) -> None:
    bot.identifying.learn(PLENTY, 16)
    await bot.identify()
    assert bot.left() == 999


@pytest.mark.parametrize("jump", [-30 * DAY, -HOUR, 0, HOUR])
async def test_the_budget_outlives_a_restart_and_a_clock_that_jumps(bot: Bot, jump: float) -> None:
    await bot.identify(160)
    bot.time.jumped = jump
    bot.start()
    assert await bot.identify() <= 5
    assert bot.left() == 39
    assert await bot.identify() > DAY - 2 * HOUR - max(jump, 0)


async def test_a_jump_while_it_runs_changes_nothing(bot: Bot) -> None:
    await bot.identify(160)
    bot.time.jumped = 30 * DAY
    assert await bot.identify() > DAY - HOUR
    bot.time.jumped = -30 * DAY
    bot.start()
    await bot.identify()
    assert bot_count(bot) > 1


@pytest.mark.parametrize("is_broken", [True, False])
async def test_a_store_that_does_not_work_keeps_no_bot_from_connecting(
    bot: Bot, caplog: pytest.LogCaptureFixture, *, is_broken: bool
) -> None:
    bot.facts.is_broken = is_broken
    bot.facts.kept["discord.identifies"] = "[what?"
    assert await bot.identify(2) == 5
    assert bot.left() == 198
    assert {record.levelno for record in caplog.records} == {logging.WARNING}
    assert "cannot be read" in caplog.text


async def test_so_many_shards_begin_together_as_discord_takes_in_five_seconds(bot: Bot) -> None:
    bot.identifying.learn(Limits(1000, 1000, 86_400_000, 4), 8)
    assert [await bot.identify(shard=shard) for shard in range(8)] == [0, 0, 0, 0, 5, 0, 0, 0]
    bot.start()
    bot.identifying.learn(Limits(1000, 1000, 86_400_000, 4), 8)
    # Of the process before it nobody knows which shards those were.
    assert [await bot.identify(shard=shard) for shard in range(4)] == [5, 0, 0, 0]


async def test_each_process_counts_its_own_sessions() -> None:
    time, facts = Time(), Facts()
    one, other = Bot(facts, time, Share(0, 0, 2)), Bot(facts, time, Share(1, 1, 2))
    await one.identify(3)
    await other.identify(5, shard=1)
    assert {key: kept.count(",") + 1 for key, kept in facts.kept.items()} == {
        "discord.identifies 0-0/2": 3,
        "discord.identifies 1-1/2": 5,
    }


async def test_the_turns_are_those_of_all_processes_and_one_that_died_had_its_own() -> None:
    time, twice = Time(), Limits(1000, 1000, 86_400_000, 2)
    async with open_memory(clock=time.clock.now) as store:
        one, other, third = [
            Bot(time=time, share=Share(each, each, 3), leases=store.leases) for each in range(3)
        ]
        for each in (one, other, third):
            each.identifying.learn(twice, 1)
        async with one.identifying.turn(0):
            time.seconds += 3  # so long it takes to connect
            await one.identifying.count(0)
        # It has died, and has the turn all the same.
        assert await other.identify(shard=1) == 0
        assert 5.5 <= await third.identify(shard=2) < 8
        async with one.identifying.turn(0):
            time.seconds += 30  # it has lost the turn meanwhile
            assert await third.identify(shard=2) < 1
            before = time.seconds
            await one.identifying.count(0)
            assert 5.5 <= time.seconds - before < 8


async def test_a_store_that_cannot_be_asked_for_a_turn_keeps_no_bot_from_connecting(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async with open_memory() as store:
        bot = Bot(share=Share(0, 0, 2), leases=Away(store.leases))
        assert await bot.identify() == 0
    assert (
        "Whether another process begins a session is not known: The store cannot be reached." in caplog.text
    )
