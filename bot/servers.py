"""What does a server want of the bot? In memory, so that no answer waits for the store."""

from collections.abc import Mapping
from typing import Any

from msgspec.structs import replace

from knowledge.notices.preferences import NO_PREFERENCES, Preferences
from knowledge.notices.share import ALL, Share
from knowledge.store import Servers as KeptServers


class Servers:
    """Knows what each server has set, and keeps what it sets."""

    def __init__(
        self, kept: KeptServers, found: Mapping[int, Preferences] | None = None, share: Share = ALL
    ) -> None:
        """Know what was `found` of the servers of a share, and write to `kept` what changes."""
        self._kept = kept
        self._preferences = dict(found or {})
        self._share = share

    @classmethod
    async def load(cls, kept: KeptServers, share: Share = ALL) -> "Servers":
        """Read what the servers of a share have set."""
        servers = cls(kept, share=share)
        await servers.read()
        return servers

    async def read(self) -> None:
        """Read it anew: another process may have changed it. May raise StoreError."""
        self._preferences = dict(await self._kept.find(self._share))

    def of(self, guild: int | None) -> Preferences:
        """Give what a server has set; None stands for direct messages, where nothing is set."""
        return NO_PREFERENCES if guild is None else self._preferences.get(guild, NO_PREFERENCES)

    def all(self) -> Mapping[int, Preferences]:
        """Give what each server has set, of those that have set anything."""
        return dict(self._preferences)

    async def change(self, guild: int, **fields: Any) -> Preferences:
        """Change some of what a server has set, and give all of it. May raise StoreError."""
        changed = replace(self.of(guild), **fields)
        await self._kept.save(guild, changed)
        self._preferences[guild] = changed
        return changed

    def forget(self, guild: int) -> None:
        """Forget a server that the bot has left; the store forgets it with all else that it keeps of it."""
        self._preferences.pop(guild, None)


class Obliging:
    """A client that does as each server has set."""

    servers: Servers
