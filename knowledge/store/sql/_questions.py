"""Who is told when a question can be answered?"""

from collections.abc import Collection

from knowledge.notices.audience import WaitingQuestion
from knowledge.store.rules import check_waiting, shorten
from knowledge.store.sql._connection import Connection, Transaction

_WAIT = """
    INSERT INTO waiting (user, question, after)
    VALUES (?, ?, (SELECT coalesce(max(number), 0) FROM bulletin)) ON CONFLICT DO NOTHING
"""
_WAITED = "SELECT count(*) FROM waiting WHERE user = ?"
_WAITING = "SELECT number, user, question, after FROM waiting ORDER BY number"
_WAITING_OF_ONE = "SELECT number, user, question, after FROM waiting WHERE user = ? ORDER BY number"
_ANSWERED = "DELETE FROM waiting WHERE number = ?"


class SQLWaitingQuestions:
    """The `WaitingQuestions` of a database that speaks SQL."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def add(self, user: int, question: str) -> bool:
        """Keep that a user waits for a question to be answered; False where they wait for it already."""
        async with self._connection.transaction() as transaction:
            if not await transaction.change(_WAIT, user, shorten(question)):
                return False
            check_waiting(await transaction.count(_WAITED, user))
            return True

    async def find(self, user: int | None = None) -> tuple[WaitingQuestion, ...]:
        """Return the questions that are waited for, by all or by a user, oldest first."""
        if user is None:
            return await self._connection.fetch(WaitingQuestion, _WAITING)
        return await self._connection.fetch(WaitingQuestion, _WAITING_OF_ONE, user)


async def forget_answered(transaction: Transaction, numbers: Collection[int]) -> None:
    """Forget, inside a transaction, waiting questions that are answered now."""
    await transaction.change_each(_ANSWERED, [(number,) for number in numbers])
