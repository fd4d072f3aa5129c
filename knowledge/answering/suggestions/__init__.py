"""What may be meant by what somebody has typed so far? The names of things that it may become, best first.

`_spellings` finds names by how they or their words begin, `_alike` the words that a mistyped one may mean,
or one in the letters of another script.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from knowledge.answering.suggestions._alike import Alike
from knowledge.answering.suggestions._spellings import Spellings
from knowledge.model import Term
from knowledge.text import idle_words, normalise, words

__all__ = ["MOST", "Suggestions"]

MOST = 25
"""Names that are suggested at once."""
_READ = 100
"""Characters of what is typed that are looked at."""
_WORDS = 6
"""Words of it that are compared with others, where they are not found as they are."""
_INSIDE = 3
"""Letters from which on what is typed may stand in the middle of a word, or be nearly one."""
_FLOOR = 0.6
"""The share of the letters that a name must have in common with what is typed."""
_TELLING = 4
"""Letters from which on what is typed may be the beginning of another name of the glossary's ..."""
_TERMS = 3
"""... and of so many terms at most."""


class Suggestions:
    """Things with their names: each has its own, and may have others, in any language."""

    def __init__(self, things: Iterable[tuple[str, Sequence[str]]], glossary: Sequence[Term] = ()) -> None:
        """Take the things in the order in which they are suggested where nothing is typed.

        What is called otherwise in the `glossary` is found in their names under its other names, too.
        """
        kept = [(normalise(name), list(map(normalise, others))) for name, others in things]
        self._count = len(kept)
        self._own = Spellings([(name, number) for number, (name, _) in enumerate(kept)])
        self._others = Spellings(
            [(each, number) for number, (_, others) in enumerate(kept) for each in others]
        )
        self._alike = [(names, Alike(names.vocabulary)) for names in (self._own, self._others)]
        self._glossary = glossary
        named = ((term.name, [other for _, other in term.others]) for term in glossary)
        self._terms = Suggestions(named) if glossary else None

    def suggest(self, typed: str, most: int = MOST) -> tuple[int, ...]:
        """Give the numbers of the things that what is typed may become, best first."""
        return tuple(islice(self.rank(typed), most))

    def rank(self, typed: str) -> Iterator[int]:
        """Rank all things that may be meant by their numbers; looked for is as many as are taken."""
        said = normalise(typed[:_READ])
        seen: set[int] = set()
        for number in self._find(said) if said else range(self._count):
            if number not in seen:
                seen.add(number)
                yield number

    def _find(self, said: str) -> Iterator[int]:
        """Find what begins so; where nothing does, what has it in the middle of a word, or is nearly so."""
        found = False
        for tier in (self._begin, self._hold, self._resemble):
            for number in tier(said):
                found = True
                yield number
            if found:
                break
        if len(said) >= _TELLING:
            yield from self._translate(said)

    def _begin(self, said: str) -> Iterator[int]:
        for names in (self._own, self._others):
            yield from names.begin(said)

    def _hold(self, said: str) -> Iterator[int]:
        if len(said) >= _INSIDE:
            for names in (self._own, self._others):
                yield from names.hold(said)

    def _resemble(self, said: str) -> Iterator[int]:
        """Give the things whose names have most of the letters of what is typed, the most alike first."""
        asked = [word for word in _telling(said) if len(word) >= _INSIDE][:_WORDS]
        floor = _FLOOR * sum(map(len, asked))
        scores: dict[int, float] = {}
        for names, alike in self._alike:
            shared: dict[int, float] = {}
            for word in asked:
                for place, letters in _share(names, alike, word).items():
                    shared[place] = shared.get(place, 0) + letters
            for place, score in shared.items():
                thing = names.thing(place)
                scores[thing] = max(scores.get(thing, 0), score)
        good = ((-score, thing) for thing, score in scores.items() if score >= floor)
        return (thing for _, thing in sorted(good))

    def _translate(self, said: str) -> Iterator[int]:
        """Give the things in whose names stands what the glossary calls the same as what is typed."""
        if self._terms:
            for number in self._terms.suggest(said, _TERMS):
                term = self._glossary[number]
                for name in (term.name, *(other for _, other in term.others)):
                    yield from self._own.hold_words(words(name))


def _share(names: Spellings, alike: Alike, word: str) -> dict[int, float]:
    """Give the names with a word that this one may mean, and how many of its letters are right."""
    best: dict[int, float] = {}
    for known, slips in alike.find(word).items():
        for place in names.places(known):
            best[place] = max(best.get(place, 0), len(word) - slips)
    return best


def _telling(said: str) -> list[str]:
    """Give the words of what is typed that say what is looked for; all where none does."""
    small = idle_words()
    typed = said.split()
    return [word for word in typed if word not in small] or typed
