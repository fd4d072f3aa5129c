"""What is looked for? A question and the turns before it become stems, and what may stand for them; pure."""

import math
import re
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from itertools import pairwise

from msgspec import Struct
from msgspec.structs import replace

from knowledge.answering.glossary import Mention
from knowledge.answering.lexicon import Lexicon
from knowledge.answering.question import Question
from knowledge.answering.transliteration import respell
from knowledge.languages.ordinary import is_word
from knowledge.text import chat_words

_MOST_WORDS = 32
"""Words of content that are looked for."""

_CHAT = 0.6
"""Boost of a word that is mostly chat, as "bring" and "find" are."""
_REPAIR = {1: 0.9, 2: 0.75}
"""Boost of a corpus word that stands for a mistyped one, by its distance."""
_OTHER_WORD = 0.35
"""How far a repair of a word is trusted that need not be one, since there is such a word."""
_SYNONYM = 0.8
"""Boost of another name of a thing whose own words the corpus knows."""
_TRANSLATION = 0.9
"""Boost of another name where it does not."""
_EARLIER, _FADING, _TURNS = 0.35, 0.7, 4
"""The boost of an earlier turn's words is .35 x .7^age, for at most four turns (age 0: the turn before)."""

_CAPITALS = re.compile(r"\b[A-Z](?:\.?[A-Z]){1,4}\b")
"""A name such as "US" or "U.S."."""


class Origin(StrEnum):
    """How stems came into a query."""

    WORD = "word"
    REPAIR = "repair"
    GLOSSARY = "glossary"
    EARLIER = "earlier turn"
    """Whichever of these it was there."""


class Expansion(Struct, frozen=True):
    """What may stand for a term: stems of which a passage must hold all, or of the asker's own words any."""

    stems: tuple[str, ...]
    boost: float
    origin: Origin
    words: str
    """As they are spelt in the question, in the corpus or in the glossary."""


class QueryTerm(Struct, frozen=True):
    """A word or name that is looked for, and all that may stand for it; the best expansion counts."""

    asked: str
    expansions: tuple[Expansion, ...]
    is_earlier: bool = False
    """Whether an earlier turn asked for it, and not the question itself."""
    means_itself: bool = False
    """Whether it is a word that there is, though the corpus lacks it: what stands for it is but a guess."""


class Query(Struct, frozen=True):
    """What is looked for, and which words of the question the corpus lacks in any spelling."""

    terms: tuple[QueryTerm, ...] = ()
    pairs: tuple[tuple[str, str], ...] = ()
    """Stems that stand next to each other in the question."""
    missing: tuple[str, ...] = ()


def build_query(question: Question, history: Sequence[Question], lexicon: Lexicon) -> Query:
    """Make the query of a question; `history` holds the asker's earlier questions, oldest first."""
    query = _read_turn(question, lexicon)
    if not (query.terms or query.missing):
        return query  # nothing was said, so nothing is asked again either
    if question.says_little and not any(map(_is_name, query.terms)):
        # "why?", "and then?": all that is asked for was said before.
        return _repeat_last(history, lexicon)
    terms = list(query.terms)
    known = {expansion.stems for term in terms for expansion in term.expansions}
    for term in _find_earlier(history, lexicon):
        if known.isdisjoint(expansion.stems for expansion in term.expansions):
            terms.append(term)
            known.update(expansion.stems for expansion in term.expansions)
    return Query(tuple(terms), query.pairs, query.missing)


def drop_numbers(query: Query) -> Query:
    """Leave out the figures that are looked for, and what stands next to them."""
    numbers = {stem for term in query.terms if term.asked.isdigit() for stem in term.expansions[0].stems}
    return Query(
        tuple(term for term in query.terms if not term.asked.isdigit()),
        tuple(pair for pair in query.pairs if numbers.isdisjoint(pair)),
        query.missing,
    )


def _is_name(term: QueryTerm) -> bool:
    return any(expansion.origin is Origin.GLOSSARY for expansion in term.expansions)


def _repeat_last(history: Sequence[Question], lexicon: Lexicon) -> Query:
    """Give the query of the last turn that said something; an empty one where none did."""
    for turn in reversed(history[-_TURNS:]):
        if not turn.says_little:
            last = _read_turn(turn, lexicon)
            return replace(last, terms=tuple(replace(term, is_earlier=True) for term in last.terms))
    return Query()


def _find_earlier(history: Sequence[Question], lexicon: Lexicon) -> Iterator[QueryTerm]:
    """Give what the last turns asked for, the latest first, the older the lighter."""
    for age, turn in enumerate(reversed(history[-_TURNS:])):
        for term in _read_turn(turn, lexicon).terms:
            yield replace(_boost(term, _EARLIER * _FADING**age), is_earlier=True)


def _read_turn(question: Question, lexicon: Lexicon) -> Query:
    question = respell(question, lexicon)
    content = frozenset(question.content[:_MOST_WORDS])
    capitals = frozenset(name.replace(".", "").lower() for name in _CAPITALS.findall(question.start))
    mentions = lexicon.glossary.mentions(question.words, capitals)
    # What only says when is not missed; a year may be what passages speak of.
    passed_over = frozenset(word for word in question.period_words if not word[0].isdigit())
    terms = list(_find_terms(question.words, content, mentions, lexicon, passed_over))
    # Only stems of the question's own words stand next to each other in it.
    first = (term.expansions[0] for term in terms if term.expansions)
    own = (stem for expansion in first if expansion.origin is not Origin.GLOSSARY for stem in expansion.stems)
    return Query(
        _merge_equal(term for term in terms if term.expansions),
        tuple(dict.fromkeys(pairwise(own))),
        tuple(dict.fromkeys(term.asked for term in terms if not term.expansions)),
    )


def _merge_equal(terms: Iterable[QueryTerm]) -> tuple[QueryTerm, ...]:
    """Make one of terms that look for the same: asked for n times its boost is 1 + log n."""
    equal: dict[tuple[tuple[str, ...], ...], list[QueryTerm]] = {}
    for term in terms:
        equal.setdefault(tuple(expansion.stems for expansion in term.expansions), []).append(term)
    counted = ((same[0], len(same)) for same in equal.values())
    return tuple(term if times == 1 else _boost(term, 1 + math.log(times)) for term, times in counted)


def _boost(term: QueryTerm, factor: float) -> QueryTerm:
    expansions = (replace(each, boost=each.boost * factor) for each in term.expansions)
    return replace(term, expansions=tuple(expansions))


def _find_terms(
    asked: Sequence[str],
    content: frozenset[str],
    mentions: Sequence[Mention],
    lexicon: Lexicon,
    passed_over: frozenset[str],
) -> Iterator[QueryTerm]:
    """Give a term for each word of content and each name; without expansions where the corpus lacks it."""
    starts = {mention.first: mention for mention in mentions}
    number = 0
    while number < len(asked):
        mention = starts.get(number)
        end = mention.end if mention else number + 1
        words = asked[number:end]
        name = _expand_name(words, mention, content, lexicon) if mention else None
        if name:
            yield name
        else:
            looked_for = [word for word in words if word in content]
            small = {word for word in looked_for if word in lexicon.small or word in passed_over}
            found = (_expand_word(word, lexicon, is_small=word in small) for word in looked_for)
            yield from (term for term in found if term.expansions or term.asked not in small)
        number = end


def _expand_word(word: str, lexicon: Lexicon, *, is_small: bool) -> QueryTerm:
    """Look a word up; one that the corpus lacks, and that is not small, is taken for the nearest it has."""
    known = _find_stems(word, lexicon)
    if known or is_small:
        boost = _CHAT if word in chat_words() else 1
        return QueryTerm(word, tuple(Expansion((stem,), boost, Origin.WORD, word) for stem in known))
    # A word that there is means what it says, as a rule: "president" is not "present".
    means_itself = is_word(word)
    trust = _OTHER_WORD if means_itself else 1.0
    expansions = (
        Expansion((stem,), trust * _REPAIR[edits] / (1 if place == 0 else 2), Origin.REPAIR, other)
        for place, (other, edits) in enumerate(lexicon.nearest(word))
        for stem in _find_stems(other, lexicon)
    )
    return QueryTerm(word, tuple(expansions), means_itself=means_itself)


def _expand_name(
    words: Sequence[str], mention: Mention, content: frozenset[str], lexicon: Lexicon
) -> QueryTerm | None:
    """Look a thing up by all its names; None where the corpus uses none of them."""
    own = [_find_stems(word, lexicon) for word in words if word in content]
    stems = tuple(dict.fromkeys(known[0] for known in own if known))
    # "small countries" is not said by "country" alone.
    share = sum(map(bool, own)) / len(words)
    expansions = [Expansion(stems, share, Origin.WORD, " ".join(words))] if stems else []
    boost = _SYNONYM if stems and all(own) else _TRANSLATION
    for others, name in _find_names(mention, lexicon):
        if others != stems:
            expansions.append(Expansion(others, boost, Origin.GLOSSARY, name))
    return QueryTerm(" ".join(words), tuple(expansions)) if expansions else None


def _find_names(mention: Mention, lexicon: Lexicon) -> Iterator[tuple[tuple[str, ...], str]]:
    """Give the names of a thing of which the corpus knows every word, each as its stems and as spelt."""
    for name in mention.names:
        known = [_find_stems(word, lexicon) for word in name]
        if name and all(known):
            yield tuple(dict.fromkeys(variants[0] for variants in known)), " ".join(name)


def _find_stems(word: str, lexicon: Lexicon) -> list[str]:
    return [stem for stem in lexicon.variants(word) if lexicon.frequency(stem)]
