"""What is looked for? Words and names, repairs, missing words and earlier turns."""

import math
from collections.abc import Sequence

import pytest

from knowledge.answering.glossary import Glossary
from knowledge.answering.query import Origin, Query, QueryTerm
from knowledge.answering.query import build_query as build
from knowledge.answering.question import LONGEST_QUESTION
from knowledge.model import Term
from knowledge.text import small_words
from tests.asking import read

TERMS = (
    Term("peace deal", (("", "settlement"), ("de", "Friedensvertrag"), ("", "zebra pact"))),
    Term("United States", (("", "US"), ("", "America"))),
    Term("quagga", (("", "okapi"),)),
)


class Words:
    """A lexicon of a few words, each its own stem; `pease` is a typing error of two of them."""

    def __init__(self, *known: str, terms: Sequence[Term] = ()) -> None:
        self.known = known
        self.glossary = Glossary(terms, ["en"])
        self.small = small_words(["en"])

    def variants(self, word: str) -> list[str]:
        return [word]

    def frequency(self, stem: str) -> int:
        return int(stem in self.known)

    def nearest(self, word: str) -> list[tuple[str, int]]:
        return {"pease": [("peace", 1), ("please", 1)], "tlaksss": [("talks", 2)]}.get(word, [])


LEXICON = Words("peace", "please", "talks", "boat")
NAMED = Words("peace", "deal", "boat", "united", "states", "settlement", terms=TERMS)


def build_query(question: str, earlier: Sequence[str], lexicon: Words) -> Query:
    return build(read(question), [read(each) for each in earlier], lexicon)


def boosts(query: Query) -> dict[str, float]:
    """Give the boost of each stem that the question's own words may have."""
    return {stem: each.boost for term in query.terms for each in term.expansions for stem in each.stems}


def expansions(term: QueryTerm) -> list[tuple[tuple[str, ...], Origin]]:
    return [(each.stems, each.origin) for each in term.expansions]


# Words


def test_each_known_word_weighs_one() -> None:
    assert boosts(build_query("Peace talks?", [], LEXICON)) == {"peace": 1, "talks": 1}


def test_a_repeated_word_weighs_more_but_not_twice() -> None:
    boost = boosts(build_query("peace talks, peace!", [], LEXICON))
    assert boost["talks"] < boost["peace"] < 2 * boost["talks"]


def test_stop_words_are_not_looked_for() -> None:
    assert boosts(build_query("what is the peace", [], LEXICON)) == {"peace": 1}


def test_a_word_of_chat_weighs_less_where_the_corpus_has_it() -> None:
    assert boosts(build_query("please bring peace", [], LEXICON)) == {"please": 0.6, "peace": 1}


def test_a_word_that_the_corpus_lacks_in_any_spelling_is_missing() -> None:
    query = build_query("peace zebra quagga zebra", [], LEXICON)
    assert (boosts(query), query.missing) == ({"peace": 1}, ("zebra", "quagga"))


@pytest.mark.parametrize("small", ["hello", "thx", "коли", "wann", "pourquoi"])
def test_words_of_chat_and_of_other_languages_are_not_missed(small: str) -> None:
    query = build_query(f"{small} peace", [], LEXICON)
    assert (boosts(query), query.missing) == ({"peace": 1}, ())


@pytest.mark.parametrize("when", ["last Monday", "a fortnight ago", "vor zwei Wochen", "<t:1770000000:R>"])
def test_words_that_only_say_when_are_not_missed(when: str) -> None:
    assert build_query(f"peace {when}", [], LEXICON).missing == ()


def test_a_year_is_missed_where_no_passage_speaks_of_it() -> None:
    assert build_query("peace in 2019", [], LEXICON).missing == ("2019",)


def test_neighbours_in_the_question_are_pairs_each_once() -> None:
    query = build_query("peace talks peace talks boat", [], LEXICON)
    assert query.pairs == (("peace", "talks"), ("talks", "peace"), ("talks", "boat"))


# Repairs


def test_a_mistyped_word_stands_for_the_nearest_ones_at_less_weight() -> None:
    query = build_query("pease tlaksss", [], LEXICON)
    assert boosts(query) == {"peace": 0.9, "please": 0.45, "talks": 0.75}
    first, second = query.terms
    assert (first.asked, [each.words for each in first.expansions]) == ("pease", ["peace", "please"])
    assert (second.asked, expansions(second)) == ("tlaksss", [(("talks",), Origin.REPAIR)])
    assert query.missing == ()


def test_a_word_that_was_typed_right_weighs_in_full_beside_its_misspelling() -> None:
    query = build_query("pease peace", [], LEXICON)
    assert [term.expansions[0].boost for term in query.terms] == [0.9, 1]


def test_a_repair_that_the_corpus_does_not_hold_adds_no_weight() -> None:
    assert boosts(build_query("pease", [], Words("peace"))) == {"peace": 0.9}


def test_a_repaired_word_is_in_its_pairs_as_it_was_meant() -> None:
    assert build_query("peace tlaksss", [], LEXICON).pairs == (("peace", "talks"),)


# Names


def test_a_name_is_looked_for_as_one_thing_with_its_other_names() -> None:
    (term,) = build_query("the peace deal", [], NAMED).terms
    assert term.asked == "peace deal"
    assert expansions(term) == [(("peace", "deal"), Origin.WORD), (("settlement",), Origin.GLOSSARY)]
    assert [each.boost for each in term.expansions] == [1, 0.8]


def test_a_name_in_another_language_stands_for_those_of_the_articles() -> None:
    (term,) = build_query("Friedensvertrag", [], NAMED).terms
    assert expansions(term) == [(("peace", "deal"), Origin.GLOSSARY), (("settlement",), Origin.GLOSSARY)]
    assert [each.boost for each in term.expansions] == [0.9, 0.9]


def test_a_name_of_which_the_corpus_knows_a_part_keeps_it_and_its_other_names_weigh_more() -> None:
    query = build_query("zebra pact peace", [], Words("pact", "peace", "deal", terms=TERMS))
    assert expansions(query.terms[0]) == [(("pact",), Origin.WORD), (("peace", "deal"), Origin.GLOSSARY)]
    assert query.terms[0].expansions[1].boost == 0.9
    assert query.missing == ()


def test_a_name_that_the_corpus_has_in_no_form_falls_back_to_its_words() -> None:
    query = build_query("okapi boat", [], NAMED)
    assert (boosts(query), query.missing) == ({"boat": 1}, ("okapi",))


@pytest.mark.parametrize("said", ["the US", "the U.S.", "the U.S", "America"])
def test_the_us_in_capitals_is_a_country(said: str) -> None:
    (term,) = build_query(f"what of {said}?", [], NAMED).terms
    assert expansions(term) == [(("united", "states"), Origin.GLOSSARY)]


def test_us_in_small_letters_is_a_stop_word() -> None:
    assert boosts(build_query("a boat for us", [], NAMED)) == {"boat": 1}


def test_other_names_are_in_no_pair() -> None:
    assert build_query("peace deal boat", [], NAMED).pairs == (("peace", "deal"), ("deal", "boat"))
    assert build_query("Friedensvertrag boat", [], NAMED).pairs == ()


# Earlier turns


def test_words_of_earlier_turns_weigh_less_the_older_they_are() -> None:
    query = build_query("talks", ["boat", "peace"], LEXICON)
    boost = boosts(query)
    assert 1 == boost["talks"] > boost["peace"] > boost["boat"] > 0
    assert [term.is_earlier for term in query.terms] == [False, True, True]


def test_a_word_of_both_turns_keeps_the_greater_weight() -> None:
    assert boosts(build_query("talks", ["talks"], LEXICON)) == {"talks": 1}


def test_only_the_last_four_turns_count() -> None:
    boost = boosts(build_query("talks", ["boat", "peace", "talks", "talks", "talks"], LEXICON))
    assert "boat" not in boost
    assert "peace" in boost


def test_pairs_and_missing_words_are_those_of_the_last_turn() -> None:
    query = build_query("talks", ["pease boat zebra"], LEXICON)
    assert (query.pairs, query.missing) == ((), ())


def test_a_name_of_an_earlier_turn_is_one_thing_still() -> None:
    _, earlier = build_query("boat", ["Friedensvertrag"], NAMED).terms
    assert earlier.is_earlier
    assert expansions(earlier) == [(("peace", "deal"), Origin.GLOSSARY), (("settlement",), Origin.GLOSSARY)]


@pytest.mark.parametrize("thanks", ["", "???", "ok thanks", "hello"])
def test_what_asks_for_nothing_asks_for_nothing_earlier_either(thanks: str) -> None:
    assert build_query(thanks, ["peace talks"], LEXICON) == Query(missing=())


# Limits


@pytest.mark.parametrize("question", ["", " ", "?!", "🙂", "\ud800"])
def test_a_question_without_a_word_looks_for_nothing(question: str) -> None:
    assert build_query(question, [], LEXICON) == Query()


def test_what_comes_after_the_longest_question_is_not_read() -> None:
    question = "peace".ljust(LONGEST_QUESTION) + " boat"
    assert boosts(build_query(question, [], LEXICON)) == {"peace": 1}


def test_a_question_of_many_words_stays_small() -> None:
    boost = boosts(build_query("peace " * 10_000, [], LEXICON))
    assert boost["peace"] <= 1 + math.log(LONGEST_QUESTION)
    many = " ".join(f"z{number}" for number in range(60))
    assert len(build_query(many, [], LEXICON).missing) == 32


def test_a_bare_follow_up_asks_again_what_was_asked_last() -> None:
    def stems(*turns: str) -> set[str]:
        *earlier, last = turns
        return set(boosts(build_query(last, earlier, LEXICON)))

    assert stems("boat", "why?") == stems("boat")
    assert stems("harbour", "boat", "why?", "and then?") == stems("boat")
    assert stems("why?", "and then?") == set()
