"""Does a store know when a server gets its digest, and what was asked about?"""

from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime, timedelta
from typing import TypeAlias

from knowledge.model import Corpus, StatusChange
from knowledge.notices.audience import Digest, DigestPlan, NewArticle, Notice
from knowledge.notices.share import Share
from knowledge.store import KnowledgeStore

FindDue: TypeAlias = Callable[[], Awaitable[list[str]]]

SERVER, CHANNEL = 2**61 + 11, 2**61 + 13
PLAN = DigestPlan(SERVER, CHANNEL, 8, "Europe/Kyiv")
CHANGE = StatusChange("Gas", None, None)


async def test_a_server_has_one_plan_of_its_digest(store: KnowledgeStore) -> None:
    weekly = DigestPlan(SERVER, 5, 23, "America/New_York", 6, date(2026, 2, 28), 12)
    await store.digests.save_plan(DigestPlan(3, 4, 0, "UTC"))
    await store.digests.save_plan(PLAN)
    assert await store.digests.find_plans() == (DigestPlan(3, 4, 0, "UTC"), PLAN)
    await store.digests.count_asked(SERVER, "Gas")
    await store.digests.save_plan(weekly)

    assert await store.digests.find_plans() == (DigestPlan(3, 4, 0, "UTC"), weekly)
    other = DigestPlan((1 << 22) + 3, 4, 0, "UTC")
    await store.digests.save_plan(other)
    assert await store.digests.find_plans(share=Share(1, 1, 2)) == (other,)
    assert await store.digests.remove_plan(other.guild)
    assert (await store.digests.find_plans(SERVER), await store.digests.find_plans(9)) == ((weekly,), ())
    assert await store.digests.find_most_asked(SERVER) == (("Gas", 1),)


async def test_what_is_asked_about_is_counted_only_where_there_is_a_digest(store: KnowledgeStore) -> None:
    await store.digests.count_asked(SERVER, "Gas")
    await store.digests.save_plan(PLAN)
    for thing in ("Oil", "Gas", "Ships", "Gas"):
        await store.digests.count_asked(SERVER, thing)
        await store.digests.count_asked(3, thing)

    await store.digests.count_asked(SERVER, "Gas", 3)

    assert await store.digests.find_most_asked(SERVER) == (("Gas", 5), ("Oil", 1), ("Ships", 1))
    assert await store.digests.find_most_asked(SERVER, most=1) == (("Gas", 5),)
    assert await store.digests.find_most_asked(3) == ()


async def test_a_digest_that_is_made_is_enqueued_once_and_counting_begins_anew(store: KnowledgeStore) -> None:
    day = date(2026, 3, 1)
    notice = Notice(
        "digest", Digest(day, (CHANGE,), (NewArticle("a.md", "A"),), (("Gas", 2),)), channel=CHANNEL
    )
    await store.digests.save_plan(PLAN)
    await store.digests.count_asked(SERVER, "Gas")
    for _ in range(2):
        await store.digests.close_day(SERVER, day, 4, notice)

    assert await store.digests.find_plans() == (DigestPlan(SERVER, CHANNEL, 8, "Europe/Kyiv", None, day, 4),)
    assert await store.digests.find_most_asked(SERVER) == ()
    assert [each.notice for each in await store.outbox.find_due(datetime(2026, 3, 1, tzinfo=UTC))] == [notice]


async def test_a_day_on_which_nothing_happened_is_made_without_a_notice(
    store: KnowledgeStore, find_due: FindDue
) -> None:
    await store.digests.save_plan(PLAN)
    await store.digests.close_day(SERVER, date(2026, 3, 1), 0, None)

    assert [plan.last for plan in await store.digests.find_plans()] == [date(2026, 3, 1)]
    assert await find_due() == []


async def test_a_stopped_digest_is_not_sent_any_more(store: KnowledgeStore, find_due: FindDue) -> None:
    day = date(2026, 3, 1)
    notice = Notice("digest", Digest(day, (), (), ()), CHANNEL, guild=SERVER)
    await store.publish(Corpus(()), "", None, [Notice("change", CHANGE, CHANNEL, guild=SERVER)])
    await store.digests.save_plan(PLAN)
    await store.digests.close_day(SERVER, day, 4, notice)
    await store.digests.count_asked(SERVER, "Gas")

    assert await store.digests.remove_plan(SERVER)
    assert not await store.digests.remove_plan(SERVER)
    await store.digests.close_day(SERVER, day + timedelta(days=1), 4, Notice("late", notice.matter, CHANNEL))
    assert await find_due() == ["change"]
    await store.digests.save_plan(PLAN)
    assert await store.digests.find_most_asked(SERVER) == ()
