"""What was asked? The text as typed, its words, those of content, and the days that it names."""

from datetime import date

import pytest
from msgspec.structs import replace

from knowledge.answering.period import Period
from knowledge.answering.question import LONGEST_QUESTION, Question

TODAY = date(2026, 11, 20)


def test_a_question_is_read_once_into_all_that_others_need_of_it() -> None:
    assert Question.read("What did the U.S. say in October?", TODAY) == Question(
        text="What did the U.S. say in October?",
        start="What did the U.S. say in October?",
        words=("what", "did", "the", "us", "say", "in", "october"),
        content=("say", "october"),
        period=Period(date(2026, 10, 1), date(2026, 10, 31)),
        period_words=frozenset({"in", "october"}),
        parts=(("what", "did", "the", "us", "say"),),
    )


def test_what_nobody_sees_in_a_typed_text_changes_nothing_but_the_text() -> None:
    typed = Question.read("what did the U.S. say la\u00adst\u00a0we\u200bek？", TODAY)
    plain = Question.read("what did the U.S. say last week?", TODAY)
    assert replace(typed, text=plain.text) == plain


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
    assert Question.read(text, TODAY) == Question(text, text, (), (), None, frozenset(), ())


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


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("the bridge and the boat", [("the", "bridge"), ("the", "boat")]),
        (
            "bridge, boat & tower; mole/dock + quay",
            [(each,) for each in "bridge boat tower mole dock quay".split()],
        ),
        ("die Brücke oder das Boot", [("die", "brücke"), ("das", "boot")]),
        ("and, or", []),
        ("the bridge last week, and the boat", [("the", "bridge"), ("the", "boat")]),
        ("between 9 and 13 November the bridge", [("the", "bridge")]),
    ],
)
def test_a_question_is_parted_where_it_names_another_thing(text: str, parts: list[tuple[str, ...]]) -> None:
    question = Question.read(text, TODAY)
    assert list(question.parts) == parts
    assert question.other_words == tuple(word for part in parts for word in part)


@pytest.mark.parametrize("text", ["the bridge and, last week, the boat", "the bridge, the boat"])
def test_its_words_stay_in_order_with_all_that_parts_them(text: str) -> None:
    assert Question.read(text, TODAY).words == tuple(text.replace(",", "").split())


def test_a_time_of_discord_is_the_day_and_its_figures_are_no_words() -> None:
    question = Question.read("the ferry since <t:1790000000:R>, please", TODAY)
    assert question.period == Period(date(2026, 9, 21), TODAY)
    assert question.words == ("the", "ferry", "since", "please")
    assert question.text == "the ferry since <t:1790000000:R>, please"
    assert question.start == "the ferry since 2026-09-21 , please"


def test_markup_before_a_question_takes_nothing_of_what_is_read() -> None:
    question = Question.read("<@456789012345678901> " * 40 + "does the ferry sail?", TODAY)
    assert question.words == ("does", "the", "ferry", "sail")


def test_what_comes_after_the_longest_question_is_kept_and_not_read() -> None:
    text = "ferry".ljust(LONGEST_QUESTION) + "boat yesterday"
    question = Question.read(text, TODAY)
    assert (question.text, question.start) == (text, text[:LONGEST_QUESTION])
    assert (question.words, question.period) == (("ferry",), None)
