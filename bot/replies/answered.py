"""Which answer belongs to which question? So that it follows when the question is edited or deleted."""

from collections import OrderedDict
from collections.abc import Callable

from msgspec import Struct

_MOST = 4_000
EDITED_SECONDS, _DELETED_SECONDS = 10 * 60.0, 60 * 60.0
"""For how long an answer follows a question that is edited, or deleted."""


class _Asked(Struct):
    digest: int
    """Of the question's text, which is not kept."""
    at: float
    answer: int | None = None
    is_deleted: bool = False


class Answered:
    """Remembers the answers to messages; in memory, and bounded in number."""

    def __init__(self, monotonic: Callable[[], float]) -> None:
        """Remember nothing yet; `monotonic` gives seconds."""
        self._monotonic = monotonic
        self._kept: OrderedDict[int, _Asked] = OrderedDict()

    def has(self, question: int, text: str) -> bool:
        """Whether a question was asked in these very words."""
        kept = self._kept.get(question)
        return kept is not None and kept.digest == hash(text)

    def begin(self, question: int, text: str) -> int | None:
        """Remember that a question is being answered, and give the answer that it had before."""
        self._expire()
        kept = self._kept.get(question)
        if kept is None:
            self._kept[question] = _Asked(hash(text), self._monotonic())
            if len(self._kept) > _MOST:
                self._kept.popitem(last=False)
            return None
        kept.digest = hash(text)
        return kept.answer

    def add(self, question: int, answer: int) -> bool:
        """Remember the answer to a question; False where that has been deleted meanwhile."""
        kept = self._kept.get(question)
        if kept is None:
            return True
        kept.answer = answer
        return not kept.is_deleted

    def drop(self, question: int) -> None:
        """Forget the answer to a question: it has been removed."""
        if kept := self._kept.get(question):
            kept.answer = None

    def delete(self, question: int) -> int | None:
        """Take note that a question is deleted, and give the answer that is to be removed with it."""
        self._expire()
        kept = self._kept.get(question)
        if kept is None:
            return None
        kept.is_deleted = True
        return kept.answer

    def _expire(self) -> None:
        oldest = self._monotonic() - _DELETED_SECONDS
        while self._kept and next(iter(self._kept.values())).at < oldest:
            self._kept.popitem(last=False)
