"""Are the judged questions of every kind fit to be asked? Enough of them, none twice, each answer there."""

from collections import Counter
from itertools import chain
from pathlib import Path

import pytest

from knowledge.evaluation import JudgedQuestion, read_questions
from knowledge.snapshot import Snapshot
from knowledge.text import words

FOLDER = Path(__file__).parent / "questions"
FILES = ("talks", "kinds", "conversations")
KINDS = ("name", "asked", "reworded", "negated", "language2", "incidental", "two")
CONVERSATIONS = {"follow-up": 34, "new-subject": 14, "unanswered-follow-up": 10}
ENOUGH = 40
"""Questions of a kind, of which half are kept aside."""
SETS = ("dev", "held")


def judged(file: str) -> tuple[JudgedQuestion, ...]:
    return read_questions(FOLDER / f"{file}.toml")


def count(questions: tuple[JudgedQuestion, ...]) -> Counter[tuple[str, str, bool]]:
    """Count the questions by kind, set, and whether they must be refused."""
    return Counter((each.kind, each.set, each.refuse) for each in questions)


@pytest.mark.parametrize("kind", KINDS)
def test_there_are_enough_questions_of_each_kind_half_of_them_kept_aside(kind: str) -> None:
    counts = count(judged("kinds"))
    assert sum(counts[kind, of_set, refuse] for of_set in SETS for refuse in (True, False)) >= ENOUGH
    for refuse in (True, False):
        dev, held = (counts[kind, of_set, refuse] for of_set in SETS)
        assert min(dev, held) >= 4
        assert abs(dev - held) <= 1


@pytest.mark.parametrize(("kind", "enough"), CONVERSATIONS.items())
def test_there_are_enough_conversations_half_of_them_kept_aside(kind: str, enough: int) -> None:
    counts = count(judged("conversations"))
    dev, held = (counts[kind, of_set, kind == "unanswered-follow-up"] for of_set in SETS)
    assert dev + held >= enough
    assert abs(dev - held) <= 1


def test_no_other_kind_and_no_other_set_is_there() -> None:
    assert {(each.kind, each.set) for each in judged("kinds")} == {(k, s) for k in KINDS for s in SETS}
    assert {(each.kind, each.set) for each in judged("conversations")} == {
        (k, s) for k in CONVERSATIONS for s in SETS
    }


def test_two_questions_in_one_have_two_right_passages_and_a_conversation_has_earlier_turns() -> None:
    for each in judged("kinds"):
        assert bool(each.expect_each) is (each.kind == "two" and not each.refuse), each.ask
        assert not each.earlier, each.ask
    for each in judged("conversations"):
        assert 1 <= len(each.earlier) <= 4, each.ask


@pytest.mark.parametrize("file", FILES)
def test_each_right_passage_is_one_of_the_shipped_articles(file: str, shipped: Snapshot) -> None:
    texts = [
        " ".join(passage.text.split()) for article in shipped.corpus.articles for passage in article.passages
    ]
    pieces = {piece for each in judged(file) for piece in chain.from_iterable(each.sought)}
    assert {piece: sum(piece in text for text in texts) for piece in pieces} == dict.fromkeys(pieces, 1)


def test_nothing_is_asked_twice() -> None:
    asked = Counter(
        (each.earlier, tuple(words(each.ask)) or each.ask) for file in FILES for each in judged(file)
    )
    assert [turns for turns, times in asked.items() if times > 1] == []
