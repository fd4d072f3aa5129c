"""Why may a passage be no answer, though it has the words? Each doubt lowers an answer to the closest."""

import re
from enum import StrEnum

from knowledge.answering.query import Query
from knowledge.answering.question import Question
from knowledge.languages import COMMON, any_of, languages, questions
from knowledge.languages.ordinary import is_ordinary
from knowledge.model import Kind, Passage
from knowledge.statuses.claims import is_status_header
from knowledge.text import guess_language, unveil, words

_DIGIT = re.compile(r"\d")
_DENIES = 0.0
"""A reader that gives a passage more than this has seen the negation in the question."""


class Doubt(StrEnum):
    """What speaks against a passage that would be called the answer."""

    NAME = "the articles do not mention what the question names"
    NUMBER = "it holds no number of what is asked"
    DATE = "it holds no date"
    YEAR = "it speaks of other years than the question"
    ROW = "where a topic stands says neither who, where nor why"
    KIND = "the reader does not find in it who, where, when, why or how many"
    NEGATION = "the question asks for what is not"
    GUESS = "it has none of the words but repaired ones"
    NEWS = "the question asks what has changed, and in that time nothing has"


def asks_for_number(question: Question) -> bool:
    """Tell whether a question asks for a number."""
    return bool(any_of(questions().number_asked).search(question.start))


def asks_for_date(question: Question) -> bool:
    """Tell whether a question asks for a date or a time."""
    return bool(any_of(questions().date_asked).search(question.start))


def find_unmentioned(question: Question, query: Query) -> tuple[str, ...]:
    """Find the names and numbers of a question that the articles lack, as they were typed.

    A word that is mistyped is none, nor an ordinary one, by the list that there is of its language.
    """
    guessed = guess_language(question.words)
    typed = {word.lower().strip("'’"): word for word in re.findall(r"[\w'’.-]+", question.start)}
    lacking = (*query.missing, *(term.asked for term in query.terms if term.means_itself))
    return tuple(
        typed.get(word, word) for word in lacking if _is_name(word, typed.get(word, word), guessed, question)
    )


def _is_name(word: str, typed: str, language: str | None, question: Question) -> bool:
    if word[0].isdigit():
        return question.period is None
    if language in (COMMON, None):
        return len(word) > 2 and word.isascii() and not is_ordinary(word)
    # Of other languages there is no list; but only German writes other words than names with a capital.
    return language != "de" and typed[0].isupper() and not question.start.startswith(typed)


def find_lacking(question: Question, text: str, language: str) -> Doubt | None:
    """Find what a question asks for and a text in this language does not hold.

    Only ever a doubt: that a text holds a number does not make it the answer.
    """
    known, text = languages().get(language), unveil(text)
    if known is None or _DIGIT.search(text):
        return None
    if asks_for_number(question) and not any_of(known.questions.number_held).search(text):
        return Doubt.NUMBER
    if asks_for_date(question) and not any_of(known.questions.date_held).search(text):
        return Doubt.DATE
    return None


def asks_who_where_or_why(question: Question) -> bool:
    """Tell whether a question asks for a person, a place or a reason."""
    return bool(any_of(questions().kind_asked).match(question.start.strip()))


def asks_for_kind(question: Question) -> bool:
    """Tell whether a question asks who, which, where, when, why or how many: what a sentence must hold."""
    known = questions()
    asked = known.kind_asked, known.which_asked, known.number_asked, known.date_asked
    return any(any_of(phrases).match(question.start.strip()) for phrases in asked)


def is_status_row(passage: Passage) -> bool:
    """Tell whether a passage is the row of a table that says no more than where a topic stands."""
    if passage.kind is not Kind.ROW or len(passage.cells) > 2:
        return False
    return any(is_status_header(header) for header, _ in passage.cells)


def asks_for_opposite(question: Question, sentence: str, logit: float | None) -> bool:
    """Tell whether a question asks for what is not, and a sentence says what is."""
    negation = questions().negation
    if negation.isdisjoint(question.words) or not negation.isdisjoint(words(sentence)):
        return False
    return logit is None or logit < _DENIES
