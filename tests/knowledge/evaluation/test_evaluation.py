"""How right are the answers? Judged questions are read, asked, counted, and used to calibrate."""

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.answering.explanation import Explanation, Judgement
from knowledge.answering.question import Question
from knowledge.answers import Answer, Hit, Nothing, PassageAnswer, Verdict
from knowledge.evaluation import (
    Evaluation,
    Fault,
    JudgedQuestion,
    Outcome,
    QuestionsError,
    calibrate,
    evaluate,
    read_questions,
)
from knowledge.model import Article, Kind, Passage
from knowledge.when import When
from tests.asking import WHEN

TALKS = Path(__file__).parents[2] / "questions" / "talks.toml"


# Reading


@pytest.fixture
def written(tmp_path: Path) -> Callable[[str, str], Path]:
    """Give a function that writes a file of questions."""

    def write(name: str, text: str) -> Path:
        path = tmp_path / name
        path.write_text(text, "utf-8")
        return path

    return write


Write = Callable[[str, str], Path]
TOML = """
[[question]]
ask = "when does the ferry sail"
expect = "on Monday"
kind = "direct"
set = "dev"

[[question]]
ask = "who owns it"
refuse = true

[[question]]
ask = "what is new"
expect = ["the ferry", "the lamp"]

[[question]]
earlier = ["hi", "when does it sail"]
ask = "and what does it cost? and the lamp?"
expect_each = ["four crowns", ["the lamp", "her lamp"]]
"""
JSON_LINES = """\ufeff{"set":"dev", "kind":"direct", "ask":"when does the ferry sail", "expect":"on Monday"}

{"ask": "who owns it", "refuse": true}
{"ask": "what is new", "expect": ["the ferry", "the lamp"], "refuse": false}
{"earlier": ["hi", "when does it sail"], "ask": "and what does it cost? and the lamp?",\
 "expect_each": ["four crowns", ["the lamp", "her lamp"]]}
"""


@pytest.mark.parametrize(("name", "text"), [("q.toml", TOML), ("q.TOML", TOML), ("q.jsonl", JSON_LINES)])
def test_both_formats_hold_the_same_questions(name: str, text: str, written: Write) -> None:
    questions = read_questions(written(name, text))
    assert questions == (
        JudgedQuestion("when does the ferry sail", ("on Monday",), "direct", "dev"),
        JudgedQuestion("who owns it"),
        JudgedQuestion("what is new", ("the ferry", "the lamp")),
        JudgedQuestion(
            "and what does it cost? and the lamp?",
            expect_each=(("four crowns",), ("the lamp", "her lamp")),
            earlier=("hi", "when does it sail"),
        ),
    )
    assert [question.refuse for question in questions] == [False, True, False, False]


def test_the_turns_of_a_conversation_are_said_in_one_line() -> None:
    assert JudgedQuestion("why?").turns == "why?"
    assert JudgedQuestion("why?", earlier=("hi", "is it red")).turns == "hi → is it red → why?"


def test_what_was_asked_earlier_may_be_one_text(written: Write) -> None:
    (question,) = read_questions(
        written("q.toml", '[[question]]\nearlier = "hi"\nask = "who?"\nrefuse = true')
    )
    assert question.earlier == ("hi",)


def test_our_own_questions_can_be_read() -> None:
    questions = read_questions(TALKS)
    assert len(questions) >= 150
    assert {question.set for question in questions} == {"dev", "held"}


ONE = '[[question]]\nask = "who?"\nexpect = "he"\n'
WRONG = [
    ('[[question]]\nask = "who?"\n', ":4: question 2 has neither `expect` nor `refuse = true`."),
    ('[[question]]\nask = "who?"\nrefuse = false\n', ":4: question 2 has neither"),
    ('[[question]]\nask = "who?"\nexpect = "he"\nrefuse = true\n', ":4: question 2 has both"),
    ('[[question]]\nask = "who?"\nexpects = "he"\n', "'expects'. Did you mean expect?"),
    ('[[question]]\nask = "who?"\nwxyz = "he"\n', "'wxyz'. Known are: ask, expect, expect_each, "),
    ('[[question]]\nask = " "\nexpect = "he"\n', "has no `ask`"),
    ('[[question]]\nask = 2026-01-01\nexpect = "he"\n', "has no `ask`"),
    ('[[question]]\nexpect = "he"\n', "has no `ask`"),
    ('[[question]]\nask = "who?"\nrefuse = "yes"\n', "has a `refuse` that is neither true nor false."),
    ('[[question]]\nask = "who?"\nexpect = []\n', "has an `expect` that is neither"),
    ('[[question]]\nask = "who?"\nexpect = ""\n', "has an `expect` that is neither"),
    ('[[question]]\nask = "who?"\nexpect = ["he", 3]\n', "has an `expect` that is neither"),
    (
        '[[question]]\nask = "who?"\nexpect = "he"\nexpect_each = ["he", "she"]\n',
        "both `expect` and `expect_each`.",
    ),
    (
        '[[question]]\nask = "who?"\nrefuse = true\nexpect_each = ["he", "she"]\n',
        "both `expect_each` and `refuse",
    ),
    (
        '[[question]]\nask = "who?"\nexpect_each = "he"\n',
        "has an `expect_each` that is no list of two or three.",
    ),
    ('[[question]]\nask = "who?"\nexpect_each = ["he"]\n', "has an `expect_each` that is no"),
    (
        '[[question]]\nask = "who?"\nexpect_each = ["he", "she", "it", "we"]\n',
        "has an `expect_each` that is no",
    ),
    ('[[question]]\nask = "who?"\nexpect_each = ["he", []]\n', "has an `expect_each` that is no"),
    ('[[question]]\nask = "who?"\nexpect_each = ["he", ["she", 3]]\n', "has an `expect_each` that is no"),
    (
        '[[question]]\nask = "who?"\nexpect = "he"\nearlier = 3\n',
        "has an `earlier` that is neither a text nor a list",
    ),
    ('[[question]]\nask = "who?"\nexpect = "he"\nearlier = []\n', "has an `earlier` that is neither"),
    (
        '[[question]]\nask = "who?"\nexpect = "he"\nearlier = ["hi", " "]\n',
        "has an `earlier` that is neither",
    ),
    ('[[question]]\nask = "who?"\nexpect = "he"\nearliest = "hi"\n', "'earliest'. Did you mean earlier?"),
    ('[[question]]\nask = "who?"\nexpect = "he"\nkind = 3\n', "has a `kind` that is no text."),
    ('[[question]]\nask = "who?"\nexpect = "he"\nset = []\n', "has a `set` that is no text."),
    ('[other]\nask = "who?"\n', "'other' is unknown. Write [[question]]"),
    ("[[question]\n", ":4: is not TOML: "),
    ('x = "', ":4: is not TOML: Unterminated string. Mend that line."),
]


@pytest.mark.parametrize(("text", "said"), WRONG)
def test_what_cannot_be_meant_is_refused_with_its_place_and_cure(
    text: str, said: str, written: Write
) -> None:
    path = written("q.toml", ONE + text)
    with pytest.raises(QuestionsError) as refused:
        read_questions(path)
    assert str(refused.value).startswith(str(path))
    assert said in str(refused.value)
    assert refused.value.cure.endswith((".", "?"))


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("q.toml", "", "holds no question."),
        ("q.toml", "# nothing\n", "holds no question."),
        ("q.jsonl", "\n \n", "holds no question."),
        ("q.toml", '[question]\nask = "who?"\n', "with two brackets"),
        ("q.toml", "question = [1]\n", "question 1 is no table"),
        ("q.toml", "x = " + "[" * 5_000, "is not TOML"),
        ("q.jsonl", "[1]\n", ":1: question 1 is no table of keys and values."),
        ("q.jsonl", '\n{"ask": "who?"}\n', ":2: question 1 has neither"),
        ("q.jsonl", '{"ask": "who?", "refuse": true}\n{ask}\n', ":2: is not JSON"),
        ("q.jsonl", "[" * 100_000, ":1: is not JSON"),
        ("q.txt", ONE, "is neither TOML nor JSON lines."),
        ("q.toml", "#" * (2 * 1024 * 1024 + 1), "is larger than 2 MB."),
    ],
)
def test_a_file_without_questions_is_refused(name: str, text: str, said: str, written: Write) -> None:
    with pytest.raises(QuestionsError) as refused:
        read_questions(written(name, text))
    assert said in str(refused.value)


def test_a_header_inside_a_text_takes_the_line_and_not_the_number(written: Write) -> None:
    text = '[[question]]\nask = """\n[[question]]\n"""\n'
    with pytest.raises(QuestionsError, match=r"q\.toml: question 1 has neither"):
        read_questions(written("q.toml", text))


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(QuestionsError, match="cannot be read: No such file"):
        read_questions(tmp_path / "none.toml")


def test_a_file_in_another_encoding_is_refused_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "q.toml"
    path.write_bytes(b"# one\n# caf\xe9\n")
    with pytest.raises(QuestionsError, match=r":2: is not UTF-8\."):
        read_questions(path)


# Evaluating


def hit(text: str, score: float) -> Hit:
    passage = Passage(text, Kind.PARAGRAPH, ("News",), (1, 1))
    return Hit(passage, Article("a.md", "The ferry", "en", (passage,)), score, score)


FOUND = (
    hit("It sails\non Monday.", 0.8),
    hit("It is red.", 0.5),
    hit("It is old.", 0.4),
    hit("It is new.", 0.1),
)


class Finds:
    """Answers each question with this verdict, out of what it finds; shows the first ones of it."""

    def __init__(self, verdict: Verdict, found: tuple[Hit, ...], most: int = 3) -> None:
        self.verdict, self.found, self.most = verdict, found, most
        self.asked: list[tuple[Question, When, Sequence[Question]]] = []

    def answer(self, question: Question, when: When, history: Sequence[Question]) -> Answer:
        self.asked.append((question, when, history))
        shown = () if self.verdict is Verdict.NONE else self.found[: self.most]
        return (
            PassageAnswer(question.text, self.verdict, shown, ("",) * len(shown))
            if shown
            else Nothing(question.text)
        )

    def search(
        self, question: Question, when: When, most: int, history: Sequence[Question]
    ) -> tuple[Hit, ...]:
        self.asked.append((question, when, history))
        return self.found[:most]

    def explain(self, question: Question, when: When, history: Sequence[Question]) -> tuple[Explanation, ...]:
        self.asked.append((question, when, history))
        judgement = Judgement(self.verdict, 0.33, 0.12, self.found[0].score) if self.found else None
        return (Explanation((), (), self.found, judgement, question.text),)


def judged(
    expect: tuple[str, ...], verdict: Verdict, found: tuple[Hit, ...] = FOUND, kind: str = ""
) -> Outcome:
    """Ask one question of something that finds this, and shows at most three of it."""
    question = JudgedQuestion("what of it", expect, kind)
    return evaluate([question], Finds(verdict, found), WHEN, most=len(FOUND)).outcomes[0]


@pytest.mark.parametrize(
    ("expect", "verdict", "rank", "shown_rank", "fault"),
    [
        (("sails on  Monday",), Verdict.ANSWER, 1, 1, None),
        (("never", "Monday"), Verdict.ANSWER, 1, 1, None),
        (("Monday",), Verdict.CLOSEST, 1, 1, Fault.UNSURE),
        (("Monday",), Verdict.NONE, 1, None, Fault.UNSURE),
        (("old",), Verdict.ANSWER, 3, 3, Fault.MISRANKED),
        (("new",), Verdict.ANSWER, 4, None, Fault.MISRANKED),
        (("blue",), Verdict.ANSWER, None, None, Fault.MISSED),
        ((), Verdict.ANSWER, None, None, Fault.FALSE_ANSWER),
        ((), Verdict.CLOSEST, None, None, None),
        ((), Verdict.NONE, None, None, None),
    ],
)
def test_an_answer_is_judged_by_its_first_passage_and_its_verdict(
    expect: tuple[str, ...], verdict: Verdict, rank: int | None, shown_rank: int | None, fault: Fault | None
) -> None:
    outcome = judged(expect, verdict)
    assert (outcome.rank, outcome.shown_rank, outcome.fault) == (rank, shown_rank, fault)
    assert outcome.found == FOUND
    assert outcome.score == 0.8
    assert outcome.margin == pytest.approx(0.3)


def test_a_question_is_asked_as_of_the_day_that_is_given() -> None:
    finds = Finds(Verdict.ANSWER, FOUND)
    evaluate([JudgedQuestion("what was new yesterday?", ("x",))], finds, WHEN)
    question = Question.read("what was new yesterday?", WHEN.today)
    assert question.period
    assert finds.asked == [(question, WHEN, [])] * 3


def test_a_question_is_asked_after_those_that_were_asked_earlier() -> None:
    finds = Finds(Verdict.ANSWER, FOUND)
    evaluate([JudgedQuestion("why?", ("x",), earlier=("hi", "is it new since monday"))], finds, WHEN)
    asked, *history = (Question.read(turn, WHEN.today) for turn in ("why?", "hi", "is it new since monday"))
    assert finds.asked == [(asked, WHEN, history)] * 3


@pytest.mark.parametrize(
    ("each", "verdict", "rank", "shown_rank", "fault"),
    [
        ((("Monday",), ("red",)), Verdict.ANSWER, 1, 1, None),
        ((("old",), ("never", "Monday")), Verdict.ANSWER, 1, 1, None),
        ((("old",), ("red",), ("Monday",)), Verdict.ANSWER, 1, 1, None),
        ((("Monday",), ("sails",)), Verdict.ANSWER, 1, 1, None),
        ((("Monday",), ("new",)), Verdict.ANSWER, 4, None, Fault.MISRANKED),
        ((("Monday",), ("blue",)), Verdict.ANSWER, None, None, Fault.MISSED),
        ((("blue",), ("green",)), Verdict.ANSWER, None, None, Fault.MISSED),
        ((("Monday",), ("red",)), Verdict.CLOSEST, 1, 1, Fault.UNSURE),
        ((("Monday",), ("red",)), Verdict.NONE, 1, None, Fault.UNSURE),
        ((("Monday",), ("old",)), Verdict.NONE, 3, None, Fault.MISRANKED),
    ],
)
def test_an_answer_to_several_questions_has_to_show_a_right_passage_of_each(
    each: tuple[tuple[str, ...], ...],
    verdict: Verdict,
    rank: int | None,
    shown_rank: int | None,
    fault: Fault | None,
) -> None:
    question = JudgedQuestion("what of it, and what else", expect_each=each)
    (outcome,) = evaluate([question], Finds(verdict, FOUND), WHEN, most=len(FOUND)).outcomes
    assert (outcome.rank, outcome.shown_rank, outcome.fault) == (rank, shown_rank, fault)


def test_a_passage_that_was_found_and_not_shown_is_no_answer_to_one_of_several_questions() -> None:
    question = JudgedQuestion("what of it, and what else", expect_each=(("Monday",), ("red",)))
    (outcome,) = evaluate([question], Finds(Verdict.ANSWER, FOUND, 1), WHEN).outcomes
    assert (outcome.shown, outcome.rank, outcome.fault) == (1, 2, Fault.MISRANKED)


def test_no_more_passages_are_looked_at_than_asked_for_and_each_once() -> None:
    question = JudgedQuestion("what of it", ("new",))
    (three,) = evaluate([question], Finds(Verdict.ANSWER, FOUND), WHEN).outcomes
    assert (three.found, three.rank) == (FOUND[:3], None)
    (four,) = evaluate([question], Finds(Verdict.ANSWER, FOUND), WHEN, most=4).outcomes
    assert (four.found, four.rank) == (FOUND, 4)


def test_where_nothing_was_found_there_is_no_score_and_no_margin() -> None:
    outcome = judged(("x",), Verdict.NONE, ())
    assert (outcome.score, outcome.margin, outcome.fault) == (0, None, Fault.MISSED)
    assert judged(("x",), Verdict.ANSWER, FOUND[:1]).margin is None


def test_the_figures_are_counted_in_all_and_by_kind() -> None:
    evaluation = Evaluation(
        (
            judged(("Monday",), Verdict.ANSWER, kind="direct"),
            judged(("red",), Verdict.ANSWER, kind="direct"),
            judged(("Monday",), Verdict.CLOSEST, kind="direct"),
            judged(("Monday",), Verdict.NONE, kind="direct"),
            judged((), Verdict.ANSWER, kind="near"),
            judged((), Verdict.CLOSEST, kind="near"),
        )
    )
    (direct_name, direct), (near_name, near) = evaluation.by_kind
    assert (direct_name, near_name) == ("direct", "near")
    assert (direct.answerable, direct.answered, direct.rightly, direct.silent) == (4, 2, 1, 1)
    assert (direct.success_at_1, direct.success_at_3, direct.mrr) == (0.5, 0.75, 0.625)
    assert (near.success_at_1, near.success_at_3, near.mrr) == (None, None, None)
    assert (near.unanswerable, near.false_answers, near.refusals) == (2, 1, 1)
    total = evaluation.total
    assert (total.answerable, total.unanswerable, total.mrr) == (4, 2, 0.625)
    assert [outcome.fault for outcome in evaluation.wrong] == [
        Fault.MISRANKED,
        Fault.UNSURE,
        Fault.UNSURE,
        Fault.FALSE_ANSWER,
    ]


def test_the_scores_count_whatever_the_verdict() -> None:
    evaluation = Evaluation(
        (judged(("Monday",), Verdict.NONE), judged(("red",), Verdict.NONE), judged((), Verdict.NONE))
    )
    assert (evaluation.right_scores, evaluation.near_scores) == ((0.8,), (0.8, 0.8))
    assert evaluation.refuse_scores == (0.8,)


# Calibrating


def scored(right: list[float], refuse: list[float], missed: int = 0) -> Evaluation:
    """Give an evaluation of questions whose best passages have these scores."""
    outcomes = [judged(("sails",), Verdict.CLOSEST, (hit("It sails.", score),)) for score in right]
    outcomes += [judged((), Verdict.CLOSEST, (hit("It sails.", score),)) for score in refuse]
    outcomes += [judged(("blue",), Verdict.CLOSEST)] * missed
    return Evaluation(tuple(outcomes))


def test_the_answer_threshold_lies_between_the_right_and_the_false() -> None:
    calibration = calibrate(scored([0.5, 0.6, 0.7], [0.1, 0.2, 0.3]))
    assert (calibration.answer, calibration.closest) == (0.4, 0.4)
    assert (calibration.rightly, calibration.false_answers, calibration.lost) == (3, 0, 0)
    assert (calibration.answerable, calibration.unanswerable, calibration.found) == (3, 3, 3)


def test_the_allowed_false_answers_are_used_where_they_win_a_right_one() -> None:
    right, refuse = [0.3] * 30, [0.1] * 19 + [0.9]
    assert calibrate(scored(right, refuse)).answer == 0.2
    strict = calibrate(scored(right, refuse), 0)
    assert (strict.answer, strict.closest) == (None, 0.3)
    assert (strict.rightly, strict.false_answers) == (0, 0)


def test_two_in_a_hundred_right_passages_may_be_lost() -> None:
    calibration = calibrate(scored([0.01, 0.02, 0.215] + [0.9] * 97, [0.5] * 20))
    assert (calibration.closest, calibration.lost) == (0.21, 2)


@pytest.mark.parametrize(
    ("right", "refuse", "missed", "separation"),
    [
        ([0.5, 0.6], [0.1, 0.2], 0, 1.0),
        ([0.1, 0.2], [0.5, 0.6], 0, 0.0),
        ([0.3], [0.3], 0, 0.5),
        ([0.5, 0.2], [0.3, 0.1], 0, 0.75),
        ([0.5], [0.1, 0.2], 1, 0.5),
        ([0.5], [], 0, 0.5),
    ],
)
def test_it_is_told_how_well_scores_separate_what_is_answerable(
    right: list[float], refuse: list[float], missed: int, separation: float
) -> None:
    assert calibrate(scored(right, refuse, missed)).separation == separation


def test_thresholds_have_as_many_digits_as_they_need() -> None:
    calibration = calibrate(scored([0.3006, 0.4], [0.3001]))
    assert (calibration.answer, calibration.closest) == (0.3004, 0.3)
    assert calibrate(scored([0.30000002], [0.30000001])).answer == 0.30000002
    assert calibrate(scored([0.004], [0.001])).closest == 0.003
    assert calibrate(scored([0.00001], [0.0])).closest is None


@pytest.mark.parametrize(
    ("right", "refuse"),
    [([0.5], []), ([], [0.5]), ([0.5], [0.6]), ([1.2], [1.1]), ([], [])],
)
def test_what_the_questions_cannot_tell_is_not_suggested(right: list[float], refuse: list[float]) -> None:
    assert calibrate(scored(right, refuse)).answer is None


def test_an_option_is_at_most_one_even_where_scores_are_more() -> None:
    assert calibrate(scored([1.9], [0.9])).answer == 1
    assert calibrate(scored([1.9], [])).closest == 1


def test_questions_whose_right_passage_was_not_found_count_as_answerable_only() -> None:
    calibration = calibrate(scored([0.5], [0.1], missed=2))
    assert (calibration.answerable, calibration.found, calibration.rightly) == (3, 1, 1)
    assert calibration.wrongly == 2


@pytest.mark.parametrize(("right", "refuse", "few"), [(20, 20, False), (19, 20, True), (20, 19, True)])
def test_fewer_than_twenty_of_either_sort_are_too_few(right: int, refuse: int, few: bool) -> None:
    assert calibrate(scored([0.5] * right, [0.1] * refuse)).too_few is few


SCORES = st.lists(st.floats(0, 1.5) | st.sampled_from([0.29, 0.3, 0.57]), max_size=60)


@given(SCORES, SCORES, st.sampled_from([0, 0.05, 0.1, 0.5, 1]))
def test_a_suggestion_keeps_what_it_promises(right: list[float], refuse: list[float], share: float) -> None:
    calibration = calibrate(scored(right, refuse), share)
    assert calibration.lost <= 0.02 * len(right)
    if calibration.closest is not None:
        assert 0 < calibration.closest <= 1
    if calibration.answer is not None:
        assert 0 < calibration.answer <= 1
        assert calibration.closest is None or calibration.closest <= calibration.answer
        assert calibration.false_answers <= share * len(refuse) + 1e-9
        # No lower threshold that is allowed (0 is not) answers more of them rightly.
        for lower in (score for score in right if 0 < score < calibration.answer):
            assert sum(score >= lower for score in refuse) > share * len(refuse) + 1e-9
