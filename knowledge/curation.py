"""What have editors said beside the articles? Other names, and passages that answer questions; pure."""

from collections.abc import Iterable

from msgspec.structs import replace

from knowledge.answering.curated import CuratedQuestions
from knowledge.answers import Hit
from knowledge.keys import key_passage
from knowledge.model import Article, Corpus, CuratedAnswer, Curations, Passage


def take_up_curations(corpus: Corpus, said: Curations) -> tuple[Corpus, tuple[CuratedAnswer, ...]]:
    """Put what editors have said beside the articles; the answers whose passages are gone lapse.

    Those come second, in the order in which they were given.
    """
    found = _find_passages(corpus, said.answers)
    standing = tuple(each for each in said.answers if each in found)
    lapsed = tuple(each for each in said.answers if each not in found)
    return replace(corpus, curations=Curations(said.aliases, standing)), lapsed


class Editors:
    """Answers what editors have answered beforehand."""

    def __init__(self, corpus: Corpus) -> None:
        """Take the answers of a corpus whose passages are in its articles."""
        found = _find_passages(corpus, corpus.curations.answers)
        self._hits = [Hit(passage, article, 1.0) for article, passage in found.values()]
        self._questions = CuratedQuestions(each.question for each in found)

    def find(self, question: str) -> Hit | None:
        """Find the passage that an editor chose for a question; None for any other question."""
        place = self._questions.find(question)
        return None if place is None else self._hits[place]


def _find_passages(
    corpus: Corpus, answers: Iterable[CuratedAnswer]
) -> dict[CuratedAnswer, tuple[Article, Passage]]:
    """Find the passage of each answer, where its article still holds it in the same words."""
    wanted = tuple(answers)
    paths = {each.path for each in wanted}
    there = {
        key_passage(article, passage): (article, passage)
        for article in corpus.articles
        if article.path in paths
        for passage in article.passages
    }
    return {each: there[each.passage] for each in wanted if each.passage in there}
