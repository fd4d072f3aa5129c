"""What stands behind an answer? Its passage between its neighbours, and the passages that come next."""

from collections.abc import Sequence

from msgspec import Struct

from knowledge.answering.question import Question
from knowledge.answers import SHOWN, Hit, find_shown
from knowledge.keys import HALF, digest
from knowledge.model import Article, Corpus, Passage
from knowledge.snapshot import Snapshot
from knowledge.when import When


class Surroundings(Struct, frozen=True):
    """A passage, and what stands right before and after it."""

    article: Article
    passage: Passage
    before: Passage | None
    """None for the first passage of its article."""
    after: Passage | None

    @property
    def sha256(self) -> str:
        """The SHA-256 of the passage's words, as they stand in the file, in UTF-8."""
        return digest(self.passage.quote)


class More(Struct, frozen=True):
    """The next passages on a question, best first."""

    hits: tuple[Hit, ...]
    follows: int | None
    """The place at which the next ones begin; None where there are no more."""


def find_passage(corpus: Corpus, key: str) -> Surroundings | None:
    """Find the passage of a key, also in an earlier version of its article; None where it is gone.

    Takes milliseconds for thousands of articles, so not on the event loop.
    """
    path, words = key[:HALF], key[HALF:]
    for newest in corpus.articles:
        if digest(newest.path)[:HALF] != path:
            continue
        for article in (newest, *reversed(newest.earlier)):
            for place, passage in enumerate(article.passages):
                if digest(passage.text)[:HALF] == words:
                    around = (None, *article.passages, None)
                    return Surroundings(article, passage, around[place], around[place + 2])
    return None


def find_more(
    snapshot: Snapshot,
    question: Question,
    when: When,
    history: Sequence[Question] = (),
    start: int = 0,
    until: float | None = None,
) -> More:
    """Find the passages that come after those which the answer shows, from place `start` of them."""
    shown = find_shown(snapshot.answer(question, when, history, until))
    end = start + SHOWN
    found = snapshot.search(question, when, end + len(shown) + 1, history, until)
    others = [hit for hit in found if hit.passage.text not in shown]
    return More(tuple(others[start:end]), end if len(others) > end else None)
