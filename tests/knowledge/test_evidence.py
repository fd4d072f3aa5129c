"""What stands behind an answer: the passage of a key between its neighbours, and what comes next."""

from hashlib import sha256

import pytest
from msgspec.structs import replace

from knowledge.answering.thresholds import Thresholds
from knowledge.evidence import find_more, find_passage
from knowledge.keys import key_passage
from knowledge.model import Article, Corpus, Kind, Passage
from knowledge.snapshot import Snapshot
from tests.asking import WHEN, read

TEXTS = (
    "The ferry leaves the northern pier at seven.",
    "A second ferry crosses at noon.",
    "The winter ferry carries no cars.",
    "Nobody has painted the ferry since.",
    "The old ferry has a bell.",
    "A lamp burns in the mill.",
)


def passage(text: str, line: int = 1) -> Passage:
    return Passage(text, Kind.PARAGRAPH, (), (line, line))


FERRY = Article("ferry.md", "The ferry", "en", tuple(passage(text, n) for n, text in enumerate(TEXTS, 1)))
MILL = Article("mill.md", "The mill", "en", (passage("The mill is old."),))
CORPUS = Corpus((FERRY, MILL))


@pytest.fixture(scope="module")
def snapshot() -> Snapshot:
    return Snapshot(CORPUS, Thresholds())


def test_a_key_is_sixteen_digits_and_the_same_wherever_the_passage_stands_in_its_article() -> None:
    key = key_passage(FERRY, FERRY.passages[0])
    assert len(key) == 16
    assert int(key, 16) >= 0
    assert key == key_passage(FERRY, replace(FERRY.passages[0], lines=(9, 9)))
    others = {key_passage(MILL, FERRY.passages[0]), key_passage(FERRY, FERRY.passages[1])}
    assert key not in others


def test_a_passage_is_found_between_its_neighbours() -> None:
    found = find_passage(CORPUS, key_passage(FERRY, FERRY.passages[1]))
    assert found
    assert found.article is FERRY
    assert (found.before, found.passage, found.after) == FERRY.passages[:3]


def test_the_first_and_the_last_passage_of_an_article_have_one_neighbour() -> None:
    first = find_passage(CORPUS, key_passage(FERRY, FERRY.passages[0]))
    last = find_passage(CORPUS, key_passage(FERRY, FERRY.passages[-1]))
    assert first
    assert last
    assert first.before is None
    assert last.after is None


def test_a_passage_of_an_earlier_version_is_found_there_and_one_that_is_gone_nowhere() -> None:
    renewed = replace(FERRY, passages=(passage("All is new."),), earlier=(FERRY,))
    key = key_passage(FERRY, FERRY.passages[2])
    found = find_passage(Corpus((MILL, renewed)), key)
    assert found
    assert found.article is FERRY
    assert find_passage(Corpus((MILL, replace(renewed, earlier=()))), key) is None
    assert find_passage(Corpus((MILL,)), key) is None


def test_the_hash_is_that_of_the_words_as_they_stand_in_the_file() -> None:
    row = Passage("a: 1; b: 2", Kind.ROW, (), (1, 1), cells=(("a", "1"), ("b", "2")), row="| 1 | 2 |")
    article = Article("t.md", "T", "en", (row,))
    found = find_passage(Corpus((article,)), key_passage(article, row))
    assert found
    assert found.sha256 == sha256(b"| 1 | 2 |").hexdigest()


def test_what_comes_next_is_neither_shown_already_nor_told_twice(snapshot: Snapshot) -> None:
    question = read("Which ferry leaves the northern pier at seven?")
    first = find_more(snapshot, question, WHEN)
    assert len(first.hits) == 3
    assert first.follows == 3
    second = find_more(snapshot, question, WHEN, start=first.follows)
    assert second.follows is None
    told = [hit.passage.text for hit in (*first.hits, *second.hits)]
    assert sorted(told) == sorted(TEXTS[1:])


def test_a_question_leans_on_those_before_it_by_its_form(snapshot: Snapshot) -> None:
    assert snapshot.follows_up(read("and the winter ferry?"))
    assert not snapshot.follows_up(read("When does the ferry leave the northern pier?"))
