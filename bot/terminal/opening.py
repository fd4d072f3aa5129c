"""How does a command come by what is known? It opens the store, and fills it from the articles first."""

import asyncio
import sys
from collections.abc import AsyncGenerator, Generator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from datetime import timedelta
from functools import partial
from pathlib import Path

from msgspec import Struct

from bot.clock import Clock
from bot.config import Config, ConfigurationError, Mistake, name_variable
from bot.terminal.console import Console
from bot.terminal.notes import note
from knowledge.answering.kept import KeptIndexes
from knowledge.answering.thresholds import Thresholds
from knowledge.base import KnowledgeBase
from knowledge.errors import KnowledgeError, NoArticlesError, StoreDamagedError
from knowledge.intake import Intake
from knowledge.opening import INDEXES, open_base
from knowledge.semantic import Model, open_model
from knowledge.semantic.reader import SHIPPED_READER, Reader
from knowledge.snapshot import Snapshot
from knowledge.sources.edition import SHIPPED_ARTICLES
from knowledge.sources.folders import Folders
from knowledge.sources.kept import Kind, SourceSpec
from knowledge.sources.origin import Origin
from knowledge.statuses.own import OwnWords
from knowledge.store import open_store


def snapshot(configured: Config) -> Snapshot:
    """Open what is served, take it, and leave the store to others."""

    async def take() -> Snapshot:
        async with open_served(configured) as base:
            return base.snapshot

    return asyncio.run(take())


@asynccontextmanager
async def open_served(
    configured: Config, *, write: bool = False, engines: "Engines | None" = None
) -> AsyncGenerator[KnowledgeBase]:
    """Open what is served; tell on standard error what was left out, or has changed in the folder since.

    A folder that the configuration names anew is read first, as for an empty store. One that the command line
    names is read first too, and then served until the next reload or another folder in the configuration.
    `engines` are those of the other corpora.
    """
    known, engines = configured.knowledge, engines or Engines.of(configured)
    filled = open_base(
        known.data,
        configured.articles or SHIPPED_ARTICLES,
        _thresholds(configured),
        engines.model,
        known.judged if write else None,  # they are for later reloads
        when=partial(Clock().when, configured.answers),
        configured=known.articles or SHIPPED_ARTICLES,
        reader=engines.reader,
        sources=_sources(configured),
        write=write,
        refresh=configured.instead is not None,
        progress=Console(sys.stderr).progress,
        own=own_words(configured),
        others=folders(configured),
        retention_days=configured.privacy.retention_days,
        address=configured.address,
    )
    with _name_missing_folder(configured):
        async with filled as base:
            of = f"corpus {configured.corpus}: " if configured.corpus else ""
            if base.has_new_origin:
                where = known.articles or "the shipped ones"
                note(f"{of}the articles are read from another folder now, as configured: {where}")
            for problem in base.problems:
                note(f"{of}{problem}")
            reload = f"talksbot reload{f' --corpus {configured.corpus}' if of else ''}"
            if lost := base.lost:
                note(
                    f"{of}the state of {lost.published_at:%Y-%m-%d %H:%M} UTC is damaged in the store, and "
                    f"an earlier one is served; `{reload}` reads the articles anew"
                )
            try:
                if await base.intake.is_behind():
                    note(f"{of}the articles folder has changed since it was read; `{reload}` takes it up")
            except KnowledgeError as error:
                note(f"{of}{error}")
            yield base


class Engines(Struct, frozen=True):
    """What judges passages, loaded once for the corpora of one process."""

    model: Model | None
    reader: Reader | None

    @classmethod
    def of(cls, configured: Config) -> "Engines":
        """Give those that are configured."""
        return cls(_model(configured), open_reader(configured))


@asynccontextmanager
async def open_all(configured: Config) -> AsyncGenerator[dict[str, KnowledgeBase]]:
    """Open what is served of every corpus, for writing, by its name: the main one first, without one."""
    engines = Engines.of(configured)
    async with AsyncExitStack() as stack:
        main = await stack.enter_async_context(open_served(configured, write=True, engines=engines))
        opened = {"": main}
        for each in configured.corpora:
            served = open_served(configured.of_corpus(each), write=True, engines=engines)
            opened[each.name] = await stack.enter_async_context(served)
        yield opened


@asynccontextmanager
async def open_for_change(configured: Config, *, preview: bool = False) -> AsyncGenerator[KnowledgeBase]:
    """Open what is served as it is, also where that is nothing yet; for a `preview` without writing."""
    known, articles = configured.knowledge, configured.articles or SHIPPED_ARTICLES
    origin = Origin.of(known.articles or SHIPPED_ARTICLES, known.data)
    async with open_store(configured.place, write=not preview) as store:
        base = KnowledgeBase(
            store,
            Intake(store, Folders(articles, folders(configured)), origin, _sources(configured)),
            _thresholds(configured),
            partial(Clock().when, configured.answers),
            None if preview else _model(configured),
            known.judged,
            open_reader(configured),
            KeptIndexes(known.data / INDEXES),
            own_words(configured),
        )
        try:
            await base.restore()
        except StoreDamagedError as error:
            # The articles can be read anew, and then nothing is news: there is nothing to compare with.
            note(error.reason)
        with _name_missing_folder(configured):
            yield base


@contextmanager
def _name_missing_folder(configured: Config) -> Generator[None]:
    """Say of a folder that was to be read and is not there that the configuration names it."""
    folder = configured.knowledge.articles
    try:
        yield
    except NoArticlesError as error:
        if configured.instead or folder is None or folder.is_dir():
            raise
        named = f'"articles" of the corpus "{configured.corpus}"'
        if not configured.corpus:
            variable = name_variable("knowledge", "articles")
            named = variable if variable in configured.variables else '"articles" in [knowledge]'
        reason = f"{named} names {folder}, and there is no such folder."
        cure = "Make it, or name the folder of your articles."
        raise ConfigurationError(Mistake(reason, cure)) from error


def folders(configured: Config) -> tuple[tuple[str, Path], ...]:
    """Give the folders that are configured beside that of the articles, by their names."""
    return tuple((each.name, each.path) for each in configured.own_sources if each.path)


def _sources(configured: Config) -> tuple[SourceSpec, ...]:
    """Give the live sources that are configured."""
    return tuple(
        SourceSpec(
            each.name,
            Kind(each.kind),
            each.url,
            timedelta(minutes=each.every_minutes),
            each.language,
            each.max_age_days,
            each.pattern or "*",
        )
        for each in configured.own_sources
        if each.url
    )


def _thresholds(configured: Config) -> Thresholds:
    known = configured.answers
    return Thresholds(known.answer, known.closest, known.reader_weight)


def own_words(configured: Config) -> OwnWords:
    """Give the words for statuses that are configured beside those of the languages."""
    return OwnWords.of(configured.statuses.words, configured.statuses.headers)


def open_reader(configured: Config) -> Reader | None:
    """Give the reader that is configured; it opens its files when it is first asked."""
    match configured.answers.reader:
        case True:
            return Reader(SHIPPED_READER)
        case False:
            return None
        case folder:
            return Reader(folder)


def _model(configured: Config) -> Model | None:
    name = configured.answers.model
    try:
        return open_model(str(name), configured.answers.model_languages) if name else None
    except KnowledgeError as error:
        # What is missing is missing at the next start too.
        raise ConfigurationError(Mistake(error.reason, error.cure)) from error
