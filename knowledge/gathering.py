"""What is new at the live sources? Looks at those that are due, keeps what came of it, and reloads."""

import asyncio
import logging
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import datetime

from knowledge.base import KnowledgeBase
from knowledge.counting import count
from knowledge.errors import KnowledgeError
from knowledge.sources.addresses import Addresses
from knowledge.sources.documents import Holdings, read_version
from knowledge.sources.fetching import Fetcher, open_fetcher
from knowledge.sources.handed_in import MOST_BYTES, Said, take_file, take_page
from knowledge.sources.inspection import Inspection, inspect_answer
from knowledge.sources.kept import Kept, SourceRecord, SourceSpec, SourceState
from knowledge.sources.live import Round, is_look_due, look, settle
from knowledge.sources.proposals import AddArticle
from knowledge.sources.reading import ChildReader, open_reader
from knowledge.statuses.changes import Changes, words_of

_log = logging.getLogger(__name__)

EVERY = 30.0
"""Seconds between two looks at which sources are due."""


class Gatherer:
    """Looks at live sources for a knowledge base."""

    def __init__(
        self, base: KnowledgeBase, fetcher: Fetcher, reader: ChildReader, now: Callable[[], datetime]
    ) -> None:
        """Fetch by `fetcher`, read in a child process by `reader`; `now` gives the time in UTC."""
        self._base = base
        self._fetcher = fetcher
        self._reader = reader
        self._now = now
        self._may_be_behind = True
        """Whether more may be kept than is taken up: at first that of a process which ended in between."""

    async def gather(self) -> Changes | None:
        """Look at the sources that are due, and reload where that is news; None where it is none.

        Raises KnowledgeError where the store refuses, or a reload takes back too much; what came is kept.
        """
        self._may_be_behind |= any(found.kept for _, found in await self.look(due=True))
        if not self._may_be_behind:
            return None
        changes = await self._base.reload(folder=False) if await self._base.intake.has_kept_news() else None
        self._may_be_behind = False
        return changes

    async def look(self, *, due: bool = False) -> tuple[tuple[str, Round], ...]:
        """Look at all sources but paused ones, or at those that are `due`, and keep what comes of it.

        They are looked at side by side; how many fetch at once is the fetcher's matter.
        """
        records = [each for each in await self._base.intake.find_sources() if not each.paused]
        try:
            async with asyncio.TaskGroup() as group:
                tasks = [
                    (each.name, group.create_task(self._look(each)))
                    for each in records
                    if not due or (each.spec and is_look_due(each.state, each.spec, self._now()))
                ]
        except ExceptionGroup as failures:
            # Such as a store that refuses, of which whoever called can say something.
            raise failures.exceptions[0] from failures
        return tuple((name, task.result()) for name, task in tasks)

    async def try_out(self, spec: SourceSpec) -> tuple[Round, Changes]:
        """Look at a source that there is not yet, keep nothing, and say what its articles would change."""
        found = await look(spec, SourceState(), {}, self._fetcher, self._reader, self._now())
        kept = *await self._base.intake.find_kept(), *found.kept
        changes = await self._base.preview(proposed=Holdings(kept, found.data), folder=False)
        return found, changes

    async def take_file(self, name: str, data: bytes, said: Said) -> AddArticle:
        """Make an article of a file that somebody hands in. Raises KnowledgeError."""
        return take_file(name, data, said, self._now(), await self._base.intake.find_kept())

    async def fetch_article(self, url: str, said: Said) -> AddArticle:
        """Make an article of what is at an address. Raises KnowledgeError where it cannot be fetched."""
        fetched = await self._fetcher.fetch(url, most_bytes=MOST_BYTES)
        return take_page(fetched, said, await self._base.intake.find_kept())

    async def inspect(self, name: str, handed_in: AddArticle) -> Inspection:
        """Read what is handed in, and give it this name."""
        kept = handed_in.kept
        answer = await read_version(self._reader, kept, kept.version, handed_in.data)
        return await asyncio.to_thread(inspect_answer, name, answer, self._base.own)

    async def _look(self, record: SourceRecord) -> Round:
        """Look at one source, and keep what came of it in one transaction."""
        if record.spec is None:  # pragma: no cover - such are not found
            raise LookupError(record.name)
        store = self._base.store
        kept = {each.identity: each for each in await store.documents.find(record.name)}
        found = await look(record.spec, record.state, kept, self._fetcher, self._reader, self._now())

        async def say_same(before: Kept, after: Kept) -> bool:
            return await self._say_same(before, after, found)

        found = await settle(found, say_same)
        await store.sources.keep_round(record.name, found.state, found.kept, found.data)
        _report(record, found)
        return found

    async def _say_same(self, before: Kept, after: Kept, found: Round) -> bool:
        """Tell whether a reader would see no difference; what cannot be read takes the place of nothing."""
        contents = await self._base.store.documents.read([before.version.sha256])
        old = contents.get(before.version.sha256, b"")
        now = await read_version(self._reader, after, after.version, found.data[after.version.sha256])
        then = await read_version(self._reader, before, before.version, old)
        if now.article is None:
            return True
        return then.article is not None and words_of(then.article) == words_of(now.article)


async def keep_gathering(
    gatherer: Gatherer,
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    tell: Callable[[Changes | KnowledgeError], object] = lambda _: None,
) -> None:
    """Look again and again at the sources that are due; ends only when it is cancelled.

    What is taken up, or is not, is logged, and `tell` is told, each failure once.
    """
    said = ""
    while True:
        try:
            changes = await gatherer.gather()
        except KnowledgeError as error:
            if said != str(error):
                said = str(error)
                _log.error("What came from the sources is not taken up yet: %s", error)
                tell(error)
        else:
            said = ""
            if changes:
                _log.info("What came from the sources is taken up: %s.", changes.summary)
                tell(changes)
        await sleep(EVERY)


@asynccontextmanager
async def open_gatherer(
    base: KnowledgeBase,
    agent: str,
    proxy: str | None,
    now: Callable[[], datetime],
    addresses: Addresses | None = None,
) -> AsyncGenerator[Gatherer]:
    """Open what gathers; `agent` is told to each server, and `proxy` is None for none.

    `addresses` tells which may be dialled, if not public ones alone: for tests, which serve on this machine.
    """
    async with (
        open_fetcher(agent, proxy=proxy, addresses=addresses) as fetcher,
        open_reader() as reader,
    ):
        yield Gatherer(base, fetcher, reader, now)


def _report(record: SourceRecord, found: Round) -> None:
    """Log what is new about a source; a failure once, and again when it is over."""
    state, name = found.state, record.name
    _log.debug("The source %s was looked at.", name)
    if state.reason and state.reason != record.state.reason:
        _log.warning("The source %s cannot be read: it %s. %s", name, state.reason, state.cure)
    elif record.state.reason and not state.reason:
        _log.info("The source %s can be read again.", name)
    for remark in found.remarks:
        _log.info("From the source %s, %s: it %s. %s", name, remark.url, remark.reason, remark.cure)
    if found.new or found.changes or found.gone:
        counts = count(len(found.new), "new article"), len(found.changes), len(found.gone)
        _log.info("The source %s has %s, %d revised and %d gone.", name, *counts)
