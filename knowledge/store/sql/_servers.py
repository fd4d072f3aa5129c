"""What does each server want, and which of its messages is its board?"""

import logging
from collections.abc import Mapping
from collections.abc import Set as AbstractSet

import msgspec
from msgspec import Struct

from knowledge.notices.audience import Board
from knowledge.notices.preferences import Preferences
from knowledge.notices.share import ALL, Share
from knowledge.store.sql._connection import Connection

_FIND = """
    SELECT guild, preferences FROM server WHERE (guild >> 22) % ? BETWEEN ? AND ? ORDER BY guild
"""
_SAVE = """
    INSERT INTO server (guild, preferences) VALUES (?, ?)
    ON CONFLICT (guild) DO UPDATE SET preferences = excluded.preferences
"""
_KNOWN = """
    SELECT guild FROM (
        SELECT guild FROM server UNION SELECT guild FROM board UNION SELECT guild FROM digest
        UNION SELECT guild FROM inquiry WHERE guild <> 0 UNION SELECT guild FROM tally WHERE guild <> 0
        UNION SELECT guild FROM subscription WHERE guild IS NOT NULL
        UNION SELECT guild FROM outbox WHERE guild IS NOT NULL
    ) AS known
    WHERE (guild >> 22) % ? BETWEEN ? AND ?
"""
_FIND_BOARDS = """
    SELECT guild, channel, message, shown FROM board WHERE (guild >> 22) % ? BETWEEN ? AND ? ORDER BY guild
"""
_SAVE_BOARD = """
    INSERT INTO board (guild, channel, message, shown) VALUES (?, ?, ?, ?)
    ON CONFLICT (guild) DO UPDATE SET channel = excluded.channel, message = excluded.message,
        shown = excluded.shown
"""
_REMOVE_BOARD = "DELETE FROM board WHERE guild = ?"

_log = logging.getLogger(__name__)


class _Kept(Struct, frozen=True):
    guild: int
    preferences: bytes


class _Known(Struct, frozen=True):
    guild: int


class SQLServers:
    """The `Servers` of a database that speaks SQL."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def find(self, share: Share = ALL) -> Mapping[int, Preferences]:
        """Return the preferences of the servers of a share, but those that cannot be read."""
        kept = await self._connection.fetch(_Kept, _FIND, share.of, share.first, share.last)
        read = ((each.guild, _read_preferences(each)) for each in kept)
        return {guild: preferences for guild, preferences in read if preferences is not None}

    async def save(self, guild: int, preferences: Preferences) -> None:
        """Keep a server's preferences in place of those it had."""
        await self._connection.change(_SAVE, guild, msgspec.json.encode(preferences))

    async def find_known(self, share: Share = ALL) -> AbstractSet[int]:
        """Return the servers of a share of which anything at all is kept."""
        known = await self._connection.fetch(_Known, _KNOWN, share.of, share.first, share.last)
        return {each.guild for each in known}


class SQLBoards:
    """The `Boards` of a database that speaks SQL."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def find(self, share: Share = ALL) -> tuple[Board, ...]:
        """Return the boards of all servers of a share."""
        return await self._connection.fetch(Board, _FIND_BOARDS, share.of, share.first, share.last)

    async def save(self, board: Board) -> None:
        """Keep a server's board in place of the one it had."""
        await self._connection.change(_SAVE_BOARD, board.guild, board.channel, board.message, board.shown)

    async def remove(self, guild: int) -> bool:
        """Forget a server's board; False where it had none."""
        return await self._connection.change(_REMOVE_BOARD, guild) > 0


def _read_preferences(kept: _Kept) -> Preferences | None:
    """Read what a server has set; None where a later version wrote what this one cannot read."""
    try:
        return msgspec.json.decode(kept.preferences, type=Preferences)
    except msgspec.DecodeError as error:
        _log.warning("What the server %d has set cannot be read, and is left out: %s.", kept.guild, error)
        return None
