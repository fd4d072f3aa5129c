"""Is a corpus cut the same way each time, and does a change concern few of its parts?"""

from collections.abc import Sequence
from hashlib import sha256

from knowledge.answering import chunks
from knowledge.answering.chunks import Chunk, cut
from knowledge.model import Article, Kind, Passage


def article(number: int, passages: int = 5, said: str = "They met.") -> Article:
    found = tuple(Passage(f"{said} {line}", Kind.PARAGRAPH, (), (line, line)) for line in range(passages))
    return Article(f"report-{number:05}.md", "Report", "en", found)


def cut_all(articles: Sequence[Article]) -> list[Chunk]:
    return cut(articles, [sha256(repr(each).encode()).hexdigest() for each in articles])


MANY = [article(number) for number in range(2_000)]


def test_the_chunks_hold_all_articles_in_their_order() -> None:
    made = cut_all(MANY)
    assert [each for chunk in made for each in chunk.articles] == MANY
    assert len({chunk.key for chunk in made}) == len(made) > 5
    assert cut_all(MANY) == made


def test_a_small_corpus_is_one_chunk_and_an_empty_one_none() -> None:
    assert [len(chunk.articles) for chunk in cut_all(MANY[:100])] == [100]
    assert cut_all([]) == []
    assert len(cut_all([article(1, passages=0)])) == 1


def test_a_change_concerns_the_chunk_that_it_is_in() -> None:
    before = {chunk.key for chunk in cut_all(MANY)}
    changed = [article(700, said="They left.") if each is MANY[700] else each for each in MANY]
    assert len({chunk.key for chunk in cut_all(changed)} - before) == 1


def test_an_article_that_comes_or_goes_leaves_most_chunks_as_they_are() -> None:
    before = {chunk.key for chunk in cut_all(MANY)}
    for others in (MANY[:900] + MANY[901:], [article(5, said="New."), *MANY[6:]]):
        after = {chunk.key for chunk in cut_all(others)}
        assert 1 <= len(after - before) <= 3


def test_a_chunk_does_not_grow_without_end_where_no_path_is_chosen() -> None:
    (path,) = {each.path for each in MANY if chunks.crc32(each.path.encode()) % 64 == 1} & {
        f"report-{number:05}.md" for number in range(64)
    }
    # Nobody chooses such paths, and yet many articles might have them.
    same = [Article(path, "Report", "en", each.passages) for each in MANY]
    assert max(len(chunk.articles) for chunk in cut_all(same)) <= 4 * 1_024 // 5 + 1


def test_a_path_that_is_no_text_is_taken_too() -> None:
    assert len(cut_all([Article("\udcff.md", "Report", "en", MANY[0].passages)])) == 1
