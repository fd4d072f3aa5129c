"""When is what is old forgotten? Each hour, unless the clock has just jumped: nothing of it comes back."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

import msgspec
from msgspec import Struct

from knowledge.store import KnowledgeStore

EVERY = 60 * 60.0
"""Seconds between two looks at what is old."""

_FACT = "retention.clock"
_BACK, _AHEAD = timedelta(hours=1), timedelta(days=30)
"""How far the clock may have gone since the last look, and not have jumped. A bot may be off for long."""
_ALWAYS = datetime.min.replace(tzinfo=UTC)
_SETTLED = timedelta(days=1)
"""How long a clock that has jumped goes on before it is believed."""


class _Looked(Struct, frozen=True):
    """What the clock said at the last look, and at the first one since it jumped."""

    last: datetime
    since: datetime


async def keep_forgetting(
    store: KnowledgeStore, now: Callable[[], datetime], sleep: Callable[[float], Awaitable[None]]
) -> None:
    """Have a store forget what is old, for ever. Raises StoreError where it refuses."""
    while True:
        await forget(store, now().astimezone(UTC))
        await sleep(EVERY)


async def forget(store: KnowledgeStore, now: datetime) -> bool:
    """Have a store forget what is old; not where its clock has jumped less than a day ago, which is told."""
    looked = _look(await store.facts.recall(_FACT), now)
    await store.facts.remember(_FACT, msgspec.json.encode(looked).decode())
    if is_settled := now - looked.since >= _SETTLED:
        await store.forget_old()
    return is_settled


def _look(before: str | None, now: datetime) -> _Looked:
    """Look at the clock, and tell a jump by what it said `before`."""
    if before is None:
        return _Looked(now, _ALWAYS)
    try:
        looked = msgspec.json.decode(before, type=_Looked)
    except msgspec.DecodeError:  # a later version may say it otherwise
        return _Looked(now, now)
    has_jumped = not looked.last - _BACK <= now <= looked.last + _AHEAD
    return _Looked(now, now if has_jumped else looked.since)
