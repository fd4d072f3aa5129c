"""How do tests ask? On one day, with the words of a question alone."""

from datetime import date

from knowledge.answering.question import Question
from knowledge.answers import Answer
from knowledge.snapshot import Snapshot
from knowledge.when import When

TODAY = date(2026, 3, 12)
WHEN = When(TODAY)


def on(day: date) -> When:
    """Give the same for another day."""
    return When(day)


def read(text: str, today: date = TODAY) -> Question:
    """Read a question."""
    return Question.read(text, today)


def ask(snapshot: Snapshot, text: str, *earlier: str, when: When = WHEN) -> Answer:
    """Ask a question after some earlier ones, which are given oldest first."""
    history = [read(each, when.today) for each in earlier]
    return snapshot.answer(read(text, when.today), when, history)
