"""Who is told when a topic's status changes? Channels and users, each with its topics."""

from knowledge.notices.audience import Subscription
from knowledge.store.rules import check_receiver, check_subscriptions
from knowledge.store.sql._connection import Connection
from knowledge.store.sql._outbox import drop_for_subscription

_ADD = """
    INSERT INTO subscription (topic, channel, user, guild, edits) VALUES (?, ?, ?, ?, ?)
    ON CONFLICT ({0}, topic) WHERE {0} IS NOT NULL
    DO UPDATE SET guild = excluded.guild, edits = excluded.edits, paused = 0
    RETURNING number, nullif(topic, '') AS topic, channel, user, guild, edits, paused
"""
_ADD_CHANNEL, _ADD_USER = _ADD.format("channel"), _ADD.format("user")
_HELD = "SELECT count(*) FROM subscription WHERE user = ? OR channel = ?"
# What is in the outbox goes with it.
_REMOVE = "DELETE FROM subscription WHERE number = ?"
_PAUSE = "UPDATE subscription SET paused = 1 WHERE number = ?"
_FIND_ALL = """
    SELECT number, nullif(topic, '') AS topic, channel, user, guild, edits, paused FROM subscription
    ORDER BY number
"""
_FIND = """
    SELECT number, nullif(topic, '') AS topic, channel, user, guild, edits, paused FROM subscription
    WHERE user = ? OR guild = ? ORDER BY number
"""


class SQLSubscriptions:
    """The `Subscriptions` of a database that speaks SQL."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def add(
        self,
        topic: str | None,
        *,
        channel: int | None = None,
        user: int | None = None,
        guild: int | None = None,
        edits: bool = False,
    ) -> Subscription:
        """Keep a subscription of a channel or of a user; see `Subscriptions.add`."""
        check_receiver(channel, user)
        async with self._connection.transaction() as transaction:
            sql = _ADD_USER if channel is None else _ADD_CHANNEL
            (kept,) = await transaction.fetch(
                Subscription, sql, topic or "", channel, user, guild, int(edits)
            )
            check_subscriptions(await transaction.count(_HELD, user, channel))
            return kept

    async def remove(self, number: int) -> bool:
        """Forget a subscription and what is yet to be sent for it; False where it was not there."""
        return await self._connection.change(_REMOVE, number) > 0

    async def pause(self, number: int) -> None:
        """Pause a subscription, and drop what is yet to be sent for it."""
        async with self._connection.transaction() as transaction:
            await transaction.change(_PAUSE, number)
            await drop_for_subscription(transaction, number, self._connection.now())

    async def find(self, *, user: int | None = None, guild: int | None = None) -> tuple[Subscription, ...]:
        """Return all subscriptions, or those of a user or of a server's channels, oldest first."""
        if user is None and guild is None:
            return await self._connection.fetch(Subscription, _FIND_ALL)
        return await self._connection.fetch(Subscription, _FIND, user, guild)
