"""Which of a glossary's terms is meant? Names are known in other words' order and in the plural too; pure."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property, lru_cache

from knowledge.model import Term
from knowledge.statuses.topics._forms import Forms, forms, singular
from knowledge.text import normalise

_KEPT = 8
"""Glossaries whose terms are kept in order."""


class Terms:
    """The terms of a glossary, by number; of several that a name may be, the first."""

    def __init__(self, glossary: Sequence[Term]) -> None:
        self._glossary = glossary
        self._named: dict[str, int] = {}
        self._known: dict[str, Forms] = {}
        for number, name in self._all_names():
            self._named.setdefault(normalise(name), number)
        # Now, in the thread that makes a ledger, and not at the first question, on the event loop.
        self._by_start = self._sort_by_start()

    def of(self, spelt: str, said: Forms) -> int | None:
        """Give the term with this normalised name, else with its words, else with those in the singular."""
        if spelt in self._named:
            return self._named[spelt]
        begun = {start for form in said.same_words for start in _starts(form)}
        near = [
            (number, self._forms_of(name))
            for number, name in {each for start in begun for each in self._by_start.get(start, ())}
        ]
        same = [number for number, known in near if not known.same_words.isdisjoint(said.same_words)]
        alike = [number for number, known in near if not known.same_things.isdisjoint(said.same_things)]
        return min(same or alike, default=None)

    def names(self, number: int | None) -> tuple[str, ...]:
        """Give all names of a term, the canonical one first; none for no term."""
        if number is None:
            return ()
        term = self._glossary[number]
        return term.name, *(other for _, other in term.others)

    @cached_property
    def words(self) -> frozenset[str]:
        """All words of all names, in the singular."""
        return frozenset(singular(word) for spelt in self._named for word in spelt.split())

    def _sort_by_start(self) -> dict[str, list[tuple[int, str]]]:
        """Sort all names by how their words begin: the forms of each would need a tenth of a second."""
        found: dict[str, list[tuple[int, str]]] = defaultdict(list)
        for number, name in self._all_names():
            said = normalise(name).split()
            # In one of the forms all words are one, and small ones before them may be left out.
            for start in {*_starts(said), *("".join(said[place:])[:2] for place in range(len(said)))}:
                found[start].append((number, name))
        return found

    def _forms_of(self, name: str) -> Forms:
        if name not in self._known:
            self._known[name] = forms(name)
        return self._known[name]

    def _all_names(self) -> Iterator[tuple[int, str]]:
        return ((number, name) for number in range(len(self._glossary)) for name in self.names(number))


def _starts(said: Iterable[str]) -> set[str]:
    """Give how words begin, which they do in the plural too."""
    return {word[:2] for word in said}


@lru_cache(_KEPT)
def open_terms(glossary: tuple[Term, ...]) -> Terms:
    """Put the terms of a glossary in order, or give what was made of the same before."""
    return Terms(glossary)
