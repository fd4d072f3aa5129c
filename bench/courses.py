"""How fast is a topic's status, and its history? In process, over a long story of many articles."""

import time
from collections.abc import Callable
from datetime import date, timedelta
from random import Random

from bench.mistyping import mistyped
from bench.report import Figure, percentile
from knowledge.answering.thresholds import Thresholds
from knowledge.answers import Course
from knowledge.model import Article, Corpus, Kind, Passage
from knowledge.snapshot import Snapshot
from knowledge.statuses.ledger import Ledger

_BEGUN = date(2020, 1, 1)
_ROWS = 5
"""Statuses in each article."""
_PARTS = (
    "Energy Border Sanctions Prisoner Maritime Grain Humanitarian Nuclear Ceasefire Aviation".split(),
    "Security Review Exchange".split(),
)
_STATUSES = ("Proposed", "Under Discussion", "In Progress", "Agreed", "Suspended")
_MOST_MS = 5


def measure(articles: int = 2_000, asked: int = 3_000) -> list[Figure]:
    """Ask for the status and the history of topics as they are spelt, mistyped, in part, and as of a day."""
    corpus = _corpus(articles)
    begun = time.perf_counter()
    steps = sum(len(step.course) for step in Ledger(corpus).board())
    built = time.perf_counter() - begun
    snapshot = Snapshot(corpus, Thresholds())
    random = Random("courses")  # noqa: S311  the same each time, on purpose
    names = [_asked(random, random.choice(snapshot.coverage.topics)) for _ in range(asked)]
    days = [_BEGUN + timedelta(days=random.randrange(articles)) for _ in names]
    then = dict(zip(names, days, strict=True))
    at = f"at {articles:,} articles, p99"
    return [
        Figure(f"status of a topic {at}", _p99(snapshot.status, names), "ms", most=_MOST_MS),
        Figure(
            f"status as of a day {at}",
            _p99(lambda name: snapshot.status(name, then[name]), names),
            "ms",
            most=_MOST_MS,
        ),
        Figure(
            f"history of a topic {at}", _p99(lambda name: _steps(snapshot, name), names), "ms", most=_MOST_MS
        ),
        Figure(f"ledger of {articles:,} articles and {steps:,} changes", built, "s"),
    ]


def _corpus(articles: int) -> Corpus:
    """Make articles of one day each, with the statuses of some topics."""
    random = Random("courses")  # noqa: S311  the same each time, on purpose
    topics = [f"{first} {second}" for first in _PARTS[0] for second in _PARTS[1]]
    return Corpus(
        tuple(
            Article(
                f"report-{number:05}.md",
                f"Report {number}",
                "en",
                tuple(
                    _row(_spelt(random, topic), random.choice(_STATUSES), line)
                    for line, topic in enumerate(random.sample(topics, _ROWS), 1)
                ),
                _BEGUN + timedelta(days=number),
            )
            for number in range(articles)
        )
    )


def _row(topic: str, status: str, line: int) -> Passage:
    cells = (("Topic", topic), ("Status", status))
    text, row = f"Topic: {topic}; Status: {status}", f"| {topic} | {status} |"
    return Passage(text, Kind.ROW, ("Topics",), (line, line), cells=cells, row=row)


def _spelt(random: Random, topic: str) -> str:
    first, second = topic.split()
    return random.choice((topic, topic.upper(), f"{second} of {first}", f"{first}-{second}", f"{topic}s"))


def _asked(random: Random, topic: str) -> str:
    return random.choice((topic, topic.lower(), mistyped(topic), topic.split()[0], f"what about {topic}?"))


def _steps(snapshot: Snapshot, name: str) -> int:
    answer = snapshot.course(name)
    return len(answer.step.course) if isinstance(answer, Course) else 0


def _p99(ask: Callable[[str], object], names: list[str]) -> float:
    taken: list[float] = []
    for name in names:
        milliseconds = _milliseconds(ask, name)
        if milliseconds > _MOST_MS / 2:  # a busy machine interrupts anybody, a slow topic is slow each time
            milliseconds = min(milliseconds, *(_milliseconds(ask, name) for _ in range(2)))
        taken.append(milliseconds)
    return percentile(taken, 0.99)


def _milliseconds(ask: Callable[[str], object], name: str) -> float:
    begun = time.perf_counter()
    ask(name)
    return 1000 * (time.perf_counter() - begun)
