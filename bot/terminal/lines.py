"""What does a typed line ask for? A question, or a `!command` with what follows it."""

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from bot.freshness import Freshness
from knowledge.model import Answer, Claim, Hit, Verdict
from knowledge.snapshot import Snapshot

COMMANDS = (
    "!status",
    "!status TOPIC",
    "!status TOPIC 2026-11-10",
    "!history TOPIC",
    "!new",
    "!new 2026-11-10",
    "!help",
)
_DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")
_SHOWN = 3
"""Passages of an answer."""


def parse(line: str) -> tuple[str, str]:
    """Split a typed line into a command and what follows it; a question is the command "ask"."""
    if not line.startswith("!"):
        return "ask", line
    command, _, rest = " ".join(line[1:].split()).partition(" ")
    return command.lower(), rest


def day(typed: str) -> date | None:
    """Read a date as ISO 8601 writes it; None where it is none."""
    try:
        return date.fromisoformat(typed)
    except ValueError:
        return None


def on_day(text: str) -> tuple[str, str]:
    """Split a topic from the day that may stand behind it: `sanctions 2026-11-10`."""
    *name, last = text.split() or [""]
    return (" ".join(name), last) if _DAY.fullmatch(last) else (text.strip(), "")


def answered(snapshot: Snapshot, line: str, freshness: Freshness) -> Answer:
    """Answer a line in the one form that the JSON of an answer has, whatever it asks for."""
    command, rest = parse(line)
    found = Answer(line, Verdict.NONE, suggestions=COMMANDS)
    if command == "ask":
        found = snapshot.answer(rest, today=freshness.today, recently=freshness.recently)
    elif command == "status" and not rest:
        found = _rows((each.claims[-1] for each in snapshot.board()), snapshot.topics())
    elif command == "status" or (command == "history" and rest):
        found = _one(snapshot, rest, whole=command == "history")
    elif command == "new" and (since := day(rest) if rest else freshness.recently):
        found = snapshot.news(since)
        found = replace(found, suggestions=tuple(change.topic for change in found.changes))
    return replace(found, question=line)


def _one(snapshot: Snapshot, topic: str, *, whole: bool) -> Answer:
    """Answer where a topic stands; with the rows of its `whole` course, newest first."""
    name, then = (topic, "") if whole else on_day(topic)
    found = snapshot.status(name, day(then))
    if found.status is None:
        return replace(found, suggestions=found.suggestions or snapshot.topics())
    if not whole:
        return found
    began = (step.claims[0] for step in reversed(found.status.course))
    return replace(_rows(began), status=found.status)


def _rows(claims: Iterable[Claim], suggestions: Iterable[str] = ()) -> Answer:
    hits = tuple(Hit(claim.passage, claim.article, 1.0) for claim in claims)[:_SHOWN]
    return Answer("", Verdict.ANSWER if hits else Verdict.NONE, hits, suggestions=tuple(suggestions))
