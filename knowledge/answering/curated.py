"""Was this asked before? With the same words of content in the same order, if nearly spelt alike; pure."""

from collections.abc import Iterable, Sequence
from functools import cache
from typing import TypeAlias

from rapidfuzz import fuzz

from knowledge.answering.markup import strip_markup
from knowledge.languages import questions
from knowledge.text import idle_words, unveil, words

_ALIKE = 84.0
"""How alike two spellings of one word are, of 100: one letter of six may differ."""
_SHORT = 4
"""Letters up to which a word has but one spelling."""

_Form: TypeAlias = tuple[frozenset[str], tuple[str, ...]]
"""What a question asks for, such as "who" and "not", and its words of content in order."""


class CuratedQuestions:
    """Questions that are answered beforehand; each is known by its place among them."""

    def __init__(self, asked: Iterable[str]) -> None:
        self._exact: dict[_Form, int] = {}
        self._by_kind: dict[tuple[frozenset[str], int], list[tuple[tuple[str, ...], int]]] = {}
        for place, each in enumerate(asked):
            kind, content = form = _read(each)
            if content and form not in self._exact:
                self._exact[form] = place
                self._by_kind.setdefault((kind, len(content)), []).append((content, place))

    def find(self, question: str) -> int | None:
        """Find a question that asks the same; None where none does."""
        if not self._exact:
            return None
        kind, content = form = _read(question)
        if (place := self._exact.get(form)) is not None:
            return place
        near = self._by_kind.get((kind, len(content)), ())
        return next((place for other, place in near if _are_alike(content, other)), None)


def _read(question: str) -> _Form:
    said = words(strip_markup(unveil(question)))
    kinds = _kinds()
    small = idle_words()
    content = tuple(word for word in said if word not in small and word not in kinds)
    return kinds.intersection(said), content


@cache
def _kinds() -> frozenset[str]:
    """Give the words that make another question of the same words of content."""
    return questions().question_words | questions().negation | questions().began


def _are_alike(content: Sequence[str], other: Sequence[str]) -> bool:
    return all(map(_is_spelling, content, other))


def _is_spelling(word: str, other: str) -> bool:
    """Tell whether two words are one, mistyped; a number is never another one."""
    if word == other:
        return True
    if min(len(word), len(other)) <= _SHORT or any(map(str.isdigit, word + other)):
        return False
    return fuzz.ratio(word, other) >= _ALIKE
