"""What does each command do? Decided once, for the terminal, for JSON and for Discord; pure."""

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from datetime import date
from typing import ClassVar, TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from knowledge.answering.explanation import Explanation
from knowledge.answering.markup import strip_markup
from knowledge.answering.period import read_start, split_day
from knowledge.answering.question import Question
from knowledge.answers import (
    About,
    Answer,
    Board,
    Course,
    Hit,
    IntentKind,
    News,
    NotYet,
    SmallTalk,
    Standing,
    Standings,
    UnknownTopic,
    Verdict,
)
from knowledge.snapshot import Snapshot
from knowledge.text import chat_words, normalise, polite_words
from knowledge.when import When

_ISO_DATE = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")

PREFIX = "!"
"""What a command begins with in a terminal."""


class Command(Struct, frozen=True):
    """A command as people see it: in the help, in Discord's list and in the manual."""

    name: str
    takes: str
    """What is written after it; "[…]" may be left out."""
    group: str
    """The key of the heading below which the help lists it."""
    terminal: bool = False
    """Whether it may be typed in `talksbot chat` and `ask`."""
    discord: bool = True


COMMANDS = (
    Command("ask", "question", "ask", terminal=True),
    Command("status", "[topic] [as_of]", "ask", terminal=True),
    Command("history", "topic", "ask", terminal=True),
    Command("new", "[since]", "ask", terminal=True),
    Command("follow", "topic", "be_told"),
    Command("unfollow", "topic", "be_told"),
    Command("following", "", "be_told"),
    Command("privacy", "", "you"),
    Command("export_me", "", "you"),
    Command("forget_me", "", "you"),
    Command("forget", "", "you", terminal=True, discord=False),
    Command("quit", "", "you", terminal=True, discord=False),
    Command("help", "", "you", terminal=True),
    Command("articles", "[list | show | add | remove]", "run"),
    Command("sources", "[list | add | pause | remove]", "run"),
    Command("settings", "", "run"),
    Command("reload", "[preview]", "run"),
    Command("rollback", "", "run"),
    Command("unanswered", "", "run"),
    Command("insights", "[days]", "run"),
)
"""Every command, in the order of the help."""

USAGE = (
    "!status",
    "!status TOPIC",
    "!status TOPIC 2026-11-10",
    "!history TOPIC",
    "!new",
    "!new 2026-11-10",
    "!help",
)
"""How commands are typed, for who typed something else."""


class Help(Struct, frozen=True):
    """What can be asked, and how."""

    unknown: str = ""
    """The command that there is not; nothing where the help was asked for."""
    intent = IntentKind.PASSAGE
    verdict = Verdict.NONE
    hits: ClassVar[tuple[Hit, ...]] = ()


class NotADay(Struct, frozen=True):
    """Where a day was expected, something else was written."""

    text: str
    intent = IntentKind.CHANGES
    verdict = Verdict.NONE
    hits: ClassVar[tuple[Hit, ...]] = ()


Reply: TypeAlias = Answer | Help | NotADay
"""What there is to say to a typed line."""


def ask(
    snapshot: Snapshot,
    text: str,
    when: When,
    history: Sequence[str] = (),
    until: float | None = None,
    seen: AbstractSet[str] = frozenset(),
) -> Answer:
    """Answer a question; `history` holds the asker's earlier questions, oldest first.

    Passages are read until `until`, of `time.monotonic()`; what has not been read by then, words decide.
    `seen` holds the texts of the passages that the asker was shown.
    """
    earlier = [Question.read(each, when.today) for each in history]
    return snapshot.answer(Question.read(text, when.today), when, earlier, until, seen)


def talk(snapshot: Snapshot, text: str, when: When) -> SmallTalk | About | None:
    """Answer what is said for the sake of it, or asked about the bot; None for any other question."""
    return snapshot.answer_talk(Question.read(text, when.today))


def look_back(snapshot: Snapshot, when: When, day: date | None) -> tuple[Snapshot, When]:
    """Give what was known on a day, and that day; a day to come, or None, means today.

    Where a day is given, nothing that is dated later is known; for None all is. May take seconds.
    """
    then = when.on(day)
    return (snapshot.as_of(then.today) if day else snapshot), then


def status(
    snapshot: Snapshot, typed: str, when: When, as_of: date | None = None
) -> Board | Standing | Standings | NotYet | UnknownTopic | NotADay:
    """Answer where a topic stands, or several or all of them; on a day, which may also stand behind the name.

    Nothing is known of days to come: for them the answer is today's.
    """
    topic, shown = strip_markup(typed).strip(), typed.strip()
    # "Agreement of 12 May" may be the name of a topic.
    if as_of is None and not snapshot.has_topic(topic):
        topic, as_of = split_day(topic, when.today)
        *_, last = topic.split() or [""]
        if as_of is None and _ISO_DATE.fullmatch(last):
            return NotADay(last)
        shown = topic if as_of else shown
    named = snapshot.status(topic, when.past(as_of))
    if not isinstance(named, UnknownTopic):
        return named
    asked = Question.read(topic, when.today)
    if as_of is None and asked.period:
        as_of = asked.period.last
    answer = snapshot.stand(asked, when, when.past(as_of))
    # Where nothing else was said than a name, it is the name as it was typed that is unknown.
    if isinstance(answer, UnknownTopic) and len(asked.parts) < 2:
        return replace(named, question=shown)
    return answer


def history(snapshot: Snapshot, typed: str, when: When) -> Course | UnknownTopic:
    """Answer how a topic came to where it stands."""
    topic = strip_markup(typed).strip()
    named = snapshot.course(topic)
    if isinstance(named, UnknownTopic):
        found = snapshot.find_topics(Question.read(topic, when.today))
        if len(found) == 1:
            return snapshot.course(found[0])
        return UnknownTopic(typed.strip(), found or named.suggestions)
    return named


def new(snapshot: Snapshot, when: When, since: date | None = None) -> News:
    """Answer what has changed since a day, or in the last days."""
    return snapshot.news(since or when.recently)


def read_since(typed: str, when: When) -> date | None:
    """Read the first day of what is to be told: "yesterday", "2 weeks", "since Monday, please"."""
    polite = chat_words() | polite_words()
    said = (word for word in strip_markup(typed).split() if normalise(word) not in polite)
    return read_start(" ".join(said), when.today)


def reply(
    snapshot: Snapshot,
    line: str,
    when: When,
    earlier: Sequence[str] = (),
    seen: AbstractSet[str] = frozenset(),
) -> Reply:
    """Answer a typed line: a question, or a command with what follows it."""
    name, rest = parse(line)
    match name:
        case "ask" if rest or not line.startswith(PREFIX):
            return ask(snapshot, rest, when, earlier, seen=seen)
        case "status":
            return status(snapshot, rest, when)
        case "history" if rest:
            return history(snapshot, rest, when)
        case "new":
            since = read_since(rest, when) if rest else when.recently
            return new(snapshot, when, since) if since else NotADay(rest)
        case _:
            is_known = any(name == command.name for command in COMMANDS if command.terminal)
            return Help("" if is_known else name)


def explain(snapshot: Snapshot, line: str, answer: Reply, when: When) -> tuple[Explanation, ...]:
    """Say why a typed line was answered so: for each question of it; nothing where nothing was asked."""
    name, rest = parse(line)
    if isinstance(answer, Help | NotADay):
        return ()
    if name != "ask":
        return (Explanation.of_ledger(answer),)
    return snapshot.explain(Question.read(rest, when.today), when)


def parse(line: str) -> tuple[str, str]:
    """Split a typed line into a command and what follows it; a question is the command "ask"."""
    if not line.startswith(PREFIX):
        return "ask", line
    name, _, rest = " ".join(line[len(PREFIX) :].split()).partition(" ")
    return name.lower(), rest
