"""How right are the answers, in words? Tables, what the reader did, wrong answers with why."""

import pytest

from bot.terminal.evaluating import evaluation_lines
from knowledge.answering.explanation import Explanation, Judgement
from knowledge.answers import Hit, Verdict
from knowledge.evaluation import Contribution, Evaluation, JudgedQuestion, Outcome
from knowledge.model import Article, Kind, Passage


def hit(text: str, score: float, section: tuple[str, ...] = ("Timetable",)) -> Hit:
    passage = Passage(text, Kind.PARAGRAPH, section, (1, 1))
    return Hit(passage, Article("a.md", "The ferry", "en", (passage,)), score, score)


LONG = "The boat to Holm island begins to sail on Monday; the first one leaves the harbour at seven."
FOUND = (hit(LONG, 0.81), hit("It is\x1b[31m\nred.", 0.5, ()), hit("It is old.", 0.25))


def outcome(
    verdict: Verdict,
    rank: int | None,
    *,
    refuse: bool = False,
    kind: str = "",
    found: tuple[Hit, ...] = FOUND,
) -> Outcome:
    question = JudgedQuestion("when does it sail", () if refuse else ("on Monday", "at seven"), kind)
    shown = 0 if verdict is Verdict.NONE else min(len(found), 3)
    judgement = Judgement(verdict, 0.33, 0.12, found[0].score) if found else None
    why = Explanation((), (), found[:1], judgement, readings=(None,))
    return Outcome(question, verdict, shown, found, rank, (why,))


def test_the_figures_are_a_table_by_kind_and_in_all() -> None:
    evaluation = Evaluation(
        (
            outcome(Verdict.ANSWER, 1, kind="direct"),
            outcome(Verdict.ANSWER, 2, kind="direct"),
            outcome(Verdict.CLOSEST, None, refuse=True, kind="near-miss"),
        )
    )
    assert evaluation_lines(evaluation)[:4] == [
        "kind       answerable   s@1    s@3   MRR  answered  rightly  must refuse  false  refused",
        "direct              2  .500  1.000  .750         2        1            0      –        –",
        "near-miss           0     –      –     –         –        –            1      0        1",
        "all                 2  .500  1.000  .750         2        1            1      0        1",
    ]


@pytest.mark.parametrize("kind", ["", "direct"])
def test_a_single_kind_needs_no_line_of_its_own(kind: str) -> None:
    lines = evaluation_lines(Evaluation((outcome(Verdict.ANSWER, 1, kind=kind),)))
    assert lines[1].startswith("all ")
    assert lines[-1] == "No answer is wrong."


def test_a_question_without_a_kind_is_said_to_have_none() -> None:
    both = Evaluation((outcome(Verdict.ANSWER, 1), outcome(Verdict.ANSWER, 1, kind="direct")))
    assert evaluation_lines(both)[1].startswith("(no kind) ")


def test_no_question_at_all_is_no_error() -> None:
    lines = evaluation_lines(Evaluation(()))
    assert lines[1].split() == ["all", "0", "–", "–", "–", "–", "–", "0", "–", "–"]


def test_a_wrong_answer_is_listed_with_why() -> None:
    lines = evaluation_lines(Evaluation((outcome(Verdict.ANSWER, 3, kind="direct"),)))
    assert lines[lines.index("Wrong: 1 of 1") :] == [
        "Wrong: 1 of 1",
        "",
        "when does it sail [direct]",
        "    the right passage is number 3 (called the answer)",
        "    expected:  “on Monday” | “at seven”",
        f"    found:     0.810 “{LONG[:80].rstrip()}…” — The ferry › Timetable",
        "    runner-up: 0.500 “It is[31m red.” — The ferry, 0.310 behind",
        "    right one: 0.250 “It is old.” — The ferry › Timetable",
        "    1. score 0.81: The boat to Holm island begins to sail on Monday; the first (The ferry)",
        "    = words 0.81",
        "    called the answer: score 0.81, 0.33 is needed for the answer",
        "    margin 0.81",
    ]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (
            outcome(Verdict.NONE, 1),
            "    the first passage is right, but not called the answer (nothing shown)",
        ),
        (outcome(Verdict.CLOSEST, None), "    no right passage among the 3 found (shown as the closest)"),
        (
            outcome(Verdict.ANSWER, None, refuse=True),
            "    answered, but the articles do not answer it (called the answer)",
        ),
        (outcome(Verdict.NONE, None, found=()), "    no right passage among the 0 found (nothing shown)"),
    ],
)
def test_each_fault_has_its_words(wrong: Outcome, said: str) -> None:
    assert said in evaluation_lines(Evaluation((wrong,)))


@pytest.mark.parametrize(
    ("verdict", "rank", "said"),
    [
        (Verdict.ANSWER, None, "    not all right passages are among the 3 found (called the answer)"),
        (Verdict.ANSWER, 4, "    the last of the right passages is number 4 (called the answer)"),
        (
            Verdict.CLOSEST,
            1,
            "    the right passages were found, but are not called the answer (shown as the closest)",
        ),
    ],
)
def test_what_was_wrong_with_several_questions_in_one_is_said_with_what_each_expects(
    verdict: Verdict, rank: int | None, said: str
) -> None:
    each = (("on Monday", "at seven"), ("It is red.",))
    question = JudgedQuestion("when? which colour?", expect_each=each, earlier=("hi", "is there a boat"))
    found = (*FOUND, hit("It is new.", 0.1)) if rank == 4 else FOUND
    lines = evaluation_lines(Evaluation((Outcome(question, verdict, 3, found, rank),)))
    start = lines.index("hi → is there a boat → when? which colour?")
    assert lines[start + 1 : start + 4] == [
        said,
        "    expected:  “on Monday” | “at seven”",
        "    and:       “It is red.”",
    ]


@pytest.mark.parametrize(
    ("part", "said"),
    [
        (Contribution(9, 0, 0, 0, 0, 0, 0), ["No reader took part: words decided."]),
        (
            Contribution(9, 8, 5, 4, 3, 2, 1),
            [
                "The reader took part in 8 of 9 questions. Otherwise than by words alone:",
                "called the answer 5, rightly 4; not called so 3, rightly 2; another passage first 1.",
            ],
        ),
    ],
)
def test_what_the_reader_brings_is_said_below_the_table(part: Contribution, said: list[str]) -> None:
    lines = evaluation_lines(Evaluation((outcome(Verdict.ANSWER, 1),)), part)
    assert lines[6 : 6 + len(said)] == said
