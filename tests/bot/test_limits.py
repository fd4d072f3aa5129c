"""How much may somebody ask, and what is not answered twice?"""

from bot import wording
from bot.limits import Allowance, Gate, Limiter, Repeats, Wait
from bot.replies.card import draw_text


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


def test_who_may_ask_as_before_is_not_remembered() -> None:
    watch = Watch()
    limiter = Limiter(Allowance(3, 2.0), watch)
    for key in (1, 1, 2):
        limiter.take(key)
    watch.seconds += 3
    limiter.take(3)
    assert list(limiter.__dict__["_free_at"]) == [1, 2, 3]  # who came first goes first
    watch.seconds += 1
    limiter.take(3)
    assert list(limiter.__dict__["_free_at"]) == [3]


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
    repeats.keep(1, "when?", "another")
    assert repeats.find(1, "why?") is None
    assert repeats.find(1, "when?") == "another"


class TestTheGate:
    def test_who_asks_too_much_is_told_once_until_that_is_over(self) -> None:
        watch = Watch()
        gate = Gate(watch)
        waits = [gate.pass_through(1, 5) for _ in range(12)]
        assert waits[:10] == [None] * 10
        assert waits[10:] == [Wait(3.0, True, False), Wait(3.0, False, False)]
        assert gate.pass_through(2, 5) is None
        watch.seconds += 3
        assert gate.pass_through(1, 5) is None
        assert gate.pass_through(1, 5) == Wait(3.0, True, False)

    def test_a_channel_in_which_many_ask_too_much_is_told_as_a_whole(self) -> None:
        gate = Gate(Watch())
        waits = [gate.pass_through(user, 5) for user in range(33)]
        assert waits[:30] == [None] * 30
        assert waits[30:] == [Wait(1.0, True, True), Wait(1.0, False, True), Wait(1.0, False, True)]
        assert gate.pass_through(40, 6) is None
        assert gate.pass_through(41) is None

    def test_no_more_are_remembered_than_fit_here_either(self) -> None:
        gate = Gate(Watch())
        for channel in range(10_010):
            gate.pass_through(1, channel)
        assert gate.pass_through(1, 9) == Wait(3.0, True, False)


def test_how_long_to_wait_is_said() -> None:
    said = [draw_text(wording.ask_for_patience(2.2, of_channel=each)) for each in (True, False)]
    assert all("in 3 seconds" in each for each in said)
    assert "in this channel" in said[0]
