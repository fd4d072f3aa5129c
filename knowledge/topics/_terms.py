"""Which of a glossary's terms is meant? Names are known in other words' order and in the plural too; pure."""

from collections.abc import Iterator, Sequence
from functools import cached_property

from knowledge.model import Term
from knowledge.text import normalised
from knowledge.topics._forms import Form, Forms, forms, singular


class Terms:
    """The terms of a glossary, by number; of several that a name may be, the first."""

    def __init__(self, glossary: Sequence[Term]) -> None:
        self._glossary = glossary
        self._named: dict[str, int] = {}
        for number, name in self._all_names():
            self._named.setdefault(normalised(name), number)

    def of(self, spelt: str, said: Forms) -> int | None:
        """Give the term with this normalised name, else with its words, else with those in the singular."""
        if spelt in self._named:
            return self._named[spelt]
        for known, asked in zip(self._by_form, (said.same_words, said.same_things), strict=True):
            found = [known[form] for form in asked if form in known]
            if found:
                return min(found)
        return None

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

    @cached_property
    def _by_form(self) -> tuple[dict[Form, int], dict[Form, int]]:
        """Make it for the first name that the glossary spells otherwise: it takes 50 ms and more."""
        same: dict[Form, int] = {}
        alike: dict[Form, int] = {}
        for number, name in self._all_names():
            known = forms(name)
            for form in known.same_words:
                same.setdefault(form, number)
            for form in known.same_things:
                alike.setdefault(form, number)
        return same, alike

    def _all_names(self) -> Iterator[tuple[int, str]]:
        return ((number, name) for number in range(len(self._glossary)) for name in self.names(number))
