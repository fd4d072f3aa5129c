"""What is a thing called? Finds the one that a person means among names, their aliases and misspellings."""

from collections import Counter
from collections.abc import Iterable, Sequence

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from knowledge.model import Term
from knowledge.text import Analyzer, content_words, normalised

_LONGEST_NAME = 100
"""Characters of a name that are compared: rapidfuzz takes seconds for texts of thousands."""
_ALIKE = 80
"""rapidfuzz's ratio (0 to 100) from which on a misspelt name is taken for the one meant."""
_NEAR = 40
_SHORTEST_REPAIRED = 5
"""Letters from which on a word may be a misspelling: "soil" is not "oil"."""
_SUGGESTED = 3


class Names:
    """A set of canonical names with everything else that a glossary calls them."""

    def __init__(self, names: Iterable[str], glossary: Sequence[Term]) -> None:
        self._aliases = Aliases(glossary)
        self._spellings: dict[str, str] = {}
        names = tuple(names)
        # Its own spelling first: where two of them are called the same, each still is what it is called here.
        for name in names:
            self._spellings.setdefault(normalised(name), name)
        for name in names:
            for spelling in self._aliases.of(name):
                self._spellings.setdefault(spelling, name)
        self._analyzer = Analyzer(["en"])
        self._stems = {spelling: self._stemmed(spelling.split()) for spelling in self._spellings}
        spelt = Counter(" ".join(self._spellings).split())
        # The commonest first: of two that are equally near, it is the likelier.
        self._words = [word for word, _ in spelt.most_common() if len(word) >= _SHORTEST_REPAIRED]

    def find(self, asked: str) -> tuple[str | None, tuple[str, ...]]:
        """Give the one name that was meant, or None and the nearest ones."""
        asked = asked[:_LONGEST_NAME]
        for spelling in (normalised(asked), " ".join(content_words(asked))):
            if spelling in self._spellings:
                return self._spellings[spelling], ()
        holding = self._holding(content_words(asked)) or self._holding(self._repaired(asked))
        # What the glossary calls another thing is not one of these names, however much it resembles one.
        certain = holding or self._misspelt(asked)
        if len(certain) == 1 and not self._aliases.knows(asked):
            return certain[0], ()
        return None, tuple(certain or self._alike(asked, _NEAR))[:_SUGGESTED]

    def whole(self, asked: str) -> str | None:
        """Give the name of which this is a whole spelling; None where it is a part of one, or mistyped."""
        return self._spellings.get(normalised(asked[:_LONGEST_NAME]))

    def completions(self, typed: str, most: int) -> tuple[str, ...]:
        """Give the names that what was typed so far may become, best first; all of them for nothing."""
        start = normalised(typed[:_LONGEST_NAME])
        begun = [name for spelling, name in self._spellings.items() if spelling.startswith(start)]
        within = [name for spelling, name in self._spellings.items() if f" {start}" in spelling]
        nearest = self._alike(typed[:_LONGEST_NAME], _NEAR) if start else []
        return tuple(dict.fromkeys([*begun, *within, *nearest]))[:most]

    def _repaired(self, asked: str) -> list[str]:
        """Give the words asked for, a mistyped one as the name's word that it most likely means.

        Only by one edit behind the first letter, and to no short word: who types "tower" does not mean
        "power", nor "deal" the Spanish "del".
        """
        repaired: list[str] = []
        for typed in content_words(asked):
            alike = [word for word in self._words if word[0] == typed[0]]
            found = process.extractOne(typed, alike, scorer=OSA.distance, score_cutoff=1)
            repaired.append(found[0] if found else typed)
        return repaired

    def _holding(self, asked: Sequence[str]) -> list[str]:
        """Give the names of which one spelling holds all the words asked for."""
        wanted = self._stemmed(asked)
        if not wanted:
            return []
        return list(
            dict.fromkeys(
                name for spelling, name in self._spellings.items() if wanted <= self._stems[spelling]
            )
        )

    def _misspelt(self, asked: str) -> list[str]:
        """Give the names that are spelt almost so, with the same first letter."""
        said = normalised(asked)
        if len(said) < _SHORTEST_REPAIRED:
            return []
        spellings = [spelling for spelling in self._spellings if spelling[0] == said[0]]
        found = process.extract(said, spellings, scorer=fuzz.ratio, score_cutoff=_ALIKE)
        best = [spelling for spelling, score, _ in found if score == found[0][1]]
        return list(dict.fromkeys(self._spellings[spelling] for spelling in best))

    def _alike(self, asked: str, cutoff: float) -> list[str]:
        """Give the names that are spelt about so, the likest first."""
        found = process.extract(
            normalised(asked), self._spellings.keys(), scorer=fuzz.ratio, score_cutoff=cutoff, limit=12
        )
        return list(dict.fromkeys(self._spellings[spelling] for spelling, _, _ in found))

    def _stemmed(self, found: Sequence[str]) -> frozenset[str]:
        return frozenset(self._analyzer.stems(found, "en"))


class Aliases:
    """What a glossary knows of names: which are the same thing."""

    def __init__(self, glossary: Sequence[Term]) -> None:
        self._groups: dict[str, tuple[str, ...]] = {}
        self._analyzer = Analyzer(["en"])
        for term in glossary:
            group = tuple(
                dict.fromkeys(normalised(name) for name in (term.name, *(other for _, other in term.others)))
            )
            for spelling in group:
                self._groups.setdefault(spelling, group)

    def of(self, name: str) -> tuple[str, ...]:
        """Give every spelling of a name, normalised, its own first."""
        own = normalised(name)
        return tuple(dict.fromkeys((own, *self._groups.get(own, ()))))

    def knows(self, name: str) -> bool:
        """Tell whether a name stands in the glossary."""
        return normalised(name) in self._groups

    def key(self, name: str) -> str:
        """Give what two names of one thing have in common: the glossary's name, else the sorted stems."""
        own = normalised(name)
        said = content_words(self._groups.get(own, (own,))[0])
        return " ".join(sorted(self._analyzer.stems(said, "en")))
