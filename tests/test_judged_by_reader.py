"""How right are the answers where words mislead? The harder kinds, with the reader and without."""

import pytest

from knowledge.answering.thresholds import Thresholds
from knowledge.evaluation import Evaluation, evaluate, read_questions
from knowledge.semantic.reader import Reader
from knowledge.snapshot import Snapshot
from tests.asking import WHEN
from tests.test_judged_questions import QUESTIONS

KINDS = QUESTIONS.with_name("kinds.toml")
RIGHTLY, FALSE = 42, 12
"""With the reader, of 82 questions that the articles answer, and of 82 that they do not."""
RIGHTLY_BY_WORDS, FALSE_BY_WORDS = 28, 13


@pytest.fixture(scope="module")
def judged(shipped: Snapshot) -> Evaluation:
    """Ask those that may be tuned with, of a snapshot with the reader."""
    return asked(Snapshot(shipped.corpus, Thresholds(), reader=Reader()))


def asked(snapshot: Snapshot) -> Evaluation:
    return evaluate([each for each in read_questions(KINDS) if each.set == "dev"], snapshot, WHEN)


def test_with_the_reader_more_is_answered_rightly_and_less_wrongly(
    shipped: Snapshot, judged: Evaluation
) -> None:
    words = asked(shipped).total
    assert words.rightly >= RIGHTLY_BY_WORDS
    assert words.false_answers <= FALSE_BY_WORDS
    assert judged.total.rightly >= max(RIGHTLY, words.rightly)
    assert judged.total.false_answers <= min(FALSE, words.false_answers)


@pytest.mark.parametrize(
    ("kind", "most"),
    [("name", 3), ("asked", 5), ("negated", 1), ("language2", 2), ("incidental", 3), ("two", 1)],
)
def test_of_each_kind_few_are_answered_that_must_not_be(kind: str, most: int, judged: Evaluation) -> None:
    assert dict(judged.by_kind)[kind].false_answers <= most
