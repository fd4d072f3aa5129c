"""How right are the answers? Judged questions, asked and counted; the thresholds that would suit them."""

from knowledge.evaluation._calibration import FEW, Calibration, calibrate
from knowledge.evaluation._contribution import Contribution, compare
from knowledge.evaluation._judging import evaluate
from knowledge.evaluation._outcomes import Evaluation, Fault, Outcome, Tally
from knowledge.evaluation._questions import JudgedQuestion, QuestionsError, read_questions

__all__ = [
    "FEW",
    "Calibration",
    "Contribution",
    "Evaluation",
    "Fault",
    "JudgedQuestion",
    "Outcome",
    "QuestionsError",
    "Tally",
    "calibrate",
    "compare",
    "evaluate",
    "read_questions",
]
