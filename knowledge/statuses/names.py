"""What is a thing called? Finds the one that a person means among names, their aliases and misspellings."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from knowledge.model import Term
from knowledge.text import Analyzer, content_words, normalise, words

LONGEST_NAME = 100
"""Characters of a name that are compared: rapidfuzz takes seconds for texts of thousands."""
_ALIKE = 80
"""rapidfuzz's ratio (0 to 100) from which on a misspelt name is taken for the one meant."""
_NEAR = 40
_SHORTEST_REPAIRED = 5
"""Letters from which on a word may be a misspelling: "soil" is not "oil"."""
_LONG = 9
"""Letters from which on a misspelling may have two slips: "offshore" is not "onshore"."""
_SUGGESTED = 3
_KEPT = 8
"""Glossaries whose names are kept in order."""
_NUMBER = re.compile(r"\d+")


class Names:
    """A set of canonical names with everything else that they are called."""

    def __init__(self, names: Mapping[str, Sequence[str]], glossary: Sequence[Term]) -> None:
        """Take the names, each with other spellings of it; the glossary knows more."""
        self._aliases = open_aliases(tuple(glossary))
        spellings: dict[str, dict[str, None]] = {}
        own = {normalise(name) for name in names}
        for name in names:
            spellings.setdefault(normalise(name), {})[name] = None
        for name, others in names.items():
            for spelling in (alias for each in (name, *others) for alias in self._aliases.of(each)):
                # Where two of them are called the same, each still is what it is called here.
                if spelling not in own:
                    spellings.setdefault(spelling, {})[name] = None
        self._spellings = {spelling: tuple(meant) for spelling, meant in spellings.items()}
        self._analyzer = Analyzer(["en"])
        self._stems = {spelling: self._stem(spelling.split()) for spelling in self._spellings}
        spelt = Counter(" ".join(self._spellings).split())
        # The commonest first: of two that are equally near, it is the likelier.
        self._words = [word for word, _ in spelt.most_common() if len(word) >= _SHORTEST_REPAIRED]

    def find(self, asked: str) -> tuple[str | None, tuple[str, ...]]:
        """Give the one name that was meant, or None and the nearest ones."""
        asked = asked[:LONGEST_NAME]
        said = _telling(asked)
        for spelling in (normalise(asked), " ".join(said)):
            if len(self._spellings.get(spelling, ())) == 1:
                return self._spellings[spelling][0], ()
        holding = self._holding(said) or self._holding(self._repair(said))
        # What the glossary calls another thing is not one of these names, however much it resembles one.
        certain = holding or self._misspelt(asked)
        if len(certain) == 1 and not self._aliases.knows(asked):
            return certain[0], ()
        return None, tuple(certain or self._alike(asked, _NEAR))[:_SUGGESTED]

    def whole(self, asked: str) -> str | None:
        """Give the name of which this is a whole spelling; None where it is a part of one, or mistyped."""
        meant = self._spellings.get(normalise(asked[:LONGEST_NAME]), ())
        return meant[0] if len(meant) == 1 else None

    def _repair(self, asked: Sequence[str]) -> list[str]:
        """Give the words asked for, a mistyped one as the name's word that it most likely means.

        Only by one edit behind the first letter, and to no short word: who types "tower" does not mean
        "power", nor "deal" the Spanish "del".
        """
        repaired: list[str] = []
        for typed in asked:
            # COP 29 is no misspelling of COP 28, nor COP29 of COP28.
            alike = [word for word in self._words if word[0] == typed[0] and not _NUMBER.search(typed)]
            found = process.extractOne(typed, alike, scorer=OSA.distance, score_cutoff=1)
            repaired.append(found[0] if found else typed)
        return repaired

    def _holding(self, asked: Sequence[str]) -> list[str]:
        """Give the names of which one spelling holds all the words asked for."""
        wanted = self._stem(asked)
        if not wanted:
            return []
        return self._collect(spelling for spelling, stems in self._stems.items() if wanted <= stems)

    def _misspelt(self, asked: str) -> list[str]:
        """Give the names that are spelt almost so, with the same first letter."""
        said = normalise(asked)
        if len(said) < _SHORTEST_REPAIRED:
            return []
        spellings = [
            spelling for spelling in self._spellings if spelling[0] == said[0] and _may_be(said, spelling)
        ]
        found = process.extract(said, spellings, scorer=fuzz.ratio, score_cutoff=_ALIKE)
        return self._collect(spelling for spelling, score, _ in found if score == found[0][1])

    def _alike(self, asked: str, cutoff: float) -> list[str]:
        """Give the names that are spelt about so, the most alike first."""
        found = process.extract(
            normalise(asked), self._spellings.keys(), scorer=fuzz.ratio, score_cutoff=cutoff, limit=12
        )
        return self._collect(spelling for spelling, _, _ in found)

    def _collect(self, spellings: Iterable[str]) -> list[str]:
        """Give the names with these spellings, each once."""
        return list(dict.fromkeys(name for spelling in spellings for name in self._spellings[spelling]))

    def _stem(self, found: Sequence[str]) -> frozenset[str]:
        return frozenset(self._analyzer.stems(found, "en"))


def _telling(asked: str) -> list[str]:
    """Give the words that tell one thing from another: a letter at the end does, as in "Annex A"."""
    found = content_words(asked)
    last = words(asked)[-1:]
    return [*found, *last] if last != found[-1:] and len(last[0]) == 1 else found


def _may_be(said: str, spelling: str) -> bool:
    """Tell whether a name may be another one, mistyped: Group 4 is not Group 1, nor exports imports."""
    if _NUMBER.findall(said) != _NUMBER.findall(spelling):
        return False
    typed, meant = said.split(), spelling.split()
    if len(typed) != len(meant):
        return OSA.distance(said.replace(" ", ""), spelling.replace(" ", "")) <= 1
    return all(map(_may_be_word, typed, meant))


def _may_be_word(typed: str, meant: str) -> bool:
    shortest, longest = sorted((len(typed), len(meant)))
    if longest < _SHORTEST_REPAIRED:
        return typed == meant
    slips = min(OSA.distance(typed, meant), OSA.distance(typed.removesuffix("s"), meant.removesuffix("s")))
    return slips <= (1 if shortest < _LONG else 2)


class Aliases:
    """What a glossary knows of names: which are the same thing."""

    def __init__(self, glossary: Sequence[Term]) -> None:
        self._groups: dict[str, tuple[str, ...]] = {}
        for term in glossary:
            group = tuple(
                dict.fromkeys(normalise(name) for name in (term.name, *(other for _, other in term.others)))
            )
            for spelling in group:
                self._groups.setdefault(spelling, group)

    def of(self, name: str) -> tuple[str, ...]:
        """Give every spelling of a name, normalised, its own first."""
        own = normalise(name)
        return tuple(dict.fromkeys((own, *self._groups.get(own, ()))))

    def knows(self, name: str) -> bool:
        """Tell whether a name stands in the glossary."""
        return normalise(name) in self._groups


@lru_cache(_KEPT)
def open_aliases(glossary: tuple[Term, ...]) -> Aliases:
    """Put the names of a glossary in order, or give what was made of the same before."""
    return Aliases(glossary)
