"""How much is each part to count? Words, reader and thresholds, set together on judged questions."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from msgspec.structs import replace

from knowledge.answering.thresholds import Thresholds
from knowledge.answers import SHOWN
from knowledge.evaluation._calibration import Calibration, calibrate
from knowledge.evaluation._judging import Answering, judge
from knowledge.evaluation._outcomes import Evaluation, Outcome, Tally
from knowledge.evaluation._questions import JudgedQuestion
from knowledge.when import When

WEIGHTS = (0.05, 0.08, 0.1, 0.13, 0.17, 0.22, 0.3)
"""The weights of the reader that are tried beside the one that is set, and beside words alone."""


class Adjustable(Answering, Protocol):
    """Answers with other thresholds too, as a snapshot does."""

    @property
    def thresholds(self) -> Thresholds:
        """Those that are set."""
        ...

    def with_thresholds(self, thresholds: Thresholds, /) -> Answering:
        """Give one that knows the same."""
        ...


@dataclass(frozen=True, slots=True)
class Trial:
    """The thresholds that suit one weight of the reader; at 0 words alone decide."""

    weight: float
    calibration: Calibration


@dataclass(frozen=True, slots=True)
class Tuning:
    """What was tried, and what came of it."""

    trials: tuple[Trial, ...]
    """Words alone, then each weight of the reader, the smallest first; none where no passage was read."""
    now: Tally
    """What came of the questions with what is set."""

    @property
    def best(self) -> Trial:
        """The trial that answers most rightly; of equals what separates best, then the smallest weight."""
        return max(self.trials, key=_rate)

    @property
    def by_words(self) -> Trial:
        """What words alone reach."""
        return self.trials[0]

    @property
    def with_reader(self) -> Trial | None:
        """What the reader reaches at its best weight; None where it took no part."""
        return max(self.trials[1:], key=_rate, default=None)


def tune(
    questions: Iterable[JudgedQuestion],
    answering: Adjustable,
    when: When,
    false_share: float = 0.05,
    most: int = SHOWN,
) -> Tuning:
    """Find the weight of the reader, and the thresholds that suit it: as many right answers as can be.

    `false_share`, of the questions that must be refused, is how many may be answered.
    """
    now = answering.thresholds
    weights = sorted({0.0, now.reading, *WEIGHTS})
    adjusted = [answering.with_thresholds(replace(now, reading=weight)) for weight in weights]
    # Question by question, so that a reader which remembers its last logits reads no passage twice.
    rows = [[judge(question, each, when, most) for each in adjusted] for question in questions]
    outcomes: Sequence[Sequence[Outcome]] = list(zip(*rows, strict=True)) or [()] * len(weights)
    evaluations = {weight: Evaluation(tuple(each)) for weight, each in zip(weights, outcomes, strict=True)}
    trials = tuple(
        Trial(weight, calibrate(evaluation, false_share))
        for weight, evaluation in evaluations.items()
        if not weight or evaluation.was_read
    )
    return Tuning(trials, evaluations[now.reading].total)


def _rate(trial: Trial) -> tuple[int, float]:
    return trial.calibration.rightly, trial.calibration.separation
