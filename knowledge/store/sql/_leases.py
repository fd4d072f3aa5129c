"""Which process does what? A row for each thing that only one may do, with who does it, and until when."""

import json
from collections.abc import Collection, Mapping
from datetime import timedelta

from msgspec import Struct

from knowledge.store.sql._connection import Connection, read_row, stamp

_HELD_BY_OTHERS = """
    SELECT name, holder FROM lease
    WHERE name IN (SELECT value FROM json_each(?)) AND holder <> ? AND until > ? ORDER BY name
"""
_HOLD = """
    INSERT INTO lease (name, holder, until) VALUES (?, ?, ?)
    ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, until = excluded.until
"""
_RELEASE = "DELETE FROM lease WHERE holder = ?"


class _Held(Struct, frozen=True):
    name: str
    holder: str


class SQLLeases:
    """The `Leases` of a database that speaks SQL."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def claim(self, names: Collection[str], holder: str, seconds: float) -> Mapping[str, str]:
        """Hold all of these for so many seconds from now, or none of them; see `Leases.claim`."""
        async with self._connection.transaction() as transaction:
            now = await transaction.get_time()
            wanted = json.dumps(list(names))
            rows = await transaction.fetch_rows(_HELD_BY_OTHERS, wanted, holder, stamp(now))
            others = {held.name: held.holder for held in (read_row(row, _Held) for row in rows)}
            if not others:
                until = stamp(now + timedelta(seconds=seconds))
                await transaction.change_each(_HOLD, [(name, holder, until) for name in names])
        return others

    async def release(self, holder: str) -> None:
        """Let others have at once what somebody holds."""
        await self._connection.change(_RELEASE, holder)
