"""How do tests ask? On one day, with the text of a question alone."""

from datetime import date
from functools import partial

from knowledge import base
from knowledge.answering.question import Question
from knowledge.answers import Answer
from knowledge.snapshot import Snapshot
from knowledge.when import When

TODAY = date(2026, 3, 12)
"""Three days after the newest of the articles that all tests share."""
WHEN = When(TODAY)


def always() -> When:
    """Tell a base that it is always this day."""
    return WHEN


open_base = partial(base.open_base, when=always)
"""Opens what is known, on this day."""


def read(text: str, today: date = TODAY) -> Question:
    """Read a question."""
    return Question.read(text, today)


def ask(snapshot: Snapshot, text: str, *earlier: str, when: When = WHEN) -> Answer:
    """Ask a question after some earlier ones, which are given oldest first."""
    history = [read(each, when.today) for each in earlier]
    return snapshot.answer(read(text, when.today), when, history)
