"""How is a change taken back? Whoever was told of it last is looked for, and what was told is marked."""

from itertools import groupby
from operator import attrgetter

from msgspec import Struct

from knowledge.notices.audience import TakenBack, Withdrawn
from knowledge.store._matters import read_matter, write_matter
from knowledge.store.retraction import Told, retract
from knowledge.store.rules import State
from knowledge.store.sql._connection import Row, Transaction, read_row
from knowledge.store.sql._outbox import enqueue
from knowledge.text import normalise

_TOLD_SO = """
    SELECT nonce, kind, body, state, begun IS NOT NULL AS is_begun, message, channel, user, subscription,
        guild
    FROM told JOIN outbox USING (subscription, topic)
    WHERE topic = ? AND fact = ? AND kind IN ('change', 'withdrawn') ORDER BY subscription, number
"""
_RETELL = "UPDATE told SET fact = ? WHERE topic = ? AND fact = ?"
_UNTELL = "DELETE FROM told WHERE topic = ? AND fact = ''"
_FORGET = "DELETE FROM outbox WHERE nonce = ?"
_WITHDRAW = "UPDATE outbox SET kind = ?, body = ? WHERE nonce = ?"


class _Kept(Struct, frozen=True):
    nonce: str
    kind: str
    body: bytes | None
    state: State
    is_begun: bool
    message: int | None
    channel: int | None
    user: int | None
    subscription: int
    guild: int | None


async def take_back_change(transaction: Transaction, taken: TakenBack) -> None:
    """Take a change back, inside a transaction, from each subscription that was told of it last.

    What it was told last is then what stands.
    """
    topic = normalise(taken.change.topic)
    rows = [_read_told(row) for row in await transaction.fetch_rows(_TOLD_SO, topic, taken.fact)]
    await transaction.change(_RETELL, taken.stands_fact, topic, taken.fact)
    await transaction.change(_UNTELL, topic)
    for _, told in groupby(rows, attrgetter("subscription")):
        retraction = retract(taken, tuple(told))
        await transaction.change_each(_FORGET, [(nonce,) for nonce in retraction.forgotten])
        for nonce, change in retraction.withdrawn.items():
            await transaction.change(_WITHDRAW, *write_matter(Withdrawn(change)), nonce)
        await enqueue(transaction, retraction.corrections)


def _read_told(row: Row) -> Told:
    kept = read_row(row, _Kept)
    matter = read_matter(kept.kind, kept.body) if kept.body else None
    change = matter.change if isinstance(matter, Withdrawn) else None
    return Told(
        kept.nonce,
        kept.state,
        kept.is_begun,
        kept.message,
        kept.channel,
        kept.user,
        kept.subscription,
        kept.guild,
        change,
    )
