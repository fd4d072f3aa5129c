"""How do people type a question? Without its mark, mistyped, as bare words, about another name."""

import re
from collections.abc import Sequence
from random import Random

from knowledge.languages import languages

_CONTENT = re.compile(r"[\w'’.-]+")
_NAME_OR_YEAR = re.compile(
    r"(?<!^)(?<![.?!] )\b([A-Z][\w’'-]+(?: (?:of |the |de )?[A-Z][\w’'-]+)*|(?:1[0-9]|20)\d\d)\b"
)
"""Capitals that do not begin the sentence, together with those that follow; or a year."""
_YEARS_AWAY = (-7, -3, -2, -1, 1, 2, 3, 5, 10)
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_MARKS = "?？؟ "


def restyle(random: Random, question: str, language: str) -> str:
    """Type a question as people do: mostly as it is, a third of the time in another way."""
    question = " ".join(question.split())
    draw = random.random()
    if language == "en" and draw < 0.08:
        return _as_keywords(random, question)
    if draw < 0.25:
        return question.lower().rstrip(_MARKS + ".")
    if draw < 0.32:
        return mistype(random, question)
    return question.rstrip(_MARKS) if draw < 0.38 else question


def mistype(random: Random, question: str) -> str:
    """Drop, swap, double or replace a letter in one or two longer words.

    Not as the bench does it: what it measures may not be what was practised.
    """
    words = question.split()
    longer = [place for place, word in enumerate(words) if len(word) > 4 and word.isalpha()]
    for place in random.sample(longer, min(len(longer), random.choice((1, 1, 2)))):
        word = words[place]
        at = random.randrange(1, len(word) - 1)
        before, letter, after = word[:at], word[at], word[at + 1 :]
        slips = (
            before + after,
            before + after[0] + letter + after[1:],
            before + letter + letter + after,
            before + random.choice(_LETTERS) + after,
        )
        words[place] = random.choices(slips, (0.35, 0.35, 0.15, 0.15))[0]
    return " ".join(words)


def find_names(text: str) -> list[str]:
    """Find names and years in an English text."""
    return [found[1] for found in _NAME_OR_YEAR.finditer(text)]


def swap_name(random: Random, question: str, names: Sequence[str]) -> str | None:
    """Ask about another name or year of the same article; None where there is nothing to swap."""
    found = list(_NAME_OR_YEAR.finditer(question))
    if not found:
        return None
    chosen = random.choice(found)
    old = chosen[1]
    others = [name for name in names if name.isdigit() is old.isdigit() and _differs(name, old, question)]
    if old.isdigit() and (not others or random.random() < 0.5):
        others = [str(int(old) + random.choice(_YEARS_AWAY))]
    if not others:
        return None
    return question[: chosen.start(1)] + random.choice(others) + question[chosen.end(1) :]


def _differs(name: str, old: str, question: str) -> bool:
    name, old = name.lower(), old.lower()
    return name not in question.lower() and old not in name and name not in old


def _as_keywords(random: Random, question: str) -> str:
    function = languages()["en"].words.function
    words = [word for word in _CONTENT.findall(question) if word.lower() not in function]
    if not 2 <= len(words) <= 8:
        return question
    keywords = " ".join(words)
    return keywords.lower() if random.random() < 0.7 else keywords
