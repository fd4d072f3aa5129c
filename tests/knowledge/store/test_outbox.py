"""Is each notice in the outbox once, until it is known what has become of it?"""

import logging
import sqlite3
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import closing
from datetime import UTC, date, datetime, timedelta, timezone
from importlib import import_module
from pathlib import Path

import pytest

from knowledge.errors import StoreDamagedError, StoreError
from knowledge.model import Article, Corpus, Statement, StatusChange
from knowledge.notices.audience import Digest, Due, Known, NewArticle, Notice
from knowledge.store import KnowledgeStore, Outbox, open_store

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
SAID = Statement(
    "Agreed", "| Gas | Agreed |", "Title", ("A", "B"), (3, 4), date(2026, 2, 1), None, "https://e.org"
)
GAS = StatusChange("Gas", None, SAID, (SAID,))
OIL = StatusChange("Oil", SAID, None)
CHANNEL = 2**62


class Calendar:
    """A clock that stands still until it is set."""

    def __init__(self) -> None:
        self.time = NOW

    def __call__(self) -> datetime:
        return self.time


@pytest.fixture
def clock() -> Calendar:
    return Calendar()


@pytest.fixture
async def store(tmp_path: Path, clock: Calendar) -> AsyncGenerator[KnowledgeStore]:
    async with open_store(tmp_path, clock=clock) as opened:
        yield opened


@pytest.fixture
def outbox(store: KnowledgeStore) -> Outbox:
    return store.outbox


async def put(store: KnowledgeStore, *notices: Notice) -> None:
    await store.publish(Corpus((Article("a.txt", "A", "en", ()),)), "", None, notices)


def plain(*nonces: str) -> list[Notice]:
    return [Notice(nonce, GAS, channel=CHANNEL) for nonce in nonces]


async def due(store: KnowledgeStore, now: datetime = NOW) -> list[str]:
    return [each.notice.nonce for each in await store.outbox.due(now)]


def changed(folder: Path, sql: str, *values: object) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(folder / "talksbot.db")) as database, database:
        return database.execute(sql, values).fetchall()


async def test_notices_of_all_kinds_are_due_as_they_were_made(store: KnowledgeStore) -> None:
    await store.audience.wait_for(7, "Хто веде?")
    followed = await store.audience.subscribe("Gas", channel=CHANNEL)
    digest = Digest(
        date(2026, 3, 1), (GAS, OIL), (NewArticle("a", "A", date(2026, 2, 1), "https://e.org"),), (("x", 2),)
    )
    made = (
        Notice("change", GAS, channel=CHANNEL, subscription=followed.number),
        Notice("known", Known("Хто веде?"), user=7),
        Notice("digest", digest, channel=CHANNEL + 1),
    )
    await put(store, *made)

    assert await store.outbox.due(NOW) == tuple(Due(notice, None, 0) for notice in made)


async def test_a_notice_that_was_ever_made_is_not_made_again(store: KnowledgeStore) -> None:
    await put(store, *plain("pending", "sent", "dropped", "pending"))
    await store.outbox.sent("sent", 1)
    await store.outbox.drop("dropped")
    await put(store, *plain("pending", "sent", "dropped"), Notice("pending", OIL, user=3))

    assert [each.notice for each in await store.outbox.due(NOW)] == plain("pending")


async def test_a_subscription_is_not_told_twice_in_a_row_what_a_topic_is(store: KnowledgeStore) -> None:
    followed = await store.audience.subscribe(None, channel=CHANNEL)

    def about(nonce: str, fact: str) -> Notice:
        return Notice(nonce, GAS, CHANNEL, None, followed.number, fact)

    async def told(*notices: Notice) -> list[str]:
        await put(store, *notices)
        names = await due(store)
        for name in names:
            await store.outbox.sent(name, 5)
        return names

    assert await told(about("proposed to agreed", "agreed")) == ["proposed to agreed"]
    assert await told(about("drafted to agreed", "agreed")) == []
    assert await told(about("agreed to proposed", "proposed")) == ["agreed to proposed"]
    assert await told(about("proposed to agreed", "agreed")) == ["proposed to agreed"]


async def test_at_most_so_many_are_given_at_once_oldest_first(store: KnowledgeStore) -> None:
    await put(store, *plain(*(f"{number:03}" for number in range(70, 0, -1))))

    assert await due(store) == [f"{number:03}" for number in range(70, 20, -1)]
    assert len(await store.outbox.due(NOW, most=3)) == 3


async def test_one_that_is_begun_stays_due_and_keeps_when_it_was_begun_first(store: KnowledgeStore) -> None:
    await put(store, *plain("a", "b"))
    await store.outbox.begin(["a"], datetime(2026, 3, 1, 14, tzinfo=timezone(timedelta(hours=2))))
    await store.outbox.begin(["a", "b"], NOW + timedelta(minutes=1))

    assert [(each.notice.nonce, each.begun) for each in await store.outbox.due(NOW)] == [
        ("a", NOW),
        ("b", NOW + timedelta(minutes=1)),
    ]


async def test_what_is_begun_is_remembered_after_a_restart(tmp_path: Path) -> None:
    async with open_store(tmp_path) as store:
        await put(store, *plain("a"))
        await store.outbox.begin(["a"], NOW)
    async with open_store(tmp_path) as store:
        assert await store.outbox.due(NOW) == (Due(plain("a")[0], NOW, 0),)


async def test_one_that_is_sent_or_dropped_is_not_due_and_its_matter_is_forgotten(
    store: KnowledgeStore, tmp_path: Path
) -> None:
    await put(store, *plain("sent", "dropped", "left"))
    await store.outbox.sent("sent", 2**63 - 1)
    await store.outbox.drop("dropped")

    assert await due(store) == ["left"]
    states = changed(tmp_path, "SELECT nonce, state, body IS NULL, message FROM outbox ORDER BY number")
    assert states == [
        ("sent", "sent", 1, 2**63 - 1),
        ("dropped", "dropped", 1, None),
        ("left", "pending", 0, None),
    ]


async def test_one_that_is_postponed_is_due_at_its_time(store: KnowledgeStore) -> None:
    await put(store, *plain("a", "b"))
    await store.outbox.begin(["a"], NOW)
    await store.outbox.postpone("a", NOW + timedelta(seconds=1))
    assert await due(store) == ["b"]
    assert await due(store, NOW + timedelta(seconds=0.999_999)) == ["b"]
    assert await due(store, NOW + timedelta(seconds=1)) == ["a", "b"]
    await store.outbox.postpone("a", NOW + timedelta(seconds=0.5))

    first, _ = await store.outbox.due(NOW + timedelta(seconds=0.5))
    assert (first.notice.nonce, first.begun, first.tries) == ("a", NOW, 2)


async def test_what_a_wrong_clock_has_postponed_for_long_is_due_at_once(store: KnowledgeStore) -> None:
    await put(store, *plain("a", "b"))
    await store.outbox.postpone("a", NOW + timedelta(hours=1))
    await store.outbox.postpone("b", NOW + timedelta(days=1))
    assert await due(store) == ["b"]
    assert await due(store, NOW + timedelta(hours=1)) == ["a", "b"]


async def test_a_new_notice_is_due_although_the_clock_was_set_back(store: KnowledgeStore) -> None:
    await put(store, *plain("a"))
    assert await due(store, NOW - timedelta(days=1)) == ["a"]


async def test_an_older_notice_of_the_same_is_never_overtaken(store: KnowledgeStore) -> None:
    """Otherwise the edit that comes late would put the old status in place of the new one."""
    first = (await store.audience.subscribe(None, channel=1, edits=True)).number
    second = (await store.audience.subscribe("Gas", user=2)).number
    await put(
        store,
        Notice("first", GAS, channel=1, subscription=first),
        Notice("of another topic", OIL, channel=1, subscription=first),
        Notice("of another subscription", GAS, user=2, subscription=second),
        Notice("second", GAS, channel=1, subscription=first),
    )
    assert await due(store) == ["first", "of another topic", "of another subscription"]
    await store.outbox.postpone("first", NOW + timedelta(minutes=1))
    assert await due(store) == ["of another topic", "of another subscription"]
    assert (await due(store, NOW + timedelta(minutes=1)))[0] == "first"
    await store.outbox.drop("first")
    assert await due(store) == ["of another topic", "of another subscription", "second"]


async def test_the_message_to_be_edited_is_the_last_about_the_topic(store: KnowledgeStore) -> None:
    one = (await store.audience.subscribe(None, channel=1, edits=True)).number
    other = (await store.audience.subscribe(None, channel=2, edits=True)).number
    await put(
        store,
        *(Notice(f"gas {number}", GAS, channel=1, subscription=one) for number in range(4)),
        Notice("oil", OIL, channel=1, subscription=one),
    )
    assert await store.outbox.last_message(one, "Gas") is None
    await store.outbox.sent("gas 0", 100)
    await store.outbox.sent("gas 1", 101)
    await store.outbox.drop("gas 2")
    await store.outbox.sent("oil", 102)

    assert await store.outbox.last_message(one, "Gas") == 101
    assert await store.outbox.last_message(one, "  OIL") == 102
    assert await store.outbox.last_message(other, "Gas") is None
    await store.audience.subscribe(None, channel=1, edits=False)
    assert await store.outbox.last_message(one, "Gas") is None


async def test_what_was_done_is_remembered_for_90_days(
    store: KnowledgeStore, clock: Calendar, tmp_path: Path
) -> None:
    await put(store, *plain("sent", "dropped", "pending"))
    await store.outbox.sent("sent", 1)
    await store.outbox.drop("dropped")
    clock.time += timedelta(days=90)
    await put(store, *plain("sent", "dropped"))
    assert await due(store) == ["pending"]
    clock.time += timedelta(seconds=1)
    await put(store)

    assert changed(tmp_path, "SELECT nonce FROM outbox") == [("pending",)]


async def test_a_message_that_is_edited_stays_known(
    store: KnowledgeStore, clock: Calendar, tmp_path: Path
) -> None:
    edits = (await store.audience.subscribe(None, channel=1, edits=True)).number
    posts = (await store.audience.subscribe(None, channel=2)).number
    for subscription in (edits, posts):
        for name, change in (("old", GAS), ("new", GAS), ("oil", OIL)):
            await put(store, Notice(f"{name} {subscription}", change, channel=1, subscription=subscription))
            await store.outbox.sent(f"{name} {subscription}", 1)
    clock.time += timedelta(days=365)
    await put(store)

    assert changed(tmp_path, "SELECT nonce FROM outbox") == [(f"new {edits}",), (f"oil {edits}",)]
    assert await store.outbox.last_message(edits, "Gas") == 1


DAMAGE = {
    "a kind of a later version": "kind = 'poll'",
    "a matter of a later version": """body = CAST('{"theme": "Gas"}' AS BLOB)""",
    "no JSON": "body = x'ff00'",
    "no matter": "body = NULL",
    "no time": "begun = 'yesterday'",
}


@pytest.mark.parametrize("damage", DAMAGE)
async def test_one_that_cannot_be_read_is_given_up_and_stops_no_other(
    store: KnowledgeStore, tmp_path: Path, damage: str, caplog: pytest.LogCaptureFixture
) -> None:
    await put(store, *plain("odd", "good"))
    changed(tmp_path, f"UPDATE outbox SET {DAMAGE[damage]} WHERE nonce = 'odd'")
    async with open_store(tmp_path, write=False) as reader:
        assert await due(reader) == ["good"]

    with caplog.at_level(logging.WARNING):
        assert await due(store) == ["good"]
        assert await due(store) == ["good"]
    assert [record.getMessage() for record in caplog.records] == [
        "Given up, for they cannot be read: the notices odd."
    ]
    assert changed(tmp_path, "SELECT state FROM outbox") == [("dropped",), ("pending",)]
    await put(store, *plain("odd"))
    assert await due(store) == ["good"]


async def test_fields_that_a_later_version_added_are_left_out(store: KnowledgeStore, tmp_path: Path) -> None:
    await store.audience.wait_for(7, "Who?")
    await put(store, Notice("known", Known("Who?"), user=7))
    changed(tmp_path, "UPDATE outbox SET body = CAST(? AS BLOB)", '{"question": "Who?", "mood": "hopeful"}')

    assert [each.notice.matter for each in await store.outbox.due(NOW)] == [Known("Who?")]


async def test_a_name_that_cannot_be_read_is_damage(store: KnowledgeStore, tmp_path: Path) -> None:
    await put(store, *plain("odd"))
    changed(tmp_path, "UPDATE outbox SET nonce = CAST(x'ff' AS TEXT)")
    with pytest.raises(StoreDamagedError):
        await store.outbox.due(NOW)


async def test_what_is_not_in_the_outbox_can_be_told_about_and_changes_nothing(outbox: Outbox) -> None:
    await outbox.begin(["unknown"], NOW)
    await outbox.begin([], NOW)
    await outbox.sent("unknown", 1)
    await outbox.postpone("unknown", NOW)
    await outbox.drop("unknown")
    assert await outbox.due(NOW) == ()


WRITES: dict[str, Callable[[Outbox], Awaitable[object]]] = {
    "begin": lambda outbox: outbox.begin(["a"], NOW),
    "sent": lambda outbox: outbox.sent("a", 1),
    "postpone": lambda outbox: outbox.postpone("a", NOW),
    "drop": lambda outbox: outbox.drop("a"),
}


@pytest.mark.parametrize("method", WRITES)
async def test_a_reader_beside_the_writer_changes_nothing(
    store: KnowledgeStore, tmp_path: Path, method: str
) -> None:
    await put(store, *plain("a"))
    async with open_store(tmp_path, write=False) as reader:
        before = await reader.outbox.due(NOW)
        with pytest.raises(StoreError, match="reading only"):
            await WRITES[method](reader.outbox)
    assert await store.outbox.due(NOW) == before == (Due(plain("a")[0], None, 0),)


def steps(folder: Path) -> int:
    """Count what SQLite does for one poll, in hundreds of its instructions."""
    sql: str = vars(import_module("knowledge.store._outbox"))["_DUE"]
    count = 0

    def counted() -> None:
        nonlocal count
        count += 1

    with closing(sqlite3.connect(folder / "talksbot.db")) as database:
        database.set_progress_handler(counted, 100)
        assert len(database.execute(sql, ("2026-03-01", "2026-03-02", 50)).fetchall()) == 50
    return count


@pytest.mark.parametrize(
    "state", ["state = 'sent', done_at = '2026'", "state = 'dropped', done_at = '2026'", "state = 'pending'"]
)
async def test_a_poll_of_a_long_outbox_costs_no_more_than_one_of_a_short_one(
    store: KnowledgeStore, tmp_path: Path, state: str
) -> None:
    followed = (await store.audience.subscribe(None, channel=1)).number

    def about(number: int) -> Notice:
        change = StatusChange(f"Topic {number}", None, None)
        return Notice(str(number), change, channel=1, subscription=followed)

    await put(store, *map(about, range(2_000, 2_060)))
    short = steps(tmp_path)
    # Older ones are what a poll would come across first.
    changed(tmp_path, "UPDATE outbox SET number = number + 10000")
    await put(store, *map(about, range(2_000)))
    changed(tmp_path, f"UPDATE outbox SET number = number - 10060, {state} WHERE number > 10060")

    assert steps(tmp_path) <= short + 1
