"""What else is it called? Names found in a question: languages, capitals, the longest first."""

import pytest

from knowledge.answering.glossary import Glossary, Mention, open_glossary
from knowledge.model import Term
from knowledge.text import words

TERMS = (
    Term("United States", (("", "US"), ("", "Washington"), ("uk", "США"), ("de", "Vereinigte Staaten"))),
    Term("Kyiv", (("", "Kiev"), ("uk", "Київ"), ("fr", "Kyïv"))),
    Term("Sanctions Review", (("", "sanctions"), ("", "Washington"), ("uk", "перегляд санкцій"))),
    Term("", (("", "?"),)),
)
GLOSSARY = Glossary(TERMS, ["en"])


def mentions(question: str, glossary: Glossary = GLOSSARY, capitals: str = "") -> list[tuple[str, list[str]]]:
    """Give (what was said, the names that the articles may use) for each name in a question."""
    asked = words(question)
    return [
        (" ".join(asked[each.first : each.end]), [" ".join(name) for name in each.names])
        for each in glossary.mentions(asked, frozenset(capitals.split()))
    ]


@pytest.mark.parametrize("said", ["Kyiv", "KIEV", "Київ", "Kyïv"])
def test_a_name_in_any_language_stands_for_those_that_the_articles_may_use(said: str) -> None:
    assert mentions(f"what of {said}?") == [(said.lower(), ["kyiv", "kiev"])]


def test_names_are_put_in_order_once_for_all_reloads_that_do_not_change_them() -> None:
    languages = frozenset({"en"})
    assert open_glossary(TERMS, languages) is open_glossary((*TERMS,), languages)
    assert open_glossary(TERMS[:1], languages) is not open_glossary(TERMS, languages)


def test_a_name_in_a_language_of_the_articles_is_one_that_they_may_use() -> None:
    glossary = Glossary(TERMS, ["uk", "fr"])
    assert mentions("Kiev", glossary) == [("kiev", ["kyiv", "kiev", "київ", "kyïv"])]


@pytest.mark.parametrize("said", ["sanction", "sanctions reviews", "перегляду санкцій"])
def test_a_name_is_found_in_another_form_of_its_words(said: str) -> None:
    ((found, _),) = mentions(said)
    assert found == said


def test_the_longest_name_goes_first() -> None:
    assert mentions("the sanctions review on sanctions") == [
        ("sanctions review", ["sanctions review", "sanctions", "washington"]),
        ("sanctions", ["sanctions review", "sanctions", "washington"]),
    ]


def test_a_name_of_two_things_stands_for_both() -> None:
    ((_, names),) = mentions("Washington")
    assert names == ["united states", "us", "washington", "sanctions review", "sanctions"]


def test_a_name_that_is_a_stop_word_needs_its_capitals() -> None:
    assert mentions("tell us more") == []
    ((said, _),) = mentions("the US", capitals="us")
    assert said == "us"


def test_a_mention_says_where_it_stands() -> None:
    (mention,) = GLOSSARY.mentions(words("what do the united states want"))
    assert mention == Mention(3, 5, (("united", "states"), ("us",), ("washington",)))


@pytest.mark.parametrize("question", ["", "united", "states united", "nothing of the kind"])
def test_a_question_without_a_name_mentions_none(question: str) -> None:
    assert mentions(question) == []


def test_an_empty_glossary_finds_nothing() -> None:
    assert mentions("Kyiv", Glossary((), [])) == []
