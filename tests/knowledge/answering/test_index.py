"""Where is it? Fields, languages, other names, order and the ceiling of the in-memory index."""

import pytest

from knowledge.answering.index import PassageIndex, text_to_index
from knowledge.answering.query import Expansion, Origin, Query, QueryTerm, build_query
from knowledge.model import Article, Corpus, Kind, Passage, Term
from tests.asking import read

TERMS = (
    Term("peace deal", (("", "settlement"), ("de", "Friedensvertrag"))),
    Term("ferry", (("", "night boat of the harbour"),)),
)


def article(*texts: str, title: str = "News", language: str = "en", section: str = "Now") -> Article:
    passages = (
        Passage(text, Kind.PARAGRAPH, (section,), (number, number)) for number, text in enumerate(texts, 1)
    )
    return Article(f"{title}.md", title, language, tuple(passages))


def index(*articles: Article) -> PassageIndex:
    return PassageIndex(Corpus(articles, TERMS))


def found(where: PassageIndex, question: str, most: int = 3) -> list[str]:
    hits = where.search(build_query(read(question), [], where), most)
    return [where.entries[number][1].text for number, _ in hits]


def share(where: PassageIndex, question: str) -> float:
    """Give what the best passage has of what it could have."""
    query = build_query(read(question), [], where)
    ((_, score),) = where.search(query, 1)
    return score / where.highest_score(query)


def word(stem: str, boost: float = 1.0) -> QueryTerm:
    return QueryTerm(stem, (Expansion((stem,), boost, Origin.WORD, stem),))


def match(where: PassageIndex, query: Query, text: str) -> dict[QueryTerm, tuple[Expansion, float]]:
    return where.match(query, where.stems(text, "en"))


def test_the_passage_that_holds_most_of_the_words_comes_first() -> None:
    where = index(article("The boat leaves.", "The night boat leaves late.", "A lamp burns."))
    assert found(where, "late night boat") == ["The night boat leaves late.", "The boat leaves."]


def test_no_more_than_so_many_passages_come_best_first() -> None:
    where = index(article("one boat", "two boats and boats", "three of something else"))
    hits = where.search(Query((word("boat"),)), 1)
    assert [number for number, _ in hits] == [1]


def test_a_passage_is_found_by_its_title_its_heading_and_its_lead_in() -> None:
    row = Passage("Cost: four crowns", Kind.ROW, ("Tickets",), (1, 1), "What passengers pay:")
    ferry = Article("a.md", "The ferry", "en", (row,))
    where = index(ferry, article("A lamp burns."))
    for question in ("ferry", "ticket", "passenger"):
        assert found(where, question) == [row.text]
    assert text_to_index(ferry, row) == "The ferry\nTickets\nWhat passengers pay:\nCost: four crowns"


def test_a_paragraph_that_only_introduces_a_list_is_not_found_beside_its_items() -> None:
    lead = "The boat carries:"
    passages = (
        Passage(lead, Kind.PARAGRAPH, (), (1, 1)),
        Passage("letters", Kind.BULLET, (), (2, 2), lead),
    )
    assert found(index(Article("a.md", "News", "en", passages)), "what the boat carries") == ["letters"]


def test_each_article_is_read_in_its_own_language() -> None:
    where = index(article("Санкции обсуждаются.", language="ru"), article("Sanctions are discussed."))
    assert found(where, "санкций") == ["Санкции обсуждаются."]
    assert found(where, "sanction") == ["Sanctions are discussed."]


def test_words_that_stand_together_weigh_more_than_the_same_words_apart() -> None:
    where = index(article("White wine and a red house.", "Red wine and a white house."))
    assert found(where, "white house")[0] == "Red wine and a white house."
    assert found(where, "red house")[0] == "White wine and a red house."


def test_a_lower_boost_gives_a_lower_score() -> None:
    where = index(article("one boat", "one lamp"))
    ((_, full),) = where.search(Query((word("boat"),)), 3)
    ((_, half),) = where.search(Query((word("boat", 0.5),)), 3)
    assert 0 < half < full


# Other names


def test_another_name_is_found_only_whole() -> None:
    where = index(article("A deal about fish.", "They want peace.", "A peace deal is near.", "A lamp burns."))
    assert found(where, "Friedensvertrag") == ["A peace deal is near."]
    assert found(where, "settlement") == ["A peace deal is near."]


def test_the_question_s_own_words_count_one_by_one() -> None:
    where = index(article("A deal about fish.", "A peace deal is near.", "A lamp burns."))
    assert found(where, "peace deal") == ["A peace deal is near.", "A deal about fish."]


def test_a_passage_with_all_names_of_a_thing_scores_no_more_than_its_best_name() -> None:
    texts = ("The settlement.", "The settlement, a peace deal.", "A lamp burns.", "A boat leaves.")
    where = index(article(*texts))
    query = build_query(read("settlement"), [], where)
    scores = dict(where.search(query, 3))
    assert scores[1] < scores[0] + where.highest_score(query) / 4


def test_a_long_other_name_does_not_outweigh_what_it_stands_for() -> None:
    where = index(article("The night boat of the harbour leaves.", "A lamp burns.", "Nets dry."))
    assert 0 < share(where, "ferry") < 1.3
    where = index(article("The ferry leaves.", "The night boat of the harbour leaves.", "A lamp burns."))
    assert found(where, "when does the ferry leave")[0] == "The ferry leaves."


# What the most is, and what a text has of it


def test_the_highest_score_counts_words_that_the_corpus_lacks() -> None:
    where = index(article("one boat", "one lamp"))
    boat = (word("boat"),)
    assert where.highest_score(Query(boat, missing=("zebra",))) > where.highest_score(Query(boat)) > 0


def test_each_term_that_a_text_has_is_matched_by_its_best_expansion() -> None:
    where = index(article("A settlement of peace is a good deal.", "A peace deal.", "One lamp."))
    query = build_query(read("settlement lamp"), [], where)
    settlement, lamp = query.terms
    matched = match(where, query, "The settlement, a peace deal")
    assert list(matched) == [settlement]
    assert matched[settlement][0].words == "settlement"
    other = match(where, query, "A peace deal by lamps")
    assert (other[settlement][0].words, other[settlement][0].origin) == ("peace deal", Origin.GLOSSARY)
    assert other[lamp][1] > 0
    assert match(where, query, "peace at last") == {}


def test_the_lines_of_a_text_are_matched_each_by_itself() -> None:
    where = index(article("A settlement of peace.", "One lamp."))
    lines = where.stems_by_line("The settlement\na LAMP\n\n", "en")
    assert lines == [where.stems(line, "en") for line in ("The settlement", "a LAMP", "", "")]
    query = build_query(read("settlement lamp"), [], where)
    assert [[term.asked for term in where.match(query, line)] for line in lines] == [
        ["settlement"],
        ["lamp"],
        [],
        [],
    ]


def test_a_part_of_a_name_matches_where_the_question_said_it() -> None:
    where = index(article("A peace deal.", "A deal about fish.", "One lamp."))
    query = build_query(read("peace deal"), [], where)
    whole, part = (match(where, query, text)[query.terms[0]][1] for text in ("peace deal", "a deal"))
    assert 0 < part < whole


# Nothing, and always the same


def test_an_empty_query_finds_nothing() -> None:
    assert index(article("one boat")).search(Query(), 3) == []
    assert index(article("one boat")).highest_score(Query()) == 0


def test_an_empty_corpus_knows_no_word_and_finds_nothing() -> None:
    where = index()
    assert (where.entries, where.variants("boat"), where.nearest("boats")) == ((), [], [])
    assert where.search(Query((word("boat"),), (("one", "boat"),)), 3) == []


def test_an_article_without_passages_is_no_trouble() -> None:
    assert found(index(article(), article("one boat", title="Other")), "boat") == ["one boat"]


@pytest.mark.parametrize("boost", [1.0, 0.35])
def test_the_same_corpus_gives_the_same_scores_to_the_bit(boost: float) -> None:
    texts = [f"boat number {number} of the harbour" for number in range(50)]
    query = Query((word("boat"), word("harbour", boost)))
    first, second = (index(article(*texts)).search(query, 50) for _ in range(2))
    assert first == second
    assert len(first) == 50
