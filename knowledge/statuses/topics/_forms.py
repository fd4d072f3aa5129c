"""In which forms are two names equal? The words of a name, less what makes no other thing of it; pure."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import TypeAlias

from msgspec import Struct

from knowledge.languages import names
from knowledge.text import words

_HYPHEN = re.compile(r"(?<=[^\W\d_])[-\u2010-\u2015\u2212](?=[^\W\d_])")
_POSSESSIVE = re.compile(r"['\u2019]s\b", re.IGNORECASE)
_SPACE = re.compile(r"(?<!\d) | (?!\d)")
"""But none between two numbers: 1 1 is not 11."""
_REMEMBERED = 20_000
"""Names whose forms are remembered: from one ledger to the next, nearly all are the same."""
_DIGIT = re.compile(r"\d")
_HISSING = re.compile(r"(?:ss|x|ch|sh|z)es$")

Form: TypeAlias = tuple[str, ...]
"""The words of a name, sorted unless their order says something."""


class Forms(Struct, frozen=True):
    """What a name has in common with others that mean the same."""

    words: frozenset[Form]
    """Its words, a hyphen read once as a space and once as nothing."""
    singular: frozenset[Form]
    same_words: frozenset[Form]
    """Its words, and all of them as one: "cease fire" is "ceasefire"."""
    same_things: frozenset[Form]
    """The same in the singular."""


@lru_cache(_REMEMBERED)
def forms(name: str) -> Forms:
    """Give the forms of a name as it is written."""
    bare = _POSSESSIVE.sub("", name)
    said, ones = set[Form](), set[Form]()
    same, alike = set[Form](), set[Form]()
    for read in {bare, _HYPHEN.sub("", bare)}:
        spelt = words(read)
        kept = tuple(_without_small(spelt)) or tuple(spelt)
        one = tuple(map(singular, kept))
        in_order = _order_counts(spelt)
        said.add(kept if in_order else tuple(sorted(kept)))
        ones.add(one if in_order else tuple(sorted(one)))
        same.add((_SPACE.sub("", " ".join(kept)),))
        alike.add((_SPACE.sub("", " ".join(one)),))
    return Forms(frozenset(said), frozenset(ones), frozenset(said | same), frozenset(ones | alike))


def merge(spellings: Iterable[Forms]) -> Forms:
    """Give all forms of several spellings of one name."""
    some = list(spellings)
    return Forms(
        frozenset[Form]().union(*(each.words for each in some)),
        frozenset[Form]().union(*(each.singular for each in some)),
        frozenset[Form]().union(*(each.same_words for each in some)),
        frozenset[Form]().union(*(each.same_things for each in some)),
    )


def singular(word: str) -> str:
    """Give one of what an English word names many of, or the word.

    A stemmer would go too far: it makes one of prisons and prisoners, of a nation and national.
    """
    if len(word) < 4 or word.endswith(("ss", "us", "is")):
        return word
    if _HISSING.search(word):
        return word[:-2]
    if word.endswith("ies") and len(word) > 4:
        return f"{word[:-3]}y"
    return word.removesuffix("s")


def has_number(word: str) -> bool:
    """Tell whether a word is a number or holds one."""
    return bool(_DIGIT.search(word))


def _without_small(said: Sequence[str]) -> Iterator[str]:
    last = len(said) - 1
    for place, word in enumerate(said):
        # Elsewhere "a" is no article but a letter, as in "Plan A".
        article = word == "a" and place < last and (place == 0 or said[place - 1] in names().links)
        if word not in names().small and not article:
            yield word


def _order_counts(said: Sequence[str]) -> bool:
    """Tell "Talks with Russia on Ukraine" from those with Ukraine on Russia; so too Group 1, Round 2."""
    return sum(word in names().links for word in said) > 1 or sum(map(has_number, said)) > 1
