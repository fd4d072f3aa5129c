"""What is kept of one user that no other part of the store finds by user? Their votes and their messages."""

from knowledge.notices.personal import PrivateMessage, Vote
from knowledge.store.sql._connection import Connection

_VOTES = """
    SELECT question, helpful, day AS "on" FROM vote JOIN inquiry USING (guild, key)
    WHERE user = ? ORDER BY day, number
"""
_MESSAGES = "SELECT kind, topic, state, message, done_at FROM outbox WHERE user = ? ORDER BY number"


async def find_votes(connection: Connection, user: int) -> tuple[Vote, ...]:
    """Return what a user said of answers, oldest first."""
    return await connection.fetch(Vote, _VOTES, user)


async def find_messages(connection: Connection, user: int) -> tuple[PrivateMessage, ...]:
    """Return what is, was, or was not sent to a user, in the order in which it was made."""
    return await connection.fetch(PrivateMessage, _MESSAGES, user)
