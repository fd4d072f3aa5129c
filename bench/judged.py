"""How right are the answers on the shipped articles? Our own judged questions, those kept aside apart."""

from pathlib import Path

from bench.asking import WHEN
from bench.report import Figure
from knowledge.evaluation import evaluate, read_questions
from knowledge.snapshot import Snapshot

_FILE = Path(__file__).parents[1] / "tests" / "questions" / "talks.toml"
_SETS = {"dev": "tuned on", "held": "kept aside"}


def measure(snapshot: Snapshot) -> list[Figure]:
    """Give the share of first passages that are right, and of unanswerable questions that are answered."""
    judged = read_questions(_FILE)
    figures: list[Figure] = []
    for name, said in _SETS.items():
        chosen = [question for question in judged if question.set == name]
        total = evaluate(chosen, snapshot, WHEN).total
        what = f"judged questions, {said}"
        figures += [
            Figure(f"{what}: first passage right, of {total.answerable}", total.success_at_1 or 0),
            Figure(f"{what}: false answers, of {total.unanswerable}", total.false_answers),
        ]
    return figures
