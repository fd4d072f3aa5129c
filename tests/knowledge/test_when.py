"""Which day is it? What is recent or old, seen from today or from an earlier day."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from bot.clock import Clock
from bot.config import AnswerOptions
from knowledge.model import Article, Claim, Kind, Passage, Step
from knowledge.when import When

ROW = Passage("Status: Open", Kind.ROW, (), (1, 1))
TODAY = date(2026, 11, 22)
WHEN = When(TODAY, recent_days=7, stale_days=30)


def standing(first: date, *more: date) -> Step:
    articles = (Article(f"{day}.md", "News", "en", (ROW,), day) for day in (first, *more))
    return Step("Bridge", tuple(Claim("Bridge", "Open", article, ROW) for article in articles))


def test_the_days_come_from_the_configuration_and_today_from_the_clock() -> None:
    late = datetime(2026, 11, 22, 23, 30, tzinfo=timezone(timedelta(hours=-5)))
    when = Clock(now=lambda: late).when(AnswerOptions(stale_days=3, recent_days=2))
    assert when == When(date(2026, 11, 23), recent_days=2, stale_days=3)


def test_days_that_nobody_has_set_are_those_of_the_configuration() -> None:
    assert Clock(now=lambda: datetime(2026, 11, 22, tzinfo=UTC)).when(AnswerOptions()) == When(TODAY)


def test_the_clock_of_the_system_is_the_default() -> None:
    before = datetime.now(UTC).date()
    assert before <= Clock().today <= before + timedelta(days=1)


@pytest.mark.parametrize(
    ("newest", "age"), [(date(2026, 10, 23), None), (date(2026, 10, 22), 31), (date(2026, 12, 1), None)]
)
def test_a_source_is_old_when_it_is_older_than_so_many_days(newest: date, age: int | None) -> None:
    assert WHEN.days_old(standing(date(2020, 1, 1), newest)) == age


def test_what_has_no_date_at_all_has_no_age() -> None:
    undated = Article("a.md", "News", "en", (ROW,))
    assert WHEN.days_old(Step("Bridge", (Claim("Bridge", "Open", undated, ROW),))) is None


@pytest.mark.parametrize(
    ("since", "recent"), [(date(2026, 11, 15), True), (date(2026, 11, 14), False), (date(2026, 12, 1), True)]
)
def test_a_change_is_recent_in_the_last_days(since: date, recent: bool) -> None:
    assert WHEN.is_recent(standing(since, date(2026, 11, 22))) is recent


def test_an_earlier_day_is_looked_at_from_there_and_a_later_one_from_today() -> None:
    assert WHEN.on(date(2026, 1, 31)) == When(date(2026, 1, 31), 7, 30)
    assert WHEN.on(date(2030, 1, 1)) == WHEN
    assert WHEN.on(None) == WHEN


def test_the_last_days_do_not_begin_before_the_calendar() -> None:
    assert When(date(1, 1, 3), recent_days=36_500).recently == date.min


@pytest.mark.parametrize(
    ("day", "past"),
    [
        (None, None),
        (TODAY, None),
        (date(2026, 11, 21), date(2026, 11, 21)),
        (date.min, date.min),
        (date.max, None),
    ],
)
def test_only_a_day_that_is_over_is_past(day: date | None, past: date | None) -> None:
    assert WHEN.past(day) == past
