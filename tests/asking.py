"""How do tests ask? On one day, with the text of a question alone."""

from collections.abc import Sequence
from datetime import date
from functools import partial

from knowledge import opening
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


open_base = partial(opening.open_base, when=always)
"""Opens what is known, on this day."""


def read(text: str, today: date = TODAY) -> Question:
    """Read a question."""
    return Question.read(text, today)


def ask(snapshot: Snapshot, text: str, *earlier: str, when: When = WHEN) -> Answer:
    """Ask a question after some earlier ones, which are given oldest first."""
    history = [read(each, when.today) for each in earlier]
    return snapshot.answer(read(text, when.today), when, history)


class RuledReader:
    """Reads by a rule, in place of a model: what holds one of some words answers, and nothing else does."""

    def __init__(self, *words: str, logit: float = 3.0, late: bool = False, off: bool = False) -> None:
        """Give `logit` to what holds one of the words, and its opposite to all else; none, where `late`."""
        self.read: list[tuple[str, str]] = []
        """Each pair of a question and a passage, in the order in which they were read."""
        self._words, self._logit = words, logit
        self._is_late, self._is_off = late, off

    def judge(
        self, question: str, passages: Sequence[str], until: float | None = None
    ) -> tuple[float, ...] | None:
        """Give the logit of each passage."""
        if self._is_off or (passages and self._is_late and until is not None):
            return None
        self.read += [(question, passage) for passage in passages]
        return tuple(
            self._logit if any(word in passage for word in self._words) else -self._logit
            for passage in passages
        )
