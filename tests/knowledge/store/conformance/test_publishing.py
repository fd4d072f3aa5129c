"""Is what a publication brings kept together with it, and what is withdrawn gone from the head?"""

from collections.abc import Awaitable, Callable
from datetime import date
from typing import TypeAlias

import pytest
from msgspec.structs import replace

from knowledge.errors import OvertakenError, StoreError
from knowledge.model import Article, Corpus, Statement, StatusChange
from knowledge.notices.audience import Bulletin, Known, NewArticle, Notice
from knowledge.store import WITHDRAWN, KnowledgeStore

FindDue: TypeAlias = Callable[[], Awaitable[list[str]]]

SAID = Statement("Agreed", "| Gas | Agreed |", "Title", ("A",), (3, 4), None, date(2026, 2, 1))
CHANGE = StatusChange("Gas", None, SAID, (SAID, SAID))
RICH = Bulletin((CHANGE,), (NewArticle("a/b.md", "Новина", date(2026, 2, 1), "https://example.org"),))


def about(title: str) -> Corpus:
    return Corpus((Article("a.txt", title, "en", ()),))


def news(title: str) -> Bulletin:
    return Bulletin(articles=(NewArticle(f"{title}.md", title),))


async def test_waiting_questions_that_are_answered_are_forgotten_and_their_askers_told(
    store: KnowledgeStore, find_due: FindDue
) -> None:
    for user in (1, 2):
        await store.waiting.add(user, "Who leads?")
    notices = [Notice("one", Known("Who leads?"), user=1), Notice("other", Known("Who follows?"), user=2)]
    await store.publish(about("1"), "", news("a"), notices, {1, 99})

    assert [(each.number, each.user) for each in await store.waiting.find()] == [(2, 2)]
    # Nobody waits for the other question.
    assert await find_due() == ["one"]


async def test_withdrawing_the_head_brings_the_one_before_back(store: KnowledgeStore) -> None:
    first, second = [await store.publish(about(name), name, news(name)) for name in ("first", "second")]

    assert await store.withdraw(second.corpus_id, news("back")) == first
    assert await store.corpora.find_kept() == (first,)
    assert await store.corpora.load(first.corpus_id) == about("first")
    assert await store.facts.recall(WITHDRAWN) == "second"
    assert (await store.feed.read(after=2)) == (replace(news("back"), number=3),)
    with pytest.raises(StoreError, match="does not keep"):
        await store.corpora.load(second.corpus_id)


async def test_what_was_withdrawn_first_is_remembered_until_the_next_publication(
    store: KnowledgeStore,
) -> None:
    first, second, third = [await store.publish(about(name), name) for name in "123"]
    assert await store.withdraw(third.corpus_id, None) == second
    assert await store.withdraw(second.corpus_id, Bulletin()) == first
    assert await store.facts.recall(WITHDRAWN) == "3"
    again = await store.publish(about("2"), "2")

    assert await store.facts.recall(WITHDRAWN) is None
    assert [head.fingerprint for head in await store.corpora.find_kept()] == ["2", "1"]
    assert (again.corpus_id, await store.feed.get_newest()) == (second.corpus_id, 0)


async def test_a_notice_is_not_made_again_after_a_withdrawal(
    store: KnowledgeStore, find_due: FindDue
) -> None:
    notice = Notice("n", CHANGE, channel=1)
    await store.publish(about("1"), "1")
    second = await store.publish(about("2"), "2", RICH, [notice])
    await store.outbox.mark_sent("n", 5)
    await store.withdraw(second.corpus_id, news("back"))
    await store.publish(about("2"), "2", RICH, [notice])
    assert await find_due() == []


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
    assert list(await store.corpora.find_kept()) == published[::-1]
    assert (await store.feed.get_newest(), await store.facts.recall(WITHDRAWN)) == (0, None)


async def test_what_was_compared_with_another_head_is_not_published(store: KnowledgeStore) -> None:
    first = await store.publish(about("first"), "print", after="")
    with pytest.raises(OvertakenError):
        await store.publish(about("second"), "print", news("second"), after="")
    second = await store.publish(about("second"), "print", after=first.corpus_id)
    with pytest.raises(OvertakenError):
        await store.publish(about("third"), "print", news("third"), after=first.corpus_id)
    assert await store.corpora.get_head() == second
    assert await store.feed.get_newest() == 0
