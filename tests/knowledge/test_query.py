"""What is looked for? Weights, repairs, missing words and earlier turns."""

import math

import pytest

from knowledge.query import LONGEST_QUESTION, build_query


class Words:
    """A lexicon of a few words, each its own stem; `pease` is a typing error of two of them."""

    def __init__(self, *known: str) -> None:
        self.known = known

    def variants(self, word: str) -> list[str]:
        return [word]

    def frequency(self, stem: str) -> int:
        return int(stem in self.known)

    def nearest(self, word: str) -> list[tuple[str, int]]:
        return {"pease": [("peace", 1), ("please", 1)], "tlaksss": [("talks", 2)]}.get(word, [])


LEXICON = Words("peace", "please", "talks", "boat")


def test_each_known_word_weighs_one() -> None:
    assert build_query("Peace talks?", [], LEXICON).weights == {"peace": 1, "talks": 1}


def test_a_repeated_word_weighs_more_but_not_twice() -> None:
    weights = build_query("peace talks, peace!", [], LEXICON).weights
    assert weights["talks"] < weights["peace"] < 2 * weights["talks"]


def test_stop_words_are_not_looked_for() -> None:
    assert build_query("what is the peace", [], LEXICON).weights == {"peace": 1}


def test_a_mistyped_word_stands_for_the_nearest_ones_at_less_weight() -> None:
    query = build_query("pease tlaksss", [], LEXICON)
    assert query.weights == {"peace": 0.9, "please": 0.45, "talks": 0.75}
    assert query.repairs == (("pease", "peace"), ("tlaksss", "talks"))
    assert query.missing == 0


def test_a_repair_takes_no_weight_from_a_word_that_was_typed() -> None:
    assert build_query("peace pease", [], LEXICON).weights["peace"] == 1


def test_a_word_that_the_corpus_lacks_in_any_spelling_is_missing() -> None:
    query = build_query("peace zebra quagga", [], LEXICON)
    assert (query.weights, query.missing) == ({"peace": 1}, 2)


def test_a_repair_that_the_corpus_does_not_hold_adds_no_weight() -> None:
    assert build_query("pease", [], Words("peace")).weights == {"peace": 0.9}


def test_neighbours_in_the_question_are_pairs_each_once() -> None:
    query = build_query("peace talks peace talks boat", [], LEXICON)
    assert query.pairs == (("peace", "talks"), ("talks", "peace"), ("talks", "boat"))


def test_a_repaired_word_is_in_its_pairs_as_it_was_meant() -> None:
    assert build_query("pease talks", [], LEXICON).pairs == (("peace", "talks"),)


def test_words_of_earlier_turns_weigh_less_the_older_they_are() -> None:
    weights = build_query("talks", ["boat", "peace"], LEXICON).weights
    assert weights["talks"] == 1
    assert 1 > weights["peace"] > weights["boat"] > 0


def test_a_word_of_both_turns_keeps_the_greater_weight() -> None:
    assert build_query("talks", ["talks"], LEXICON).weights == {"talks": 1}


def test_only_the_last_four_turns_count() -> None:
    weights = build_query("talks", ["boat", "peace", "talks", "talks", "talks"], LEXICON).weights
    assert "boat" not in weights
    assert "peace" in weights


def test_pairs_repairs_and_missing_words_are_those_of_the_last_turn() -> None:
    query = build_query("talks", ["pease boat zebra"], LEXICON)
    assert (query.pairs, query.missing, query.repairs) == ((), 0, ())


@pytest.mark.parametrize("question", ["", " ", "?!", "🙂", "\ud800"])
def test_a_question_without_a_word_looks_for_nothing(question: str) -> None:
    query = build_query(question, [], LEXICON)
    assert (query.weights, query.pairs, query.missing) == ({}, (), 0)


def test_what_comes_after_the_longest_question_is_not_read() -> None:
    question = "peace".ljust(LONGEST_QUESTION) + " boat"
    assert build_query(question, [], LEXICON).weights == {"peace": 1}


def test_a_question_of_many_words_stays_small() -> None:
    weights = build_query("peace " * 10_000, [], LEXICON).weights
    assert weights["peace"] <= 1 + math.log(LONGEST_QUESTION)
