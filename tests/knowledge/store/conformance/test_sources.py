"""Are live sources, their articles and what was proposed kept, and forgotten when they should be?"""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256

import pytest
from msgspec.structs import replace

from knowledge.errors import KnowledgeError
from knowledge.sources.kept import Kept, Kind, SourceRecord, SourceSpec, SourceState, Told, Version
from knowledge.sources.proposals import ADDED, AddArticle, AddSource, RemoveArticle, RemoveSource
from knowledge.store import KnowledgeStore

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
FEED = SourceSpec("ferry", Kind.FEED, "https://ferry.example/feed", timedelta(minutes=15), "en", 90)
OLD, NEW = b"<p>The night boat is proposed.</p>", b"<p>The night boat is agreed.</p>"


def hash_of(data: bytes) -> str:
    return sha256(data).hexdigest()


def version(data: bytes, revised_on: date | None = None) -> Version:
    url = "https://ferry.example/boat"
    return Version(hash_of(data), url, "ferry.example/boat", "text/html", None, NOW, revised_on)


def article(source: str = FEED.name, identity: str = "url:ferry.example/boat", data: bytes = OLD) -> Kept:
    return Kept(source, identity, Told("https://ferry.example/boat", title="Boat"), version(data), NOW, NOW)


def state(**changed: object) -> SourceState:
    return SourceState(url=FEED.url, last_success=NOW, **changed)  # pyright: ignore[reportArgumentType]


async def contents(store: KnowledgeStore) -> set[bytes]:
    return set((await store.documents.read([hash_of(OLD), hash_of(NEW)])).values())


async def test_a_new_store_knows_no_source(store: KnowledgeStore) -> None:
    assert (await store.sources.find(), await store.documents.find()) == ((), ())
    assert await store.documents.read(["0" * 64]) == {}


async def test_a_round_is_kept_with_its_articles_and_their_bytes(store: KnowledgeStore) -> None:
    await store.sources.keep_round("ferry", state(), [article()], {hash_of(OLD): OLD})
    assert await store.sources.find() == (SourceRecord("ferry", None, state=state()),)
    assert await store.documents.find("ferry") == await store.documents.find_served() == (article(),)
    assert await store.documents.find("another") == ()
    assert await contents(store) == {OLD}


async def test_a_new_version_leaves_the_old_one_readable_until_it_is_in_none(store: KnowledgeStore) -> None:
    await store.sources.keep_round("ferry", state(), [article()], {hash_of(OLD): OLD})
    revised = replace(article(data=NEW), version=version(NEW, date(2026, 3, 2)), earlier=(article().version,))
    await store.sources.keep_round("ferry", state(), [revised], {hash_of(NEW): NEW})
    assert await store.documents.find() == (revised,)
    assert await contents(store) == {OLD, NEW}
    await store.sources.keep_round("ferry", state(failures=1), [replace(revised, earlier=())], {})
    assert await contents(store) == {NEW}


async def test_a_source_is_added_paused_and_removed_with_its_articles(store: KnowledgeStore) -> None:
    await store.sources.add(FEED)
    await store.sources.keep_round("ferry", state(), [article()], {hash_of(OLD): OLD})
    await store.sources.pause("ferry", paused=True)
    assert await store.sources.find() == (SourceRecord("ferry", FEED, paused=True, state=state()),)
    await store.sources.add(replace(FEED, language="uk"))
    (found,) = await store.sources.find()
    assert (found.paused, found.spec and found.spec.language) == (False, "uk")
    assert await store.sources.remove("ferry")
    assert (await store.sources.find(), await store.documents.find(), await contents(store)) == (
        (),
        (),
        set(),
    )
    assert not await store.sources.remove("ferry")


async def test_a_source_of_the_configuration_can_be_paused(store: KnowledgeStore) -> None:
    await store.sources.pause("mill", paused=True)
    assert await store.sources.find() == (SourceRecord("mill", None, paused=True),)
    await store.sources.pause("mill", paused=False)
    assert await store.sources.find() == (SourceRecord("mill", None),)


async def test_no_more_than_fifty_sources_are_added(store: KnowledgeStore) -> None:
    for number in range(50):
        await store.sources.add(replace(FEED, name=f"feed-{number}"))
    await store.sources.add(replace(FEED, name="feed-7"))
    with pytest.raises(KnowledgeError, match="There are 50 sources already"):
        await store.sources.add(FEED)


async def test_two_articles_with_the_same_bytes_keep_them_until_both_are_gone(store: KnowledgeStore) -> None:
    await store.documents.save(article(), OLD)
    await store.documents.save(article(ADDED), OLD)
    await store.sources.remove(FEED.name)
    assert await contents(store) == {OLD}
    await store.sources.remove(ADDED)
    assert await contents(store) == set()


async def test_a_removed_article_is_served_no_more_and_known_still(store: KnowledgeStore) -> None:
    await store.documents.save(article(), OLD)
    assert await store.documents.remove("ferry", article().identity)
    assert (await store.documents.find_served(), await store.documents.find()) == ((), (article(),))
    await store.sources.keep_round("ferry", state(), [article(data=NEW)], {hash_of(NEW): NEW})
    assert await store.documents.find_served() == ()
    await store.documents.save(article(data=NEW), NEW)
    assert await store.documents.find_served() == (article(data=NEW),)
    assert not await store.documents.remove("ferry", "another")


@pytest.mark.parametrize(
    "proposal",
    [
        AddArticle(article(ADDED), OLD),
        RemoveArticle("ferry", "url:ferry.example/boat", "ferry/boat.html"),
        AddSource(FEED),
        RemoveSource("ferry"),
    ],
)
async def test_a_proposal_is_kept_until_it_is_done_with(
    store: KnowledgeStore, proposal: AddArticle | RemoveArticle | AddSource | RemoveSource
) -> None:
    await store.proposals.add("key", proposal)
    assert await store.proposals.get("key") == proposal
    await store.proposals.remove("key")
    assert await store.proposals.get("key") is None


async def test_a_proposal_that_nobody_confirms_is_forgotten_after_a_day(
    store: KnowledgeStore, set_clock: Callable[[datetime], None]
) -> None:
    set_clock(NOW)
    await store.proposals.add("key", AddSource(FEED))
    set_clock(NOW + timedelta(days=1))
    await store.forget_old()
    assert await store.proposals.get("key")
    set_clock(NOW + timedelta(days=1, seconds=1))
    await store.forget_old()
    assert await store.proposals.get("key") is None
