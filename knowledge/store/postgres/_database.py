"""Is the database fit for use? It is connected to, and its schema is made or brought up to date."""

from collections.abc import Sequence
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import asyncpg

from knowledge.errors import StoreError, StoreTooNewError
from knowledge.store.address import Address
from knowledge.store.postgres._failures import LOST, READ_ONLY

if TYPE_CHECKING:
    Database: TypeAlias = asyncpg.Connection[Any]

_CONNECT_SECONDS: Final = 5.0
_COMMAND_SECONDS: Final = 10.0
_LOCK_SECONDS: Final = 5
LOCK: Final = "SELECT pg_advisory_xact_lock(hashtextextended('talksbot.' || current_schema(), 0))"
"""Waits until no other process changes anything in the same schema; ends with the transaction."""
_MIGRATE: Final = "SELECT pg_advisory_xact_lock(hashtextextended('talksbot.schema', 0))"
_IS_THERE: Final = "SELECT to_regclass(format('%I.release', $1::text)) IS NOT NULL"


def read_schema() -> tuple[str, ...]:
    """Read the migrations; the n-th (from 1) leads to schema version n."""
    folder = files("knowledge.store.postgres") / "schema"
    names = sorted(file.name for file in folder.iterdir() if file.name.endswith(".sql"))
    return tuple((folder / name).read_text("utf-8") for name in names)


async def open_database(address: Address, *, write: bool) -> "Database":
    """Connect to the database of a store, and bring its schema up to date."""
    database = await _find(address, write=write)
    try:
        await _prepare(database, address, write=write)
    except BaseException:
        database.terminate()
        raise
    return database


async def _find(address: Address, *, write: bool) -> "Database":
    """Connect to the first host that will do; one that says nothing leaves time for the others."""
    each_host = address.split()
    failures: list[Exception] = []
    for host in each_host:
        try:
            return await _connect(host, _CONNECT_SECONDS / len(each_host), write=write)
        except LOST as error:
            failures.append(error)
    # That one is there and takes no changes says more than that others are not.
    raise next((each for each in failures if isinstance(each, READ_ONLY)), failures[0])


async def _connect(address: Address, seconds: float, *, write: bool) -> "Database":
    settings = {"search_path": f'"{address.schema}"', "lock_timeout": f"{_LOCK_SECONDS}s"}
    return await asyncpg.connect(
        address.url,
        timeout=seconds,
        command_timeout=_COMMAND_SECONDS,
        server_settings={**settings, "application_name": "talksbot"},
        **address.choose_server(write=write),
        **address.choose_tls(),
    )


async def _prepare(database: "Database", address: Address, *, write: bool) -> None:
    """Make what is missing, and bring an older schema up to date; who only reads does the first alone."""
    migrations = read_schema()
    version = await _read_version(database, address)
    if version == len(migrations):
        return
    _refuse_age(version, len(migrations), address, write=write)
    async with database.transaction():
        await database.execute(_MIGRATE)
        # Another process may have done it meanwhile.
        await _migrate(database, address, migrations, await _read_version(database, address))


async def _migrate(database: "Database", address: Address, migrations: Sequence[str], version: int) -> None:
    if not version:
        schema = address.schema.replace('"', '""')
        await database.execute(f'CREATE SCHEMA IF NOT EXISTS "{schema}"')
        await database.execute("CREATE TABLE release (version INTEGER NOT NULL)")
        await database.execute("INSERT INTO release (version) VALUES (0)")
    for step in migrations[version:]:
        await database.execute(step)
    await database.execute("UPDATE release SET version = $1", len(migrations))


async def _read_version(database: "Database", address: Address) -> int:
    if not await database.fetchval(_IS_THERE, address.schema):
        return 0
    return int(await database.fetchval("SELECT version FROM release"))


def _refuse_age(version: int, newest: int, address: Address, *, write: bool) -> None:
    if version > newest:
        raise StoreTooNewError(
            f"The store {address} was made by a later version of talksbot (schema {version}, not {newest}).",
            "Update talksbot, or give this version another database.",
        )
    if version and not write:
        raise StoreError(
            f"The store {address} was made by an earlier version of talksbot.",
            "Restart the bot with this version: it brings the store up to date.",
        )
