"""What is there to be read? The folder, what is kept beside it, and what editors say of all that."""

import asyncio
from collections.abc import Callable, Sequence
from functools import partial

from msgspec.structs import replace

from knowledge.curation import take_up_curations
from knowledge.model import Corpus
from knowledge.sources.documents import Holdings, Shelves, mark_documents
from knowledge.sources.edition import Edition, take_up
from knowledge.sources.folders import Folders
from knowledge.sources.kept import Kept, SourceRecord, SourceSpec
from knowledge.sources.origin import Origin
from knowledge.sources.proposals import ADDED
from knowledge.sources.reader import Reading, add_shelf, keep_folder, read_folder, refuse_nothing
from knowledge.sources.recollection import NO_PAST, Past, Recollection
from knowledge.store import WITHDRAWN, KnowledgeStore, identify

_TAKEN_UP = "documents.taken_up"
"""The fact that names the articles beside those of the folder which the last reload took up."""

Progress = Callable[[int, int], None]
"""Told how many files are read, of how many."""


class Intake:
    """What a reload reads: files of folders, and articles of other sources that the store keeps."""

    def __init__(
        self,
        store: KnowledgeStore,
        folders: Folders,
        origin: Origin | None = None,
        sources: Sequence[SourceSpec] = (),
    ) -> None:
        """Read what is in `folders`, and what the store keeps of live sources; `sources` are configured.

        The store is to remember `origin`, the folder that is configured; the main one of `folders` may be
        another one, which is read only this time.
        """
        self._store = store
        self.folders = folders
        """Where the articles are that are files."""
        self._origin = origin
        self._sources = tuple(sources)
        self._shelves = Shelves()

    @property
    def configured_sources(self) -> frozenset[str]:
        """The names of the live sources that the configuration sets."""
        return frozenset(spec.name for spec in self._sources)

    async def find_sources(self) -> tuple[SourceRecord, ...]:
        """Return the live sources that are configured or were added, sorted by name, and how each stands."""
        known = {record.name: record for record in await self._store.sources.find()}
        for spec in self._sources:
            # What the configuration says of a source goes before what was said on Discord.
            known[spec.name] = replace(known.get(spec.name, SourceRecord(spec.name, None)), spec=spec)
        return tuple(record for _, record in sorted(known.items()) if record.spec)

    async def find_kept(self) -> tuple[Kept, ...]:
        """Return the articles beside those of the folder that are to be served."""
        sources = {ADDED, *(record.name for record in await self.find_sources())}
        return tuple(each for each in await self._store.documents.find_served() if each.source in sources)

    async def has_kept_news(self) -> bool:
        """Whether other articles are kept beside those of the folder than the last reload took up."""
        mark = await asyncio.to_thread(mark_documents, await self.find_kept())
        return await self._store.facts.recall(_TAKEN_UP) != mark

    async def is_behind(self) -> bool:
        """Whether the folder has changed since what is served was read from it."""
        head = await self._store.corpora.get_head()
        return head is None or head.fingerprint != await asyncio.to_thread(self._fingerprint)

    async def is_from_elsewhere(self) -> bool:
        """Whether another folder is configured than the store remembers, with something else in it.

        Raises NoArticlesError where there is no such folder.
        """
        if self._origin is None or not await self._origin.is_new_to(self._store.facts):
            return False
        return await self.is_behind()

    async def remember_origin(self) -> None:
        """Let the store remember the folder that is configured."""
        if self._origin:
            await self._origin.remember(self._store.facts)

    async def has_news(self) -> bool:
        """Whether the folder holds neither what is served nor what a rollback has withdrawn."""
        found = await asyncio.to_thread(self._fingerprint)
        head = await self._store.corpora.get_head()
        withdrawn = await self._store.facts.recall(WITHDRAWN)
        return head is None or found not in (head.fingerprint, withdrawn)

    async def read(
        self,
        served: Corpus,
        corpus_id: str,
        progress: Progress | None,
        proposed: Holdings | None = None,
        *,
        folder: bool = True,
    ) -> tuple[Reading, Edition]:
        """Read all that is there, and make of it what may take the place of what is `served`, under its id.

        `proposed` stands for the articles that are kept beside those of the folder; without `folder`, the
        files are not read, and count as they are served. Raises KnowledgeError where nothing can be read.
        """
        # A file of another folder is another file, whatever it is called.
        past = NO_PAST if await self.is_from_elsewhere() else await self._recollect(served, corpus_id)
        if folder:
            reading = await read_folder(self.folders.main, self.folders.others, progress=progress, past=past)
        else:
            head = await self._store.corpora.get_head()
            reading = keep_folder(served, head.fingerprint if head else "", past.recollection)
        proposed = proposed or Holdings(await self.find_kept())
        shelf = await self._shelves.read(proposed.kept, partial(proposed.load, self._store.documents), past)
        reading = add_shelf(reading, shelf)
        refuse_nothing(reading, self.folders.main)
        edition = await asyncio.to_thread(take_up, reading, past.corpus)
        said = await self._store.curations.find()
        corpus, lapsed = await asyncio.to_thread(take_up_curations, edition.corpus, said)

        def find_id() -> str:
            return corpus_id if corpus == served else identify(corpus)

        found = await asyncio.to_thread(find_id)
        return reading, replace(edition, corpus=corpus, lapsed=lapsed, corpus_id=found)

    async def is_taken_up(self, reading: Reading, corpus_id: str) -> bool:
        """Whether the store knows all that came of a reading, where that is the corpus with this id."""
        head = await self._store.corpora.get_head()
        if head is None or (head.corpus_id, head.fingerprint) != (corpus_id, reading.fingerprint):
            return False
        facts = self._store.facts
        if await facts.recall(WITHDRAWN) is not None or await facts.recall(_TAKEN_UP) != reading.shelf:
            return False
        return await self._store.corpora.recall(corpus_id) == reading.recollection.encode()

    async def remember(self, reading: Reading) -> None:
        """Let the store remember what a reload has taken up."""
        await self._store.facts.remember(_TAKEN_UP, reading.shelf)
        await self.remember_origin()

    async def _recollect(self, served: Corpus, corpus_id: str) -> Past:
        """Give what is known of the files that what is served was read from."""
        kept = await self._store.corpora.recall(corpus_id)
        return Past(await asyncio.to_thread(Recollection.decode, kept), served)

    def _fingerprint(self) -> str:
        return self.folders.fingerprint
