"""What was made of each article? Of those that did not change it is not made again."""

from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from knowledge.model import Article

_Made = TypeVar("_Made")


class EachArticle(Generic[_Made]):
    """Makes something of each article of a corpus, and remembers it until the next corpus comes.

    An article that is the very same object says the same: a reload takes over what it does not read again.
    """

    def __init__(self, make: Callable[[Article], _Made]) -> None:
        self._make = make
        self._made: dict[str, tuple[Article, _Made]] = {}

    def of(self, articles: Sequence[Article]) -> list[_Made]:
        """Give what was made of each article, in their order."""
        known, make = self._made, self._make
        made: list[tuple[Article, _Made]] = []
        for article in articles:
            pair = known.get(article.path)
            made.append(pair if pair and pair[0] is article else (article, make(article)))
        # In one step: another thread may be asking.
        self._made = {article.path: pair for article, pair in zip(articles, made, strict=True)}
        return [each for _, each in made]
