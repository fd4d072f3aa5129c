"""What does the reader bring, and how much is it to count? Questions answered with it and by words alone."""

import pytest

from knowledge.answering.thresholds import Thresholds
from knowledge.answers import Verdict
from knowledge.evaluation import (
    WEIGHTS,
    Calibration,
    Contribution,
    Evaluation,
    JudgedQuestion,
    Trial,
    Tuning,
    compare,
    evaluate,
    tune,
)
from knowledge.model import Article, Corpus, Kind, Passage
from knowledge.snapshot import Snapshot
from tests.asking import WHEN, RuledReader

PASSAGES = tuple(
    Passage(text, Kind.PARAGRAPH, (), (line, line))
    for line, text in enumerate(
        (
            "The ferry to Holm island begins to sail on Monday.",
            "Tickets for the ferry cost four crowns.",
            "Ingrid Dahl keeps the lighthouse.",
            "The harbour bridge is closed.",
            "The bell of the ferry to the island is old.",
        ),
        1,
    )
)
HOLM = Corpus((Article("news.md", "News", "en", PASSAGES, WHEN.today),))
JUDGED = (
    JudgedQuestion("does the ferry to Holm island have a departure day", ("begins to sail",)),
    JudgedQuestion("what do tickets for the ferry cost", ("four crowns",)),
    JudgedQuestion("who keeps the lighthouse lamp", ("Ingrid",)),
    JudgedQuestion("is the harbour bridge closed to horses"),
    JudgedQuestion("does the ferry to the island sail to Geneva"),
)


def holm(*words: str, thresholds: Thresholds | None = None, logit: float = 3.0) -> Snapshot:
    """Give what answers from the passages, with a reader for which those with one of the words answer."""
    return Snapshot(HOLM, thresholds or Thresholds(), reader=RuledReader(*words, logit=logit))


def test_a_doubted_passage_is_called_the_answer_at_no_threshold() -> None:
    (outcome,) = evaluate(JUDGED[-1:], holm("ferry"), WHEN).outcomes
    assert (outcome.sure, outcome.was_read) == (0, True)
    assert outcome.near > 0.3


def test_two_questions_in_one_are_as_sure_as_the_less_sure_of_them() -> None:
    both = JudgedQuestion(
        "what do tickets for the ferry cost? who keeps the lighthouse lamp?",
        expect_each=(("four crowns",), ("Ingrid",)),
    )
    one, two, several = evaluate((*JUDGED[1:3], both), holm(), WHEN).outcomes
    assert len(several.explained) == 2
    assert several.sure == pytest.approx(min(one.sure, two.sure))


def test_what_the_reader_decides_otherwise_than_words_is_counted_in_both_directions() -> None:
    words = evaluate(JUDGED, holm(thresholds=Thresholds(reading=0)), WHEN)
    read = evaluate(JUDGED, holm("begins to sail", "four crowns"), WHEN)
    assert (words.was_read, read.was_read) == (False, True)
    assert [outcome.verdict for outcome in words.outcomes] == [
        Verdict.CLOSEST,
        Verdict.ANSWER,
        Verdict.ANSWER,
        Verdict.ANSWER,
        Verdict.CLOSEST,
    ]
    assert compare(read, words) == Contribution(
        asked=5, read=5, called=1, rightly=1, withheld=2, justly=1, moved=0
    )
    assert compare(words, words) == Contribution(5, 0, 0, 0, 0, 0, 0)


def test_another_first_passage_with_the_same_verdict_is_counted_too() -> None:
    question = JudgedQuestion("is there a bell on the ferry to Holm island", ("bell",))
    words = evaluate([question], holm(thresholds=Thresholds(0.0, 0.0, 0.0)), WHEN)
    read = evaluate([question], holm("bell", thresholds=Thresholds(0.0, 0.0, 0.13)), WHEN)
    assert compare(read, words).moved == 1


# Tuning


def test_the_suggestion_keeps_what_it_promises() -> None:
    for reader in (RuledReader("begins to sail", "four crowns", "Ingrid"), None):
        known = Snapshot(HOLM, Thresholds(), reader=reader)
        best = tune(JUDGED, known, WHEN, 0).best
        assert best.calibration.answer is not None
        assert best.calibration.closest is not None
        suggested = Thresholds(best.calibration.answer, best.calibration.closest, best.weight)
        total = evaluate(JUDGED, known.with_thresholds(suggested), WHEN).total
        assert (total.rightly, total.false_answers) == (best.calibration.rightly, 0)


def test_the_reader_counts_where_it_answers_more_and_is_left_out_where_it_does_not() -> None:
    taught = tune(JUDGED, holm("begins to sail", "four crowns", "Ingrid"), WHEN, 0)
    assert taught.with_reader is not None
    assert taught.best == taught.with_reader
    assert taught.best.calibration.rightly == 3 > taught.by_words.calibration.rightly
    misled = tune(JUDGED, holm("bridge", "bell"), WHEN, 0)
    assert (misled.best, misled.best.weight) == (misled.by_words, 0)
    assert misled.with_reader is not None


def test_each_weight_is_tried_and_the_one_that_is_set_too() -> None:
    tuning = tune(JUDGED, holm("ferry", thresholds=Thresholds(reading=0.4)), WHEN)
    assert [trial.weight for trial in tuning.trials] == [0, *WEIGHTS, 0.4]


def test_what_is_reached_now_is_counted_with_what_is_set() -> None:
    known = holm("begins to sail", "four crowns")
    assert tune(JUDGED, known, WHEN).now == evaluate(JUDGED, known, WHEN).total


def test_without_a_reader_words_alone_are_tried() -> None:
    tuning = tune(JUDGED, Snapshot(HOLM, Thresholds()), WHEN)
    assert [trial.weight for trial in tuning.trials] == [0]
    assert tuning.with_reader is None
    assert tuning.best == tuning.by_words


def test_no_question_suggests_nothing() -> None:
    assert tune([], holm(), WHEN).best.calibration.answer is None


def test_the_passages_of_a_question_are_read_at_all_weights_before_those_of_the_next() -> None:
    reader = RuledReader("ferry")
    tune(JUDGED, Snapshot(HOLM, Thresholds(), reader=reader), WHEN)
    asked = [question for question, _ in reader.read]
    begun = [
        question for number, question in enumerate(asked) if number == 0 or asked[number - 1] != question
    ]
    assert begun == [question.ask for question in JUDGED]


def test_it_suggests_the_same_each_time() -> None:
    first, second = (tune(JUDGED, holm("begins to sail", "four crowns"), WHEN) for _ in range(2))
    assert first == second


def trial(weight: float, rightly: int, separation: float) -> Trial:
    return Trial(weight, Calibration(0.3, 0.1, 0.05, 30, 20, 30, rightly, 2, 1, 0, separation))


@pytest.mark.parametrize(
    ("trials", "best"),
    [
        ([trial(0, 8, 0.9), trial(0.1, 9, 0.8), trial(0.2, 7, 0.99)], 0.1),
        ([trial(0, 9, 0.8), trial(0.1, 9, 0.9), trial(0.2, 9, 0.85)], 0.1),
        ([trial(0, 9, 0.9), trial(0.1, 9, 0.9), trial(0.2, 9, 0.9)], 0),
    ],
)
def test_the_most_right_answers_win_then_what_separates_best_then_the_smaller_weight(
    trials: list[Trial], best: float
) -> None:
    assert Tuning(tuple(trials), Evaluation(()).total).best.weight == best
