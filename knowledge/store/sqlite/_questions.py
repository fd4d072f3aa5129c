"""Which questions were not answered, and who is told when one can be?"""

from collections.abc import Collection

import aiosqlite

from knowledge.notices.audience import WaitingQuestion
from knowledge.store.rules import MOST_UNANSWERED, REMEMBERED, check_waiting, shorten
from knowledge.store.sqlite._connection import Connection, change, count, stamp

_WAIT = """
    INSERT INTO waiting (user, question, after)
    VALUES (?, ?, (SELECT coalesce(max(number), 0) FROM bulletin)) ON CONFLICT DO NOTHING
"""
_WAITED = "SELECT count(*) FROM waiting WHERE user = ?"
_WAITING = "SELECT number, user, question, after FROM waiting ORDER BY number"
_WAITING_OF_ONE = "SELECT number, user, question, after FROM waiting WHERE user = ? ORDER BY number"
_ANSWERED = "DELETE FROM waiting WHERE number = ?"
# Made anew, so that the numbers are in the order in which the questions were last asked.
_FORGET = "DELETE FROM unanswered WHERE key = ? OR asked_at < ?"
_KEEP = "INSERT INTO unanswered (key, question, asked_at) VALUES (?, ?, ?)"
_PRUNE = """
    DELETE FROM unanswered
    WHERE number <= (SELECT number FROM unanswered ORDER BY number DESC LIMIT 1 OFFSET ?)
"""
_QUESTION = "SELECT question FROM unanswered WHERE key = ?"


class SQLiteWaitingQuestions:
    """The embedded `WaitingQuestions`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def add(self, user: int, question: str) -> bool:
        """Keep that a user waits for a question to be answered; False where they wait for it already."""
        async with self._connection.transaction() as connection:
            if not await change(connection, _WAIT, user, shorten(question)):
                return False
            check_waiting(await count(connection, _WAITED, user))
            return True

    async def find(self, user: int | None = None) -> tuple[WaitingQuestion, ...]:
        """Return the questions that are waited for, by all or by a user, oldest first."""
        if user is None:
            return await self._connection.fetch(WaitingQuestion, _WAITING)
        return await self._connection.fetch(WaitingQuestion, _WAITING_OF_ONE, user)


class SQLiteUnansweredQuestions:
    """The embedded `UnansweredQuestions`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def add(self, key: str, question: str) -> None:
        """Keep a question that was asked now, and forget old ones."""
        now = self._connection.now()
        async with self._connection.transaction() as connection:
            await change(connection, _FORGET, key, stamp(now - REMEMBERED))
            await change(connection, _KEEP, key, shorten(question), stamp(now))
            await change(connection, _PRUNE, MOST_UNANSWERED)

    async def get(self, key: str) -> str | None:
        """Return a question; None where it is not kept any more."""
        return await self._connection.fetch_value(str, _QUESTION, key)


async def forget_answered(connection: aiosqlite.Connection, numbers: Collection[int]) -> None:
    """Forget, inside a transaction, waiting questions that are answered now."""
    await connection.executemany(_ANSWERED, [(number,) for number in numbers])
