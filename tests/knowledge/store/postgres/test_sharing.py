"""Does what several processes keep at the same time add up? Three stores are open on one schema."""

import asyncio
from collections import Counter
from collections.abc import AsyncGenerator, Awaitable
from contextlib import AsyncExitStack
from datetime import UTC, datetime
from itertools import chain, count
from typing import TypeAlias

import pytest

from knowledge.answers import Verdict
from knowledge.errors import LimitError
from knowledge.model import Article, Corpus, StatusChange
from knowledge.notices.audience import Bulletin, DigestPlan, NewArticle, Notice
from knowledge.notices.inquiries import Asked
from knowledge.notices.share import Share
from knowledge.store import Address, KnowledgeStore, open_store
from knowledge.store.rules import MOST_SUBSCRIPTIONS, MOST_WAITING

pytestmark = [pytest.mark.process, pytest.mark.discord]

Stores: TypeAlias = tuple[KnowledgeStore, ...]

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
GUILD, ANNA = 2**62 + 1, 2**62 + 7
GAS = StatusChange("Gas", None, None)
TIMES = 5

_numbers = count(1)


@pytest.fixture
async def stores(postgres: str) -> AsyncGenerator[Stores]:
    """Open one store three times, each with a connection of its own."""
    address = Address(postgres, schema=f"shared {next(_numbers)}")
    async with AsyncExitStack() as stack:
        opened = [open_store(address, clock=lambda: NOW) for _ in range(3)]
        yield tuple([await stack.enter_async_context(each) for each in opened])


async def together(*work: Awaitable[object]) -> list[object]:
    """Do it all at once, and give what came of each; a limit that is reached comes as None."""
    found = await asyncio.gather(*work, return_exceptions=True)
    assert {type(each) for each in found if isinstance(each, BaseException)} <= {LimitError}
    return [None if isinstance(each, LimitError) else each for each in found]


async def test_what_is_asked_is_counted_by_all_together(stores: Stores) -> None:
    for store in stores:
        for number in range(TIMES):
            store.inquiries.note(Asked(GUILD, Verdict.NONE, "same", "Who?"))
            store.inquiries.note(Asked(GUILD, Verdict.NONE, f"key {number}", "What?"))
            store.inquiries.note(Asked(GUILD, Verdict.ANSWER))
    await together(*(store.inquiries.write() for store in stores))

    found = {each.key: each.times for each in await stores[0].inquiries.find_open()}
    assert found == {"same": 3 * TIMES, **{f"key {number}": 3 for number in range(TIMES)}}
    told = await stores[1].inquiries.summarise(GUILD, NOW)
    assert (told.asked, told.answered, told.refused) == (9 * TIMES, 3 * TIMES, 6 * TIMES)


async def test_each_user_has_one_vote_whichever_process_takes_it(stores: Stores) -> None:
    await stores[0].inquiries.add(GUILD, "key", "Who?", Verdict.NONE)
    rated = ((store, user) for store in stores for user in range(ANNA, ANNA + TIMES))
    assert all(await together(*(store.inquiries.rate("key", user, helpful=True) for store, user in rated)))
    assert (await stores[1].inquiries.summarise(GUILD, NOW)).helpful == TIMES


async def test_what_is_asked_about_is_counted_by_all_together(stores: Stores) -> None:
    await stores[0].digests.save_plan(DigestPlan(GUILD, 5, 8, "UTC"))
    asked = {(GUILD, "Gas"): 2, (GUILD, "Oil"): 1}
    await together(*(store.digests.count_all(asked) for store in stores for _ in range(TIMES)))
    assert await stores[1].digests.find_most_asked(GUILD) == (("Gas", 6 * TIMES), ("Oil", 3 * TIMES))


async def test_nobody_waits_or_follows_twice_nor_beyond_the_limit(stores: Stores) -> None:
    assert Counter(await together(*(store.waiting.add(ANNA, "Who?") for store in stores)))[True] == 1
    more = [(store, f"{number}?") for number in range(MOST_WAITING) for store in stores]
    await together(*(store.waiting.add(ANNA, question) for store, question in more))
    assert len({each.question for each in await stores[0].waiting.find(ANNA)}) == MOST_WAITING

    await together(*(store.subscriptions.add("Gas", user=ANNA) for store in stores))
    assert len(await stores[0].subscriptions.find(user=ANNA)) == 1
    each = [stores[number % 3].subscriptions.add(f"{number}", user=ANNA) for number in range(60)]
    assert Counter(await together(*each))[None] == 60 - (MOST_SUBSCRIPTIONS - 1)
    assert len(await stores[1].subscriptions.find(user=ANNA)) == MOST_SUBSCRIPTIONS


async def test_what_several_announce_at_once_is_announced_once_and_in_one_order(stores: Stores) -> None:
    news = Bulletin(articles=(NewArticle("a.txt", "A"),))
    notices = [Notice("one", GAS, channel=1, guild=GUILD), Notice("other", GAS, user=ANNA)]
    corpora = [Corpus((Article("a.txt", f"{number}", "en", ()),)) for number in range(3)]
    await together(
        *(store.publish(corpus, "", news, notices) for store, corpus in zip(stores, corpora, strict=True))
    )
    assert [each.number for each in await stores[0].feed.read()] == [1, 2, 3]
    assert len(await stores[1].corpora.find_kept()) == 3
    assert [each.notice.nonce for each in await stores[2].outbox.find_due(NOW)] == ["one", "other"]


async def test_processes_that_send_their_shares_side_by_side_send_all_of_it_once(stores: Stores) -> None:
    made = [Notice(f"{number}", GAS, channel=1, guild=number << 22) for number in range(12)]
    await stores[0].publish(Corpus(()), "", None, made)

    async def send(store: KnowledgeStore, share: Share) -> list[str]:
        sent: list[str] = []
        while due := await store.outbox.find_due(NOW, 2, share):
            for nonce in (each.notice.nonce for each in due):
                await store.outbox.begin([nonce], NOW)
                await store.outbox.mark_sent(nonce, 5)
                sent.append(nonce)
        return sent

    shares = Share(0, 0, 4), Share(1, 2, 4), Share(3, 3, 4)
    sent = await asyncio.gather(*map(send, stores, shares))
    assert sorted(chain(*sent), key=int) == [each.nonce for each in made]
    assert [len(each) for each in sent] == [3, 6, 3]


async def test_more_notices_than_go_at_once_are_all_kept(
    stores: Stores, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("knowledge.store.postgres._connection._BATCH_ROWS", TIMES)
    notices = [Notice(f"nonce {each}", NewArticle("a", "A"), channel=each) for each in range(2 * TIMES + 1)]
    await stores[0].publish(Corpus(()), "", None, notices)
    assert len(await stores[1].outbox.find_due(NOW)) == len(notices)
