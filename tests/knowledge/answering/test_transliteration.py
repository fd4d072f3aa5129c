"""Is a Latin word one of another script? Words that somebody typed without the keyboard for them."""

import pytest

from knowledge.answering.index import PassageIndex
from knowledge.answering.intent import IntentChooser, ShowStep
from knowledge.answering.naming import TopicFinder
from knowledge.answering.query import Origin, build_query
from knowledge.answering.transliteration import respell
from knowledge.model import Article, Corpus, Kind, Passage, Term
from knowledge.statuses.ledger import Ledger
from tests.asking import TODAY, WHEN, read

GLOSSARY = (
    Term("Sanctions Review", (("ru", "санкции"), ("uk", "санкції"), ("uk", "санкціями"))),
    Term("Energy", (("ru", "энергетика"), ("uk", "енергетика"), ("uk", "експерти"))),
    Term("De-escalation", (("ru", "деэскалация"),)),
    Term("America", (("ru", "Америка"), ("de", "Amerika"))),
    Term("Tables", (("ru", "столы"),)),
)


def corpus(language: str, *texts: str) -> Corpus:
    cells = (("Topic", "Sanctions Review"), ("Status", "Open"))
    row = Passage("Topic: Sanctions Review; Status: Open", Kind.ROW, (), (1, 1), cells=cells)
    prose = (Passage(text, Kind.PARAGRAPH, (), (n, n)) for n, text in enumerate(texts, 2))
    return Corpus((Article("a.md", "News", language, (row, *prose), TODAY),), GLOSSARY)


ENGLISH = PassageIndex(corpus("en", "Energy and the sanctions review are on the table, as stole recommends."))
RUSSIAN = PassageIndex(corpus("ru", "Паром отправляется в пятницу, и стабильность важна."))
UKRAINIAN = PassageIndex(corpus("uk", "Пором відпливає у п'ятницю, переговори тривають, експеримент удався."))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("sanktsii", "санкции"),
        ("sankcii", "санкции"),
        ("sanktsiyami", "санкциями"),
        ("sanktsiyi", "санкції"),
        ("sanktsiiamy", "санкціями"),
        ("energetika", "энергетика"),
        ("energetyka", "енергетика"),
        ("deeskalatsiya", "деэскалация"),
    ],
)
def test_a_word_that_spells_a_name_of_the_glossary_is_that_word(typed: str, meant: str) -> None:
    question = respell(read(f"{typed}, table?"), ENGLISH)
    assert question.words == (meant, "table")
    assert question.content == (meant, "table")
    assert question.parts == ((meant,), ("table",))
    assert question.text == f"{typed}, table?"


@pytest.mark.parametrize(
    ("index", "typed", "meant"),
    [
        (RUSSIAN, "parom", "паром"),
        (RUSSIAN, "stabilnosti", "стабильности"),
        (UKRAINIAN, "porom", "пором"),
        (UKRAINIAN, "perehovoriv", "переговорів"),
    ],
)
def test_a_word_that_spells_one_of_the_articles_is_that_word(
    index: PassageIndex, typed: str, meant: str
) -> None:
    assert respell(read(typed), index).words == (meant,)


@pytest.mark.parametrize("index", [ENGLISH, RUSSIAN, UKRAINIAN])
@pytest.mark.parametrize(
    "text",
    [
        "energy",
        "america",
        "amerika",
        "jake",
        "what does kak mean",
        "experience",
        "pier7",
        "zebra",
        "a" * 300,
        "Zürich",
        "санкциями",
        "",
    ],
)
def test_any_other_word_stays_as_it_is(index: PassageIndex, text: str) -> None:
    question = read(text)
    assert respell(question, index) is question


@pytest.mark.parametrize("typed", ["stola", "amerika"])
def test_a_typing_error_or_a_name_in_latin_letters_is_that_first(typed: str) -> None:
    assert respell(read(typed), ENGLISH).words == (typed,)


def test_small_words_are_so_spelt_where_others_are() -> None:
    assert respell(read("shcho z sanktsiiamy, Jake42?"), ENGLISH).words == ("що", "з", "санкціями", "jake42")


def test_a_question_finds_what_it_would_find_in_its_own_script() -> None:
    for typed, meant in (("sanktsii", "санкции"), ("kakie sanktsii", "какие санкции")):
        assert build_query(read(typed), [], ENGLISH) == build_query(read(meant), [], ENGLISH)
    (term,) = build_query(read("sanktsii"), [], ENGLISH).terms
    assert [each.origin for each in term.expansions] == [Origin.GLOSSARY]


@pytest.mark.parametrize(
    "text", ["sanktsii", "status sanktsiy?", "chto s sanktsiyami", "shcho z sanktsiiamy?"]
)
def test_a_topic_is_found_by_its_name_in_latin_letters(text: str) -> None:
    ledger = Ledger(corpus("en"))
    chooser = IntentChooser(ledger, TopicFinder(ledger, ENGLISH))
    intent = chooser.choose(read(text), [], WHEN)
    assert isinstance(intent, ShowStep)
    assert intent.step.topic == "Sanctions Review"
