"""What have editors said beside the articles?"""

from collections.abc import Iterable
from typing import Protocol

from knowledge import model


class Curations(Protocol):
    """Keeps other names of things, and which passages answer questions; the next reload takes them up."""

    async def find(self) -> model.Curations:
        """Return all that editors have said, each kind in the order in which it was first given."""
        ...

    async def add_alias(self, alias: model.Alias) -> None:
        """Keep an alias in place of one with its word, which is kept in lower case.

        Raises KnowledgeError where there would be more than `rules.MOST_CURATIONS` in all.
        """
        ...

    async def add_answers(self, answers: Iterable[model.CuratedAnswer]) -> None:
        """Keep answers, each in place of the one to its question, or none of them.

        Raises KnowledgeError where there would be more than `rules.MOST_CURATIONS` in all.
        """
        ...

    async def remove_alias(self, word: str) -> bool:
        """Forget an alias; False where it was not there."""
        ...

    async def remove_answer(self, question: str) -> bool:
        """Forget the answer to a question; False where it was not there."""
        ...
