from bot.clock import Clock
from bot.health._pulse import EVERY, SLOW_SECONDS, Pulse


class Loop:
    """An event loop that does what is due as late as it is told to."""

    def __init__(self) -> None:
        self.time = 100.0
        self.late = 0.0

    async def sleep(self, seconds: float) -> None:
        self.time += seconds + self.late

    @property
    def pulse(self) -> Pulse:
        return Pulse(Clock(monotonic=lambda: self.time, sleep=self.sleep))


async def test_a_loop_that_does_all_on_time_is_never_late() -> None:
    pulse = Loop().pulse
    for _ in range(3):
        await pulse.wait()
    assert (pulse.lag, pulse.is_slow, pulse.take_worst()) == (0.0, False, 0.0)


async def test_the_lag_is_that_of_the_last_look_and_the_worst_is_given_once() -> None:
    loop = Loop()
    pulse = loop.pulse
    for loop.late in (2.0, 0.25):
        await pulse.wait()
    assert pulse.lag == 0.25
    assert pulse.take_worst() == 2.0
    assert pulse.take_worst() == 0.25
    assert not pulse.is_slow


async def test_a_look_that_is_overdue_counts_before_it_is_made() -> None:
    loop = Loop()
    pulse = loop.pulse
    await pulse.wait()
    loop.time += EVERY + SLOW_SECONDS - 0.5
    assert pulse.lag == pulse.take_worst() == EVERY + SLOW_SECONDS - 0.5
    assert pulse.is_slow
