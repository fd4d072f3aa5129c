"""What is known now? One snapshot that answers, and the reload that replaces it."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from knowledge.changes import Changes, compare
from knowledge.errors import NoArticlesError
from knowledge.index import PassageIndex
from knowledge.ledger import Ledger
from knowledge.model import Answer, Corpus, Coverage, Hit, Problem, Status, Term, Verdict
from knowledge.reading.folder import fingerprint
from knowledge.reading.glossary import NAME as GLOSSARY
from knowledge.reading.glossary import read_glossary
from knowledge.reading.reader import Reading, read_folder
from knowledge.retrieval import Retriever, Thresholds
from knowledge.store import KnowledgeStore, open_store

SHIPPED_ARTICLES = Path(__file__).parent / "articles"
"""The articles about the talks that come with talksbot, and their glossary."""

Progress = Callable[[int, int], None]
"""Told how many files are read, of how many."""


class Snapshot:
    """A corpus, made ready to answer; it never changes."""

    def __init__(self, corpus: Corpus, thresholds: Thresholds) -> None:
        """Build the index: seconds for a hundred thousand passages, so not on the event loop."""
        self.corpus = corpus
        self._retriever = Retriever(PassageIndex(corpus), thresholds)
        self._ledger = Ledger(corpus)
        dates = [article.published for article in corpus.articles if article.published]
        self.coverage = Coverage(
            articles=len(corpus.articles),
            passages=sum(len(article.passages) for article in corpus.articles),
            first=min(dates, default=None),
            last=max(dates, default=None),
            topics=tuple(status.topic for status in self.board()),
        )

    def answer(self, question: str, history: Sequence[str] = ()) -> Answer:
        """Answer a question; `history` holds the asker's earlier questions, oldest first."""
        found = self._retriever.answer(question, history)
        if found.verdict is not Verdict.ANSWER:
            return found
        best = found.hits[0]
        status = self._ledger.about(best.article, best.passage)
        return Answer(question, found.verdict, found.hits, status)

    def status(self, topic: str) -> Answer:
        """Answer where a topic stands, named as people name things; else suggest the nearest topics."""
        status, near = self._ledger.find(topic)
        if status is None:
            return Answer(topic, Verdict.NONE, suggestions=near)
        return Answer(topic, Verdict.ANSWER, (Hit(status.passage, status.article, 1.0),), status)

    def board(self) -> tuple[Status, ...]:
        """Give where each topic stands, sorted by topic."""
        return self._ledger.board()

    def topics(self, typed: str = "") -> tuple[str, ...]:
        """Give the topics that what was typed so far may become, best first, at most 25."""
        return self._ledger.topics(typed)


class KnowledgeBase:
    """The snapshot that is served, and the folder and the store that it comes from.

    A question takes `snapshot` once and sees one state, whole; a reload swaps that one reference.
    """

    def __init__(self, store: KnowledgeStore, articles: Path, thresholds: Thresholds) -> None:
        """Hold an empty corpus until `reload` or `restore` has been called; `open_base` does."""
        self.store = store
        self._articles = articles
        self._thresholds = thresholds
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
        return (await self._read(progress))[2]

    async def reload(self, progress: Progress | None = None) -> Changes:
        """Read the folder, store what it holds, then serve it.

        Raises KnowledgeError, and serves on what it did, where the folder holds no readable article or
        the store refuses.
        """
        async with self._reloading:
            reading, snapshot, changes = await self._read(progress)
            await self.store.publish(snapshot.corpus, reading.fingerprint)
            self._snapshot = snapshot
            self.problems = changes.problems
            return changes

    async def restore(self) -> bool:
        """Serve the store's head; False where the store is empty."""
        head = await self.store.head()
        if head is None:
            return False
        corpus = await self.store.load(head.corpus_id)
        self._snapshot = await asyncio.to_thread(Snapshot, corpus, self._thresholds)
        return True

    async def is_behind(self) -> bool:
        """Whether the folder has changed since what is served was read from it."""
        head = await self.store.head()
        return head is None or head.fingerprint != await asyncio.to_thread(fingerprint, self._articles)

    async def _read(self, progress: Progress | None) -> tuple[Reading, Snapshot, Changes]:
        reading = await read_folder(self._articles, progress=progress)
        if not reading.articles:
            raise _nothing_read(self._articles, reading.problems)
        return await asyncio.to_thread(self._prepare, reading)

    def _prepare(self, reading: Reading) -> tuple[Reading, Snapshot, Changes]:
        """Index what was read and compare it with what is served; takes a while, so in a thread."""
        served = self._snapshot
        glossary = _shipped_glossary() if reading.glossary is None else reading.glossary
        snapshot = Snapshot(Corpus(reading.articles, glossary), self._thresholds)
        boards = served.board(), snapshot.board()
        return reading, snapshot, compare(served.corpus, snapshot.corpus, boards, reading.problems)


@asynccontextmanager
async def open_base(
    data: Path,
    articles: Path = SHIPPED_ARTICLES,
    thresholds: Thresholds | None = None,
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
            base = KnowledgeBase(store, articles, thresholds)
            if await base.restore():
                yield base
                return
    async with open_store(data) as store:
        base = KnowledgeBase(store, articles, thresholds)
        if not await base.restore() or refresh:
            await base.reload(progress)
        yield base


def _shipped_glossary() -> tuple[Term, ...]:
    return read_glossary((SHIPPED_ARTICLES / GLOSSARY).read_text("utf-8"))


def _nothing_read(folder: Path, problems: Sequence[Problem]) -> NoArticlesError:
    if not problems:
        return NoArticlesError(f"There is no article in {folder}.", "Put .txt, .md or .html files there.")
    return NoArticlesError(
        f"No article in {folder} could be read, the first because: {problems[0]}.",
        "Mend the files and reload.",
    )
