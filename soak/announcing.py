"""What does a story do all day? It publishes, and what is to be announced goes out; nothing may be lost.

What was acknowledged is remembered here, and compared with what is kept in the end.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import UTC, datetime
from itertools import count
from time import monotonic

from knowledge.errors import StoreError
from knowledge.model import Article, Corpus, NewArticle
from knowledge.notices.audience import Due, Notice
from knowledge.store import KnowledgeStore

_AGAIN_SECONDS = 0.05
_IDLE_SECONDS = 0.02
_CORPUS = Corpus((Article("river.md", "Talks on the river", "en", ()),))


class Announcing:
    """What one story has to announce, each thing in a channel of its own."""

    def __init__(self, name: str) -> None:
        """Begin with nothing."""
        self.name = name
        self.kept: set[str] = set()
        """What the store has acknowledged to keep, by its nonces."""
        self.told: dict[str, int] = {}
        """What it has acknowledged to be told, and as which message."""
        self.doubled = 0
        """What was to be told once more although it had acknowledged that."""
        self.wrote_at = 0.0
        """When something was acknowledged last, by the monotonic clock."""
        self._messages: dict[str, int] = {}

    async def publish(self, store: KnowledgeStore, most: int, seconds: float) -> None:
        """Have so many things to announce, all so many seconds; what fails is published again, as it was."""
        for first in count(0, most):
            begun = monotonic()
            notices = [self._make(number) for number in range(first, first + most)]
            await self._insist(lambda made=notices: store.publish(_CORPUS, made[0].nonce, notices=made))
            self.kept.update(each.nonce for each in notices)
            self.wrote_at = monotonic()
            # However long it took, who delivers gets a turn.
            await asyncio.sleep(max(begun + seconds - monotonic(), seconds / 2))

    async def deliver(self, store: KnowledgeStore) -> None:
        """Hand on what is due, again and again, and let the store know of each thing."""
        while True:
            if not await self.deliver_due(store):
                await asyncio.sleep(_IDLE_SECONDS)

    async def deliver_due(self, store: KnowledgeStore) -> bool:
        """Hand on what is due now; False where that is nothing."""
        found: list[Sequence[Due]] = []

        async def find() -> None:
            found.append(await store.outbox.find_due(datetime.now(UTC)))

        await self._insist(find)
        nonces = [each.notice.nonce for each in found[-1]]
        self.doubled += len(self.told.keys() & nonces)
        await self._insist(lambda: store.outbox.begin(nonces, datetime.now(UTC)))
        for nonce in nonces:
            # Discord takes a message of one nonce once, however often it is handed over.
            message = self._messages.setdefault(nonce, len(self._messages) + 1)
            await self._insist(lambda made=(nonce, message): store.outbox.mark_sent(*made))
            self.told[nonce] = message
            self.wrote_at = monotonic()
        return bool(nonces)

    async def count_lost(self, read: Callable[[], Awaitable[Mapping[str, int | None]]]) -> int:
        """Count what was acknowledged before all that is kept, with its messages, is read."""
        expected: dict[str, int | None] = {**dict.fromkeys(self.kept), **self.told}
        found = await read()
        # What was but kept may have been told meanwhile.
        return sum(
            nonce not in found or message not in (None, found[nonce]) for nonce, message in expected.items()
        )

    async def _insist(self, change: Callable[[], Awaitable[object]]) -> None:
        """Do something until it is acknowledged."""
        while True:
            try:
                await change()
            except StoreError:
                await asyncio.sleep(_AGAIN_SECONDS)
            else:
                return

    def _make(self, number: int) -> Notice:
        return Notice(
            f"{self.name} {number}", NewArticle("river.md", "Talks on the river"), channel=number + 1
        )
