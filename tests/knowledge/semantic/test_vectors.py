"""What does a model change? The order of what was found; and what it cost to get there is kept."""

import asyncio
import sqlite3
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest

from knowledge.answering.index import PassageIndex
from knowledge.answering.question import LONGEST_QUESTION
from knowledge.answering.retrieval import Retriever
from knowledge.answering.thresholds import Thresholds
from knowledge.answers import Answer, Verdict
from knowledge.base import KnowledgeBase
from knowledge.intake import Intake
from knowledge.model import Article, Corpus, Kind, Passage
from knowledge.semantic import Entries, Scale
from knowledge.sources.folders import Folders
from knowledge.store import open_store
from tests.asking import WHEN, always, open_base, read

pytestmark = pytest.mark.process

MEANINGS = ({"boat", "ferry"}, {"price", "cost", "crowns"}, {"lamp", "lighthouse", "light"})


def meaning(text: str) -> bytes:
    """Encode a text as the things that it speaks of, one byte each."""
    said = {word.strip(".,?!").lower() for word in text.split()}
    return bytes(not said.isdisjoint(words) for words in MEANINGS)


class Synonyms:
    """A model that knows a few words, and stops once where it is told to."""

    def __init__(self, name: str = "synonyms") -> None:
        self.id = sha256(name.encode()).hexdigest()
        self.size = len(MEANINGS)
        self.languages = ("en",)
        self.scale = Scale()
        self.encoded: list[str] = []
        self.asked: list[tuple[str, ...]] = []
        self.stops_at = 0
        self.stopped, self.goes_on = threading.Event(), threading.Event()

    def texts_to_encode(self, entries: Entries) -> dict[str, tuple[str, ...]]:
        texts = {passage.text for _, passage in entries}
        return {sha256(text.encode()).hexdigest(): (text,) for text in sorted(texts)}

    def encode(self, texts: Sequence[str]) -> bytes:
        self.encoded.extend(texts)
        if len(self.encoded) == self.stops_at:
            self.stopped.set()
            assert self.goes_on.wait(10)
        return b"".join(map(meaning, texts))

    def reranker(self, entries: Entries, vectors: Mapping[str, bytes]) -> "Judge":
        keys = [sha256(passage.text.encode()).hexdigest() for _, passage in entries]
        return Judge(self, [vectors[key] for key in keys])


class Judge:
    def __init__(self, model: Synonyms, vectors: Sequence[bytes]) -> None:
        self._model, self._vectors = model, vectors
        self.scale = model.scale

    def scores(self, question: str, history: Sequence[str], numbers: Sequence[int]) -> list[float | None]:
        self._model.asked.append((question, *history))
        asked = meaning(question)
        return [float(any(map(int.__and__, asked, self._vectors[number]))) for number in numbers]

    def nearest(self, question: str, history: Sequence[str], most: int) -> list[int]:
        asked = meaning(" ".join((*history, question)))
        same = [number for number, each in enumerate(self._vectors) if any(map(int.__and__, asked, each))]
        return same[:most]


# --- the order of what was found


def article(path: str, *texts: str, published: date | None = None) -> Article:
    passages = (Passage(text, Kind.PARAGRAPH, (), (line, line)) for line, text in enumerate(texts, 1))
    return Article(path, "News", "en", tuple(passages), published)


def retrievers(*articles: Article, model: Synonyms | None = None) -> Iterator[Retriever]:
    """Give a retriever by words alone, and one that knows some meanings."""
    model = model or Synonyms()
    index = PassageIndex(Corpus(articles))
    vectors = {key: model.encode(texts) for key, texts in model.texts_to_encode(index.entries).items()}
    yield Retriever(index, Thresholds())
    yield Retriever(index, Thresholds(), model.reranker(index.entries, vectors))


def texts(answer: Answer) -> list[str]:
    return [hit.passage.text for hit in answer.hits]


BOAT = "The ferry to the island takes an hour."
WALK = "A walk around the island takes an hour, a walk along its shore takes two."
OTHERS = (
    "Bread got dearer again.",
    "Snow fell in January.",
    "The mayor opened a library.",
    "The school has nine teachers.",
    "Wolves were seen near the mill.",
    "The lamp is lit at six.",
)
SEA = article("sea.md", BOAT, WALK, *OTHERS)
QUESTION = "Does a boat or a walk around the island take an hour?"


def test_words_and_meaning_make_the_order_and_the_score() -> None:
    plain, meant = (retriever.answer(read(QUESTION)) for retriever in retrievers(SEA))
    assert texts(plain) == [WALK, BOAT]
    assert texts(meant)[0] == BOAT
    assert meant.hits[0].score == pytest.approx(Scale().score(plain.hits[1].score, 1.0))


def test_what_means_what_was_asked_is_the_answer_though_words_are_not_sure() -> None:
    question = read("Which day does the boat go there, and is a lot of luggage allowed on board?")
    plain, meant = (retriever.answer(question) for retriever in retrievers(SEA))
    assert plain.verdict is not Verdict.ANSWER
    assert (meant.verdict, texts(meant)[0]) == (Verdict.ANSWER, BOAT)


def test_a_passage_without_a_word_of_the_question_is_found_by_its_meaning() -> None:
    plain, meant = (retriever.answer(read("boat")) for retriever in retrievers(SEA))
    assert plain.verdict is Verdict.NONE
    assert texts(meant)[0] == BOAT
    assert meant.verdict is Verdict.ANSWER


def test_what_is_found_by_its_meaning_rests_on_no_repaired_word() -> None:
    _, meant = retrievers(SEA)
    answer = meant.answer(read("boat braed"))
    assert (texts(answer)[0], answer.verdict) == (BOAT, Verdict.ANSWER)


def test_a_score_is_at_most_one() -> None:
    model = Synonyms()
    model.scale = Scale(weight=9)
    _, meant = retrievers(SEA, model=model)
    assert meant.answer(read(QUESTION)).hits[0].score == 1.0


def test_a_question_that_says_nothing_means_nothing() -> None:
    _, meant = retrievers(SEA, model=(model := Synonyms()))
    assert meant.answer(read("what is it?")).verdict is Verdict.NONE
    assert model.asked == []


def test_search_and_explanation_have_the_same_order_as_the_answer() -> None:
    _, meant = retrievers(SEA)
    question = read(QUESTION)
    answer = meant.answer(question)
    assert meant.search(question) == answer.hits == meant.explain(question).hits
    assert meant.explain(question).margin == answer.hits[0].score - answer.hits[1].score


def test_where_nothing_is_found_the_model_has_nothing_to_say() -> None:
    _, meant = retrievers(SEA)
    assert meant.answer(read("zebra")).verdict is Verdict.NONE


@pytest.mark.parametrize(
    ("asked", "understood"),
    [
        (("is the ilsand far",), ("is the island far",)),
        (("and when?", "is braed dearer"), ("and when?", "is bread dearer")),
        (("island " * 100,), (("island " * 100)[:LONGEST_QUESTION],)),
    ],
)
def test_the_model_reads_what_was_meant(asked: tuple[str, ...], understood: tuple[str, ...]) -> None:
    model = Synonyms()
    _, meant = retrievers(SEA, model=model)
    question, *earlier = map(read, asked)
    meant.answer(question, earlier)
    assert model.asked[-1] == understood


def test_of_passages_that_answer_about_equally_the_newer_goes_first() -> None:
    old = article("old.md", BOAT, published=date(2026, 1, 1))
    new = article("new.md", BOAT, WALK, *OTHERS, published=date(2026, 2, 1))
    _, meant = retrievers(old, new)
    assert [hit.article.path for hit in meant.answer(read(QUESTION)).hits[:2]] == ["new.md", "old.md"]


@pytest.mark.parametrize(("period", "path"), [("", "new.md"), (" in 2025", "old.md")])
def test_a_passage_of_the_period_that_is_asked_about_goes_first(period: str, path: str) -> None:
    old = article("old.md", BOAT, published=date(2025, 3, 1))
    new = article("new.md", f"{WALK} So says the ferry.", *OTHERS, published=date(2026, 2, 1))
    _, meant = retrievers(old, new)
    assert meant.answer(read(f"{QUESTION[:-1]}{period}?")).hits[0].article.path == path


# --- what is kept

CROWNS = "Tickets cost four crowns."
DEARER = "Since April tickets cost nine crowns."
FARES = "What is the price of the tickets?"


def write(folder: Path, **articles: str) -> Path:
    folder.mkdir(exist_ok=True)
    for name, content in articles.items():
        (folder / f"{name}.txt").write_text(content, "utf-8")
    return folder


@pytest.fixture
def sea(tmp_path: Path) -> Path:
    return write(tmp_path / "sea", fares=CROWNS, shop="Tickets are sold in a shop, where tickets are.")


def first(base: KnowledgeBase, question: str = FARES) -> str:
    return base.snapshot.search(read(question), WHEN)[0].passage.text


async def test_an_answer_is_ranked_by_what_was_encoded_at_the_first_reading(data: Path, sea: Path) -> None:
    async with open_base(data, sea) as plain:
        assert first(plain) != CROWNS
    model = Synonyms()
    async with open_base(data, sea, None, model, refresh=True) as base:
        assert first(base) == CROWNS
    assert len(model.encoded) == 2


async def test_what_is_kept_is_not_encoded_again(data: Path, sea: Path) -> None:
    async with open_base(data, sea, None, Synonyms()):
        pass
    for write in (True, False):
        async with open_base(data, sea, None, model := Synonyms(), write=write) as base:
            assert first(base) == CROWNS
        assert model.encoded == []


async def test_a_reload_encodes_only_what_is_new(data: Path, sea: Path) -> None:
    async with open_base(data, sea, None, model := Synonyms(), write=True) as base:
        model.encoded.clear()
        write(sea, fares=DEARER)
        await base.reload()
        assert first(base) == DEARER
    assert model.encoded == [DEARER]


async def test_a_preview_encodes_nothing(data: Path, sea: Path) -> None:
    async with open_base(data, sea, None, model := Synonyms(), write=True) as base:
        model.encoded.clear()
        write(sea, fares=DEARER)
        assert (await base.preview()).changed == ("fares.txt",)
    assert model.encoded == []


async def test_a_preview_encodes_what_is_new_where_it_has_questions_to_ask(data: Path, sea: Path) -> None:
    async with open_base(data, sea, None, model := Synonyms(), write=True) as base:
        await base.store.waiting.add(7, "What is the price of the lamp?")
        model.encoded.clear()
        write(sea, fares=DEARER)
        await base.preview()
    assert model.encoded == [DEARER]


async def test_a_model_that_is_named_later_encodes_what_is_stored(data: Path, sea: Path) -> None:
    async with open_base(data, sea):
        pass
    for encoded in (2, 0):
        async with open_base(data, sea, None, model := Synonyms(), write=True) as base:
            assert first(base) == CROWNS
        assert len(model.encoded) == encoded


async def test_a_reader_encodes_what_is_missing_and_keeps_nothing(data: Path, sea: Path) -> None:
    async with open_base(data, sea):
        pass
    before = (data / "talksbot.db").read_bytes()
    for _ in range(2):
        async with open_base(data, sea, None, model := Synonyms()) as base:
            assert first(base) == CROWNS
        assert len(model.encoded) == 2
    assert (data / "talksbot.db").read_bytes() == before


async def test_a_vector_of_a_wrong_length_is_made_again(data: Path, sea: Path) -> None:
    async with open_base(data, sea, None, Synonyms()):
        pass
    with closing(sqlite3.connect(data / "talksbot.db")) as database, database:
        database.execute("UPDATE vector SET bytes = x'01' WHERE rowid = 1")
    for encoded in (1, 0):
        async with open_base(data, sea, None, model := Synonyms(), write=True) as base:
            assert first(base) == CROWNS
        assert len(model.encoded) == encoded


def kept(data: Path) -> int:
    with closing(sqlite3.connect(data / "talksbot.db")) as database:
        return database.execute("SELECT count(*) FROM vector").fetchone()[0]


async def test_what_the_last_three_corpora_do_not_need_is_forgotten(data: Path, sea: Path) -> None:
    async with open_base(data, sea, None, model := Synonyms(), write=True) as base:
        counts = [kept(data)]
        for fare in ("five", "six", "seven", "eight"):
            write(sea, fares=f"Tickets cost {fare} crowns.")
            await base.reload()
            counts.append(kept(data))
        assert counts == [2, 3, 4, 4, 4]
        model.encoded.clear()
        write(sea, fares="Tickets cost six crowns.")
        await base.reload()
        assert model.encoded == []


async def test_what_another_model_made_is_forgotten_at_the_next_reload(data: Path, sea: Path) -> None:
    async with open_base(data, sea, None, Synonyms("old"), write=True):
        pass
    async with open_base(data, sea, None, Synonyms("new"), write=True) as base:
        assert kept(data) == 4
        await base.reload()
        assert kept(data) == 2


async def test_many_passages_are_kept_some_at_a_time(data: Path, tmp_path: Path) -> None:
    paragraphs = "\n\n".join(f"Tickets of kind {number} cost {number} crowns." for number in range(70))
    sea = write(tmp_path / "many", fares=paragraphs)
    async with open_store(data) as store:
        base = KnowledgeBase(store, Intake(store, Folders(sea)), Thresholds(), always, model := Synonyms())
        model.stops_at = 66
        reload = asyncio.create_task(base.reload())
        assert await asyncio.to_thread(model.stopped.wait, 10)
        reload.cancel()
        with pytest.raises(asyncio.CancelledError):
            await reload
        model.goes_on.set()
        assert base.snapshot.coverage.articles == 0
    assert kept(data) == 64


async def test_the_loop_goes_on_while_a_passage_is_encoded_and_the_reload_can_be_cancelled(
    data: Path, sea: Path
) -> None:
    async with open_base(data, sea, None, model := Synonyms(), write=True) as base:
        snapshot, head = base.snapshot, await base.store.corpora.get_head()
        write(sea, fares=f"{DEARER}\n\nThe lamp is new.\n\nThe light is on.")
        model.encoded.clear()
        model.stops_at = 1
        reload = asyncio.create_task(base.reload())
        assert await asyncio.to_thread(model.stopped.wait, 10)
        reload.cancel()
        with pytest.raises(asyncio.CancelledError):
            await reload
        model.goes_on.set()
        assert len(model.encoded) == 1
        assert (base.snapshot, await base.store.corpora.get_head()) == (snapshot, head)
        await base.reload()
        assert first(base) == DEARER
