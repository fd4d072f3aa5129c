"""Does a store give back what was published, and only that?"""

import asyncio
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone
from typing import TypeAlias

import pytest

from knowledge.errors import StoreError
from knowledge.model import Article, Corpus, Kind, Passage, Term
from knowledge.store import Head, KnowledgeStore, identify

SetClock: TypeAlias = Callable[[datetime], None]

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


async def test_a_published_corpus_is_loaded_as_it_was(store: KnowledgeStore) -> None:
    head = await store.publish(RICH, "print")

    assert await store.corpora.load(head.corpus_id) == RICH


async def test_a_store_where_nothing_was_published_has_no_head(store: KnowledgeStore) -> None:
    assert await store.corpora.get_head() is None
    assert await store.corpora.find_kept() == ()


async def test_the_head_tells_what_was_published_last_and_when_in_utc(
    store: KnowledgeStore, set_clock: SetClock
) -> None:
    set_clock(datetime(2025, 5, 1, 0, 30, tzinfo=timezone(timedelta(hours=3))))
    head = await store.publish(RICH, "print")

    assert head == Head(identify(RICH), datetime(2025, 4, 30, 21, 30, tzinfo=UTC), "print")
    assert head.published_at.tzinfo is UTC
    assert await store.corpora.get_head() == head


async def test_what_is_to_be_recollected_is_kept_with_its_corpus(store: KnowledgeStore) -> None:
    first = await store.publish(about("a"), "", recollection=b"one")
    second = await store.publish(about("b"), "")
    assert await store.corpora.recall(first.corpus_id) == b"one"
    assert await store.corpora.recall(second.corpus_id) == b""

    await store.publish(about("b"), "", recollection=b"two")
    assert await store.corpora.recall(second.corpus_id) == b"two"
    await store.withdraw(second.corpus_id, None)
    assert await store.corpora.recall(second.corpus_id) == b""
    assert await store.corpora.recall(first.corpus_id) == b"one"
    for name in "cde":
        await store.publish(about(name), "", recollection=b"more")
    assert await store.corpora.recall(first.corpus_id) == b""


async def test_an_empty_corpus_can_be_published(store: KnowledgeStore) -> None:
    head = await store.publish(Corpus(()), "")
    assert await store.corpora.load(head.corpus_id) == Corpus(())


async def test_whoever_waits_for_others_waits_no_longer_than_was_said(store: KnowledgeStore) -> None:
    waited: list[float] = []

    async def sleep(seconds: float) -> None:
        waited.append(seconds)

    await store.wait(2.5, sleep)
    assert waited == [2.5]


async def test_the_last_three_corpora_are_kept_newest_first(store: KnowledgeStore) -> None:
    heads = [await store.publish(about(name), name) for name in "abcde"]

    assert await store.corpora.find_kept() == (heads[4], heads[3], heads[2])
    assert [await store.corpora.load(head.corpus_id) for head in heads[2:]] == [
        about("c"),
        about("d"),
        about("e"),
    ]
    with pytest.raises(StoreError, match="does not keep the corpus") as failure:
        await store.corpora.load(heads[1].corpus_id)
    assert failure.value.cure


async def test_the_order_is_that_of_publication_whatever_the_clock_says(
    store: KnowledgeStore, set_clock: SetClock
) -> None:
    heads: list[Head] = []
    for name, day in zip("abc", (20, 10, 15), strict=True):
        set_clock(datetime(2025, 1, day, tzinfo=UTC))
        heads.insert(0, await store.publish(about(name), name))

    assert await store.corpora.find_kept() == tuple(heads)


async def test_publishing_the_head_again_renews_only_its_fingerprint(
    store: KnowledgeStore, set_clock: SetClock
) -> None:
    first = await store.publish(RICH, "print")
    set_clock(datetime(2027, 1, 1, tzinfo=UTC))
    again = await store.publish(RICH, "other print")

    assert again == Head(first.corpus_id, first.published_at, "other print")
    assert await store.corpora.find_kept() == (again,)
    assert await store.corpora.load(again.corpus_id) == RICH


async def test_publishing_an_older_corpus_makes_it_the_head_again(store: KnowledgeStore) -> None:
    a, b, c = [await store.publish(about(name), name) for name in "abc"]

    back = await store.publish(await store.corpora.load(b.corpus_id), "folder of now")

    assert back.corpus_id == b.corpus_id
    assert await store.corpora.get_head() == back
    assert await store.corpora.find_kept() == (back, c, a)


async def test_the_order_in_which_articles_are_handed_over_does_not_matter(store: KnowledgeStore) -> None:
    mixed = Corpus((article("b"), article("a")))

    assert identify(mixed) == identify(about("a", "b"))
    assert await store.corpora.load((await store.publish(mixed, "")).corpus_id) == about("a", "b")


async def test_two_tasks_can_publish_at_the_same_time(store: KnowledgeStore) -> None:
    heads = await asyncio.gather(*(store.publish(about(name, "same"), name) for name in "abc"))

    assert set(await store.corpora.find_kept()) == set(heads)
    assert {(await store.corpora.load(head.corpus_id)).articles[0].title for head in heads} == {"a", "b", "c"}


@pytest.mark.parametrize("hops", range(1, 16, 2))
async def test_a_cancelled_publish_leaves_one_whole_head(store: KnowledgeStore, hops: int) -> None:
    old = await store.publish(about("old"), "old")
    task = asyncio.create_task(store.publish(about("new"), "new"))
    for _ in range(hops):
        # A publish is some ten hops to another thread: so many of our own end somewhere in its middle.
        await asyncio.to_thread(bool)
    task.cancel()
    await asyncio.wait([task])

    head = await store.corpora.get_head()
    assert head is not None
    assert head == old or head.fingerprint == "new"
    assert await store.corpora.load(head.corpus_id) == about(head.fingerprint)
    last = await store.publish(about("next"), "next")
    assert await store.corpora.get_head() == last
