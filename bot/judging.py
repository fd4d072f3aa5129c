"""What do judged questions say? Reads them, asks them, and reports; only `eval` and `calibrate` need it."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from bot.console import why_lines
from bot.evaluating import calibration_lines, evaluation_lines
from knowledge.errors import KnowledgeError
from knowledge.evaluation import Evaluation, JudgedQuestion, Outcome, calibrate, evaluate, read_questions
from knowledge.snapshot import Snapshot

_COMPARED = 10
"""Passages among which the right one is looked for."""


def evaluation_report(snapshot: Snapshot, file: Path, of_set: str | None) -> list[str]:
    """Say how right the answers are, and of each wrong one why; raises KnowledgeError for a bad file."""
    return evaluation_lines(_evaluated(snapshot, _judged(file, of_set)), partial(_why, snapshot))


def calibration_report(snapshot: Snapshot, file: Path, of_set: str | None, false_share: float) -> list[str]:
    """Suggest thresholds that answer at most this share of what must be refused."""
    return calibration_lines(calibrate(_evaluated(snapshot, _judged(file, of_set)), false_share))


def _judged(file: Path, of_set: str | None) -> Sequence[JudgedQuestion]:
    judged = [question for question in read_questions(file) if of_set in (None, question.set)]
    if not judged:
        raise KnowledgeError(f"{file} has no question of the set {of_set}.", "Name another set.")
    return judged


def _evaluated(snapshot: Snapshot, judged: Sequence[JudgedQuestion]) -> Evaluation:
    return evaluate(judged, snapshot.answer, lambda question: snapshot.search(question, _COMPARED))


def _why(snapshot: Snapshot, outcome: Outcome) -> list[str]:
    return why_lines(snapshot.explain(outcome.question.ask))
