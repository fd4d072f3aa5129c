"""What if the disk breaks, or the bot moves? The whole store goes into one file, and comes back from it.

Both ways the copy is checked before it counts: its pages, its schema, and the SHA-256 of every corpus in it.
"""

import shutil
import sqlite3
from collections.abc import Generator
from contextlib import closing, contextmanager, suppress
from itertools import count
from pathlib import Path
from typing import Final

from msgspec import Struct

from knowledge.errors import StoreDamagedError, StoreError
from knowledge.model import Corpus
from knowledge.store._canonical import Head
from knowledge.store.rules import MOST_CORPORA
from knowledge.store.sql import KEPT_CORPORA, LOAD_CORPUS, read_corpus, read_row
from knowledge.store.sqlite._copies import copy_database, put_in_place, sync, sync_folder
from knowledge.store.sqlite._database import (
    FILE,
    check_pages,
    connect,
    exists,
    migrate,
    prepare_writing,
    read_schema,
    read_value,
    read_version,
    refuse_newer,
)
from knowledge.store.sqlite._failures import is_of_disk, translate_errors
from knowledge.store.sqlite._lock import lock_folder

_BESIDE: Final = ("-journal", "-wal", "-shm")
"""How SQLite calls what it keeps beside a database, and would take for a part of another one of that name."""
_ANYTHING: Final = "SELECT count(*) FROM sqlite_schema"
_WAITING: Final = "SELECT count(*) FROM outbox WHERE state = 'pending'"


class Holding(Struct, frozen=True):
    """What a copy of a store holds, as it was found when the copy was checked."""

    heads: tuple[Head, ...]
    """The corpora, newest first; none where nothing was ever published."""
    articles: int
    """How many the newest has."""
    schema: int
    """The version of the schema."""


class Restored(Struct, frozen=True):
    """What took the place of what."""

    holding: Holding
    """What is served now."""
    former: Path | None
    """Where the former store is; None where there was none."""
    waiting: int
    """Announcements that were yet to be sent when the backup was made: they go out when the bot runs."""


def back_up_store(folder: Path, backup: Path, *, overwrite: bool = False) -> Holding:
    """Copy the store of a data folder into a file, also while a bot runs on it.

    The file gets its name when it is whole, on the disk and checked. One that is there already is kept unless
    it may be overwritten. Raises `StoreError` with its cure.
    """
    file, newest = folder / FILE, len(read_schema())
    with translate_errors(file):
        if not exists(file):
            raise _find_nothing(folder)
    with _name_target(backup):
        _refuse_target(file, backup, overwrite=overwrite)
    draft = backup.with_name(f"{backup.name}.part")
    with _remove_after_failure(draft):
        with translate_errors(file), closing(connect(f"{_uri(file)}?mode=rw")) as source:
            # A file that is something else is not even copied.
            if not read_version(source, file):
                raise _find_nothing(folder)
            with _name_target(backup):
                copy_database(source, draft)
        with translate_errors(file), closing(connect(f"{_uri(draft)}?mode=ro")) as copy:
            holding = _check(copy, file, newest)
        with _name_target(backup):
            put_in_place(draft, backup)
    return holding


def restore_store(folder: Path, backup: Path) -> Restored:
    """Let the store of a data folder be what a file holds, once that is checked; the former one is kept.

    Whatever goes wrong, there is the former store or the restored one. Raises `StoreBusyError` while a bot
    runs on the folder, and another `StoreError` where the file cannot be restored.
    """
    file, migrations = folder / FILE, read_schema()
    with lock_folder(folder):
        with translate_errors(backup):
            _refuse_source(file, backup)
        draft = file.with_name(f"{FILE}.restored")
        with _remove_after_failure(draft):
            with _choose_another(), translate_errors(backup):
                with closing(connect(f"{_uri(backup)}?mode=ro")) as source:
                    version = read_version(source, backup)
                    refuse_newer(backup, version, len(migrations))
                    if not version:
                        raise StoreError(f"There is nothing in {backup}.", "Choose another backup.")
                    with _name_target(file):
                        copy_database(source, draft)
                with _name_target(file):
                    holding, waiting = _bring_up_to_date(draft, backup, migrations)
            with translate_errors(file):
                former = _keep_former(file)
                put_in_place(draft, file)
    return Restored(holding, former, waiting)


def _check(copy: sqlite3.Connection, name: Path, newest: int) -> Holding:
    """Say what a copy holds; where it is not whole, the error is about the file of this name."""
    version = read_version(copy, name)
    refuse_newer(name, version, newest)
    check_pages(copy, name)
    kept = _read_corpora(copy, name)
    return Holding(tuple(head for head, _ in kept), len(kept[0][1].articles) if kept else 0, version)


def _read_corpora(copy: sqlite3.Connection, name: Path) -> tuple[tuple[Head, Corpus], ...]:
    """Read all corpora of a copy, newest first; raise `StoreError` where one is not what was published."""
    heads = [read_row(dict(row), Head) for row in copy.execute(KEPT_CORPORA, (MOST_CORPORA,))]
    lines = ([row["bytes"] for row in copy.execute(LOAD_CORPUS, (head.corpus_id,))] for head in heads)
    return tuple(
        (head, read_corpus(str(name), head.corpus_id, each)) for head, each in zip(heads, lines, strict=True)
    )


def _bring_up_to_date(draft: Path, name: Path, migrations: tuple[str, ...]) -> tuple[Holding, int]:
    """Check what is to be restored, and migrate it: nobody has seen it yet, so a failure costs nothing."""
    with closing(connect(f"{_uri(draft)}?mode=rw")) as copy:
        holding = _check(copy, name, len(migrations))
        prepare_writing(copy)
        migrate(copy, migrations, holding.schema)
        waiting = read_value(copy, _WAITING)
    sync(draft)
    return holding, waiting


def _keep_former(file: Path) -> Path | None:
    """Copy what is there, damaged or not, under a name that is free; None where nothing is there."""
    if not exists(file):
        return None
    # What a killed writer left half done is undone first, where the file is whole enough for that.
    with suppress(sqlite3.Error), closing(connect(f"{_uri(file)}?mode=rw")) as former:
        read_value(former, _ANYTHING)
    names = (f"{FILE}.before-restore{f'-{number}' if number > 1 else ''}" for number in count(1))
    kept = next(place for name in names if not exists(place := file.with_name(name)))
    beside = [ending for ending in _BESIDE if exists(file.with_name(f"{FILE}{ending}"))]
    for ending in ("", *beside):
        copy = kept.with_name(f"{kept.name}{ending}")
        copy.touch(0o600)
        shutil.copyfile(file.with_name(f"{FILE}{ending}"), copy)
        sync(copy)
    sync_folder(file.parent)
    for ending in beside:
        file.with_name(f"{FILE}{ending}").unlink()
    return kept


def _refuse_target(file: Path, backup: Path, *, overwrite: bool) -> None:
    if not exists(backup):
        return
    if backup.samefile(file):
        raise StoreError(f"{backup} is the store itself.", "Name another file.")
    if not backup.is_file():
        raise StoreError(f"{backup} is no file.", "Name a file, such as talksbot-backup.db.")
    if not overwrite:
        raise StoreError(f"{backup} is there already.", "Name another file, or add --yes to replace it.")


def _refuse_source(file: Path, backup: Path) -> None:
    if not backup.is_file():
        raise StoreError(f"There is no file {backup}.", "Name one that `talksbot backup` made.")
    if exists(file) and backup.samefile(file):
        raise StoreError(f"{backup} is the store itself.", "Name a backup.")


@contextmanager
def _name_target(target: Path) -> Generator[None]:
    """Say of the file that is written that the disk refuses it."""
    try:
        yield
    except (sqlite3.Error, OSError) as error:
        if isinstance(error, sqlite3.Error) and not is_of_disk(error):
            raise
        found = getattr(error, "strerror", None) or str(error)
        raise StoreError(
            f"{target} cannot be written: {found}.",
            "Name a file in a folder that is there, where this user may write, on a disk with room for it.",
        ) from error


@contextmanager
def _choose_another() -> Generator[None]:
    """Say of a backup that is damaged what helps: it is no store yet that anything could be done about."""
    try:
        yield
    except StoreDamagedError as error:
        raise StoreError(error.reason, "Choose another backup; the store is as it was.") from error


@contextmanager
def _remove_after_failure(draft: Path) -> Generator[None]:
    try:
        yield
    except BaseException:
        with suppress(OSError):
            draft.unlink(missing_ok=True)
        raise


def _find_nothing(folder: Path) -> StoreError:
    return StoreError(f"There is no store in {folder}.", "Name the data folder of the bot with --data.")


def _uri(file: Path) -> str:
    return file.absolute().as_uri()
