"""Does an index that is brought up to date find what one finds that is built anew, with the same scores?"""

from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.answering import chunks, segments
from knowledge.answering.index import PassageIndex
from knowledge.answering.kept import KeptIndexes
from knowledge.answering.query import build_query
from knowledge.answering.wordlist import ChunkWords, WordList
from knowledge.model import Article, Corpus, Kind, Passage, Term
from knowledge.store import identify
from tests.asking import read

GLOSSARY = (Term("ferry", (("", "night boat"),)),)
SAID = """
    the night boat leaves late lamp lamps burns lighthouse harbour nets dry ferry sails north wind ist war
    Hafen Boot Brücke gesperrt tickets cost crowns keeper mended bridge closed again lantern lanterns
    boats boot bote bridges harbor harbours wings wind-mill ferries keepers kept sailed sailor tides tide
""".split()
QUESTIONS = ("lihgthouse lamp or ferry", "harbour bridge closed", "Hafen Brücke", "tickets keeper wind")


def article(random: Random, number: int) -> Article:
    language = random.choice(("en", "en", "de"))
    texts = (" ".join(random.choices(SAID, k=random.randint(1, 12))) for _ in range(random.randint(0, 4)))
    found = tuple(Passage(text, Kind.PARAGRAPH, ("Now",), (1, 1)) for text in texts)
    return Article(f"report-{number:03}.md", f"Report {number}", language, found)


def found(index: PassageIndex) -> list[list[tuple[int, float]]]:
    return [index.search(build_query(read(question), [], index), 50) for question in QUESTIONS]


def assert_same(index: PassageIndex, other: PassageIndex) -> None:
    assert found(index) == found(other)
    for word in SAID:
        assert index.nearest(f"{word}x") == other.nearest(f"{word}x")
        for stem in index.variants(word):
            assert index.frequency(stem) == other.frequency(stem)


@pytest.fixture(autouse=True)
def small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a chunk hold few passages, so that small corpora have many."""
    monkeypatch.setattr(chunks, "_LEAST", 8)
    # And let dictionaries be taken over by turns.
    monkeypatch.setattr(segments, "_FEW", 1 / 8)


@settings(max_examples=4, deadline=None)
@given(st.integers(0, 2**32), st.lists(st.integers(0, 6), min_size=1, max_size=4))
def test_after_any_changes_all_is_found_as_in_an_index_that_is_built_anew(
    tmp_path_factory: pytest.TempPathFactory, seed: int, changes: list[int]
) -> None:
    random = Random(seed)
    folder = tmp_path_factory.mktemp("index")
    kept = KeptIndexes(folder / "kept")
    known = {number: article(random, number) for number in range(0, 80, 2)}
    for step, many in enumerate((0, *changes)):
        for number in random.sample(range(80), many):
            if number in known and random.random() < 0.3:
                del known[number]
            else:
                known[number] = article(random, number)
        corpus = Corpus(tuple(known[number] for number in sorted(known)), GLOSSARY)
        fresh = KeptIndexes(folder / f"fresh-{step}").open(corpus, identify(corpus))
        updated = kept.open(corpus, identify(corpus))
        assert_same(updated, fresh)
        # In memory all is one segment.
        assert [[n for n, _ in each] for each in found(PassageIndex(corpus))] == [
            [n for n, _ in each] for each in found(fresh)
        ]


def make(folder: Path, *, change: bool = False) -> Corpus:
    random = Random("segments")
    articles = [article(random, number) for number in range(40)]
    if change:
        articles[7] = Article("report-007.md", "News", "en", articles[8].passages[:1] or articles[9].passages)
    return Corpus(tuple(articles), GLOSSARY)


def inodes(place: Path) -> set[int]:
    return {file.stat().st_ino for file in place.rglob("*") if file.is_file()}


def test_what_did_not_change_lies_on_the_disk_once(tmp_path: Path) -> None:
    kept = KeptIndexes(tmp_path)
    kept.open(make(tmp_path), "a" * 64)
    (first,) = tmp_path.iterdir()
    kept.open(make(tmp_path, change=True), "b" * 64)
    (second,) = set(tmp_path.iterdir()) - {first}
    shared = inodes(first) & inodes(second)
    assert len(shared) > len(inodes(second)) / 2
    before = inodes(second)
    KeptIndexes(tmp_path).open(make(tmp_path, change=True), "b" * 64)
    assert inodes(second) == before


def test_where_files_cannot_be_shared_they_are_copied(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError("no links here")

    monkeypatch.setattr("os.link", refuse)
    kept = KeptIndexes(tmp_path / "kept")
    kept.open(make(tmp_path), "a" * 64)
    updated = kept.open(make(tmp_path, change=True), "b" * 64)
    assert_same(updated, KeptIndexes(tmp_path / "fresh").open(make(tmp_path, change=True), "b" * 64))


@pytest.mark.parametrize("name", ["chunks", "chunks.json", "words.json", "passages"])
def test_where_nothing_can_be_taken_over_all_is_built_anew(tmp_path: Path, name: str) -> None:
    kept = KeptIndexes(tmp_path / "kept")
    kept.open(make(tmp_path), "a" * 64)
    (first,) = (tmp_path / "kept").iterdir()
    (first / name).rename(first / "elsewhere")
    updated = kept.open(make(tmp_path, change=True), "b" * 64)
    assert_same(updated, KeptIndexes(tmp_path / "fresh").open(make(tmp_path, change=True), "b" * 64))


def test_a_damaged_chunk_is_not_taken_over(tmp_path: Path) -> None:
    kept = KeptIndexes(tmp_path / "kept")
    kept.open(make(tmp_path), "a" * 64)
    (first,) = (tmp_path / "kept").iterdir()
    for file in (first / "chunks").iterdir():
        file.write_bytes(b"damaged")
    updated = kept.open(make(tmp_path, change=True), "b" * 64)
    assert_same(updated, KeptIndexes(tmp_path / "fresh").open(make(tmp_path, change=True), "b" * 64))


def test_words_are_counted_as_often_as_chunks_have_them() -> None:
    one = ChunkWords({"en": ["lamp", "net"], "de": ["Netz"]}, {"lamp": 2, "net": 1, "netz": 1})
    other = ChunkWords({"en": ["lamp", "boat"]}, {"lamp": 1, "boat": 4})
    said = WordList()
    said.replace([], [one, other])
    assert said.words == {"en": {"lamp": 2, "net": 1, "boat": 1}, "de": {"Netz": 1}}
    assert said.stems == {"lamp": 3, "net": 1, "netz": 1, "boat": 4}
    said.replace([one], [other])
    assert said.words == {"en": {"lamp": 2, "boat": 2}}
    assert said.count_passages() == {"lamp": 2, "boat": 8}
    said.replace([other, other], [])
    assert (said.words, said.stems) == ({}, {})
