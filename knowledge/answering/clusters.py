"""Which questions ask the same? Grouped by the words that carry them, the rarer the more; pure."""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet

from msgspec import Struct
from msgspec.structs import replace
from rapidfuzz import fuzz, process

from knowledge.answering.lexicon import Lexicon
from knowledge.languages import questions
from knowledge.text import guess_language, idle_words, words

_ALIKE = 0.6
"""How much of what two questions say must be common to both, as a share of what they say together."""
_SPELLING = 85.0
"""How alike two spellings of one word are, of 100."""
_SHORT = 4
"""Letters up to which a word has but one spelling."""


class _Said(Struct, frozen=True):
    """What is compared of a question."""

    tokens: frozenset[str]
    kinds: frozenset[str]
    """What it asks for, such as "who"."""
    numbers: frozenset[str]
    language: str | None


class _Group:
    """Questions that ask the same; the first stands for all."""

    def __init__(self, leader: int, said: _Said) -> None:
        self.leader = leader
        self.said = said
        self.members = [leader]

    def add(self, number: int, said: _Said) -> None:
        """Take one in; what it asks for and names, all that follow must not contradict."""
        self.members.append(number)
        kinds, numbers = self.said.kinds or said.kinds, self.said.numbers or said.numbers
        self.said = replace(self.said, kinds=kinds, numbers=numbers)


def group_questions(asked: Sequence[str], lexicon: Lexicon) -> list[tuple[int, ...]]:
    """Group questions by their numbers: each joins the one that it is most like, or begins a group.

    So those that come first lead.
    """
    said = _merge_spellings([_read(each, lexicon) for each in asked])
    weights = _weigh(said)
    groups: list[_Group] = []
    by_token: dict[str, list[_Group]] = {}
    for number, each in enumerate(said):
        group = _choose(each, by_token, weights)
        if group:
            group.add(number, each)
            continue
        group = _Group(number, each)
        groups.append(group)
        for token in each.tokens:
            by_token.setdefault(token, []).append(group)
    return [tuple(group.members) for group in groups]


def _read(text: str, lexicon: Lexicon) -> _Said:
    """Give the names of things and the stems of all other words that carry a question."""
    spelt = words(text)
    small = idle_words()
    tokens: set[str] = set()
    left = list(enumerate(spelt))
    for mention in lexicon.glossary.mentions(spelt):
        tokens.add(" ".join(min(mention.names)) if mention.names else spelt[mention.first])
        left = [(place, word) for place, word in left if not mention.first <= place < mention.end]
    tokens.update(next(iter(lexicon.variants(word)), word) for _, word in left if word not in small)
    known = questions()
    kinds = (known.kind_asked | known.began).intersection(spelt)
    numbers = frozenset(word for word in spelt if word[0].isdigit())
    return _Said(frozenset(tokens or spelt), kinds, numbers, guess_language(spelt))


def _merge_spellings(said: Sequence[_Said]) -> list[_Said]:
    """Put one spelling of each word, the most frequent one, in place of those that are nearly the same."""
    counts = Counter(token for each in said for token in each.tokens)
    taken: dict[str, str] = {}
    by_letter: dict[str, list[str]] = {}
    for token, _ in counts.most_common():
        if len(token) <= _SHORT or any(map(str.isdigit, token)):
            continue
        others = by_letter.setdefault(token[0], [])
        if found := process.extractOne(token, others, scorer=fuzz.ratio, score_cutoff=_SPELLING):
            taken[token] = found[0]
        else:
            others.append(token)
    return [
        replace(each, tokens=frozenset(taken.get(token, token) for token in each.tokens)) for each in said
    ]


def _weigh(said: Sequence[_Said]) -> Mapping[str, float]:
    """Weigh each word by how few of the questions have it."""
    counts = Counter(token for each in said for token in each.tokens)
    return {token: 1 + math.log(len(said) / count) for token, count in counts.items()}


def _choose(
    said: _Said, by_token: Mapping[str, Sequence[_Group]], weights: Mapping[str, float]
) -> _Group | None:
    near = {id(group): group for token in said.tokens for group in by_token.get(token, ())}
    scored = (
        (_compare(said.tokens, group.said.tokens, weights), -group.leader, group)
        for group in near.values()
        if _may_be_same(said, group.said)
    )
    score, _, group = max(scored, default=(0.0, 0, None), key=lambda each: each[:2])
    return group if score >= _ALIKE else None


def _compare(one: AbstractSet[str], other: AbstractSet[str], weights: Mapping[str, float]) -> float:
    """Give the share of what both say in what they say together."""
    both = sum(weights[token] for token in one & other)
    return 2 * both / sum(weights[token] for each in (one, other) for token in each)


def _may_be_same(one: _Said, other: _Said) -> bool:
    """Tell whether neither names other numbers nor asks, in the same language, for another kind of thing."""
    if one.numbers and other.numbers and one.numbers != other.numbers:
        return False
    if one.language != other.language or not (one.kinds and other.kinds):
        return True
    return not one.kinds.isdisjoint(other.kinds)
