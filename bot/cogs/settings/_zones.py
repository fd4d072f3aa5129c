"""Which time zones are there? Their IANA names, and the one that somebody means."""

import asyncio
from zoneinfo import available_timezones

from rapidfuzz import fuzz, process, utils

_NO_PLACES = {"Factory", "localtime"}
"""Names that stand beside the zones: for none, and for that of this machine."""


class Zones:
    """The names of all zones on this machine. Only those may become a `ZoneInfo`, which opens a file."""

    def __init__(self) -> None:
        """Know none until one is asked for."""
        self._names: dict[str, str] = {}

    async def find(self, typed: str) -> str | None:
        """Give the zone of a name in any case, or of a city alone; None where there is none, or several."""
        names, key = await self._read(), _key(typed)
        cities = [name for low, name in names.items() if low.endswith(f"/{key}")]
        return names.get(key) or (cities[0] if len(cities) == 1 else None)

    async def near(self, typed: str, most: int) -> tuple[str, ...]:
        """Give the names that come nearest to what was typed, best first; UTC first where nothing was."""
        names = await self._read()
        if not typed.strip():
            return ("UTC", *sorted(names.values()))[:most]
        found = process.extract(
            _key(typed), names, scorer=fuzz.WRatio, processor=utils.default_process, limit=most
        )
        within = [name for low, name in sorted(names.items()) if _key(typed) in low]
        return tuple(dict.fromkeys([*within, *(names[low] for *_, low in found)]))[:most]

    async def _read(self) -> dict[str, str]:
        # It opens each of some 600 files, which takes a quarter of a second: in a thread, and once.
        if not self._names:
            found = await asyncio.to_thread(available_timezones)
            self._names = {name.casefold(): name for name in found - _NO_PLACES}
        return self._names


def _key(typed: str) -> str:
    return "_".join(typed.casefold().split())
