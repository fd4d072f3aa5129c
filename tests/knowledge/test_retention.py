"""Is what is old forgotten in time, and nothing because a clock has jumped?"""

from datetime import UTC, datetime, timedelta

import pytest

from knowledge.answers import Verdict
from knowledge.retention import EVERY, forget, keep_forgetting
from knowledge.store import open_memory

START = datetime(2026, 3, 1, 12, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


async def test_it_goes_on_by_the_hour() -> None:
    now, slept = START, list[float]()

    class Enough(Exception):  # noqa: N818  it is no error
        pass

    async def sleep(seconds: float) -> None:
        nonlocal now
        slept.append(seconds)
        now += timedelta(seconds=seconds)
        if now > START + DAY + HOUR:
            raise Enough

    async with open_memory(clock=lambda: now, retention_days=1) as store:
        await store.inquiries.add(None, "key", "What?", Verdict.NONE)
        with pytest.raises(Enough):
            await keep_forgetting(store, lambda: now, sleep)
        assert await store.inquiries.get("key") is None
    assert set(slept) == {EVERY}


@pytest.mark.parametrize(
    ("jump", "believed"),
    [
        (HOUR, True),
        (-HOUR, True),
        (DAY, True),
        (-DAY, False),
        (20 * DAY, True),
        (366 * DAY, False),
        (datetime(2038, 1, 19, 3, 14, 8, tzinfo=UTC) - START, False),
        (datetime(1970, 1, 1, tzinfo=UTC) - START, False),
    ],
)
async def test_a_clock_that_has_jumped_is_believed_after_a_day(jump: timedelta, believed: bool) -> None:
    async with open_memory() as store:
        assert await forget(store, START)
        now = START + jump
        assert await forget(store, now) is believed
        assert await forget(store, now + 23 * HOUR) is believed
        assert await forget(store, now + 24 * HOUR)


async def test_a_clock_that_jumps_there_and_back_forgets_nothing() -> None:
    now = START
    async with open_memory(clock=lambda: now) as store:
        await store.inquiries.add(None, "key", "What?", Verdict.NONE)
        for hour in range(60):
            away = 5 <= hour < 25
            now = (datetime(2038, 1, 1, tzinfo=UTC) if away else START) + hour * HOUR
            await forget(store, now)
        assert await store.inquiries.get("key")


async def test_what_a_later_version_says_of_the_clock_is_no_reason_to_believe_it() -> None:
    async with open_memory() as store:
        await store.facts.remember("retention.clock", '{"sundial": 7}')
        assert not await forget(store, START)
        assert await forget(store, START + DAY)


async def test_a_clock_that_goes_back_by_less_than_an_hour_was_only_set() -> None:
    async with open_memory() as store:
        await forget(store, START)
        assert await forget(store, START - HOUR / 2)
