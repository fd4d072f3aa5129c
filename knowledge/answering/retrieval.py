"""Which passage answers? Search, re-rank, read, verdict."""

from collections.abc import Sequence
from datetime import date
from operator import itemgetter

from msgspec import Struct
from msgspec.structs import replace

from knowledge.answering.doubts import (
    Doubt,
    asks_for_kind,
    asks_for_opposite,
    asks_who_where_or_why,
    find_lacking,
    find_unmentioned,
    is_status_row,
)
from knowledge.answering.explanation import Explanation, Judgement, Match, Unread
from knowledge.answering.index import PassageIndex, text_to_index
from knowledge.answering.period import Period
from knowledge.answering.query import Expansion, Origin, Query, QueryTerm, build_query, drop_numbers
from knowledge.answering.question import Question
from knowledge.answering.timeliness import (
    find_asked_years,
    order_by_time,
    sort_hits,
    speaks_of_other_years,
    weigh_years,
)
from knowledge.answers import SHOWN, Hit, ListAnswer, Nothing, PassageAnswer, Verdict
from knowledge.languages import questions
from knowledge.model import Kind, Passage
from knowledge.reading.sentences import spans
from knowledge.semantic import DEPTH, Reranker, repair, rescore
from knowledge.semantic.reader import Judge, text_to_read
from knowledge.text import chat_words, pronouns

_COMPARED = DEPTH
"""How many of the found passages are compared by more than their words."""
_READ = 4
"""How many of them are read: eight find the right one no oftener, and take twice the time."""
_NEUTRAL = -1.2
"""The logit that leaves a passage's share of the score as it is."""
_SURELY = 2.5
"""The logit from which on a passage surely holds what is asked for."""
_SENTENCE = 3
"""Words of content beside the first from which on a question is read as a sentence."""
_SHORT = 2
"""Words of content up to which a question may lean on what was asked before it."""
_SURE = 6
"""Letters from which on a repaired word may by itself be the reason for an answer."""
_MANY_FORMS = 0.77
"""What a threshold is multiplied by where words alone decide and a language has many forms of a word.

They match a smaller share then: Russian at .27 as English at .35.
"""
_FEW_FORMS = frozenset({"en", "es", "vi"})


class Thresholds(Struct, frozen=True):
    """From which score on a passage is called the answer or the closest, and how much reading it adds."""

    answer: float = 0.33
    closest: float = 0.12
    reading: float = 0.13
    """What the reader's logit is multiplied by before it is added to the share of the words' score.

    At 0 nothing is read: words alone decide.
    """


class _Found(Struct, frozen=True):
    """What was found for a question, and what is made of the best of it."""

    query: Query
    history: Sequence[Question]
    """The earlier questions that it was asked with; none where it is answered by itself."""
    hits: tuple[Hit, ...]
    judgement: Judgement | None
    """None where nothing was found."""

    @property
    def is_answer(self) -> bool:
        """Whether the best hit is called the answer."""
        return self.judgement is not None and self.judgement.verdict is Verdict.ANSWER


class Retriever:
    """Finds the passages that answer a question, and says how sure it is.

    Words find them, a sentence model may re-rank them, and a reader judges the best few. Where there is no
    reader, or it has no time, words decide.
    """

    def __init__(
        self,
        index: PassageIndex,
        thresholds: Thresholds,
        reranker: Reranker | None = None,
        reader: Judge | None = None,
    ) -> None:
        self._index = index
        self._thresholds = thresholds
        self._reranker = reranker
        self._reader = reader
        self._days = frozenset(article.published for article, _ in index.entries)

    @property
    def thresholds(self) -> Thresholds:
        """How sure it must be."""
        return self._thresholds

    def with_thresholds(self, thresholds: Thresholds) -> "Retriever":
        """Give one that finds in the same index and asks the same reader, with other thresholds."""
        return Retriever(self._index, thresholds, self._reranker, self._reader)

    def answer(
        self,
        question: Question,
        history: Sequence[Question] = (),
        until: float | None = None,
        surest: Verdict = Verdict.ANSWER,
    ) -> PassageAnswer | ListAnswer | Nothing:
        """Give the best passages; `history` holds the asker's earlier questions, oldest first.

        A question that is answered by itself follows up nothing, unless its form says that it does. What the
        reader has not read by `until`, of `time.monotonic()`, is judged by its words. With CLOSEST for
        `surest`, what would be the answer is shown as the closest.
        """
        found = self._find(question, history, until)
        query, hits = found.query, found.hits
        unmentioned = find_unmentioned(question, query)
        verdict = found.judgement.verdict if found.judgement else Verdict.NONE
        if verdict is Verdict.NONE:
            return Nothing(question.text, unmentioned)
        verdict = surest if verdict is Verdict.ANSWER else verdict
        best = hits[0]
        items = self._find_items(query, best)
        if items:
            others = (replace(best, passage=item) for item in items if item != best.passage)
            return ListAnswer(question.text, verdict, (best, *others)[:SHOWN], items)
        shown = hits[:SHOWN]
        quoted = shown[:1] if verdict is Verdict.ANSWER else shown
        sentences = tuple(self._find_sentence(query, hit) for hit in quoted)
        return PassageAnswer(question.text, verdict, shown, sentences, unmentioned)

    def search(
        self, question: Question, most: int = SHOWN, history: Sequence[Question] = ()
    ) -> tuple[Hit, ...]:
        """Give the best passages whatever their score, each with its share of what it could have been."""
        query = self._build_query(question, history)
        return tuple(self._rank(query, replace(question, period=None), history)[:most])

    def explain(
        self, question: Question, history: Sequence[Question] = (), until: float | None = None
    ) -> Explanation:
        """Say why an answer is what it is, and what words alone would have made of it."""
        found = self._find(question, history, until)
        query, hits = found.query, found.hits[:SHOWN]
        was_read = any(hit.logit is not None for hit in found.hits)
        matched = self._match(query, hits[0]) if hits else {}
        weight = self._weigh(question, found.history) if was_read else 0.0
        by_words = self.with_thresholds(replace(self._thresholds, reading=0.0))
        return Explanation(
            tuple(_explain_term(term, matched.get(term)) for term in query.terms),
            query.missing,
            hits,
            found.judgement,
            question.text,
            doubt=self._find_doubt(question, query, hits[0]) if hits else None,
            unmentioned=find_unmentioned(question, query),
            unread=self._explain_unread(question, found.history) if hits and not was_read else None,
            weight=weight,
            readings=tuple(None if hit.logit is None else weight * (hit.logit - _NEUTRAL) for hit in hits),
            by_words=by_words.explain(question, history) if was_read else None,
            has_meaning=self._reranker is not None,
        )

    def _find(
        self, question: Question, history: Sequence[Question] = (), until: float | None = None
    ) -> _Found:
        """Find passages for a question by itself; where they do not answer, in the light of earlier ones."""
        if history and not self._follows_up(question):
            alone = self._find(question, until=until)
            # What no article knows is no more known for what was asked before.
            if alone.is_answer or not alone.query.terms:
                return alone
        query = self._build_query(question, history)
        hits = tuple(self._rank(query, question, history, until))
        return _Found(query, history, hits, self._judge(question, query, hits[0]) if hits else None)

    def _explain_unread(self, question: Question, history: Sequence[Question]) -> Unread:
        """Say why no passage was read."""
        if self._reader is None or not self._thresholds.reading:
            return Unread.READERLESS
        if not _can_be_read(question, history):
            return Unread.SHORT
        return Unread.UNUSABLE if self._reader.judge(question.text, ()) is None else Unread.LATE

    def _build_query(self, question: Question, history: Sequence[Question]) -> Query:
        query = build_query(question, history, self._index)
        if question.period and any(_is_within(day, question.period) for day in self._days):
            # The date is looked for in when articles are from: its figures are not missed in their text.
            missing = tuple(word for word in query.missing if not word[0].isdigit())
            return replace(query, missing=missing)
        return query

    def _follows_up(self, question: Question) -> bool:
        """Tell by its form whether a question leans on what was asked before: "and …", a pronoun, few words.

        A short one about a thing that no article knows is about that, and not about what was asked before.
        """
        goes_on = not questions().also.isdisjoint(question.words[:1])
        if goes_on or question.says_little or not pronouns().isdisjoint(question.words):
            return True
        is_sentence = len(question.content) == _SHORT and not questions().starts.isdisjoint(
            question.words[:1]
        )
        is_short = len(question.content) <= _SHORT and not is_sentence
        return is_short and bool(self._build_query(question, ()).terms)

    def _match(self, query: Query, hit: Hit) -> dict[QueryTerm, tuple[Expansion, float]]:
        stems = self._index.stems(text_to_index(hit.article, hit.passage), hit.article.language)
        return self._index.match(query, stems)

    def _rank(
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
        reader = self._reader if self._thresholds.reading else None
        if reader is None or not hits or not _can_be_read(question, history):
            return hits
        asked, *earlier = _repair_turns(query, question, history)
        passages = [text_to_read(hit.article, hit.passage) for hit in hits[:_READ]]
        logits = reader.judge(" ".join((*earlier[-1:], asked)), passages, until)
        if logits is None:
            return hits
        weight = self._weigh(question, history)
        read = [
            replace(hit, score=max(0.0, hit.score + weight * (logit - _NEUTRAL)), logit=logit)
            for hit, logit in zip(hits, logits, strict=False)
        ]
        return sort_hits(read) + hits[_READ:]

    def _weigh(self, question: Question, history: Sequence[Question]) -> float:
        """Say how much the reader's logits count for a question."""
        return self._thresholds.reading * _trust_reader(question, history)

    def _judge(self, question: Question, query: Query, best: Hit) -> Judgement:
        by_words = best.logit is None and best.article.language not in _FEW_FORMS
        factor = _MANY_FORMS if by_words else 1
        answer, closest = factor * self._thresholds.answer, factor * self._thresholds.closest
        if max(best.score, best.share) < closest:
            return Judgement(Verdict.NONE, answer, closest, factor=factor)
        if best.score < answer:
            return Judgement(Verdict.CLOSEST, answer, closest, factor=factor)
        doubt = self._find_doubt(question, query, best)
        return Judgement(Verdict.CLOSEST if doubt else Verdict.ANSWER, answer, closest, doubt, factor)

    def _find_doubt(self, question: Question, query: Query, best: Hit) -> Doubt | None:
        """Find what speaks against a passage that scores like an answer."""
        if find_unmentioned(question, query):
            return Doubt.NAME
        kind = self._find_missing_kind(question, best)
        if kind:
            return kind
        if asks_for_opposite(question, self._find_sentence(query, best), best.logit):
            return Doubt.NEGATION
        return Doubt.GUESS if self._is_guess(query, best) else None

    def _find_missing_kind(self, question: Question, best: Hit) -> Doubt | None:
        """Find the kind of thing that is asked for and not in a passage; the reader knows best."""
        if best.logit is not None and best.logit >= _SURELY:
            return None
        if lacking := find_lacking(question, best.passage.text, best.article.language):
            return lacking
        if speaks_of_other_years(question, best):
            return Doubt.YEAR
        if asks_who_where_or_why(question) and is_status_row(best.passage):
            return Doubt.ROW
        is_denied = best.logit is not None and best.logit < 0
        return Doubt.KIND if is_denied and asks_for_kind(question) else None

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


def _can_be_read(question: Question, history: Sequence[Question]) -> bool:
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
