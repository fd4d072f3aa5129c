"""What if a publication cannot be written, or a bulletin not be read?"""

import logging
import sqlite3
from collections.abc import AsyncGenerator, Sequence
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from msgspec.structs import replace

from knowledge.errors import StoreError
from knowledge.model import Article, Corpus, StatusChange
from knowledge.notices.audience import Bulletin, NewArticle, Notice
from knowledge.store import KnowledgeStore, open_store

NOW = datetime(2026, 3, 1, tzinfo=UTC)
CHANGE = StatusChange("Gas", None, None)
RICH = Bulletin((CHANGE,))


def about(title: str) -> Corpus:
    return Corpus((Article("a.txt", title, "en", ()),))


def news(title: str) -> Bulletin:
    return Bulletin(articles=(NewArticle(f"{title}.md", title),))


@pytest.fixture
async def store(tmp_path: Path) -> AsyncGenerator[KnowledgeStore]:
    async with open_store(tmp_path) as opened:
        yield opened


async def due(store: KnowledgeStore) -> list[str]:
    return [each.notice.nonce for each in await store.outbox.find_due(NOW)]


def changed(folder: Path, sql: str) -> Sequence[object]:
    with closing(sqlite3.connect(folder / "talksbot.db")) as database, database:
        return database.execute(sql).fetchall()


async def test_the_last_thousand_bulletins_are_kept_and_numbers_go_on(
    store: KnowledgeStore, tmp_path: Path
) -> None:
    await store.publish(about("1"), "", RICH)
    many = "WITH RECURSIVE n(i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n WHERE i < 1000)"
    changed(tmp_path, f"INSERT INTO bulletin {many} SELECT i, body FROM n, bulletin WHERE number = 1")
    assert len(await store.feed.read()) == 1000
    await store.publish(about("2"), "", news("last"))

    feed = await store.feed.read()
    assert (len(feed), feed[0].number, feed[-1]) == (1000, 2, replace(news("last"), number=1001))
    assert await store.feed.find_articles() == {"last.md": 1001}
    changed(tmp_path, "DELETE FROM bulletin")
    await store.publish(about("3"), "", news("next"))
    assert await store.feed.get_newest() == 1002


@pytest.mark.parametrize("body", ["x'ff'", """CAST('{"changes": [{"theme": "Gas"}]}' AS BLOB)"""])
async def test_a_bulletin_that_cannot_be_read_is_left_out_of_the_feed(
    store: KnowledgeStore, tmp_path: Path, body: str, caplog: pytest.LogCaptureFixture
) -> None:
    for title in "abc":
        await store.publish(about(title), "", news(title))
    changed(tmp_path, f"UPDATE bulletin SET body = {body} WHERE number = 2")

    with caplog.at_level(logging.WARNING):
        assert [bulletin.number for bulletin in await store.feed.read()] == [1, 3]
        assert list((await store.feed.find_articles()).values()) == [1, 3]
    assert "The bulletin 2 cannot be read" in caplog.text


async def test_a_publish_that_fails_leaves_nothing_of_all_it_brings(
    store: KnowledgeStore, tmp_path: Path
) -> None:
    await store.waiting.add(1, "Who leads?")
    head = await store.publish(about("1"), "first")
    # The last thing that is written fails, as on a full disk.
    refuse = "CREATE TRIGGER full BEFORE DELETE ON waiting BEGIN SELECT raise(ABORT, 'full'); END"
    changed(tmp_path, refuse)
    with pytest.raises(StoreError):
        await store.publish(about("2"), "", RICH, [Notice("n", CHANGE, channel=1)], [1])

    assert await store.corpora.get_head() == head
    assert (await store.feed.get_newest(), await due(store), len(await store.waiting.find())) == (0, [], 1)
    changed(tmp_path, "DROP TRIGGER full")
    await store.publish(about("2"), "", RICH, [Notice("n", CHANGE, channel=1)], [1])
    assert (await store.feed.get_newest(), await due(store), len(await store.waiting.find())) == (1, ["n"], 0)
