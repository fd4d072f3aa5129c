"""Why may a passage be no answer, though it has the words?"""

import pytest

from knowledge.answering.doubts import find_lacking
from tests.asking import read

WITHOUT = "The ferry sails to Holm island."


@pytest.mark.parametrize(
    "question",
    [
        "How many boats are there?",
        "how much is it",
        "What percentage of them?",
        "Сколько лодок?",
        "Скільки човнів?",
        "Wie viele Boote?",
        "combien de bateaux",
        "¿Cuántos barcos?",
    ],
)
def test_a_question_for_a_number_needs_one(question: str) -> None:
    assert find_lacking(read(question), WITHOUT, "en")
    for number in ("4 boats", "Twelve boats", "no boat", "several boats", "half of them"):
        assert not find_lacking(read(question), number, "en")


@pytest.mark.parametrize(
    "question",
    [
        "When does it sail?",
        "what day is it",
        "In which year?",
        "Когда?",
        "Коли?",
        "Wann fährt sie?",
        "quand",
        "¿Cuándo?",
    ],
)
def test_a_question_for_a_date_needs_one(question: str) -> None:
    assert find_lacking(read(question), WITHOUT, "en")
    for time in ("on Monday", "in 2026", "next month", "It sails soon.", "before the winter"):
        assert not find_lacking(read(question), time, "en")


def test_what_nobody_sees_hides_no_date() -> None:
    assert not find_lacking(read("When does it sail?"), "on Tues\u00adday", "en")
    assert not find_lacking(read("When does it sail?"), "next\u00a0month", "en")


@pytest.mark.parametrize("question", ["Who sails?", "where is it", "whenever, however", ""])
def test_any_other_question_lacks_nothing(question: str) -> None:
    assert not find_lacking(read(question), WITHOUT, "en")
