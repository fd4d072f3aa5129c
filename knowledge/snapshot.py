"""What answers? A corpus made ready: its passages found, its statuses known; it never changes."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime

from knowledge.index import PassageIndex
from knowledge.ledger import Ledger
from knowledge.model import Answer, Corpus, Coverage, Hit, Status, Verdict
from knowledge.period import period
from knowledge.retrieval import Explanation, Retriever, Thresholds
from knowledge.semantic import Reranker
from knowledge.text import words
from knowledge.wanted import thing_asked_about

_SHOWN = 3


class Snapshot:
    """Everything that can be asked of one corpus. All answers of a snapshot are of one state."""

    def __init__(self, corpus: Corpus, thresholds: Thresholds, reranker: Reranker | None = None) -> None:
        """Build the index: seconds for a hundred thousand passages, so not on the event loop.

        `reranker` was made ready for the passages of this corpus.
        """
        self.corpus = corpus
        self._index = PassageIndex(corpus)
        self._retriever = Retriever(self._index, thresholds, reranker)
        self._ledger = Ledger(corpus)
        dates = [article.published for article in corpus.articles if article.published]
        self.coverage = Coverage(
            articles=len(corpus.articles),
            passages=sum(len(article.passages) for article in corpus.articles),
            first=min(dates, default=None),
            last=max(dates, default=None),
            topics=tuple(status.topic for status in self.board()),
        )

    def answer(self, question: str, history: Sequence[str] = (), today: date | None = None) -> Answer:
        """Answer a question; `history` holds the asker's earlier questions, oldest first.

        "Last week" is counted from `today`, the day in UTC where it is not given.
        """
        standing = self._standing(question, today)
        if standing:
            return _stated(question, standing)
        found = self._retriever.answer(question, history, today)
        if found.verdict is not Verdict.ANSWER or found.items:
            return found
        best = found.hits[0]
        return replace(found, status=self._ledger.about(best.article, best.passage))

    def search(self, question: str, most: int = _SHOWN) -> tuple[Hit, ...]:
        """Give what `answer` would choose from, whatever its score."""
        standing = self._standing(question)
        return _stated(question, standing).hits if standing else self._retriever.search(question, most=most)

    def explain(self, question: str, history: Sequence[str] = (), today: date | None = None) -> Explanation:
        """Say why the passages of an answer were found: which words, from where, with what score."""
        return self._retriever.explain(question, history, today)

    def status(self, topic: str) -> Answer:
        """Answer where a topic stands, named as people name things; else suggest the nearest topics."""
        status, near = self._ledger.find(topic)
        if status is None:
            return Answer(topic, Verdict.NONE, suggestions=near)
        return _stated(topic, [status])

    def board(self) -> tuple[Status, ...]:
        """Give where each topic stands, sorted by topic."""
        return self._ledger.board()

    def topics(self, typed: str = "") -> tuple[str, ...]:
        """Give the topics that what was typed so far may become, best first, at most 25."""
        return self._ledger.topics(typed)

    def _standing(self, question: str, today: date | None = None) -> Sequence[Status]:
        """Give the statuses that a question asks for: of one topic, or all that are at one status.

        Where it names a period, those that stood at its end.
        """
        asked_about = period(question, today or datetime.now(UTC).date())
        name = thing_asked_about(question, self._index.small)
        if asked_about:
            name = " ".join(word for word in name.split() if not word[0].isdigit())
        status = self._ledger.find(name)[0] if name else None
        found = [status] if status and self._is_meant(name, status) else self._ledger.standing_at(question)
        then = [_as_of(each, asked_about.last) for each in found] if asked_about else found
        return [each for each in then if each]

    def _is_meant(self, name: str, status: Status) -> bool:
        """Tell whether words of a question surely name a topic: one of its names, or no word of the articles.

        "security" is a part of "energy security", and yet another thing.
        """
        if self._ledger.calls(status.topic, name):
            return True
        own = {stem for word in words(status.topic) for stem in self._index.variants(word)}
        said = [self._index.variants(word) for word in words(name)]
        return all(own.intersection(stems) or not any(map(self._index.frequency, stems)) for stems in said)


def _as_of(status: Status | None, day: date) -> Status | None:
    """Give what stood on a day; None where nothing did, or nobody knows."""
    while status and status.as_of and status.as_of > day:
        status = status.previous
    return status


def _stated(question: str, statuses: Sequence[Status]) -> Answer:
    """Answer with what the ledger knows for certain; several rows of one article are a list."""
    hits = tuple(Hit(status.passage, status.article, 1.0) for status in statuses[:_SHOWN])
    if len(statuses) == 1:
        return Answer(question, Verdict.ANSWER, hits, statuses[0])
    source = statuses[0].article
    items = tuple(status.passage for status in statuses if status.article == source)
    return Answer(question, Verdict.ANSWER, hits, items=items)
