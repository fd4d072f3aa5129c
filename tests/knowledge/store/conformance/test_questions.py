"""Does a store know who waits for which answer?"""

import pytest

from knowledge.answers import Verdict
from knowledge.errors import KnowledgeError
from knowledge.model import Corpus
from knowledge.notices.audience import Bulletin, NewArticle
from knowledge.store import KnowledgeStore

ANNA, BORIS = 2**63 - 1, 2**62 + 7
NEWS = Bulletin(articles=(NewArticle("a.md", "A"),))


async def test_a_question_is_waited_for_once_by_each_user(store: KnowledgeStore) -> None:
    store = store
    assert await store.waiting.add(ANNA, "Who leads?")
    assert not await store.waiting.add(ANNA, "Who leads?")
    await store.publish(Corpus(()), "", NEWS)
    assert await store.waiting.add(BORIS, "Who leads?")

    found = await store.waiting.find()
    assert [(each.user, each.question, each.after) for each in found] == [
        (ANNA, "Who leads?", 0),
        (BORIS, "Who leads?", 1),
    ]
    assert found[0].number < found[1].number
    assert await store.waiting.find(BORIS) == found[1:]


async def test_nobody_waits_for_more_than_25_questions(store: KnowledgeStore) -> None:
    for number in range(25):
        assert await store.waiting.add(ANNA, f"question {number}")
    with pytest.raises(KnowledgeError, match="More than 25 questions") as failure:
        await store.waiting.add(ANNA, "one more")
    assert failure.value.cure
    assert not await store.waiting.add(ANNA, "question 0")
    assert await store.waiting.add(BORIS, "one more")
    assert len(await store.waiting.find(ANNA)) == 25


@pytest.mark.parametrize(
    ("asked", "kept"),
    [
        ("x" * 9_000, "x" * 300),
        ("half \ud83d a dove", "half ? a dove"),
        ("Ї\x00🕊", "Ї?🕊"),
        ("'; --", "'; --"),
    ],
)
async def test_of_a_question_300_characters_are_kept(store: KnowledgeStore, asked: str, kept: str) -> None:
    await store.waiting.add(ANNA, asked)
    await store.inquiries.add(None, "key", asked, Verdict.NONE, [asked])

    assert [each.question for each in await store.waiting.find()] == [kept]
    inquiry = await store.inquiries.get("key")
    assert inquiry
    assert (inquiry.question, inquiry.earlier) == (kept, (kept,))
