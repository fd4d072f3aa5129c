"""Which words may a word mean that is not finished, mistyped, or spelt in another script? Pure."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from rapidfuzz import process
from rapidfuzz.distance import OSA

from knowledge.answering.suggestions._spellings import begin_with
from knowledge.answering.transliteration import romanise, spell

_SHORTEST = 4
"""Letters from which on a word may be mistyped, or be one of another script ..."""
_LONG = 8
"""... and from which on it may be so twice."""
_OTHER_SCRIPT = 0.5
"""What a word of another script is less like than one of the same letters."""


class Alike:
    """The words of names, and which of them is meant."""

    def __init__(self, vocabulary: Sequence[str]) -> None:
        """Take the words sorted."""
        self._words = vocabulary
        self._by_letter: dict[str, list[str]] = defaultdict(list)
        for word in vocabulary:
            self._by_letter[word[0]].append(word)

    def find(self, typed: str) -> dict[str, float]:
        """Give the words that one may mean, each with how far it is from it: slips of the fingers."""
        found = dict.fromkeys(begin_with(self._words, typed), 0.0)
        if found or len(typed) < _SHORTEST or any(map(str.isdigit, typed)):
            return found
        for other in (*spell(typed), *romanise(typed)):
            found |= dict.fromkeys(begin_with(self._words, other), _OTHER_SCRIPT)
        for slips, each in ((0, typed), *((_OTHER_SCRIPT, other) for other in romanise(typed))):
            for word, more in self._find_mistyped(each) if len(each) >= _SHORTEST else ():
                found[word] = min(found.get(word, more + slips), more + slips)
        return found

    def _find_mistyped(self, typed: str) -> Iterator[tuple[str, float]]:
        """Find the words that begin almost so; their first letter may be missing, or swapped."""
        near = [word for letter in dict.fromkeys(typed[:2]) for word in self._by_letter.get(letter, ())]
        most = 2 if len(typed) >= _LONG else 1
        # Words that are not longer stay whole.
        for cut in (len(typed), len(typed) + most):
            starts = [word[:cut] for word in near]
            found = process.extract(typed, starts, scorer=OSA.distance, score_cutoff=most, limit=None)
            yield from ((near[place], slips) for _, slips, place in found)
