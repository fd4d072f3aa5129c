"""Is a source looked at in time, although the clock was set back since the last time?"""

from datetime import UTC, date, datetime, timedelta

import pytest
from msgspec import Struct
from yarl import URL

from knowledge.sources.fetching._result import FetchError
from knowledge.sources.fetching._robots import Robots
from knowledge.sources.fetching._turns import Turns
from knowledge.sources.kept import Kept, Kind, SourceSpec, SourceState, Told, Version, Waiting
from knowledge.sources.live import is_look_due
from knowledge.sources.live._pace import is_due, is_try_due

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
SPEC = SourceSpec("feed", Kind.FEED, "https://example.org/feed", 30 * MINUTE)


@pytest.mark.parametrize(
    ("wait", "failures", "due"),
    [
        (None, 0, True),
        (timedelta(), 0, True),
        (MINUTE, 0, False),
        (33 * MINUTE, 0, False),
        (34 * MINUTE, 0, True),
        (34 * MINUTE, 5, False),
        (2 * DAY, 5, True),
    ],
)
def test_a_source_waits_no_longer_than_it_ever_would(
    wait: timedelta | None, failures: int, due: bool
) -> None:
    state = SourceState(next_look=None if wait is None else NOW + wait, failures=failures)
    assert is_look_due(state, SPEC, NOW) is due


@pytest.mark.parametrize(("wait", "due"), [(-MINUTE, True), (MINUTE, False), (DAY, False), (2 * DAY, True)])
def test_a_new_page_waits_no_longer_than_a_day(wait: timedelta, due: bool) -> None:
    waiting = Waiting("url:https://example.org/a", Told(url="https://example.org/a"), NOW, NOW + wait)
    assert is_try_due(waiting, SPEC, NOW) is due


@pytest.mark.parametrize(("ago", "due"), [(MINUTE, False), (8 * DAY, True), (-8 * DAY, True)])
def test_a_page_that_was_looked_at_in_the_future_is_due(ago: timedelta, due: bool) -> None:
    url = "https://example.org/a"
    version = Version("", url, url, "text/html", None, NOW - 9 * DAY, date(2026, 2, 20))
    kept = Kept("feed", f"url:{url}", Told(url=url), version, NOW - 9 * DAY, NOW - ago)
    assert is_due(kept, SPEC, NOW) is due


class Time(Struct):
    """A clock that is set, and sleeps at once."""

    at: datetime = NOW

    def now(self) -> datetime:
        return self.at

    async def sleep(self, seconds: float) -> None:
        self.at += timedelta(seconds=seconds)


async def test_a_host_does_not_rest_for_as_long_again_as_the_clock_was_set_back() -> None:
    time = Time()
    turns = Turns(1, time)
    turns.rest("example.org", 600)
    turns.rest("example.org", 60)
    with pytest.raises(FetchError):
        async with turns.take("example.org", 1):
            pass
    time.at -= DAY
    async with turns.take("example.org", 1):
        pass
    assert time.at == NOW - DAY


async def test_what_a_site_allows_is_asked_anew_where_the_clock_was_set_back() -> None:
    time, asked = Time(), list[URL]()

    async def read(url: URL) -> bytes:
        asked.append(url)
        return b""

    robots = Robots(read, time)
    for jump in (timedelta(), timedelta(hours=1), -DAY, timedelta(hours=1)):
        time.at += jump
        assert await robots.check(URL("https://example.org/a")) == 0
    assert len(asked) == 2
