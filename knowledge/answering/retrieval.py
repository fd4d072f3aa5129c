"""Which passage answers? Found by a question alone or with those before it, judged, and explained."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from knowledge.answering.doubts import find_unmentioned
from knowledge.answering.excerpts import find_items, find_sentence
from knowledge.answering.explanation import Explanation, Judgement, Match, Unread
from knowledge.answering.index import PassageIndex, match_hit
from knowledge.answering.period import Period
from knowledge.answering.query import Expansion, Origin, Query, QueryTerm, build_query
from knowledge.answering.question import Question
from knowledge.answering.ranking import NEUTRAL, Ranker, can_be_read
from knowledge.answering.thresholds import Thresholds
from knowledge.answering.verdict import find_doubt, judge_hits
from knowledge.answers import SHOWN, Hit, ListAnswer, Nothing, PassageAnswer, Verdict
from knowledge.languages import questions
from knowledge.semantic import Reranker
from knowledge.semantic.reader import Judge
from knowledge.text import chat_words, pronouns, question_words

_SHORT = 2
"""Words of content up to which a question may lean on what was asked before it."""


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
        return self.verdict is Verdict.ANSWER

    @property
    def verdict(self) -> Verdict:
        """What the best hit is called."""
        return self.judgement.verdict if self.judgement else Verdict.NONE


class Retriever:
    """Finds the passages that answer a question, and says how sure it is."""

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
        self._ranker = Ranker(index, thresholds, reranker, reader)
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
        seen: AbstractSet[str] = frozenset(),
    ) -> PassageAnswer | ListAnswer | Nothing:
        """Give the best passages; `history` holds the asker's earlier questions, oldest first.

        A question that is answered by itself follows up nothing, unless its form says that it does. What the
        reader has not read by `until`, of `time.monotonic()`, is judged by its words. With CLOSEST for
        `surest`, what would be the answer is shown as the closest. What asks on with no word of its own gets
        none of the passages whose texts were `seen`, but the next one that answers.
        """
        found = self._find(question, history, until)
        if seen and history and _asks_on(question, found):
            fresh = self._pass_over(found, question, seen)
            if fresh is None:
                return Nothing(question.text, is_exhausted=True)
            found = fresh
        query, hits = found.query, found.hits
        unmentioned = find_unmentioned(question, query)
        if found.verdict is Verdict.NONE:
            return Nothing(question.text, unmentioned)
        verdict = surest if found.is_answer else found.verdict
        best = hits[0]
        items = find_items(self._index, query, best)
        if items:
            others = (replace(best, passage=item) for item in items if item != best.passage)
            return ListAnswer(question.text, verdict, (best, *others)[:SHOWN], items)
        shown = hits[:SHOWN]
        quoted = shown[:1] if verdict is Verdict.ANSWER else shown
        sentences = tuple(find_sentence(self._index, query, hit) for hit in quoted)
        return PassageAnswer(question.text, verdict, shown, sentences, unmentioned)

    def search(
        self,
        question: Question,
        most: int = SHOWN,
        history: Sequence[Question] = (),
        until: float | None = None,
    ) -> tuple[Hit, ...]:
        """Give the best passages whatever their score, each with its share of what it could have been."""
        query = self._build_query(question, history)
        return tuple(self._ranker.rank(query, replace(question, period=None), history, until)[:most])

    def explain(
        self, question: Question, history: Sequence[Question] = (), until: float | None = None
    ) -> Explanation:
        """Say why an answer is what it is, and what words alone would have made of it."""
        found = self._find(question, history, until)
        query, hits = found.query, found.hits[:SHOWN]
        was_read = any(hit.logit is not None for hit in found.hits)
        matched = match_hit(self._index, query, hits[0]) if hits else {}
        weight = self._ranker.weigh_reader(question, found.history) if was_read else 0.0
        by_words = self.with_thresholds(replace(self._thresholds, reading=0.0))
        return Explanation(
            tuple(_explain_term(term, matched.get(term)) for term in query.terms),
            query.missing,
            hits,
            found.judgement,
            question.text,
            doubt=find_doubt(self._index, question, query, hits[0]) if hits else None,
            unmentioned=find_unmentioned(question, query),
            unread=self._explain_unread(question, found.history) if hits and not was_read else None,
            weight=weight,
            readings=tuple(None if hit.logit is None else weight * (hit.logit - NEUTRAL) for hit in hits),
            by_words=by_words.explain(question, history) if was_read else None,
            has_meaning=self._reranker is not None,
        )

    def _find(
        self, question: Question, history: Sequence[Question] = (), until: float | None = None
    ) -> _Found:
        """Find passages for a question by itself; where they do not answer, in the light of earlier ones.

        What comes near nothing by itself does so after other questions, too, unless they make it an answer.
        """
        if not history or self.follows_up(question):
            return self._find_with(question, history, until)
        alone = self._find_with(question, (), until)
        # What no article knows is no more known for what was asked before.
        if alone.is_answer or not alone.query.terms:
            return alone
        together = self._find_with(question, history, until)
        return together if together.is_answer or alone.verdict is not Verdict.NONE else alone

    def _find_with(self, question: Question, history: Sequence[Question], until: float | None) -> _Found:
        query = self._build_query(question, history)
        hits = tuple(self._ranker.rank(query, question, history, until))
        return _Found(
            query,
            history,
            hits,
            judge_hits(self._index, self._thresholds, question, query, hits) if hits else None,
        )

    def _pass_over(self, found: _Found, question: Question, seen: AbstractSet[str]) -> _Found | None:
        """Leave out the passages that were seen; None where the best one was, and no other answers."""
        if found.hits and found.hits[0].passage.text not in seen:
            return found
        fresh = tuple(hit for hit in found.hits if hit.passage.text not in seen)
        if not fresh:
            return None
        judgement = judge_hits(self._index, self._thresholds, question, found.query, fresh)
        return (
            replace(found, hits=fresh, judgement=judgement) if judgement.verdict is Verdict.ANSWER else None
        )

    def _explain_unread(self, question: Question, history: Sequence[Question]) -> Unread:
        """Say why no passage was read."""
        if self._ranker.reader is None:
            return Unread.READERLESS
        if not can_be_read(question, history):
            return Unread.SHORT
        return Unread.UNUSABLE if self._ranker.reader.judge(question.text, ()) is None else Unread.LATE

    def _build_query(self, question: Question, history: Sequence[Question]) -> Query:
        query = build_query(question, history, self._index)
        if question.period and any(_is_within(day, question.period) for day in self._days):
            # The date is looked for in when articles are from: its figures are not missed in their text.
            missing = tuple(word for word in query.missing if not word[0].isdigit())
            return replace(query, missing=missing)
        return query

    def follows_up(self, question: Question) -> bool:
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


def _asks_on(question: Question, found: _Found) -> bool:
    """Tell whether a question has no word of its own that the articles know: "why?", "and at night?"."""
    small = question_words() | question.period_words
    if not found.is_answer:
        small |= chat_words()
    if not found.query.terms:
        return small.issuperset(question.words)
    own = (term for term in found.query.terms if not term.is_earlier and term.asked not in small)
    return all(map(_is_guess, own))


def _is_guess(term: QueryTerm) -> bool:
    return term.means_itself and all(each.origin is Origin.REPAIR for each in term.expansions)


def _is_within(day: date | None, period: Period | None) -> bool:
    return bool(period and day and period.first <= day <= period.last)


def _explain_term(term: QueryTerm, found: tuple[Expansion, float] | None) -> Match:
    if found is None:
        return Match(term.asked, "", None, 0.0)
    expansion, weight = found
    return Match(term.asked, expansion.words, Origin.EARLIER if term.is_earlier else expansion.origin, weight)
