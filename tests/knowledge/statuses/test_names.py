"""What is a thing called? Names, aliases, misspellings, and suggestions."""

import pytest

from knowledge.model import Term
from knowledge.statuses.names import Aliases, Names

GLOSSARY = (
    Term(
        "Economic Sanctions Review",
        (("en", "sanctions"), ("en", "asset freeze"), ("uk", "санкції"), ("uk", "зобов'язання")),
    ),
    Term("Energy Supply Stability", (("en", "gas"), ("de", "Stromversorgung"))),
    Term("NATO", (("fr", "OTAN"),)),
)
TOPICS = (
    "Economic Sanctions Review",
    "Energy Supply Stability",
    "Grain Export Review",
    "Grain Import Review",
)
NAMES = Names(dict.fromkeys(TOPICS, ()), GLOSSARY)


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        ("Economic Sanctions Review", 0),
        ("economic sanctions review?", 0),
        ("the economic sanctions", 0),
        ("review of economic sanctions", 0),
        ("SANCTIONS", 0),
        ("what about sanctions", 0),
        ("sanction", 0),
        ("sanctons reveiw", 0),
        ("sanctoins", 0),
        ("freezes of assets", 0),
        ("freexe", 0),
        ("asests frezee", 0),
        ("Санкції", 0),
        ("зобов’язання", 0),
        ("gas", 1),
        ("stromversorgnug", 1),
        ("energy stability", 1),
        ("EnergySupply Stability", 1),
        ("import grain", 3),
    ],
)
def test_a_name_is_found_as_people_type_it(asked: str, meant: int) -> None:
    assert NAMES.find(asked) == (TOPICS[meant], ())


@pytest.mark.parametrize("asked", ["grain", "grain review"])
def test_what_may_mean_two_names_suggests_both_and_finds_none(asked: str) -> None:
    found, near = NAMES.find(asked)
    assert found is None
    assert set(near) == {"Grain Export Review", "Grain Import Review"}


def test_a_name_far_from_all_suggests_the_nearest_ones() -> None:
    assert NAMES.find("graan exprt reviewing board") == (None, ("Grain Export Review", "Grain Import Review"))


@pytest.mark.parametrize(
    "asked", ["", "  ", "?!", "🙂", "\ud800", "\x00", "weather forecast for Oslo", "q" * 100_000]
)
def test_what_no_name_is_like_finds_and_suggests_nothing(asked: str) -> None:
    found, near = NAMES.find(asked)
    assert found is None
    assert len(near) <= 3


@pytest.mark.parametrize("asked", ["trozen assets", "frxxze", "treeze"])
def test_a_word_with_two_errors_or_another_first_letter_is_another_word(asked: str) -> None:
    assert NAMES.find(asked)[0] is None


@pytest.mark.parametrize("asked", ["NATO", "OTAN"])
def test_a_name_of_the_glossary_alone_is_not_found(asked: str) -> None:
    assert NAMES.find(asked)[0] is None


def test_at_most_three_names_are_suggested() -> None:
    many = Names({f"Grain Report {letter}": () for letter in "ABCDEF"}, ())
    assert many.find("grain report") == (None, ("Grain Report A", "Grain Report B", "Grain Report C"))


def test_no_names_at_all_find_nothing() -> None:
    assert Names({}, GLOSSARY).find("sanctions") == (None, ())


def test_a_name_has_its_own_spelling_first_then_all_others_of_its_term() -> None:
    assert Aliases(GLOSSARY).of("GAS!") == ("gas", "energy supply stability", "stromversorgung")
    assert Aliases(GLOSSARY).of("Weather") == ("weather",)


def test_what_names_are_called_besides_is_found_too() -> None:
    names = Names({"Harbour Bridge": ("Harbuor Crossing",), "Clock Tower": ()}, ())
    assert names.find("harbuor crossing") == ("Harbour Bridge", ())
    assert names.find("crossing") == ("Harbour Bridge", ())
    assert names.whole("HARBUOR-CROSSING") == "Harbour Bridge"


def test_what_two_names_are_called_is_neither_but_suggests_both() -> None:
    names = Names({"Gas": (), "Oil": ()}, (Term("Fuel", (("", "gas"), ("", "oil"))),))
    assert names.find("fuel") == (None, ("Gas", "Oil"))
    assert names.whole("fuel") is None
    assert names.find("oil") == ("Oil", ())


def test_another_number_is_another_thing() -> None:
    names = Names({"Working Group 1": (), "Harbour Bridge": ()}, ())
    assert names.find("Working Group 4") == (None, ("Working Group 1",))
    assert names.find("Wroking Goup 1") == ("Working Group 1", ())


@pytest.mark.parametrize(
    ("name", "asked"),
    [
        ("Steel Imports", "Steel Exports"),
        ("Grain Export Review", "Grain Port Review"),
        ("Phase II", "Phase I"),
        ("Annex A", "Annex B"),
        ("Annex B", "Annex A"),
        ("COP28", "COP29"),
        ("Line 4A", "Line 4B"),
        ("Onshore Wind", "Offshore Wind"),
        ("Iran Talks", "Iraq Talks"),
        ("Austrian Talks", "Australian Talks"),
        ("Tariff Increase", "Tariff Decrease"),
    ],
)
def test_another_word_is_another_thing_and_the_nearest_is_only_suggested(name: str, asked: str) -> None:
    assert Names({name: ()}, ()).find(asked) == (None, (name,))
