"""When is a source looked at again, and when a page? Later where it fails, and seldom where it is old."""

from collections.abc import Callable
from datetime import datetime, timedelta

from msgspec.structs import replace

from knowledge.sources.kept import Kept, Missing, SourceSpec, SourceState, Waiting

_DAY = timedelta(days=1)
_JITTER = 0.1
"""Of the time between two looks: so that not all sources are looked at in the same moment."""
_MOST_DOUBLINGS = 10
_FIRST_AGAIN, _SELDOM = timedelta(hours=1), timedelta(days=7)
_GIVEN_UP = timedelta(days=30)
_MISSING_AGAIN = timedelta(hours=8)
_ENOUGH_TIMES = 3
_FALL_BACK = 3
"""After so many failures at the address that a source has moved to, the one of its operator is tried."""

Random = Callable[[], float]


def is_look_due(state: SourceState, spec: SourceSpec, now: datetime) -> bool:
    """Tell whether a source is to be looked at; also where a clock has put that off which was ahead."""
    if state.next_look is None:
        return True
    longest = max(spec.interval, _DAY) if state.failures else spec.interval
    return not now < state.next_look <= now + longest * (1 + _JITTER)


def is_try_due(waiting: Waiting, spec: SourceSpec, now: datetime) -> bool:
    """Tell whether a page that is still to be fetched is to be tried; of a clock that was ahead as above."""
    return not now < waiting.next_try <= now + max(spec.interval, _DAY)


def succeed(state: SourceState, spec: SourceSpec, now: datetime, random: Random) -> SourceState:
    """Note that a source was seen."""
    wait = spec.interval * (1 + _JITTER * random())
    return replace(state, failures=0, reason="", cure="", last_success=now, next_look=now + wait)


def fail(
    state: SourceState, spec: SourceSpec, now: datetime, random: Random, *, at_least: float = 0
) -> SourceState:
    """Note that a source failed, and wait twice as long as the last time, at most a day."""
    doublings = min(state.failures, _MOST_DOUBLINGS)
    wait = max(min(spec.interval * 2**doublings, _DAY), spec.interval) * (1 + _JITTER * random())
    failures = state.failures + 1
    return replace(
        state,
        failures=failures,
        next_look=now + max(wait, timedelta(seconds=at_least)),
        moved_to=None if failures >= _FALL_BACK else state.moved_to,
    )


def wait_for_page(tries: int, spec: SourceSpec) -> timedelta:
    """Give the time until a page is tried again that failed so many times."""
    return min(spec.interval * 2 ** min(tries - 1, _MOST_DOUBLINGS), _DAY)


def is_given_up(waiting: Waiting, now: datetime, *, is_missing: bool) -> bool:
    """Tell whether a new article is given up: nothing was there three times in a day, or it failed long."""
    if is_missing:
        return waiting.tries >= _ENOUGH_TIMES and now - waiting.since >= _DAY
    return now - waiting.since >= _GIVEN_UP


def is_due(kept: Kept, spec: SourceSpec, now: datetime) -> bool:
    """Tell whether a page is to be looked at again: each time it is half as old again as the last time."""
    if kept.page is None:
        return False
    if kept.looked_at > now:  # by a clock that was ahead
        return True
    if kept.missing and not kept.gone_since:
        return now >= kept.looked_at + _MISSING_AGAIN
    wait = min(max((kept.looked_at - kept.first_seen) / 2, _FIRST_AGAIN, spec.interval), _SELDOM)
    return now >= kept.looked_at + wait


def miss(kept: Kept, now: datetime, *, for_good: bool) -> Kept:
    """Note that a page is not there.

    It is gone where its server says so for good, or was not there three times in a row within a day at
    least; of a sitemap, only where that does not name it any more.
    """
    missing = Missing(now) if kept.missing is None else replace(kept.missing, times=kept.missing.times + 1)
    is_sure = missing.times >= _ENOUGH_TIMES and now - missing.since >= _DAY and not kept.listed
    gone_since = kept.gone_since or (missing.since.date() if for_good or is_sure else None)
    return replace(kept, missing=missing, gone_since=gone_since, looked_at=now)
