"""Does the age of what is kept count rightly, although the clock was ahead when it was kept?"""

from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime, timedelta
from typing import TypeAlias

from knowledge.answers import Verdict
from knowledge.model import Article, Corpus
from knowledge.notices.audience import Known, Notice
from knowledge.sources.kept import Kind, SourceSpec
from knowledge.sources.proposals import AddSource
from knowledge.store import KnowledgeStore

SetClock: TypeAlias = Callable[[datetime], None]
FindDue: TypeAlias = Callable[[], Awaitable[list[str]]]

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
LATER = datetime(2038, 1, 19, 3, 14, 8, tzinfo=UTC)
SERVER, ANNA = 5, 7
FEED = SourceSpec("feed", Kind.FEED, "https://example.org/feed")
NOTICE = Notice("notice", Known("What?"), user=ANNA)


async def put(store: KnowledgeStore, *notices: Notice) -> None:
    await store.publish(Corpus((Article("a.txt", "A", "en", ()),)), "", None, notices)


async def keep(store: KnowledgeStore) -> None:
    await store.inquiries.add(SERVER, "key", "What?", Verdict.NONE)
    await store.inquiries.rate("key", ANNA, helpful=True)
    await store.proposals.add("key", AddSource(FEED))
    await store.waiting.add(ANNA, "What?")
    await put(store, NOTICE)
    await store.outbox.mark_sent("notice", 1)


async def test_what_a_clock_that_was_ahead_has_dated_is_as_old_as_when_that_is_noticed(
    store: KnowledgeStore, set_clock: SetClock, find_due: FindDue
) -> None:
    await store.inquiries.count(SERVER, Verdict.NONE)
    set_clock(LATER)
    await keep(store)
    set_clock(NOW)
    await store.forget_old()

    kept = await store.inquiries.get("key")
    assert kept
    assert (kept.first_at, kept.last_at) == (NOW, NOW)
    assert (await store.inquiries.summarise(SERVER, NOW)).by_day == ((date(2026, 3, 1), 2, 2),)
    (vote,) = (await store.export_user(ANNA)).votes
    assert vote.on == date(2026, 3, 1)

    set_clock(NOW + timedelta(days=90))
    await store.forget_old()
    await put(store, NOTICE)
    assert await find_due() == []
    assert await store.inquiries.get("key")
    assert await store.proposals.get("key") is None
    set_clock(NOW + timedelta(days=91))
    await store.forget_old()
    await put(store, NOTICE)
    assert await find_due() == ["notice"]
    assert await store.inquiries.get("key") is None
    assert (await store.export_user(ANNA)).votes == ()


async def test_what_is_dated_to_tomorrow_is_left_so(store: KnowledgeStore, set_clock: SetClock) -> None:
    await store.inquiries.add(SERVER, "key", "What?", Verdict.NONE)
    set_clock(NOW - timedelta(days=1))
    await store.forget_old()
    kept = await store.inquiries.get("key")
    assert kept
    assert kept.last_at == NOW
