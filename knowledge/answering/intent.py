"""What is wanted? A passage, where a topic stands or stood, the topics at a status, the board, what changed.

The one place where that is chosen; pure.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from knowledge.answering.period import CALENDAR_WORDS, Period
from knowledge.answering.query import Lexicon
from knowledge.answering.question import Question
from knowledge.model import Step
from knowledge.statuses.ledger import Ledger, step_on
from knowledge.text import CHAT_WORDS, STOP_WORDS, normalised, small_words, words
from knowledge.when import When

_NUMBER_ASKED = re.compile(
    r"\bhow (?:many|much)\b|\bwhat (?:number|percentage|percent|amount|price)\b"
    r"|\bсколько\b|\bскільки\b|\bwie ?viele?\b|\bcombien\b|\bcuánt[oa]s?\b",
    re.IGNORECASE,
)
_NUMBER = re.compile(
    r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens?|twent\w+|thirt\w+|fort\w+"
    r"|fift\w+|sixt\w+|sevent\w+|eight\w+|ninet\w+|hundreds?|thousands?|millions?|billions?|half|twice|both|single"
    r"|several|many|few|no|none|pairs?|third|quarter|majority|all)\b",
    re.IGNORECASE,
)
_DATE_ASKED = re.compile(
    r"\bwhen\b|\b(?:what|which) (?:year|date|day|month|century|decade)\b"
    r"|\bкогда\b|\bколи\b|\bwann\b|\bquand\b|\bcuándo\b",
    re.IGNORECASE,
)
_DATE = re.compile(
    r"\d|\b(?:january|february|march|april|may|june|july|august|september|october|november|december|monday|tuesday"
    r"|wednesday|thursday|friday|saturday|sunday|century|decades?|years?|months?|weeks?|days?|hours?|spring|summer"
    r"|autumn|winter|fall|morning|evening|night|today|tomorrow|yesterday|annual\w*|soon|recent\w*|now|after|before"
    r"|during|when|until|since|while|once|later|ago|time)\b",
    re.IGNORECASE,
)

_QUESTION_WORDS = frozenset("who whom whose which why what where how".split())
_NOT_STANDING = frozenset("who whom whose which why".split())
_STANDING = frozenset(
    """
    about agree agreed any anything begin begins begun change changed changes current currently done
    far finish finished going gone happen happened happening latest lift lifted moved moving new
    news now over progress show sign signed stage stand standing stands start started starts state
    status still talks tell update updates yet
    """.split()
)
"""Words that ask where a thing stands, and say no more of it."""
_BOARD = frozenset("board overview stand standing stands status statuses".split())
_EVERYTHING = frozenset("all currently each every everything list now show thing things".split())
_BEFORE = frozenset("before earlier former formerly previous previously prior".split())
_NOW = frozenset("are has have is".split())
"""A question that begins so asks whether something stands as it says."""
_BESIDE = frozenset("already became become ever first last long".split())
"""What else such a question says of the step, and not of the topic."""
_OTHERWISE = frozenset("can could if may might next shall should who whom whose why will would".split())
"""With one of these it asks for a reason, or for what is to come."""
_TURNS = frozenset("change changed changes long move moved since stand standing stands status".split())
"""When a topic changed is known; when it begins, where no status says so, an article may know."""

_NEWS = frozenset(
    """
    change changed changes different new news update updated updates
    geändert neu neue neues neuigkeiten changé neuf nouveau nouveautés nouvelles
    cambiado cambió novedades nuevo изменилось изменения новое нового новости
    змінилося змінилось зміни нове нового новини
    """.split()
)
_ASKING = frozenset(
    "any anything what whats which was quoi qué quoi que qu какие что які що есть є gibt hay".split()
)
"""A question for news has one of these words or names a period: "updates" alone is a word to look up."""
_TIME = frozenset(
    """
    lately latest previous recent recently two three four five six seven eight nine ten
    diese diesem diesen dieser dieses gestern letzte letzten letzter vergangenen
    cette depuis dernier derniers dernière dernières hier ayer desde esta este pasada pasado últimos últimas
    вчера вчора эта эту этой этом прошлой прошлую прошлом последние последних
    цей цього цьому минулого минулому минулий останні останніх
    """.split()
)
"""What periods are named by, beside the words for days, weeks, months and years."""
_THINGS = frozenset(
    "article articles point points item items story status statuses talks topic topics".split()
)
_NOT_NEWS = frozenset(
    """
    hasnt havent he her how it its isnt no nor not she than that their them they those when where who whom
    whose why without
    """.split()
)
"""With one of these it asks for something else, or about what was said before."""
_LISTING = frozenset("what which anything everything topic topics list all show".split())
"""A question needs one of these words to ask for all topics at a status."""
_BESIDE_STATUS = (
    STOP_WORDS | CHAT_WORDS | _LISTING | set("currently item items point points status talks".split())
) - set("isnt no nor not without".split())
"""What else such a question may hold: with any other word it asks for something else, or for the opposite."""


@dataclass(frozen=True, slots=True)
class FindPassage:
    """A passage that answers."""


@dataclass(frozen=True, slots=True)
class ShowStep:
    """Where a topic stands, stood or began: a step of its course."""

    step: Step


@dataclass(frozen=True, slots=True)
class ShowTopicsAt:
    """Which topics are at a status: each with the step that says so, at least one."""

    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class ShowBoard:
    """Where all topics stand, or stood: at least one."""

    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class ShowChanges:
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
        self._standing = tuple((step, f" {normalised(step.status)} ") for step in ledger.board())
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
        named = [step for step in topic.course if f" {normalised(step.status)} " in asked]
        if before:
            return (named[-1] if named else topic).previous
        if named:
            return named[0 if "first" in question.words else -1]
        # "When was it signed?" has no answer where it never was.
        others = self._ledger.status_words - set(words(topic.topic)) - _TURNS
        turns = not _TURNS.isdisjoint(question.words) and others.isdisjoint(question.words)
        return topic if turns else None

    def _name_beside_status(self, question: Question) -> str:
        """Give the name in a question for a step, less the words of statuses and those that say nothing."""
        passed_over = self._lexicon.small | STOP_WORDS | _STANDING | _BEFORE | _BESIDE
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
        if _LISTING.isdisjoint(question.words):
            return []
        asked, others = f" {' '.join(question.words)} ", set(question.words) - _BESIDE_STATUS
        return [
            step
            for step, status in self._standing
            if status in asked and others <= _words_of_status(step)
        ]


def lacks_what_is_asked(question: Question, text: str) -> bool:
    """Tell whether a question asks for a number or a date and the text holds none.

    Only ever a doubt: that a text holds a number does not make it the answer.
    """
    if _NUMBER_ASKED.search(question.text) and not _NUMBER.search(text):
        return True
    return bool(_DATE_ASKED.search(question.text)) and not _DATE.search(text)


def _name_asked_about(question: Question, small: frozenset[str]) -> str:
    """Give the name in a question that asks for nothing but where a thing stands; else nothing.

    So does a bare name. `small` are words that say nothing, of the languages that people ask in.
    """
    if _NUMBER_ASKED.search(question.text) or _DATE_ASKED.search(question.text):
        return ""
    excluding = _QUESTION_WORDS if _STANDING.isdisjoint(question.words) else _NOT_STANDING
    if not excluding.isdisjoint(question.words):
        return ""
    passed_over = small | STOP_WORDS | _STANDING
    name = [word for word in question.words if word not in passed_over]
    if question.period:
        name = [word for word in name if not word[0].isdigit()]
    return " ".join(name)


def _asks_for_all(question: Question, small: frozenset[str]) -> bool:
    """Tell whether a question asks where everything stands: "status", "where do things stand?"."""
    said = set(question.words)
    return not said.isdisjoint(_BOARD) and said <= _BOARD | _EVERYTHING | _THINGS | STOP_WORDS | small


def _asks_when_begun(question: Question) -> bool:
    """Tell whether a question asks since when something stands: "when was it agreed?"."""
    if not _OTHERWISE.isdisjoint(question.words):
        return False
    return "when" in question.words or question.words[:2] == ("how", "long")


def _asks_what_was_before(question: Question) -> bool:
    """Tell whether a question asks for the step before: "what was it before?"."""
    if not _OTHERWISE.isdisjoint(question.words) or _asks_when_begun(question):
        return False
    return not _BEFORE.isdisjoint(question.words) and not {"what", "where", "which"}.isdisjoint(
        question.words
    )


def _asks_whether_so(question: Question) -> bool:
    """Tell whether a question asks if something stands as it says: "is it still open?"."""
    return _OTHERWISE.isdisjoint(question.words) and not _NOW.isdisjoint(question.words[:1])


def _asks_what_changed(question: Question) -> bool:
    """Tell whether a question asks for all that is new, and has no word that narrows it but a date."""
    said = {word for word in question.words if not (question.period and word[0].isdigit())}
    if said.isdisjoint(_NEWS) or not said.isdisjoint(_NOT_NEWS):
        return False
    if said.isdisjoint(_ASKING) and not question.period:
        return False
    return said <= _NEWS | _ASKING | _TIME | _THINGS | STOP_WORDS | CALENDAR_WORDS | small_words(())


def _words_of_status(step: Step) -> set[str]:
    """Give the words of a status, and those by which its table calls the topic: "which projects …"."""
    headers = words(" ".join(header for header, _ in step.passage.cells))
    return {*words(step.status), *headers, *(f"{word}s" for word in headers)}
