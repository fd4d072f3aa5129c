"""Is a kept index the one that would be built, whatever happened to it meanwhile?"""

import os
import shutil
import threading
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest

from knowledge.answering.index import PassageIndex, text_to_index
from knowledge.answering.kept import ANALYSIS, KeptIndexes
from knowledge.answering.query import build_query
from knowledge.model import Article, Corpus, Kind, Passage, Term
from knowledge.store import identify
from knowledge.text import Stems, words
from tests.asking import read

GLOSSARY = (Term("ferry", (("", "night boat"),)),)


def corpus(*texts: str) -> Corpus:
    passages = tuple(Passage(text, Kind.PARAGRAPH, ("Now",), (n, n)) for n, text in enumerate(texts, 1))
    return Corpus((Article("a.md", "News", "en", passages),), GLOSSARY)


HOLM = corpus("The night boat leaves late.", "A lamp burns in the lighthouse.", "Nets dry.")
RHODES = corpus("A colossus stands.")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "index"


@pytest.fixture
def kept(folder: Path) -> Path:
    """Keep an index, and give its place."""
    KeptIndexes(folder).open(HOLM, identify(HOLM))
    (place,) = folder.iterdir()
    return place


def found(index: PassageIndex, question: str = "lihgthouse lamp or ferry") -> list[tuple[int, float]]:
    return index.search(build_query(read(question), [], index), 5)


def state(place: Path) -> list[tuple[Path, int, bytes]]:
    files = (file for file in sorted(place.rglob("*")) if file.is_file())
    return [(file, file.stat().st_ino, file.read_bytes()) for file in files]


def opened(folder: Path, given: Corpus = HOLM) -> PassageIndex:
    return KeptIndexes(folder).open(given, identify(given))


def test_an_index_that_was_kept_is_opened_and_left_as_it_is(kept: Path) -> None:
    before = state(kept)
    assert found(opened(kept.parent)) == found(PassageIndex(HOLM)) != []
    assert state(kept) == before


def test_what_is_opened_holds_no_word_but_what_was_kept(kept: Path) -> None:
    # Nobody looks at the texts: even another corpus under this id is found by the words that were kept.
    index = KeptIndexes(kept.parent).open(corpus("One.", "Two.", "Three."), identify(HOLM))
    assert index.nearest("lihgthouse") == PassageIndex(HOLM).nearest("lihgthouse") != []
    assert index.frequency("lamp") == 1


def test_each_corpus_has_its_own(folder: Path) -> None:
    for given in (HOLM, RHODES, HOLM, Corpus(())):
        assert found(opened(folder, given), "colossus lamp") == found(PassageIndex(given), "colossus lamp")
    assert len(list(folder.iterdir())) == 3


def cut(data: bytes) -> bytes:
    return data[:-1]


def spoil(data: bytes) -> bytes:
    return bytes([*data[:-1], data[-1] ^ 1])


def empty(_: bytes) -> bytes:
    return b""


@pytest.mark.parametrize("harm", [None, cut, spoil, empty])
@pytest.mark.parametrize(
    "name", ["seal.json", "counts.json", "passages/*.idx", "passages/meta.json", "words/*.term"]
)
def test_a_damaged_index_is_built_anew(kept: Path, name: str, harm: Callable[[bytes], bytes] | None) -> None:
    (file,) = kept.glob(name)
    data = file.read_bytes()
    # Another file in its place: what is mapped into memory must not shrink under those who read it.
    file.unlink()
    if harm:
        file.write_bytes(harm(data))
    assert found(opened(kept.parent)) == found(PassageIndex(HOLM))
    assert [place.name for place in kept.parent.iterdir()] == [kept.name]
    before = state(kept)
    opened(kept.parent)
    assert state(kept) == before


def test_the_index_of_another_corpus_in_its_place_is_built_anew(kept: Path, tmp_path: Path) -> None:
    opened(tmp_path / "other", RHODES)
    (other,) = (tmp_path / "other").iterdir()
    shutil.rmtree(kept)
    shutil.copytree(other, kept)
    assert found(opened(kept.parent)) == found(PassageIndex(HOLM))


def test_where_nothing_can_be_kept_the_index_is_in_memory(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for folder in (tmp_path / "file" / "index", tmp_path / "nowhere" / "index"):
        assert found(opened(folder)) == found(PassageIndex(HOLM))
    assert [file.name for file in tmp_path.iterdir()] == ["file"]


def test_two_who_keep_the_same_at_one_time_do_not_disturb_each_other(folder: Path) -> None:
    results: list[list[tuple[int, float]]] = []
    both = [threading.Thread(target=lambda: results.append(found(opened(folder)))) for _ in range(4)]
    for each in both:
        each.start()
    for each in both:
        each.join()
    assert results == [found(PassageIndex(HOLM))] * 4
    assert len(list(folder.iterdir())) == 1


def test_an_index_answers_on_when_its_folder_is_removed_meanwhile(kept: Path) -> None:
    index = opened(kept.parent)
    KeptIndexes(kept.parent).forget([])
    assert not kept.exists()
    assert found(index) == found(PassageIndex(HOLM))


def test_all_are_forgotten_but_those_of_some_corpora(folder: Path) -> None:
    opened(folder, RHODES)
    opened(folder)
    KeptIndexes(folder).forget([identify(HOLM)])
    (place,) = folder.iterdir()
    assert place.name.startswith(identify(HOLM)[:16])


def test_one_of_another_version_is_forgotten_and_what_is_not_ours_is_left(kept: Path) -> None:
    (kept.parent / f"{identify(HOLM)[:16]}-0123456789ab").mkdir()
    (kept.parent / "notes").mkdir()
    KeptIndexes(kept.parent).forget([identify(HOLM)])
    assert {place.name for place in kept.parent.iterdir()} == {kept.name, "notes"}


def test_what_a_killed_process_left_is_removed_and_what_another_one_writes_is_not(kept: Path) -> None:
    for name in ("draft-old", "draft-new"):
        (kept.parent / name).mkdir()
    os.utime(kept.parent / "draft-old", (0, 0))
    KeptIndexes(kept.parent).forget([identify(HOLM)])
    assert {place.name for place in kept.parent.iterdir()} == {kept.name, "draft-new"}


def test_where_nothing_was_kept_nothing_is_forgotten(folder: Path) -> None:
    KeptIndexes(folder).forget([])
    assert not folder.exists()


_TEXT = """
    The U.S. and Ukraine's "peace talks" (9 November): 3.5 % of 1,000 naïve cafés, don't they? e-mail_address
    Ils n'étaient que 12. ¿Qué dicen? Die Gespräche läuft über Straßen. Санкції обговорюють; сім'я. हिन्दी भाषा
    coun\u00adcil of\u200bﬁce ２０２６ CO₂ ½
"""


def test_whoever_changes_the_analysis_raises_its_version() -> None:
    passage = Passage(_TEXT, Kind.BULLET, ("One", "Two"), (1, 1), "Leads in:")
    text = text_to_index(Article("a.md", "Title", "en", (passage,)), passage)
    # Of languages that only our own code cuts: what the libraries do is known by their versions.
    stems = {language: list(map(Stems(language).__getitem__, words(text))) for language in ("uk", "zz")}
    known = {2: "7beb6fc57a13"}
    assert known[ANALYSIS] == sha256(repr(stems).encode()).hexdigest()[:12]


def test_where_an_index_cannot_be_put_in_place_it_is_built_in_memory(kept: Path) -> None:
    shutil.rmtree(kept)
    kept.write_text("Somebody else's file.")
    assert found(opened(kept.parent)) == found(PassageIndex(HOLM)) != []
    assert kept.read_text() == "Somebody else's file."
