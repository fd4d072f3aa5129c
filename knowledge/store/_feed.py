"""What has happened? The last bulletins, each of which tells what one publication brought."""

import logging
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

import aiosqlite
import msgspec

from knowledge.notices.audience import Bulletin
from knowledge.store._connection import Connection, read

_MOST: Final = 1_000

_APPEND = "INSERT INTO bulletin (body) VALUES (?)"
_PRUNE = "DELETE FROM bulletin WHERE number <= (SELECT max(number) FROM bulletin) - ?"
_FEED = "SELECT number, body FROM bulletin WHERE number > ? ORDER BY number"
NEWEST: Final = "SELECT number FROM bulletin ORDER BY number DESC LIMIT 1"

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Kept:
    body: bytes


async def append(connection: aiosqlite.Connection, bulletin: Bulletin | None) -> None:
    """Add a bulletin, inside a transaction, and forget the oldest; one that says nothing is left out."""
    if bulletin and (bulletin.changes or bulletin.articles):
        await connection.execute(_APPEND, (msgspec.json.encode(bulletin),))
        await connection.execute(_PRUNE, (_MOST,))


async def feed(connection: Connection, after: int) -> tuple[Bulletin, ...]:
    """Return the bulletins with a number above `after`, oldest first, but those that cannot be read."""
    return tuple(_readable(await connection.rows(_FEED, after)))


def _readable(rows: list[sqlite3.Row]) -> Iterator[Bulletin]:
    for row in rows:
        try:
            bulletin = msgspec.json.decode(read(row, _Kept).body, type=Bulletin)
        except msgspec.DecodeError as error:
            # A later version made it, or it is damaged; without it, new articles can still be taken up.
            _log.warning("The bulletin %d cannot be read: %s.", row["number"], error)
        else:
            yield replace(bulletin, number=row["number"])
