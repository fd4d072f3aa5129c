"""What has happened, and who has seen it? The last bulletins, and the readers."""

import logging
from collections.abc import Iterable, Iterator, Mapping
from typing import TypeVar

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from knowledge.notices.audience import Bulletin
from knowledge.store.rules import MOST_BULLETINS, tells_anything
from knowledge.store.sql._connection import Connection, Row, Transaction, read_row

_APPEND = "INSERT INTO bulletin (body) VALUES (?) RETURNING number"
_PRUNE = "DELETE FROM bulletin WHERE number <= (SELECT max(number) FROM bulletin) - ?"
_READ = "SELECT number, body FROM bulletin WHERE number > ? ORDER BY number"
_READ_SOME = "SELECT number, body FROM bulletin WHERE number > ? ORDER BY number LIMIT ?"
_GET = "SELECT number, body FROM bulletin WHERE number = ?"
_NEWEST = "SELECT number FROM bulletin ORDER BY number DESC LIMIT 1"
_SEEN = "SELECT seen FROM reader WHERE user = ?"
_SEE = """
    INSERT INTO reader (user, seen) VALUES (?, ?)
    ON CONFLICT (user) DO UPDATE SET seen = excluded.seen WHERE reader.seen < excluded.seen
"""

_AT_ONCE = 50
"""Bulletins that are read together where not all are wanted whole."""

T = TypeVar("T")

_log = logging.getLogger(__name__)


class _Kept(Struct, frozen=True):
    body: bytes


class _Path(Struct, frozen=True, gc=False):
    path: str


class _Articles(Struct, frozen=True, gc=False):
    """Of a bulletin, what came; all else is passed over."""

    articles: tuple[_Path, ...] = ()


class SQLFeed:
    """The `Feed` of a database that speaks SQL."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def get_newest(self) -> int:
        """Return the number of the newest bulletin; 0 where there was none yet."""
        return await self._connection.fetch_value(int, _NEWEST) or 0

    async def read(self, after: int = 0) -> tuple[Bulletin, ...]:
        """Return the bulletins with a number above `after`, oldest first, but those that cannot be read."""
        return tuple(_read_bulletins(await self._connection.fetch_rows(_READ, after)))

    async def find_articles(self, after: int = 0) -> Mapping[str, int]:
        """Return the articles that came after a bulletin; see `Feed.find_articles`."""
        found: dict[str, int] = {}
        while rows := await self._connection.fetch_rows(_READ_SOME, after, _AT_ONCE):
            for number, bulletin in _decode(rows, _Articles):
                found |= dict.fromkeys((each.path for each in bulletin.articles), number)
            after = int(rows[-1]["number"])
        return found

    async def get(self, number: int) -> Bulletin | None:
        """Return the bulletin with a number, if it can be read."""
        return next(_read_bulletins(await self._connection.fetch_rows(_GET, number)), None)

    async def get_seen(self, user: int) -> int | None:
        """Return the newest bulletin that a user has seen; None where they never looked."""
        return await self._connection.fetch_value(int, _SEEN, user)

    async def mark_seen(self, user: int, number: int) -> None:
        """Keep up to which bulletin a user has seen all."""
        await self._connection.change(_SEE, user, number)


async def append(transaction: Transaction, bulletin: Bulletin | None) -> int | None:
    """Add a bulletin, inside a transaction, forget the oldest, and return its number.

    One that says nothing is left out.
    """
    if not tells_anything(bulletin):
        return None
    number = await transaction.fetch_value(int, _APPEND, msgspec.json.encode(bulletin))
    await transaction.change(_PRUNE, MOST_BULLETINS)
    return number


def _read_bulletins(rows: Iterable[Row]) -> Iterator[Bulletin]:
    for number, bulletin in _decode(rows, Bulletin):
        yield replace(bulletin, number=number)


def _decode(rows: Iterable[Row], form: type[T]) -> Iterator[tuple[int, T]]:
    """Give what can be read of each bulletin, with its number."""
    for row in rows:
        try:
            found = msgspec.json.decode(read_row(row, _Kept).body, type=form)
        except msgspec.DecodeError as error:
            # A later version made it, or it is damaged; without it, new articles can still be taken up.
            _log.warning("The bulletin %d cannot be read: %s.", row["number"], error)
        else:
            yield row["number"], found
