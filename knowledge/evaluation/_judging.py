"""What comes of a question? It is asked as a person would ask it, and what comes is judged."""

from collections.abc import Iterable, Sequence
from typing import Protocol

from knowledge.answering.explanation import Explanation
from knowledge.answering.question import Question
from knowledge.answers import SHOWN, Answer, Hit
from knowledge.evaluation._outcomes import Evaluation, Outcome
from knowledge.evaluation._questions import JudgedQuestion
from knowledge.when import When


class Answering(Protocol):
    """Answers questions, as a snapshot does."""

    def answer(self, question: Question, when: When, history: Sequence[Question], /) -> Answer:
        """Answer a question; `history` holds the asker's earlier questions, oldest first."""
        ...

    def search(
        self, question: Question, when: When, most: int, history: Sequence[Question], /
    ) -> Sequence[Hit]:
        """Give the best passages, whatever their score."""
        ...

    def explain(
        self, question: Question, when: When, history: Sequence[Question], /
    ) -> tuple[Explanation, ...]:
        """Say why the answer is what it is, for each of the questions in a message."""
        ...


def evaluate(
    questions: Iterable[JudgedQuestion], answering: Answering, when: When, most: int = SHOWN
) -> Evaluation:
    """Ask each question as a person would, after those that were asked earlier, and judge what comes.

    The `most` best passages are looked at whatever the verdict: an answer with the verdict NONE has none, but
    where the right passage was, and with which score, is what one wants to know then.
    """
    return Evaluation(tuple(judge(question, answering, when, most) for question in questions))


def judge(question: JudgedQuestion, answering: Answering, when: When, most: int = SHOWN) -> Outcome:
    """Ask one question, and judge what comes."""
    asked = Question.read(question.ask, when.today)
    history = [Question.read(turn, when.today) for turn in question.earlier]
    answer = answering.answer(asked, when, history)
    shown = answer.hits
    places = {(hit.article.path, hit.passage) for hit in shown}
    others = (
        hit
        for hit in answering.search(asked, when, most, history)
        if (hit.article.path, hit.passage) not in places
    )
    found = (*shown, *others)
    rank = _rank(question, found, len(shown))
    explained = answering.explain(asked, when, history)
    return Outcome(question, answer.verdict, len(shown), found, rank, explained)


def _rank(question: JudgedQuestion, found: Sequence[Hit], shown: int) -> int | None:
    texts = [_join_words(hit.passage.text) for hit in found]
    ranks = [_find_first(pieces, texts) for pieces in question.sought]
    known = [rank for rank in ranks if rank is not None]
    if not known or len(known) < len(ranks):
        return None
    # Several passages cannot all come first: they stand in any order, within what was or would be shown.
    last = max(known)
    several = len(ranks) > 1 and last <= (shown or len(ranks))
    return 1 if several else last


def _find_first(pieces: Sequence[str], texts: Sequence[str]) -> int | None:
    """Give the place of the first text that holds one of the pieces, counted from 1."""
    sought = [_join_words(piece) for piece in pieces]
    ranks = (rank for rank, text in enumerate(texts, 1) if any(piece in text for piece in sought))
    return next(ranks, None)


def _join_words(text: str) -> str:
    return " ".join(text.split())
