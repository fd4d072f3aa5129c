"""How is it kept for many processes? In one PostgreSQL database, to which each process has a connection.

What it keeps, and how, `knowledge.store.sql` says; here is what PostgreSQL alone needs: `_database`
(connected, its `schema` made), `_connection` (one, made anew when it is lost), `_hints` (what processes tell
one another), `_dialect` (how it says what all databases are told), `_failures` (what it complains about, as
errors with their cure).
"""

from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from datetime import datetime, timedelta

from knowledge.store.address import Address
from knowledge.store.postgres._connection import PostgresConnection
from knowledge.store.sql import SQLStore

__all__ = ["open_postgres"]


@asynccontextmanager
async def open_postgres(
    address: Address, *, write: bool, clock: Callable[[], datetime], retention_days: int
) -> AsyncGenerator[SQLStore]:
    """Open the store at an address, beside any number of others that read and write; raise `StoreError`."""
    connection = await PostgresConnection.open(address, clock, write=write)
    try:
        yield SQLStore(connection, timedelta(days=retention_days))
    finally:
        await connection.close()
