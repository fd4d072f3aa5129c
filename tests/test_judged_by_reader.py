"""How right are the answers where words mislead? The harder kinds, with the reader and without."""

import pytest

from knowledge.answering.thresholds import Thresholds
from knowledge.evaluation import Evaluation, evaluate, read_questions
from knowledge.semantic.reader import Reader
from knowledge.snapshot import Snapshot
from tests.asking import WHEN
from tests.test_judged_questions import QUESTIONS

KINDS = QUESTIONS.with_name("kinds.toml")
EVERY = 2
"""Which questions are asked: the reader takes a fifth of a second for each."""
RIGHTLY, FALSE = 21, 3
"""With the reader, of about 41 questions that the articles answer, and as many that they do not."""
RIGHTLY_BY_WORDS, FALSE_BY_WORDS = 13, 5


@pytest.fixture(scope="module")
def judged(shipped: Snapshot) -> Evaluation:
    """Ask those that may be tuned with, of a snapshot with the reader."""
    return asked(Snapshot(shipped.corpus, Thresholds(), reader=Reader()))


def asked(snapshot: Snapshot) -> Evaluation:
    may_be_tuned_with = [each for each in read_questions(KINDS) if each.set == "dev"]
    return evaluate(may_be_tuned_with[::EVERY], snapshot, WHEN)


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
    [("name", 1), ("asked", 2), ("negated", 0), ("language2", 1), ("incidental", 1), ("two", 0)],
)
def test_of_each_kind_few_are_answered_that_must_not_be(kind: str, most: int, judged: Evaluation) -> None:
    assert dict(judged.by_kind)[kind].false_answers <= most
