"""What came of one look at a source, and what is to be decided about it?"""

from collections.abc import Awaitable, Callable, Mapping
from datetime import date
from typing import Protocol

from msgspec import Struct
from msgspec.structs import replace

from knowledge.reading.listings import Feed, Sitemap
from knowledge.sources.fetching import Fetched
from knowledge.sources.kept import Kept, SourceState


class Reader(Protocol):
    """Reads what was fetched, in a limited process; raises UnreadableError."""

    async def read_feed(self, fetched: Fetched, today: date) -> Feed:
        """Read a feed: `knowledge.reading.feeds.read_feed`."""
        ...

    async def read_sitemap(self, fetched: Fetched, today: date, pattern: str) -> Sitemap:
        """Read a sitemap: `knowledge.reading.sitemaps.read_sitemap`."""
        ...


class Change(Struct, frozen=True):
    """An article whose bytes are others than before: a new version, unless it says the same."""

    before: Kept
    after: Kept
    """With a new version, as if it said something else."""

    def dismiss(self) -> Kept:
        """Give the article with its old version: the new bytes say the same."""
        version, earlier = self.before.version, self.before.earlier
        return replace(self.after, version=version, earlier=earlier, cosmetic=self.after.version.sha256)


class Remark(Struct, frozen=True):
    """An article or a part of a sitemap that could not be had; it is tried again."""

    url: str
    reason: str
    cure: str


class Round(Struct, frozen=True):
    """What came of one look at a source."""

    state: SourceState
    new: tuple[Kept, ...] = ()
    changes: tuple[Change, ...] = ()
    gone: tuple[Kept, ...] = ()
    """Those that are known to be gone since this round; they stay, with `gone_since`."""
    seen: tuple[Kept, ...] = ()
    """Those that say what they said, and were looked at; a gone one that came back is among them."""
    data: Mapping[str, bytes] = {}
    """The bytes of all new versions by their SHA-256."""
    remarks: tuple[Remark, ...] = ()

    @property
    def kept(self) -> tuple[Kept, ...]:
        """All that is to be stored."""
        return (*self.new, *(change.after for change in self.changes), *self.gone, *self.seen)


Same = Callable[[Kept, Kept], Awaitable[bool]]
"""Tells whether two versions of an article say the same: what can be read in them, word by word."""


async def settle(found: Round, same: Same) -> Round:
    """Decide about all changes of a round: those that say the same are none."""
    changes: list[Change] = []
    seen = list(found.seen)
    for change in found.changes:
        if await same(change.before, change.after):
            seen.append(change.dismiss())
        else:
            changes.append(change)
    needed = {kept.version.sha256 for kept in (*found.new, *(change.after for change in changes))}
    data = {sha256: data for sha256, data in found.data.items() if sha256 in needed}
    return replace(found, changes=tuple(changes), seen=tuple(seen), data=data)
