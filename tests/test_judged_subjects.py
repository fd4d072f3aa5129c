"""Is nothing shown for a question about something else, and what is near for one about the talks?"""

import tomllib
from collections import Counter
from itertools import chain
from typing import Literal

import pytest

from knowledge.answering.thresholds import Thresholds
from knowledge.answers import Verdict
from knowledge.semantic.reader import Reader
from knowledge.snapshot import Snapshot
from tests.asking import WHEN, read
from tests.test_judged_questions import QUESTIONS

Subject = Literal["elsewhere", "near"]
SUBJECTS = QUESTIONS.with_name("subjects.toml")
MANY = 49
"""Questions of a set about either."""


def load(of_set: str, subject: Subject) -> list[str]:
    known: dict[str, dict[str, dict[str, list[str]]]] = tomllib.loads(SUBJECTS.read_text("utf-8"))
    return list(chain.from_iterable(known[of_set][subject].values()))


def count(snapshot: Snapshot, of_set: str, subject: Subject) -> Counter[Verdict]:
    verdicts = Counter(snapshot.answer(read(question), WHEN).verdict for question in load(of_set, subject))
    assert verdicts.total() == MANY
    return verdicts


@pytest.mark.parametrize(("of_set", "nothing"), [("dev", 42), ("held", 44)])
def test_by_words_nothing_is_shown_for_most_questions_about_something_else(
    of_set: str, nothing: int, shipped: Snapshot
) -> None:
    verdicts = count(shipped, of_set, "elsewhere")
    assert verdicts[Verdict.NONE] >= nothing
    assert verdicts[Verdict.ANSWER] == 0


@pytest.mark.parametrize(("of_set", "nothing"), [("dev", 15), ("held", 8)])
def test_by_words_something_is_shown_for_most_questions_about_the_talks(
    of_set: str, nothing: int, shipped: Snapshot
) -> None:
    assert count(shipped, of_set, "near")[Verdict.NONE] <= nothing


def test_with_the_reader_more_is_seen_to_be_about_something_else(shipped: Snapshot) -> None:
    read_by_it = Snapshot(shipped.corpus, Thresholds(), reader=Reader())
    verdicts = count(read_by_it, "dev", "elsewhere")
    assert verdicts[Verdict.NONE] >= 44
    assert verdicts[Verdict.ANSWER] == 0
