"""Which store is it? A folder's own, or one in a database that others use too."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeAlias

from knowledge.errors import StoreError
from knowledge.store import sqlite
from knowledge.store.address import Address
from knowledge.store.rules import REMEMBERED
from knowledge.store.sql import SQLStore

Place: TypeAlias = Path | Address
"""Where a store is: the data folder of the embedded one, or a database."""


def _now() -> datetime:
    return datetime.now(UTC)


def open_store(
    place: Place,
    *,
    write: bool = True,
    clock: Callable[[], datetime] = _now,
    retention_days: int = REMEMBERED.days,
) -> AbstractAsyncContextManager[SQLStore]:
    """Open a store for writing or for reading alone.

    A writer makes what is missing and brings an older schema up to date. One process can write to the store
    of a folder, beside any number of readers, which see an empty store where nothing was ever stored; any
    number can write to one in a database. Raises `StoreBusyError`, `StoreDamagedError`, `StoreTooNewError` or
    another `StoreError`. What was asked is kept for `retention_days`.
    """
    if isinstance(place, Path):
        return sqlite.open_store(place, write=write, clock=clock, retention_days=retention_days)
    try:
        from knowledge.store.postgres import open_postgres  # few need it, and not all have asyncpg
    except ModuleNotFoundError as error:
        raise StoreError(
            f"PostgreSQL needs the package {error.name}, which is not installed.",
            "Install it with `make postgres`, or `pip install 'talksbot[postgres]'`.",
        ) from error
    return open_postgres(place, write=write, clock=clock, retention_days=retention_days)
