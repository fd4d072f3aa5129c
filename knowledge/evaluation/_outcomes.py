"""What came of the questions? Each with what was found, counted by kind and in all."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from knowledge.answering.explanation import Explanation
from knowledge.answers import SHOWN, Hit, Verdict
from knowledge.evaluation._questions import JudgedQuestion


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
    explained: tuple[Explanation, ...] = ()
    """Why the answer is what it is, for each of the questions in the message."""

    @property
    def score(self) -> float:
        """The score of the best passage; 0 where nothing was found."""
        return self.found[0].score if self.found else 0.0

    @property
    def sure(self) -> float:
        """Up to which threshold it is called the answer; 0 where a doubt speaks against it."""
        return min((why.sure for why in self.explained), default=0.0)

    @property
    def near(self) -> float:
        """Up to which threshold it is shown at least as the closest."""
        return min((why.near for why in self.explained), default=0.0)

    @property
    def was_read(self) -> bool:
        """Whether a reader took part."""
        return any(why.was_read for why in self.explained)

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
    def was_read(self) -> bool:
        """Whether a reader took part in any of them."""
        return any(outcome.was_read for outcome in self.outcomes)

    @property
    def wrong(self) -> tuple[Outcome, ...]:
        """The questions with a fault, in order."""
        return tuple(outcome for outcome in self.outcomes if outcome.fault)

    @property
    def right_scores(self) -> tuple[float, ...]:
        """Up to which threshold each answerable question is answered whose first passage is right."""
        return tuple(outcome.sure for outcome in self.outcomes if outcome.rank == 1)

    @property
    def wrong_scores(self) -> tuple[float, ...]:
        """Up to which threshold each answerable question is answered whose first passage is wrong."""
        return tuple(o.sure for o in self.outcomes if o.rank != 1 and not o.question.refuse)

    @property
    def near_scores(self) -> tuple[float, ...]:
        """Up to which threshold each is shown that has a right passage among the first three."""
        return tuple(o.near for o in self.outcomes if o.rank is not None and o.rank <= SHOWN)

    @property
    def refuse_scores(self) -> tuple[float, ...]:
        """Up to which threshold each question is answered that must be refused; 0 where it never is."""
        return tuple(outcome.sure for outcome in self.outcomes if outcome.question.refuse)


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
