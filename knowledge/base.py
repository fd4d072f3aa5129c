"""What is known now? The snapshot that is served, and the reload that replaces it."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import asynccontextmanager
from operator import attrgetter
from pathlib import Path

from knowledge.answering.retrieval import Thresholds
from knowledge.errors import KnowledgeError, NoArticlesError
from knowledge.memory import give_memory_back, uncollected
from knowledge.model import Corpus, Problem, Term
from knowledge.notices.audience import Listeners
from knowledge.notices.consequences import Consequences, consequences
from knowledge.reading.glossary import NAME as GLOSSARY
from knowledge.reading.glossary import read_glossary
from knowledge.semantic import Model, Reranker
from knowledge.semantic.vectors import Meanings
from knowledge.snapshot import Snapshot
from knowledge.sources.folder import fingerprint
from knowledge.sources.reader import Reading, read_folder
from knowledge.statuses.changes import Changes
from knowledge.store import WITHDRAWN, KnowledgeStore, open_store
from knowledge.when import When

SHIPPED_ARTICLES = Path(__file__).parent / "articles"
"""The articles about the talks that come with talksbot, and their glossary."""

Progress = Callable[[int, int], None]
"""Told how many files are read, of how many."""


class KnowledgeBase:
    """The snapshot that is served, and the folder and the store that it comes from.

    A question takes `snapshot` once and sees one state, whole; a reload swaps that one reference.
    """

    def __init__(
        self,
        store: KnowledgeStore,
        articles: Path,
        thresholds: Thresholds,
        when: Callable[[], When],
        model: Model | None = None,
        judged: Path | None = None,
    ) -> None:
        """Hold an empty corpus until `reload` or `restore` has been called; `open_base` does.

        A reload reports which of the questions in the file `judged` break.
        """
        self.store = store
        self.when = when
        """Says which day it is, and what is recent or old on it: an answer is given both, and nothing else."""
        self._judged = judged
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
        async with self._turn():
            reading, corpus = await self._read(progress)
            listeners = await self._listeners()
            # A model need only be made ready where there is something to ask.
            asks = self._judged or listeners.waiting
            reranker = await self._reranker(corpus) if asks else None
            _, following = await self._next(corpus, reranker, reading.problems, listeners)
            return following.changes

    async def reload(self, progress: Progress | None = None) -> Changes:
        """Read the folder, store what it holds, then serve it; whoever waits for news will be told.

        Raises KnowledgeError, and serves on what it did, where the folder holds no readable article or
        the store refuses.
        """
        async with self._turn():
            reading, corpus = await self._read(progress)
            reranker = await self._reranker(corpus)
            # Read last: who comes or goes meanwhile is to count.
            listeners = await self._listeners()
            snapshot, following = await self._next(corpus, reranker, reading.problems, listeners)
            if self._meanings:
                await self._meanings.forget()
            news = following.bulletin, following.notices, following.answered
            await self.store.publish(corpus, reading.fingerprint, *news)
            self._snapshot, self.problems = snapshot, following.changes.problems
            return following.changes

    async def rollback(self) -> Changes:
        """Serve the corpus before this one again, until the next reload; nobody is told.

        Raises KnowledgeError, and serves on what it did, where there is none or the store refuses.
        """
        async with self._turn():
            heads = await self.store.kept()
            if len(heads) < 2:
                raise KnowledgeError("There is no earlier state to go back to.", "Reload from the articles.")
            corpus = await self.store.load(heads[1].corpus_id)
            snapshot, following = await self._next(corpus, await self._reranker(corpus))
            # What a reload has announced is taken back in the feed: it holds what changed, whoever was told.
            await self.store.withdraw(heads[0].corpus_id, following.bulletin)
            self._snapshot, self.problems = snapshot, ()
            return following.changes

    async def restore(self) -> bool:
        """Serve the store's head; False where the store is empty."""
        head = await self.store.head()
        if head is None:
            return False
        with uncollected():
            corpus = await self.store.load(head.corpus_id)
            reranker = await self._reranker(corpus)
            self._snapshot = await asyncio.to_thread(Snapshot, corpus, self._thresholds, reranker)
        return True

    async def is_behind(self) -> bool:
        """Whether the folder has changed since what is served was read from it."""
        head = await self.store.head()
        return head is None or head.fingerprint != await asyncio.to_thread(fingerprint, self._articles)

    async def has_news(self) -> bool:
        """Whether the folder holds neither what is served nor what a rollback has withdrawn."""
        found = await asyncio.to_thread(fingerprint, self._articles)
        head = await self.store.head()
        withdrawn = await self.store.recall(WITHDRAWN)
        return head is None or found not in (head.fingerprint, withdrawn)

    @asynccontextmanager
    async def _turn(self) -> AsyncGenerator[None]:
        """Let one after the other compare with what is served, and replace it."""
        async with self._reloading:
            with uncollected():
                yield
            # Nobody has to wait for it: the new state is served already.
            asyncio.get_running_loop().run_in_executor(None, give_memory_back)

    async def _read(self, progress: Progress | None) -> tuple[Reading, Corpus]:
        reading = await read_folder(self._articles, progress=progress)
        if not reading.articles:
            raise _nothing_read(self._articles, reading.problems)
        return reading, await asyncio.to_thread(_corpus, reading)

    async def _reranker(self, corpus: Corpus) -> Reranker | None:
        if self._meanings is None:
            return None
        return await self._meanings.reranker(await asyncio.to_thread(attrgetter("entries"), corpus))

    async def _listeners(self) -> Listeners:
        audience = self.store.audience
        waiting = await audience.waiting()
        feed = await self.store.feed(min(each.after for each in waiting)) if waiting else ()
        return Listeners(await audience.subscriptions(), waiting, feed)

    async def _next(
        self,
        corpus: Corpus,
        reranker: Reranker | None,
        problems: Sequence[Problem] = (),
        listeners: Listeners | None = None,
    ) -> tuple[Snapshot, Consequences]:
        """Index a corpus, and see what follows where it takes the place of what is served."""

        def prepared() -> tuple[Snapshot, Consequences]:
            new = Snapshot(corpus, self._thresholds, reranker)
            return new, consequences(self._snapshot, new, self.when(), problems, listeners, self._judged)

        return await asyncio.to_thread(prepared)


@asynccontextmanager
async def open_base(
    data: Path,
    articles: Path = SHIPPED_ARTICLES,
    thresholds: Thresholds | None = None,
    model: Model | None = None,
    judged: Path | None = None,
    *,
    when: Callable[[], When],
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
            base = KnowledgeBase(store, articles, thresholds, when, model, judged)
            if await base.restore():
                yield base
                return
    async with open_store(data) as store:
        base = KnowledgeBase(store, articles, thresholds, when, model, judged)
        if not await base.restore() or refresh:
            await base.reload(progress)
        yield base


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
