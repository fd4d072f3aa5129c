"""Are a model's vectors kept until they are forgotten?"""

import pytest

from knowledge.model import Corpus
from knowledge.store import KnowledgeStore

ONE, OTHER = "1" * 64, "2" * 64
A, B, C = (letter * 64 for letter in "abc")


@pytest.fixture
async def stored(store: KnowledgeStore) -> KnowledgeStore:
    """Give a store that keeps vectors of two models."""
    await store.vectors.keep(ONE, {A: b"one a", B: b"one b"})
    await store.vectors.keep(OTHER, {A: b"other a"})
    return store


async def test_vectors_are_kept_by_model_and_key(stored: KnowledgeStore) -> None:
    assert await stored.vectors.find(ONE, [A, B, C]) == {A: b"one a", B: b"one b"}
    assert await stored.vectors.find(ONE, {B}) == {B: b"one b"}
    assert await stored.vectors.find(OTHER, [A, B]) == {A: b"other a"}
    assert await stored.vectors.find(ONE, []) == {}


async def test_a_vector_that_is_kept_again_replaces_what_was_there(stored: KnowledgeStore) -> None:
    await stored.vectors.keep(ONE, {A: b"healed", C: b""})
    assert await stored.vectors.find(ONE, [A, B, C]) == {A: b"healed", B: b"one b", C: b""}


async def test_all_but_what_one_model_needs_is_forgotten(stored: KnowledgeStore) -> None:
    await stored.vectors.forget(ONE, but=[B, C])
    assert await stored.vectors.find(ONE, [A, B, C]) == {B: b"one b"}
    assert await stored.vectors.find(OTHER, [A]) == {}
    await stored.vectors.forget(ONE, but=[])
    assert await stored.vectors.find(ONE, [B]) == {}


async def test_any_number_of_keys_can_be_asked_for(stored: KnowledgeStore) -> None:
    many = {f"{number:064x}": b"%d" % number for number in range(40_000)}
    await stored.vectors.keep(ONE, many)
    await stored.vectors.forget(ONE, but=many)
    assert await stored.vectors.find(ONE, [*many, A]) == many


async def test_a_publication_forgets_no_vectors(stored: KnowledgeStore) -> None:
    await stored.publish(Corpus(()), "")
    assert await stored.vectors.find(ONE, [A]) == {A: b"one a"}
