"""Which words does the corpus know, and which of them did a mistyped one mean?"""

from collections import Counter
from collections.abc import Mapping

from rapidfuzz import process
from rapidfuzz.distance import OSA

_SHORTEST = 4
"""Letters that a word needs to be repaired: shorter ones are one edit from too much."""
_TWO_EDITS_FROM = 6
_NEAREST = 12
"""How many words at the least distance are compared by first letter and frequency."""


class Vocabulary:
    """The words of the corpus as written, with the number of passages that hold each."""

    def __init__(self, counts: Mapping[str, int]) -> None:
        self._counts = Counter(counts)
        self._by_length: dict[int, list[str]] = {}
        for word in sorted(counts):
            if len(word) >= _SHORTEST - 1 and not word.isdigit():
                self._by_length.setdefault(len(word), []).append(word)

    def nearest(self, word: str, most: int = 3) -> list[tuple[str, int]]:
        """Give the corpus words that a mistyped word most likely means, likeliest first.

        Each comes with its distance (insertions, deletions, substitutions and swaps of neighbours):
        one edit, or up to two from six letters on, and only words at the least distance found.
        The same first letter goes first, then the commonest.
        """
        if len(word) < _SHORTEST or any(letter.isdigit() for letter in word):
            return []
        limit = 1 if len(word) < _TWO_EDITS_FROM else 2
        found: list[tuple[int, bool, int, str]] = []
        for length in range(len(word) - limit, len(word) + limit + 1):
            near = process.extract(
                word, self._by_length.get(length, ()), scorer=OSA.distance, score_cutoff=limit, limit=_NEAREST
            )
            found += [
                (int(edits), other[0] != word[0], -self._counts[other], other) for other, edits, _ in near
            ]
        found.sort()
        return [(other, edits) for edits, _, _, other in found if edits == found[0][0]][:most]
