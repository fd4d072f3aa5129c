"""Which spellings name one topic? What is joined, what never is, and what a topic is called."""

from datetime import date, timedelta
from itertools import permutations

import pytest

from knowledge.model import Article, Claim, Kind, Passage, Term
from knowledge.reading.glossary import NAME as GLOSSARY
from knowledge.reading.glossary import read_glossary
from knowledge.sources.edition import SHIPPED_ARTICLES
from knowledge.statuses.topics import Topics
from knowledge.statuses.topics._forms import Forms, forms
from knowledge.statuses.topics._terms import Terms
from knowledge.text import normalise

NOTHING = Forms(*(frozenset[tuple[str, ...]]() for _ in range(4)))

MONDAY = date(2026, 3, 2)


def claims(*articles: tuple[str, ...]) -> list[Claim]:
    """Make the claims of articles that come one a day; each article is the topics that it states."""
    made: list[Claim] = []
    for number, topics in enumerate(articles):
        passages = [Passage(topic, Kind.BULLET, (), (line, line)) for line, topic in enumerate(topics, 1)]
        day = MONDAY + timedelta(days=number)
        article = Article(f"{number}.md", "", "en", tuple(passages), day)
        made += (Claim(passage.text, "Open", article, passage) for passage in passages)
    return made


def grouped(*articles: tuple[str, ...] | str, glossary: tuple[Term, ...] = ()) -> dict[str, set[str]]:
    """Give the spellings of each topic; a string is an article that states only that."""
    told = claims(*((each,) if isinstance(each, str) else each for each in articles))
    return {topic.name: {claim.topic for claim in topic.claims} for topic in Topics(told, glossary)}


def term(name: str, *others: str) -> Term:
    return Term(name, tuple(("", other) for other in others))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Energy Security", "ENERGY  security:"),
        ("Economic Sanctions Review", "Review of Economic Sanctions"),
        ("Harbour Bridge", "bridge, harbour"),
        ("Cease-fire", "Ceasefire"),
        ("cease fire deal", "Ceasefire Deal"),
        ("Military De-escalation", "military deescalation"),
        ("Military De\u2013escalation", "Deescalation: military"),
        ("Cease-fires", "ceasefire"),
        ("Grain corridors", "The grain corridor"),
        ("Border Crossings", "Border crossing"),
        ("Tax Treaties", "tax treaty"),
        ("Gas taxes", "Gas tax"),
        ("Ukraine's borders", "Ukraine borders"),
        ("Ban on the Export of Grain", "Bans on Export of Grain"),
        ("Minsk-2", "Minsk 2"),
        ("U.S. Sanctions", "US sanctions"),
        ("Working Group 1", "Working Groups: 1"),
        ("The", "the"),
        ("Energy Security", "Energy Securty"),
        ("Energy Security", "Security of Enegry"),
        ("Energy Security", "Energy Securitiy"),
        ("Energy Security", "Energy Sekurity"),
        ("Sanctions", "Sanctoin"),
        ("Rules of Origin", "Rules of Orgin"),
        ("Market Access", "Maket Access"),
        ("Digital Services Tax", "Digital Servies Tax"),
        ("Ceasefire Verification", "Cease-fire Verfication"),
        ("Гарантії безпеки", "Гаранттії безпеки"),
    ],
)
def test_spellings_of_one_thing_are_one_topic(one: str, other: str) -> None:
    assert grouped(one, other) == {one: {one, other}}
    assert grouped(other, one) == {other: {one, other}}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Security Guarantees", "Energy Security"),
        ("Working Group 1", "Working Group 2"),
        ("Working Group 1", "Working Group 11"),
        ("Working Group A", "Working Group B"),
        ("Working Group A", "Working Group"),
        ("Group 1-1", "Group 11"),
        ("Group 1, Round 2", "Group 2, Round 1"),
        ("Phase II", "Phase III"),
        ("North Region", "South Region"),
        ("Northern Border", "Southern Border"),
        ("Exports ban", "Imports ban"),
        ("Crime", "Crimea"),
        ("War Crimes", "War Crimea"),
        ("Prices", "Prizes"),
        ("Flood Aid", "Food Aid"),
        ("Trade Talks", "Trader Talks"),
        ("Formal Talks", "Format Talks"),
        ("Police Reform", "Policy Reform"),
        ("Prison Reform", "Prisoner Reform"),
        ("National Security", "Nations Security"),
        ("US Sanctions", "Sanctions"),
        ("Sanctions", "No Sanctions"),
        ("Exports to Russia", "Exports from Russia"),
        ("Talks with Russia on Ukraine", "Talks with Ukraine on Russia"),
        ("Exchange of Prisoners for Grain", "Exchange of Grain for Prisoners"),
        ("Oil Prices", "Soil Prices"),
        ("Kharkiv", "Mharkiv"),
    ],
)
def test_different_things_are_different_topics(one: str, other: str) -> None:
    assert grouped(one, other) == {one: {one}, other: {other}}


def test_one_article_that_states_two_tells_them_apart() -> None:
    assert len(grouped(("Border Crossing", "Border Crossings"))) == 2
    assert len(grouped(("Energy Security", "Energy Securty"))) == 2
    assert len(grouped(("Gas", "Oil"), "Fuel", glossary=(term("Fuel", "gas", "oil"),))) == 3


def test_the_same_words_are_one_thing_also_in_one_article() -> None:
    assert len(grouped(("Sanctions Review", "Review of Sanctions", "SANCTIONS REVIEW"))) == 1
    told_apart = grouped(
        ("Gas Supply", "Oil"), "Supply of Gas", "OIL", glossary=(term("Fuel", "gas supply", "oil"),)
    )
    assert told_apart == {"Gas Supply": {"Gas Supply", "Supply of Gas"}, "Oil": {"Oil", "OIL"}}


def test_the_operator_joins_by_other_names() -> None:
    both = "Northern Border", "Frontier"
    assert len(grouped(*both)) == 2
    assert len(grouped(*both, glossary=(term("Northern Border", "frontier"),))) == 1
    assert len(grouped(*both, glossary=(term("The Line", "border, northern", "frontiers"),))) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Grain Corridor", "Grain Corridors"),
        ("Sanctions Review", "Review of Sanctions"),
        ("Cease-fire", "Ceasefire"),
        ("Export Group", "Expert Group"),
    ],
)
def test_the_operator_splits_by_a_term_for_each(one: str, other: str) -> None:
    assert len(grouped(one, other)) == 1
    assert grouped(one, other, one.upper(), other.upper(), glossary=(term(one), term(other))) == {
        one: {one, one.upper()},
        other: {other, other.upper()},
    }
    assert len(grouped(one, other, glossary=(term("A", one), term("B", other)))) == 2


def test_words_that_are_known_elsewhere_are_no_misspellings() -> None:
    groups = "Export Group", "Expert Group"
    assert len(grouped(*groups)) == 1
    assert len(grouped(*groups, ("Expert Panel", "Export Licences"))) == 4
    assert len(grouped(*groups, glossary=(term("exports"), term("experts")))) == 2
    assert len(grouped(*groups, glossary=(term("experts"),))) == 1


def test_what_may_be_a_misspelling_of_either_does_not_join_both() -> None:
    elsewhere = ("Contract Panel", "Contact Persons")
    found = grouped("Contact Group", "Contact Group", "Contract Group", "Contrct Group", elsewhere)
    assert found["Contact Group"] == {"Contact Group", "Contrct Group"}
    assert found["Contract Group"] == {"Contract Group"}
    known = Topics(claims(("Contact Group", "Contract Group"), elsewhere), ())
    assert known.of("Contrct Group") is None


def test_the_same_slip_in_several_names_is_still_one() -> None:
    assert grouped("Energy Security", "Border Security", "Energy Securty", "Border Securty") == {
        "Energy Security": {"Energy Security", "Energy Securty"},
        "Border Security": {"Border Security", "Border Securty"},
    }


def test_misspellings_join_through_the_right_one_but_not_past_an_article() -> None:
    assert len(grouped("Energy Securty", "Energy Secuity", "Energy Security")) == 1
    apart = grouped("Energy Security", "Energy Security", ("Energy Securty", "Energy Secuity"))
    assert sorted(map(len, apart.values())) == [1, 2]


def test_the_order_of_claims_with_one_date_changes_nothing_but_equally_common_names() -> None:
    said = ("Energy Security", "Energy Securty", "Security of Energy", "Energy Secuity", "Border Security")
    found = {frozenset(map(frozenset, grouped(*some).values())) for some in permutations(said)}
    assert len(found) == 1


@pytest.mark.parametrize(
    ("spellings", "shown"),
    [
        (("energy security", "Security of Energy", "Security of Energy"), "Security of Energy"),
        (("Energy Security", "Energy Securty"), "Energy Security"),
        (("ENERGY SECURITY", "Energy Security", "Energy Security"), "Energy Security"),
        (
            ("Energy Security", "energy security", "Energy Securty", "Energy Securty", "Energy Security"),
            "Energy Security",
        ),
    ],
)
def test_a_topic_is_shown_by_its_commonest_name_or_the_oldest(spellings: tuple[str, ...], shown: str) -> None:
    assert set(grouped(*spellings)) == {shown}


def test_a_topic_is_shown_by_the_glossarys_name_where_an_article_uses_it() -> None:
    glossary = (term("Economic Sanctions Review", "sanctions", "penalties"),)
    assert set(grouped("Sanctions", "sanctions", "economic SANCTIONS review", glossary=glossary)) == {
        "Economic Sanctions Review"
    }
    assert set(grouped("Penalties", "sanctions", "sanctions", glossary=glossary)) == {"sanctions"}


def test_a_spelling_that_no_claim_has_is_filed_as_one_would_be() -> None:
    told = claims(("Energy Security", "Border Security", "Gas", "Oil"), ("Expert Panel", "Working Group 1"))
    topics = Topics(told, (term("Fuel", "gas", "oil", "petrol"), term("Energy Security", "power supply")))
    for spelt, name in {
        "security of energy": "Energy Security",
        "Energy Securities": "Energy Security",
        "Enegry Security": "Energy Security",
        "Power Supplies": "Energy Security",
        "EXPERT-PANEL": "Expert Panel",
        "Petrol": None,
        "Securtiy": None,
        "Working Group 2": None,
        "Weather": None,
        "?": None,
    }.items():
        assert topics.of(spelt) == name, spelt
    assert Topics([], ()).of("Energy Security") is None


def test_many_names_that_are_nearly_the_same_are_told_apart_or_joined_all_the_same() -> None:
    letters = "bcdfghjklmnpqrstvwxz"
    likely = [f"Harbour {first}arbin{second}ter" for first in letters for second in "aeiou"]
    found = grouped(*likely)
    assert len(found) == len(letters)
    assert {len(spellings) for spellings in found.values()} == {5}


def test_a_spelling_that_two_terms_claim_belongs_to_the_first() -> None:
    energy, fuel = term("Energy", "gas"), term("Fuel", "gas")
    assert grouped("Gas", "Energy", "Fuel", glossary=(energy, fuel)) == {
        "Energy": {"Gas", "Energy"},
        "Fuel": {"Fuel"},
    }


def test_a_name_is_found_among_many_terms_as_if_it_were_compared_with_each() -> None:
    glossary = read_glossary((SHIPPED_ARTICLES / GLOSSARY).read_text("utf-8"))
    terms = Terms(glossary)
    known = [(number, forms(name)) for number in range(len(glossary)) for name in terms.names(number)]
    for name in [name for number in range(len(glossary)) for name in terms.names(number)][::25]:
        spelt = name.replace(" ", "-"), name.replace(" ", ""), f"{name[:1]}-{name[1:]}", f"the {name}s"
        for asked in (*spelt, " ".join(reversed(name.split()))):
            said = forms(asked)
            same = [number for number, each in known if each.same_words & said.same_words]
            alike = [number for number, each in known if each.same_things & said.same_things]
            found = terms.of(normalise(asked), said)
            assert found in {min(same or alike, default=None), terms.of(normalise(asked), NOTHING)}
