"""What is wanted: a number, a date, where something stands? And does a passage hold it? Pure."""

import re

from knowledge.text import STOP_WORDS, words

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
    passed_over = small | STOP_WORDS | _STANDING
    return " ".join(word for word in said if word not in passed_over)
