"""What does a server want, and which of its messages is its board?"""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from typing import Protocol

from knowledge.notices.audience import Board
from knowledge.notices.preferences import Preferences
from knowledge.notices.share import ALL, Share


class Servers(Protocol):
    """Keeps what each server has set."""

    async def find(self, share: Share = ALL) -> Mapping[int, Preferences]:
        """Return the preferences of the servers of a share that have any.

        Those that cannot be read, because a later version made them or they are damaged, are left out.
        """
        ...

    async def save(self, guild: int, preferences: Preferences) -> None:
        """Keep a server's preferences in place of those it had."""
        ...

    async def find_known(self, share: Share = ALL) -> AbstractSet[int]:
        """Return the servers of a share of which anything is kept, which `forget_guild` forgets."""
        ...


class Boards(Protocol):
    """Keeps which message of a server shows where every topic stands."""

    async def find(self, share: Share = ALL) -> tuple[Board, ...]:
        """Return the boards of all servers of a share."""
        ...

    async def save(self, board: Board) -> None:
        """Keep a server's board in place of the one it had."""
        ...

    async def remove(self, guild: int) -> bool:
        """Forget a server's board; False where it had none."""
        ...
