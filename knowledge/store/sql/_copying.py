"""How does all of one store get into another one, of whichever kind? Row by row, and compared."""

import hashlib
import json
from collections.abc import AsyncGenerator, Sequence
from itertools import islice
from typing import Final

import msgspec

from knowledge.errors import StoreDamagedError, StoreError
from knowledge.store.sql._connection import Connection, Row, Transaction, Value
from knowledge.store.sql._tables import TABLES, Table

_AT_ONCE: Final = 500
"""Rows of a large table that are in memory at one time."""


async def copy_all(source: Connection, target: Connection) -> dict[str, int]:
    """Copy all that is kept at one moment into a store in which nothing is; return the rows of each table.

    Where the copy is not the same to the byte, or the target not empty, nothing is in the target afterwards.
    """
    rows: dict[str, int] = {}
    async with source.snapshot() as kept, target.transaction() as transaction:
        for table in TABLES:
            if await transaction.count(f"SELECT count(*) FROM {table.name}"):  # noqa: S608  a name of ours
                raise StoreError(
                    f"The store {target.place} is not empty.",
                    "Copy into a new database or folder; what is there is not replaced.",
                )
        for table in TABLES:
            rows[table.name], digest = await _copy(table, kept, transaction)
            if digest != await _hash(table, transaction):
                raise StoreDamagedError(
                    f"What was copied into {target.place} is not what {source.place} holds ({table.name}).",
                    "Try again; if it stays so, look at both disks.",
                )
    return rows


async def _copy(table: Table, source: Transaction, target: Transaction) -> tuple[int, bytes]:
    digest, copied = hashlib.sha256(), 0
    columns, marks = ", ".join(table.columns), ", ".join("?" for _ in table.columns)
    add = f"INSERT INTO {table.name} ({columns}) VALUES ({marks})"  # noqa: S608  names of ours
    async for rows in _read(table, source):
        await target.change_each(add, rows)
        digest.update(msgspec.json.encode(rows))
        copied += len(rows)
    if table.is_numbered:
        await target.set_last_number(table.name, await source.get_last_number(table.name))
    return copied, digest.digest()


async def _hash(table: Table, reader: Transaction) -> bytes:
    digest = hashlib.sha256()
    async for rows in _read(table, reader):
        digest.update(msgspec.json.encode(rows))
    return digest.digest()


async def _read(table: Table, reader: Transaction) -> AsyncGenerator[Sequence[Sequence[Value]]]:
    """Give the rows in the order of their keys, of a large table some at a time."""
    columns, order = ", ".join(table.columns), ", ".join(table.key)
    every = f"SELECT {columns} FROM {table.name}"  # noqa: S608  names of ours
    if not table.is_large:
        yield _values(await reader.fetch_rows(f"{every} ORDER BY {order}"))
        return
    first = table.key[0]
    found = await reader.fetch_rows(f"SELECT DISTINCT {first} FROM {table.name} ORDER BY {first}")  # noqa: S608
    keys = iter([row[first] for row in found])
    some = f"{every} WHERE {first} IN (SELECT value FROM json_each(?)) ORDER BY {order}"  # noqa: S608
    while wanted := list(islice(keys, _AT_ONCE)):
        yield _values(await reader.fetch_rows(some, json.dumps(wanted)))


def _values(rows: Sequence[Row]) -> list[list[Value]]:
    return [list(row.values()) for row in rows]
