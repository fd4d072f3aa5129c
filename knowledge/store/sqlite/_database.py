"""Is the file fit for use? It is opened, checked and brought to the newest schema, in that order."""

import os
import sqlite3
from collections.abc import Sequence
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Final

from knowledge.errors import StoreError, StoreTooNewError
from knowledge.store.sqlite._copies import copy_database, put_in_place
from knowledge.store.sqlite._failures import describe_damage, translate_errors

FILE: Final = "talksbot.db"
"""What a store is called in its data folder."""

_APPLICATION = 1952541803
"""The mark that the first migration sets in the file's header."""
_BUSY_SECONDS = 5.0


def read_schema(folder: Traversable | None = None) -> tuple[str, ...]:
    """Read the migrations, of a folder or the shipped ones; the n-th (from 1) leads to schema version n."""
    folder = folder or files("knowledge.store.sqlite") / "schema"
    names = sorted(file.name for file in folder.iterdir() if file.name.endswith(".sql"))
    return tuple((folder / name).read_text("utf-8") for name in names)


def open_database(file: Path, migrations: Sequence[str], *, write: bool) -> sqlite3.Connection:
    """Open a store's file at the newest schema; a reader changes nothing, and needs no file.

    Raises a `StoreError` with its cure; what is damaged stays as it is, to the byte.
    """
    with translate_errors(file):
        if not exists(file):
            if not write:
                return open_empty(migrations, write=False)
            # Nobody else need read who follows what. SQLite takes an empty file for a new database.
            os.close(os.open(file, os.O_RDWR | os.O_CREAT, 0o600))
        # Not mode=ro: it cannot undo what a killed writer left half done, as SQLite does at the next read.
        connection = connect(f"{file.absolute().as_uri()}?mode={'rwc' if write else 'rw'}")
        try:
            version = read_version(connection, file)
            if version == 0 and not write:
                connection.close()
                return open_empty(migrations, write=False)
            _refuse_age(file, version, len(migrations), write=write)
            if write:
                _make_writable(connection, file, migrations, version)
            _guard(connection, write=write)
        except BaseException:
            connection.close()
            raise
        return connection


def open_empty(migrations: Sequence[str], *, write: bool) -> sqlite3.Connection:
    """Open an empty store that is on no disk, such as a reader sees where nothing was ever stored."""
    connection = connect("file::memory:")
    migrate(connection, migrations, 0)
    _guard(connection, write=write)
    return connection


def exists(file: Path) -> bool:
    """Whether there is something of this name; raises OSError where that cannot be told."""
    try:
        file.stat()
    except FileNotFoundError:
        return False
    return True


def connect(uri: str) -> sqlite3.Connection:
    """Open a database as all of the store do."""
    # Transactions are begun by us; the connection is opened on one thread and used on another, never on two.
    connection = sqlite3.connect(
        uri, uri=True, timeout=_BUSY_SECONDS, isolation_level=None, check_same_thread=False
    )
    connection.row_factory = sqlite3.Row
    return connection


def read_version(connection: sqlite3.Connection, file: Path) -> int:
    """Return the schema version, 0 where the file holds nothing yet, without changing a byte."""
    if not read_value(connection, "SELECT count(*) FROM sqlite_schema"):
        return 0
    version = read_value(connection, "PRAGMA user_version")
    if read_value(connection, "PRAGMA application_id") != _APPLICATION or version < 1:
        raise describe_damage(file, "it is a database of something else")
    return version


def refuse_newer(file: Path, version: int, newest: int) -> None:
    """Raise `StoreTooNewError` where a later version of talksbot made the file."""
    if version > newest:
        raise StoreTooNewError(
            f"The store {file} was made by a later version of talksbot (schema {version}, not {newest}).",
            "Update talksbot, or give this version another data folder.",
        )


def _refuse_age(file: Path, version: int, newest: int, *, write: bool) -> None:
    refuse_newer(file, version, newest)
    if version < newest and not write:
        raise StoreError(
            f"The store {file} was made by an earlier version of talksbot.",
            "Restart the bot with this version, or reload: either brings the store up to date.",
        )


def read_value(connection: sqlite3.Connection, sql: str) -> int:
    """Return the one number that a query finds."""
    return connection.execute(sql).fetchone()[0]


def _make_writable(
    connection: sqlite3.Connection, file: Path, migrations: Sequence[str], version: int
) -> None:
    # To write on damaged ground could spoil what is still whole.
    check_pages(connection, file)
    prepare_writing(connection)
    if 0 < version < len(migrations):
        _back_up(connection, file.with_name(f"{file.name}.before-{version + 1:04}"))
    migrate(connection, migrations, version)


def check_pages(connection: sqlite3.Connection, file: Path) -> None:
    """Raise `StoreDamagedError` where SQLite finds a page that is not as it should be."""
    for (found,) in connection.execute("PRAGMA quick_check(1)"):
        if found != "ok":
            raise describe_damage(file, found)


def prepare_writing(connection: sqlite3.Connection) -> None:
    """Let what is written be on the disk when it is acknowledged."""
    # Not WAL: SQLite before 3.51.3 can damage a WAL file that two connections use (a bot that writes and a
    # command that reads); and answers never wait for the store, so nothing is lost by the simpler journal.
    connection.execute("PRAGMA journal_mode = DELETE")
    # What was acknowledged survives a power cut. FULL is not enough: a transaction is committed by deleting
    # the journal, and only EXTRA waits until that is on the disk (`python -m soak R3` shows what FULL loses).
    connection.execute("PRAGMA synchronous = EXTRA")
    # What somebody wants forgotten is not left in the gaps of the file either.
    connection.execute("PRAGMA secure_delete = ON")


def migrate(connection: sqlite3.Connection, migrations: Sequence[str], version: int) -> None:
    """Bring a store from a version of the schema to the newest."""
    # Foreign keys are still off: a migration may have to make a table anew. All steps are one transaction; a
    # failure ends with the connection closed, which undoes it.
    steps = "\n".join(migrations[version:])
    if steps:
        connection.executescript(
            f"BEGIN IMMEDIATE;\n{steps}\nPRAGMA user_version = {len(migrations)};\nCOMMIT;"
        )


def _back_up(connection: sqlite3.Connection, copy: Path) -> None:
    """Copy the store beside itself, so that the copy is whole and on the disk, or not there at all."""
    draft = copy.with_name(f"{copy.name}.part")
    copy_database(connection, draft)
    put_in_place(draft, copy)


def _guard(connection: sqlite3.Connection, *, write: bool) -> None:
    connection.execute("PRAGMA trusted_schema = OFF")
    connection.execute("PRAGMA foreign_keys = ON")
    if not write:
        connection.execute("PRAGMA query_only = ON")
