"""What is in the rows of the outbox, what if they are damaged, and what does a poll of them cost?"""

import logging
import sqlite3
from collections.abc import AsyncGenerator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from importlib import import_module
from pathlib import Path

import pytest

from knowledge.errors import StoreDamagedError
from knowledge.model import Article, Corpus, StatusChange
from knowledge.notices.audience import Known, Notice
from knowledge.notices.share import Share
from knowledge.store import KnowledgeStore, open_store

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
GAS, OIL = StatusChange("Gas", None, None), StatusChange("Oil", None, None)
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


async def put(store: KnowledgeStore, *notices: Notice) -> None:
    await store.publish(Corpus((Article("a.txt", "A", "en", ()),)), "", None, notices)


def plain(*nonces: str) -> list[Notice]:
    return [Notice(nonce, GAS, channel=CHANNEL) for nonce in nonces]


async def find_due(store: KnowledgeStore, now: datetime = NOW) -> list[str]:
    return [each.notice.nonce for each in await store.outbox.find_due(now)]


def changed(folder: Path, sql: str, *values: object) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(folder / "talksbot.db")) as database, database:
        return database.execute(sql, values).fetchall()


async def test_one_that_is_sent_or_dropped_is_not_due_and_its_matter_is_forgotten(
    store: KnowledgeStore, tmp_path: Path
) -> None:
    await put(store, *plain("sent", "dropped", "left"))
    await store.outbox.mark_sent("sent", 2**63 - 1)
    await store.outbox.drop("dropped")

    assert await find_due(store) == ["left"]
    states = changed(tmp_path, "SELECT nonce, state, body IS NULL, message FROM outbox ORDER BY number")
    assert states == [
        ("sent", "sent", 1, 2**63 - 1),
        ("dropped", "dropped", 1, None),
        ("left", "pending", 0, None),
    ]


async def test_what_was_done_is_remembered_for_90_days(
    store: KnowledgeStore, clock: Calendar, tmp_path: Path
) -> None:
    await put(store, *plain("sent", "dropped", "pending"))
    await store.outbox.mark_sent("sent", 1)
    await store.outbox.drop("dropped")
    clock.time += timedelta(days=90)
    await store.forget_old()
    await put(store, *plain("sent", "dropped"))
    assert await find_due(store) == ["pending"]
    clock.time += timedelta(seconds=1)
    await store.forget_old()

    assert changed(tmp_path, "SELECT nonce FROM outbox") == [("pending",)]


async def test_a_message_that_is_edited_stays_known(
    store: KnowledgeStore, clock: Calendar, tmp_path: Path
) -> None:
    edits = (await store.subscriptions.add(None, channel=1, edits=True)).number
    posts = (await store.subscriptions.add(None, channel=2)).number
    for subscription in (edits, posts):
        for name, change in (("old", GAS), ("new", GAS), ("oil", OIL)):
            await put(store, Notice(f"{name} {subscription}", change, channel=1, subscription=subscription))
            await store.outbox.mark_sent(f"{name} {subscription}", 1)
    clock.time += timedelta(days=365)
    await store.forget_old()

    assert changed(tmp_path, "SELECT nonce FROM outbox") == [(f"new {edits}",), (f"oil {edits}",)]
    assert await store.outbox.get_message(edits, "Gas") == 1


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
        assert await find_due(reader) == ["good"]

    with caplog.at_level(logging.WARNING):
        assert await find_due(store) == ["good"]
        assert await find_due(store) == ["good"]
    assert [record.getMessage() for record in caplog.records] == [
        "Given up, for they cannot be read: the notices odd."
    ]
    assert changed(tmp_path, "SELECT state FROM outbox") == [("dropped",), ("pending",)]
    await put(store, *plain("odd"))
    assert await find_due(store) == ["good"]


async def test_one_that_cannot_be_read_is_given_up_by_the_process_whose_it_is(
    store: KnowledgeStore, tmp_path: Path
) -> None:
    await put(store, *plain("odd"))
    changed(tmp_path, "UPDATE outbox SET kind = 'poll'")
    assert await store.outbox.find_due(NOW, share=Share(1, 1, 2)) == ()
    assert changed(tmp_path, "SELECT state FROM outbox") == [("pending",)]
    assert await store.outbox.find_due(NOW, share=Share(0, 0, 2)) == ()
    assert changed(tmp_path, "SELECT state FROM outbox") == [("dropped",)]


async def test_fields_that_a_later_version_added_are_left_out(store: KnowledgeStore, tmp_path: Path) -> None:
    await store.waiting.add(7, "Who?")
    await put(store, Notice("known", Known("Who?"), user=7))
    changed(tmp_path, "UPDATE outbox SET body = CAST(? AS BLOB)", '{"question": "Who?", "mood": "hopeful"}')

    assert [each.notice.matter for each in await store.outbox.find_due(NOW)] == [Known("Who?")]


async def test_a_name_that_cannot_be_read_is_damage(store: KnowledgeStore, tmp_path: Path) -> None:
    await put(store, *plain("odd"))
    changed(tmp_path, "UPDATE outbox SET nonce = CAST(x'ff' AS TEXT)")
    with pytest.raises(StoreDamagedError):
        await store.outbox.find_due(NOW)


def steps(folder: Path) -> int:
    """Count what SQLite does for one poll, in hundreds of its instructions."""
    sql: str = vars(import_module("knowledge.store.sql._outbox"))["_DUE"]
    count = 0

    def counted() -> None:
        nonlocal count
        count += 1

    with closing(sqlite3.connect(folder / "talksbot.db")) as database:
        database.set_progress_handler(counted, 100)
        assert len(database.execute(sql, ("2026-03-01", "2026-03-02", 1, 0, 0, 50)).fetchall()) == 50
    return count


@pytest.mark.parametrize(
    "state", ["state = 'sent', done_at = '2026'", "state = 'dropped', done_at = '2026'", "state = 'pending'"]
)
async def test_a_poll_of_a_long_outbox_costs_no_more_than_one_of_a_short_one(
    store: KnowledgeStore, tmp_path: Path, state: str
) -> None:
    followed = (await store.subscriptions.add(None, channel=1)).number

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
