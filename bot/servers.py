"""What does a server want of the bot? In memory, so that no answer waits for the store."""

from typing import Any

from msgspec.structs import replace

from knowledge.notices.preferences import NO_PREFERENCES, Preferences


class Servers:
    """Knows what each server has set."""

    def __init__(self) -> None:
        """Know of no server yet."""
        self._preferences: dict[int, Preferences] = {}

    def of(self, guild: int | None) -> Preferences:
        """Give what a server has set; None stands for direct messages, where nothing is set."""
        return NO_PREFERENCES if guild is None else self._preferences.get(guild, NO_PREFERENCES)

    async def change(self, guild: int, **fields: Any) -> Preferences:
        """Change some of what a server has set, and give all of it."""
        self._preferences[guild] = replace(self.of(guild), **fields)
        return self._preferences[guild]
