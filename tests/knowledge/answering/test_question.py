"""What was asked? The text as typed, its words, those of content, and the days that it names."""

from datetime import date

import pytest

from knowledge.answering.period import Period
from knowledge.answering.question import LONGEST_QUESTION, Question

TODAY = date(2026, 11, 20)


def test_a_question_is_read_once_into_all_that_others_need_of_it() -> None:
    assert Question.read("What did the U.S. say in October?", TODAY) == Question(
        text="What did the U.S. say in October?",
        words=("what", "did", "the", "us", "say", "in", "october"),
        content=("say", "october"),
        period=Period(date(2026, 10, 1), date(2026, 10, 31)),
    )


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("Who keeps the lighthouse?", ("keeps", "lighthouse")),
        ("why not?", ("why", "not")),
        ("and then", ("and", "then")),
        ("Was sagt die Regierung?", ("sagt", "die", "regierung")),
    ],
)
def test_stop_words_carry_no_content_unless_there_is_nothing_else(
    text: str, content: tuple[str, ...]
) -> None:
    assert Question.read(text, TODAY).content == content


@pytest.mark.parametrize("text", ["", " ", "?!", "🙂", "\x00", "\ud800"])
def test_a_text_without_a_word_is_a_question_still(text: str) -> None:
    assert Question.read(text, TODAY) == Question(text, (), (), None)


@pytest.mark.parametrize(
    ("text", "says_little"),
    [("why?", True), ("and what about it?", True), ("how so", True), ("", True), ("why the ferry?", False)],
)
def test_a_question_of_stop_words_alone_says_little(text: str, says_little: bool) -> None:
    assert Question.read(text, TODAY).says_little is says_little


@pytest.mark.parametrize(
    ("today", "first"), [(TODAY, date(2026, 11, 19)), (date(2026, 3, 1), date(2026, 2, 28))]
)
def test_what_is_counted_from_today_is_counted_from_the_day_of_the_answer(today: date, first: date) -> None:
    assert Question.read("what was said yesterday?", today).period == Period(first, first)


def test_what_comes_after_the_longest_question_is_kept_and_not_read() -> None:
    text = "ferry".ljust(LONGEST_QUESTION) + "boat yesterday"
    question = Question.read(text, TODAY)
    assert (question.text, question.start) == (text, text[:LONGEST_QUESTION])
    assert (question.words, question.period) == (("ferry",), None)
