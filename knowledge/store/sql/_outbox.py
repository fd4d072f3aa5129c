"""What is yet to be told? Notices, each of which is made once, and what has become of them."""

import json
import logging
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TypeVar

import msgspec
from msgspec import Struct

from knowledge.notices.audience import Due, Joint, Notice
from knowledge.notices.share import ALL, Share
from knowledge.store._matters import read_matter, write_matter
from knowledge.store.rules import (
    LONGEST_POSTPONEMENT,
    Records,
    admit,
    find_subject,
)
from knowledge.store.sql._connection import Connection, Row, Transaction, Value, read_row, stamp
from knowledge.store.sql._joints import find_joint, get_joined
from knowledge.text import normalise

# What is looked for comes as one JSON list.
_LISTENING = """
    SELECT number FROM subscription
    WHERE paused = 0 AND number IN (SELECT CAST(value AS BIGINT) FROM json_each(?))
"""
_WAITING = "SELECT user, question FROM waiting WHERE user IN (SELECT CAST(value AS BIGINT) FROM json_each(?))"
_MADE = "SELECT nonce FROM outbox WHERE nonce IN (SELECT value FROM json_each(?))"
_TOLD = """
    SELECT subscription, topic, fact FROM told
    WHERE subscription IN (SELECT CAST(value AS BIGINT) FROM json_each(?))
        AND topic IN (SELECT value FROM json_each(?))
"""
_ADD = """
    INSERT INTO outbox (nonce, kind, body, channel, user, guild, subscription, topic, bulletin)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
_TELL = """
    INSERT INTO told (subscription, topic, fact) VALUES (?, ?, ?)
    ON CONFLICT (subscription, topic) DO UPDATE SET fact = excluded.fact
"""
# Of those about the same, the oldest alone is due: an edit that came late would put an old status in place of
# a newer one. What is postponed to a time far off was so by a clock that has been set back since.
# The index is named because SQLite would rather go through all that was ever sent, in the order of numbers.
_DUE = """
    SELECT nonce, kind, body, channel, user, guild, subscription, begun, tries, bulletin, joined, EXISTS (
        SELECT 1 FROM subscription WHERE number = outbox.subscription AND edits = 1
    ) AS edits
    FROM outbox INDEXED BY outbox_due
    WHERE state = 'pending' AND NOT (not_before > ? AND not_before <= ?)
        AND (coalesce(guild, 0) >> 22) % ? BETWEEN ? AND ?
        AND NOT EXISTS (
            SELECT 1 FROM outbox AS older
            WHERE older.subscription = outbox.subscription AND older.topic = outbox.topic
                AND older.state = 'pending' AND older.number < outbox.number
        )
    ORDER BY number LIMIT ?
"""
_BEGIN = "UPDATE outbox SET begun = ?, joined = ? WHERE nonce = ? AND begun IS NULL"
# What a message tells that is to be corrected may have to be corrected once more.
_SENT = """
    UPDATE outbox SET state = 'sent', message = ?, done_at = ?,
        body = CASE kind WHEN 'withdrawn' THEN body END
    WHERE nonce = ? OR (joined = ? AND state = 'pending')
"""
_POSTPONE = """
    UPDATE outbox SET not_before = ?, tries = tries + 1 WHERE (nonce = ? OR joined = ?) AND state = 'pending'
"""
_DROP_FOR_SUBSCRIPTION = """
    UPDATE outbox SET state = 'dropped', done_at = ?, body = NULL
    WHERE subscription = ? AND state = 'pending'
"""
_DROP_DIGESTS = """
    UPDATE outbox SET state = 'dropped', done_at = ?, body = NULL
    WHERE guild = ? AND kind = 'digest' AND state = 'pending'
"""
_DROP = """
    UPDATE outbox SET state = 'dropped', done_at = ?, body = NULL
    WHERE (nonce = ? OR joined = ?) AND state = 'pending'
"""
_MESSAGE = """
    SELECT message FROM outbox WHERE subscription = ? AND topic = ? AND state = 'sent'
        AND EXISTS (SELECT 1 FROM subscription WHERE number = outbox.subscription AND edits = 1)
    ORDER BY number DESC LIMIT 1
"""
_FOUND = "SELECT message FROM outbox WHERE nonce = ? AND state = 'sent'"

T = TypeVar("T")

_log = logging.getLogger(__name__)


class _Kept(Struct, frozen=True):
    nonce: str
    kind: str
    body: bytes
    channel: int | None
    user: int | None
    guild: int | None
    subscription: int | None
    begun: datetime | None
    tries: int
    bulletin: int | None
    joined: str | None
    edits: bool


class SQLOutbox:
    """The `Outbox` of a database that speaks SQL."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def find_due(self, now: datetime, most: int = 50, share: Share = ALL) -> tuple[Due, ...]:
        """Return notices to be sent now; see `Outbox.find_due`."""
        postponed = stamp(now), stamp(now + LONGEST_POSTPONEMENT)
        rows = await self._connection.fetch_rows(_DUE, *postponed, share.of, share.first, share.last, most)
        found = {row["nonce"]: _read_due(row) for row in rows}
        unreadable = [nonce for nonce, due in found.items() if due is None]
        if unreadable and self._connection.writes:
            # They would stand before the others for ever.
            await self._connection.change_each(_DROP, [(stamp(now), nonce, None) for nonce in unreadable])
            _log.warning("Given up, for they cannot be read: the notices %s.", ", ".join(unreadable))
        return tuple(filter(None, found.values()))

    async def begin(self, nonces: Sequence[str], now: datetime, joined: str | None = None) -> None:
        """Keep that these are handed to Discord from now on, as one message where they are joined."""
        await self._connection.change_each(_BEGIN, [(stamp(now), joined, nonce) for nonce in nonces])

    async def mark_sent(self, nonce: str, message: int) -> None:
        """Keep that Discord has a notice, as this message; its matter is forgotten."""
        await self._connection.change(_SENT, message, stamp(self._connection.now()), nonce, nonce)

    async def postpone(self, nonce: str, until: datetime) -> None:
        """Keep that a notice is to be tried again, not before a time."""
        await self._connection.change(_POSTPONE, stamp(until), nonce, nonce)

    async def drop(self, nonce: str) -> None:
        """Give a notice up; it is never made again."""
        await self._connection.change(_DROP, stamp(self._connection.now()), nonce, nonce)

    async def get_message(self, subscription: int, topic: str) -> int | None:
        """Return the message that tells a subscription of a topic."""
        return await self._connection.fetch_value(int, _MESSAGE, subscription, normalise(topic))

    async def find_joint(self, name: str) -> Joint | None:
        """Return what is known of a message of several notices."""
        return await find_joint(self._connection, name)

    async def get_joined(self, nonce: str) -> str | None:
        """Return the name of the message that a notice was begun as."""
        return await get_joined(self._connection, nonce)

    async def find_sent(self, nonce: str) -> int | None:
        """Return the message that Discord has of a notice."""
        return await self._connection.fetch_value(int, _FOUND, nonce)


async def enqueue(transaction: Transaction, notices: Sequence[Notice], bulletin: int | None = None) -> None:
    """Add notices to the outbox, inside a transaction, as far as `admit` lets them.

    `bulletin` is the number of what was published with them.
    """
    admission = admit(notices, await _look_up(transaction, notices))
    await transaction.change_each(_ADD, [(*_write_notice(notice), bulletin) for notice in admission.notices])
    await transaction.change_each(_TELL, [(*about, fact) for about, fact in admission.told.items()])


async def drop_for_subscription(transaction: Transaction, number: int, now: datetime) -> None:
    """Give up, inside a transaction, what is yet to be sent for a subscription."""
    await transaction.change(_DROP_FOR_SUBSCRIPTION, stamp(now), number)


async def drop_digests(transaction: Transaction, guild: int, now: datetime) -> None:
    """Give up, inside a transaction, the digests that are yet to be sent to a server."""
    await transaction.change(_DROP_DIGESTS, stamp(now), guild)


async def _look_up(transaction: Transaction, notices: Sequence[Notice]) -> Records:
    """Fetch what decides which of these notices join the outbox."""

    async def fetch(form: type[T], sql: str, *wanted: Iterable[Value]) -> list[T]:
        rows = await transaction.fetch_rows(sql, *(json.dumps(list(each)) for each in wanted))
        # Checked like input: in a damaged file a text may have become a number.
        return [msgspec.convert(tuple(row.values()), form) for row in rows]

    subjects = {about for notice in notices if (about := find_subject(notice))}
    subscriptions = {notice.subscription for notice in notices} - {None}
    topics = {topic for _, topic in subjects}
    receivers = {notice.user for notice in notices} - {None}
    nonces = {notice.nonce for notice in notices}
    told = await fetch(tuple[int, str, str], _TOLD, subscriptions, topics)
    return Records(
        listening={number for (number,) in await fetch(tuple[int], _LISTENING, subscriptions)},
        waiting=set(await fetch(tuple[int, str], _WAITING, receivers)),
        made={nonce for (nonce,) in await fetch(tuple[str], _MADE, nonces)},
        told={(subscription, topic): fact for subscription, topic, fact in told},
    )


def _write_notice(notice: Notice) -> tuple[Value, ...]:
    kind, body = write_matter(notice.matter)
    about = find_subject(notice)
    topic = about and about[1]
    receiver = notice.channel, notice.user, notice.guild, notice.subscription
    return notice.nonce, kind, body, *receiver, topic


def _read_due(row: Row) -> Due | None:
    """Read a notice; None where a later version made its matter, or it is damaged."""
    try:
        kept = read_row(row, _Kept)
    except msgspec.ValidationError:
        return None
    matter = read_matter(kept.kind, kept.body)
    if matter is None:
        return None
    notice = Notice(kept.nonce, matter, kept.channel, kept.user, kept.subscription, guild=kept.guild)
    return Due(notice, kept.begun, kept.tries, kept.bulletin, kept.joined, kept.edits)
