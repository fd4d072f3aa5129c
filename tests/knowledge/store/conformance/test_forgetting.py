"""Is nothing left of a user or a server that wants to be forgotten, and all of the others?"""

from collections.abc import Awaitable, Callable
from datetime import date
from typing import TypeAlias

from knowledge.model import Article, Corpus, StatusChange
from knowledge.notices.audience import Digest, DigestPlan, Known, Notice
from knowledge.store import KnowledgeStore

FindDue: TypeAlias = Callable[[], Awaitable[list[str]]]

ANNA, BORIS = 2**63 - 1, 2**62 + 7
SERVER, OTHER = 2**61 + 11, 2**61 + 111
DAY = date(2026, 3, 1)
CHANGE = StatusChange("Gas", None, None)


async def put(store: KnowledgeStore, *notices: Notice) -> None:
    await store.publish(Corpus((Article("a.txt", "A", "en", ()),)), "", None, notices)


async def keep_user(store: KnowledgeStore, user: int, name: str) -> None:
    """Have the store keep all that it can of a user."""
    followed = (await store.subscriptions.add("Gas", user=user)).number
    await store.waiting.add(user, f"Who, {name}?")
    await store.waiting.add(user, f"Whom, {name}?")
    await store.feed.mark_seen(user, 1)
    await put(
        store,
        Notice(f"sent {name}", CHANGE, user=user, subscription=followed),
        Notice(f"pending {name}", CHANGE, user=user, subscription=followed),
        Notice(f"known {name}", Known(f"Who, {name}?"), user=user),
    )
    await store.outbox.mark_sent(f"sent {name}", 1)


async def keep_guild(store: KnowledgeStore, guild: int, name: str) -> None:
    """Have the store keep all that it can of a server."""
    followed = (await store.subscriptions.add(None, channel=guild + 1, guild=guild, edits=True)).number
    await store.digests.save_plan(DigestPlan(guild, guild + 1, 8, "UTC"))
    digest = Notice(f"digest {name}", Digest(DAY, (), (), ()), channel=guild + 2)
    await store.digests.close_day(guild, DAY, 0, digest)
    await store.digests.count_asked(guild, "Gas")
    await put(store, Notice(f"channel {name}", CHANGE, channel=guild + 1, subscription=followed))


async def test_nothing_of_a_user_is_left(store: KnowledgeStore, find_due: FindDue) -> None:
    await keep_user(store, ANNA, "anna")
    await keep_user(store, BORIS, "boris")

    assert await store.forget_user(ANNA) == 7
    assert await store.forget_user(ANNA) == 0

    assert (await store.subscriptions.find(user=ANNA), await store.waiting.find(ANNA)) == ((), ())
    assert (await store.feed.get_seen(ANNA), await store.feed.get_seen(BORIS)) == (None, 1)
    assert [each.user for each in await store.subscriptions.find()] == [BORIS]
    assert [each.user for each in await store.waiting.find()] == [BORIS, BORIS]
    assert await find_due() == ["pending boris", "known boris"]


async def test_what_was_made_for_a_user_while_they_were_forgotten_goes_nowhere(
    store: KnowledgeStore, find_due: FindDue
) -> None:
    await keep_user(store, ANNA, "anna")
    await store.forget_user(ANNA)
    late = [Notice("new", Known("Who, anna?"), user=ANNA), Notice("newer", CHANGE, user=ANNA, subscription=1)]
    await put(store, *late)
    assert await find_due() == []


async def test_a_user_who_comes_back_is_told_what_they_were_told_before(
    store: KnowledgeStore, find_due: FindDue
) -> None:
    await keep_user(store, ANNA, "anna")
    await store.forget_user(ANNA)
    followed = (await store.subscriptions.add("Gas", user=ANNA)).number
    await put(store, Notice("sent anna", CHANGE, user=ANNA, subscription=followed))
    assert await find_due() == ["sent anna"]


async def test_nothing_of_a_server_is_left(store: KnowledgeStore, find_due: FindDue) -> None:
    await keep_guild(store, SERVER, "one")
    await keep_guild(store, OTHER, "other")
    await keep_user(store, ANNA, "anna")

    await store.forget_guild(SERVER)
    await store.forget_guild(SERVER)

    assert (await store.subscriptions.find(guild=SERVER), await store.digests.find_plans(SERVER)) == ((), ())
    assert await store.digests.find_most_asked(SERVER) == ()
    assert [each.guild for each in await store.digests.find_plans()] == [OTHER]
    assert await store.digests.find_most_asked(OTHER) == (("Gas", 1),)
    assert [each.guild or each.user for each in await store.subscriptions.find()] == [OTHER, ANNA]
    assert await find_due() == ["digest other", "channel other", "pending anna", "known anna"]


async def test_what_was_counted_for_a_server_does_not_come_back_with_it(store: KnowledgeStore) -> None:
    await keep_guild(store, SERVER, "one")
    await store.forget_guild(SERVER)
    await store.digests.save_plan(DigestPlan(SERVER, SERVER + 1, 8, "UTC"))
    assert await store.digests.find_most_asked(SERVER) == ()
