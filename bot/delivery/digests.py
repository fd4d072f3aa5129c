"""When is a server's digest due, and what is in it? Local hours, kept through whatever a clock may do."""

import logging
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from bot.clock import Clock
from knowledge.base import KnowledgeBase
from knowledge.notices.audience import Digest, DigestPlan
from knowledge.notices.notices import make_digest_notice, net
from knowledge.notices.share import ALL, Share

_log = logging.getLogger(__name__)

_LOOK_SECONDS = 60.0
"""How long until it is looked again whether a digest is due."""

_DAY = timedelta(days=1)


def due(plan: DigestPlan, now: datetime, looked: datetime | None = None) -> date | None:
    """Give the local date of the digest that is due and was not made yet: the latest, if several are.

    `looked` is when it was looked before by the same clock; None for the first time.
    """
    latest = _latest(plan, now)
    last = plan.last
    if last and _is_of_another_time(plan, last, latest):
        last = _latest(plan, looked) if looked else latest
    return latest if last is None or latest > last else None


def next_time(plan: DigestPlan, now: datetime) -> datetime:
    """Give the moment in UTC at which the next digest goes out, if anything happens until then."""
    day = begin_plan(plan, now).last or date.min  # it has one
    day += _DAY
    while not _falls_on(plan, day):
        day += _DAY
    return _moment(plan, day)


def begin_plan(plan: DigestPlan, now: datetime) -> DigestPlan:
    """Begin a plan, or go on with a changed one: no date that has come already has a digest any more."""
    latest = _latest(plan, now)
    if plan.last and not _is_of_another_time(plan, plan.last, latest):
        latest = max(latest, plan.last)
    return replace(plan, last=latest)


async def digests(base: KnowledgeBase, clock: Clock, share: Share = ALL) -> None:
    """Make the digest of each server of a share when it is due, for ever.

    Raises StoreError where no plan can be read.
    """
    looked: datetime | None = None
    failing: set[int] = set()
    while True:
        now = clock.now()
        for plan in await base.store.digests.find_plans(share=share):
            try:
                if day := due(plan, now, looked):
                    await _make(base, plan, day)
            except Exception:  # noqa: BLE001  such as a zone that is no more: the other servers get theirs
                # It is tried again each minute, and the log need not say so each minute.
                if plan.guild not in failing:
                    _log.exception("The digest of server %d cannot be made.", plan.guild)
                failing.add(plan.guild)
            else:
                failing.discard(plan.guild)
        looked = now
        await clock.sleep(_LOOK_SECONDS)


async def _make(base: KnowledgeBase, plan: DigestPlan, day: date) -> None:
    """Put what has happened since the last digest into the outbox; nothing where nothing has."""
    store = base.store
    bulletins = await store.feed.read(plan.after)
    if store.is_shared:
        await base.follow()  # articles that are new, but not served here yet, would be left out
    newest = bulletins[-1].number if bulletins else plan.after
    news = net(bulletins, base.snapshot)
    if not (news.changes or news.articles):
        await store.digests.close_day(plan.guild, day, newest, None)
        return
    digest = Digest(day, news.changes, news.articles, await store.digests.find_most_asked(plan.guild))
    await store.digests.close_day(plan.guild, day, newest, make_digest_notice(plan, digest))
    _log.info("The digest of %s for server %d is made.", day, plan.guild)


def _latest(plan: DigestPlan, now: datetime) -> date:
    """Give the local date of the latest digest that the plan sets for now or earlier."""
    # Where the clocks go back at midnight, tomorrow's first hour may be over while it is today again.
    day = now.astimezone(ZoneInfo(plan.zone)).date() + _DAY
    while not _falls_on(plan, day) or _moment(plan, day) > now:
        day -= _DAY
    return day


def _falls_on(plan: DigestPlan, day: date) -> bool:
    return plan.weekday is None or day.weekday() == plan.weekday


def _moment(plan: DigestPlan, day: date) -> datetime:
    """Give the moment of the plan's hour in UTC.

    Of an hour that comes twice it is the first; one that the clocks leave out is counted by the old time,
    and so becomes the next that there is.
    """
    return datetime.combine(day, time(plan.hour), ZoneInfo(plan.zone)).astimezone(UTC)


def _is_of_another_time(plan: DigestPlan, last: date, latest: date) -> bool:
    """Whether the last digest was made while the clock was wrong, far in the future.

    One that was a day ahead has left behind a date at most a period and a day after the latest.
    """
    return last - latest > (_DAY if plan.weekday is None else 7 * _DAY) + _DAY
