"""How right are the answers? Judged questions, asked and counted; the thresholds that would suit them."""

from knowledge.evaluation._calibration import FEW, Calibration, calibrate
from knowledge.evaluation._outcomes import Evaluation, Fault, Outcome, Tally, evaluate
from knowledge.evaluation._questions import JudgedQuestion, QuestionsError, read_questions

__all__ = [
    "FEW",
    "Calibration",
    "Evaluation",
    "Fault",
    "JudgedQuestion",
    "Outcome",
    "QuestionsError",
    "Tally",
    "calibrate",
    "evaluate",
    "read_questions",
]
