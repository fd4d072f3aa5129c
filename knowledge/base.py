"""What is known now? The snapshot that is served, and the reload that replaces it."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from datetime import datetime
from operator import attrgetter
from pathlib import Path

from msgspec.structs import replace

from knowledge.answering.kept import KeptIndexes
from knowledge.answering.thresholds import Thresholds
from knowledge.errors import NoEarlierStateError, OvertakenError, StoreDamagedError
from knowledge.intake import Intake, Progress
from knowledge.memory import give_memory_back
from knowledge.model import Corpus, Ignored, Problem
from knowledge.notices.audience import ArticleChannel, Listeners
from knowledge.notices.consequences import Consequences, consequences
from knowledge.notices.notices import take_back
from knowledge.notices.preferences import Preferences
from knowledge.semantic import Model, Reranker
from knowledge.semantic.reader import Reader
from knowledge.semantic.vectors import Meanings
from knowledge.snapshot import Snapshot
from knowledge.sources.documents import Holdings
from knowledge.sources.edition import Edition
from knowledge.statuses.changes import Changes, TakesBackError
from knowledge.statuses.claims import read_claims
from knowledge.statuses.ledgers import Ledgers
from knowledge.statuses.own import NO_OWN_WORDS, OwnWords
from knowledge.store import MOST_CORPORA, Head, KnowledgeStore
from knowledge.when import When


class KnowledgeBase:
    """The snapshot that is served, and the folder and the store that it comes from.

    A question takes `snapshot` once and sees one state, whole; a reload swaps that one reference.
    """

    def __init__(
        self,
        store: KnowledgeStore,
        intake: Intake,
        thresholds: Thresholds,
        when: Callable[[], When],
        model: Model | None = None,
        judged: Path | None = None,
        reader: Reader | None = None,
        indexes: KeptIndexes | None = None,
        own: OwnWords = NO_OWN_WORDS,
    ) -> None:
        """Hold an empty corpus until `reload` or `restore` has been called; `open_base` does.

        A reload reports which of the questions in the file `judged` break. Without `indexes`, each index is
        built anew; `own` words for statuses are known beside those of the languages.
        """
        self.store = store
        self.intake = intake
        """What there is to be read."""
        self.when = when
        """Says which day it is, and what is recent or old on it; every answer is given that."""
        self._judged = judged
        self._thresholds = thresholds
        self._indexes = indexes
        self._ledgers = Ledgers(own)
        # Vectors are kept for as many corpora as the store keeps, so that a rollback need not wait.
        self._meanings = (
            Meanings(model, store.vectors, corpora=MOST_CORPORA, writes=store.writes) if model else None
        )
        self.reader = reader
        """What judges passages by reading them; None where words decide."""
        self.own = own
        """Words for statuses that are known beside those of the languages."""
        self._snapshot = Snapshot(Corpus(()), thresholds, own=own)
        self._corpus_id = ""
        """Under which the store keeps what is served."""
        self._head = ""
        """The store's head as it was last seen, which is served unless it is damaged."""
        self.problems: tuple[Problem, ...] = ()
        """The files that this process's last reload did not take up."""
        self.seen_at: datetime | None = None
        """When the store was last seen to hold what is served; None where nobody follows it."""
        self.lost: Head | None = None
        """The state that should be served and is damaged in the store, where the one before is served."""
        self.has_new_origin = False
        """Whether another folder was configured when this was opened, and therefore read."""
        self._reloading = asyncio.Lock()
        self.find_servers: Callable[[], Awaitable[Mapping[int, Preferences]]] = store.servers.find
        """Finds what the servers have set that are told this story; another store may know them."""

    @property
    def snapshot(self) -> Snapshot:
        """What answers now."""
        return self._snapshot

    @property
    def _served(self) -> tuple[Corpus, str]:
        """What is served, and under which id the store keeps it."""
        return self._snapshot.corpus, self._corpus_id

    async def preview(
        self, progress: Progress | None = None, *, proposed: Holdings | None = None, folder: bool = True
    ) -> Changes:
        """Say what a reload would change, and change nothing.

        `proposed` stands for the articles that are kept beside those of the folder; without `folder`, the
        files are not read, and count as they are served.
        """
        async with self._turn():
            await self._catch_up()
            reading, edition = await self.intake.read(*self._served, progress, proposed, folder=folder)
            listeners = await self._listeners()
            # A model need only be made ready where there is something to ask.
            asks = self._judged or listeners.waiting
            reranker = await self._reranker(edition.corpus) if asks else None
            _, following = await self._next(edition, reranker, reading.problems, listeners)
            changes = following.changes
            ignored = await asyncio.to_thread(self._find_ignored, edition.corpus, changes)
            return replace(
                changes, warnings=reading.warnings, passed_over=reading.passed_over, ignored=ignored
            )

    def _find_ignored(self, corpus: Corpus, changes: Changes) -> tuple[tuple[str, Ignored], ...]:
        """Give what of new and changed articles looks like statuses and is not taken."""
        paths = {*changes.added, *changes.changed}
        new = (article for article in corpus.articles if article.path in paths)
        return tuple((each.path, found) for each in new for found in read_claims(each, self.own).ignored)

    async def reload(
        self, progress: Progress | None = None, *, confirmed: bool | str = False, folder: bool = True
    ) -> Changes:
        """Read all articles, store what they hold, then serve it; whoever waits for news will be told.

        A known file that is there but cannot be read keeps its last good version. Raises KnowledgeError,
        and serves on what it did, where the folder holds no readable article or the store refuses; of these
        TakesBackError where much would be taken back, unless that is `confirmed`: whatever it is, or the one
        loss that has this key. Another folder than before is meant to be another one. Without `folder`, only
        what is kept of live sources is read, and the files count as they are served.
        """
        while True:
            with suppress(OvertakenError):  # another process was first: compare with what that has published
                return await self._reload(progress, confirmed=confirmed, folder=folder)

    async def _reload(self, progress: Progress | None, *, confirmed: bool | str, folder: bool) -> Changes:
        async with self._turn():
            await self._catch_up()
            confirmed = confirmed or await self.intake.is_from_elsewhere()
            reading, edition = await self.intake.read(*self._served, progress, folder=folder)
            reranker = await self._reranker(edition.corpus)
            # Read last: who comes or goes meanwhile is to count.
            listeners = await self._listeners()
            snapshot, following = await self._next(edition, reranker, reading.problems, listeners)
            told = following.notices or following.answered
            if (
                snapshot is self._snapshot
                and not told
                and await self.intake.is_taken_up(reading, self._corpus_id)
            ):
                if self._meanings:
                    await self._meanings.forget()
                self.problems = following.changes.problems
                await self.intake.remember_origin()
                return replace(following.changes, warnings=reading.warnings, passed_over=reading.passed_over)
            loss = following.changes.loss
            if loss.is_large and confirmed not in (True, loss.key):
                raise TakesBackError(following.changes)
            if self._meanings:
                await self._meanings.forget()
            news = following.bulletin, following.notices, following.answered
            recollection = await asyncio.to_thread(reading.recollection.encode)
            seen = reading.fingerprint, *news, recollection, edition.corpus_id
            head = await self.store.publish(edition.corpus, *seen, after=self._head)
            self._corpus_id, self._head, self.lost = head.corpus_id, head.corpus_id, None
            self._snapshot, self.problems = snapshot, following.changes.problems
            await self.intake.remember(reading)
            await self._forget_indexes()
            return replace(following.changes, warnings=reading.warnings, passed_over=reading.passed_over)

    async def rollback(self) -> Changes:
        """Serve the corpus before this one again, until the next reload; what was told is corrected.

        Raises KnowledgeError, and serves on what it did, where there is none or the store refuses.
        """
        async with self._turn():
            await self._catch_up()
            heads = await self.store.corpora.find_kept()
            if len(heads) < 2:
                raise NoEarlierStateError
            corpus = await self.store.corpora.load(heads[1].corpus_id)
            edition = Edition(corpus, corpus_id=heads[1].corpus_id)
            snapshot, following = await self._next(edition, await self._reranker(corpus))
            taken_back = await asyncio.to_thread(take_back, self._snapshot, snapshot)
            # What a reload has announced is taken back in the feed: it holds what changed, whoever was told.
            await self.store.withdraw(heads[0].corpus_id, following.bulletin, taken_back)
            self._snapshot, self.problems, self.lost = snapshot, (), None
            self._corpus_id = self._head = heads[1].corpus_id
            await self._forget_indexes()
            return following.changes

    async def restore(self) -> bool:
        """Serve the store's head; False where the store is empty.

        Where the head is damaged, the newest of the states before it that is whole is served, and the head is
        `lost` until the next reload. Raises StoreDamagedError where none is.
        """
        heads = await self.store.corpora.find_kept()
        if not heads:
            self._head = ""
            return False
        try:
            head, corpus = await self._load_whole(heads)
        except StoreDamagedError:
            self._head = heads[0].corpus_id  # a reload is to take its place
            raise
        reranker = await self._reranker(corpus)
        self._snapshot = await asyncio.to_thread(self._prepare, corpus, reranker, head.corpus_id)
        # Not before: whoever looks meanwhile is to wait for it, and where it fails it is tried again.
        self._corpus_id, self._head = head.corpus_id, heads[0].corpus_id
        self.lost = None if head == heads[0] else heads[0]
        await self._forget_indexes()
        return True

    async def follow(self) -> bool:
        """Serve what another process has published or withdrawn; False where nobody has."""
        if not await self._is_overtaken():
            return False
        async with self._turn():
            return await self._catch_up()

    async def _catch_up(self) -> bool:
        return await self._is_overtaken() and await self.restore()

    async def _is_overtaken(self) -> bool:
        head = await self.store.corpora.get_head()
        return (head.corpus_id if head else "") != self._head

    async def _load_whole(self, heads: Sequence[Head]) -> tuple[Head, Corpus]:
        """Load the first of some corpora that is whole; raise StoreDamagedError where none is."""
        *others, last = heads
        for head in others:
            with suppress(StoreDamagedError):
                return head, await self.store.corpora.load(head.corpus_id)
        return last, await self.store.corpora.load(last.corpus_id)

    @asynccontextmanager
    async def _turn(self) -> AsyncGenerator[None]:
        """Let one after the other compare with what is served, and replace it."""
        async with self._reloading:
            yield
            # Nobody has to wait for it: the new state is served already.
            asyncio.get_running_loop().run_in_executor(None, give_memory_back)

    async def _reranker(self, corpus: Corpus) -> Reranker | None:
        if self._meanings is None:
            return None
        return await self._meanings.reranker(await asyncio.to_thread(attrgetter("entries"), corpus))

    async def _listeners(self) -> Listeners:
        store = self.store
        waiting = await store.waiting.find()
        came: Mapping[str, int] = {}
        if waiting:
            came = await store.feed.find_articles(min(each.after for each in waiting))
        channels = tuple(
            ArticleChannel(guild, set_there.article_channel)
            for guild, set_there in (await self.find_servers()).items()
            if set_there.article_channel
        )
        unanswered = await store.inquiries.find_open()
        return Listeners(await store.subscriptions.find(), waiting, came, channels, unanswered)

    async def _next(
        self,
        edition: Edition,
        reranker: Reranker | None,
        problems: Sequence[Problem] = (),
        listeners: Listeners | None = None,
    ) -> tuple[Snapshot, Consequences]:
        """Index a corpus, and see what follows where it takes the place of what is served."""

        def prepare() -> tuple[Snapshot, Consequences]:
            others = problems, listeners, self._judged
            if edition.corpus == self._snapshot.corpus:
                new = self._snapshot
                return new, consequences(
                    new, new, self.when(), *others, stale=edition.stale, lapsed=edition.lapsed
                )
            new = self._prepare(edition.corpus, reranker, edition.corpus_id)
            return new, consequences(
                self._snapshot, new, self.when(), *others, stale=edition.stale, lapsed=edition.lapsed
            )

        return await asyncio.to_thread(prepare)

    def _prepare(self, corpus: Corpus, reranker: Reranker | None, corpus_id: str) -> Snapshot:
        """Make a corpus ready to be asked, and keep its index."""
        index = self._indexes.open(corpus, corpus_id) if self._indexes else None
        ledger = self._ledgers.make(corpus)
        return Snapshot(corpus, self._thresholds, reranker, self.reader, index, self.own, ledger)

    async def _forget_indexes(self) -> None:
        """Leave no index of a corpus that cannot be served any more; who only reads leaves all."""
        if self._indexes and self.store.writes:
            kept = [head.corpus_id for head in await self.store.corpora.find_kept()]
            await asyncio.to_thread(self._indexes.forget, kept)
