"""Is one name another one, mistyped? One word is spelt almost so, and is no word in its own right; pure."""

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import cached_property
from typing import Generic, TypeAlias, TypeVar

from rapidfuzz.distance import OSA

from knowledge.statuses.topics._forms import Form, Forms, has_number, singular

_SHORTEST, _LONGEST = 6, 40
"""Letters of a word that may be mistyped: "Orgin" is "Origin", but "prize" is not "price"."""
_FEW = 8
"""Up to so many words are compared one by one."""

_Place = TypeVar("_Place", bound=Hashable)
Own: TypeAlias = dict[Form, set[str]]
"""The words of names that are words in their own right, by the other words of the name."""


class Misspellings:
    """Finds names that are one but for a typing error in one word.

    There, one letter is another, one too many or missing, or two are swapped; but not the first one, and the
    last one only if it is missing: "Formal" is not "Format".
    """

    def __init__(self, names: Sequence[Forms], vocabulary: Collection[str]) -> None:
        """Take the names to look in; words of the `vocabulary`, in the singular, are never typing errors."""
        self._vocabulary = vocabulary
        self._companions: dict[str, set[str]] = defaultdict(set)
        spelt: dict[Form, dict[tuple[int, str], str]] = defaultdict(dict)
        for number, name in enumerate(names):
            for rest, word in _parts(name.singular | name.words):
                spelt[rest][number, word] = word
            for rest, word in _parts(name.singular):
                self._companions[word].add("".join(rest))
        self._by_rest = {rest: _Deletes(words) for rest, words in spelt.items()}
        self._judged: dict[str, bool] = {}

    def of(self, name: Forms) -> set[int]:
        """Give the numbers of the names that this one may be, or that may be this one, mistyped."""
        return {
            number
            for rest, word in _parts(name.singular | name.words)
            if rest in self._by_rest
            for number, _ in self._by_rest[rest].near(word)
        }

    def own(self, name: Forms) -> Own:
        """Give the words of a name that are no typing errors."""
        found: dict[Form, set[str]] = defaultdict(set)
        for rest, word in _parts(name.singular):
            if word not in self._judged:
                self._judged[word] = self._is_own(word)
            if self._judged[word]:
                found[rest].add(word)
        return found

    def _is_own(self, word: str) -> bool:
        """Tell whether a word is in the vocabulary, or in names of which some have no double.

        Beside "Expert Group" and "Export Group" there are an Expert Panel and Export Licences; but beside
        "Energy Securty" and "Border Securty", Energy Security and Border Security.
        """
        if word in self._vocabulary:
            return True
        companions = self._companions.get(word, set[str]())
        return len(companions) > 1 and not any(
            companions <= self._companions[other] for other in self._words.near(word)
        )

    @cached_property
    def _words(self) -> "_Deletes[str]":
        return _Deletes({word: word for word in self._companions})


class _Deletes(Generic[_Place]):
    """Words at their places; one finds those that are spelt almost so, and compares them with few others.

    Two words with one slip between them are equal if each lacks the right letter.
    """

    def __init__(self, words: Mapping[_Place, str]) -> None:
        self._words = words
        self._lacking: dict[str, list[_Place]] = defaultdict(list)
        if len(words) > _FEW:
            for place, word in words.items():
                for rest in _deletes_of(word):
                    self._lacking[rest].append(place)

    def near(self, word: str) -> set[_Place]:
        """Give the places of the words that are this one, or that this one is, with one slip."""
        places: Iterable[_Place] = self._words
        if self._lacking:
            places = {place for rest in _deletes_of(word) for place in self._lacking.get(rest, ())}
        return {place for place in places if _is_one_slip(word, self._words[place])}


def contradict(own: Own, other: Own) -> bool:
    """Tell whether names differ in words of which neither is a typing error."""
    return any(
        _is_one_slip(word, another)
        for rest in own.keys() & other.keys()
        for word in own[rest]
        for another in other[rest]
    )


def _parts(names: AbstractSet[Form]) -> Iterator[tuple[Form, str]]:
    """Take out each word that may be mistyped, and give the others with it."""
    for name in names:
        for place, word in enumerate(name):
            if _SHORTEST - 1 <= len(word) <= _LONGEST and not has_number(word):
                yield name[:place] + name[place + 1 :], word


def _deletes_of(word: str) -> set[str]:
    return {word, *(word[:place] + word[place + 1 :] for place in range(len(word)))}


def _is_one_slip(word: str, other: str) -> bool:
    if word[0] != other[0] or max(len(singular(word)), len(singular(other))) < _SHORTEST:
        return False
    if word[:-1] == other[:-1] or singular(word) == singular(other):
        return False
    shorter, longer = sorted((word, other), key=len)
    # "Crime" is not "Crimea": a short word may end so.
    if longer[:-1] == shorter and len(singular(shorter)) < _SHORTEST:
        return False
    return OSA.distance(word, other, score_cutoff=1) == 1
