"""Who wants to be told what? Subscriptions, waiting questions, readers and digests, by Discord's ids."""

from dataclasses import dataclass
from datetime import date
from typing import Final

import aiosqlite

from knowledge.errors import KnowledgeError
from knowledge.notices.audience import DigestPlan, Notice, Subscription, WaitingQuestion
from knowledge.store._connection import Connection, read, stamp
from knowledge.store._outbox import KEPT, enqueue

_MOST_SUBSCRIPTIONS: Final = 50
_MOST_WAITING: Final = 25
_MOST_UNANSWERED: Final = 10_000
_LONGEST: Final = 300
"""Characters of a question that are kept."""

_SUBSCRIBE = """
    INSERT INTO subscription (topic, channel, user, guild, edits) VALUES (?, ?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET guild = excluded.guild, edits = excluded.edits, paused = 0
    RETURNING number, nullif(topic, '') AS topic, channel, user, guild, edits, paused
"""
_HELD = "SELECT count(*) FROM subscription WHERE user = ? OR channel = ?"
_UNSUBSCRIBE = "DELETE FROM subscription WHERE number = ?"
_PAUSE = "UPDATE subscription SET paused = 1 WHERE number = ?"
_DROP_FOR_SUBSCRIPTION = """
    UPDATE outbox SET state = 'dropped', done_at = ?, body = NULL
    WHERE subscription = ? AND state = 'pending'
"""
_DROP_DIGESTS = """
    UPDATE outbox SET state = 'dropped', done_at = ?, body = NULL WHERE guild = ? AND state = 'pending'
"""
_ALL = """
    SELECT number, nullif(topic, '') AS topic, channel, user, guild, edits, paused FROM subscription
    ORDER BY number
"""
_OF_ONE = """
    SELECT number, nullif(topic, '') AS topic, channel, user, guild, edits, paused FROM subscription
    WHERE user = ? OR guild = ? ORDER BY number
"""
_WAIT = """
    INSERT INTO waiting (user, question, after)
    VALUES (?, ?, (SELECT coalesce(max(number), 0) FROM bulletin)) ON CONFLICT DO NOTHING
"""
_WAITED = "SELECT count(*) FROM waiting WHERE user = ?"
_WAITING = "SELECT number, user, question, after FROM waiting ORDER BY number"
_WAITING_OF_ONE = "SELECT number, user, question, after FROM waiting WHERE user = ? ORDER BY number"
# Made anew, so that the numbers are in the order in which the questions were last asked.
_FORGET_QUESTIONS = "DELETE FROM unanswered WHERE key = ? OR asked_at < ?"
_KEEP_QUESTION = "INSERT INTO unanswered (key, question, asked_at) VALUES (?, ?, ?)"
_PRUNE_QUESTIONS = """
    DELETE FROM unanswered
    WHERE number <= (SELECT number FROM unanswered ORDER BY number DESC LIMIT 1 OFFSET ?)
"""
_QUESTION = "SELECT question FROM unanswered WHERE key = ?"
_SEEN = "SELECT seen FROM reader WHERE user = ?"
_SEE = """
    INSERT INTO reader (user, seen) VALUES (?, ?)
    ON CONFLICT (user) DO UPDATE SET seen = max(seen, excluded.seen)
"""
_DIGESTS = "SELECT guild, channel, hour, zone, weekday, last, after FROM digest WHERE ? IS NULL OR guild = ?"
_PLAN = """
    INSERT INTO digest (guild, channel, hour, zone, weekday, last, after) VALUES (?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (guild) DO UPDATE SET channel = excluded.channel, hour = excluded.hour,
        zone = excluded.zone, weekday = excluded.weekday, last = excluded.last, after = excluded.after
"""
_STOP_DIGEST = "DELETE FROM digest WHERE guild = ?"
_COUNT = """
    INSERT INTO asked (guild, about, times) SELECT guild, ?, 1 FROM digest WHERE guild = ?
    ON CONFLICT (guild, about) DO UPDATE SET times = times + 1
"""
_MOST_ASKED = "SELECT about, times FROM asked WHERE guild = ? ORDER BY times DESC, about LIMIT ?"
_MADE = "UPDATE digest SET last = ?, after = ? WHERE guild = ?"
_COUNT_ANEW = "DELETE FROM asked WHERE guild = ?"
_FORGET_USER = (
    "DELETE FROM outbox WHERE user = ?",
    "DELETE FROM subscription WHERE user = ?",
    "DELETE FROM waiting WHERE user = ?",
    "DELETE FROM reader WHERE user = ?",
)
# What was asked about goes with the plan, and what is in the outbox with the subscription.
_FORGET_GUILD = (
    "DELETE FROM outbox WHERE guild = ?",
    "DELETE FROM digest WHERE guild = ?",
    "DELETE FROM subscription WHERE guild = ?",
)


@dataclass(frozen=True, slots=True)
class _Asked:
    about: str
    times: int


class SQLiteAudience:
    """The embedded `Audience`; a store has one."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def subscribe(
        self,
        topic: str | None,
        *,
        channel: int | None = None,
        user: int | None = None,
        guild: int | None = None,
        edits: bool = False,
    ) -> Subscription:
        """Keep a subscription of a channel or of a user; see `Audience.subscribe`."""
        if (channel is None) == (user is None):
            raise ValueError("a subscription belongs to a channel or to a user")
        async with self._connection.transaction() as connection:
            values = topic or "", channel, user, guild, edits
            (row,) = await connection.execute_fetchall(_SUBSCRIBE, values)
            if await _count(connection, _HELD, user, channel) > _MOST_SUBSCRIPTIONS:
                raise KnowledgeError(
                    f"More than {_MOST_SUBSCRIPTIONS} topics cannot be followed at once.",
                    "Stop following one first.",
                )
            return read(row, Subscription)

    async def unsubscribe(self, number: int) -> bool:
        """Forget a subscription and what is yet to be sent for it; False where it was not there."""
        async with self._connection.transaction() as connection:
            return await _changed(connection, _UNSUBSCRIBE, number) > 0

    async def pause(self, number: int) -> None:
        """Pause a subscription, and drop what is yet to be sent for it."""
        async with self._connection.transaction() as connection:
            await connection.execute(_PAUSE, (number,))
            await connection.execute(_DROP_FOR_SUBSCRIPTION, (stamp(self._connection.now()), number))

    async def subscriptions(
        self, *, user: int | None = None, guild: int | None = None
    ) -> tuple[Subscription, ...]:
        """Return all subscriptions, or those of a user or of a server's channels, oldest first."""
        if user is None and guild is None:
            return await self._connection.read(Subscription, _ALL)
        return await self._connection.read(Subscription, _OF_ONE, user, guild)

    async def wait_for(self, user: int, question: str) -> bool:
        """Keep that a user waits for a question to be answered; False where they wait for it already."""
        async with self._connection.transaction() as connection:
            if not await _changed(connection, _WAIT, user, _kept(question)):
                return False
            if await _count(connection, _WAITED, user) > _MOST_WAITING:
                raise KnowledgeError(
                    f"More than {_MOST_WAITING} questions cannot be waited for at once.",
                    "Wait until one of them is answered, or have all that is kept of you forgotten.",
                )
            return True

    async def waiting(self, user: int | None = None) -> tuple[WaitingQuestion, ...]:
        """Return the questions that are waited for, by all or by a user, oldest first."""
        if user is None:
            return await self._connection.read(WaitingQuestion, _WAITING)
        return await self._connection.read(WaitingQuestion, _WAITING_OF_ONE, user)

    async def keep_question(self, key: str, question: str) -> None:
        """Keep a question that was not answered, and forget old ones."""
        now = self._connection.now()
        async with self._connection.transaction() as connection:
            await connection.execute(_FORGET_QUESTIONS, (key, stamp(now - KEPT)))
            await connection.execute(_KEEP_QUESTION, (key, _kept(question), stamp(now)))
            await connection.execute(_PRUNE_QUESTIONS, (_MOST_UNANSWERED,))

    async def question(self, key: str) -> str | None:
        """Return a question that was not answered."""
        return await self._connection.value(str, _QUESTION, key)

    async def looked(self, user: int) -> int | None:
        """Return the newest bulletin that a user has seen; None where they never looked."""
        return await self._connection.value(int, _SEEN, user)

    async def look(self, user: int, number: int) -> None:
        """Keep up to which bulletin a user has seen all."""
        async with self._connection.transaction() as connection:
            await connection.execute(_SEE, (user, number))

    async def digests(self, guild: int | None = None) -> tuple[DigestPlan, ...]:
        """Return the plans of all servers, or that of one."""
        return await self._connection.read(DigestPlan, _DIGESTS, guild, guild)

    async def plan_digest(self, plan: DigestPlan) -> None:
        """Keep a server's plan in place of the one it had; what was counted stays."""
        last = plan.last and plan.last.isoformat()
        values = plan.guild, plan.channel, plan.hour, plan.zone, plan.weekday, last, plan.after
        async with self._connection.transaction() as connection:
            await connection.execute(_PLAN, values)

    async def stop_digest(self, guild: int) -> bool:
        """Forget a server's plan and what was counted for it; False where it had none."""
        async with self._connection.transaction() as connection:
            await connection.execute(_DROP_DIGESTS, (stamp(self._connection.now()), guild))
            return await _changed(connection, _STOP_DIGEST, guild) > 0

    async def count_asked(self, guild: int, about: str) -> None:
        """Count that something was asked about; only where the server has a digest."""
        async with self._connection.transaction() as connection:
            await connection.execute(_COUNT, (_kept(about), guild))

    async def most_asked(self, guild: int, most: int = 5) -> tuple[tuple[str, int], ...]:
        """Return what was asked about most since the last digest, and how often."""
        asked = await self._connection.read(_Asked, _MOST_ASKED, guild, most)
        return tuple((each.about, each.times) for each in asked)

    async def digest_made(self, guild: int, day: date, after: int, notice: Notice | None) -> None:
        """Keep that a day's digest is made, in one transaction; see `Audience.digest_made`."""
        async with self._connection.transaction() as connection:
            if await _changed(connection, _MADE, day.isoformat(), after, guild):
                await connection.execute(_COUNT_ANEW, (guild,))
                await enqueue(connection, (notice,) if notice else (), self._connection.now(), guild)

    async def forget_user(self, user: int) -> int:
        """Forget all that is kept of a user, and return how many things those were."""
        async with self._connection.transaction() as connection:
            return sum([await _changed(connection, sql, user) for sql in _FORGET_USER])

    async def forget_guild(self, guild: int) -> None:
        """Forget all that is kept of a server."""
        async with self._connection.transaction() as connection:
            for sql in _FORGET_GUILD:
                await connection.execute(sql, (guild,))


async def _changed(connection: aiosqlite.Connection, sql: str, *values: str | int) -> int:
    """Make a change, and return in how many rows."""
    async with connection.execute(sql, values) as cursor:
        return cursor.rowcount


async def _count(connection: aiosqlite.Connection, sql: str, *values: int | None) -> int:
    ((number,),) = await connection.execute_fetchall(sql, values)
    return number


def _kept(question: str) -> str:
    """Cut a text to what is kept of it; half a character, which some clients send, cannot be."""
    return question[:_LONGEST].encode("utf-8", "replace").decode("utf-8")
