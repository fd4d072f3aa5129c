"""How does the bench ask? On one day, so that the same is answered each time."""

from datetime import date
from functools import partial

from knowledge import opening
from knowledge.answering.question import Question
from knowledge.answers import Answer
from knowledge.snapshot import Snapshot
from knowledge.when import When

WHEN = When(date(2026, 11, 22))


def always() -> When:
    """Tell a base that it is always this day."""
    return WHEN


open_base = partial(opening.open_base, when=always)
"""Opens what is known, on this day."""


def read(text: str) -> Question:
    """Read a question on this day."""
    return Question.read(text, WHEN.today)


def ask(snapshot: Snapshot, text: str) -> Answer:
    """Ask as a person would: the reading of the question is a part of it."""
    return snapshot.answer(read(text), WHEN)
