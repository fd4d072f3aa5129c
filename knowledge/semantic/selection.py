"""How are some passages of an index judged, without the others? By the place that they have among those."""

from collections.abc import Sequence

from knowledge.semantic import Reranker

_ASIDE = 50
"""How many times as many passages are looked at as are wanted: some are none of the smaller index."""


class Selection:
    """Judges passages of a smaller index as they are judged in the whole one."""

    def __init__(self, reranker: Reranker, places: Sequence[int]) -> None:
        """Take what was made ready for the whole index, and the place in it of each passage."""
        self._reranker = reranker
        self._places = places
        self._numbers = {place: number for number, place in enumerate(places)}
        self.scale = reranker.scale
        """How its scores weigh against words."""

    def scores(self, question: str, history: Sequence[str], numbers: Sequence[int]) -> list[float | None]:
        """Judge passages, named by their place in the smaller index."""
        return self._reranker.scores(question, history, [self._places[number] for number in numbers])

    def nearest(self, question: str, history: Sequence[str], most: int) -> list[int]:
        """Give at most so many passages that mean most nearly what was asked."""
        near = self._reranker.nearest(question, history, _ASIDE * most)
        return [self._numbers[place] for place in near if place in self._numbers][:most]
