"""When and where does a server get its digest, and what was asked about since the last one?"""

from collections.abc import Mapping
from datetime import date

from msgspec import Struct

from knowledge.notices.audience import DigestPlan, Notice
from knowledge.notices.share import ALL, Share
from knowledge.store.rules import shorten
from knowledge.store.sql._connection import Connection
from knowledge.store.sql._outbox import drop_digests, enqueue

_FIND = """
    SELECT guild, channel, hour, zone, weekday, last, after FROM digest
    WHERE (CAST(? AS BIGINT) IS NULL OR guild = ?) AND (guild >> 22) % ? BETWEEN ? AND ?
"""
_SAVE = """
    INSERT INTO digest (guild, channel, hour, zone, weekday, last, after) VALUES (?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (guild) DO UPDATE SET channel = excluded.channel, hour = excluded.hour,
        zone = excluded.zone, weekday = excluded.weekday, last = excluded.last, after = excluded.after
"""
# What was asked about goes with it.
_REMOVE = "DELETE FROM digest WHERE guild = ?"
_COUNT = """
    INSERT INTO asked (guild, about, times)
    SELECT guild, CAST(? AS TEXT), CAST(? AS BIGINT) FROM digest WHERE guild = ?
    ON CONFLICT (guild, about) DO UPDATE SET times = asked.times + excluded.times
"""
_MOST_ASKED = "SELECT about, times FROM asked WHERE guild = ? ORDER BY times DESC, about LIMIT ?"
_CLOSE = "UPDATE digest SET last = ?, after = ? WHERE guild = ?"
_COUNT_ANEW = "DELETE FROM asked WHERE guild = ?"


class _Asked(Struct, frozen=True):
    about: str
    times: int


class SQLDigests:
    """The `Digests` of a database that speaks SQL."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def find_plans(self, guild: int | None = None, share: Share = ALL) -> tuple[DigestPlan, ...]:
        """Return the plans of all servers of a share, or that of one."""
        return await self._connection.fetch(
            DigestPlan, _FIND, guild, guild, share.of, share.first, share.last
        )

    async def save_plan(self, plan: DigestPlan) -> None:
        """Keep a server's plan in place of the one it had; what was counted stays."""
        last = plan.last and plan.last.isoformat()
        values = plan.guild, plan.channel, plan.hour, plan.zone, plan.weekday, last, plan.after
        await self._connection.change(_SAVE, *values)

    async def remove_plan(self, guild: int) -> bool:
        """Forget a server's plan, its counts, and a digest yet to be sent; False where it had none."""
        async with self._connection.transaction() as transaction:
            await drop_digests(transaction, guild, self._connection.now())
            return await transaction.change(_REMOVE, guild) > 0

    async def count_asked(self, guild: int, about: str, times: int = 1) -> None:
        """Count how often something was asked about; only where the server has a plan."""
        await self.count_all({(guild, about): times})

    async def count_all(self, asked: Mapping[tuple[int, str], int]) -> None:
        """Count how often each thing was asked about in each server; only where that has a plan."""
        rows = [(shorten(about), times, guild) for (guild, about), times in asked.items()]
        await self._connection.change_each(_COUNT, rows)

    async def find_most_asked(self, guild: int, most: int = 5) -> tuple[tuple[str, int], ...]:
        """Return what was asked about most since the last digest, and how often."""
        asked = await self._connection.fetch(_Asked, _MOST_ASKED, guild, most)
        return tuple((each.about, each.times) for each in asked)

    async def close_day(self, guild: int, day: date, after: int, notice: Notice | None) -> None:
        """Keep that a day's digest is made, in one transaction; see `Digests.close_day`."""
        async with self._connection.transaction() as transaction:
            if await transaction.change(_CLOSE, day.isoformat(), after, guild):
                await transaction.change(_COUNT_ANEW, guild)
                await enqueue(transaction, (notice,) if notice else ())
