"""What is yet to be told? Notices, each of which is made once, and what has become of them."""

import logging
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

import aiosqlite
import msgspec

from knowledge.model import StatusChange
from knowledge.notices.audience import Digest, Due, Known, Matter, Notice
from knowledge.store._connection import Connection, read, stamp
from knowledge.text import normalised

KEPT: Final = timedelta(days=90)
"""How long it is remembered what was sent, and what was not answered."""

_LONGEST: Final = timedelta(hours=1)
"""How long a notice is postponed at most."""
_MOMENT: Final = timedelta(microseconds=1)

_KINDS: Final[dict[str, type[Matter]]] = {"change": StatusChange, "known": Known, "digest": Digest}

# Somebody may have gone since the notice was made: nothing is kept for whom nothing else is.
_ADD = """
    INSERT INTO outbox (nonce, kind, body, channel, user, guild, subscription, topic)
    SELECT :nonce, :kind, :body, :channel, :user, :guild, :subscription, :topic
    WHERE (:subscription IS NULL
            OR EXISTS (SELECT 1 FROM subscription WHERE number = :subscription AND NOT paused))
        AND (:question IS NULL OR EXISTS (SELECT 1 FROM waiting WHERE user = :user AND question = :question))
        AND NOT EXISTS (
            SELECT 1 FROM told WHERE subscription = :subscription AND topic = :topic AND fact = :fact
        )
    ON CONFLICT (nonce) DO UPDATE SET
        number = (SELECT max(number) + 1 FROM outbox), body = excluded.body, state = 'pending',
        not_before = '', begun = NULL, tries = 0, message = NULL, done_at = NULL
    WHERE :fact <> '' AND state <> 'pending'
"""
_TELL = """
    INSERT INTO told (subscription, topic, fact)
    SELECT number, :topic, :fact FROM subscription WHERE number = :subscription AND NOT paused
    ON CONFLICT (subscription, topic) DO UPDATE SET fact = excluded.fact
"""
# What is not told after all may be told another time.
_UNTELL = """
    DELETE FROM told WHERE EXISTS (
        SELECT 1 FROM outbox WHERE outbox.subscription = told.subscription AND outbox.topic = told.topic
            AND kind = 'change' AND state = 'pending' AND begun IS NULL
    )
"""
_WITHDRAW = "DELETE FROM outbox WHERE kind = 'change' AND state = 'pending' AND begun IS NULL"
# The last message about a topic stays known where it is edited, however long ago it was sent.
_PRUNE = """
    DELETE FROM outbox WHERE done_at < ? AND NOT (
        subscription IS NOT NULL
        AND EXISTS (SELECT 1 FROM subscription WHERE number = outbox.subscription AND edits)
        AND number = (
            SELECT max(number) FROM outbox AS other
            WHERE other.subscription = outbox.subscription AND other.topic = outbox.topic
                AND other.state = 'sent'
        )
    )
"""
# Of those about the same, the oldest alone is due: an edit that came late would put an old status in place of
# a newer one. What is postponed to a time far off was so by a clock that has been set back since.
# The index is named because SQLite would rather go through all that was ever sent, in the order of numbers.
_DUE = """
    SELECT nonce, kind, body, channel, user, subscription, begun, tries FROM outbox INDEXED BY outbox_due
    WHERE state = 'pending' AND not_before NOT BETWEEN ? AND ? AND NOT EXISTS (
        SELECT 1 FROM outbox AS older
        WHERE older.subscription = outbox.subscription AND older.topic = outbox.topic
            AND older.state = 'pending' AND older.number < outbox.number
    )
    ORDER BY number LIMIT ?
"""
_BEGIN = "UPDATE outbox SET begun = ? WHERE nonce = ? AND begun IS NULL"
_SENT = "UPDATE outbox SET state = 'sent', message = ?, done_at = ?, body = NULL WHERE nonce = ?"
_POSTPONE = """
    UPDATE outbox SET not_before = ?, tries = tries + 1 WHERE nonce = ? AND state = 'pending'
"""
_DROP = """
    UPDATE outbox SET state = 'dropped', done_at = ?, body = NULL WHERE nonce = ? AND state = 'pending'
"""
_LAST_MESSAGE = """
    SELECT message FROM outbox WHERE subscription = ? AND topic = ? AND state = 'sent'
        AND EXISTS (SELECT 1 FROM subscription WHERE number = outbox.subscription AND edits)
    ORDER BY number DESC LIMIT 1
"""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Kept:
    nonce: str
    kind: str
    body: bytes
    channel: int | None
    user: int | None
    subscription: int | None
    begun: datetime | None
    tries: int


class SQLiteOutbox:
    """The embedded `Outbox`; a store has one."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def due(self, now: datetime, most: int = 50) -> tuple[Due, ...]:
        """Return notices to be sent now; see `Outbox.due`."""
        found = await self._found(now, most)
        unreadable = [nonce for nonce, due in found.items() if due is None]
        if unreadable and self._connection.writes:
            # They would stand before the others for ever.
            async with self._connection.transaction() as connection:
                await connection.executemany(_DROP, [(stamp(now), nonce) for nonce in unreadable])
            _log.warning("Given up, for they cannot be read: the notices %s.", ", ".join(unreadable))
        return tuple(filter(None, found.values()))

    async def begin(self, nonces: Sequence[str], now: datetime) -> None:
        """Keep that these are handed to Discord from now on."""
        await self._change(_BEGIN, [(stamp(now), nonce) for nonce in nonces])

    async def sent(self, nonce: str, message: int) -> None:
        """Keep that Discord has a notice, as this message; its matter is forgotten."""
        await self._change(_SENT, [(message, stamp(self._connection.now()), nonce)])

    async def postpone(self, nonce: str, until: datetime) -> None:
        """Keep that a notice is to be tried again, not before a time."""
        await self._change(_POSTPONE, [(stamp(until), nonce)])

    async def drop(self, nonce: str) -> None:
        """Give a notice up; it is never made again."""
        await self._change(_DROP, [(stamp(self._connection.now()), nonce)])

    async def last_message(self, subscription: int, topic: str) -> int | None:
        """Return the message that tells a subscription of a topic."""
        return await self._connection.value(int, _LAST_MESSAGE, subscription, normalised(topic))

    async def _change(self, sql: str, rows: Iterable[Sequence[str | int]]) -> None:
        async with self._connection.transaction() as connection:
            await connection.executemany(sql, rows)

    async def _found(self, now: datetime, most: int) -> dict[str, Due | None]:
        """Return the notices that are due by their nonces, None for one that cannot be read."""
        later = stamp(now + _MOMENT), stamp(now + _LONGEST)
        rows = await self._connection.rows(_DUE, *later, most)
        return {row["nonce"]: _due(row) for row in rows}


async def enqueue(
    connection: aiosqlite.Connection, notices: Iterable[Notice], now: datetime, guild: int | None = None
) -> None:
    """Add notices to the outbox, inside a transaction, and forget what was done long ago.

    `guild` is the server whose digest it is. What was made before is not made again, but for a fact that
    has come back after the subscription was told another.
    """
    written = [_written(notice, guild) for notice in notices]
    await connection.executemany(_ADD, written)
    await connection.executemany(_TELL, [each for each in written if each["fact"]])
    await connection.execute(_PRUNE, (stamp(now - KEPT),))


async def withdraw_changes(connection: aiosqlite.Connection) -> None:
    """Take back, inside a transaction, the notices of changes that were never handed to Discord."""
    await connection.execute(_UNTELL)
    await connection.execute(_WITHDRAW)


def _written(notice: Notice, guild: int | None) -> dict[str, str | int | bytes | None]:
    matter = notice.matter
    return {
        "nonce": notice.nonce,
        "kind": next(kind for kind, form in _KINDS.items() if isinstance(matter, form)),
        "body": msgspec.json.encode(matter),
        "channel": notice.channel,
        "user": notice.user,
        "guild": guild,
        "subscription": notice.subscription,
        "topic": normalised(matter.topic) if isinstance(matter, StatusChange) else None,
        "fact": notice.fact,
        "question": matter.question if isinstance(matter, Known) else None,
    }


def _due(row: sqlite3.Row) -> Due | None:
    """Read a notice; None where a later version made its matter, or it is damaged."""
    try:
        kept = read(row, _Kept)
        matter = msgspec.json.decode(kept.body, type=_KINDS[kept.kind])
    except (KeyError, msgspec.DecodeError):
        return None
    notice = Notice(kept.nonce, matter, kept.channel, kept.user, kept.subscription)
    return Due(notice, kept.begun, kept.tries)
