"""Which articles are indexed together? A corpus is cut so that a changed article concerns few others.

Where it is cut depends on the articles' paths and on about how many passages there are, hardly on what they
say, and never on what was known before: an index that was brought up to date is cut like one built anew.
"""

from collections.abc import Iterator, Sequence
from hashlib import sha256
from zlib import crc32

from msgspec import Struct

from knowledge.model import Article

_LEAST = 1_024
"""Passages of a chunk, about: each chunk more makes every search slower, by a twentieth of a millisecond."""
_MOST_CHUNKS = 48
"""About, up to twice as many: the more there are, the less is indexed again when an article changes."""
_WIDEST = 4
"""Times as many passages as usual, after which it is cut wherever that is."""


class Chunk(Struct, frozen=True):
    """Articles that follow each other by path, and the names of what they say."""

    articles: tuple[Article, ...]
    digests: tuple[str, ...]

    @property
    def key(self) -> str:
        """Name all that they say."""
        return sha256("\n".join(self.digests).encode()).hexdigest()[:32]


def cut(articles: Sequence[Article], digests: Sequence[str]) -> list[Chunk]:
    """Cut a corpus into chunks; each article comes with what names all that it says."""
    ends = [*_find_cuts(articles), len(articles)] if articles else []
    return [
        Chunk(tuple(articles[start:end]), tuple(digests[start:end]))
        for start, end in zip([0, *ends], ends, strict=False)
    ]


def _find_cuts(articles: Sequence[Article]) -> Iterator[int]:
    """Find the articles with which a chunk begins.

    It is cut at paths that are chosen by their hash, the next one that comes when it is large enough: so the
    cuts stay where they are when articles come and go elsewhere.
    """
    total = sum(len(article.passages) for article in articles)
    usual = max(_LEAST, _round_down(total // _MOST_CHUNKS))
    # Half of the articles in any case, and as many again until a path is chosen, on the average.
    half = _round_down(usual // 2 * len(articles) // max(total, 1))
    first = passages = 0
    for number, article in enumerate(articles):
        is_chosen = crc32(article.path.encode("utf-8", "surrogatepass")) % half == 0
        if number - first >= half and (is_chosen or passages >= _WIDEST * usual):
            yield number
            first, passages = number, 0
        passages += len(article.passages)


def _round_down(number: int) -> int:
    """Give the next lower power of two: a few passages more or less are to change nothing."""
    return 1 << max(number.bit_length() - 1, 0)
