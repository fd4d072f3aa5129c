"""What have editors said beside the articles?"""

from collections.abc import Iterable

from knowledge.model import Alias, CuratedAnswer, Curations
from knowledge.store.rules import check_curations
from knowledge.store.sql._connection import Connection
from knowledge.text import normalise

_ALIASES = "SELECT word, name FROM alias ORDER BY number"
_ANSWERS = "SELECT question, path, passage FROM curated_answer ORDER BY number"
_ADD_ALIAS = (
    "INSERT INTO alias (word, name) VALUES (?, ?) ON CONFLICT (word) DO UPDATE SET name = excluded.name"
)
_ADD_ANSWER = """
    INSERT INTO curated_answer (question, path, passage) VALUES (?, ?, ?)
    ON CONFLICT (question) DO UPDATE SET path = excluded.path, passage = excluded.passage
"""
_REMOVE_ALIAS = "DELETE FROM alias WHERE word = ?"
_REMOVE_ANSWER = "DELETE FROM curated_answer WHERE question = ?"
_COUNT = "SELECT (SELECT count(*) FROM alias) + (SELECT count(*) FROM curated_answer)"


class SQLCurations:
    """The `Curations` of a database that speaks SQL."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def find(self) -> Curations:
        """Return all that editors have said, oldest first."""
        aliases = await self._connection.fetch(Alias, _ALIASES)
        return Curations(aliases, await self._connection.fetch(CuratedAnswer, _ANSWERS))

    async def add_alias(self, alias: Alias) -> None:
        """Keep an alias in place of one with its word."""
        async with self._connection.transaction() as transaction:
            await transaction.change(_ADD_ALIAS, normalise(alias.word), alias.name)
            check_curations(await transaction.count(_COUNT))

    async def add_answers(self, answers: Iterable[CuratedAnswer]) -> None:
        """Keep answers, each in place of the one to its question, or none of them."""
        async with self._connection.transaction() as transaction:
            for each in answers:
                await transaction.change(_ADD_ANSWER, each.question, each.path, each.passage)
            check_curations(await transaction.count(_COUNT))

    async def remove_alias(self, word: str) -> bool:
        """Forget an alias; False where it was not there."""
        return await self._connection.change(_REMOVE_ALIAS, normalise(word)) > 0

    async def remove_answer(self, question: str) -> bool:
        """Forget the answer to a question; False where it was not there."""
        return await self._connection.change(_REMOVE_ANSWER, question) > 0
