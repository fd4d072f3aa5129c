"""Are a model's vectors kept until they are forgotten, and never more than a cost?"""

import sqlite3
from collections.abc import AsyncGenerator
from contextlib import closing
from pathlib import Path

import pytest

from knowledge.errors import StoreDamagedError, StoreError
from knowledge.model import Article, Corpus
from knowledge.store import KnowledgeStore, open_store

ONE, OTHER = "1" * 64, "2" * 64
A, B, C = (letter * 64 for letter in "abc")


@pytest.fixture
async def store(tmp_path: Path) -> AsyncGenerator[KnowledgeStore]:
    async with open_store(tmp_path) as opened:
        await opened.keep_vectors(ONE, {A: b"one a", B: b"one b"})
        await opened.keep_vectors(OTHER, {A: b"other a"})
        yield opened


async def test_vectors_are_kept_by_model_and_key(store: KnowledgeStore) -> None:
    assert await store.vectors(ONE, [A, B, C]) == {A: b"one a", B: b"one b"}
    assert await store.vectors(ONE, {B}) == {B: b"one b"}
    assert await store.vectors(OTHER, [A, B]) == {A: b"other a"}
    assert await store.vectors(ONE, []) == {}


async def test_a_vector_that_is_kept_again_replaces_what_was_there(store: KnowledgeStore) -> None:
    await store.keep_vectors(ONE, {A: b"healed", C: b""})
    assert await store.vectors(ONE, [A, B, C]) == {A: b"healed", B: b"one b", C: b""}


async def test_all_but_what_one_model_needs_is_forgotten(store: KnowledgeStore) -> None:
    await store.forget_vectors(ONE, but=[B, C])
    assert await store.vectors(ONE, [A, B, C]) == {B: b"one b"}
    assert await store.vectors(OTHER, [A]) == {}
    await store.forget_vectors(ONE, but=[])
    assert await store.vectors(ONE, [B]) == {}


async def test_any_number_of_keys_can_be_asked_for(store: KnowledgeStore) -> None:
    many = {f"{number:064x}": b"%d" % number for number in range(40_000)}
    await store.keep_vectors(ONE, many)
    await store.forget_vectors(ONE, but=many)
    assert await store.vectors(ONE, [*many, A]) == many


async def test_vectors_outlive_the_process_and_a_publication(tmp_path: Path) -> None:
    async with open_store(tmp_path) as store:
        await store.keep_vectors(ONE, {A: b"kept"})
        await store.publish(Corpus((Article("a.txt", "A", "en", ()),)), "")
    async with open_store(tmp_path) as store:
        assert await store.vectors(ONE, [A]) == {A: b"kept"}


async def test_a_reader_reads_vectors_and_keeps_and_forgets_none(
    store: KnowledgeStore, tmp_path: Path
) -> None:
    async with open_store(tmp_path, write=False) as reader:
        assert (store.writes, reader.writes) == (True, False)
        assert await reader.vectors(ONE, [A]) == {A: b"one a"}
        with pytest.raises(StoreError, match="reading only"):
            await reader.keep_vectors(ONE, {C: b"c"})
        with pytest.raises(StoreError, match="reading only"):
            await reader.forget_vectors(ONE, but=[])
    assert await store.vectors(ONE, [A, B, C]) == {A: b"one a", B: b"one b"}


async def test_a_vector_that_became_a_text_is_damage(store: KnowledgeStore, tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "talksbot.db")) as database, database:
        database.execute("PRAGMA writable_schema = ON")
        database.execute("UPDATE sqlite_schema SET sql = replace(sql, ' STRICT', '') WHERE name = 'vector'")
    with closing(sqlite3.connect(tmp_path / "talksbot.db")) as database, database:
        database.execute("UPDATE vector SET bytes = 'no bytes'")
    async with open_store(tmp_path, write=False) as reader:
        with pytest.raises(StoreDamagedError):
            await reader.vectors(ONE, [A])
