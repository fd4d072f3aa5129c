"""How sure must the bot be? The thresholds that suit judged questions."""

import math
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.evaluation._outcomes import Evaluation

FEW = 20
"""Questions of either sort below which a suggestion is little more than a guess."""
_LOST = 0.02
"""Share of the right passages that may fall below the lower threshold."""


@dataclass(frozen=True, slots=True)
class Calibration:
    """Two thresholds, what they would do to the questions they rest on, and on how many that is."""

    answer: float | None
    """From which score on to call a passage the answer; None where the questions cannot tell."""
    closest: float | None
    """From which score on to show it as the closest; None where the questions cannot tell."""
    false_share: float
    """The share of false answers that was allowed."""
    answerable: int
    unanswerable: int
    found: int
    """Answerable questions with a right passage among the first three, whatever the verdict."""
    rightly: int
    """Answerable questions whose right passage would be called the answer."""
    wrongly: int
    """Answerable questions of which another passage would be called the answer."""
    false_answers: int
    """Questions that must be refused, but would be answered."""
    lost: int
    """Questions of `found` of which nothing would be shown."""
    separation: float
    """How likely an answerable question is surer than one that must be refused: 1 always, 0.5 by chance."""

    @property
    def too_few(self) -> bool:
        """Whether there are too few questions of either sort to rely on this."""
        return min(self.answerable, self.unanswerable) < FEW


def calibrate(evaluation: Evaluation, false_share: float = 0.05) -> Calibration:
    """Suggest thresholds: answer as many as can be rightly, with at most so many false answers.

    `false_share` is of the questions that must be refused, from 0 to 1. The lower threshold is the highest
    that at most 2 % of the right passages fall below.
    """
    right, near, refuse = evaluation.right_scores, evaluation.near_scores, evaluation.refuse_scores
    answer = _answer(right, refuse, false_share)
    closest = _closest(near, answer)
    return Calibration(
        answer=answer,
        closest=closest,
        false_share=false_share,
        answerable=evaluation.total.answerable,
        unanswerable=len(refuse),
        found=len(near),
        rightly=0 if answer is None else sum(score >= answer for score in right),
        wrongly=0 if answer is None else sum(score >= answer for score in evaluation.wrong_scores),
        false_answers=0 if answer is None else sum(score >= answer for score in refuse),
        lost=0 if closest is None else sum(score < closest for score in near),
        separation=_separate(right, evaluation.total.answerable, refuse),
    )


def _separate(right: Sequence[float], answerable: int, refuse: Sequence[float]) -> float:
    """Give the share of pairs in which the answerable one is surer; of equals half.

    A question whose first passage is wrong is answered rightly at no threshold.
    """
    pairs = answerable * len(refuse)
    if not pairs:
        return 0.5
    below = sorted(refuse)
    scores = [*right, *[0.0] * (answerable - len(right))]
    halves = sum(bisect_left(below, score) + bisect_right(below, score) for score in scores)
    return halves / 2 / pairs


def _answer(right: Sequence[float], refuse: Sequence[float], false_share: float) -> float | None:
    """Go midway between the highest score that must not be answered and the lowest right one above it."""
    if not refuse:
        return None
    allowed = math.floor(false_share * len(refuse) + 1e-9)  # 0.05 * 20 is not quite 1
    below = sorted(refuse, reverse=True)[allowed] if allowed < len(refuse) else 0.0
    above = min((score for score in right if score > below), default=None)
    if above is None or below >= 1:
        return None
    # The fewest digits that still lie between the two; the options end at 1.
    middle = min((below + above) / 2, 1.0)
    cuts = (round(middle, digits) for digits in (2, 3, 4))
    return next((cut for cut in cuts if below < cut <= above), min(above, 1.0))


def _closest(near: Sequence[float], answer: float | None) -> float | None:
    """Take the highest score that hardly any right passage falls below, and never above `answer`."""
    if not near:
        return None
    lowest = sorted(near)[math.floor(_LOST * len(near) + 1e-9)]
    lowest = min(lowest, 1.0 if answer is None else answer)
    # Downwards, so that the passage it was taken from stays above it; an option of 0 is refused.
    cuts = (math.floor(lowest * 10**digits) / 10**digits for digits in (2, 3, 4))
    return next((cut for cut in cuts if 0 < cut <= lowest), None)
