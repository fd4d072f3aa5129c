"""How do people mistype? One or two slips in one or two words of a question, the same each time."""

import re
from random import Random

SEED = 20261122
"""Of all that is drawn by lot in the comparison with the peers: their own bench uses it too."""

# Part of the measure, so it does not follow the product's own list.
STOP_WORDS = frozenset(
    """
    a about after again against all also am an and any are as at be because been before being below between
    both but by can could did do does doing don done during each few for from further had has have having he
    her here hers him his how i if in into is it its itself just many may me might more most much must my no
    nor not now of off on once only or other our out over own s same shall she should so some such t than
    that the their them then there these they this those through to too under until up us very was we were
    what when where which while who whom whose why will with would you your yours
    """.split()
)
_WORD = re.compile(r"\w+")
_LATIN, _CYRILLIC = "abcdefghijklmnopqrstuvwxyz", "абвгдежзиклмнопрстуфхцчшщыьэюя"


def mistyped(question: str) -> str:
    """Mistype a question: letters are dropped, added, replaced or swapped; no stop word, no short one."""
    random = Random(f"{SEED}:{question}")  # noqa: S311  the same each time, on purpose
    content = [
        found
        for found in _WORD.finditer(question)
        if len(found[0]) >= 4 and found[0].lower() not in STOP_WORDS and not found[0].isdigit()
    ]
    if not content:
        return question
    chosen = random.sample(content, min(len(content), random.choice((1, 1, 2))))
    letters = _CYRILLIC if any("а" <= letter <= "я" for letter in question.lower()) else _LATIN
    for found in sorted(chosen, key=lambda found: -found.start()):
        question = question[: found.start()] + _slip(random, found[0], letters) + question[found.end() :]
    return question


def _slip(random: Random, word: str, letters: str) -> str:
    typed = list(word)
    for _ in range(2 if len(typed) >= 7 and random.random() < 0.4 else 1):
        place, slip = random.randrange(len(typed)), random.choice("dist")
        if slip == "d" and len(typed) > 3:
            del typed[place]
        elif slip == "i":
            typed.insert(place, random.choice(letters))
        elif slip == "s":
            typed[place] = random.choice(letters)
        elif place + 1 < len(typed):
            typed[place], typed[place + 1] = typed[place + 1], typed[place]
        else:
            typed.insert(place, typed[place])
    return "".join(typed)
