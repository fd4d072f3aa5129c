"""How many questions are in a message? Each sentence, and each part that begins a question anew; pure."""

import re
from functools import cache

from knowledge.languages import questions
from knowledge.text import chat_words, polite_words, stop_words, words

_MOST = 3
"""Questions of a message that are answered one by one; what more there is stays with the last."""
_END = re.compile(r"(?<=[?!\uff1f])\s+|\n+")


def split_questions(text: str) -> list[str]:
    """Split a message into its questions; the whole of it where it is but one.

    A part that says nothing by itself belongs to what stands before it: "who signed it, and when?".
    """
    found = [part.strip() for sentence in _END.split(text) for part in _joint().split(sentence)]
    if len(found) == 1:
        return [text]
    parts: list[str] = []
    for part in filter(None, found):
        if parts and (len(parts) == _MOST or not (_has_content(part) and _has_content(parts[-1]))):
            parts[-1] = f"{parts[-1]} {part}"
        else:
            parts.append(part)
    return parts if len(parts) > 1 else [text]


@cache
def _joint() -> re.Pattern[str]:
    """Compile what parts two questions: a joining word before one that begins a question."""
    also, starts = ("|".join(map(re.escape, sorted(each))) for each in (questions().also, questions().starts))
    return re.compile(rf"(?<=[^\s])\s+(?=(?:{also}|&)\s+(?:{starts})\b)", re.IGNORECASE)


def _has_content(part: str) -> bool:
    small = (stop_words(), chat_words(), polite_words(), questions().also)
    return any(all(word not in each for each in small) for word in words(part))
