"""What became of the notices of one round? One line when it is over, and a count of each."""

import logging

import pytest

from bot.clock import Clock
from bot.delivery._tally import Tally
from bot.metrics import Metrics


def test_a_round_is_told_once_when_it_is_over(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    metrics = Metrics()
    tally = Tally(metrics, Clock(), "")
    tally.tell(is_over=True)
    tally.add("sent", 1200)
    tally.add("paused")
    tally.add("given_up", 2)
    tally.tell(is_over=False)
    assert not caplog.messages
    tally.tell(is_over=True)
    tally.tell(is_over=True)
    assert caplog.messages == ["Notices of the corpus main: 1,200 sent, 1 paused, 2 given up."]
    assert metrics.registry.get_sample_value("talksbot_notices_total", {"outcome": "sent"}) == 1200


def test_a_round_that_goes_on_is_told_of_every_minute(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    seconds = iter((0.0, 50.0, 100.0, 110.0, 170.0))
    tally = Tally(Metrics(), Clock(monotonic=lambda: next(seconds)), "ships")
    for _ in range(4):
        tally.add("corrected")
        tally.tell(is_over=False)
    assert caplog.messages == [
        "Notices of the corpus ships: 2 corrected.",
        "Notices of the corpus ships: 2 corrected.",
    ]
