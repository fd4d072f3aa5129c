"""Which servers are whose? Discord divides them into shards; a process has some shards in a row, or all."""

from msgspec import Struct


class Share(Struct, frozen=True):
    """The part of all servers that is one process's own.

    What belongs to no server, such as direct messages, belongs to shard 0, as on Discord.
    """

    first: int = 0
    """The number of the first shard."""
    last: int = 0
    """The number of the last shard."""
    of: int = 1
    """How many shards there are in all."""

    @property
    def shards(self) -> range:
        """The numbers of the shards."""
        return range(self.first, self.last + 1)

    def has(self, guild: int | None) -> bool:
        """Whether a server is among these, or what belongs to no server."""
        return self.first <= ((guild or 0) >> 22) % self.of <= self.last

    def __str__(self) -> str:
        """Write it as the command line takes it."""
        return f"{self.first}-{self.last}/{self.of}"


ALL = Share()
"""Of the one process that has all servers."""
