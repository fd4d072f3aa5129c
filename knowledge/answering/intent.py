"""What is wanted? A passage, where topics stand or stood, what changed, what the bot itself is; or nothing.

The one place where that is chosen; pure.
"""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from typing import TypeAlias

from msgspec import Struct

from knowledge.answering.doubts import asks_for_date, asks_for_number
from knowledge.answering.naming import TopicFinder
from knowledge.answering.period import Period, calendar_words
from knowledge.answering.question import Question
from knowledge.answering.smalltalk import read_talk
from knowledge.answers import Matter, TalkKind
from knowledge.languages import questions, statuses
from knowledge.model import Step
from knowledge.statuses.ledger import Ledger, step_on
from knowledge.text import normalise, small_words, stop_words, words
from knowledge.when import When


class FindPassage(Struct, frozen=True):
    """A passage that answers."""


class ShowStep(Struct, frozen=True):
    """Where a topic stands, stood or began: a step of its course."""

    step: Step


class ShowSteps(Struct, frozen=True):
    """Where the topics stand, or stood, that are named or are at a status: at least one."""

    steps: tuple[Step, ...]


class ShowBoard(Struct, frozen=True):
    """Where all topics stand, or stood: at least one."""

    steps: tuple[Step, ...]


class ShowChanges(Struct, frozen=True):
    """What has changed in some days."""

    period: Period


class Talk(Struct, frozen=True):
    """Nothing: it is said for the sake of it."""

    kind: TalkKind


class ShowItself(Struct, frozen=True):
    """What the bot knows of itself."""

    matter: Matter


Intent: TypeAlias = FindPassage | ShowStep | ShowSteps | ShowBoard | ShowChanges | Talk | ShowItself


class IntentChooser:
    """Chooses what a question asks for, by its words and by the topics that the ledger knows."""

    def __init__(self, ledger: Ledger, topics: TopicFinder) -> None:
        """Take the topics of a corpus, and what finds them by their names."""
        self._ledger = ledger
        self._topics = topics
        self._standing = tuple((step, f" {normalise(step.status)} ") for step in ledger.board())
        """Read once: a question is compared with the status of every topic."""
        known = statuses()
        said_beside = topics.small | known.listing | known.beside
        self._beside_status = said_beside - known.negations - known.opposite

    def choose(self, question: Question, history: Sequence[Question], when: When) -> Intent:
        """Choose; `history` holds the asker's earlier questions, oldest first."""
        if talk := self.choose_talk(question):
            return talk
        if _asks_what_changed(question):
            return ShowChanges(question.period or Period(when.recently, when.today))
        period = question.period
        # What is asked of today is what stands now.
        then = period if period and period.first < when.today else None
        step = None if then else self._choose_step(question, history)
        if step:
            return ShowStep(step)
        steps, several = self._choose_topics(question)
        if then:
            steps = [step for each in steps if (step := step_on(each, then.last))]
        if not steps:
            return FindPassage()
        return ShowStep(steps[0]) if len(steps) == 1 else several(tuple(steps))

    def choose_talk(self, question: Question) -> Talk | ShowItself | None:
        """Choose what is no question to the articles; None where it is one, or names a topic or a status."""
        found = read_talk(question.text, question.words)
        if found is None:
            return None
        asked = f" {' '.join(question.words)} "
        if any(asked == status for _, status in self._standing) or self._ledger.find_exactly(asked):
            return None
        return Talk(found) if isinstance(found, TalkKind) else ShowItself(found)

    def _choose_topics(self, question: Question) -> tuple[Sequence[Step], type[ShowSteps] | type[ShowBoard]]:
        """Choose the topics whose status is asked for: those that are named, all, or those at a status."""
        if topics := self._find_asked_about(question):
            return topics, ShowSteps
        if _asks_for_all(question, self._topics.small):
            return self._ledger.board(), ShowBoard
        return self._find_topics_at(question), ShowSteps

    def _choose_step(self, question: Question, history: Sequence[Question]) -> Step | None:
        """Choose the step of one topic that is asked for: when it came to a status, or what was before.

        "And since when?" is asked of the topic of an earlier question.
        """
        began, before = _asks_when_begun(question), _asks_what_was_before(question)
        if not (began or before or _asks_whether_so(question)):
            return None
        names = (self._name_beside_status(turn) for turn in (question, *reversed(history)))
        topic = self._topics.find_one(next(filter(None, names), ""))
        if topic is None or not (began or before):
            return topic
        asked = f" {' '.join(question.words)} "
        named = [step for step in topic.course if f" {normalise(step.status)} " in asked]
        if before:
            return (named[-1] if named else topic).previous
        return self._choose_beginning(question, topic, named)

    def _choose_beginning(self, question: Question, topic: Step, named: Sequence[Step]) -> Step | None:
        """Choose the step whose beginning is asked for: one at a status that is `named`, or the last turn."""
        known = questions()
        if named:
            return named[-1 if known.first.isdisjoint(question.words) else 0]
        # "When was it signed?" has no answer where it never was.
        others = self._ledger.status_words - set(words(topic.topic)) - known.turns
        turns = not known.turns.isdisjoint(question.words) and others.isdisjoint(question.words)
        return topic if turns else None

    def _name_beside_status(self, question: Question) -> str:
        """Give the name in a question for a step, less the words of statuses and those that say nothing."""
        known = questions()
        passed_over = known.standing | known.before | known.beside | self._ledger.status_words
        said = (word for word in question.other_words if word not in self._topics.small)
        return " ".join(word for word in said if word not in passed_over)

    def _find_asked_about(self, question: Question) -> tuple[Step, ...]:
        """Find the topics in a question that asks for nothing but where they stand; so do bare names."""
        if asks_for_number(question) or asks_for_date(question):
            return ()
        known = questions()
        excluding = known.question_words if known.standing.isdisjoint(question.words) else known.not_standing
        if not excluding.isdisjoint(question.words):
            return ()
        return self._topics.find_surely(question, known.standing)

    def _find_topics_at(self, question: Question) -> list[Step]:
        """Find the topics at the status that a question names ("what is agreed?"), or at any other."""
        known = statuses()
        if known.listing.isdisjoint(question.words):
            return []
        # With any other word it asks for something else.
        others = set(question.other_words) - self._beside_status
        asked = f" {' '.join(question.other_words)} "
        found = [
            step for step, status in self._standing if status in asked and others <= _words_of_status(step)
        ]
        if found or not _excludes(question, others, self._ledger.status_words):
            return found
        return [step for step, status in self._standing if status not in asked]


def _excludes(question: Question, others: AbstractSet[str], status_words: AbstractSet[str]) -> bool:
    """Tell whether a question asks for what is not at a status, which is all that its `others` words say."""
    known = statuses()
    excluded = others - known.negations
    asks_why = not (questions().question_words - known.listing).isdisjoint(question.words)
    return not asks_why and excluded != others and bool(excluded) and excluded <= status_words


def _asks_for_all(question: Question, small: frozenset[str]) -> bool:
    """Tell whether a question asks where everything stands: "status", "where do things stand?"."""
    said, known = set(question.other_words), questions()
    if said.isdisjoint(known.board):
        return False
    return said <= known.board | known.everything | known.things | small


def _asks_when_begun(question: Question) -> bool:
    """Tell whether a question asks since when something stands: "when was it agreed?"."""
    known = questions()
    if not known.otherwise.isdisjoint(question.words):
        return False
    begins = " ".join(question.words).startswith(tuple(f"{phrase} " for phrase in known.began_first))
    return begins or not known.began.isdisjoint(question.words)


def _asks_what_was_before(question: Question) -> bool:
    """Tell whether a question asks for the step before: "what was it before?"."""
    known = questions()
    if not known.otherwise.isdisjoint(question.words) or _asks_when_begun(question):
        return False
    asks = not known.before_asking.isdisjoint(question.words)
    return asks and not known.before.isdisjoint(question.words)


def _asks_whether_so(question: Question) -> bool:
    """Tell whether a question asks if something stands as it says: "is it still open?"."""
    known = questions()
    return known.otherwise.isdisjoint(question.words) and not known.now.isdisjoint(question.words[:1])


def _asks_what_changed(question: Question) -> bool:
    """Tell whether a question asks for all that is new, and has no word that narrows it but a date."""
    said, known = set(question.other_words), questions()
    if said.isdisjoint(known.news) or not said.isdisjoint(known.not_news):
        return False
    if said.isdisjoint(known.asking) and not question.period:
        return False
    when = known.time | calendar_words()
    return said <= known.news | known.asking | known.things | when | stop_words() | small_words(())


def _words_of_status(step: Step) -> set[str]:
    """Give the words of a status, and those by which its table calls the topic: "which projects …"."""
    headers = words(" ".join(header for header, _ in step.passage.cells))
    return {*words(step.status), *headers, *(f"{word}s" for word in headers)}
