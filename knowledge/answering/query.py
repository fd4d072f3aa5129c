"""What is looked for? A question and the turns before it become stems, and what may stand for them; pure."""

import math
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise
from typing import Protocol

from knowledge.answering.glossary import Glossary, Mention
from knowledge.text import chat_words, stop_words, words

LONGEST_QUESTION = 300
"""Characters that are read of a question; what comes after is not looked at."""
_MOST_WORDS = 32

_CHAT = 0.6
"""Weight of a word that is mostly chat, as "bring" and "find" are."""
_REPAIRED = {1: 0.9, 2: 0.75}
"""Weight of a corpus word that stands for a mistyped one, by its distance."""
_NAMED = 0.8
"""Weight of another name of a thing whose own words the corpus knows; .9 where it does not."""
_TRANSLATED = 0.9
_EARLIER, _FADING, _TURNS = 0.35, 0.7, 4
"""An earlier turn's words weigh .35 x .7^age, for at most four turns (age 0: the turn before)."""

_CAPITALS = re.compile(r"\b[A-Z](?:\.?[A-Z]){1,4}\b")
"""A name such as "US" or "U.S."."""


class Lexicon(Protocol):
    """What a query needs to know of the corpus."""

    @property
    def glossary(self) -> Glossary:
        """Other names of things."""
        ...

    @property
    def small(self) -> frozenset[str]:
        """Words that are passed over where the corpus lacks them, instead of missed."""
        ...

    def variants(self, word: str) -> list[str]:
        """Give the stems that a word has in the corpus's languages."""
        ...

    def frequency(self, stem: str) -> int:
        """Give the number of passages that hold a stem."""
        ...

    def nearest(self, word: str) -> list[tuple[str, int]]:
        """Give the corpus words that a mistyped one may mean, likeliest first, with their distance."""
        ...


class Source(StrEnum):
    """How stems came into a query."""

    WORD = "word"
    REPAIR = "repair"
    GLOSSARY = "glossary"
    EARLIER = "earlier turn"
    """Whichever of these it was there."""


@dataclass(frozen=True, slots=True)
class Way:
    """One way to satisfy a want: stems that a passage must hold, of the asker's own words any, else all."""

    stems: tuple[str, ...]
    weight: float
    source: Source
    words: str
    """As they are spelt in the question, in the corpus or in the glossary."""


@dataclass(frozen=True, slots=True)
class Want:
    """A word or name of the question, and the ways in which a passage may have it; the best counts."""

    asked: str
    ways: tuple[Way, ...]
    earlier: bool = False
    """Whether an earlier turn asked for it, and not the question itself."""


@dataclass(frozen=True, slots=True)
class Query:
    """What is looked for, and which words of the question the corpus lacks in any spelling."""

    wants: tuple[Want, ...] = ()
    pairs: tuple[tuple[str, str], ...] = ()
    """Stems that stand next to each other in the question."""
    missing: tuple[str, ...] = ()


def build_query(question: str, history: Sequence[str], lexicon: Lexicon) -> Query:
    """Make the query of a question; `history` holds the asker's earlier questions, oldest first."""
    query = _one_turn(question, lexicon)
    if not (query.wants or query.missing):
        return query  # nothing was said, so nothing is asked again either
    if _says_little(question) and not any(map(_is_name, query.wants)):
        # "why?", "and then?": all that is asked for was said before.
        return _said_last(history, lexicon)
    wants = list(query.wants)
    known = {way.stems for want in wants for way in want.ways}
    for want in _asked_before(history, lexicon):
        if known.isdisjoint(way.stems for way in want.ways):
            wants.append(want)
            known.update(way.stems for way in want.ways)
    return Query(tuple(wants), query.pairs, query.missing)


def _is_name(want: Want) -> bool:
    return any(way.source is Source.GLOSSARY for way in want.ways)


def _says_little(question: str) -> bool:
    return stop_words().issuperset(words(question))


def _said_last(history: Sequence[str], lexicon: Lexicon) -> Query:
    """Give the query of the last turn that said something; an empty one where none did."""
    for turn in reversed(history[-_TURNS:]):
        if not _says_little(turn):
            last = _one_turn(turn, lexicon)
            return replace(last, wants=tuple(replace(want, earlier=True) for want in last.wants))
    return Query()


def _asked_before(history: Sequence[str], lexicon: Lexicon) -> Iterator[Want]:
    """Give what the last turns asked for, the latest first, the older the lighter."""
    for age, turn in enumerate(reversed(history[-_TURNS:])):
        for want in _one_turn(turn, lexicon).wants:
            yield _weighted(want, _EARLIER * _FADING**age, earlier=True)


def _one_turn(question: str, lexicon: Lexicon) -> Query:
    question = question[:LONGEST_QUESTION]
    asked = words(question)
    telling = [word for word in asked if word not in stop_words()] or asked
    content = frozenset(telling[:_MOST_WORDS])
    capitals = frozenset(name.replace(".", "").lower() for name in _CAPITALS.findall(question))
    mentions = lexicon.glossary.mentions(asked, capitals)
    wants = list(_wants(asked, content, mentions, lexicon))
    # Only stems of the question's own words stand next to each other in it.
    own = [want.ways[0] for want in wants if want.ways and want.ways[0].source is not Source.GLOSSARY]
    return Query(
        _merged(want for want in wants if want.ways),
        tuple(dict.fromkeys(pairwise(stem for way in own for stem in way.stems))),
        tuple(dict.fromkeys(want.asked for want in wants if not want.ways)),
    )


def _merged(wants: Iterable[Want]) -> tuple[Want, ...]:
    """Make one of wants that look for the same: asked for n times it weighs 1 + log n."""
    alike: dict[tuple[tuple[str, ...], ...], list[Want]] = {}
    for want in wants:
        alike.setdefault(tuple(way.stems for way in want.ways), []).append(want)
    return tuple(_weighted(same[0], 1 + math.log(len(same))) for same in alike.values())


def _weighted(want: Want, factor: float, *, earlier: bool = False) -> Want:
    ways = (replace(way, weight=way.weight * factor) for way in want.ways)
    return Want(want.asked, tuple(ways), earlier)


def _wants(
    asked: Sequence[str], content: frozenset[str], mentions: Sequence[Mention], lexicon: Lexicon
) -> Iterator[Want]:
    """Give a want for each word of content, and one for each name; with no way where the corpus lacks it."""
    starts = {mention.first: mention for mention in mentions}
    number = 0
    while number < len(asked):
        mention = starts.get(number)
        end = mention.end if mention else number + 1
        said = asked[number:end]
        named = _named(said, mention, content, lexicon) if mention else None
        if named:
            yield named
        else:
            found = (_worded(word, lexicon) for word in said if word in content)
            yield from (want for want in found if want.ways or want.asked not in lexicon.small)
        number = end


def _worded(word: str, lexicon: Lexicon) -> Want:
    """Look a word up; one that the corpus lacks is taken for the nearest that it has."""
    known = _known(word, lexicon)
    if known or word in lexicon.small:
        weight = _CHAT if word in chat_words() else 1
        return Want(word, tuple(Way((stem,), weight, Source.WORD, word) for stem in known))
    ways = (
        Way((stem,), _REPAIRED[edits] / (1 if place == 0 else 2), Source.REPAIR, other)
        for place, (other, edits) in enumerate(lexicon.nearest(word))
        for stem in _known(other, lexicon)
    )
    return Want(word, tuple(ways))


def _named(said: Sequence[str], mention: Mention, content: frozenset[str], lexicon: Lexicon) -> Want | None:
    """Look a thing up by all its names; None where the corpus uses none of them."""
    own = [_known(word, lexicon) for word in said if word in content]
    stems = tuple(dict.fromkeys(known[0] for known in own if known))
    # "small countries" is not said by "country" alone.
    share = sum(map(bool, own)) / len(said)
    ways = [Way(stems, share, Source.WORD, " ".join(said))] if stems else []
    weight = _NAMED if stems and all(own) else _TRANSLATED
    for spelt, name in _written(mention, lexicon):
        if spelt != stems:
            ways.append(Way(spelt, weight, Source.GLOSSARY, name))
    return Want(" ".join(said), tuple(ways)) if ways else None


def _written(mention: Mention, lexicon: Lexicon) -> Iterator[tuple[tuple[str, ...], str]]:
    """Give the names of a thing of which the corpus knows every word, each as its stems and as spelt."""
    for name in mention.names:
        known = [_known(word, lexicon) for word in name]
        if name and all(known):
            yield tuple(dict.fromkeys(variants[0] for variants in known)), " ".join(name)


def _known(word: str, lexicon: Lexicon) -> list[str]:
    return [stem for stem in lexicon.variants(word) if lexicon.frequency(stem)]
