"""How old may it be? Ages in days, seen from today or from an earlier day."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from bot.clock import Clock
from bot.config import AnswerOptions
from bot.freshness import Freshness
from knowledge.model import Article, Claim, Kind, Passage, Status

ROW = Passage("Status: Open", Kind.ROW, (), (1, 1))
FRESH = Freshness(date(2026, 11, 22), 30, 7)


def standing(first: date, *more: date) -> Status:
    articles = (Article(f"{day}.md", "News", "en", (ROW,), day) for day in (first, *more))
    return Status("Bridge", tuple(Claim("Bridge", "Open", article, ROW) for article in articles))


def test_the_days_come_from_the_configuration_and_today_from_the_clock() -> None:
    late = datetime(2026, 11, 22, 23, 30, tzinfo=timezone(timedelta(hours=-5)))
    fresh = Freshness.of(AnswerOptions(stale_days=3, recent_days=2), Clock(now=lambda: late))
    assert fresh == Freshness(date(2026, 11, 23), 3, 2)


def test_the_clock_of_the_system_is_the_default() -> None:
    before = datetime.now(UTC).date()
    assert before <= Clock().today <= before + timedelta(days=1)


@pytest.mark.parametrize(
    ("newest", "age"), [(date(2026, 10, 23), None), (date(2026, 10, 22), 31), (date(2026, 12, 1), None)]
)
def test_a_source_is_old_when_it_is_older_than_so_many_days(newest: date, age: int | None) -> None:
    assert FRESH.days_old(standing(date(2020, 1, 1), newest)) == age


@pytest.mark.parametrize(
    ("since", "recent"), [(date(2026, 11, 15), True), (date(2026, 11, 14), False), (date(2026, 12, 1), True)]
)
def test_a_change_is_recent_in_the_last_days(since: date, recent: bool) -> None:
    assert FRESH.is_recent(standing(since, date(2026, 11, 22))) is recent


def test_an_earlier_day_is_looked_at_from_there_and_a_later_one_from_today() -> None:
    assert FRESH.on(date(2026, 1, 31)) == Freshness(date(2026, 1, 31), 30, 7)
    assert FRESH.on(date(2030, 1, 1)) == FRESH
    assert FRESH.on(None) == FRESH


def test_the_last_days_do_not_begin_before_the_calendar() -> None:
    assert Freshness(date(1, 1, 3), 30, 36_500).recently == date.min
