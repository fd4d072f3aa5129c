"""How right are the answers? Judged questions, asked and counted; what to set that would suit them."""

from knowledge.evaluation._calibration import FEW, Calibration, calibrate
from knowledge.evaluation._contribution import Contribution, compare
from knowledge.evaluation._judging import evaluate
from knowledge.evaluation._outcomes import Evaluation, Fault, Outcome, Tally
from knowledge.evaluation._questions import JudgedQuestion, QuestionsError, read_questions
from knowledge.evaluation._tuning import WEIGHTS, Trial, Tuning, tune

__all__ = [
    "FEW",
    "WEIGHTS",
    "Calibration",
    "Contribution",
    "Evaluation",
    "Fault",
    "JudgedQuestion",
    "Outcome",
    "QuestionsError",
    "Tally",
    "Trial",
    "Tuning",
    "calibrate",
    "compare",
    "evaluate",
    "read_questions",
    "tune",
]
