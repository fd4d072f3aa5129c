"""What is forgotten because it is old? Questions, counts, what was sent, and proposals."""

import re
from datetime import datetime, timedelta

from knowledge.store.rules import COUNTED, PROPOSED, REMEMBERED
from knowledge.store.sql._connection import Transaction, Value, stamp

_DAY = timedelta(days=1)
_NAMED = re.compile(r":(\w+)")

# A clock that was ahead has dated some to a time that is yet to come: their age counts from now on.
_DATE_ANEW = (
    "UPDATE inquiry SET last_at = :now WHERE last_at > :tomorrow",
    "UPDATE inquiry SET first_at = last_at WHERE first_at > last_at",
    "UPDATE vote SET day = :today WHERE day > :tomorrow",
    "UPDATE outbox SET done_at = :now WHERE done_at > :tomorrow",
    "UPDATE proposal SET made_at = :now WHERE made_at > :tomorrow",
    """
    INSERT INTO tally (day, guild, verdict, times)
    SELECT CAST(:today AS TEXT), guild, verdict, CAST(sum(times) AS BIGINT) FROM tally
    WHERE day > :tomorrow GROUP BY guild, verdict
    ON CONFLICT (day, guild, verdict) DO UPDATE SET times = tally.times + excluded.times
    """,
    "DELETE FROM tally WHERE day > :tomorrow",
)
# The last message about a topic stays known where it is edited, however long ago it was sent.
_FORGET = (
    "DELETE FROM inquiry WHERE last_at < :asked",
    "DELETE FROM tally WHERE day < :counted",
    "DELETE FROM proposal WHERE made_at < :proposed",
    """
    DELETE FROM outbox WHERE done_at < :sent AND NOT (
        subscription IS NOT NULL
        AND EXISTS (SELECT 1 FROM subscription WHERE number = outbox.subscription AND edits = 1)
        AND number = (
            SELECT max(number) FROM outbox AS other
            WHERE other.subscription = outbox.subscription AND other.topic = outbox.topic
                AND other.state = 'sent'
        )
    )
    """,
)


async def forget_old(transaction: Transaction, now: datetime, retention: timedelta) -> None:
    """Forget, inside a transaction, what is older than it may be; of questions that is the `retention`."""
    values: dict[str, Value] = {
        "now": stamp(now),
        "today": now.date().isoformat(),
        "tomorrow": stamp(now + _DAY),
        "asked": stamp(now - retention),
        "counted": (now - COUNTED).date().isoformat(),
        "proposed": stamp(now - PROPOSED),
        "sent": stamp(now - REMEMBERED),
    }
    for sql in (*_DATE_ANEW, *_FORGET):
        await transaction.change(_NAMED.sub("?", sql), *(values[name] for name in _NAMED.findall(sql)))
