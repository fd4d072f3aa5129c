"""How many questions are in a message? Each sentence, and each part that begins a question anew; pure."""

import re
from collections.abc import Sequence
from functools import cache
from itertools import pairwise

from msgspec.structs import replace

from knowledge.answering.question import Question
from knowledge.answering.smalltalk import drop_talk, read_talk
from knowledge.answers import About, Answer, Nothing, Several, TalkKind, Verdict
from knowledge.languages import questions
from knowledge.text import chat_words, polite_words, pronouns, stop_words, words
from knowledge.when import When

_MOST = 3
"""Questions of a message that are answered one by one; what more there is stays with the last."""
_END = re.compile(r"(?<=[?!\uff1f])\s+|\n+")
_LABEL = re.compile(r"^\s*(?:[0-9]{1,2}[.)]|[a-d]\)|[-*\u2022\u2013])\s+")
"""What an item of a list begins with."""


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


def read_parts(
    question: Question, when: When, history: Sequence[Question]
) -> list[tuple[Question, Sequence[Question]]]:
    """Give each question of a message, with all that were asked before it and that it may refer to."""
    asking = drop_talk(question.start, question.words)
    parts = split_questions(asking)
    if len(parts) == 1:
        whole = asking == question.start
        return [
            (question if whole else replace(Question.read(asking, when.today), text=question.text), history)
        ]
    asked = [Question.read(part, when.today) for part in parts]
    # "Who signed it? And what does it say?": only what refers to a part before is taken with it.
    refers = (not pronouns().isdisjoint(each.words) for each in asked)
    return [
        (each, (*history, *asked[:number]) if leans else history)
        for number, (each, leans) in enumerate(zip(asked, refers, strict=True))
    ]


def join_answers(question: Question, answers: Sequence[Answer]) -> Answer:
    """Put the answers to the parts of a message together; one passage or topic is shown but once."""
    shown: dict[object, Answer] = {}
    for answer in answers:
        shown.setdefault(next((hit.passage for hit in answer.hits), answer.question), answer)
    if all(answer.verdict is Verdict.NONE and not isinstance(answer, About) for answer in shown.values()):
        return Nothing(question.text)
    first, *others = shown.values()
    return Several(question.text, (first, *others)) if others else replace(first, question=question.text)


def _trim(part: str) -> str:
    """Leave out the words that join a part to the next one, and its number in a list."""
    return _trailing().sub("", _LABEL.sub("", part).strip())


@cache
def _trailing() -> re.Pattern[str]:
    also = "|".join(map(re.escape, sorted(questions().also)))
    return re.compile(rf"(?:[\s,;]+(?:(?:{also})\b|&))*[\s,;]*$", re.IGNORECASE)


@cache
def _joint() -> re.Pattern[str]:
    """Compile what parts two questions: before one that begins so, a joining word, a full stop, a letter."""
    also, starts = ("|".join(map(re.escape, sorted(each))) for each in (questions().also, questions().starts))
    joining = rf"(?<=\S)\s+(?:{also}|&)\s+(?=(?:{starts})\b)"
    # "the U.S. do" and "vs. what" are in the middle of a sentence.
    stopping = rf"(?<=\w\w\w[.;])\s+(?:(?:{also})\b,?\s+)?(?=(?:{starts})\b)"
    listing = rf"(?<=\S)\s+(?=[a-d1-9][.)]\s+(?:{starts})\b)"
    return re.compile(f"{joining}|{stopping}|{listing}", re.IGNORECASE)


def _has_content(part: str) -> bool:
    small = (stop_words(), chat_words(), polite_words(), questions().also)
    said = words(part)
    has_content = any(all(word not in each for each in small) for word in said)
    return has_content and not isinstance(read_talk("", said), TalkKind)
