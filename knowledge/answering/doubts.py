"""Why may a passage be no answer, though it has the words? Each doubt lowers an answer to the closest."""

import re
from enum import StrEnum

from knowledge.answering.question import Question
from knowledge.languages import Phrases, any_of, questions

_DIGIT = re.compile(r"\d")


class Doubt(StrEnum):
    """What speaks against a passage that would be called the answer."""

    NUMBER = "it holds no number"
    DATE = "it holds no date"
    GUESS = "it has none of the words but repaired ones"


def asks_for_number(question: Question) -> bool:
    """Tell whether a question asks for a number."""
    return bool(any_of(questions().number_asked).search(question.text))


def asks_for_date(question: Question) -> bool:
    """Tell whether a question asks for a date or a time."""
    return bool(any_of(questions().date_asked).search(question.text))


def find_lacking(question: Question, text: str) -> Doubt | None:
    """Find what a question asks for and a text does not hold.

    Only ever a doubt: that a text holds a number does not make it the answer.
    """
    if asks_for_number(question) and not _holds(text, questions().number_held):
        return Doubt.NUMBER
    if asks_for_date(question) and not _holds(text, questions().date_held):
        return Doubt.DATE
    return None


def _holds(text: str, phrases: Phrases) -> bool:
    return bool(_DIGIT.search(text) or any_of(phrases).search(text))
