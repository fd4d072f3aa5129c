"""What answers? A corpus made ready: its passages found, its statuses known; it never changes."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from copy import copy
from datetime import date
from functools import cached_property
from typing import Self

from msgspec.structs import replace

from knowledge.answering.doubts import Doubt
from knowledge.answering.explanation import Explanation
from knowledge.answering.index import PassageIndex
from knowledge.answering.intent import (
    FindPassage,
    ShowBoard,
    ShowChanges,
    ShowItself,
    ShowStep,
    ShowSteps,
    Talk,
)
from knowledge.answering.lexicon import Lexicon
from knowledge.answering.question import Question
from knowledge.answering.retrieval import Retriever
from knowledge.answering.several import join_answers, read_parts
from knowledge.answering.thresholds import Thresholds
from knowledge.answers import (
    SHOWN,
    About,
    Answer,
    Board,
    Coverage,
    Hit,
    IntentKind,
    ListAnswer,
    Matter,
    Nothing,
    PassageAnswer,
    SmallTalk,
    Standing,
    Standings,
    Verdict,
)
from knowledge.curation import Editors
from knowledge.earlier import EarlierStates
from knowledge.model import Corpus
from knowledge.overview import Overview
from knowledge.semantic import Reranker
from knowledge.semantic.reader import Judge
from knowledge.semantic.selection import Selection
from knowledge.statuses.ledger import Ledger
from knowledge.statuses.own import NO_OWN_WORDS, OwnWords
from knowledge.suggesting import Suggester
from knowledge.when import When


class Snapshot(Overview):
    """Everything that can be asked of one corpus. All answers of a snapshot are of one state."""

    def __init__(
        self,
        corpus: Corpus,
        thresholds: Thresholds,
        reranker: Reranker | None = None,
        reader: Judge | None = None,
        index: PassageIndex | None = None,
        own: OwnWords = NO_OWN_WORDS,
        ledger: Ledger | None = None,
    ) -> None:
        """Build the index, if it is not given: seconds for many passages, so not on the event loop.

        `reranker` was made ready for the passages of this corpus, and `index` built of them; without a
        `reader`, words decide. A `ledger` that is given was made of it; else `own` words
        for statuses are known beside those of the languages.
        """
        index = index or PassageIndex(corpus)
        super().__init__(corpus, ledger or Ledger(corpus, own), index)
        self._thresholds, self._reranker, self._reader, self._own = thresholds, reranker, reader, own
        self._earlier: EarlierStates[Snapshot] = EarlierStates()
        self.lexicon: Lexicon = index
        """Which words its articles know."""
        self._retriever = Retriever(index, thresholds, reranker, reader)
        self._editors = Editors(corpus)
        dates = [article.published for article in corpus.articles if article.published]
        self.coverage = Coverage(
            articles=len(corpus.articles),
            passages=sum(len(article.passages) for article in corpus.articles),
            first=min(dates, default=None),
            last=max(dates, default=None),
            topics=tuple(step.topic for step in self.steps()),
        )

    def answer(
        self,
        question: Question,
        when: When,
        history: Sequence[Question] = (),
        until: float | None = None,
        seen: AbstractSet[str] = frozenset(),
    ) -> Answer:
        """Answer a question; `history` holds the asker's earlier questions, oldest first.

        What is not read by `until`, of `time.monotonic()`, is judged by its words; a status never waits.
        `seen` holds the texts of passages that the asker has seen: "why?" shows none of them again.
        """
        if chosen := self._editors.find(question.text):
            return self._quote(chosen, question.text)
        answers = [
            self._answer(asked, when, earlier, until, seen)
            for asked, earlier in read_parts(question, when, history)
        ]
        return answers[0] if len(answers) == 1 else join_answers(question, answers)

    def answer_talk(self, question: Question) -> SmallTalk | About | None:
        """Answer what is said for the sake of it, or asked about the bot; None for any other question."""
        intent = self._intents.choose_talk(question)
        return self._talk(intent, question) if intent else None

    def _answer(
        self,
        question: Question,
        when: When,
        history: Sequence[Question],
        until: float | None,
        seen: AbstractSet[str] = frozenset(),
    ) -> Answer:
        """Answer one question."""
        if chosen := self._editors.find(question.text):
            return self._quote(chosen, question.text)
        intent = self._intents.choose(question, history, when)
        as_of = when.past(question.period.last) if question.period else None
        match intent:
            case ShowChanges(period):
                # An article that bears the date of a day to come has not come yet.
                news = self.news(period.first, period.last, question.text)
                if not news.changes:
                    return self._find_instead(question, history, until)
                return replace(news, until=when.past(period.last))
            case ShowStep(step):
                return self._show(step, question.text, as_of)
            case ShowSteps(steps):
                return Standings(question.text, steps, as_of)
            case ShowBoard(steps):
                return Board(question.text, steps, as_of)
            case Talk() | ShowItself():
                return self._talk(intent, question)
            case _:
                return self._find(question, history, until, seen)

    def as_of(self, day: date) -> "Snapshot":
        """Give what was known at the end of a day: of what is dated later, not even a word is known.

        For the first question about those days its index is built: seconds for many passages, so not on the
        event loop.
        """
        then = self.corpus.as_of(day)
        is_now = len(then.articles) == len(self.corpus.articles)
        return self if is_now else self._earlier.get(then, self._look_back)

    def search(
        self,
        question: Question,
        when: When,
        most: int = SHOWN,
        history: Sequence[Question] = (),
        until: float | None = None,
    ) -> tuple[Hit, ...]:
        """Give what `answer` would choose from, whatever its score."""
        match self._intents.choose(question, history, when):
            case FindPassage():
                return self._retriever.search(question, most, history, until)
            case _:
                answer = self.answer(question, when, history, until)
                known = answer.verdict is Verdict.ANSWER
                return answer.hits if known else self._retriever.search(question, most, history, until)

    def follows_up(self, question: Question) -> bool:
        """Tell by its form whether a question leans on what was asked before it."""
        return self._retriever.follows_up(question)

    def find_source(self, text: str, when: When) -> str:
        """Give the path of the article that answers a question; nothing where none does."""
        answer = self.answer(Question.read(text, when.today), when)
        best = next(iter(answer.hits), None)
        return best.article.path if best and answer.verdict is Verdict.ANSWER else ""

    def explain(
        self,
        question: Question,
        when: When,
        history: Sequence[Question] = (),
        until: float | None = None,
    ) -> tuple[Explanation, ...]:
        """Say why the answer is what it is, for each of the questions in a message."""
        if chosen := self._editors.find(question.text):
            return (Explanation.of_editor(question.text, chosen),)
        parts = read_parts(question, when, history)
        return tuple(
            self._explain(asked, when, earlier, until)
            for asked, earlier in parts
            if self._intents.choose_talk(asked) is None
        )

    def _explain(
        self, question: Question, when: When, history: Sequence[Question], until: float | None
    ) -> Explanation:
        """Say why one question is answered as it is."""
        if chosen := self._editors.find(question.text):
            return Explanation.of_editor(question.text, chosen)
        intent = self._intents.choose(question, history, when)
        if isinstance(intent, FindPassage):
            return self._retriever.explain(question, history, until)
        answer = self._answer(question, when, history, until)
        if isinstance(answer, PassageAnswer | ListAnswer | Nothing):
            return self._retriever.explain(question, history, until).lower(Doubt.NEWS)
        return Explanation.of_ledger(answer)

    @property
    def thresholds(self) -> Thresholds:
        """How sure it must be to call a passage the answer, and how much reading counts."""
        return self._retriever.thresholds

    def with_thresholds(self, thresholds: Thresholds) -> Self:
        """Give one that knows the same, from the same index, with other thresholds."""
        other = copy(self)
        other._retriever = self._retriever.with_thresholds(thresholds)  # noqa: SLF001  a copy of this one
        return other

    def suggest_topics(self, typed: str = "") -> tuple[str, ...]:
        """Give the topics that what was typed so far may become, best first, at most 25."""
        return self.suggester.suggest_topics(typed)

    @cached_property
    def suggester(self) -> Suggester:
        """What there is to choose from; the first to ask waits for a fifth of a second at 10,000 articles."""
        return Suggester(self.corpus, self.ledger)

    def _look_back(self, then: Corpus) -> "Snapshot":
        """Make ready what was known earlier."""
        kept = {article.path for article in then.articles}
        places = [number for number, (each, _) in enumerate(self.corpus.entries) if each.path in kept]
        reranker = Selection(self._reranker, places) if self._reranker else None
        return Snapshot(then, self._thresholds, reranker, self._reader, own=self._own)

    def _talk(self, intent: Talk | ShowItself, question: Question) -> SmallTalk | About:
        if isinstance(intent, Talk):
            return SmallTalk(question.text, intent.kind)
        newest = self._articles_since(date.min, None)[:SHOWN] if intent.matter is Matter.ARTICLES else ()
        return About(question.text, intent.matter, newest)

    def _find(
        self,
        question: Question,
        history: Sequence[Question],
        until: float | None,
        seen: AbstractSet[str],
    ) -> Answer:
        """Find the passage that answers; where that is the row of a topic's status, answer with the topic."""
        found = self._retriever.answer(question, history, until, seen=seen)
        match found:
            case PassageAnswer(_, Verdict.ANSWER):
                return self._name_topic(found)
            case _:
                return found

    def _quote(self, chosen: Hit, question: str) -> Answer:
        """Answer with the passage that an editor has chosen, whole."""
        return self._name_topic(PassageAnswer(question, Verdict.ANSWER, (chosen,), (chosen.passage.text,)))

    def _name_topic(self, found: PassageAnswer) -> PassageAnswer | Standing:
        """Answer with the topic where the passage is the row of its status."""
        best = found.hits[0]
        step = self.ledger.about(best.article, best.passage)
        return Standing(found.question, found.hits, step, step) if step else found

    def _find_instead(self, question: Question, history: Sequence[Question], until: float | None) -> Answer:
        """Find what comes closest where nothing has changed: the word "new" in a passage does not answer."""
        found = self._retriever.answer(question, history, until, Verdict.CLOSEST)
        return replace(found, intent=IntentKind.CHANGES)
