"""Is all there after a restart, and does a reader beside the writer see it and change nothing?"""

from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from datetime import UTC, date, datetime
from typing import TypeAlias

import pytest

from knowledge.answers import Verdict
from knowledge.errors import StoreError
from knowledge.model import Article, Corpus, StatusChange
from knowledge.notices.audience import Board, Bulletin, Digest, DigestPlan, Known, NewArticle, Notice
from knowledge.notices.inquiries import Insights
from knowledge.notices.personal import PersonalData
from knowledge.notices.preferences import Preferences, Style
from knowledge.store import KnowledgeStore

Open: TypeAlias = Callable[[], AbstractAsyncContextManager[KnowledgeStore]]

ANNA = 2**63 - 1
SERVER, CHANNEL = 2**61 + 11, 2**61 + 13
MODEL, KEY = "1" * 64, "a" * 64
DAY = date(2026, 3, 1)
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
PLAN = DigestPlan(SERVER, CHANNEL, 8, "UTC")
PREFERENCES = Preferences("uk", "?", own_channels=(CHANNEL,), style=Style.TEXT)
CHANGE = StatusChange("Gas", None, None)
NEWS = Bulletin(articles=(NewArticle("a.md", "A"),))


def about(title: str) -> Corpus:
    return Corpus((Article("a.txt", title, "en", ()),))


async def fill(store: KnowledgeStore) -> None:
    """Have the store keep something of each kind."""
    followed = await store.subscriptions.add("Gas", user=ANNA)
    edited = await store.subscriptions.add(None, channel=CHANNEL, guild=SERVER, edits=True)
    await store.waiting.add(ANNA, "Who?")
    await store.feed.mark_seen(ANNA, 1)
    await store.inquiries.add(SERVER, "key", "What?", Verdict.NONE, ["Who?"])
    await store.inquiries.rate("key", ANNA, helpful=True)
    await store.servers.save(SERVER, PREFERENCES)
    await store.boards.save(Board(SERVER, CHANNEL, 5, "shown"))
    await store.digests.save_plan(PLAN)
    await store.digests.close_day(SERVER, DAY, 0, Notice("digest", Digest(DAY, (), (), ()), channel=CHANNEL))
    await store.digests.count_asked(SERVER, "Gas")
    await store.vectors.keep(MODEL, {KEY: b"vector"})
    await store.facts.remember("commands", "abc")
    notices = [
        Notice("begun", CHANGE, user=ANNA, subscription=followed.number),
        Notice("sent", CHANGE, channel=CHANNEL, subscription=edited.number),
        Notice("known", Known("Who?"), user=ANNA),
    ]
    for title in ("first", "second"):
        await store.publish(about(title), title, NEWS, notices)
    await store.outbox.begin(["begun"], NOW)
    await store.outbox.mark_sent("sent", 5)


async def read_all(store: KnowledgeStore) -> list[object]:
    """Read everything that was kept."""
    heads = await store.corpora.find_kept()
    return [
        heads,
        [await store.corpora.load(head.corpus_id) for head in heads],
        await store.feed.read(),
        await store.feed.get_newest(),
        await store.feed.get_seen(ANNA),
        await store.subscriptions.find(),
        await store.waiting.find(),
        await store.inquiries.get("key"),
        await store.inquiries.find_open(),
        await store.inquiries.summarise(SERVER, NOW),
        await store.servers.find(),
        await store.servers.find_known(),
        await store.boards.find(),
        await store.export_user(ANNA),
        await store.digests.find_plans(),
        await store.digests.find_most_asked(SERVER),
        await store.outbox.find_due(NOW),
        await store.outbox.get_message(2, "Gas"),
        await store.vectors.find(MODEL, [KEY]),
        await store.facts.recall("commands"),
    ]


async def test_all_is_there_after_a_restart(open_to_write: Open) -> None:
    async with open_to_write() as store:
        assert store.writes
        await fill(store)
        before = await read_all(store)
    assert all(before)
    async with open_to_write() as store:
        assert await read_all(store) == before
        # And nothing of it is given a second time.
        assert (await store.subscriptions.add("Oil", user=ANNA)).number == 3


async def test_a_reader_beside_the_writer_sees_all_that_is_kept(
    open_to_write: Open, open_to_read: Open
) -> None:
    async with open_to_write() as store:
        await fill(store)
        async with open_to_read() as reader:
            assert not reader.writes
            assert await read_all(reader) == await read_all(store)


async def test_a_reader_where_nothing_was_stored_sees_nothing(open_to_read: Open) -> None:
    async with open_to_read() as reader:
        assert (await reader.corpora.get_head(), await reader.corpora.find_kept()) == (None, ())
        assert (await reader.feed.get_newest(), await reader.feed.read()) == (0, ())
        assert (await reader.feed.get_seen(1), await reader.inquiries.get("key")) == (None, None)
        assert (await reader.inquiries.find_open(), await reader.boards.find()) == ((), ())
        assert await reader.inquiries.summarise(None, NOW) == Insights()
        assert (await reader.servers.find(), await reader.servers.find_known()) == ({}, set())
        assert await reader.export_user(1) == PersonalData()
        assert (await reader.subscriptions.find(), await reader.waiting.find()) == ((), ())
        assert (await reader.digests.find_plans(), await reader.digests.find_most_asked(1)) == ((), ())
        assert (await reader.outbox.find_due(NOW), await reader.outbox.get_message(1, "Gas")) == ((), None)
        assert (await reader.vectors.find(MODEL, [KEY]), await reader.facts.recall("a")) == ({}, None)
        with pytest.raises(StoreError, match="does not keep"):
            await reader.corpora.load("0" * 64)


WRITES: dict[str, Callable[[KnowledgeStore], Awaitable[object]]] = {
    "publish": lambda store: store.publish(about("third"), "third", NEWS),
    "withdraw": lambda store: store.withdraw("0" * 64, NEWS),
    "forget_user": lambda store: store.forget_user(ANNA),
    "forget_guild": lambda store: store.forget_guild(SERVER),
    "feed.mark_seen": lambda store: store.feed.mark_seen(ANNA, 2),
    "subscriptions.add": lambda store: store.subscriptions.add("Oil", user=ANNA),
    "subscriptions.remove": lambda store: store.subscriptions.remove(1),
    "subscriptions.pause": lambda store: store.subscriptions.pause(1),
    "waiting.add": lambda store: store.waiting.add(ANNA, "Whom?"),
    "inquiries.add": lambda store: store.inquiries.add(SERVER, "other", "Who?", Verdict.NONE),
    "inquiries.count": lambda store: store.inquiries.count(SERVER, Verdict.NONE),
    "inquiries.ignore": lambda store: store.inquiries.ignore(SERVER, "key"),
    "inquiries.rate": lambda store: store.inquiries.rate("key", ANNA, helpful=False),
    "servers.save": lambda store: store.servers.save(SERVER, Preferences()),
    "boards.save": lambda store: store.boards.save(Board(SERVER, CHANNEL, None)),
    "boards.remove": lambda store: store.boards.remove(SERVER),
    "digests.save_plan": lambda store: store.digests.save_plan(PLAN),
    "digests.remove_plan": lambda store: store.digests.remove_plan(SERVER),
    "digests.count_asked": lambda store: store.digests.count_asked(SERVER, "Gas"),
    "digests.close_day": lambda store: store.digests.close_day(SERVER, DAY, 9, None),
    "outbox.begin": lambda store: store.outbox.begin(["known"], NOW),
    "outbox.mark_sent": lambda store: store.outbox.mark_sent("begun", 1),
    "outbox.postpone": lambda store: store.outbox.postpone("begun", NOW),
    "outbox.drop": lambda store: store.outbox.drop("begun"),
    "vectors.keep": lambda store: store.vectors.keep(MODEL, {KEY: b"other"}),
    "vectors.forget": lambda store: store.vectors.forget(MODEL, but=[]),
    "facts.remember": lambda store: store.facts.remember("commands", "other"),
}


@pytest.mark.parametrize("change", WRITES)
async def test_a_reader_beside_the_writer_changes_nothing(
    open_to_write: Open, open_to_read: Open, change: str
) -> None:
    async with open_to_write() as store:
        await fill(store)
        before = await read_all(store)
        async with open_to_read() as reader:
            with pytest.raises(StoreError, match="reading only") as failure:
                await WRITES[change](reader)
            assert failure.value.cure
        assert await read_all(store) == before
