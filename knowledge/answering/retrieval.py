"""Which passage answers? Search, re-rank, verdict."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from itertools import accumulate
from operator import itemgetter

from knowledge.answering.index import PassageIndex, indexed_text
from knowledge.answering.intent import lacks
from knowledge.answering.period import Period, period
from knowledge.answering.query import LONGEST_QUESTION, Query, Source, Want, Way, build_query
from knowledge.model import Answer, Article, Hit, Kind, Passage, Verdict
from knowledge.reading.sentences import spans
from knowledge.semantic import DEPTH, Reranker, mended, rescored

_SHOWN = 3
_COMPARED = DEPTH
"""How many of the found passages are compared by more than their words."""
_FROM_THEN = 0.5
"""The share of the best score that a passage of the period that was asked about needs to go first."""
_SURE = 6
"""Letters from which on a repaired word may by itself be the reason for an answer."""
_EQUAL = 0.95
"""The share of the best score from which on a passage answers about as well: the newest is shown."""
_OTHER_LANGUAGES = 0.77
"""What a threshold is multiplied by for articles that are not in English.

Languages with more forms of a word match a smaller share: Russian at .27 as English at .35.
"""


@dataclass(frozen=True, slots=True)
class Thresholds:
    """From which score on a passage is called the answer, and from which the closest one."""

    answer: float = 0.33
    closest: float = 0.12


@dataclass(frozen=True, slots=True)
class Match:
    """A word of the question, and how the best passage has it."""

    asked: str
    found: str
    """The word or name that stands for it; nothing where the passage has none."""
    source: Source | None
    """How it came into the query: as asked, repaired, from the glossary, from an earlier turn."""
    weight: float


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why passages were found, best first, and how far the best is ahead."""

    matches: tuple[Match, ...]
    missing: tuple[str, ...]
    """Words of the question that the articles lack in any spelling."""
    hits: tuple[Hit, ...]

    @property
    def margin(self) -> float:
        """How much higher the best scores than the runner-up."""
        scores = [hit.score for hit in self.hits] + [0.0, 0.0]
        return scores[0] - scores[1]


class Retriever:
    """Finds the passages that answer a question, and says how sure it is.

    A re-ranker changes their order, and nothing else: scores and verdicts rest on words alone.
    """

    def __init__(self, index: PassageIndex, thresholds: Thresholds, reranker: Reranker | None = None) -> None:
        self._index = index
        self._thresholds = thresholds
        self._reranker = reranker
        self._days = frozenset(article.published for article, _ in index.entries)

    def answer(self, question: str, history: Sequence[str] = (), today: date | None = None) -> Answer:
        """Give the best passages; `history` holds the asker's earlier questions, oldest first.

        A question that is answered by itself follows up nothing; only another one is taken with `history`.
        """
        if history:
            alone = self.answer(question, today=today)
            if alone.verdict is Verdict.ANSWER:
                return alone
        query, asked_about = self._asked(question, history, today)
        hits = self._found(query, question, history, asked_about)
        verdict = self._verdict(question, hits[0]) if hits else Verdict.NONE
        if verdict is Verdict.ANSWER and self._is_guess(query, hits[0]):
            verdict = Verdict.CLOSEST
        if verdict is Verdict.NONE:
            return Answer(question, verdict)
        best = hits[0]
        items = self._items(query, best)
        if items:
            others = (Hit(item, best.article, best.score) for item in items if item != best.passage)
            hits = [best, *others]
        sentence = self._sentence(query, best)
        return Answer(question, verdict, tuple(hits[:_SHOWN]), items=items, sentence=sentence)

    def search(self, question: str, most: int = _SHOWN) -> tuple[Hit, ...]:
        """Give the best passages whatever their score, each with its share of what it could have been."""
        query, _ = self._asked(question, (), None)
        return tuple(self._found(query, question)[:most])

    def explain(self, question: str, history: Sequence[str] = (), today: date | None = None) -> Explanation:
        """Say why the passages of an answer were found."""
        query, asked_about = self._asked(question, history, today)
        hits = tuple(self._found(query, question, history, asked_about)[:_SHOWN])
        matched = self._matched(query, hits[0]) if hits else {}
        matches = (_match(want, matched.get(want)) for want in query.wants)
        return Explanation(tuple(matches), query.missing, hits)

    def _asked(
        self, question: str, history: Sequence[str], today: date | None
    ) -> tuple[Query, Period | None]:
        query = build_query(question, history, self._index)
        asked_about = period(question, today or datetime.now(UTC).date())
        if asked_about and any(_is_within(day, asked_about) for day in self._days):
            # The date is looked for in when articles are from: its figures are not missed in their text.
            missing = tuple(word for word in query.missing if not word[0].isdigit())
            query = replace(query, missing=missing)
        return query, asked_about

    def _matched(self, query: Query, hit: Hit) -> dict[Want, tuple[Way, float]]:
        return self._index.matched(query, indexed_text(hit.article, hit.passage), hit.article.language)

    def _found(
        self, query: Query, question: str, history: Sequence[str] = (), asked_about: Period | None = None
    ) -> list[Hit]:
        ranked = self._ranked(query, question, history)
        found = [hit for hit, _ in ranked]
        best = ranked[0][1] if ranked else 0
        from_then = [
            hit
            for hit, worth in ranked
            if _is_within(hit.article.published, asked_about) and worth >= _FROM_THEN * best
        ]
        if from_then:
            return _falling(from_then + [hit for hit in found if hit not in from_then])
        equal = [hit for hit, worth in ranked if worth >= _EQUAL * best]
        # A stable sort: of one day's articles the better passage stays first.
        newest = sorted(equal, key=lambda hit: hit.article.dated, reverse=True)
        return _falling(newest + found[len(equal) :])

    def _ranked(self, query: Query, question: str, history: Sequence[str]) -> list[tuple[Hit, float]]:
        """Give the best passages, each with what it is ranked by: its words' share, or words + meaning."""
        ceiling = self._index.ceiling(query)
        shares = {number: score / ceiling for number, score in self._index.search(query, _COMPARED)}
        ranked = list(shares.items())
        if self._reranker:
            asked, *earlier = (
                mended(turn[:LONGEST_QUESTION], _taken_for(query)) for turn in (question, *history)
            )
            ranked = rescored(self._reranker, asked, earlier, ranked)
        hits: list[tuple[Hit, float]] = []
        for number, worth in ranked:
            article, passage = self._index.entries[number]
            hits.append((Hit(passage, article, shares[number]), worth))
        return hits

    def _verdict(self, question: str, best: Hit) -> Verdict:
        factor = 1 if best.article.language == "en" else _OTHER_LANGUAGES
        if best.score < factor * self._thresholds.closest:
            return Verdict.NONE
        if best.score < factor * self._thresholds.answer or lacks(question, best.passage.text):
            return Verdict.CLOSEST
        return Verdict.ANSWER

    def _is_guess(self, query: Query, best: Hit) -> bool:
        """Tell whether all that a passage has of a question are short words that were repaired.

        Too many short words are one letter apart: "bake" became "make".
        """
        return all(
            way.source is Source.REPAIR and len(want.asked) < _SURE
            for want, (way, _) in self._matched(query, best).items()
        )

    def _items(self, query: Query, best: Hit) -> tuple[Passage, ...]:
        """Give the whole list where the item has nothing of what is asked but what introduces them all."""
        passage = best.passage
        if not passage.lead_in:
            return ()
        said, introduced = (
            self._index.matched(query, text, best.article.language).keys()
            for text in (passage.text, passage.lead_in)
        )
        if not said <= introduced:
            return ()
        return tuple(
            other
            for other in best.article.passages
            if other.lead_in == passage.lead_in and other.section == passage.section
        )

    def _sentence(self, query: Query, best: Hit) -> str:
        """Give the sentence of a paragraph that has most of what is looked for; nothing where it has one."""
        text = best.passage.text
        found = [text[first:end] for first, end in spans(text)]
        if best.passage.kind is not Kind.PARAGRAPH or len(found) < 2:
            return ""
        gain, sentence = max(
            ((self._gain(query, each, best.article), each) for each in found), key=itemgetter(0)
        )
        return sentence if gain else ""

    def _gain(self, query: Query, text: str, article: Article) -> float:
        """Weigh what a text has of a query, by how rare it is."""
        return sum(weight for _, weight in self._index.matched(query, text, article.language).values())


def _falling(hits: Sequence[Hit]) -> list[Hit]:
    """Let no score rise: a passage that was put behind another one is worth no more than that."""
    lowest = accumulate((hit.score for hit in hits), min)
    return [replace(hit, score=score) for hit, score in zip(hits, lowest, strict=True)]


def _taken_for(query: Query) -> list[tuple[str, str]]:
    """Give the words that the corpus lacks, each with what is looked for instead."""
    pairs = ((want.asked, want.ways[0]) for want in query.wants)
    return [(asked, way.words) for asked, way in pairs if way.source is not Source.WORD and " " not in asked]


def _is_within(day: date | None, asked_about: Period | None) -> bool:
    return bool(asked_about and day and asked_about.first <= day <= asked_about.last)


def _match(want: Want, found: tuple[Way, float] | None) -> Match:
    if found is None:
        return Match(want.asked, "", None, 0.0)
    way, weight = found
    return Match(want.asked, way.words, Source.EARLIER if want.earlier else way.source, weight)
