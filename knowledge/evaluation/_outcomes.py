"""What came of the questions? Each with what was found, counted by kind and in all."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Protocol

from knowledge.answering.question import Question
from knowledge.answers import SHOWN, Answer, Hit, Verdict
from knowledge.evaluation._questions import JudgedQuestion
from knowledge.when import When


class Fault(StrEnum):
    """What is wrong with an answer."""

    FALSE_ANSWER = "false answer"
    """A passage is called the answer, but the articles do not answer."""
    MISSED = "missed"
    """None of the passages that were found is right; of several questions in one, for one of them."""
    MISRANKED = "misranked"
    """A right passage was found, but is not the first."""
    UNSURE = "unsure"
    """The first passage is right, but is not called the answer."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one question."""

    question: JudgedQuestion
    verdict: Verdict
    shown: int
    """How many passages the answer had: the first ones of `found`."""
    found: tuple[Hit, ...]
    """Best first: the answer's passages, then what else the search gave."""
    rank: int | None
    """At which place of `found` the first right passage is, counted from 1.

    Of several questions in one message: 1 where those of all are shown, else where the last of them is.
    """

    @property
    def score(self) -> float:
        """The score of the best passage, which the verdict rests on; 0 where nothing was found."""
        return self.found[0].score if self.found else 0.0

    @property
    def margin(self) -> float | None:
        """How far the best passage is ahead of the runner-up."""
        return self.found[0].score - self.found[1].score if len(self.found) > 1 else None

    @property
    def shown_rank(self) -> int | None:
        """The rank, where the right passage was shown."""
        return self.rank if self.rank is not None and self.rank <= self.shown else None

    @property
    def fault(self) -> Fault | None:
        """What is wrong; None where the right passage was answered, or rightly none."""
        answered = self.verdict is Verdict.ANSWER
        if self.question.refuse:
            return Fault.FALSE_ANSWER if answered else None
        if self.rank is None:
            return Fault.MISSED
        if self.rank > 1:
            return Fault.MISRANKED
        return None if answered else Fault.UNSURE


@dataclass(frozen=True, slots=True)
class Tally:
    """How many of some questions came out how; a share is None where there is nothing to share."""

    answerable: int
    first: int
    """Answerable questions whose first shown passage is right."""
    among_three: int
    """Those where one of the first three shown is."""
    reciprocal: float
    """The sum of 1/rank over them; 0 where no shown passage is right."""
    answered: int
    """Those where a passage was called the answer, rightly or not."""
    rightly: int
    """Those where it is right."""
    silent: int
    """Those where nothing was shown."""
    unanswerable: int
    """Questions that must be refused."""
    false_answers: int
    """Those of them where a passage was called the answer."""

    @property
    def refusals(self) -> int:
        """Questions that must be refused, and were."""
        return self.unanswerable - self.false_answers

    @property
    def success_at_1(self) -> float | None:
        """The share of the answerable questions whose first passage is right."""
        return self.first / self.answerable if self.answerable else None

    @property
    def success_at_3(self) -> float | None:
        """The share of them with a right passage among the first three."""
        return self.among_three / self.answerable if self.answerable else None

    @property
    def mrr(self) -> float | None:
        """The mean reciprocal rank over them, at three."""
        return self.reciprocal / self.answerable if self.answerable else None


@dataclass(frozen=True)  # without slots, for the cached property
class Evaluation:
    """What came of all questions, in their order."""

    outcomes: tuple[Outcome, ...]

    @cached_property
    def total(self) -> Tally:
        """All questions together."""
        return _tally(self.outcomes)

    @cached_property
    def by_kind(self) -> tuple[tuple[str, Tally], ...]:
        """(kind, its tally), in the order in which the kinds first come."""
        kinds: dict[str, list[Outcome]] = {}
        for outcome in self.outcomes:
            kinds.setdefault(outcome.question.kind, []).append(outcome)
        return tuple((kind, _tally(outcomes)) for kind, outcomes in kinds.items())

    @property
    def wrong(self) -> tuple[Outcome, ...]:
        """The questions with a fault, in order."""
        return tuple(outcome for outcome in self.outcomes if outcome.fault)

    @property
    def right_scores(self) -> tuple[float, ...]:
        """The best score of each answerable question whose first passage is right, whatever the verdict."""
        return tuple(outcome.score for outcome in self.outcomes if outcome.rank == 1)

    @property
    def near_scores(self) -> tuple[float, ...]:
        """The best score of each that has a right passage among the first three, whatever the verdict."""
        return tuple(o.score for o in self.outcomes if o.rank is not None and o.rank <= SHOWN)

    @property
    def refuse_scores(self) -> tuple[float, ...]:
        """The best score of each question that must be refused; 0 where nothing was found."""
        return tuple(outcome.score for outcome in self.outcomes if outcome.question.refuse)


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


def evaluate(
    questions: Iterable[JudgedQuestion], answering: Answering, when: When, most: int = SHOWN
) -> Evaluation:
    """Ask each question as a person would, after those that were asked earlier, and judge what comes.

    The `most` best passages are looked at whatever the verdict: an answer with the verdict NONE has none, but
    where the right passage was, and with which score, is what one wants to know then.
    """
    return Evaluation(tuple(_judge(question, answering, when, most) for question in questions))


def _judge(question: JudgedQuestion, answering: Answering, when: When, most: int) -> Outcome:
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
    return Outcome(question, answer.verdict, len(shown), found, _rank(question, found, len(shown)))


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


def _tally(outcomes: Sequence[Outcome]) -> Tally:
    answerable = [outcome for outcome in outcomes if not outcome.question.refuse]
    refuse = [outcome for outcome in outcomes if outcome.question.refuse]
    ranks = [outcome.shown_rank for outcome in answerable]
    return Tally(
        answerable=len(answerable),
        first=ranks.count(1),
        among_three=sum(rank is not None for rank in ranks),
        reciprocal=sum(1 / rank for rank in ranks if rank),
        answered=sum(outcome.verdict is Verdict.ANSWER for outcome in answerable),
        rightly=sum(outcome.fault is None for outcome in answerable),
        silent=sum(outcome.shown == 0 for outcome in answerable),
        unanswerable=len(refuse),
        false_answers=sum(outcome.fault is Fault.FALSE_ANSWER for outcome in refuse),
    )


def _join_words(text: str) -> str:
    return " ".join(text.split())
