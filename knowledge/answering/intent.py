"""What is wanted? A passage, where a topic stands or stood, the topics at a status, the board, what changed.

The one place where that is chosen; pure.
"""

import re
from collections.abc import Sequence
from functools import cache
from typing import TypeAlias

from msgspec import Struct

from knowledge.answering.period import Period, calendar_words
from knowledge.answering.query import Lexicon
from knowledge.answering.question import Question
from knowledge.languages import Phrases, any_of, questions, statuses
from knowledge.model import Step
from knowledge.statuses.ledger import Ledger, step_on
from knowledge.text import chat_words, normalise, small_words, stop_words, words
from knowledge.when import When

_DIGIT = re.compile(r"\d")


class FindPassage(Struct, frozen=True):
    """A passage that answers."""


class ShowStep(Struct, frozen=True):
    """Where a topic stands, stood or began: a step of its course."""

    step: Step


class ShowTopicsAt(Struct, frozen=True):
    """Which topics are at a status: each with the step that says so, at least one."""

    steps: tuple[Step, ...]


class ShowBoard(Struct, frozen=True):
    """Where all topics stand, or stood: at least one."""

    steps: tuple[Step, ...]


class ShowChanges(Struct, frozen=True):
    """What has changed in some days."""

    period: Period


Intent: TypeAlias = FindPassage | ShowStep | ShowTopicsAt | ShowBoard | ShowChanges


class IntentChooser:
    """Chooses what a question asks for, by its words and by the topics that the ledger knows."""

    def __init__(self, ledger: Ledger, lexicon: Lexicon) -> None:
        """Take the topics of a corpus, and what its passages are found by."""
        self._ledger = ledger
        self._lexicon = lexicon
        self._topic_stems = frozenset(
            stem for step in ledger.board() for stem in self._stems(words(step.topic))
        )
        self._standing = tuple((step, f" {normalise(step.status)} ") for step in ledger.board())
        """Read once: a question is compared with the status of every topic."""

    def choose(self, question: Question, history: Sequence[Question], when: When) -> Intent:
        """Choose; `history` holds the asker's earlier questions, oldest first."""
        if _asks_what_changed(question):
            return ShowChanges(question.period or Period(when.recently, when.today))
        step = self._choose_step(question, history) if question.period is None else None
        if step:
            return ShowStep(step)
        if topic := self._find_topic(_name_asked_about(question, self._lexicon.small)):
            steps, several = [topic], ShowTopicsAt
        elif _asks_for_all(question, self._lexicon.small):
            steps, several = self._ledger.board(), ShowBoard
        else:
            steps, several = self._find_topics_at(question), ShowTopicsAt
        if question.period:
            last = question.period.last
            steps = [then for each in steps if (then := step_on(each, last))]
        if not steps:
            return FindPassage()
        return ShowStep(steps[0]) if len(steps) == 1 else several(tuple(steps))

    def _choose_step(self, question: Question, history: Sequence[Question]) -> Step | None:
        """Choose the step of one topic that is asked for: when it came to a status, or what was before.

        "And since when?" is asked of the topic of an earlier question.
        """
        began, before = _asks_when_begun(question), _asks_what_was_before(question)
        if not (began or before or _asks_whether_so(question)):
            return None
        names = (self._name_beside_status(turn) for turn in (question, *reversed(history)))
        topic = self._find_topic(next(filter(None, names), ""))
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
        passed_over = self._lexicon.small | stop_words() | known.standing | known.before | known.beside
        passed_over |= self._ledger.status_words
        return " ".join(word for word in question.words if word not in passed_over)

    def _find_topic(self, name: str) -> Step | None:
        """Find the topic that words of a question surely name: by one of its names, or by no other word.

        "security" is a part of "energy security", and yet another thing: a word that the articles know counts
        only where it is in the topic's own name. What is known beforehand to fail is not looked up.
        """
        if not name:
            return None
        spelt = name.split()
        if not (self._ledger.is_name(name) or self._may_name(spelt, self._topic_stems)):
            return None
        topic, _ = self._ledger.find(name)
        if topic is None or self._ledger.calls(topic.topic, name):
            return topic
        return topic if self._may_name(spelt, self._stems(words(topic.topic))) else None

    def _may_name(self, spelt: Sequence[str], own: frozenset[str]) -> bool:
        """Tell whether each word has one of these stems, or is none that the articles know."""
        known = [self._lexicon.variants(word) for word in spelt]
        return all(
            not own.isdisjoint(stems) or not any(map(self._lexicon.frequency, stems)) for stems in known
        )

    def _stems(self, spelt: Sequence[str]) -> frozenset[str]:
        return frozenset(stem for word in spelt for stem in self._lexicon.variants(word))

    def _find_topics_at(self, question: Question) -> list[Step]:
        """Find the topics at the status that a question names: "what is under discussion?"."""
        known = statuses()
        if known.listing.isdisjoint(question.words):
            return []
        asked, others = f" {' '.join(question.words)} ", set(question.words) - _words_beside_status()
        return [
            step for step, status in self._standing if status in asked and others <= _words_of_status(step)
        ]


def lacks_what_is_asked(question: Question, text: str) -> bool:
    """Tell whether a question asks for a number or a date and the text holds none.

    Only ever a doubt: that a text holds a number does not make it the answer.
    """
    if _asks_for_number(question) and not _holds(text, questions().number_held):
        return True
    return _asks_for_date(question) and not _holds(text, questions().date_held)


def _asks_for_number(question: Question) -> bool:
    return bool(any_of(questions().number_asked).search(question.text))


def _asks_for_date(question: Question) -> bool:
    return bool(any_of(questions().date_asked).search(question.text))


def _holds(text: str, phrases: Phrases) -> bool:
    return bool(_DIGIT.search(text) or any_of(phrases).search(text))


def _name_asked_about(question: Question, small: frozenset[str]) -> str:
    """Give the name in a question that asks for nothing but where a thing stands; else nothing.

    So does a bare name. `small` are words that say nothing, of the languages that people ask in.
    """
    known = questions()
    excluding = known.question_words if known.standing.isdisjoint(question.words) else known.not_standing
    if not excluding.isdisjoint(question.words) or _asks_for_number(question) or _asks_for_date(question):
        return ""
    passed_over = small, stop_words(), known.standing
    name = [word for word in question.words if not any(word in each for each in passed_over)]
    if question.period:
        name = [word for word in name if not word[0].isdigit()]
    return " ".join(name)


def _asks_for_all(question: Question, small: frozenset[str]) -> bool:
    """Tell whether a question asks where everything stands: "status", "where do things stand?"."""
    said, known = set(question.words), questions()
    if said.isdisjoint(known.board):
        return False
    return said <= known.board | known.everything | known.things | stop_words() | small


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
    said = {word for word in question.words if not (question.period and word[0].isdigit())}
    known = questions()
    if said.isdisjoint(known.news) or not said.isdisjoint(known.not_news):
        return False
    if said.isdisjoint(known.asking) and not question.period:
        return False
    when = known.time | calendar_words()
    return said <= known.news | known.asking | known.things | when | stop_words() | small_words(())


@cache
def _words_beside_status() -> frozenset[str]:
    """Give what a question for all topics at a status may hold; with any other it asks for something else."""
    known = statuses()
    return (stop_words() | chat_words() | known.listing | known.beside) - known.opposite


def _words_of_status(step: Step) -> set[str]:
    """Give the words of a status, and those by which its table calls the topic: "which projects …"."""
    headers = words(" ".join(header for header, _ in step.passage.cells))
    return {*words(step.status), *headers, *(f"{word}s" for word in headers)}
