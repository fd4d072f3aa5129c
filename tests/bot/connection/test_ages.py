from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from bot.connection.ages import Ages

NOW = datetime(2026, 3, 5, 12, tzinfo=UTC)


class Seconds:
    """A monotonic clock that a test puts forward."""

    def __init__(self) -> None:
        self.passed = 5.0

    def __call__(self) -> float:
        return self.passed


def made(moment: datetime) -> int:
    return int((moment.timestamp() - 1_420_070_400) * 1000) << 22


def date(moment: datetime) -> str:
    return format_datetime(moment, usegmt=True)


@pytest.mark.parametrize(
    ("seconds", "is_too_old"),
    [(-3600, False), (0, False), (3.9, False), (4.1, True), (890, True), (901, False)],
)
def test_what_is_older_than_discord_waits_is_too_old_but_a_wild_age_tells_of_a_wrong_clock(
    seconds: float, is_too_old: bool
) -> None:
    ages = Ages(Seconds())
    ages.note(date(NOW))
    assert ages.is_too_old(made(NOW - timedelta(seconds=seconds))) is is_too_old


def test_nothing_is_too_old_as_long_as_discords_time_is_not_known() -> None:
    ages = Ages(Seconds())
    assert not ages.is_too_old(made(NOW - timedelta(seconds=60)))
    for said in (None, "", "yesterday"):
        ages.note(said)
    assert not ages.is_too_old(made(NOW - timedelta(seconds=60)))


def test_a_date_that_came_late_does_not_put_the_clock_back_by_more_than_the_clocks_go_apart() -> None:
    seconds = Seconds()
    ages = Ages(seconds)
    ages.note(date(NOW))
    seconds.passed += 10
    ages.note(date(NOW + timedelta(seconds=2)))  # it was on its way for eight
    assert ages.is_too_old(made(NOW + timedelta(seconds=5)))
    seconds.passed += 8000
    ages.note(date(NOW + timedelta(seconds=8002)))
    assert not ages.is_too_old(made(NOW + timedelta(seconds=8000)))
