"""What stands, since when? Topics with their dated statuses, each with the row or bullet that says so."""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from knowledge.model import Article, Corpus, Kind, Passage, Status
from knowledge.names import Aliases, Names
from knowledge.text import CHAT_WORDS, STOP_WORDS, normalised, words

_HEADERS = frozenset({"status", "state", "stage", "progress"})
"""A table column whose header holds one of these words says where the row's topic stands."""

_STATUSES = frozenset(
    normalised(status)
    for status in """
    active, agreed, agreed in principle, announced, approved, blocked, cancelled, closed, completed,
    concluded, delayed, denied, done, drafted, eased, ended, extended, frozen, halted, in force,
    in progress, lifted, not started, on hold, ongoing, open, paused, pending, planned, postponed,
    proposed, ratified, rejected, reported, resumed, scheduled, signed, stalled, started, suspended,
    under discussion, under negotiation, under review, underway, withdrawn
    """.split(",")
)
"""What a bullet `Topic: Status` may say to be one; any other bullet is prose."""

_TASK = re.compile(r"^\[[ xX]\]\s+")
_MARKUP = " *_`~"
"""What plain text may have around a name; a passage keeps it, a topic does not."""
_LISTING = frozenset("what which anything everything topic topics list all show".split())
"""A question needs one of these words to ask for all topics at a status."""
_PASSED_OVER = (
    STOP_WORDS | CHAT_WORDS | _LISTING | set("currently item items point points status talks".split())
) - set("isnt no nor not without".split())
"""What else such a question may hold: with any other word it asks for something else, or for the opposite."""


class Ledger:
    """All topics of a corpus and where they stand."""

    def __init__(self, corpus: Corpus) -> None:
        aliases = Aliases(corpus.glossary)
        claims = sorted(
            _claims(corpus), key=lambda claim: (claim.article.dated, claim.article.path, claim.passage.lines)
        )
        apart = _told_apart(claims, aliases)
        courses: dict[str, list[Status]] = {}
        for claim in claims:
            key = aliases.key(claim.topic)
            courses.setdefault(normalised(claim.topic) if key in apart else key, []).append(claim)
        stands = {key: _newest(course) for key, course in courses.items()}
        board = sorted(stands.values(), key=lambda status: status.topic.casefold())
        self._topics = {status.topic: status for status in board}
        self._by_place = {
            (claim.article.path, claim.passage): stands[key]
            for key, course in courses.items()
            for claim in course
        }
        self._names = Names(self._topics, corpus.glossary)

    def board(self) -> tuple[Status, ...]:
        """Give each topic's status, sorted by topic."""
        return tuple(self._topics.values())

    def find(self, asked: str) -> tuple[Status | None, tuple[str, ...]]:
        """Give the status of the topic meant by a name, alias or misspelling; else the nearest names."""
        name, near = self._names.find(asked)
        return (None, near) if name is None else (self._topics[name], ())

    def calls(self, topic: str, name: str) -> bool:
        """Tell whether a name, whole and rightly spelt, is one of a topic's."""
        return self._names.whole(name) == topic

    def standing_at(self, question: str) -> list[Status]:
        """Give the topics at the status that a question names: "what is under discussion?"."""
        said = words(question)
        if _LISTING.isdisjoint(said):
            return []
        asked, others = f" {' '.join(said)} ", set(said) - _PASSED_OVER
        return [
            status
            for status in self.board()
            if f" {normalised(status.status)} " in asked and others <= _named(status)
        ]

    def topics(self, typed: str = "", most: int = 25) -> tuple[str, ...]:
        """Give the names of topics that what was typed so far may become, best first."""
        return self._names.completions(typed, most)

    def about(self, article: Article, passage: Passage) -> Status | None:
        """Give what stands now of the topic whose status this passage states, or once stated."""
        return self._by_place.get((article.path, passage))


def _told_apart(claims: Sequence[Status], aliases: Aliases) -> set[str]:
    """Give the keys under which one article states several topics: to it they are not the same thing."""
    said: dict[tuple[str, str], set[str]] = {}
    for claim in claims:
        said.setdefault((claim.article.path, aliases.key(claim.topic)), set()).add(normalised(claim.topic))
    return {key for (_, key), topics in said.items() if len(topics) > 1}


def _claims(corpus: Corpus) -> Iterator[Status]:
    for article in corpus.articles:
        for passage in article.passages:
            claim = _claim(article, passage)
            if claim:
                yield claim


def _claim(article: Article, passage: Passage) -> Status | None:
    """Read a passage as the statement of a topic's status, if it is one."""
    topic = status = ""
    if passage.kind is Kind.ROW:
        topic, status = _topic_and_status(passage.cells)
    elif passage.kind is Kind.BULLET:
        topic, _, status = passage.text.partition(":")
        topic, status = _TASK.sub("", topic), status.rstrip(" .!*_`")
        if normalised(status) not in _STATUSES:
            return None
    if not normalised(topic) or not normalised(status):
        return None
    return Status(topic.strip(_MARKUP), status.strip(_MARKUP), article, passage, article.published)


def _topic_and_status(cells: Sequence[tuple[str, str]]) -> tuple[str, str]:
    """Take the column that names a status, and of the others the first with words, not one that counts."""
    for number, (header, status) in enumerate(cells):
        # A first column "State" lists states; what stands in a later one, or in any "Status", is a status.
        if _HEADERS.intersection(words(header)) and (number or "status" in words(header)):
            others = (value for place, (_, value) in enumerate(cells) if place != number)
            return next((value for value in others if any(map(str.isalpha, value))), ""), status
    return "", ""


def _named(status: Status) -> set[str]:
    """Give the words of a status, and those by which its table calls the topic: "which projects …"."""
    headers = words(" ".join(header for header, _ in status.passage.cells))
    return {*words(status.status), *headers, *(f"{word}s" for word in headers)}


def _newest(course: list[Status]) -> Status:
    """Fold a topic's claims, oldest first, into the one that stands."""
    stands: Status | None = None
    for _, day in groupby(course, key=lambda claim: claim.article.dated):
        stands = _of_one_day(list(day), stands)
    assert stands is not None  # noqa: S101  a course has at least one claim
    return stands


def _of_one_day(claims: list[Status], before: Status | None) -> Status:
    """Give what stands after a day's claims: the last of them, and what others of that day say instead."""
    said = {normalised(claim.status): claim for claim in claims}
    last = claims[-1]
    disagree = tuple(claim for status, claim in said.items() if status != normalised(last.status))
    as_of, previous = last.as_of, before
    if before and normalised(before.status) == normalised(last.status):
        as_of, previous = before.as_of, before.previous
    return Status(last.topic, last.status, last.article, last.passage, as_of, previous, disagree)
