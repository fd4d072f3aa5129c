"""How many questions are in a message? Each sentence, and each part that begins a question anew; pure."""

import re
from functools import cache
from itertools import pairwise

from knowledge.languages import questions
from knowledge.text import chat_words, polite_words, stop_words, words

_MOST = 3
"""Questions of a message that are answered one by one; what more there is stays with the last."""
_END = re.compile(r"(?<=[?!\uff1f])\s+|\n+")


def split_questions(text: str) -> list[str]:
    """Split a message into its questions; the whole of it where it is but one.

    A part that says nothing by itself belongs to what stands before it: "who signed it, and when?".
    """
    starts = [0, *sorted(found.end() for joint in (_END, _joint()) for found in joint.finditer(text))]
    parts: list[tuple[int, int]] = []
    for first, end in pairwise([*starts, len(text)]):
        whole = parts[-1][0] if parts else first
        if parts and (
            len(parts) == _MOST or not (_has_content(text[first:end]) and _has_content(text[whole:first]))
        ):
            parts[-1] = (whole, end)
        else:
            parts.append((first, end))
    cut = [_trim(text[first:end]) for first, end in parts]
    return cut if len(cut) > 1 else [text]


def _trim(part: str) -> str:
    """Leave out the word that joins a part to the next one."""
    return _trailing().sub("", part.strip())


@cache
def _trailing() -> re.Pattern[str]:
    also = "|".join(map(re.escape, sorted(questions().also)))
    return re.compile(rf"\s+(?:{also}|&)\s*$", re.IGNORECASE)


@cache
def _joint() -> re.Pattern[str]:
    """Compile what parts two questions: a joining word before one that begins a question."""
    also, starts = ("|".join(map(re.escape, sorted(each))) for each in (questions().also, questions().starts))
    return re.compile(rf"(?<=[^\s])\s+(?:{also}|&)\s+(?=(?:{starts})\b)", re.IGNORECASE)


def _has_content(part: str) -> bool:
    small = (stop_words(), chat_words(), polite_words(), questions().also)
    return any(all(word not in each for each in small) for word in words(part))
