"""What is wanted: a number, a date, where something stands or stood? And does a passage hold it? Pure."""

import re
from collections.abc import Set as AbstractSet
from enum import Enum, auto

from knowledge.answering.period import calendar_words
from knowledge.model import Status
from knowledge.text import normalised, small_words, stop_words, words

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


class Step(Enum):
    """Which step of a topic's course a question asks for."""

    STANDING = auto()
    BEGUN = auto()
    """The one at the status that is named, or else the last: when did it begin?"""
    BEFORE = auto()


def lacks(question: str, text: str) -> bool:
    """Tell whether a question asks for a number or a date and the text holds none.

    Only ever a doubt: that a text holds a number does not make it the answer.
    """
    if _NUMBER_ASKED.search(question) and not _NUMBER.search(text):
        return True
    return bool(_DATE_ASKED.search(question)) and not _DATE.search(text)


def thing_asked_about(question: str, small: frozenset[str]) -> str:
    """Give the name in a question that asks for nothing but where a thing stands; else nothing.

    So does a bare name. `small` are words that say nothing, of the languages that people ask in.
    """
    if _NUMBER_ASKED.search(question) or _DATE_ASKED.search(question):
        return ""
    said = words(question)
    wanted = _NOT_STANDING if not _STANDING.isdisjoint(said) else _QUESTION_WORDS
    if not wanted.isdisjoint(said):
        return ""
    passed_over = small | stop_words() | _STANDING
    return " ".join(word for word in said if word not in passed_over)


def asks_for_all(question: str, small: frozenset[str]) -> bool:
    """Tell whether a question asks where everything stands: "status", "where do things stand?"."""
    said = set(words(question))
    return not said.isdisjoint(_BOARD) and said <= _BOARD | _EVERYTHING | _THINGS | stop_words() | small


def step_asked_for(question: str) -> Step | None:
    """Tell which step is asked for: "when was it agreed?", "what was it before?", "is it still open?"."""
    said = words(question)
    if not _OTHERWISE.isdisjoint(said):
        return None
    if "when" in said or said[:2] == ["how", "long"]:
        return Step.BEGUN
    if not _BEFORE.isdisjoint(said) and not {"what", "where", "which"}.isdisjoint(said):
        return Step.BEFORE
    return Step.STANDING if said and said[0] in _NOW else None


def named_beside_status(question: str, small: frozenset[str], statuses: AbstractSet[str]) -> str:
    """Give the name in a question for a step; `statuses` are the words of statuses, `small` say nothing."""
    passed_over = small | stop_words() | _STANDING | _BEFORE | _BESIDE
    said = [word for word in words(question) if word not in passed_over]
    return " ".join(word for word in said if word not in statuses)


def step_meant(step: Step, question: str, status: Status, statuses: AbstractSet[str]) -> Status | None:
    """Give the step of a topic that a question asks for; None where its course has none."""
    said = words(question)
    asked = f" {' '.join(said)} "
    named = [each for each in status.course if f" {normalised(each.status)} " in asked]
    if step is Step.STANDING:
        return status
    if step is Step.BEFORE:
        return (named[-1] if named else status).previous
    if named:
        return named[0 if "first" in said else -1]
    # "When was it signed?" has no answer where it never was.
    own = set(words(status.topic))
    return None if _TURNS.isdisjoint(said) or not (statuses - own - _TURNS).isdisjoint(said) else status


def asks_what_changed(question: str, *, of_a_period: bool) -> bool:
    """Tell whether a question asks for all that is new, and has no word that narrows it but a date."""
    said = {word for word in words(question) if not (of_a_period and word[0].isdigit())}
    if said.isdisjoint(_NEWS) or not said.isdisjoint(_NOT_NEWS):
        return False
    if said.isdisjoint(_ASKING) and not of_a_period:
        return False
    return said <= _NEWS | _ASKING | _TIME | _THINGS | stop_words() | calendar_words() | small_words(())
