"""What else is it called? The names of a glossary, found in a question by their stems."""

from collections.abc import Iterable, Sequence
from functools import lru_cache

from msgspec import Struct

from knowledge.languages import languages
from knowledge.model import Term
from knowledge.text import Analyzer, stop_words, words

_DEFAULT = "en"
"""The language of names that a glossary lists without one, for finding them in a question."""

_WORDS, _KEPT = 1_000, 8
"""Words whose stems are remembered in each of a dozen languages, and glossaries that are kept."""

Stems = tuple[str, ...]


class Mention(Struct, frozen=True):
    """A name that stands in a question, and the words of every name for the same thing."""

    first: int
    """Number of its first word among the question's, from 0."""
    end: int
    """Number of the word after its last."""
    names: tuple[tuple[str, ...], ...]


class Glossary:
    """Finds names in any language of the glossary, and gives those that the articles may use instead."""

    def __init__(self, terms: Sequence[Term], written: Iterable[str]) -> None:
        """Keep the names that are in a language of the articles, or in none, as what to look for."""
        self.written = frozenset(written)
        """The languages of the articles."""
        spoken = {language or _DEFAULT for term in terms for language, _ in term.others} | {_DEFAULT}
        self._analyzer = Analyzer(spoken, _WORDS)
        self._names: list[tuple[tuple[str, ...], ...]] = []
        self._spelt: set[tuple[str, str]] = set()
        self._terms: dict[tuple[str, Stems], list[int]] = {}
        for number, term in enumerate(terms):
            names = [("", term.name), *term.others]
            own = (tuple(words(name)) for language, name in names if not language or language in self.written)
            self._names.append(tuple(dict.fromkeys(own)))
            for language, name in names:
                spelt = words(name)
                key = language or _DEFAULT, tuple(self._analyzer.stems(spelt, language or _DEFAULT))
                self._spelt.update((language, word) for word in spelt)
                if number not in self._terms.setdefault(key, []):
                    self._terms[key].append(number)
        self._stems = frozenset((language, stem) for language, stems in self._terms for stem in stems)
        self._longest = max((len(stems) for _, stems in self._terms), default=0)

    def knows(self, word: str, language: str) -> bool:
        """Tell whether a word is in a name of this language; in any form where there is a stemmer for it."""
        if (language, word) in self._spelt:
            return True
        if language not in self._analyzer.languages or not languages()[language].stemmer:
            return False
        return (language, self._analyzer.stems([word], language)[0]) in self._stems

    def mentions(self, asked: Sequence[str], capitals: frozenset[str] = frozenset()) -> list[Mention]:
        """Find the names in the words of a question, the longest first from left to right.

        A name that is also a stop word, such as "US", counts only where it is among `capitals`.
        """
        stems = {language: self._analyzer.stems(asked, language) for language in self._analyzer.languages}
        found: list[Mention] = []
        first = 0
        while first < len(asked):
            mention = self._longest_at(first, asked, stems, capitals)
            if mention:
                found.append(mention)
            first = mention.end if mention else first + 1
        return found

    def _longest_at(
        self, first: int, asked: Sequence[str], stems: dict[str, list[str]], capitals: frozenset[str]
    ) -> Mention | None:
        for end in range(min(first + self._longest, len(asked)), first, -1):
            if end == first + 1 and asked[first] in stop_words() and asked[first] not in capitals:
                continue
            numbers = [
                number
                for language, said in stems.items()
                for number in self._terms.get((language, tuple(said[first:end])), ())
            ]
            if numbers:
                names = (name for number in numbers for name in self._names[number])
                return Mention(first, end, tuple(dict.fromkeys(names)))
        return None


@lru_cache(_KEPT)
def open_glossary(terms: tuple[Term, ...], written: frozenset[str]) -> Glossary:
    """Make a glossary, or give the one that was made of the same before: few reloads change it."""
    return Glossary(terms, written)
