"""Which word did a mistyped one mean?"""

import pytest

from knowledge.answering.vocabulary import Vocabulary, choose_repairable

KNOWN = Vocabulary(
    choose_repairable(
        {"sanctions": 5, "sanction": 2, "peace": 9, "place": 1, "boat": 3, "goat": 8, "2026": 4, "at": 7}
    )
)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("sanctoins", [("sanctions", 1)]),
        ("sanctios", [("sanctions", 1), ("sanction", 1)]),
        ("santcoins", [("sanctions", 2)]),
        ("peaec", [("peace", 1)]),
        ("plaec", [("place", 1)]),
        ("boet", [("boat", 1)]),
    ],
)
def test_a_mistyped_word_means_the_nearest_words_of_the_corpus(
    typed: str, meant: list[tuple[str, int]]
) -> None:
    assert KNOWN.nearest(typed) == meant


def test_the_same_first_letter_goes_before_the_commoner_word() -> None:
    assert KNOWN.nearest("blat") == [("boat", 1)]
    assert KNOWN.nearest("roat") == [("goat", 1), ("boat", 1)]


def test_only_words_at_the_least_distance_are_meant() -> None:
    assert [edits for _, edits in KNOWN.nearest("sanctionss")] == [1]


def test_at_most_so_many_words_are_given() -> None:
    assert KNOWN.nearest("roat", most=1) == [("goat", 1)]


@pytest.mark.parametrize("typed", ["", "ba", "bot", "2027", "boat7", "zzzzzz", "boxx", "sxxctxxxs"])
def test_short_words_numbers_and_words_too_far_away_are_not_repaired(typed: str) -> None:
    assert KNOWN.nearest(typed) == []


def test_a_vocabulary_of_nothing_repairs_nothing() -> None:
    assert Vocabulary({}).nearest("peace") == []
