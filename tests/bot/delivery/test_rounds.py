import asyncio
from collections.abc import Awaitable, Callable

import pytest

from bot.clock import Clock
from bot.delivery.rounds import rounds
from knowledge.errors import StoreError


class Time:
    """Seconds that pass only when somebody sleeps."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self.slept: list[float] = []

    @property
    def clock(self) -> Clock:
        return Clock(monotonic=lambda: self.seconds, sleep=self.sleep)

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.seconds += seconds
        await asyncio.sleep(0)


@pytest.fixture
def time() -> Time:
    return Time()


def _failing(
    times: int, then: Callable[[], Awaitable[None]], lasting: float, time: Time
) -> Callable[..., Awaitable[None]]:
    async def loop() -> None:
        nonlocal times
        if times:
            times -= 1
            time.seconds += lasting
            raise OSError("the disk is full")
        await then()

    return loop


async def _ended() -> None:
    await asyncio.sleep(0)


async def test_a_loop_that_fails_starts_again_after_a_growing_delay(
    time: Time, caplog: pytest.LogCaptureFixture
) -> None:
    await rounds({"delivery": _failing(9, _ended, 0, time)}, time.clock)
    assert time.slept == [1, 2, 4, 8, 16, 32, 60, 60, 60]
    assert caplog.messages[0] == "The delivery failed; it starts again in 1 second."
    assert len(caplog.messages) == 9
    assert "the disk is full" in caplog.text


async def test_what_the_store_refuses_is_said_in_one_line(
    time: Time, caplog: pytest.LogCaptureFixture
) -> None:
    calls: list[int] = []

    async def refused() -> None:
        calls.append(1)
        if len(calls) == 1:
            raise StoreError("The store is away.", "Wait.")

    await rounds({"delivery": refused}, time.clock)
    assert caplog.messages == ["The delivery failed: The store is away. Wait. It starts again in 1 second."]
    assert not caplog.records[0].exc_info


async def test_a_loop_that_went_well_for_a_while_starts_again_at_once(time: Time) -> None:
    await rounds({"delivery": _failing(3, _ended, 61, time)}, time.clock)
    assert time.slept == [1, 1, 1]


async def test_a_loop_that_fails_leaves_the_others_alone(time: Time) -> None:
    turns = 0

    async def steady() -> None:
        nonlocal turns
        while turns < 100:
            turns += 1
            await asyncio.sleep(0)

    await rounds({"digests": _failing(50, _ended, 0, time), "watch": steady}, time.clock)
    assert turns == 100
    assert len(time.slept) == 50


async def test_all_end_together(time: Time) -> None:
    started, ended = asyncio.Barrier(3), list[str]()

    def endless(name: str) -> Callable[[], Awaitable[None]]:
        async def loop() -> None:
            await started.wait()
            try:
                await asyncio.Event().wait()
            finally:
                ended.append(name)

        return loop

    task = asyncio.create_task(rounds({name: endless(name) for name in ("one", "two")}, time.clock))
    await started.wait()
    names = {each.get_name() for each in asyncio.all_tasks()}
    assert {"round: one", "round: two"} <= names
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert sorted(ended) == ["one", "two"]
    assert asyncio.all_tasks() == {asyncio.current_task()}


async def test_a_loop_that_waits_to_start_again_ends_too(time: Time) -> None:
    waiting = asyncio.Event()

    async def wait_for_ever(seconds: float) -> None:
        waiting.set()
        await asyncio.Event().wait()

    clock = Clock(monotonic=time.clock.monotonic, sleep=wait_for_ever)
    task = asyncio.create_task(rounds({"delivery": _failing(1, _ended, 0, time)}, clock))
    await waiting.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
