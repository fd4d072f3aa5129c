"""What is wanted? A number or date that a text lacks, where a name stands, a step, or what has changed."""

import pytest

from knowledge.answering.intent import asks_what_changed, lacks, thing_asked_about
from knowledge.text import small_words

SMALL = small_words([])
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
    assert lacks(question, WITHOUT)
    for number in ("4 boats", "Twelve boats", "no boat", "several boats", "half of them"):
        assert not lacks(question, number)


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
    assert lacks(question, WITHOUT)
    for time in ("on Monday", "in 2026", "next month", "It sails soon.", "before the winter"):
        assert not lacks(question, time)


@pytest.mark.parametrize("question", ["Who sails?", "where is it", "whenever, however", ""])
def test_any_other_question_lacks_nothing(question: str) -> None:
    assert not lacks(question, WITHOUT)


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("Has the sanctions review started?", "sanctions review"),
        ("is the harbour bridge finished yet", "harbour bridge"),
        ("what is the status of the bridge", "bridge"),
        ("where do the bridge talks stand now?", "bridge"),
        ("any news about the bridge please", "bridge"),
        ("how far is the bridge", "bridge"),
        ("что с санкциями", "санкциями"),
        ("où en est le pont", "pont"),
        ("the bridge?", "bridge"),
        ("Harbour Bridge", "harbour bridge"),
        ("and the bridge?", "bridge"),
        ("what's the latest", ""),
        ("", ""),
    ],
)
def test_a_question_only_for_where_a_thing_stands_gives_its_name(question: str, name: str) -> None:
    assert thing_asked_about(question, SMALL) == name


@pytest.mark.parametrize(
    "question",
    [
        "What is the bridge?",
        "how does the bridge work",
        "Who has started the bridge?",
        "why was the bridge changed",
        "which bridge is finished",
        "When did the bridge start?",
        "how many bridges have started",
    ],
)
def test_a_question_for_something_else_gives_none(question: str) -> None:
    assert thing_asked_about(question, SMALL) == ""


@pytest.mark.parametrize(
    "question",
    [
        "what changed?",
        "What's new?",
        "anything new, please",
        "any news?",
        "any updates on the talks",
        "what is the latest news",
        "which topics have changed recently",
        "was gibt es Neues?",
        "was hat sich geändert",
        "quoi de neuf ?",
        "qu'est-ce qui a changé ?",
        "¿qué ha cambiado?",
        "что изменилось?",
        "що змінилося?",
    ],
)
def test_a_question_for_all_that_is_new_is_known(question: str) -> None:
    assert asks_what_changed(question, of_a_period=False)


@pytest.mark.parametrize(
    "question",
    [
        "what changed since last week?",
        "what has changed since 10 November?",
        "what's new this month?",
        "changes since 2026-11-09",
        "news of the last three days",
        "was hat sich seit letzter Woche geändert?",
        "qu'est-ce qui a changé depuis la semaine dernière ?",
        "¿qué ha cambiado esta semana?",
        "что изменилось с прошлой недели?",
        "що змінилося з минулого тижня?",
    ],
)
def test_a_period_narrows_nothing_but_the_time(question: str) -> None:
    assert asks_what_changed(question, of_a_period=True)


@pytest.mark.parametrize(
    "question",
    [
        "",
        "updates",
        "news",
        "what happened?",
        "what is going on?",
        "what has changed in the sanctions review?",
        "could the talks change eastern europe",
        "where will the new border be",
        "why has it changed?",
        "what has changed about it?",
        "what has not changed?",
        "who changed?",
        "when did the status change?",
        "how are updates shared?",
        "what changed in group 7?",
    ],
)
def test_any_other_question_is_none(question: str) -> None:
    assert not asks_what_changed(question, of_a_period=False)
