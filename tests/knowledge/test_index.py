"""Where is it? Fields, languages, order and the ceiling of the in-memory index."""

from knowledge.index import PassageIndex
from knowledge.model import Article, Corpus, Kind, Passage
from knowledge.query import Query, build_query


def article(*texts: str, title: str = "News", language: str = "en", section: str = "Now") -> Article:
    passages = (
        Passage(text, Kind.PARAGRAPH, (section,), (number, number)) for number, text in enumerate(texts, 1)
    )
    return Article(f"{title}.md", title, language, tuple(passages))


def index(*articles: Article) -> PassageIndex:
    return PassageIndex(Corpus(articles))


def found(where: PassageIndex, question: str, most: int = 3) -> list[str]:
    hits = where.search(build_query(question, [], where), most)
    return [where.entries[number][1].text for number, _ in hits]


def test_the_passage_that_holds_most_of_the_words_comes_first() -> None:
    where = index(article("The boat leaves.", "The night boat leaves late.", "A lamp burns."))
    assert found(where, "late night boat") == ["The night boat leaves late.", "The boat leaves."]


def test_no_more_than_so_many_passages_come_best_first() -> None:
    where = index(article("one boat", "two boats and boats", "three of something else"))
    hits = where.search(Query({"boat": 1.0}), 1)
    assert [number for number, _ in hits] == [1]


def test_a_passage_is_found_by_its_title_its_heading_and_its_lead_in() -> None:
    row = Passage("Cost: four crowns", Kind.ROW, ("Tickets",), (1, 1), "What passengers pay:")
    where = index(Article("a.md", "The ferry", "en", (row,)), article("A lamp burns."))
    for question in ("ferry", "ticket", "passenger"):
        assert found(where, question) == [row.text]


def test_each_article_is_read_in_its_own_language() -> None:
    where = index(article("Санкции обсуждаются.", language="ru"), article("Sanctions are discussed."))
    assert found(where, "санкций") == ["Санкции обсуждаются."]
    assert found(where, "sanction") == ["Sanctions are discussed."]


def test_words_that_stand_together_weigh_more_than_the_same_words_apart() -> None:
    where = index(article("White wine and a red house.", "Red wine and a white house."))
    assert found(where, "white house")[0] == "Red wine and a white house."
    assert found(where, "red house")[0] == "White wine and a red house."


def test_a_lower_weight_gives_a_lower_score() -> None:
    where = index(article("one boat", "one lamp"))
    ((_, full),) = where.search(Query({"boat": 1.0}), 3)
    ((_, half),) = where.search(Query({"boat": 0.5}), 3)
    assert 0 < half < full


def test_the_ceiling_counts_words_that_the_corpus_lacks() -> None:
    where = index(article("one boat", "one lamp"))
    assert where.ceiling(Query({"boat": 1.0}, missing=1)) > where.ceiling(Query({"boat": 1.0})) > 0


def test_an_empty_query_finds_nothing() -> None:
    assert index(article("one boat")).search(Query({}), 3) == []


def test_an_empty_corpus_knows_no_word_and_finds_nothing() -> None:
    where = index()
    assert (where.entries, where.variants("boat"), where.nearest("boats")) == ((), [], [])
    assert where.search(Query({"boat": 1.0}, (("one", "boat"),)), 3) == []


def test_an_article_without_passages_is_no_trouble() -> None:
    assert found(index(article(), article("one boat", title="Other")), "boat") == ["one boat"]


def test_the_same_corpus_gives_the_same_scores_to_the_bit() -> None:
    texts = [f"boat number {number} of the harbour" for number in range(50)]
    first, second = (
        index(article(*texts)).search(Query({"boat": 1.0, "harbour": 0.35}), 50) for _ in range(2)
    )
    assert first == second
    assert len(first) == 50
