"""Which process does what several must not do at the same time?"""

from collections.abc import Collection, Mapping
from typing import Protocol


class Leases(Protocol):
    """Keeps what is held by whom, and until when: what is not claimed again in time is free for others."""

    async def claim(self, names: Collection[str], holder: str, seconds: float) -> Mapping[str, str]:
        """Hold all of these for so many seconds from now, or none of them; return which others hold, and who.

        Nothing is returned where they are held. Who holds them already holds them for longer. Time is that of
        the store: the clocks of the processes may differ.
        """
        ...

    async def release(self, holder: str) -> None:
        """Let others have at once what somebody holds."""
        ...
