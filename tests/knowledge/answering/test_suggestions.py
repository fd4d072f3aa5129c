"""What may somebody mean who is still typing? Names by how they begin, other names, and mistyped ones."""

from collections.abc import Sequence

import pytest
from rapidfuzz import process

from knowledge.answering.suggestions import MOST, Suggestions, _alike, _spellings
from knowledge.model import Term

SANCTIONS, ENERGY, GRAIN, IMPORT, STEPS, NATO = range(6)
THINGS: Sequence[tuple[str, Sequence[str]]] = (
    ("Economic Sanctions Review", ("sanctions", "asset freeze", "санкції", "санкции", "Sanktionen")),
    ("Energy Supply Stability", ("gas", "Stromversorgung", "енергетика")),
    ("Grain Export Review", ()),
    ("Grain Import Review", ("food",)),
    ("Military De-escalation", ("withdrawal of troops",)),
    ("NATO", ("OTAN",)),
)
TOPICS = Suggestions(THINGS)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("nato", (NATO,)),
        ("grain", (GRAIN, IMPORT)),
        ("Grain I", (IMPORT,)),
        ("rev", (SANCTIONS, GRAIN, IMPORT)),
        ("e", (SANCTIONS, ENERGY, GRAIN, STEPS)),
        ("review grain", (GRAIN, IMPORT)),
        ("rev sanc", (SANCTIONS,)),
        ("revi exp", (GRAIN,)),
        ("asset", (SANCTIONS,)),
        ("troops", (STEPS,)),
        ("troo with", (STEPS,)),
        ("s", (SANCTIONS, ENERGY)),
        ("otan", (NATO,)),
    ],
)
def test_what_begins_so_is_found_names_before_words_and_both_before_other_names(
    typed: str, found: tuple[int, ...]
) -> None:
    assert TOPICS.suggest(typed) == found


def test_a_whole_name_comes_before_a_longer_one_that_begins_so() -> None:
    assert Suggestions((("Gas pipeline", ()), ("Gas", ()))).suggest("gas") == (1, 0)


@pytest.mark.parametrize("typed", ["санкції", "Санк", "sanktionen", "sanktsii", "sanctons rev", "Sanktoinen"])
def test_other_languages_letters_and_slips_lead_to_one_topic(typed: str) -> None:
    assert TOPICS.suggest(typed) == (SANCTIONS,)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("escal", (STEPS,)),
        ("anctions", (SANCTIONS,)),
        ("asnctions", (SANCTIONS,)),
        ("sancto", (SANCTIONS,)),
        ("graim exprt", (GRAIN,)),
        ("what about the sanctions", (SANCTIONS,)),
        ("стромферсоргунг", (ENERGY,)),
    ],
)
def test_what_nothing_begins_with_is_found_within_a_word_or_nearly_so(
    typed: str, found: tuple[int, ...]
) -> None:
    assert TOPICS.suggest(typed)[: len(found)] == found


@pytest.mark.parametrize(
    "typed",
    [
        "moon",
        "moon landing",
        "revi suppl",
        "xyz",
        "zz",
        "the",
        "sanctions5",
        "peace talks in review",
        "п",
        "ooo",
        "гаага",
        "λόγος",
    ],
)
def test_what_no_name_is_like_suggests_nothing(typed: str) -> None:
    assert TOPICS.suggest(typed) == ()


def test_who_spells_a_latin_name_in_another_script_finds_it() -> None:
    people = Suggestions((("Zelensky in Paris", ()), ("Kherson bridge", ()), ("Macron", ())))
    assert people.suggest("Зеленський") == people.suggest("Зеленский") == (0,)
    assert people.suggest("Херсон") == (1,)
    assert people.suggest("макрон") == (2,)


@pytest.mark.parametrize("typed", ["", "  ", "?"])
def test_nothing_typed_suggests_the_first_ones(typed: str) -> None:
    assert Suggestions((str(number), ()) for number in range(30)).suggest(typed) == tuple(range(MOST))


def test_what_is_found_may_stop_early_and_each_thing_comes_once() -> None:
    assert TOPICS.suggest("", 2) == (0, 1)
    assert Suggestions((("Ferry ferry", ("ferry",)),)).suggest("ferry") == (0,)


def test_no_things_suggest_nothing() -> None:
    assert Suggestions(()).suggest("ferry") == Suggestions(()).suggest("") == ()


def test_the_glossary_leads_to_names_in_other_words_after_those_with_the_same_ones() -> None:
    glossary = (
        Term("sanctions", (("uk", "санкції"), ("", "trade embargo"), ("", "!"))),
        Term("weather", ()),
    )
    titles = (("Embargo on trade", ()), ("Ministers speak of sanctions", ()), ("Нові санкції", ()))
    assert Suggestions(titles, glossary).suggest("санкції") == (2, 1, 0)
    assert Suggestions(titles, glossary).suggest("embargo") == (0, 1, 2)
    assert Suggestions(titles, glossary).suggest("сан") == (2,)
    assert Suggestions(titles, glossary).suggest("weather") == ()


@pytest.mark.parametrize("typed", ["p", "pier", "pier o"])
def test_more_names_are_no_more_work(typed: str, monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[int] = []
    bisect = _spellings.bisect_right

    def counted(begins: list[int], at: int) -> int:
        looked.append(at)
        return bisect(begins, at)

    monkeypatch.setattr(_spellings, "bisect_right", counted)
    for many in (100, 10_000):
        looked.clear()
        Suggestions((f"Pier o{number}", ()) for number in range(many)).suggest(typed)
        assert len(looked) == MOST


def test_a_mistyped_word_is_compared_with_those_alone_that_begin_about_so(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    compared: list[str] = []
    extract = process.extract

    def counted(typed: str, words: list[str], **options: object) -> object:
        compared.extend(words)
        return extract(typed, words, **options)  # pyright: ignore[reportArgumentType, reportCallIssue, reportUnknownVariableType]

    monkeypatch.setattr(_alike.process, "extract", counted)
    assert TOPICS.suggest("reveiw") == (SANCTIONS, GRAIN, IMPORT)
    assert {word[0] for word in compared} == {"r", "e"}
