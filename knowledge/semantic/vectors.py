"""What do the passages mean? A model's vectors of them: what is kept, and the missing made now."""

import asyncio
from collections import deque
from collections.abc import Collection, Mapping
from typing import Protocol

from knowledge.semantic import Entries, Model, Reranker

_AT_ONCE = 64
"""Passages that are encoded before they are put into the store: what a kill costs is some seconds."""


class VectorStore(Protocol):
    """Keeps vectors, as a store does."""

    async def find(self, model_id: str, keys: Collection[str]) -> dict[str, bytes]:
        """Return what is kept of a model's vectors under these keys."""
        ...

    async def keep(self, model_id: str, vectors: Mapping[str, bytes]) -> None:
        """Keep a model's vectors."""
        ...

    async def forget(self, model_id: str, but: Collection[str]) -> None:
        """Forget all vectors but those of this model under these keys."""
        ...


class Meanings:
    """Makes corpora ready for a model; a passage is encoded once, and kept by what it says."""

    def __init__(self, model: Model, store: VectorStore, *, corpora: int, writes: bool) -> None:
        """Keep in `store`, if it `writes`, what the last so many corpora have needed."""
        self._model = model
        self._store = store
        self._writes = writes
        self._needed: deque[frozenset[str]] = deque(maxlen=corpora)

    async def reranker(self, entries: Entries) -> Reranker:
        """Make ready to judge the passages of a corpus: some 30 ms for each new sentence, in a thread.

        Where the store can only be read, what is missing is encoded all the same, and not kept.
        """
        wanted = await asyncio.to_thread(self._model.texts_to_encode, entries)
        kept = await self._store.find(self._model.id, wanted)
        # One that the disk has spoilt is as good as none.
        vectors = {
            key: vector for key, vector in kept.items() if len(vector) == self._model.size * len(wanted[key])
        }
        missing = [key for key in wanted if key not in vectors]
        for first in range(0, len(missing), _AT_ONCE):
            made = await self._encode({key: wanted[key] for key in missing[first : first + _AT_ONCE]})
            vectors |= made
            if self._writes:
                await self._store.keep(self._model.id, made)
        self._needed.append(frozenset(wanted))
        return await asyncio.to_thread(self._model.reranker, entries, vectors)

    async def forget(self) -> None:
        """Forget the vectors that none of the last corpora made ready has needed."""
        await self._store.forget(self._model.id, but={key for keys in self._needed for key in keys})

    async def _encode(self, texts: Mapping[str, tuple[str, ...]]) -> dict[str, bytes]:
        # One passage a thread's turn: who cancels a reload need not wait for more than that.
        return {key: await asyncio.to_thread(self._model.encode, each) for key, each in texts.items()}
