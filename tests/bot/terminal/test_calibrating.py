"""What is to be set, in words? Lines for the configuration, what they rest on, what each part brings."""

from collections.abc import Sequence

import pytest

from bot.terminal.calibrating import calibration_lines
from knowledge.evaluation import Calibration, Evaluation, Trial, Tuning


def calibration(
    rightly: int = 30,
    *,
    answer: float | None = 0.56,
    closest: float | None = 0.2,
    unanswerable: int = 20,
    found: int = 30,
) -> Calibration:
    return Calibration(answer, closest, 0.05, 30, unanswerable, found, rightly, 4, 1, 2, 0.9)


def lines(*trials: Calibration, weights: Sequence[float] = (0.0, 0.1, 0.13)) -> list[str]:
    now = Evaluation(()).total
    return calibration_lines(Tuning(tuple(map(Trial, weights, trials)), now))


def test_what_is_suggested_can_be_copied_into_the_configuration() -> None:
    assert lines(calibration(20), calibration(25), calibration(24)) == [
        "[answers]",
        "answer = 0.56",
        "closest = 0.2",
        "reader_weight = 0.1",
        "",
        "Answerable questions answered rightly: 25 of 30 (83%); with another passage: 4.",
        "Questions to be refused, but answered: 1 of 20 (5%), 5% allowed.",
        "Right passages not even shown as the closest: 2 of 30 (7%).",
        "",
        "As it is set now: 0 of 0 rightly, 0 of 0 false.",
        "By words alone: 20 of 30 rightly, 1 of 20 false.",
        "With the reader, at the weight 0.1: 25 of 30 rightly, 1 of 20 false.",
    ]


def test_where_words_alone_answer_more_the_reader_is_switched_off() -> None:
    said = lines(calibration(28), calibration(27), calibration(answer=None, closest=None, rightly=0))
    assert said[3] == "reader = false"
    assert said[-1] == "With the reader, at the weight 0.1: 27 of 30 rightly, 1 of 20 false."


def test_a_part_that_can_reach_nothing_is_said_to_be_unknown() -> None:
    assert "By words alone: that cannot be told." in lines(calibration(0, answer=None), calibration(3))


def test_without_a_reader_nothing_is_suggested_for_it() -> None:
    said = lines(calibration(28))
    assert said[1:4] == ["answer = 0.56", "closest = 0.2", ""]
    assert said[-1] == "No reader took part."


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (calibration(answer=None, unanswerable=0), "no question must be refused."),
        (calibration(answer=None, found=0), "no right passage was found."),
        (
            calibration(answer=None),
            "the passages of questions that must be refused score as high as the right ones.",
        ),
        (calibration(closest=None), "right passages score next to nothing."),
    ],
)
def test_where_nothing_can_be_suggested_it_is_said_why(given: Calibration, said: str) -> None:
    assert lines(given)[0] == f"No thresholds can be suggested: {said}"


@pytest.mark.parametrize("answer", [0.4, None])
def test_too_few_questions_are_warned_of(answer: float | None) -> None:
    last = "Too few to rely on: 30 answerable questions and 3 to be refused. Judge at least 20 of each."
    assert lines(calibration(answer=answer, unanswerable=3))[-1] == last
