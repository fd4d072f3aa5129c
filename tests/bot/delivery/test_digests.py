import asyncio
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from bot.clock import Clock
from bot.delivery.digests import begin_plan, digests, due, next_time
from knowledge.base import KnowledgeBase
from knowledge.model import Article, Corpus, Statement, StatusChange
from knowledge.notices.audience import Bulletin, Digest, DigestPlan, NewArticle
from knowledge.notices.share import ALL, Share

GUILD, OTHER, CHANNEL = 900, 901, 77
DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)
KYIV, NEW_YORK, LORD_HOWE, KATHMANDU = (
    "Europe/Kyiv",
    "America/New_York",
    "Australia/Lord_Howe",
    "Asia/Kathmandu",
)
MONDAY, THURSDAY = 0, 3


def _plan(
    zone: str = "UTC", hour: int = 9, weekday: int | None = None, last: date | None = None
) -> DigestPlan:
    return DigestPlan(GUILD, CHANNEL, hour, zone, weekday, last)


def _at(text: str, zone: str = "UTC", fold: int = 0) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone), fold=fold).astimezone(UTC)


def _looked(plan: DigestPlan, looks: Iterable[datetime]) -> list[date]:
    """Look at these times, as the loop does, and give the dates whose digests were made."""
    made: list[date] = []
    before = None
    for now in looks:
        if day := due(plan, now, before):
            made.append(day)
            plan = replace(plan, last=day)
        before = now
    return made


def _every(step: timedelta, start: datetime, end: datetime) -> Iterator[datetime]:
    while start <= end:
        yield start
        start += step


class TestDue:
    def test_it_is_due_from_its_hour_on(self) -> None:
        plan = _plan(KYIV, 9, last=date(2026, 3, 4))
        assert due(plan, _at("2026-03-05 08:59:59", KYIV)) is None
        assert due(plan, _at("2026-03-05 09:00", KYIV)) == date(2026, 3, 5)
        assert due(plan, _at("2026-03-05 23:00", KYIV)) == date(2026, 3, 5)
        assert due(replace(plan, last=date(2026, 3, 5)), _at("2026-03-05 23:00", KYIV)) is None

    def test_a_weekly_one_is_due_on_its_day(self) -> None:
        plan = _plan(weekday=THURSDAY, last=date(2026, 2, 26))
        assert due(plan, _at("2026-03-04 23:59")) is None
        assert due(plan, _at("2026-03-05 09:00")) == date(2026, 3, 5)
        assert due(plan, _at("2026-03-11 23:59")) == date(2026, 3, 5)

    def test_a_bot_that_was_off_for_days_makes_one(self) -> None:
        plan = _plan(last=date(2026, 3, 1))
        assert _looked(plan, [_at("2026-03-08 12:00"), _at("2026-03-08 12:01")]) == [date(2026, 3, 8)]

    def test_one_that_was_never_made_is_due(self) -> None:
        assert due(_plan(), _at("2026-03-05 08:00")) == date(2026, 3, 4)

    @pytest.mark.parametrize(
        ("zone", "hour", "moment"),
        [
            (KYIV, 3, "2026-03-29 04:00"),  # 3:00 to 4:00 is left out
            (NEW_YORK, 2, "2026-03-08 03:00"),
            (LORD_HOWE, 2, "2026-10-04 02:30"),  # 2:00 to 2:30 is left out
            ("America/Havana", 0, "2026-03-08 01:00"),  # a day that begins at 1:00
            (KATHMANDU, 3, "2026-03-29 03:00"),
        ],
    )
    def test_an_hour_that_is_left_out_becomes_the_next(self, zone: str, hour: int, moment: str) -> None:
        now = _at(moment, zone)
        plan = _plan(zone, hour, last=now.astimezone(ZoneInfo(zone)).date() - DAY)
        assert due(plan, now - timedelta(seconds=1)) is None
        assert due(plan, now) == plan.last + DAY if plan.last else None
        assert next_time(plan, now - MINUTE) == now

    @pytest.mark.parametrize(
        ("zone", "hour", "moment"),
        [
            (KYIV, 3, "2026-10-25 03:00"),
            (NEW_YORK, 1, "2026-11-01 01:00"),
            (LORD_HOWE, 1, "2026-04-05 01:00"),  # only its second half comes twice
            ("America/Havana", 0, "2026-11-01 00:00"),
        ],
    )
    def test_an_hour_that_comes_twice_counts_once_and_the_first_time(
        self, zone: str, hour: int, moment: str
    ) -> None:
        first = _at(moment, zone)
        day = first.astimezone(ZoneInfo(zone)).date()
        plan = _plan(zone, hour, last=day - DAY)
        assert due(plan, first - timedelta(seconds=1)) is None
        looks = _every(MINUTE, first, first + 4 * HOUR)
        assert _looked(plan, looks) == [day]

    def test_a_first_hour_that_is_over_before_it_is_yesterday_again_counts_once(self) -> None:
        # In Newfoundland the clocks went back at one minute past midnight, to the evening before.
        plan = _plan("America/St_Johns", 0, last=date(2010, 11, 6))
        start = _at("2010-11-06 22:00", "America/St_Johns")
        assert _looked(plan, _every(MINUTE, start, start + 5 * HOUR)) == [date(2010, 11, 7)]

    def test_a_day_that_a_place_leaves_out_has_no_digest(self) -> None:
        plan = _plan("Pacific/Apia", last=date(2011, 12, 28))
        start = _at("2011-12-29 08:00", "Pacific/Apia")
        assert [each.day for each in _looked(plan, _every(HOUR, start, start + 2 * DAY))] == [29, 31]

    @pytest.mark.parametrize("zone", ["UTC", KYIV, NEW_YORK, LORD_HOWE, KATHMANDU])
    @pytest.mark.parametrize(
        "first",
        [
            "2026-03-06",
            "2026-03-27",
            "2026-10-02",
            "2026-10-23",
            "2026-10-30",
            "2028-02-27",
            "2026-12-29",
            "2038-01-17",
        ],
    )
    def test_each_day_has_one_also_where_the_year_or_the_clocks_change(self, zone: str, first: str) -> None:
        day = date.fromisoformat(first)
        looks = [*_every(30 * MINUTE, _at(f"{first} 23:30", zone), _at(f"{day + 5 * DAY} 23:30", zone))]
        for hour in (0, 1, 2, 3, 9, 23):
            made = _looked(_plan(zone, hour, last=day), looks)
            assert made == [day + number * DAY for number in range(1, 6)]


class TestJumps:
    @pytest.mark.parametrize("jump", [HOUR, -HOUR, DAY, -DAY], ids=str)
    @pytest.mark.parametrize("since", ["08:10", "08:40", "09:00", "09:10", "23:30"])
    @pytest.mark.parametrize("lasting", [10 * MINUTE, 2 * HOUR, 30 * HOUR], ids=str)
    def test_a_clock_that_is_wrong_for_a_while_makes_one_a_day(
        self, jump: timedelta, since: str, lasting: timedelta
    ) -> None:
        wrong = _at(f"2026-05-12 {since}", KYIV)
        start = _at("2026-05-10 09:00", KYIV)
        looks = (
            now + jump if wrong < now <= wrong + lasting else now
            for now in _every(10 * MINUTE, start, start + 7 * DAY)
        )
        made = _looked(_plan(KYIV, last=date(2026, 5, 9)), looks)
        assert [each.day for each in made] == list(range(10, 18))

    def test_a_jump_over_the_hours_of_two_days_makes_one_for_both(self) -> None:
        looks = [_at("2026-05-12 08:59:30"), _at("2026-05-13 09:00:30"), _at("2026-05-12 09:01")]
        assert _looked(_plan(last=date(2026, 5, 11)), looks) == [date(2026, 5, 13)]

    @given(
        zone=st.sampled_from(["UTC", KYIV, NEW_YORK, LORD_HOWE, KATHMANDU]),
        start=st.sampled_from(
            ["2026-03-05", "2026-03-27", "2026-10-02", "2026-10-29", "2027-12-29", "2038-01-17"]
        ),
        hour=st.integers(0, 23),
        steps=st.lists(
            st.tuples(st.integers(1, 120), st.integers(-21 * 60, 21 * 60), st.booleans()),
            min_size=1,
            max_size=150,
        ),
    )
    def test_whatever_the_clock_does_each_date_has_exactly_one(
        self, zone: str, start: str, hour: int, steps: list[tuple[int, int, bool]]
    ) -> None:
        """Steps of up to two hours and jumps of up to 21: a day of 23 hours is never passed over whole."""
        first = date.fromisoformat(start)
        true = _at(f"{start} 23:30", zone)
        looks, wrong = [true], timedelta()
        for minutes, jump, jumps in steps:
            true += minutes * MINUTE
            if jumps:
                wrong = timedelta() if wrong else jump * MINUTE
            looks.append(true + wrong)
        looks.append(true)
        made = _looked(_plan(zone, hour, last=first), looks)
        assert made == [first + number * DAY for number in range(1, len(made) + 1)]
        until = true.astimezone(ZoneInfo(zone))
        assert len(made) >= (until.date() - first).days - (until.hour < hour)
        assert len(made) <= (max(looks).astimezone(ZoneInfo(zone)).date() - first).days

    @pytest.mark.parametrize("weekday", [None, MONDAY])
    def test_a_clock_that_was_in_2038_does_not_silence_it_until_then(self, weekday: int | None) -> None:
        plan = _plan(weekday=weekday, last=date(2026, 11, 16))
        away = [_at("2026-11-16 20:00"), _at("2038-01-19 03:14:07"), _at("2038-01-19 03:15")]
        back = _every(10 * MINUTE, _at("2026-11-16 20:00"), _at("2026-12-01 12:00"))
        made = _looked(plan, [*away, *back])
        assert made[0].year == 2038
        days = [each.isoformat() for each in made[1:]]
        assert days == (
            ["2026-11-23", "2026-11-30"]
            if weekday == MONDAY
            else [f"2026-11-{day}" for day in range(17, 31)] + ["2026-12-01"]
        )

    def test_after_2038_a_bot_that_starts_again_makes_the_next(self) -> None:
        plan = _plan(last=date(2038, 1, 18))
        assert _looked(plan, _every(MINUTE, _at("2026-11-16 08:00"), _at("2026-11-16 12:00"))) == [
            date(2026, 11, 16)
        ]
        assert _looked(plan, _every(MINUTE, _at("2026-11-16 10:00"), _at("2026-11-17 12:00"))) == [
            date(2026, 11, 17)
        ]

    def test_a_machine_that_wakes_up_in_1970_makes_none_twice(self) -> None:
        plan = _plan(last=date(2026, 11, 16))
        start = [datetime(1970, 1, 1, tzinfo=UTC) + minute * MINUTE for minute in range(30)]
        assert _looked(plan, [*start, _at("2026-11-16 12:00"), _at("2026-11-17 09:00")]) == [
            date(2026, 11, 17)
        ]


class TestPlanned:
    def test_a_plan_does_not_begin_with_an_hour_that_is_past(self) -> None:
        now = _at("2026-03-05 10:00", KYIV)
        plan = begin_plan(_plan(KYIV), now)
        assert due(plan, now) is None
        assert next_time(plan, now) == _at("2026-03-06 09:00", KYIV)

    def test_a_plan_begins_today_with_an_hour_that_is_yet_to_come(self) -> None:
        now = _at("2026-03-05 08:00", KYIV)
        plan = begin_plan(_plan(KYIV), now)
        assert due(plan, now) is None
        assert next_time(plan, now) == _at("2026-03-05 09:00", KYIV)

    def test_a_weekly_one_comes_on_its_day(self) -> None:
        now = _at("2026-03-05 10:00")
        assert next_time(begin_plan(_plan(weekday=THURSDAY), now), now) == _at("2026-03-12 09:00")
        assert next_time(begin_plan(_plan(weekday=MONDAY), now), now) == _at("2026-03-09 09:00")

    def test_a_date_that_has_its_digest_gets_no_other_at_a_later_hour(self) -> None:
        now = _at("2026-03-05 10:00")
        plan = begin_plan(_plan(hour=18, last=date(2026, 3, 5)), now)
        assert next_time(plan, now) == _at("2026-03-06 18:00")

    def test_a_last_one_of_2038_does_not_count(self) -> None:
        now = _at("2026-03-05 10:00")
        assert begin_plan(_plan(last=date(2038, 1, 19)), now).last == date(2026, 3, 5)
        assert next_time(_plan(last=date(2038, 1, 19)), now) == _at("2026-03-06 09:00")


class Over(Exception):  # noqa: N818  the end of a test's time is no error
    """The end of a test's time."""


@dataclass
class Time:
    """A clock that nobody waits for: true time passes while the loop sleeps, and `wrong` is added to it."""

    true: datetime
    end: datetime
    wrong: timedelta = timedelta()
    events: list[tuple[datetime, Callable[[], object]]] = field(
        default_factory=list[tuple[datetime, Callable[[], object]]]
    )
    stride: timedelta = 10 * MINUTE

    @property
    def clock(self) -> Clock:
        return Clock(now=lambda: self.true + self.wrong, sleep=self.sleep)

    def jump(self, at: str, by: timedelta) -> None:
        self.events.append((_at(at), lambda: setattr(self, "wrong", by)))

    async def sleep(self, seconds: float) -> None:
        assert 0 < seconds <= 60
        self.true += max(timedelta(seconds=seconds), self.stride)
        for when, event in [each for each in self.events if each[0] <= self.true]:
            self.events.remove((when, event))
            if asyncio.iscoroutine(happening := event()):
                await happening
        if self.true > self.end:
            raise Over


async def _happens(base: KnowledgeBase, bulletin: Bulletin) -> None:
    head = await base.store.corpora.get_head()
    assert head
    await base.store.publish(base.snapshot.corpus, head.fingerprint, bulletin)


async def _made(base: KnowledgeBase) -> list[Digest]:
    found = [each.notice for each in await base.store.outbox.find_due(datetime(2100, 1, 1, tzinfo=UTC), 200)]
    assert all(notice.channel == CHANNEL for notice in found)
    return [notice.matter for notice in found if isinstance(notice.matter, Digest)]


async def _run(base: KnowledgeBase, time: Time, share: Share = ALL) -> list[Digest]:
    with pytest.raises(Over):
        await digests(base, time.clock, share)
    return await _made(base)


def _moved(before: str, after: str) -> StatusChange:
    said = [
        Statement(status, f"| Winter Ferry | {status} |", "Talks", (), (1, 1)) for status in (before, after)
    ]
    return StatusChange("Winter Ferry", said[0], said[1])


ARTICLE = Bulletin(articles=(NewArticle("talks.md", "Talks on the river"),))


@pytest.fixture
async def served(base: KnowledgeBase) -> KnowledgeBase:
    """A server that gets a digest every day at nine."""
    await base.store.digests.save_plan(begin_plan(_plan(), _at("2026-05-10 08:00")))
    return base


class TestTheLoop:
    async def test_a_digest_holds_what_has_happened_since_the_last(self, served: KnowledgeBase) -> None:
        await _happens(served, Bulletin((_moved("Proposed", "Under Discussion"),)))
        await _happens(served, Bulletin((_moved("Under Discussion", "Agreed"),), ARTICLE.articles))
        for about in ("Winter Ferry", "Bridge Repair", "Winter Ferry"):
            await served.store.digests.count_asked(GUILD, about)
        time = Time(_at("2026-05-10 08:00"), _at("2026-05-11 12:00"))
        time.events.append((_at("2026-05-10 10:00"), lambda: _happens(served, ARTICLE)))
        first, second = await _run(served, time)
        assert first.day == date(2026, 5, 10)
        assert [
            (each.before and each.before.status, each.after and each.after.status) for each in first.changes
        ] == [("Proposed", "Agreed")]
        assert first.articles == ARTICLE.articles
        assert first.asked == (("Winter Ferry", 2), ("Bridge Repair", 1))
        assert second == Digest(date(2026, 5, 11), (), ARTICLE.articles, ())

    async def test_the_process_makes_it_that_has_the_server(self, served: KnowledgeBase) -> None:
        await _happens(served, ARTICLE)
        for share, made in ((Share(1, 1, 2), 0), (Share(0, 0, 2), 1)):
            time = Time(_at("2026-05-10 08:00"), _at("2026-05-10 12:00"))
            assert len(await _run(served, time, share)) == made

    async def test_it_holds_what_another_process_has_just_published(
        self, served: KnowledgeBase, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(served.store, "is_shared", True)
        ships = Article("ships.md", "Ships are coming", "en", ())
        await served.store.publish(Corpus((ships,)), "f", Bulletin(articles=(NewArticle.of(ships),)))
        (digest,) = await _run(served, Time(_at("2026-05-10 08:00"), _at("2026-05-10 12:00")))
        assert digest.articles == (NewArticle.of(ships),)

    async def test_it_is_left_out_where_nothing_has_happened(self, served: KnowledgeBase) -> None:
        await served.store.digests.count_asked(GUILD, "Winter Ferry")
        time = Time(_at("2026-05-10 08:00"), _at("2026-05-12 12:00"))
        time.events.append((_at("2026-05-11 10:00"), lambda: _happens(served, ARTICLE)))
        assert [each.day.day for each in await _run(served, time)] == [12]

    async def test_what_was_changed_back_has_not_happened(self, served: KnowledgeBase) -> None:
        await _happens(served, Bulletin((_moved("Proposed", "Agreed"),)))
        await _happens(served, Bulletin((_moved("Agreed", "Proposed"),)))
        assert await _run(served, Time(_at("2026-05-10 08:00"), _at("2026-05-10 12:00"))) == []

    async def test_a_bot_that_was_off_makes_one_with_all(self, served: KnowledgeBase) -> None:
        await _happens(served, ARTICLE)
        assert [
            each.day.day
            for each in await _run(served, Time(_at("2026-05-20 08:00"), _at("2026-05-20 12:00")))
        ] == [19]
        assert [
            each.day.day
            for each in await _run(served, Time(_at("2026-05-20 12:00"), _at("2026-05-20 18:00")))
        ] == [19]

    @pytest.mark.parametrize("jump", [HOUR, -HOUR, DAY, -DAY], ids=str)
    async def test_a_clock_that_jumps_makes_one_for_each_day(
        self, served: KnowledgeBase, jump: timedelta
    ) -> None:
        time = Time(_at("2026-05-10 08:00"), _at("2026-05-13 10:00"), stride=20 * MINUTE)
        time.jump("2026-05-11 08:20", jump)
        time.jump("2026-05-11 13:00", timedelta())
        # Something happens twice each morning, so each date has something to tell.
        for day in range(10, 14):
            for hour in ("08:10", "08:50"):
                time.events.append((_at(f"2026-05-{day} {hour}"), lambda: _happens(served, ARTICLE)))
        assert [each.day.day for each in await _run(served, time)] == [10, 11, 12, 13]

    async def test_a_clock_that_was_in_2038_is_forgiven(self, served: KnowledgeBase) -> None:
        time = Time(_at("2026-05-10 20:00"), _at("2026-05-13 12:00"))
        time.jump("2026-05-10 22:00", _at("2038-01-19 00:00") - _at("2026-05-10 22:00"))
        time.jump("2026-05-11 02:00", timedelta())
        for day in range(10, 14):
            time.events.append((_at(f"2026-05-{day} 21:00"), lambda: _happens(served, ARTICLE)))
        assert [str(each.day) for each in await _run(served, time)] == [
            "2038-01-18",
            "2026-05-12",
            "2026-05-13",
        ]

    async def test_a_plan_that_fails_leaves_the_others_alone_and_is_logged_once(
        self, served: KnowledgeBase, caplog: pytest.LogCaptureFixture
    ) -> None:
        store = served.store
        lost = DigestPlan(OTHER, CHANNEL, 9, "Atlantis/Capital", last=date(2026, 5, 9))
        await store.digests.save_plan(lost)
        await _happens(served, ARTICLE)
        time = Time(_at("2026-05-10 08:00"), _at("2026-05-11 12:00"))
        time.events.append(
            (_at("2026-05-11 10:00"), lambda: store.digests.save_plan(replace(lost, zone="UTC")))
        )
        assert [each.day.day for each in await _run(served, time)] == [10, 11]  # the other's, once it can be
        assert list(caplog.messages) == [f"The digest of server {OTHER} cannot be made."]
        assert "Atlantis" in caplog.text

    async def test_a_plan_that_is_stopped_is_made_no_more(self, served: KnowledgeBase) -> None:
        await _happens(served, ARTICLE)
        await served.store.digests.remove_plan(GUILD)
        assert await _run(served, Time(_at("2026-05-10 08:00"), _at("2026-05-10 12:00"))) == []
