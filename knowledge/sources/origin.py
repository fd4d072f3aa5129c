"""From which folder do the articles come? The store remembers it, so that another one is noticed.

What is remembered is the folder that the configuration names, not one that was read by the way: a reload from
elsewhere, and a rollback, hold until the configuration names another folder.
"""

from contextlib import suppress
from os.path import abspath, relpath
from pathlib import Path
from typing import Protocol, Self

from msgspec import Struct

_FACT = "articles.origin"
_PACKAGE = Path(__file__).parents[1]


class Facts(Protocol):
    """Keeps small facts, as a store does."""

    async def recall(self, key: str) -> str | None:
        """Return a fact, or None."""
        ...

    async def remember(self, key: str, value: str) -> None:
        """Keep a fact."""
        ...


class Origin(Struct, frozen=True):
    """The articles folder that is configured, by the names under which it is known again."""

    names: tuple[str, ...]

    @classmethod
    def of(cls, folder: Path, data: Path) -> Self:
        """Name a folder by its absolute path, and by the way to it from the folder `data`.

        One of the two is the same where only the store has moved, or the whole installation. Links are not
        followed: one that leads elsewhere now is changed content, and no other folder.
        """
        place = Path(abspath(folder))  # noqa: PTH100  resolve() would follow links
        if place.is_relative_to(_PACKAGE):
            # The shipped articles lie elsewhere with each new Python.
            return cls((f"talksbot/{place.relative_to(_PACKAGE).as_posix()}",))
        names = [str(place)]
        with suppress(ValueError):  # no way leads from one drive of Windows to another
            names.append(relpath(folder, data))
        # A name may hold line breaks, and bytes that are no text to SQLite.
        return cls(tuple(map(ascii, names)))

    async def is_new_to(self, store: Facts) -> bool:
        """Whether the store remembers another folder; False where it remembers none, as old stores do."""
        known = await store.recall(_FACT)
        return known is not None and set(known.splitlines()).isdisjoint(self.names)

    async def remember(self, store: Facts) -> None:
        """Let the store remember this folder; writes only where that is news to it."""
        names = "\n".join(self.names)
        if await store.recall(_FACT) != names:
            await store.remember(_FACT, names)
