"""Does one process at a time hold what only one may do?"""

from knowledge.store import KnowledgeStore

_LONG = 3600.0


async def test_what_one_holds_no_other_can_claim(store: KnowledgeStore) -> None:
    assert await store.leases.claim(["shard 0", "shard 1"], "anna", _LONG) == {}

    assert await store.leases.claim(["shard 1"], "boris", _LONG) == {"shard 1": "anna"}
    assert await store.leases.claim(["shard 2"], "boris", _LONG) == {}


async def test_all_is_claimed_or_nothing(store: KnowledgeStore) -> None:
    await store.leases.claim(["shard 1"], "anna", _LONG)

    assert await store.leases.claim(["shard 0", "shard 1"], "boris", _LONG) == {"shard 1": "anna"}
    assert await store.leases.claim(["shard 0"], "clara", _LONG) == {}


async def test_who_holds_it_may_hold_it_for_longer(store: KnowledgeStore) -> None:
    await store.leases.claim(["shard 0"], "anna", 0)

    assert await store.leases.claim(["shard 0"], "anna", _LONG) == {}
    assert await store.leases.claim(["shard 0"], "boris", _LONG) == {"shard 0": "anna"}


async def test_what_has_lapsed_is_free(store: KnowledgeStore) -> None:
    await store.leases.claim(["shard 0"], "anna", 0)

    assert await store.leases.claim(["shard 0"], "boris", _LONG) == {}
    assert await store.leases.claim(["shard 0"], "anna", _LONG) == {"shard 0": "boris"}


async def test_what_is_released_is_free_at_once(store: KnowledgeStore) -> None:
    await store.leases.claim(["shard 0", "shard 1"], "anna", _LONG)
    await store.leases.claim(["shard 2"], "boris", _LONG)
    await store.leases.release("anna")

    assert await store.leases.claim(["shard 0", "shard 1"], "boris", _LONG) == {}
    assert await store.leases.claim(["shard 2"], "anna", _LONG) == {"shard 2": "boris"}
