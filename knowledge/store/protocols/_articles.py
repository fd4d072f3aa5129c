"""Which articles and sources are there beside the folder?"""

from collections.abc import Collection, Iterable, Mapping
from typing import Protocol

from knowledge.sources.kept import Kept, SourceRecord, SourceSpec, SourceState
from knowledge.sources.proposals import Proposal


class Documents(Protocol):
    """Keeps the articles of live sources, and those handed in, each with the bytes of all its versions."""

    async def find(self, source: str | None = None) -> tuple[Kept, ...]:
        """Return what is kept of all sources or of one, removed articles too, oldest first."""
        ...

    async def find_served(self) -> tuple[Kept, ...]:
        """Return what is kept and not removed, sorted by source and identity."""
        ...

    async def read(self, hashes: Collection[str]) -> dict[str, bytes]:
        """Return the bytes with these SHA-256, as far as they are kept."""
        ...

    async def save(self, kept: Kept, data: bytes) -> None:
        """Keep an article with its bytes, in place of the one with the same identity, and serve it."""
        ...

    async def remove(self, source: str, identity: str) -> bool:
        """Serve an article no more, and know it still: it is not new again. False where it was not there."""
        ...


class Sources(Protocol):
    """Keeps which live sources there are beside those of the configuration, and how each of all stands."""

    async def find(self) -> tuple[SourceRecord, ...]:
        """Return all that is known of sources, sorted by name."""
        ...

    async def add(self, spec: SourceSpec) -> None:
        """Keep a source in place of one with its name; it goes on where that was paused.

        Raises KnowledgeError where there would be more than `rules.MOST_SOURCES`.
        """
        ...

    async def pause(self, name: str, *, paused: bool) -> None:
        """Keep whether a source is paused."""
        ...

    async def remove(self, name: str) -> bool:
        """Forget a source with all its articles; False where it was not there."""
        ...

    async def keep_round(
        self, name: str, state: SourceState, kept: Iterable[Kept], contents: Mapping[str, bytes]
    ) -> None:
        """Keep, in one transaction, how a source stands after one look, and the articles that came of it.

        Each takes the place of the one with the same identity; `contents` holds the new bytes by SHA-256.
        Bytes that belong to no version of any article are forgotten.
        """
        ...


class Proposals(Protocol):
    """Keeps for a day what was proposed and is yet to be confirmed."""

    async def add(self, key: str, proposal: Proposal) -> None:
        """Keep a proposal under its key."""
        ...

    async def get(self, key: str) -> Proposal | None:
        """Return a proposal; None where it is not kept any more."""
        ...

    async def remove(self, key: str) -> None:
        """Forget a proposal."""
        ...
