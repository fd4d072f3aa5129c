"""What was asked, how well was it answered, and how did that help?"""

from collections import Counter, deque
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime

import msgspec
from msgspec import Struct

from knowledge.answers import Verdict
from knowledge.errors import StoreError
from knowledge.notices.inquiries import Asked, Inquiry, Insights
from knowledge.store.rules import (
    MOST_ASKED,
    MOST_INQUIRIES,
    Tally,
    Votes,
    shorten,
    shorten_earlier,
    sum_up,
)
from knowledge.store.sql._connection import Connection, Row, Transaction, stamp

# The number is a new one each time, so that they are in the order in which the questions were last asked.
_KEEP = """
    INSERT INTO inquiry (number, guild, key, question, earlier, verdict, times, first_at, last_at)
    VALUES ((SELECT coalesce(max(number), 0) + 1 FROM inquiry), ?, ?, ?, ?, ?, 1, ?, ?)
    ON CONFLICT (guild, key) DO UPDATE SET number = excluded.number, question = excluded.question,
        earlier = excluded.earlier, verdict = excluded.verdict, times = inquiry.times + 1,
        last_at = excluded.last_at
"""
# To count is cheap, for an index is enough for it; to go to the ten-thousandth row is not.
_KEPT = "SELECT count(*) FROM inquiry"
_PRUNE = "DELETE FROM inquiry WHERE number IN (SELECT number FROM inquiry ORDER BY number LIMIT ?)"
_COUNT = """
    INSERT INTO tally (day, guild, verdict, times) VALUES (?, ?, ?, ?)
    ON CONFLICT (day, guild, verdict) DO UPDATE SET times = tally.times + excluded.times
"""
_GET = """
    SELECT nullif(guild, 0) AS guild, key, question, earlier, verdict, times, first_at, last_at, ignored
    FROM inquiry WHERE key = ? ORDER BY number DESC LIMIT 1
"""
_OPEN = """
    SELECT nullif(guild, 0) AS guild, key, question, earlier, verdict, times, first_at, last_at, ignored
    FROM inquiry WHERE verdict <> 'answer' AND ignored = 0 AND (CAST(? AS BIGINT) IS NULL OR guild = ?)
    ORDER BY number DESC LIMIT ?
"""
_IGNORE = "UPDATE inquiry SET ignored = 1 WHERE guild = ? AND key = ?"
_RATE = """
    INSERT INTO vote (user, key, guild, helpful, day)
    SELECT CAST(? AS BIGINT), key, guild, CAST(? AS INTEGER), CAST(? AS TEXT)
    FROM inquiry WHERE key = ? ORDER BY guild = ? DESC, number DESC LIMIT 1
    ON CONFLICT (user, key) DO UPDATE SET guild = excluded.guild, helpful = excluded.helpful,
        day = excluded.day
"""
_TALLIES = """
    SELECT day, verdict, CAST(sum(times) AS BIGINT) AS times FROM tally
    WHERE day >= ? AND (CAST(? AS BIGINT) IS NULL OR guild = ?)
    GROUP BY day, verdict ORDER BY day
"""
_VOTES = """
    SELECT count(*) FILTER (WHERE helpful = 1) AS helpful, count(*) FILTER (WHERE helpful = 0) AS unhelpful
    FROM vote WHERE day >= ? AND (CAST(? AS BIGINT) IS NULL OR guild = ?)
"""
# The words are those of the last time. A time comes after the day that it begins with.
_MOST_ASKED = """
    SELECT question, sums.times AS times FROM (
        SELECT CAST(sum(times) AS BIGINT) AS times, max(number) AS newest FROM inquiry
        WHERE last_at >= ? AND ignored = 0 AND (CAST(? AS BIGINT) IS NULL OR guild = ?) GROUP BY key
    ) AS sums JOIN inquiry ON number = newest ORDER BY times DESC, newest DESC LIMIT ?
"""


class _MostAsked(Struct, frozen=True):
    question: str
    times: int


class SQLInquiries:
    """The `Inquiries` of a database that speaks SQL."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._noted = deque[Asked](maxlen=MOST_INQUIRIES)

    async def add(
        self, guild: int | None, key: str, question: str, verdict: Verdict, earlier: Sequence[str] = ()
    ) -> None:
        """Keep a question that was asked now, and count it; the oldest go where they are too many."""
        self.note(Asked(guild, verdict, key, question, tuple(earlier)))
        await self.write()

    async def count(self, guild: int | None, verdict: Verdict) -> None:
        """Count that something was asked now whose words are not kept."""
        self.note(Asked(guild, verdict))
        await self.write()

    def note(self, asked: Asked) -> None:
        """Remember a question, to be kept or counted with others."""
        self._noted.append(asked)

    async def write(self) -> None:
        """Keep and count what is noted; where that fails, it is noted still."""
        if not self._noted:
            return
        # Nothing is awaited before the transaction: who reads after this waits for it, and sees its work.
        noted = tuple(self._noted)
        self._noted.clear()
        try:
            async with self._connection.transaction() as transaction:
                await self._keep(transaction, [each for each in noted if each.key])
                await _count(transaction, noted, self._connection.now())
        except BaseException:
            self._noted = deque((*noted, *self._noted), maxlen=MOST_INQUIRIES)
            raise

    async def get(self, key: str) -> Inquiry | None:
        """Return a question from where it was asked last; None where it is not kept any more."""
        await self._catch_up()
        return next(iter(await self._fetch(_GET, key)), None)

    async def find_open(self, guild: int | None = None, most: int = 500) -> tuple[Inquiry, ...]:
        """Return the questions that were not answered the last time and are not ignored, newest first."""
        await self._catch_up()
        return await self._fetch(_OPEN, guild, guild, most)

    async def ignore(self, guild: int | None, key: str) -> bool:
        """Set a question aside; False where it is not kept any more."""
        await self._catch_up()
        return await self._connection.change(_IGNORE, guild or 0, key) > 0

    async def rate(self, key: str, user: int, helpful: bool, guild: int | None = None) -> bool:
        """Keep whether the answer helped a user; False where the question is not kept any more."""
        await self._catch_up()
        day = self._connection.now().date().isoformat()
        return await self._connection.change(_RATE, user, int(helpful), day, key, guild) > 0

    async def summarise(self, guild: int | None, since: datetime) -> Insights:
        """Return what was asked since a day; see `Inquiries.summarise`."""
        await self._catch_up()
        wanted = since.astimezone(UTC).date().isoformat(), guild, guild
        tallies = await self._connection.fetch(Tally, _TALLIES, *wanted)
        (votes,) = await self._connection.fetch(Votes, _VOTES, *wanted)
        asked = await self._connection.fetch(_MostAsked, _MOST_ASKED, *wanted, MOST_ASKED)
        return sum_up(tallies, votes, [(each.question, each.times) for each in asked])

    async def _catch_up(self) -> None:
        # Where it cannot be written, what was written before is what there is to be read.
        with suppress(StoreError):
            await self.write()

    async def _keep(self, transaction: Transaction, asked: Sequence[Asked]) -> None:
        if not asked:
            return
        now = self._connection.now()
        await transaction.change_each(_KEEP, [_row(each, now) for each in asked])
        if (surplus := await transaction.count(_KEPT) - MOST_INQUIRIES) > 0:
            await transaction.change(_PRUNE, surplus)

    async def _fetch(self, sql: str, *values: str | int | None) -> tuple[Inquiry, ...]:
        rows = await self._connection.fetch_rows(sql, *values)
        with self._connection.translate_errors():
            return tuple(_read(row) for row in rows)


async def _count(transaction: Transaction, asked: Sequence[Asked], now: datetime) -> None:
    day = now.date().isoformat()
    counted = Counter((each.guild or 0, each.verdict.value) for each in asked)
    await transaction.change_each(_COUNT, [(day, *of, times) for of, times in counted.items()])


def _row(asked: Asked, now: datetime) -> tuple[str | int, ...]:
    before = msgspec.json.encode(shorten_earlier(asked.earlier)).decode()
    words = shorten(asked.question)
    return asked.guild or 0, asked.key, words, before, asked.verdict.value, stamp(now), stamp(now)


def _read(row: Row) -> Inquiry:
    kept = dict(row)
    kept["earlier"] = msgspec.json.decode(kept["earlier"])
    return msgspec.convert(kept, Inquiry, strict=False)
