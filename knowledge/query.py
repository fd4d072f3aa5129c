"""What is looked for? A question, with the turns before it, becomes weighted stems; pure."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Protocol

from knowledge.text import content_words

LONGEST_QUESTION = 300
"""Characters that are read of a question; what comes after is not looked at."""
_MOST_WORDS = 32

_REPAIRED = {1: 0.9, 2: 0.75}
"""Weight of a corpus word that stands for a mistyped one, by its distance."""
_EARLIER, _FADING, _TURNS = 0.35, 0.7, 4
"""An earlier turn's words weigh .35 x .7^age, for at most four turns (age 0: the turn before)."""


class Lexicon(Protocol):
    """What a query needs to know of the corpus."""

    def variants(self, word: str) -> list[str]:
        """Give the stems that a word has in the corpus's languages."""
        ...

    def frequency(self, stem: str) -> int:
        """Give the number of passages that hold a stem."""
        ...

    def nearest(self, word: str) -> list[tuple[str, int]]:
        """Give the corpus words that a mistyped one may mean, likeliest first, with their distance."""
        ...


@dataclass(frozen=True, slots=True)
class Query:
    """What is looked for: stems with their weights, and what became of the other words."""

    weights: dict[str, float]
    pairs: tuple[tuple[str, str], ...] = ()
    """Stems that stand next to each other in the question."""
    missing: int = 0
    """How many of the question's words the corpus lacks, in any spelling."""
    repairs: tuple[tuple[str, str], ...] = ()
    """(typed, taken for) pairs."""


def build_query(question: str, history: Sequence[str], lexicon: Lexicon) -> Query:
    """Make the query of a question; `history` holds the asker's earlier questions, oldest first."""
    query = _one_turn(question, lexicon)
    weights = dict(query.weights)
    for age, turn in enumerate(reversed(history[-_TURNS:])):
        for stem in _one_turn(turn, lexicon).weights:
            weights[stem] = max(weights.get(stem, 0), _EARLIER * _FADING**age)
    return Query(weights, query.pairs, query.missing, query.repairs)


def _one_turn(question: str, lexicon: Lexicon) -> Query:
    """Look each word up; one that the corpus lacks is repaired or counted as missing."""
    weights: dict[str, float] = {}
    sequence: list[str] = []
    repairs: list[tuple[str, str]] = []
    missing = 0
    for word in content_words(question[:LONGEST_QUESTION])[:_MOST_WORDS]:
        known = [stem for stem in lexicon.variants(word) if lexicon.frequency(stem)]
        for stem in known:
            weights[stem] = weights.get(stem, 0) + 1
        if known:
            sequence.append(known[0])
            continue
        meant = lexicon.nearest(word)
        for place, (other, edits) in enumerate(meant):
            weight = _REPAIRED[edits] / (1 if place == 0 else 2)
            for stem in lexicon.variants(other):
                if lexicon.frequency(stem):
                    weights[stem] = max(weights.get(stem, 0), weight)
        if meant:
            sequence.append(lexicon.variants(meant[0][0])[0])
            repairs.append((word, meant[0][0]))
        else:
            missing += 1
    weights = {stem: 1 + math.log(n) if n > 1 else n for stem, n in weights.items()}
    return Query(weights, tuple(dict.fromkeys(pairwise(sequence))), missing, tuple(repairs))
