"""Does a store recall what the bot has to remember of itself?"""

from knowledge.store import KnowledgeStore


async def test_small_facts_are_recalled_and_replaced(store: KnowledgeStore) -> None:
    assert await store.facts.recall("commands") is None
    await store.facts.remember("commands", "old")
    await store.facts.remember("commands", "новий")
    await store.facts.remember("other", "")

    assert await store.facts.recall("commands") == "новий"
    assert await store.facts.recall("other") == ""
