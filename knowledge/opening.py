"""How does a base begin? Its store is open, and filled where nothing is in it or another folder is meant."""

from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

from knowledge.answering.kept import KeptIndexes
from knowledge.answering.thresholds import Thresholds
from knowledge.base import KnowledgeBase
from knowledge.errors import StoreBusyError
from knowledge.intake import Intake, Progress
from knowledge.semantic import Model
from knowledge.semantic.reader import Reader
from knowledge.sources.edition import SHIPPED_ARTICLES
from knowledge.sources.folders import Folders
from knowledge.sources.kept import SourceSpec
from knowledge.sources.origin import Origin
from knowledge.statuses.own import NO_OWN_WORDS, OwnWords
from knowledge.store import REMEMBERED, Address, KnowledgeStore, Place, open_store
from knowledge.when import When

INDEXES = "index"
"""The folder beside the store that keeps what was built of the corpora."""


@asynccontextmanager
async def open_base(
    data: Path,
    articles: Path = SHIPPED_ARTICLES,
    thresholds: Thresholds | None = None,
    model: Model | None = None,
    judged: Path | None = None,
    *,
    when: Callable[[], When],
    configured: Path | None = None,
    reader: Reader | None = None,
    sources: Sequence[SourceSpec] = (),
    write: bool = False,
    refresh: bool = False,
    progress: Progress | None = None,
    own: OwnWords = NO_OWN_WORDS,
    others: tuple[tuple[str, Path], ...] = (),
    retention_days: int = REMEMBERED.days,
    address: Address | None = None,
) -> AsyncGenerator[KnowledgeBase]:
    """Open the store in the folder `data` and serve its head; an empty store is filled from `articles` first.

    So is one that was filled when another folder was `configured` (which is `articles`, unless that is read
    only this time), and `refresh` reads `articles` in any case. At an `address` is another store, which other
    processes may use; in the folder are then but the indexes. The store is opened for writing only where
    something is to be written or `write` asks for it: one process can write, any number can read beside it.
    Raises KnowledgeError where there is nothing to serve.
    """
    thresholds = thresholds or Thresholds()
    origin = Origin.of(configured or articles, data)
    known = thresholds, when, model, judged, reader, KeptIndexes(data / INDEXES), own

    def begin(store: KnowledgeStore) -> KnowledgeBase:
        return KnowledgeBase(store, Intake(store, Folders(articles, others), origin, sources), *known)

    from_elsewhere = False
    if not (write or refresh):
        async with open_store(address or data, write=False) as store:
            base = begin(store)
            from_elsewhere = await base.intake.is_from_elsewhere()
            if not from_elsewhere and await base.restore():
                yield base
                return
    async with _open_to_fill(address or data, articles if from_elsewhere else None, retention_days) as store:
        base = begin(store)
        is_filled = await base.restore()
        base.has_new_origin = is_filled and not refresh and await base.intake.is_from_elsewhere()
        if refresh or base.has_new_origin or not is_filled:
            # Whoever names a folder means what is in it.
            await base.reload(progress, confirmed=True)
        else:
            await base.intake.remember_origin()
        yield base


@asynccontextmanager
async def _open_to_fill(
    place: Place, configured: Path | None, retention_days: int
) -> AsyncGenerator[KnowledgeStore]:
    """Open the store for writing; where another process does, say what it would have to be filled from."""
    async with AsyncExitStack() as stack:
        try:
            store = await stack.enter_async_context(open_store(place, retention_days=retention_days))
        except StoreBusyError as busy:
            if configured is None:
                raise
            raise StoreBusyError(
                f"{configured} is not the folder that the articles were read from. {busy.reason}",
                "Start that process anew, so that it reads the folder, or name the former one.",
            ) from busy
        yield store
