"""Which passage answers? Search, re-rank, verdict."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import accumulate
from operator import itemgetter

from knowledge.answering.index import PassageIndex, text_to_index
from knowledge.answering.intent import lacks_what_is_asked
from knowledge.answering.period import Period
from knowledge.answering.query import Expansion, Origin, Query, QueryTerm, build_query
from knowledge.answering.question import Question
from knowledge.answers import SHOWN, Hit, ListAnswer, Nothing, PassageAnswer, Verdict
from knowledge.model import Kind, Passage
from knowledge.reading.sentences import spans
from knowledge.semantic import DEPTH, Reranker, repair, rescore

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
    source: Origin | None
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
    """Finds the passages that answer a question, and says how sure it is: by words, and by what they mean."""

    def __init__(self, index: PassageIndex, thresholds: Thresholds, reranker: Reranker | None = None) -> None:
        self._index = index
        self._thresholds = thresholds
        self._reranker = reranker
        self._days = frozenset(article.published for article, _ in index.entries)

    def answer(
        self, question: Question, history: Sequence[Question] = ()
    ) -> PassageAnswer | ListAnswer | Nothing:
        """Give the best passages; `history` holds the asker's earlier questions, oldest first.

        A question that is answered by itself follows up nothing; only another one is taken with `history`.
        """
        if history:
            alone = self.answer(question)
            if alone.verdict is Verdict.ANSWER:
                return alone
        query = self._build_query(question, history)
        hits = self._rank(query, question, history)
        verdict = self._judge(question, query, hits[0]) if hits else Verdict.NONE
        if verdict is Verdict.NONE:
            return Nothing(question.text)
        best = hits[0]
        items = self._find_items(query, best)
        if items:
            others = (Hit(item, best.article, best.score) for item in items if item != best.passage)
            return ListAnswer(question.text, verdict, (best, *others)[:SHOWN], items)
        sentence = self._find_sentence(query, best)
        return PassageAnswer(question.text, verdict, tuple(hits[:SHOWN]), sentence)

    def search(self, question: Question, most: int = SHOWN) -> tuple[Hit, ...]:
        """Give the best passages whatever their score, each with its share of what it could have been."""
        query = self._build_query(question, ())
        return tuple(self._rank(query, replace(question, period=None))[:most])

    def explain(self, question: Question, history: Sequence[Question] = ()) -> Explanation:
        """Say why the passages of an answer were found."""
        query = self._build_query(question, history)
        hits = tuple(self._rank(query, question, history)[:SHOWN])
        found = self._match(query, hits[0]) if hits else {}
        matches = (_explain_term(term, found.get(term)) for term in query.terms)
        return Explanation(tuple(matches), query.missing, hits)

    def _build_query(self, question: Question, history: Sequence[Question]) -> Query:
        query = build_query(question, history, self._index)
        if question.period and any(_is_within(day, question.period) for day in self._days):
            # The date is looked for in when articles are from: its figures are not missed in their text.
            missing = tuple(word for word in query.missing if not word[0].isdigit())
            return replace(query, missing=missing)
        return query

    def _match(self, query: Query, hit: Hit) -> dict[QueryTerm, tuple[Expansion, float]]:
        stems = self._index.stems(text_to_index(hit.article, hit.passage), hit.article.language)
        return self._index.match(query, stems)

    def _rank(self, query: Query, question: Question, history: Sequence[Question] = ()) -> list[Hit]:
        """Give the best passages: those of the period asked about first, and of equals the newest."""
        ranked = self._score(query, question, history)
        hits = [hit for hit, _ in ranked]
        best = ranked[0][1] if ranked else 0
        from_then = [
            hit
            for hit, score in ranked
            if _is_within(hit.article.published, question.period) and score >= _FROM_THEN * best
        ]
        if from_then:
            return _level_scores(from_then + [hit for hit in hits if hit not in from_then])
        equal = [hit for hit, score in ranked if score >= _EQUAL * best]
        # A stable sort: of one day's articles the better passage stays first.
        newest = sorted(equal, key=lambda hit: hit.article.dated, reverse=True)
        return _level_scores(newest + hits[len(equal) :])

    def _score(
        self, query: Query, question: Question, history: Sequence[Question]
    ) -> list[tuple[Hit, float]]:
        """Give the best passages, each with what it is ranked by: its words' share, or words + meaning.

        A question without a word that could be looked for means nothing to a model either.
        """
        highest = self._index.highest_score(query)
        ranked = [(number, score / highest) for number, score in self._index.search(query, _COMPARED)]
        if self._reranker and (query.terms or query.missing):
            repairs = _find_repairs(query)
            asked, *earlier = (repair(turn.start, repairs) for turn in (question, *history))
            ranked = rescore(self._reranker, asked, earlier, ranked)
        hits: list[tuple[Hit, float]] = []
        for number, score in ranked:
            article, passage = self._index.entries[number]
            hits.append((Hit(passage, article, min(1.0, score)), score))
        return hits

    def _judge(self, question: Question, query: Query, best: Hit) -> Verdict:
        factor = 1 if best.article.language == "en" else _OTHER_LANGUAGES
        if best.score < factor * self._thresholds.closest:
            return Verdict.NONE
        if best.score < factor * self._thresholds.answer:
            return Verdict.CLOSEST
        if lacks_what_is_asked(question, best.passage.text) or self._is_guess(query, best):
            return Verdict.CLOSEST
        return Verdict.ANSWER

    def _is_guess(self, query: Query, best: Hit) -> bool:
        """Tell whether all that a passage has of a question are short words that were repaired.

        Too many short words are one letter apart: "bake" became "make".
        """
        if not any(map(_may_be_guess, query.terms)):
            return False
        found = self._match(query, best)
        return bool(found) and all(
            expansion.origin is Origin.REPAIR and len(term.asked) < _SURE
            for term, (expansion, _) in found.items()
        )

    def _find_items(self, query: Query, best: Hit) -> tuple[Passage, ...]:
        """Give the whole list where the item has nothing of what is asked but what introduces them all."""
        passage = best.passage
        if not passage.lead_in:
            return ()
        own, introduction = self._index.stems_by_line(
            _join_lines(passage.text, passage.lead_in), best.article.language
        )
        if not self._index.match(query, own).keys() <= self._index.match(query, introduction).keys():
            return ()
        return tuple(
            other
            for other in best.article.passages
            if other.lead_in == passage.lead_in and other.section == passage.section
        )

    def _find_sentence(self, query: Query, best: Hit) -> str:
        """Give the sentence of a paragraph that has most of what is looked for, by how rare that is."""
        text = best.passage.text
        sentences = [text[first:end] for first, end in spans(text)]
        if best.passage.kind is not Kind.PARAGRAPH or len(sentences) < 2:
            return text
        stems = self._index.stems_by_line(_join_lines(*sentences), best.article.language)
        gains = [sum(weight for _, weight in self._index.match(query, each).values()) for each in stems]
        gain, sentence = max(zip(gains, sentences, strict=True), key=itemgetter(0))
        return sentence if gain else text


def _level_scores(hits: Sequence[Hit]) -> list[Hit]:
    """Let no score rise: a passage that was put behind another one is worth no more than that."""
    lowest = accumulate((hit.score for hit in hits), min)
    return [replace(hit, score=score) for hit, score in zip(hits, lowest, strict=True)]


def _find_repairs(query: Query) -> list[tuple[str, str]]:
    """Give the words that the corpus lacks, each with what is looked for instead."""
    pairs = ((term.asked, term.expansions[0]) for term in query.terms)
    return [
        (asked, best.words) for asked, best in pairs if best.origin is not Origin.WORD and " " not in asked
    ]


def _may_be_guess(term: QueryTerm) -> bool:
    return len(term.asked) < _SURE and any(each.origin is Origin.REPAIR for each in term.expansions)


def _join_lines(*texts: str) -> str:
    """Put each text on a line of its own."""
    return "\n".join(" ".join(text.split("\n")) for text in texts)


def _is_within(day: date | None, period: Period | None) -> bool:
    return bool(period and day and period.first <= day <= period.last)


def _explain_term(term: QueryTerm, found: tuple[Expansion, float] | None) -> Match:
    if found is None:
        return Match(term.asked, "", None, 0.0)
    expansion, weight = found
    return Match(term.asked, expansion.words, Origin.EARLIER if term.is_earlier else expansion.origin, weight)
