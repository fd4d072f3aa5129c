"""Does all of a store get from a folder into another store and back, the same to the byte?"""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, date, datetime
from itertools import count
from pathlib import Path

import pytest

from knowledge.answers import Verdict
from knowledge.errors import StoreDamagedError, StoreError
from knowledge.model import Alias, Article, Corpus, CuratedAnswer, StatusChange
from knowledge.notices.audience import Board, Bulletin, DigestPlan, Notice
from knowledge.notices.preferences import Preferences
from knowledge.sources.kept import Kind, SourceSpec
from knowledge.store import (
    Address,
    KnowledgeStore,
    Place,
    back_up_database,
    copy_store,
    open_store,
    restore_database,
    restore_store,
)

pytestmark = [pytest.mark.process, pytest.mark.discord]

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
_numbers = count(1)


@pytest.fixture(params=["folder", "postgres"])
def make_place(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[], Place]:
    """Make places of one kind, in which nothing is."""
    if request.param == "folder":
        return lambda: tmp_path_factory.mktemp("place")
    url = request.getfixturevalue("postgres")
    return lambda: Address(url, schema=f"copied {next(_numbers)}")


@pytest.fixture
def place(make_place: Callable[[], Place]) -> Place:
    return make_place()


def files(folder: Path) -> list[str]:
    return sorted(each.name for each in folder.iterdir())


async def fill(store: KnowledgeStore) -> None:
    """Keep at least one of everything, and some that is gone again."""
    corpora = [Corpus((Article("a.txt", f"Ferry № {each}", "en", ()),)) for each in range(1_200)]
    followed = await store.subscriptions.add("Gas", channel=5, guild=6, edits=True)
    await store.subscriptions.add(None, user=7)
    gone = await store.subscriptions.add("Oil", user=7)
    await store.subscriptions.remove(gone.number)
    await store.waiting.add(7, "Who?")
    change = StatusChange("Gas", None, None)
    notice = Notice("n1", change, channel=5, subscription=followed.number)
    await store.publish(corpora[0], "print", Bulletin((change,)), [notice], recollection=b"\x00\xff")
    await store.publish(corpora[1], "other")
    await store.outbox.begin(["n1"], NOW, "joint")
    await store.feed.mark_seen(7, 1)
    await store.facts.remember("key", "value")
    await store.vectors.keep("model", {f"{each:04}": bytes([each % 256]) for each in range(1_200)})
    await store.digests.save_plan(DigestPlan(6, 5, 9, "Europe/Berlin", None, date(2026, 3, 1), 0))
    await store.digests.count_asked(6, "gas")
    await store.servers.save(6, Preferences(article_channel=5))
    await store.boards.save(Board(6, 5, 9, "shown"))
    await store.inquiries.add(6, "k", "Where?", Verdict.NONE, ["Before?"])
    await store.inquiries.rate("k", 7, helpful=True)
    await store.sources.add(SourceSpec("locks", Kind.FEED, "https://news.example/feed"))
    await store.curations.add_alias(Alias("boat", "ferry"))
    await store.curations.add_answers([CuratedAnswer("Who?", "a.txt", "p")])


async def test_a_store_is_the_same_after_its_way_into_a_database_and_back(
    tmp_path: Path, place: Place
) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    async with open_store(first) as store:
        await fill(store)
        expected = await store.export_user(7)
    copied = await copy_store(first, place)
    assert copied.corpora == 2
    assert copied.rows > 1_200
    async with open_store(place) as store:
        assert await store.export_user(7) == expected
        # No number is given twice, also where the highest is gone.
        assert (await store.subscriptions.add("Coal", user=8)).number == 4
        await store.subscriptions.remove(4)

    assert await copy_store(place, second) == copied
    async with open_store(second) as store:
        assert await store.export_user(7) == expected
        assert (await store.subscriptions.add("Coal", user=8)).number == 5


async def test_what_is_there_is_not_replaced(tmp_path: Path, place: Place) -> None:
    async with open_store(tmp_path / "data") as store:
        await store.facts.remember("key", "new")
    async with open_store(place) as store:
        await store.facts.remember("key", "old")
    with pytest.raises(StoreError, match="is not empty"):
        await copy_store(tmp_path / "data", place)
    with pytest.raises(StoreError, match="There is no store in"):
        await copy_store(tmp_path / "nowhere", place)
    async with open_store(place) as store:
        assert await store.facts.recall("key") == "old"


async def test_where_the_copy_is_not_the_same_nothing_is_copied(
    tmp_path: Path, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_store(tmp_path / "data") as store:
        # SQLite takes a NUL within a text, which PostgreSQL has no place for.
        await store.facts.remember("key", "a\0b")
    if isinstance(place, Path):

        async def spoil(*_: object) -> bytes:
            return b"another"

        monkeypatch.setattr("knowledge.store.sql._copying._hash", spoil)
    with pytest.raises(StoreDamagedError, match=r"is not what .* holds"):
        await copy_store(tmp_path / "data", place)
    async with open_store(place) as store:
        assert await store.facts.recall("key") is None


async def test_it_is_backed_up_into_a_file_that_either_kind_takes_back(
    tmp_path: Path, make_place: Callable[[], Place]
) -> None:
    place, other = make_place(), make_place()
    async with open_store(place) as store:
        await fill(store)
        expected = await store.export_user(7)
    backup = tmp_path / "backup.db"
    holding = await back_up_database(place, backup)
    assert holding.articles == 1
    assert files(tmp_path) == ["backup.db"]
    with pytest.raises(StoreError, match="is there already"):
        await back_up_database(place, backup)

    restore_store(tmp_path / "data", backup)
    assert (await restore_database(other, backup)).holding == holding
    for each in (tmp_path / "data", other):
        async with open_store(each) as store:
            assert await store.export_user(7) == expected


async def test_all_tables_and_columns_are_copied_but_what_processes_hold(tmp_path: Path) -> None:
    from knowledge.store.sql import TABLES

    async with open_store(tmp_path):
        pass
    with closing(sqlite3.connect(tmp_path / "talksbot.db")) as database:
        names = {name for (name,) in database.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
        columns = {
            name: {row[1] for row in database.execute(f"PRAGMA table_info({name})")}
            for name in names - {"sqlite_sequence", "lease"}
        }
    assert {table.name: set(table.columns) for table in TABLES} == columns
