"""How does a store move from a folder into a database, or back?"""

from pathlib import Path
from tempfile import TemporaryDirectory

from msgspec import Struct

from knowledge.errors import StoreError
from knowledge.store.opening import Place, open_store
from knowledge.store.sql import SQLStore
from knowledge.store.sqlite import FILE, Holding, Restored, back_up_store, restore_store


class Copied(Struct, frozen=True):
    """What was copied, and found to be the same on both sides."""

    rows: int
    corpora: int
    """States of the articles; the SHA-256 of each was computed anew over what the copy holds."""


async def copy_store(source: Place, target: Place) -> Copied:
    """Copy all that is kept into a store in which nothing is, and compare both; raise `StoreError`.

    No bot runs on a folder meanwhile. One that uses a database goes on; what it keeps later is not copied.
    """
    if isinstance(source, Path) and not (source / FILE).exists():
        raise StoreError(f"There is no store in {source}.", "Name the folder of one in [knowledge] data.")
    # A folder is locked, so that nothing is added to what is left behind.
    async with (
        open_store(source, write=isinstance(source, Path)) as kept,
        open_store(target) as made,
    ):
        rows = await kept.copy_to(made)
        return Copied(sum(rows.values()), await _check(made))


async def _check(store: SQLStore) -> int:
    heads = await store.corpora.find_kept()
    for head in heads:
        await store.corpora.load(head.corpus_id)
    return len(heads)


async def back_up_database(source: Place, backup: Path, *, overwrite: bool = False) -> Holding:
    """Copy a store, wherever it is, into a file, as `back_up_store` does with one in a folder."""
    with TemporaryDirectory(prefix="talksbot-backup-") as folder:
        await copy_store(source, Path(folder))
        return back_up_store(Path(folder), backup, overwrite=overwrite)


async def restore_database(target: Place, backup: Path) -> Restored:
    """Let a store in which nothing is yet, wherever it is, be what a file holds."""
    with TemporaryDirectory(prefix="talksbot-restore-") as folder:
        restored = restore_store(Path(folder), backup)
        await copy_store(Path(folder), target)
        return restored
