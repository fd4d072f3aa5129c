"""How many questions are in a message? Each sentence, and each part that begins a question anew; pure."""

import re

from knowledge.languages import questions
from knowledge.text import chat_words, stop_words, words

_MOST = 3
"""Questions of a message that are answered one by one; what more there is stays with the last."""
_END = re.compile(r"(?<=[?!\uff1f])\s+|\n+")
_PIECE = re.compile(r"\S+")
_AMPERSAND = "&"


def split_questions(text: str) -> list[str]:
    """Split a message into its questions; the whole of it where it is but one.

    A part that says nothing by itself belongs to what stands before it: "who signed it, and when?".
    """
    parts: list[str] = []
    for sentence in _END.split(text):
        for part in _split_sentence(sentence):
            if parts and (len(parts) == _MOST or not _has_content(part) or not _has_content(parts[-1])):
                parts[-1] = f"{parts[-1]} {part}"
            else:
                parts.append(part)
    return parts if len(parts) > 1 else [text]


def _split_sentence(sentence: str) -> list[str]:
    """Split where a joining word stands before one that begins a question."""
    pieces = [(piece.start(), words(piece[0])) for piece in _PIECE.finditer(sentence)]
    known = questions()
    joins = [
        start
        for place, (start, spelt) in enumerate(pieces[:-1])
        if place
        and (spelt in ([word] for word in known.also) or sentence[start] == _AMPERSAND)
        and _begins(pieces[place + 1][1])
    ]
    ends = [*joins, len(sentence)]
    return [sentence[first:last].strip() for first, last in zip([0, *joins], ends, strict=True)]


def _begins(spelt: list[str]) -> bool:
    return bool(spelt) and spelt[0] in questions().starts


def _has_content(part: str) -> bool:
    return not (stop_words() | chat_words() | questions().also).issuperset(words(part))
