"""Is nothing left of a user or a server that wants to be forgotten, and all of the others?"""

from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime
from typing import TypeAlias

import pytest

from knowledge.answers import Verdict
from knowledge.model import Article, Corpus, NewArticle, StatusChange
from knowledge.notices.audience import Board, Digest, DigestPlan, Known, Notice
from knowledge.notices.inquiries import Insights
from knowledge.notices.personal import PersonalData, PrivateMessage, Vote
from knowledge.notices.preferences import Preferences
from knowledge.store import KnowledgeStore

FindDue: TypeAlias = Callable[[], Awaitable[list[str]]]

ANNA, BORIS, VOTER = 2**63 - 1, 2**62 + 7, 2**62 + 8
SERVER, OTHER = 2**61 + 11, 2**61 + 111
DAY = date(2026, 3, 1)
SINCE = datetime(2026, 1, 1, tzinfo=UTC)
CHANGE = StatusChange("Gas", None, None)


async def put(store: KnowledgeStore, *notices: Notice) -> None:
    await store.publish(Corpus((Article("a.txt", "A", "en", ()),)), "", None, notices)


async def keep_user(store: KnowledgeStore, user: int, name: str) -> None:
    """Have the store keep all that it can of a user."""
    followed = (await store.subscriptions.add("Gas", user=user)).number
    await store.waiting.add(user, f"Who, {name}?")
    await store.waiting.add(user, f"Whom, {name}?")
    await store.feed.mark_seen(user, 1)
    await store.inquiries.add(None, name, f"What, {name}?", Verdict.NONE)
    await store.inquiries.rate(name, user, helpful=False)
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
    digest = Notice(f"digest {name}", Digest(DAY, (), (), ()), channel=guild + 2, guild=guild)
    await store.digests.close_day(guild, DAY, 0, digest)
    await store.digests.count_asked(guild, "Gas")
    await store.servers.save(guild, Preferences(own_channels=(guild + 1,), article_channel=guild + 3))
    await store.boards.save(Board(guild, guild + 1, 5))
    await store.inquiries.add(guild, f"of {name}", "What?", Verdict.NONE)
    await store.inquiries.rate(f"of {name}", VOTER, helpful=True)
    await put(
        store,
        Notice(f"channel {name}", CHANGE, channel=guild + 1, subscription=followed),
        Notice(f"article {name}", NewArticle("a.txt", "A"), channel=guild + 3, guild=guild),
    )


async def test_nothing_of_a_user_is_left(store: KnowledgeStore, find_due: FindDue) -> None:
    await keep_user(store, ANNA, "anna")
    await keep_user(store, BORIS, "boris")

    assert await store.forget_user(ANNA) == 8
    assert await store.forget_user(ANNA) == 0

    assert (await store.subscriptions.find(user=ANNA), await store.waiting.find(ANNA)) == ((), ())
    assert (await store.feed.get_seen(ANNA), await store.feed.get_seen(BORIS)) == (None, 1)
    assert await store.export_user(ANNA) == PersonalData()
    # What was asked stays: nobody can tell who did.
    assert (await store.inquiries.summarise(None, SINCE)).unhelpful == 1
    assert [each.key for each in await store.inquiries.find_open()] == ["boris", "anna"]
    assert [each.user for each in await store.subscriptions.find()] == [BORIS]
    assert [each.user for each in await store.waiting.find()] == [BORIS, BORIS]
    assert await find_due() == ["pending boris", "known boris"]


async def test_all_that_is_kept_of_a_user_can_be_had(store: KnowledgeStore) -> None:
    await keep_user(store, BORIS, "boris")
    await keep_user(store, ANNA, "anna")

    kept = await store.export_user(ANNA)
    assert [(each.user, each.topic) for each in kept.subscriptions] == [(ANNA, "Gas")]
    assert [(each.user, each.question) for each in kept.waiting] == [
        (ANNA, "Who, anna?"),
        (ANNA, "Whom, anna?"),
    ]
    assert kept.seen == 1
    assert kept.votes == (Vote("What, anna?", helpful=False, on=DAY),)
    assert kept.messages == (
        PrivateMessage("change", "gas", "sent", 1, datetime(2026, 3, 1, 12, tzinfo=UTC)),
        PrivateMessage("change", "gas", "pending", None, None),
        PrivateMessage("known", None, "pending", None, None),
    )


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
    left = ["digest other", "channel other", "article other", "pending anna", "known anna"]
    assert await find_due() == left
    assert set(await store.servers.find()) == await store.servers.find_known() == {OTHER}
    assert [each.guild for each in await store.boards.find()] == [OTHER]
    assert [each.guild for each in await store.inquiries.find_open()] == [None, OTHER]
    assert await store.inquiries.summarise(SERVER, SINCE) == Insights()
    assert (await store.inquiries.summarise(OTHER, SINCE)).helpful == 1


KEPT: dict[str, Callable[[KnowledgeStore], Awaitable[object]]] = {
    "preferences": lambda store: store.servers.save(SERVER, Preferences()),
    "a board": lambda store: store.boards.save(Board(SERVER, 1, None)),
    "a question": lambda store: store.inquiries.add(SERVER, "key", "Who?", Verdict.NONE),
    "a count": lambda store: store.inquiries.count(SERVER, Verdict.NONE),
    "a digest": lambda store: store.digests.save_plan(DigestPlan(SERVER, 1, 8, "UTC")),
    "a subscription": lambda store: store.subscriptions.add("Gas", channel=1, guild=SERVER),
    "a notice": lambda store: put(store, Notice("article", NewArticle("a.txt", "A"), 1, guild=SERVER)),
}


@pytest.mark.parametrize("what", KEPT)
async def test_a_server_is_known_as_long_as_anything_is_kept_of_it(store: KnowledgeStore, what: str) -> None:
    await store.inquiries.add(None, "key", "What?", Verdict.NONE)
    await store.subscriptions.add("Gas", user=ANNA)
    await put(store, Notice("to a user", CHANGE, user=ANNA))
    assert await store.servers.find_known() == set()
    await KEPT[what](store)
    assert await store.servers.find_known() == {SERVER}
    await store.forget_guild(SERVER)
    assert await store.servers.find_known() == set()


async def test_a_server_is_known_by_its_last_digest(store: KnowledgeStore) -> None:
    await store.digests.save_plan(DigestPlan(SERVER, 1, 8, "UTC"))
    await store.digests.close_day(SERVER, DAY, 0, Notice("digest", Digest(DAY, (), (), ()), 1, guild=SERVER))
    await store.digests.remove_plan(SERVER)
    assert await store.servers.find_known() == {SERVER}


async def test_what_was_counted_for_a_server_does_not_come_back_with_it(store: KnowledgeStore) -> None:
    await keep_guild(store, SERVER, "one")
    await store.forget_guild(SERVER)
    await store.digests.save_plan(DigestPlan(SERVER, SERVER + 1, 8, "UTC"))
    assert await store.digests.find_most_asked(SERVER) == ()
