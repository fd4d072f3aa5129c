"""Does the store give back what was published, and only that?"""

import asyncio
import sqlite3
import threading
from collections.abc import AsyncGenerator
from contextlib import closing
from datetime import UTC, date, datetime, timedelta, timezone
from hashlib import sha256
from pathlib import Path

import pytest

from knowledge.errors import StoreError, StoreTooNewError
from knowledge.model import Article, Corpus, Kind, Passage, Term
from knowledge.store import Head, KnowledgeStore, SQLiteStore, corpus_id, open_store

BULLET = Passage(
    "“Full” ceasefire: ні,\nnot 'yet'.\x00\u2028🕊", Kind.BULLET, ("A", "B"), (3, 4), "The points:"
)
ROW = Passage("Topic: Gas", Kind.ROW, (), (9, 9), "", (("Topic", "Gas"), ("", "")), "| Gas | |")
RICH = Corpus(
    (
        Article("a/b.md", "Title", "uk", (BULLET, ROW), date(2025, 2, 3), None, "https://example.org/?a=1&b"),
        Article("c.txt", "", "en", (), None, date(2024, 12, 31)),
    ),
    (Term("ceasefire", (("de", "Waffenruhe"), ("en", "truce"))), Term("gas", ())),
)


def article(name: str) -> Article:
    return Article(f"{name}.txt", name, "en", (Passage(f"About {name}.", Kind.PARAGRAPH, (), (1, 1)),))


def about(*names: str) -> Corpus:
    return Corpus(tuple(article(name) for name in sorted(names)))


def asked(folder: Path, sql: str) -> int:
    with closing(sqlite3.connect(folder / "talksbot.db")) as database:
        return database.execute(sql).fetchone()[0]


@pytest.fixture
async def store(tmp_path: Path) -> AsyncGenerator[SQLiteStore]:
    async with open_store(tmp_path) as opened:
        yield opened


async def test_a_published_corpus_is_loaded_as_it_was(store: KnowledgeStore) -> None:
    head = await store.publish(RICH, "print")

    assert await store.load(head.corpus_id) == RICH


async def test_a_store_where_nothing_was_published_has_no_head(store: SQLiteStore) -> None:
    assert await store.head() is None
    assert await store.kept() == ()


async def test_the_head_tells_what_was_published_last_and_when_in_utc(tmp_path: Path) -> None:
    kyiv = datetime(2025, 5, 1, 0, 30, tzinfo=timezone(timedelta(hours=3)))
    async with open_store(tmp_path, clock=lambda: kyiv) as store:
        head = await store.publish(RICH, "print")

        assert head == Head(corpus_id(RICH), datetime(2025, 4, 30, 21, 30, tzinfo=UTC), "print")
        assert head.published_at.tzinfo is UTC
        assert await store.head() == head


async def test_the_clock_of_the_system_is_the_default(store: SQLiteStore) -> None:
    before = datetime.now(UTC)
    head = await store.publish(RICH, "print")
    assert before <= head.published_at <= datetime.now(UTC)


async def test_all_is_there_after_a_restart(tmp_path: Path) -> None:
    async with open_store(tmp_path) as store:
        head = await store.publish(RICH, "print")
        await store.remember("commands", "abc")
    async with open_store(tmp_path) as store:
        assert await store.head() == head
        assert await store.load(head.corpus_id) == RICH
        assert await store.recall("commands") == "abc"


async def test_an_empty_corpus_can_be_published(store: SQLiteStore) -> None:
    head = await store.publish(Corpus(()), "")
    assert await store.load(head.corpus_id) == Corpus(())


async def test_the_last_three_corpora_are_kept_newest_first(store: SQLiteStore) -> None:
    heads = [await store.publish(about(name), name) for name in "abcde"]

    assert await store.kept() == (heads[4], heads[3], heads[2])
    assert [await store.load(head.corpus_id) for head in heads[2:]] == [about("c"), about("d"), about("e")]
    with pytest.raises(StoreError, match="does not keep the corpus") as failure:
        await store.load(heads[1].corpus_id)
    assert failure.value.cure


async def test_the_order_is_that_of_publication_whatever_the_clock_says(tmp_path: Path) -> None:
    days = iter(datetime(2025, 1, day, tzinfo=UTC) for day in (20, 10, 15))
    async with open_store(tmp_path, clock=lambda: next(days)) as store:
        heads = [await store.publish(about(name), name) for name in "abc"]

        assert await store.kept() == tuple(reversed(heads))


async def test_an_article_that_did_not_change_is_stored_once(tmp_path: Path) -> None:
    async with open_store(tmp_path) as store:
        await store.publish(about("same", "first"), "1")
        await store.publish(about("same", "second"), "2")

    # The glossary, which is empty in both, is a body too.
    assert asked(tmp_path, "SELECT count(*) FROM body") == 4


async def test_bodies_that_no_kept_corpus_points_at_are_deleted(tmp_path: Path) -> None:
    async with open_store(tmp_path) as store:
        for name in "abcdefgh":
            await store.publish(about("same", name), name)

    assert asked(tmp_path, "SELECT count(*) FROM body") == 5
    assert asked(tmp_path, "SELECT count(*) FROM line") == 9
    assert asked(tmp_path, "SELECT count(*) FROM pragma_foreign_key_check") == 0


async def test_publishing_the_head_again_renews_only_its_fingerprint(tmp_path: Path) -> None:
    days = iter(datetime(2025, 1, day, tzinfo=UTC) for day in (1, 2))
    async with open_store(tmp_path, clock=lambda: next(days)) as store:
        first = await store.publish(RICH, "print")
        again = await store.publish(RICH, "other print")

        assert again == Head(first.corpus_id, first.published_at, "other print")
        assert await store.kept() == (again,)
        assert await store.load(again.corpus_id) == RICH
    assert asked(tmp_path, "SELECT count(*) FROM body") == 3


async def test_publishing_an_older_corpus_makes_it_the_head_again(store: SQLiteStore) -> None:
    a, b, c = [await store.publish(about(name), name) for name in "abc"]

    back = await store.publish(await store.load(b.corpus_id), "folder of now")

    assert back.corpus_id == b.corpus_id
    assert await store.head() == back
    assert await store.kept() == (back, c, a)


async def test_small_facts_are_recalled_and_replaced(store: SQLiteStore) -> None:
    assert await store.recall("commands") is None
    await store.remember("commands", "old")
    await store.remember("commands", "новий")
    await store.remember("other", "")

    assert await store.recall("commands") == "новий"
    assert await store.recall("other") == ""


def test_the_corpus_id_is_the_hash_of_its_lines() -> None:
    """The bytes are a promise: ids in stores that exist must not change with the code."""
    lines = (
        '[{"name":"gas","others":[["de","Gas"]]}]\n'
        '{"path":"a.md","title":"T","language":"en","passages":[{"text":"Ї: 1","kind":"row","section":["S"],'
        '"lines":[1,2],"lead_in":"","cells":[["Ї","1"]],"row":"|1|"}],'
        '"published":"2025-02-03","loaded_on":null,"url":null}\n'
    )
    passage = Passage("Ї: 1", Kind.ROW, ("S",), (1, 2), cells=(("Ї", "1"),), row="|1|")
    corpus = Corpus(
        (Article("a.md", "T", "en", (passage,), date(2025, 2, 3)),), (Term("gas", (("de", "Gas"),)),)
    )

    assert corpus_id(corpus) == sha256(lines.encode()).hexdigest()


async def test_the_order_in_which_articles_are_handed_over_does_not_matter(store: SQLiteStore) -> None:
    mixed = Corpus((article("b"), article("a")))

    assert corpus_id(mixed) == corpus_id(about("a", "b"))
    assert await store.load((await store.publish(mixed, "")).corpus_id) == about("a", "b")


def test_a_different_glossary_makes_a_different_corpus() -> None:
    assert corpus_id(about("a")) != corpus_id(Corpus(about("a").articles, (Term("a", ()),)))


def written_by_a_later_version(folder: Path, line: bytes) -> str:
    """Put a corpus of one article into the store as another version would have, and return its id."""
    lines = [b"[]", line]
    name = sha256(b"".join(line + b"\n" for line in lines)).hexdigest()
    with closing(sqlite3.connect(folder / "talksbot.db")) as database, database:
        database.execute("INSERT INTO corpus VALUES (99, ?, '2030-01-01T00:00:00+00:00', '')", (name,))
        for place, line in enumerate(lines):
            database.execute("INSERT OR IGNORE INTO body VALUES (?, ?)", (sha256(line).hexdigest(), line))
            database.execute("INSERT INTO line VALUES (99, ?, ?)", (place, sha256(line).hexdigest()))
    return name


async def test_fields_that_a_later_version_added_are_left_out(store: SQLiteStore, tmp_path: Path) -> None:
    name = written_by_a_later_version(
        tmp_path, b'{"mood":"hopeful","path":"a.md","title":"T","language":"en","passages":[]}'
    )

    assert await store.load(name) == Corpus((Article("a.md", "T", "en", ()),))


async def test_an_article_in_a_form_of_a_later_version_is_refused(store: SQLiteStore, tmp_path: Path) -> None:
    name = written_by_a_later_version(tmp_path, b'{"path":"a.md","name":"what was once the title"}')

    with pytest.raises(StoreTooNewError, match="in a form that this version does not know"):
        await store.load(name)


async def test_two_tasks_can_publish_at_the_same_time(store: SQLiteStore) -> None:
    heads = await asyncio.gather(*(store.publish(about(name, "same"), name) for name in "abc"))

    assert set(await store.kept()) == set(heads)
    assert {(await store.load(head.corpus_id)).articles[0].title for head in heads} == {"a", "b", "c"}


@pytest.mark.parametrize("hops", range(1, 16, 2))
async def test_a_cancelled_publish_leaves_one_whole_head(store: SQLiteStore, hops: int) -> None:
    old = await store.publish(about("old"), "old")
    task = asyncio.create_task(store.publish(about("new"), "new"))
    for _ in range(hops):
        # A publish is some ten hops to another thread: so many of our own end somewhere in its middle.
        await asyncio.to_thread(bool)
    task.cancel()
    await asyncio.wait([task])

    head = await store.head()
    assert head is not None
    assert head == old or head.fingerprint == "new"
    assert await store.load(head.corpus_id) == about(head.fingerprint)
    last = await store.publish(about("next"), "next")
    assert await store.head() == last


async def test_closing_ends_the_thread_of_the_connection(tmp_path: Path) -> None:
    before = set(threading.enumerate())
    async with open_store(tmp_path) as store:
        await store.publish(RICH, "")
        await store.close()
    workers = [thread for thread in set(threading.enumerate()) - before if "worker_thread" in thread.name]
    for thread in workers:
        thread.join(10)

    assert not any(thread.is_alive() for thread in workers)
