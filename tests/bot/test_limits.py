"""How much may somebody ask, and what is not answered twice?"""

from bot.limits import Allowance, Limiter, Repeats


class Watch:
    def __init__(self) -> None:
        self.seconds = 100.0

    def __call__(self) -> float:
        return self.seconds


def test_so_many_questions_come_at_once_and_then_one_by_one() -> None:
    watch = Watch()
    limiter = Limiter(Allowance(3, 2.0), watch)
    assert [limiter.take(1) for _ in range(5)] == [0, 0, 0, 2, 2]
    watch.seconds += 1.5
    assert limiter.take(1) == 0.5
    watch.seconds += 0.5
    assert [limiter.take(1), limiter.take(1)] == [0, 2]


def test_who_waits_may_ask_as_much_as_before() -> None:
    watch = Watch()
    limiter = Limiter(Allowance(3, 2.0), watch)
    assert [limiter.take(1) for _ in range(3)] == [0, 0, 0]
    watch.seconds += 60
    assert [limiter.take(1) for _ in range(4)] == [0, 0, 0, 2]


def test_nobody_waits_for_what_others_ask() -> None:
    limiter = Limiter(Allowance(1, 2.0), Watch())
    assert [limiter.take(each) for each in (1, 1, 2)] == [0, 2, 0]


def test_no_more_are_remembered_than_fit() -> None:
    limiter = Limiter(Allowance(1, 2.0), Watch())
    repeats = Repeats(Watch())
    for each in range(10_001):
        assert limiter.take(each) == 0
        repeats.keep(each, "why?", "address")
    assert limiter.take(10_000) == 2
    assert limiter.take(0) == 0
    assert repeats.find(0, "why?") is None
    assert repeats.find(10_000, "why?") == "address"


def test_an_answer_is_found_again_for_a_minute_in_its_own_channel() -> None:
    watch = Watch()
    repeats = Repeats(watch)
    repeats.keep(1, "why?", "address")
    watch.seconds += 59
    assert repeats.find(1, "why?") == "address"
    assert repeats.find(2, "why?") is None
    assert repeats.find(1, "when?") is None
    watch.seconds += 1
    assert repeats.find(1, "why?") is None
