"""What was published, and what does the bot know of it and of itself?"""

from collections.abc import Collection, Mapping
from typing import Protocol

from knowledge.model import Corpus
from knowledge.notices.audience import Bulletin
from knowledge.store._canonical import Head


class Corpora(Protocol):
    """Keeps the corpora that were published last; the newest is the head."""

    async def get_head(self) -> Head | None:
        """Return what is served; None where nothing was ever published."""
        ...

    async def find_kept(self) -> tuple[Head, ...]:
        """Return what can be loaded, at most three, in the order of publication, newest first."""
        ...

    async def load(self, corpus_id: str) -> Corpus:
        """Return a kept corpus; `StoreDamagedError` unless it is to the byte what was published."""
        ...

    async def recall(self, corpus_id: str) -> bytes:
        """Return what was to be recollected with a corpus; nothing where it is not kept, or nothing was."""
        ...


class Feed(Protocol):
    """Keeps the last 1,000 bulletins, and up to which of them each user has seen all."""

    async def get_newest(self) -> int:
        """Return the number of the newest bulletin; 0 where there was none yet."""
        ...

    async def read(self, after: int = 0) -> tuple[Bulletin, ...]:
        """Return the bulletins with a number above `after`, oldest first.

        One that cannot be read, because a later version made it or it is damaged, is left out.
        """
        ...

    async def find_articles(self, after: int = 0) -> Mapping[str, int]:
        """Return the paths of the articles that came in bulletins with a number above `after`.

        With each is the number of the last such bulletin. One that cannot be read is left out.
        """
        ...

    async def get(self, number: int) -> Bulletin | None:
        """Return the bulletin with a number; None where it is not kept (any more), or cannot be read."""
        ...

    async def get_seen(self, user: int) -> int | None:
        """Return the newest bulletin that a user has seen; None where they never looked."""
        ...

    async def mark_seen(self, user: int, number: int) -> None:
        """Keep up to which bulletin a user has seen all; a lower number than before changes nothing."""
        ...


class Vectors(Protocol):
    """Keeps what models make of passages; losing any of it is only a cost."""

    async def find(self, model_id: str, keys: Collection[str]) -> dict[str, bytes]:
        """Return what is kept of a model's vectors under these keys; their length is not looked at."""
        ...

    async def keep(self, model_id: str, vectors: Mapping[str, bytes]) -> None:
        """Keep a model's vectors, by keys that name the content they were made of."""
        ...

    async def forget(self, model_id: str, but: Collection[str]) -> None:
        """Forget all vectors but those of this model under these keys; it can make them again."""
        ...


class Facts(Protocol):
    """Keeps small facts of the bot itself, such as a hash of the commands that Discord was told."""

    async def recall(self, key: str) -> str | None:
        """Return a fact, or None."""
        ...

    async def remember(self, key: str, value: str) -> None:
        """Keep a fact in place of what was kept under this key."""
        ...
