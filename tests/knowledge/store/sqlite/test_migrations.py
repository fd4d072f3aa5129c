"""Is a store of another version brought up to date, or left alone?"""

import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from knowledge.answers import Verdict
from knowledge.errors import StoreError, StoreTooNewError
from knowledge.model import Alias, Article, Corpus, StatusChange
from knowledge.notices.audience import Bulletin, NewArticle, Notice
from knowledge.notices.inquiries import Inquiry
from knowledge.notices.preferences import Preferences
from knowledge.store import KnowledgeStore
from knowledge.store.sqlite import open_store

SCHEMA = Path(__file__).parents[4] / "knowledge" / "store" / "sqlite" / "schema"
NEWEST = len(list(SCHEMA.iterdir()))
NEXT = "ALTER TABLE corpus ADD COLUMN scope TEXT NOT NULL DEFAULT '';"
OLD, NEW = (Corpus((Article("a.txt", title, "en", ()),)) for title in ("old", "new"))


async def fill(folder: Path) -> str:
    async with open_store(folder) as store:
        return (await store.publish(OLD, "print")).corpus_id


def later_schema(folder: Path, sql: str = NEXT) -> Path:
    """Make a folder of migrations: the shipped ones and one more."""
    shutil.copytree(SCHEMA, folder)
    (folder / f"{NEWEST + 1:04}_next.sql").write_text(sql)
    return folder


def make_older(folder: Path, schema: int) -> Path:
    """Take a store back to an older schema, with what that can hold; return the folder of its migrations."""
    steps = folder.with_name(f"schema {schema}")
    steps.mkdir()
    with closing(sqlite3.connect(folder / "old.db")) as database, database:
        for step in sorted(SCHEMA.iterdir())[:schema]:
            shutil.copy(step, steps)
            database.executescript(step.read_text())
        tables = [name for (name,) in database.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
        database.execute("ATTACH ? AS new", (str(folder / "talksbot.db"),))
        kept = {name for (name,) in database.execute("SELECT name FROM new.sqlite_schema")}
        for table in filter(kept.__contains__, reversed(tables)):
            columns = ", ".join(row[1] for row in database.execute(f'PRAGMA main.table_info("{table}")'))
            old = f'INSERT OR REPLACE INTO main."{table}" ({columns})'
            database.execute(f'{old} SELECT {columns} FROM new."{table}"')
        database.execute(f"PRAGMA user_version = {schema}")
    (folder / "old.db").replace(folder / "talksbot.db")
    return steps


def version(file: Path) -> int:
    with closing(sqlite3.connect(file)) as database:
        return database.execute("PRAGMA user_version").fetchone()[0]


async def test_a_database_that_may_not_grow_says_that_the_disk_is_full_and_stays_as_it_is(
    tmp_path: Path,
) -> None:
    name = await fill(tmp_path)
    grown = Corpus((Article("a.txt", "A long one " * 10_000, "en", ()),))
    small = later_schema(tmp_path / "schema", "PRAGMA max_page_count = 1;")
    async with open_store(tmp_path, schema=small) as store:
        with pytest.raises(StoreError, match="is full: nothing was changed"):
            await store.publish(grown, "print")
        assert await store.corpora.load(name) == OLD
        assert len(await store.corpora.find_kept()) == 1


def test_the_shipped_migrations_are_numbered_without_a_gap() -> None:
    names = sorted(file.name for file in SCHEMA.iterdir())

    assert [int(name[:4]) for name in names] == list(range(1, NEWEST + 1))
    assert all(name[4] == "_" and name.endswith(".sql") for name in names)


async def test_an_older_store_is_brought_up_to_date_after_a_backup(tmp_path: Path) -> None:
    name = await fill(tmp_path)
    backup = tmp_path / f"talksbot.db.before-{NEWEST + 1:04}"
    draft = backup.with_name(f"{backup.name}.part")
    draft.write_text("left over from a crash")
    async with open_store(tmp_path, schema=later_schema(tmp_path / "schema")) as store:
        assert await store.corpora.load(name) == OLD
        await store.publish(NEW, "")
        assert len(await store.corpora.find_kept()) == 2

    assert version(tmp_path / "talksbot.db") == NEWEST + 1
    assert version(backup) == NEWEST
    assert not draft.exists()
    backup.replace(tmp_path / "talksbot.db")
    async with open_store(tmp_path) as store:
        assert await store.corpora.load(name) == OLD


async def test_a_new_store_and_one_that_is_up_to_date_need_no_backup(tmp_path: Path) -> None:
    schema = later_schema(tmp_path / "schema")
    for _ in range(2):
        async with open_store(tmp_path / "data", schema=schema):
            pass
    assert sorted(file.name for file in (tmp_path / "data").iterdir()) == ["talksbot.db", "talksbot.lock"]


async def test_a_migration_that_fails_leaves_the_store_as_it_was(tmp_path: Path) -> None:
    name = await fill(tmp_path)
    with pytest.raises(StoreError):
        async with open_store(
            tmp_path, schema=later_schema(tmp_path / "schema", f"{NEXT} DROP TABLE no_such;")
        ):
            pytest.fail("no such table")
    async with open_store(tmp_path) as store:
        assert await store.corpora.load(name) == OLD
    assert version(tmp_path / "talksbot.db") == NEWEST


async def test_a_reader_leaves_an_older_store_alone(tmp_path: Path) -> None:
    await fill(tmp_path)
    before = (tmp_path / "talksbot.db").read_bytes()
    with pytest.raises(StoreError, match="by an earlier version") as failure:
        async with open_store(tmp_path, write=False, schema=later_schema(tmp_path / "schema")):
            pytest.fail("too old")
    assert "up to date" in failure.value.cure
    assert (tmp_path / "talksbot.db").read_bytes() == before


@pytest.mark.parametrize("write", [True, False])
async def test_a_store_of_a_later_version_is_refused(tmp_path: Path, write: bool) -> None:
    async with open_store(tmp_path, schema=later_schema(tmp_path / "schema")):
        pass
    before = (tmp_path / "talksbot.db").read_bytes()
    with pytest.raises(StoreTooNewError, match=f"schema {NEWEST + 1}, not {NEWEST}") as failure:
        async with open_store(tmp_path, write=write):
            pytest.fail("too new")
    assert failure.value.cure.startswith("Update talksbot")
    assert (tmp_path / "talksbot.db").read_bytes() == before


SINCE = {"vectors": 2, "subscriptions": 3, "waiting": 3, "sources": 4, "servers": 6, "curations": 8}
"""The schema that first had a table for it."""


async def look(store: KnowledgeStore) -> dict[str, object]:
    """Give what is kept beside corpora and facts."""
    return {
        "vectors": await store.vectors.find("1" * 64, ["a"]),
        "subscriptions": await store.subscriptions.find(),
        "waiting": await store.waiting.find(),
        "sources": await store.sources.find(),
        "servers": dict(await store.servers.find()),
        "curations": await store.curations.find(),
    }


@pytest.mark.parametrize("schema", range(1, NEWEST))
async def test_a_store_of_each_older_schema_is_brought_up_to_date_and_keeps_what_it_held(
    tmp_path: Path, schema: int
) -> None:
    data = tmp_path / "data"
    async with open_store(data) as store:
        names = [(await store.publish(corpus, corpus.articles[0].title)).corpus_id for corpus in (OLD, NEW)]
        await store.facts.remember("commands", "hash")
        await store.vectors.keep("1" * 64, {"a": b"vector"})
        await store.subscriptions.add("Oil", user=2)
        await store.waiting.add(2, "Who?")
        await store.sources.pause("feed", paused=True)
        await store.servers.save(3, Preferences("de"))
        await store.curations.add_alias(Alias("ship", "boat"))
        heads, held = await store.corpora.find_kept(), await look(store)
    steps = make_older(data, schema)
    with pytest.raises(StoreError, match="by an earlier version"):
        async with open_store(data, write=False):
            pytest.fail("too old")

    async with open_store(data) as store:
        assert await store.corpora.find_kept() == heads
        assert [await store.corpora.load(name) for name in names] == [OLD, NEW]
        assert await store.facts.recall("commands") == "hash"
        found = await look(store)
        # What an older schema had no table for was not kept then.
        assert {name for name in held if found[name] == held[name]} == {
            name for name, since in SINCE.items() if schema >= since
        }
        # What is new in the schema works.
        followed = await store.subscriptions.add("Gas", user=1)
        notice = Notice("n", StatusChange("Gas", None, None), user=1, subscription=followed.number)
        await store.publish(OLD, "", Bulletin(articles=(NewArticle("a.txt", "old"),)), [notice])
        assert [each.notice for each in await store.outbox.find_due(datetime.now(UTC))] == [notice]
        assert await store.feed.get_newest() == 1

    backup = data / f"talksbot.db.before-{schema + 1:04}"
    assert version(backup) == schema
    backup.replace(data / "talksbot.db")
    async with open_store(data, schema=steps, write=False) as store:
        assert await store.corpora.find_kept() == heads
        assert await store.corpora.load(names[0]) == OLD


async def test_notices_of_before_the_tenth_schema_are_those_of_their_servers(tmp_path: Path) -> None:
    data = tmp_path / "data"
    async with open_store(data) as store:
        number = (await store.subscriptions.add(None, channel=5, guild=6)).number
        await store.servers.save(7, Preferences(article_channel=8))
    make_older(data, 9)
    made = ("change", 5, None, number), ("article", 8, None, None), ("article", 9, None, None)
    with closing(sqlite3.connect(data / "talksbot.db")) as database, database:
        for at, row in enumerate(made):
            sql = "INSERT INTO outbox (nonce, kind, channel, guild, subscription) VALUES (?, ?, ?, ?, ?)"
            database.execute(sql, (str(at), *row))
        database.execute("INSERT INTO server (guild, preferences) VALUES (4, CAST('{' AS BLOB))")

    async with open_store(data):
        pass
    with closing(sqlite3.connect(data / "talksbot.db")) as database:
        found = database.execute("SELECT guild FROM outbox ORDER BY number").fetchall()
    assert found == [(6,), (7,), (None,)]


async def test_questions_that_were_not_answered_before_the_sixth_schema_are_kept(tmp_path: Path) -> None:
    data = tmp_path / "data"
    await fill(data)
    make_older(data, 5)
    with closing(sqlite3.connect(data / "talksbot.db")) as database, database:
        database.executemany(
            "INSERT INTO unanswered (number, key, question, asked_at) VALUES (?, ?, ?, ?)",
            [
                (3, "first", "Who?", "2026-03-01T12:00:00.000000+00:00"),
                (7, "last", "What's “this”?", "2026-02-28T12:00:00.000000+00:00"),
            ],
        )
    asked = datetime(2026, 3, 1, 12, tzinfo=UTC)

    async with open_store(data, clock=lambda: asked) as store:
        first = Inquiry(None, "first", "Who?", (), Verdict.NONE, 1, asked, asked)
        assert [each.key for each in await store.inquiries.find_open()] == ["last", "first"]
        assert await store.inquiries.get("first") == first
        await store.inquiries.add(None, "first", "Who?", Verdict.NONE)
        assert [(each.key, each.times) for each in await store.inquiries.find_open()] == [
            ("first", 2),
            ("last", 1),
        ]
    with closing(sqlite3.connect(data / "talksbot.db")) as database:
        assert not database.execute("SELECT 1 FROM sqlite_schema WHERE name = 'unanswered'").fetchall()
