"""Which notices went out as one message? Those of one publication for one receiver, under one name."""

from msgspec import Struct

from knowledge.notices.audience import Joint
from knowledge.store.sql._connection import Connection

_JOINT = """
    SELECT bulletin, message, channel, user, topic, kind = 'withdrawn' AS is_withdrawn FROM outbox
    WHERE joined = ? AND state = 'sent' AND topic IS NOT NULL ORDER BY number
"""
_JOINED = "SELECT joined FROM outbox WHERE nonce = ? AND joined IS NOT NULL"


class _Sent(Struct, frozen=True):
    bulletin: int
    message: int
    channel: int | None
    user: int | None
    topic: str
    is_withdrawn: bool


async def find_joint(connection: Connection, name: str) -> Joint | None:
    """Return what is known of a message of several changes; see `Outbox.find_joint`."""
    sent = await connection.fetch(_Sent, _JOINT, name)
    if not sent:
        return None
    topics = tuple(each.topic for each in sent)
    withdrawn = frozenset(each.topic for each in sent if each.is_withdrawn)
    first = sent[0]
    return Joint(first.bulletin, first.message, first.channel, first.user, topics, withdrawn)


async def get_joined(connection: Connection, nonce: str) -> str | None:
    """Return the name of the message that a notice was begun as; see `Outbox.get_joined`."""
    return await connection.fetch_value(str, _JOINED, nonce)
