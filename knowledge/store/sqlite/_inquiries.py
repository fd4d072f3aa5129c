"""What was asked, how well was it answered, and how did that help?"""

import sqlite3
from collections.abc import Sequence
from datetime import UTC, datetime

import aiosqlite
import msgspec
from msgspec import Struct

from knowledge.answers import Verdict
from knowledge.notices.inquiries import Inquiry, Insights
from knowledge.store.rules import (
    MOST_ASKED,
    MOST_INQUIRIES,
    Tally,
    Votes,
    shorten,
    shorten_earlier,
    sum_up,
)
from knowledge.store.sqlite._connection import Connection, change, stamp
from knowledge.store.sqlite._failures import translate_errors

# The number is a new one each time, so that they are in the order in which the questions were last asked.
_KEEP = """
    INSERT INTO inquiry (number, guild, key, question, earlier, verdict, times, first_at, last_at)
    VALUES ((SELECT coalesce(max(number), 0) + 1 FROM inquiry), ?, ?, ?, ?, ?, 1, ?, ?)
    ON CONFLICT (guild, key) DO UPDATE SET number = excluded.number, question = excluded.question,
        earlier = excluded.earlier, verdict = excluded.verdict, times = times + 1, last_at = excluded.last_at
"""
# To count is cheap, for an index is enough for it; to go to the ten-thousandth row is not.
_PRUNE = """
    DELETE FROM inquiry WHERE number IN (
        SELECT number FROM inquiry ORDER BY number LIMIT max(0, (SELECT count(*) FROM inquiry) - ?)
    )
"""
_COUNT = """
    INSERT INTO tally (day, guild, verdict, times) VALUES (?, ?, ?, 1)
    ON CONFLICT (day, guild, verdict) DO UPDATE SET times = times + 1
"""
_GET = """
    SELECT nullif(guild, 0) AS guild, key, question, earlier, verdict, times, first_at, last_at, ignored
    FROM inquiry WHERE key = ? ORDER BY number DESC LIMIT 1
"""
_OPEN = """
    SELECT nullif(guild, 0) AS guild, key, question, earlier, verdict, times, first_at, last_at, ignored
    FROM inquiry
    WHERE verdict <> 'answer' AND NOT ignored AND (? IS NULL OR guild = ?) ORDER BY number DESC LIMIT ?
"""
_IGNORE = "UPDATE inquiry SET ignored = 1 WHERE guild = ? AND key = ?"
_RATE = """
    INSERT INTO vote (user, key, guild, helpful, day)
    SELECT ?, key, guild, ?, ? FROM inquiry WHERE key = ? ORDER BY guild = ? DESC, number DESC LIMIT 1
    ON CONFLICT (user, key) DO UPDATE SET guild = excluded.guild, helpful = excluded.helpful,
        day = excluded.day
"""
_TALLIES = """
    SELECT day, verdict, sum(times) AS times FROM tally WHERE day >= ? AND (? IS NULL OR guild = ?)
    GROUP BY day, verdict ORDER BY day
"""
_VOTES = """
    SELECT count(*) FILTER (WHERE helpful) AS helpful, count(*) FILTER (WHERE NOT helpful) AS unhelpful
    FROM vote WHERE day >= ? AND (? IS NULL OR guild = ?)
"""
# The words are those of the last time, as `max` has it. A time comes after the day that it begins with.
_MOST_ASKED = """
    SELECT question, sum(times) AS times, max(number) AS newest FROM inquiry
    WHERE last_at >= ? AND NOT ignored AND (? IS NULL OR guild = ?)
    GROUP BY key ORDER BY times DESC, newest DESC LIMIT ?
"""


class _Asked(Struct, frozen=True):
    question: str
    times: int


class SQLiteInquiries:
    """The embedded `Inquiries`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def add(
        self, guild: int | None, key: str, question: str, verdict: Verdict, earlier: Sequence[str] = ()
    ) -> None:
        """Keep a question that was asked now, and count it; the oldest go where they are too many."""
        now = self._connection.now()
        before = msgspec.json.encode(shorten_earlier(earlier)).decode()
        values = guild or 0, key, shorten(question), before, verdict.value, stamp(now), stamp(now)
        async with self._connection.transaction() as connection:
            await change(connection, _KEEP, *values)
            await change(connection, _PRUNE, MOST_INQUIRIES)
            await _count(connection, guild, verdict, now)

    async def count(self, guild: int | None, verdict: Verdict) -> None:
        """Count that something was asked now whose words are not kept."""
        async with self._connection.transaction() as connection:
            await _count(connection, guild, verdict, self._connection.now())

    async def get(self, key: str) -> Inquiry | None:
        """Return a question from where it was asked last; None where it is not kept any more."""
        return next(iter(await self._fetch(_GET, key)), None)

    async def find_open(self, guild: int | None = None, most: int = 500) -> tuple[Inquiry, ...]:
        """Return the questions that were not answered the last time and are not ignored, newest first."""
        return await self._fetch(_OPEN, guild, guild, most)

    async def ignore(self, guild: int | None, key: str) -> bool:
        """Set a question aside; False where it is not kept any more."""
        return await self._connection.change(_IGNORE, guild or 0, key) > 0

    async def rate(self, key: str, user: int, helpful: bool, guild: int | None = None) -> bool:
        """Keep whether the answer helped a user; False where the question is not kept any more."""
        day = self._connection.now().date().isoformat()
        return await self._connection.change(_RATE, user, int(helpful), day, key, guild) > 0

    async def summarise(self, guild: int | None, since: datetime) -> Insights:
        """Return what was asked since a day; see `Inquiries.summarise`."""
        wanted = since.astimezone(UTC).date().isoformat(), guild, guild
        tallies = await self._connection.fetch(Tally, _TALLIES, *wanted)
        (votes,) = await self._connection.fetch(Votes, _VOTES, *wanted)
        asked = await self._connection.fetch(_Asked, _MOST_ASKED, *wanted, MOST_ASKED)
        return sum_up(tallies, votes, [(each.question, each.times) for each in asked])

    async def _fetch(self, sql: str, *values: str | int | None) -> tuple[Inquiry, ...]:
        rows = await self._connection.fetch_rows(sql, *values)
        with translate_errors(self._connection.file):
            return tuple(_read(row) for row in rows)


async def _count(
    connection: aiosqlite.Connection, guild: int | None, verdict: Verdict, now: datetime
) -> None:
    await change(connection, _COUNT, now.date().isoformat(), guild or 0, verdict.value)


def _read(row: sqlite3.Row) -> Inquiry:
    kept = dict(row)
    kept["earlier"] = msgspec.json.decode(kept["earlier"])
    return msgspec.convert(kept, Inquiry, strict=False)
