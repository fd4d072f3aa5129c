"""What answers? A corpus made ready: its passages found, its statuses known; it never changes."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from knowledge.answering.index import PassageIndex
from knowledge.answering.intent import (
    asks_for_all,
    asks_what_changed,
    named_beside_status,
    step_asked_for,
    step_meant,
    thing_asked_about,
)
from knowledge.answering.period import Period, period
from knowledge.answering.retrieval import Explanation, Retriever, Thresholds
from knowledge.model import Answer, Article, Corpus, Coverage, Hit, Status, StatusChange, Verdict
from knowledge.semantic import Reranker
from knowledge.statuses.changes import between
from knowledge.statuses.ledger import Ledger, standing_on
from knowledge.text import words

_SHOWN = 3
_NEW_DAYS = 7
"""How long a change is news where neither question nor caller names a period."""


class Snapshot:
    """Everything that can be asked of one corpus. All answers of a snapshot are of one state."""

    def __init__(self, corpus: Corpus, thresholds: Thresholds, reranker: Reranker | None = None) -> None:
        """Build the index: seconds for a hundred thousand passages, so not on the event loop.

        `reranker` was made ready for the passages of this corpus.
        """
        self.corpus = corpus
        self._index = PassageIndex(corpus)
        self._retriever = Retriever(self._index, thresholds, reranker)
        self.ledger = Ledger(corpus)
        """Its topics, with their whole courses."""
        dates = [article.published for article in corpus.articles if article.published]
        self.coverage = Coverage(
            articles=len(corpus.articles),
            passages=sum(len(article.passages) for article in corpus.articles),
            first=min(dates, default=None),
            last=max(dates, default=None),
            topics=tuple(status.topic for status in self.board()),
        )

    def answer(
        self,
        question: str,
        history: Sequence[str] = (),
        today: date | None = None,
        recently: date | None = None,
    ) -> Answer:
        """Answer a question; `history` holds the asker's earlier questions, oldest first.

        "Last week" is counted from `today`, the day in UTC where it is not given; what is new where no period
        is named, from the day `recently`, a week ago.
        """
        asked = self._asked(question, today, recently, history)
        if asked and asked.hits:
            return asked
        found = self._retriever.answer(question, history, today)
        if found.verdict is not Verdict.ANSWER:
            return found
        if asked:
            # Nothing changed then: what has the word "new" in it is no answer to that.
            return replace(found, verdict=Verdict.CLOSEST)
        best = found.hits[0]
        status = None if found.items else self.ledger.about(best.article, best.passage)
        return replace(found, status=status)

    def search(self, question: str, most: int = _SHOWN) -> tuple[Hit, ...]:
        """Give what `answer` would choose from, whatever its score."""
        asked = self._asked(question)
        return asked.hits if asked and asked.hits else self._retriever.search(question, most=most)

    def explain(self, question: str, history: Sequence[str] = (), today: date | None = None) -> Explanation:
        """Say why the passages of an answer were found: which words, from where, with what score."""
        return self._retriever.explain(question, history, today)

    def status(self, topic: str, as_of: date | None = None) -> Answer:
        """Answer where a topic stands, or stood on a day, named as people name things.

        Else suggest the nearest topics; where it is known but stood nowhere by then, only itself.
        """
        status, near = self.ledger.find(topic)
        if status is None:
            return Answer(topic, Verdict.NONE, suggestions=near)
        then = standing_on(status, as_of) if as_of else status
        if then is None:
            return Answer(topic, Verdict.NONE, suggestions=(status.topic,))
        return _stated(topic, [then])

    def board(self, as_of: date | None = None) -> tuple[Status, ...]:
        """Give where each topic stands, or stood on a day, sorted by topic."""
        board = self.ledger.board()
        if as_of is None:
            return board
        return tuple(then for status in board if (then := standing_on(status, as_of)))

    def changed_since(self, day: date, until: date | None = None) -> tuple[StatusChange, ...]:
        """Give the topics whose status is, or was on the day `until`, another than before a day; sorted."""
        before = self.board(day - timedelta(days=1)) if day > date.min else ()
        after = self.board(until)
        # Of a topic that came in this time and moved on, where it began.
        known = {status.topic for status in before}
        begun = [
            step for status in after if status.topic not in known and (step := status.course[0]) != status
        ]
        return between((*before, *begun), after)

    def news(self, since: date, until: date | None = None) -> Answer:
        """Answer with what changed since a day, and the rows that changed it, the newest first."""
        changes = self.changed_since(since, until)
        stood = {status.topic: status for status in self.board(until)}
        new = sorted(
            (stood[change.topic].claims[0] for change in changes if change.after),
            key=lambda claim: claim.on,
            reverse=True,
        )
        hits = tuple(Hit(claim.passage, claim.article, 1.0) for claim in new[:_SHOWN])
        return Answer("", Verdict.ANSWER if hits else Verdict.NONE, hits, changes=changes, since=since)

    def articles_since(self, day: date) -> tuple[Article, ...]:
        """Give the articles of a day and after it, newest first; those without a date by that of loading."""
        new = (article for article in self.corpus.articles if article.dated >= day)
        return tuple(sorted(new, key=lambda article: article.dated, reverse=True))

    def topics(self, typed: str = "") -> tuple[str, ...]:
        """Give the topics that what was typed so far may become, best first, at most 25."""
        return self.ledger.topics(typed)

    def _asked(
        self,
        question: str,
        today: date | None = None,
        recently: date | None = None,
        history: Sequence[str] = (),
    ) -> Answer | None:
        """Answer what the ledger knows: what changed, how a topic stands or stood, which are at one status.

        None where something else is asked; an answer without hits where nothing has changed.
        """
        today = today or datetime.now(UTC).date()
        asked_about = period(question, today)
        if asks_what_changed(question, of_a_period=asked_about is not None):
            then = asked_about or _last_days(recently, today)
            return replace(self.news(then.first, then.last), question=question, as_of=_past(then, today))
        step = self._step(question, history) if asked_about is None else ()
        standing = step or self._standing(question, asked_about)
        if not standing:
            return None
        stated, past = _stated(question, standing), asked_about and _past(asked_about, today)
        now = stated.status and self.ledger.filed(stated.status.topic)
        return replace(stated, as_of=past, now=now if now != stated.status else None)

    def _standing(self, question: str, asked_about: Period | None) -> Sequence[Status]:
        """Give the statuses of one topic, or all at one status; of a period, those that stood at its end."""
        name = thing_asked_about(question, self._index.small)
        if asked_about:
            name = " ".join(word for word in name.split() if not word[0].isdigit())
        status = self.ledger.find(name)[0] if name else None
        if status and self._is_meant(name, status):
            found = [status]
        elif asks_for_all(question, self._index.small):
            found = self.board()
        else:
            found = self.ledger.standing_at(question)
        then = (standing_on(each, asked_about.last) for each in found) if asked_about else found
        return [each for each in then if each]

    def _step(self, question: str, history: Sequence[str]) -> Sequence[Status]:
        """Give the step of one topic that is asked for: when it came to a status, or what was before.

        "And since when?" is asked of the topic of an earlier question.
        """
        step = step_asked_for(question)
        if step is None:
            return ()
        statuses = self.ledger.status_words
        asked = (
            named_beside_status(each, self._index.small, statuses) for each in (question, *reversed(history))
        )
        name = next(filter(None, asked), "")
        status = self.ledger.find(name)[0] if name else None
        if status is None or not self._is_meant(name, status):
            return ()
        meant = step_meant(step, question, status, statuses)
        return (meant,) if meant else ()

    def _is_meant(self, name: str, status: Status) -> bool:
        """Tell whether words of a question surely name a topic: one of its names, or no word of the articles.

        "security" is a part of "energy security", and yet another thing.
        """
        if self.ledger.calls(status.topic, name):
            return True
        own = {stem for word in words(status.topic) for stem in self._index.variants(word)}
        said = [self._index.variants(word) for word in words(name)]
        return all(own.intersection(stems) or not any(map(self._index.frequency, stems)) for stems in said)


def _stated(question: str, statuses: Sequence[Status]) -> Answer:
    """Answer with what the ledger knows for certain; rows of one article are a list, of several a board."""
    hits = tuple(Hit(status.passage, status.article, 1.0) for status in statuses[:_SHOWN])
    if len(statuses) == 1:
        return Answer(question, Verdict.ANSWER, hits, statuses[0])
    if any(status.article != statuses[0].article for status in statuses):
        return Answer(question, Verdict.ANSWER, hits, board=tuple(statuses))
    return Answer(question, Verdict.ANSWER, hits, items=tuple(status.passage for status in statuses))


def _past(then: Period, today: date) -> date | None:
    """Give the last day of a period that is over."""
    return then.last if then.last < today else None


def _last_days(recently: date | None, today: date) -> Period:
    return Period(recently or today - timedelta(days=min(_NEW_DAYS, (today - date.min).days)), today)
