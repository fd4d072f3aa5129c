"""How are some passages of an index judged, without the others? By the place that they have among those."""

from collections.abc import Sequence

from knowledge.semantic import Reranker


class Selection:
    """Judges passages of a smaller index as they are judged in the whole one."""

    def __init__(self, reranker: Reranker, places: Sequence[int]) -> None:
        """Take what was made ready for the whole index, and the place in it of each passage."""
        self._reranker = reranker
        self._places = places

    def scores(self, question: str, history: Sequence[str], numbers: Sequence[int]) -> list[float | None]:
        """Judge passages, named by their place in the smaller index."""
        return self._reranker.scores(question, history, [self._places[number] for number in numbers])
