"""What is kept? Published corpora, what a model made of them, and a few facts; all SQL is in here.

`KnowledgeStore` says what any store can do. Behind it: `_canonical` (a corpus as lines of bytes, and its
name), `_sqlite` (the embedded store, and how to open it), `_database` (its file: opened, checked, migrated),
`_lock` (one process at a time writes), `_failures` (what disk and database say, as errors with their cure).
"""

from collections.abc import Collection, Mapping
from typing import Protocol

from knowledge.model import Corpus, Head
from knowledge.store._canonical import corpus_id
from knowledge.store._sqlite import SQLiteStore, open_store

__all__ = ["KnowledgeStore", "SQLiteStore", "corpus_id", "open_store"]


class KnowledgeStore(Protocol):
    """Keeps corpora, the newest of which is the head. Every failure is a `StoreError` with its cure."""

    @property
    def writes(self) -> bool:
        """Whether this process may write to it."""
        ...

    async def publish(self, corpus: Corpus, fingerprint: str) -> Head:
        """Keep a corpus and make it the head, both or neither; older ones than the last three go.

        A corpus that is kept already is not stored twice. If it is the head, it keeps its date, and
        only the fingerprint is renewed; if it is an older one, it becomes the head again (a rollback).
        """
        ...

    async def head(self) -> Head | None:
        """Return what is served; None where nothing was ever published."""
        ...

    async def kept(self) -> tuple[Head, ...]:
        """Return what can be loaded, at most three, in the order of publication, newest first."""
        ...

    async def load(self, corpus_id: str) -> Corpus:
        """Return a kept corpus; `StoreDamagedError` unless it is to the byte what was published."""
        ...

    async def vectors(self, model_id: str, keys: Collection[str]) -> dict[str, bytes]:
        """Return what is kept of a model's vectors under these keys; their length is not looked at."""
        ...

    async def keep_vectors(self, model_id: str, vectors: Mapping[str, bytes]) -> None:
        """Keep a model's vectors, by keys that name the content they were made of."""
        ...

    async def forget_vectors(self, model_id: str, but: Collection[str]) -> None:
        """Forget all vectors but those of this model under these keys; it can make them again."""
        ...

    async def recall(self, key: str) -> str | None:
        """Return a small fact of the bot itself, or None."""
        ...

    async def remember(self, key: str, value: str) -> None:
        """Keep a small fact of the bot itself, such as a hash of the commands that Discord was told."""
        ...

    async def close(self) -> None:
        """End all work with the store; a second time does nothing."""
        ...
