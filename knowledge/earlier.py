"""What was known on an earlier day? The states of the days that were asked about last, each made once."""

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock
from typing import Generic, TypeVar

from knowledge.model import Corpus

_State = TypeVar("_State")

_MOST, _MOST_ARTICLES = 4, 20_000
"""States that are remembered, and the articles that they have together: each has an index in memory."""


class EarlierStates(Generic[_State]):
    """Earlier states of one corpus; several threads may ask for them."""

    def __init__(self) -> None:
        """Remember none."""
        self._states: OrderedDict[int, _State] = OrderedDict()
        self._making = Lock()

    def get(self, then: Corpus, make: Callable[[Corpus], _State]) -> _State:
        """Give the state of the articles of then; where it is not remembered, make it.

        The articles of one day are among those of any later day: their number tells them apart.
        """
        number = len(then.articles)
        with self._making:
            state = self._states.pop(number, None) or make(then)
            self._states[number] = state
            while len(self._states) > 1 and self._is_too_much():
                self._states.popitem(last=False)
            return state

    def _is_too_much(self) -> bool:
        return len(self._states) > _MOST or sum(self._states) > _MOST_ARTICLES
