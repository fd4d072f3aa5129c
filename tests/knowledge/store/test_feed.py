"""Is what a publication brings kept together with it, and what is withdrawn gone from the head?"""

import logging
import sqlite3
from collections.abc import AsyncGenerator, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from knowledge.errors import StoreError
from knowledge.model import Article, Corpus, Statement, StatusChange
from knowledge.notices.audience import Bulletin, Digest, Known, NewArticle, Notice
from knowledge.store import WITHDRAWN, KnowledgeStore, open_store

NOW = datetime(2026, 3, 1, tzinfo=UTC)
SAID = Statement("Agreed", "| Gas | Agreed |", "Title", ("A",), (3, 4), None, date(2026, 2, 1))
CHANGE = StatusChange("Gas", None, SAID, (SAID, SAID))
RICH = Bulletin((CHANGE,), (NewArticle("a/b.md", "Новина", date(2026, 2, 1), "https://example.org"),))


def about(title: str) -> Corpus:
    return Corpus((Article("a.txt", title, "en", ()),))


def news(title: str) -> Bulletin:
    return Bulletin(articles=(NewArticle(f"{title}.md", title),))


@pytest.fixture
async def store(tmp_path: Path) -> AsyncGenerator[KnowledgeStore]:
    async with open_store(tmp_path) as opened:
        yield opened


async def due(store: KnowledgeStore) -> list[str]:
    return [each.notice.nonce for each in await store.outbox.due(NOW)]


def changed(folder: Path, sql: str) -> Sequence[object]:
    with closing(sqlite3.connect(folder / "talksbot.db")) as database, database:
        return database.execute(sql).fetchall()


async def test_bulletins_are_numbered_from_one_and_given_as_they_were(store: KnowledgeStore) -> None:
    assert (await store.newest(), await store.feed()) == (0, ())
    await store.publish(about("1"), "", RICH)
    await store.publish(about("2"), "", replace(news("two"), number=77))

    assert await store.newest() == 2
    assert await store.feed() == (replace(RICH, number=1), replace(news("two"), number=2))
    assert await store.feed(after=1) == (replace(news("two"), number=2),)
    assert await store.feed(after=2) == ()


async def test_a_bulletin_that_says_nothing_is_left_out(store: KnowledgeStore) -> None:
    await store.publish(about("1"), "", Bulletin())
    await store.publish(about("2"), "")
    assert await store.newest() == 0


async def test_the_last_thousand_bulletins_are_kept_and_numbers_go_on(
    store: KnowledgeStore, tmp_path: Path
) -> None:
    await store.publish(about("1"), "", RICH)
    many = "WITH RECURSIVE n(i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n WHERE i < 1000)"
    changed(tmp_path, f"INSERT INTO bulletin {many} SELECT i, body FROM n, bulletin WHERE number = 1")
    assert len(await store.feed()) == 1000
    await store.publish(about("2"), "", news("last"))

    feed = await store.feed()
    assert (len(feed), feed[0].number, feed[-1]) == (1000, 2, replace(news("last"), number=1001))
    changed(tmp_path, "DELETE FROM bulletin")
    await store.publish(about("3"), "", news("next"))
    assert await store.newest() == 1002


@pytest.mark.parametrize("body", ["x'ff'", """CAST('{"changes": [{"theme": "Gas"}]}' AS BLOB)"""])
async def test_a_bulletin_that_cannot_be_read_is_left_out_of_the_feed(
    store: KnowledgeStore, tmp_path: Path, body: str, caplog: pytest.LogCaptureFixture
) -> None:
    for title in "abc":
        await store.publish(about(title), "", news(title))
    changed(tmp_path, f"UPDATE bulletin SET body = {body} WHERE number = 2")

    with caplog.at_level(logging.WARNING):
        assert [bulletin.number for bulletin in await store.feed()] == [1, 3]
    assert "The bulletin 2 cannot be read" in caplog.text


async def test_waiting_questions_that_are_answered_are_forgotten_and_their_askers_told(
    store: KnowledgeStore,
) -> None:
    for user in (1, 2):
        await store.audience.wait_for(user, "Who leads?")
    notices = [Notice("one", Known("Who leads?"), user=1), Notice("other", Known("Who follows?"), user=2)]
    await store.publish(about("1"), "", news("a"), notices, {1, 99})

    assert [(each.number, each.user) for each in await store.audience.waiting()] == [(2, 2)]
    # Nobody waits for the other question.
    assert await due(store) == ["one"]


async def test_a_publish_that_fails_leaves_nothing_of_all_it_brings(
    store: KnowledgeStore, tmp_path: Path
) -> None:
    await store.audience.wait_for(1, "Who leads?")
    head = await store.publish(about("1"), "first")
    # The last thing that is written fails, as on a full disk.
    refuse = "CREATE TRIGGER full BEFORE DELETE ON waiting BEGIN SELECT raise(ABORT, 'full'); END"
    changed(tmp_path, refuse)
    with pytest.raises(StoreError):
        await store.publish(about("2"), "", RICH, [Notice("n", CHANGE, channel=1)], [1])

    assert await store.head() == head
    assert (await store.newest(), await due(store), len(await store.audience.waiting())) == (0, [], 1)
    changed(tmp_path, "DROP TRIGGER full")
    await store.publish(about("2"), "", RICH, [Notice("n", CHANGE, channel=1)], [1])
    assert (await store.newest(), await due(store), len(await store.audience.waiting())) == (1, ["n"], 0)


async def test_withdrawing_the_head_brings_the_one_before_back(store: KnowledgeStore, tmp_path: Path) -> None:
    first, second = [await store.publish(about(name), name, news(name)) for name in ("first", "second")]

    assert await store.withdraw(second.corpus_id, news("back")) == first
    assert await store.kept() == (first,)
    assert await store.load(first.corpus_id) == about("first")
    assert await store.recall(WITHDRAWN) == "second"
    assert (await store.feed(after=2)) == (replace(news("back"), number=3),)
    # The glossary, which is empty, is a body too.
    assert changed(tmp_path, "SELECT count(*) FROM body") == [(2,)]
    with pytest.raises(StoreError, match="does not keep"):
        await store.load(second.corpus_id)


async def test_what_was_withdrawn_first_is_remembered_until_the_next_publication(
    store: KnowledgeStore,
) -> None:
    first, second, third = [await store.publish(about(name), name) for name in "123"]
    assert await store.withdraw(third.corpus_id, None) == second
    assert await store.withdraw(second.corpus_id, Bulletin()) == first
    assert await store.recall(WITHDRAWN) == "3"
    again = await store.publish(about("2"), "2")

    assert await store.recall(WITHDRAWN) is None
    assert [head.fingerprint for head in await store.kept()] == ["2", "1"]
    assert (again.corpus_id, await store.newest()) == (second.corpus_id, 0)


async def test_a_notice_is_not_made_again_after_a_withdrawal(store: KnowledgeStore) -> None:
    notice = Notice("n", CHANGE, channel=1)
    await store.publish(about("1"), "1")
    second = await store.publish(about("2"), "2", RICH, [notice])
    await store.outbox.sent("n", 5)
    await store.withdraw(second.corpus_id, news("back"))
    await store.publish(about("2"), "2", RICH, [notice])
    assert await due(store) == []


async def test_a_withdrawal_takes_back_the_notices_that_discord_was_never_handed(
    store: KnowledgeStore,
) -> None:
    followed = await store.audience.subscribe(None, channel=1)
    begun, waits = (
        Notice(name, replace(CHANGE, topic=name), 1, None, followed.number, "fact")
        for name in ("begun", "waits")
    )
    digest = Notice("digest", Digest(date(2026, 3, 1), (), (), ()), channel=1)
    await store.publish(about("1"), "1")
    second = await store.publish(about("2"), "2", RICH, [begun, waits, digest])
    await store.outbox.begin(["begun"], NOW)
    await store.withdraw(second.corpus_id, None)
    assert await due(store) == ["begun", "digest"]

    await store.publish(about("2"), "2", RICH, [begun, waits])
    assert await due(store) == ["begun", "digest", "waits"]


@pytest.mark.parametrize("named", ["another", "older", "only one", "none"])
async def test_what_cannot_be_withdrawn_is_refused_with_its_cure(store: KnowledgeStore, named: str) -> None:
    published = [] if named == "none" else [await store.publish(about("1"), "1")]
    if named in ("another", "older"):
        published.append(await store.publish(about("2"), "2"))
    name = "0" * 64 if named in ("another", "none") else published[0].corpus_id

    with pytest.raises(StoreError) as failure:
        await store.withdraw(name, RICH)
    assert failure.value.cure
    assert ("no earlier state" in failure.value.reason) == (named == "only one")
    assert list(await store.kept()) == published[::-1]
    assert (await store.newest(), await store.recall(WITHDRAWN)) == (0, None)


async def test_a_reader_beside_the_writer_reads_the_feed_and_withdraws_nothing(
    store: KnowledgeStore, tmp_path: Path
) -> None:
    head = [await store.publish(about(name), name, news(name)) for name in "ab"][-1]
    async with open_store(tmp_path, write=False) as reader:
        assert (await reader.newest(), await reader.feed()) == (2, await store.feed())
        with pytest.raises(StoreError, match="reading only"):
            await reader.withdraw(head.corpus_id, RICH)
    assert await store.head() == head


async def test_a_reader_where_nothing_was_stored_sees_no_audience(tmp_path: Path) -> None:
    async with open_store(tmp_path / "none", write=False) as reader:
        assert (await reader.newest(), await reader.feed(), await reader.outbox.due(NOW)) == (0, (), ())
        assert (await reader.audience.subscriptions(), await reader.audience.waiting()) == ((), ())
        assert (await reader.audience.looked(1), await reader.audience.question("key")) == (None, None)
        assert (await reader.audience.digests(), await reader.audience.most_asked(1)) == ((), ())
