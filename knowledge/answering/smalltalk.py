"""Is it small talk, or asked about the bot itself, and no question to the articles? Pure.

A message is one of them where each of its words belongs to it: "who are you?" and not "who are you for?".
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from itertools import chain

from msgspec import Struct

from knowledge.answers import Matter, TalkKind
from knowledge.languages import Phrases, languages, questions
from knowledge.languages.talk import About, SmallTalk
from knowledge.text import words

_ACCENTS = re.compile(r"[\u0300-\u036f'\u2019\u02bc]")
_DRAWN_OUT = re.compile(r"(.)\1{2,}")
_DOUBLED = re.compile(r"(.)\1+")
_APART = re.compile(r"[,.!?;:\n\u2014\u2026\u00a1\u00bf]+")
_LAUGHTER = 4
"""Letters from which on laughter is told from a word."""
_LAUGHED = "\0"
"""Stands for laughter among words."""
_MATTERS = (Matter.MAKERS, Matter.ARTICLES, Matter.WORKING, Matter.ABILITIES, Matter.SELF)
"""The first of which there is a word is what is asked about: "who made your articles"."""
_OPENING = frozenset({TalkKind.GREETING, TalkKind.THANKS, TalkKind.FAREWELL})
"""What a question may follow without a comma."""

_Phrase = tuple[str, ...]


class _AboutWords(Struct, frozen=True):
    """What is asked about the bot in one language."""

    said: frozenset[str]
    """All its words, and those of courtesy."""
    you: frozenset[str]
    matters: Mapping[Matter, frozenset[str]]
    whole: frozenset[_Phrase]

    def find(self, spelt: Sequence[str]) -> Matter | None:
        """Find what is asked about; None where it is something else."""
        is_whole = tuple(spelt) in self.whole
        if not (is_whole or (self.said.issuperset(spelt) and not self.you.isdisjoint(spelt))):
            return None
        found = (matter for matter in _MATTERS if not self.matters[matter].isdisjoint(spelt))
        return next(found, Matter.ABILITIES if is_whole else None)


class _Talk(Struct, frozen=True):
    """What is said in any language."""

    phrases: Mapping[_Phrase, TalkKind]
    longest: int
    starts: frozenset[str]
    beside: frozenset[str]
    asking: frozenset[str]
    """What begins a question."""
    you: frozenset[str]
    signs: Mapping[str, TalkKind]
    laughter: tuple[frozenset[str], ...]
    about: tuple[_AboutWords, ...]
    said: frozenset[str]
    """Every word of it."""

    def spell(self, word: str) -> str | None:
        """Give a word as it is known, whatever accents it lacks and letters it repeats; None if it is not."""
        word = _fold(word)
        if word in self.said:
            return word
        if _DRAWN_OUT.search(word):
            shorter = (_DRAWN_OUT.sub(r"\1\1", word), _DRAWN_OUT.sub(r"\1", word), _DOUBLED.sub(r"\1", word))
            if known := next((each for each in shorter if each in self.said), None):
                return known
        is_laughter = len(word) >= _LAUGHTER and any(each >= set(word) for each in self.laughter)
        return _LAUGHED if is_laughter else None

    def spell_all(self, typed: Iterable[str]) -> list[str] | None:
        """Give the words as they are known; None where one is not, as in most questions one of the first."""
        spelt: list[str] = []
        for word in typed:
            known = self.spell(word)
            if known is None:
                return None
            spelt.append(known)
        return spelt

    def cover(self, spelt: Sequence[str]) -> TalkKind | None:
        """Find what is said where phrases and what may stand around them are all there is."""
        if spelt[0] in self.asking and self.you.isdisjoint(spelt) and not self.find_phrase(spelt, 0):
            return None  # "is it bad?" may be asked of anything
        found: set[TalkKind] = set()
        number = 0
        while number < len(spelt):
            phrase = self.find_phrase(spelt, number)
            if phrase:
                found.add(self.phrases[phrase])
            elif spelt[number] not in self.beside:
                return None
            number += max(1, len(phrase))
        return next((kind for kind in TalkKind if kind in found), None)

    def find_phrase(self, spelt: Sequence[str], first: int) -> _Phrase:
        """Find the longest phrase that begins at a word; nothing where there is none."""
        ends = range(min(first + self.longest, len(spelt)), first, -1)
        phrases = (tuple(spelt[first:end]) for end in ends)
        return next((phrase for phrase in phrases if phrase in self.phrases), ())

    def find_sign(self, text: str) -> TalkKind:
        """Find what is said without a word, by an emoji; what else has no word is noise."""
        return next((kind for sign, kind in self.signs.items() if sign in text), TalkKind.NOISE)


def read_talk(text: str, typed: Sequence[str]) -> TalkKind | Matter | None:
    """Find what is said, or asked about the bot, in a text of these words; None for any other question."""
    known = _known()
    if not typed:
        return known.find_sign(text) if text.strip() else None
    spelt = known.spell_all(typed)
    if spelt is None:
        return None
    kind = known.cover(spelt)
    if kind:
        return kind
    return next((matter for each in known.about if (matter := each.find(spelt))), None)


def drop_talk(text: str, typed: Sequence[str]) -> str:
    """Give the question in a text of these words without the small talk before and after it."""
    known = _known()
    if not any(known.spell(word) in known.starts for word in (*typed[:1], *typed[-1:], *typed[-2:-1])):
        return text
    parts = [(found, read) for found in _find_parts(text) if (read := words(text[slice(*found)]))]
    is_talk = [isinstance(read_talk("", read), TalkKind) for _, read in parts]
    if all(is_talk):
        return text
    first, last = is_talk.index(False), len(parts) - is_talk[::-1].index(False)
    kept = text[parts[first][0][0] if first else 0 : parts[last][0][0] if last < len(parts) else len(text)]
    return _drop_opening(kept.strip(), parts[first][1])


def _drop_opening(text: str, typed: Sequence[str]) -> str:
    """Leave out a greeting and the like that stands right before the word that begins a question."""
    known = _known()
    number = 0
    spelt = [known.spell(word) or "" for word in typed]
    while (phrase := known.find_phrase(spelt, number)) and known.phrases[phrase] in _OPENING:
        number += len(phrase)
    if not number or not any(word in questions().starts for word in typed[number : number + 1]):
        return text
    begins = re.search(rf"\b{re.escape(typed[number])}\b", text, re.IGNORECASE)
    return text[begins.start() :] if begins else text


def _find_parts(text: str) -> list[tuple[int, int]]:
    """Find what stands between commas, full stops and the like."""
    ends = [found.end() for found in _APART.finditer(text)]
    return list(zip([0, *ends], [*ends, len(text)], strict=True))


@cache
def _known() -> _Talk:
    said = [each.smalltalk for each in languages().values()]
    phrases = dict(chain.from_iterable(map(_read_phrases, said)))
    signs = {sign: kind for (sign, *_), kind in phrases.items() if not sign[0].isalnum()}
    beside = _fold_all(chain.from_iterable(each.beside for each in said))
    about = tuple(_read_about(each.about, _courtesy(each)) for each in said)
    laughter = tuple({frozenset(_fold(syllable)) for each in said for syllable in each.laughter})
    everything = frozenset(chain(beside, *phrases, *(each.said for each in about)))
    return _Talk(
        phrases | {(_LAUGHED,): TalkKind.REACTION},
        max(map(len, phrases)),
        frozenset(phrase[0] for phrase in phrases) | frozenset(phrase[-1] for phrase in phrases),
        beside,
        _fold_all(questions().starts),
        frozenset[str]().union(*(each.you for each in about)),
        signs,
        laughter,
        about,
        everything | frozenset(word for each in about for phrase in each.whole for word in phrase),
    )


def _read_phrases(said: SmallTalk) -> list[tuple[_Phrase, TalkKind]]:
    by_kind: tuple[tuple[TalkKind, Phrases], ...] = (
        (TalkKind.NOISE, said.noise),
        (TalkKind.REACTION, said.reaction),
        (TalkKind.FAREWELL, said.farewell),
        (TalkKind.GREETING, said.greeting),
        (TalkKind.THANKS, said.thanks),
        (TalkKind.INSULT, said.insult),
    )
    return [(_cut(phrase), kind) for kind, phrases in by_kind for phrase in sorted(phrases)]


def _read_about(about: About, courtesy: frozenset[str]) -> _AboutWords:
    matters = {
        Matter.SELF: about.who,
        Matter.ABILITIES: about.abilities,
        Matter.ARTICLES: about.articles,
        Matter.WORKING: about.working,
        Matter.MAKERS: about.makers,
    }
    said = courtesy.union(*map(_fold_all, (about.you, about.asks, *matters.values())))
    by_matter = {matter: _fold_all(held) for matter, held in matters.items()}
    return _AboutWords(said, _fold_all(about.you), by_matter, frozenset(map(_cut, about.whole)))


def _courtesy(said: SmallTalk) -> frozenset[str]:
    """Give the single words of greetings and thanks, which may stand beside a question."""
    return _fold_all(phrase for phrase in said.greeting | said.thanks if " " not in phrase)


def _cut(phrase: str) -> _Phrase:
    return tuple(map(_fold, phrase.split()))


def _fold_all(found: Iterable[str]) -> frozenset[str]:
    return frozenset(map(_fold, found))


def _fold(word: str) -> str:
    """Leave out accents and apostrophes, which many do not type."""
    return word if word.isascii() else _ACCENTS.sub("", unicodedata.normalize("NFD", word))
