"""What is taken back? Articles that are gone with all that they said, and topics that stand nowhere now."""

from hashlib import sha256
from typing import Final

from msgspec import Struct

from knowledge.counting import count

_SHARE: Final = 3
"""More than one in so many is much, of at least as many: that one of two articles goes, nobody confirms."""
_KEY: Final = 16


class Loss(Struct, frozen=True):
    """What a reload takes back, or would take back, and of how much."""

    articles: tuple[str, ...] = ()
    """Paths."""
    of_articles: int = 0
    topics: tuple[str, ...] = ()
    of_topics: int = 0

    @property
    def is_large(self) -> bool:
        """Whether it is more than a third of the articles or of the topics."""
        return _is_much(self.articles, self.of_articles) or _is_much(self.topics, self.of_topics)

    @property
    def key(self) -> str:
        """What is the same for the same loss, and for no other: 16 hexadecimal digits."""
        lost = "\n".join((*self.articles, "", *self.topics))
        return sha256(lost.encode()).hexdigest()[:_KEY]

    def __str__(self) -> str:
        """Say how much it is."""
        articles = f"{len(self.articles):,} of {count(self.of_articles, 'article')}"
        return f"{articles} and {len(self.topics):,} of {count(self.of_topics, 'status', 'statuses')}"


def _is_much(lost: tuple[str, ...], known: int) -> bool:
    return known >= _SHARE and len(lost) * _SHARE > known
