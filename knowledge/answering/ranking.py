"""Which passages come first? By their words, by what they mean, by what the reader says, by their time."""

from collections.abc import Sequence

from msgspec.structs import replace

from knowledge.answering.index import PassageIndex
from knowledge.answering.query import Origin, Query, drop_numbers
from knowledge.answering.question import Question
from knowledge.answering.thresholds import Thresholds
from knowledge.answering.timeliness import find_asked_years, order_by_time, sort_hits, weigh_years
from knowledge.answers import Hit
from knowledge.semantic import DEPTH, Reranker, repair, rescore
from knowledge.semantic.reader import Judge, text_to_read
from knowledge.text import chat_words

_COMPARED = DEPTH
"""How many of the found passages are compared by more than their words."""
_READ = 4
"""How many of them are read: eight find the right one no oftener, and take twice the time."""
NEUTRAL = -1.2
"""The logit that leaves a passage's share of the score as it is."""
_SENTENCE = 3
"""Words of content beside the first from which on a question is read as a sentence."""


class Ranker:
    """Ranks passages for a query.

    Words find them, a sentence model may re-rank them and add its own, a reader judges the best few. Where
    there is no reader, or it has no time, words decide.
    """

    def __init__(
        self, index: PassageIndex, thresholds: Thresholds, reranker: Reranker | None, reader: Judge | None
    ) -> None:
        self._index = index
        self._thresholds = thresholds
        self._reranker = reranker
        self._reader = reader if thresholds.reading else None

    @property
    def reader(self) -> Judge | None:
        """What judges the best few; None where words decide."""
        return self._reader

    def rank(
        self,
        query: Query,
        question: Question,
        history: Sequence[Question] = (),
        until: float | None = None,
    ) -> list[Hit]:
        """Give the best passages, those of the time asked about first."""
        scored = self._score(query, question, history)
        read = self._read(query, question, history, scored, until)
        return order_by_time(question, read, (self._thresholds.answer, self._thresholds.closest))

    def weigh_reader(self, question: Question, history: Sequence[Question]) -> float:
        """Say how much the reader's logits count for a question."""
        return self._thresholds.reading * _trust_reader(question, history)

    def _score(self, query: Query, question: Question, history: Sequence[Question]) -> list[Hit]:
        """Give the best passages by their share of the words' score, or by that and their meaning.

        A question without a word that could be looked for means nothing to a model either.
        """
        highest = self._index.highest_score(query)
        ranked = [(number, score / highest) for number, score in self._index.search(query, _COMPARED)]
        if self._reranker and (query.terms or query.missing):
            asked, *earlier = _repair_turns(query, question, history)
            ranked = rescore(self._reranker, asked, earlier, ranked)
        timely = self._weigh_years(query, question, highest)
        hits: list[Hit] = []
        for number, score in ranked:
            article, passage = self._index.entries[number]
            hits.append(Hit(passage, article, min(1.0, score), score, timely=timely.get(number, 0.0)))
        return sort_hits(hits)

    def _weigh_years(self, query: Query, question: Question, highest: float) -> dict[int, float]:
        """Weigh the passages that speak of the years asked about, each by what else it has of the question.

        That a passage speaks of that year, and of another thing, makes it no answer.
        """
        asked = find_asked_years(question)
        if asked is None:
            return {}
        return {
            number: score / highest * weigh_years(asked, *self._index.entries[number])
            for number, score in self._index.search(drop_numbers(query), _COMPARED)
        }

    def _read(
        self,
        query: Query,
        question: Question,
        history: Sequence[Question],
        hits: list[Hit],
        until: float | None,
    ) -> list[Hit]:
        """Let the reader judge the best few, and put them in the order that this gives."""
        if self._reader is None or not hits or not can_be_read(question, history):
            return hits
        asked, *earlier = _repair_turns(query, question, history)
        passages = [text_to_read(hit.article, hit.passage) for hit in hits[:_READ]]
        logits = self._reader.judge(" ".join((*earlier[-1:], asked)), passages, until)
        if logits is None:
            return hits
        weight = self.weigh_reader(question, history)
        read = [
            replace(hit, score=max(0.0, hit.score + weight * (logit - NEUTRAL)), logit=logit)
            for hit, logit in zip(hits, logits, strict=False)
        ]
        return sort_hits(read) + hits[_READ:]


def can_be_read(question: Question, history: Sequence[Question]) -> bool:
    """Tell whether a question has words enough for the reader, with those that were asked before it."""
    return len({*question.content, *(turn.start for turn in history)}) > 1


def _trust_reader(question: Question, history: Sequence[Question]) -> float:
    """Say how far to trust the reader, from 0 to 1: it was taught whole sentences."""
    said = {word for turn in (question, *history[-1:]) for word in turn.content} - chat_words()
    return min(1.0, max(0, len(said) - 1) / _SENTENCE)


def _repair_turns(query: Query, question: Question, history: Sequence[Question]) -> list[str]:
    """Give the question and then those before it, with mistyped words replaced."""
    repairs = _find_repairs(query)
    return [repair(turn.start, repairs) for turn in (question, *history)]


def _find_repairs(query: Query) -> list[tuple[str, str]]:
    """Give the words that the corpus lacks, each with what is looked for instead."""
    pairs = ((term.asked, term.expansions[0]) for term in query.terms)
    return [
        (asked, best.words) for asked, best in pairs if best.origin is not Origin.WORD and " " not in asked
    ]
