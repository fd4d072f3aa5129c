"""How much work is a question? Its text is read once, and no passage more often than it must be."""

import sys
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest

from knowledge.answering.period import read_period
from knowledge.answering.question import Question
from knowledge.answering.thresholds import Thresholds
from knowledge.answers import ListAnswer, PassageAnswer
from knowledge.model import Article, Corpus, Kind, Passage
from knowledge.snapshot import Snapshot
from knowledge.statuses.names import Names
from knowledge.text import words, words_by_line
from tests.asking import TODAY, ask

PLAIN = (
    "What could a peace deal mean for the economy of Ukraine?",
    "Why do experts recommend confidence building measures?",
    "How do small countries take part in the talks?",
    "Who should support European allies?",
    "What could cause internal divisions?",
    "which measures build trust",
)
MISTYPED = (
    "What could a peice deal mean for the economy?",
    "why do exprets recommend confidence building",
    "who shuold support Europaen allies",
)
MOST = 7
"""Texts that are split into words for one question: it, and what is shown of the best three passages."""


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """Count who splits texts into words, reads periods and repairs names, wherever that was imported."""
    counted: Counter[str] = Counter()

    def count(function: Callable[..., Any], name: str) -> Callable[..., Any]:
        def called(*arguments: Any) -> Any:
            counted[name] += 1
            return function(*arguments)

        return called

    for function, name in ((words, "words"), (words_by_line, "words"), (read_period, "period")):
        counting = count(function, name)
        for module in [each for path, each in sys.modules.items() if path.startswith("knowledge.")]:
            if vars(module).get(function.__name__) is function:
                monkeypatch.setattr(module, function.__name__, counting)
    monkeypatch.setattr(Names, "find", count(Names.find, "find"))
    return counted


@pytest.mark.parametrize("text", [*PLAIN, *MISTYPED])
def test_a_plain_question_is_read_once_and_few_texts_beside_it(
    text: str, shipped: Snapshot, calls: Counter[str]
) -> None:
    assert isinstance(ask(shipped, text), PassageAnswer | ListAnswer)
    assert (calls["period"], calls["find"]) == (1, 0)
    assert 1 < calls["words"] <= MOST


def test_reading_a_question_splits_it_once_and_reads_its_period_once(calls: Counter[str]) -> None:
    Question.read("What did the experts recommend last week?", TODAY)
    assert calls == {"words": 1, "period": 1}


def test_more_topics_make_a_question_no_more_work(calls: Counter[str]) -> None:
    few, many = (town(count) for count in (3, 30))
    split: list[int] = []
    for snapshot in (few, many):
        calls.clear()
        assert isinstance(ask(snapshot, "what does the ferry carry?"), PassageAnswer)
        split.append(calls["words"])
    assert split[0] == split[1] <= MOST


def town(topics: int) -> Snapshot:
    """Make a snapshot of a ferry and so many piers that stand somewhere."""
    rows = (
        Passage(
            f"Pier: {n}. Pier; Status: Open",
            Kind.ROW,
            (),
            (n, n),
            cells=(("Pier", f"{n}. Pier"), ("Status", "Open")),
        )
        for n in range(1, topics + 1)
    )
    ferry = Passage("The ferry carries letters.", Kind.PARAGRAPH, (), (99, 99))
    return Snapshot(Corpus((Article("a.md", "News", "en", (*rows, ferry), TODAY),)), Thresholds())


def test_a_question_that_may_name_a_topic_in_a_wrong_spelling_is_looked_up(
    shipped: Snapshot, calls: Counter[str]
) -> None:
    ask(shipped, "sanctons reveiw")
    assert calls["find"]
