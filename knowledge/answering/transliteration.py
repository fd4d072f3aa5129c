"""Is a Latin word one of another script? So "sanktsii" is "санкции", where that word is known; pure."""

import re
from collections.abc import Iterator
from functools import cache
from itertools import islice, product

from msgspec.structs import replace

from knowledge.answering.lexicon import Lexicon
from knowledge.answering.question import Question
from knowledge.languages import languages
from knowledge.text import stop_words

_SHORTEST = 4
"""Letters of a word that may be one of another script: shorter ones are too often something else."""
_LONGEST = 24
_MOST = 32
"""Spellings of a word that are looked up in each language."""


def respell(question: Question, lexicon: Lexicon) -> Question:
    """Put a question's words that nobody knows into the script of a language in which they are known."""
    spelt = {word: known for word in question.words if (known := _find_known(word, lexicon))}
    if not spelt:
        return question
    # Small words are so spelt only where others are: "Jake" is a name, and not "яке".
    spelt |= {word: small for word in question.words if (small := _find_small(word, lexicon))}
    return replace(
        question,
        words=tuple(spelt.get(word, word) for word in question.words),
        content=tuple(spelt.get(word, word) for word in question.content),
        parts=tuple(tuple(spelt.get(word, word) for word in part) for part in question.parts),
    )


def spell(word: str) -> Iterator[str]:
    """Spell a Latin word in the other scripts, in the likeliest ways; a word of another script in none."""
    return (spelt for spelt, _ in _spell(word)) if word.isascii() else iter(())


def romanise(word: str) -> Iterator[str]:
    """Spell a word of another script in Latin letters, as each language does that has its letters."""
    for script in () if word.isascii() else _latin_letters():
        if not script.keys().isdisjoint(word):
            yield "".join(script.get(letter, "") for letter in word)


def _find_known(word: str, lexicon: Lexicon) -> str | None:
    """Give the word of an article or a name that a Latin one spells; None where it is known, or none is."""
    if len(word) < _SHORTEST or not _may_be_spelt_otherwise(word, lexicon) or _occurs(word, lexicon):
        return None
    known = (spelt for spelt, language in _spell(word) if _is_known(spelt, language, lexicon))
    spelt = next(known, None)
    # "America" is a name in Latin letters too, and "recomend" a typing error.
    is_other = spelt and (lexicon.glossary.mentions([word]) or _is_mistyped(word, lexicon))
    return None if is_other else spelt


def _find_small(word: str, lexicon: Lexicon) -> str | None:
    if not _may_be_spelt_otherwise(word, lexicon):
        return None
    return next((spelt for spelt, _ in _spell(word) if spelt in lexicon.small), None)


def _is_mistyped(word: str, lexicon: Lexicon) -> bool:
    return any(edits == 1 for _, edits in lexicon.nearest(word))


def _may_be_spelt_otherwise(word: str, lexicon: Lexicon) -> bool:
    if not (len(word) <= _LONGEST and word.isascii() and word.isalpha()):
        return False
    return word not in stop_words() and word not in lexicon.small


def _is_known(word: str, language: str, lexicon: Lexicon) -> bool:
    """Tell whether a word is in the glossary, or in articles of the language."""
    if lexicon.glossary.knows(word, language):
        return True
    if language not in lexicon.glossary.written or not _occurs(word, lexicon):
        return False
    # Where no stemmer is, and words are cut, "experience" would be "експерти".
    return bool(languages()[language].stemmer) or bool(lexicon.nearest(word))


def _occurs(word: str, lexicon: Lexicon) -> bool:
    return any(map(lexicon.frequency, lexicon.variants(word)))


def _spell(word: str) -> Iterator[tuple[str, str]]:
    """Spell a word in each script, in the likeliest way first, each time with the language."""
    for language, pattern, letters in _scripts():
        choices = [letters[piece] for piece in pattern.findall(f"^{word}")]
        yield from ((spelt, language) for spelt in islice(map("".join, product(*choices)), _MOST))


@cache
def _scripts() -> tuple[tuple[str, re.Pattern[str], dict[str, tuple[str, ...]]], ...]:
    """Give how Latin letters are read in each language that has another script: the longest first."""
    found: list[tuple[str, re.Pattern[str], dict[str, tuple[str, ...]]]] = []
    for code, language in languages().items():
        if language.letters and language.letters.latin:
            letters = {latin: tuple(own.split()) for latin, own in language.letters.latin.items()}
            letters.setdefault("^", ("",))
            longest_first = sorted(map(re.escape, letters), key=lambda piece: (-len(piece), piece))
            found.append((code, re.compile("|".join(longest_first)), letters))
    return tuple(found)


@cache
def _latin_letters() -> tuple[dict[str, str], ...]:
    """Give how each letter of another script is written in Latin ones, in each language that has it.

    By a single letter that means no other; else by what the language says first.
    """
    found: list[dict[str, str]] = []
    for letters in (each.letters.latin for each in languages().values() if each.letters):
        first: dict[str, str] = {}
        for latin, own in letters.items():
            first.setdefault(own.split()[0], latin.removeprefix("^"))
        # Of two, such as "k" and "q", the first.
        single = {own: latin for latin, own in reversed(letters.items()) if len(latin) == len(own) == 1}
        kept = {own: latin for own, latin in (first | single).items() if len(own) == 1}
        found.append(kept)
    return tuple(filter(None, found))
