"""What is known now? The snapshot that is served, and the reload that replaces it."""

import asyncio
import gc
import sys
from collections.abc import AsyncGenerator, Callable, Generator, Sequence
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

from knowledge.changes import Changes, compare
from knowledge.errors import NoArticlesError
from knowledge.meanings import Meanings
from knowledge.model import Corpus, Problem, Term
from knowledge.reading.folder import fingerprint
from knowledge.reading.glossary import NAME as GLOSSARY
from knowledge.reading.glossary import read_glossary
from knowledge.reading.reader import Reading, read_folder
from knowledge.retrieval import Thresholds
from knowledge.semantic import Model, Reranker
from knowledge.snapshot import Snapshot
from knowledge.store import KnowledgeStore, open_store

SHIPPED_ARTICLES = Path(__file__).parent / "articles"
"""The articles about the talks that come with talksbot, and their glossary."""

Progress = Callable[[int, int], None]
"""Told how many files are read, of how many."""


class KnowledgeBase:
    """The snapshot that is served, and the folder and the store that it comes from.

    A question takes `snapshot` once and sees one state, whole; a reload swaps that one reference.
    """

    def __init__(
        self, store: KnowledgeStore, articles: Path, thresholds: Thresholds, model: Model | None = None
    ) -> None:
        """Hold an empty corpus until `reload` or `restore` has been called; `open_base` does."""
        self.store = store
        self._articles = articles
        self._thresholds = thresholds
        self._meanings = Meanings(model, store) if model else None
        self._snapshot = Snapshot(Corpus(()), thresholds)
        self.problems: tuple[Problem, ...] = ()
        """The files that this process's last reload did not take up."""
        self._reloading = asyncio.Lock()

    @property
    def snapshot(self) -> Snapshot:
        """What answers now."""
        return self._snapshot

    async def preview(self, progress: Progress | None = None) -> Changes:
        """Say what a reload would change, and change nothing."""
        reading, corpus = await self._read(progress)
        return (await asyncio.to_thread(self._prepare, reading, corpus, None))[1]

    async def reload(self, progress: Progress | None = None) -> Changes:
        """Read the folder, store what it holds, then serve it.

        Raises KnowledgeError, and serves on what it did, where the folder holds no readable article or
        the store refuses.
        """
        async with self._reloading:
            with _uncollected():
                changes = await self._replace(progress)
            # Nobody has to wait for it: the new state is served already.
            asyncio.get_running_loop().run_in_executor(None, _give_memory_back)
            return changes

    async def _replace(self, progress: Progress | None) -> Changes:
        reading, corpus = await self._read(progress)
        reranker = await self._reranker(corpus)
        snapshot, changes = await asyncio.to_thread(self._prepare, reading, corpus, reranker)
        if self._meanings:
            await self._meanings.forget()
        await self.store.publish(snapshot.corpus, reading.fingerprint)
        self._snapshot = snapshot
        self.problems = changes.problems
        return changes

    async def restore(self) -> bool:
        """Serve the store's head; False where the store is empty."""
        head = await self.store.head()
        if head is None:
            return False
        with _uncollected():
            corpus = await self.store.load(head.corpus_id)
            reranker = await self._reranker(corpus)
            self._snapshot = await asyncio.to_thread(Snapshot, corpus, self._thresholds, reranker)
        return True

    async def is_behind(self) -> bool:
        """Whether the folder has changed since what is served was read from it."""
        head = await self.store.head()
        return head is None or head.fingerprint != await asyncio.to_thread(fingerprint, self._articles)

    async def _read(self, progress: Progress | None) -> tuple[Reading, Corpus]:
        reading = await read_folder(self._articles, progress=progress)
        if not reading.articles:
            raise _nothing_read(self._articles, reading.problems)
        return reading, await asyncio.to_thread(_corpus, reading)

    async def _reranker(self, corpus: Corpus) -> Reranker | None:
        return await self._meanings.reranker(corpus) if self._meanings else None

    def _prepare(
        self, reading: Reading, corpus: Corpus, reranker: Reranker | None
    ) -> tuple[Snapshot, Changes]:
        """Index what was read and compare it with what is served; takes a while, so in a thread."""
        served = self._snapshot
        snapshot = Snapshot(corpus, self._thresholds, reranker)
        boards = served.board(), snapshot.board()
        return snapshot, compare(served.corpus, corpus, boards, reading.problems)


@asynccontextmanager
async def open_base(
    data: Path,
    articles: Path = SHIPPED_ARTICLES,
    thresholds: Thresholds | None = None,
    model: Model | None = None,
    *,
    write: bool = False,
    refresh: bool = False,
    progress: Progress | None = None,
) -> AsyncGenerator[KnowledgeBase]:
    """Open the store in the folder `data` and serve its head; an empty store is filled from `articles` first.

    `refresh` reads `articles` in any case. The store is opened for writing only where something is to be
    written or `write` asks for it: one process can write, any number can read beside it.
    Raises KnowledgeError where there is nothing to serve.
    """
    thresholds = thresholds or Thresholds()
    if not (write or refresh):
        async with open_store(data, write=False) as store:
            base = KnowledgeBase(store, articles, thresholds, model)
            if await base.restore():
                yield base
                return
    async with open_store(data) as store:
        base = KnowledgeBase(store, articles, thresholds, model)
        if not await base.restore() or refresh:
            await base.reload(progress)
        yield base


@contextmanager
def _uncollected() -> Generator[None]:
    """Keep the cyclic garbage collector away from a new corpus.

    It would look at every passage, and stop all threads meanwhile: a fifth of a second for ten thousand. No
    passage is part of a cycle, so there is nothing to find.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


def _give_memory_back() -> None:
    """Return to the system what the old corpus held.

    glibc keeps what is freed for each thread apart, and so a process grew by megabytes with each reload.
    """
    if sys.platform == "linux":  # pragma: no branch -- the others have no such call
        import ctypes

        trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
        if trim:  # pragma: no branch -- musl has none, nor this trouble
            trim(0)


def _corpus(reading: Reading) -> Corpus:
    glossary = _shipped_glossary() if reading.glossary is None else reading.glossary
    return Corpus(reading.articles, glossary)


def _shipped_glossary() -> tuple[Term, ...]:
    return read_glossary((SHIPPED_ARTICLES / GLOSSARY).read_text("utf-8"))


def _nothing_read(folder: Path, problems: Sequence[Problem]) -> NoArticlesError:
    if not problems:
        return NoArticlesError(f"There is no article in {folder}.", "Put .txt, .md or .html files there.")
    return NoArticlesError(
        f"No article in {folder} could be read, the first because: {problems[0]}.",
        "Mend the files and reload.",
    )
