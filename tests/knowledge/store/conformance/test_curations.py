"""Does a store keep what editors have said beside the articles?"""

import pytest

from knowledge.errors import LimitError
from knowledge.model import NO_CURATIONS, Alias, CuratedAnswer, Curations
from knowledge.store import KnowledgeStore, rules

PIER = CuratedAnswer("Where is the pier?", "pier.md", "0123456789abcdef")
BOAT = CuratedAnswer("Коли пором?", "boat.md", "fedcba9876543210")


async def test_what_editors_say_is_kept_in_its_order_and_the_last_word_counts(store: KnowledgeStore) -> None:
    curations = store.curations
    assert await curations.find() == NO_CURATIONS
    await curations.add_alias(Alias("Overpass", "Harbour Bridge"))
    await curations.add_alias(Alias("boat", "Ferry"))
    await curations.add_alias(Alias("overpass!", "North Mole"))
    await curations.add_answers([PIER, BOAT])
    moved = CuratedAnswer(PIER.question, "plan.md", BOAT.passage)
    await curations.add_answers([moved])
    assert await curations.find() == Curations(
        (Alias("overpass", "North Mole"), Alias("boat", "Ferry")), (moved, BOAT)
    )


async def test_what_an_editor_takes_back_is_gone(store: KnowledgeStore) -> None:
    curations = store.curations
    await curations.add_alias(Alias("overpass", "Harbour Bridge"))
    await curations.add_answers([PIER])
    assert await curations.remove_alias("Overpass")
    assert not await curations.remove_alias("overpass")
    assert await curations.remove_answer(PIER.question)
    assert not await curations.remove_answer(PIER.question)
    assert await curations.find() == NO_CURATIONS


async def test_more_than_can_be_kept_is_refused_as_a_whole(
    store: KnowledgeStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rules, "MOST_CURATIONS", 1)
    with pytest.raises(LimitError):
        await store.curations.add_answers([PIER, BOAT])
    assert await store.curations.find() == NO_CURATIONS
    await store.curations.add_answers([PIER])
    with pytest.raises(LimitError):
        await store.curations.add_alias(Alias("overpass", "Harbour Bridge"))
