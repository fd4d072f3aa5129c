"""Which passage answers? Search, score, verdict."""

from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.index import PassageIndex
from knowledge.model import Answer, Hit, Verdict
from knowledge.query import build_query

_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Thresholds:
    """From which score on a passage is called the answer, and from which the closest one."""

    answer: float = 0.35
    closest: float = 0.20


class Retriever:
    """Finds the passages that answer a question, and says how sure it is."""

    def __init__(self, index: PassageIndex, thresholds: Thresholds) -> None:
        self._index = index
        self._thresholds = thresholds

    def answer(self, question: str, history: Sequence[str] = ()) -> Answer:
        """Give the best passages; `history` holds the asker's earlier questions, oldest first."""
        hits = self.search(question, history, _SHOWN)
        verdict = self._verdict(hits[0].score) if hits else Verdict.NONE
        return Answer(question, verdict, () if verdict is Verdict.NONE else hits)

    def search(self, question: str, history: Sequence[str], most: int) -> tuple[Hit, ...]:
        """Give the best passages, each with its share of the score that the question could have had."""
        query = build_query(question, history, self._index)
        ceiling = self._index.ceiling(query)
        found = self._index.search(query, most)
        return tuple(
            Hit(passage, article, score / ceiling)
            for number, score in found
            for article, passage in (self._index.entries[number],)
        )

    def _verdict(self, score: float) -> Verdict:
        if score >= self._thresholds.answer:
            return Verdict.ANSWER
        return Verdict.CLOSEST if score >= self._thresholds.closest else Verdict.NONE
