"""What if the file on the disk is not what was written? Either the right text or an error with its cure."""

import asyncio
import random
import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest

from knowledge.errors import StoreDamagedError, StoreError
from knowledge.model import Article, Corpus, Kind, Passage, Statement, StatusChange
from knowledge.notices.audience import Bulletin, Notice
from knowledge.store import KnowledgeStore, identify, open_store

PAGE = 4096


def about(name: str, articles: int = 30) -> Corpus:
    """Make a corpus that shares half of its articles with each other one."""
    texts = (f"{name if number % 2 else 'all'} {number} " + "word " * 40 for number in range(articles))
    passages = (Passage(text, Kind.PARAGRAPH, ("Section",), (1, 1)) for text in texts)
    return Corpus(tuple(Article(f"{n:03}.md", f"T{n}", "en", (p,)) for n, p in enumerate(passages)))


CHANGE = StatusChange("Gas", None, Statement("Agreed", "| Gas | Agreed |", "Title", (), (3, 4)))
KNOWN = {identify(corpus): corpus for corpus in map(about, ("first", "second", "third"))}


async def fill(folder: Path) -> Path:
    async with open_store(folder) as store:
        for number in range(1, 6):
            await store.subscriptions.add(f"Topic {number}", user=number)
            await store.waiting.add(number, f"Question {number}?")
        notices = [Notice(f"{number}", CHANGE, user=number, subscription=number) for number in range(1, 6)]
        for corpus in KNOWN.values():
            await store.publish(corpus, "print", Bulletin((CHANGE,)), notices)
        await store.facts.remember("commands", "hash")
    return folder / "talksbot.db"


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Return the bytes of a store that holds three corpora."""
    return asyncio.run(fill(tmp_path_factory.mktemp("whole"))).read_bytes()


def run(file: Path, sql: str) -> None:
    with closing(sqlite3.connect(file)) as database, database:
        database.execute(sql)


def other_database(file: Path) -> None:
    run(file, "CREATE TABLE guests (name TEXT)")


def half_made_store(file: Path) -> None:
    run(file, "CREATE TABLE guests (name TEXT)")
    run(file, "PRAGMA application_id = 1952541803")


WRONG_FILES: dict[str, Callable[[Path], object]] = {
    "text": lambda file: file.write_text("Minutes of the talks\n" * 500),
    "a few bytes": lambda file: file.write_bytes(b"SQLite"),
    "noise": lambda file: file.write_bytes(random.Random(1).randbytes(5 * PAGE)),
    "only a header": lambda file: file.write_bytes(b"SQLite format 3\x00"),
    "another application's database": other_database,
    "our mark on another's tables": half_made_store,
}


@pytest.mark.parametrize("write", [True, False])
@pytest.mark.parametrize("wrong", WRONG_FILES)
async def test_a_file_that_is_no_store_is_refused_and_left_as_it_is(
    tmp_path: Path, wrong: str, write: bool
) -> None:
    file = tmp_path / "talksbot.db"
    WRONG_FILES[wrong](file)
    before = file.read_bytes()

    with pytest.raises(StoreDamagedError, match="damaged or not a store of talksbot") as failure:
        async with open_store(tmp_path, write=write):
            pytest.fail("not a store")
    assert "move the file away" in failure.value.cure
    assert file.read_bytes() == before


async def test_moving_the_damaged_file_away_is_a_cure(tmp_path: Path) -> None:
    file = tmp_path / "talksbot.db"
    file.write_text("not a store" * 1000)
    file.rename(tmp_path / "talksbot.db.damaged")

    assert (await fill(tmp_path)).is_file()


async def test_a_flipped_bit_in_a_stored_text_is_found_by_the_hash(tmp_path: Path, whole: bytes) -> None:
    bits = bytearray(whole)
    bits[whole.index(b"third 1 word")] ^= 1
    (tmp_path / "talksbot.db").write_bytes(bits)

    async with open_store(tmp_path) as store:
        head, second, _ = await store.corpora.find_kept()
        with pytest.raises(StoreDamagedError, match="not what was published") as failure:
            await store.corpora.load(head.corpus_id)
        assert failure.value.cure
        assert await store.corpora.load(second.corpus_id) == about("second")
    assert (tmp_path / "talksbot.db").read_bytes() == bits


@pytest.mark.parametrize("write", [True, False])
async def test_damage_that_sqlite_cannot_put_into_words_is_told_too(
    tmp_path: Path, whole: bytes, write: bool
) -> None:
    bits = bytearray(whole)
    # The name of a table, which SQLite then quotes: bytes that are no text.
    bits[whole.index(b"tablefactfact") + 5] = 0xA0
    (tmp_path / "talksbot.db").write_bytes(bits)

    with pytest.raises(StoreDamagedError):
        async with open_store(tmp_path, write=write):
            pytest.fail("damaged")


async def test_publishing_the_same_articles_again_heals_a_damaged_text(tmp_path: Path, whole: bytes) -> None:
    bits = bytearray(whole)
    bits[whole.index(b"all 0 word")] ^= 1
    (tmp_path / "talksbot.db").write_bytes(bits)

    async with open_store(tmp_path) as store:
        head = await store.publish(about("third"), "print")
        for kept in await store.corpora.find_kept():
            assert await store.corpora.load(kept.corpus_id) == KNOWN[kept.corpus_id]
        assert await store.corpora.get_head() == head


@pytest.mark.parametrize(
    "loss",
    [
        "DELETE FROM body",
        "DELETE FROM line",
        "DELETE FROM line WHERE position = 7",
        "UPDATE line SET position = position + 100 WHERE position = 7",
        "UPDATE body SET bytes = x''",
    ],
)
async def test_a_corpus_that_lost_a_part_is_damaged_not_smaller(tmp_path: Path, loss: str) -> None:
    run(await fill(tmp_path), loss)
    async with open_store(tmp_path) as store:
        for kept in await store.corpora.find_kept():
            with pytest.raises(StoreDamagedError):
                await store.corpora.load(kept.corpus_id)


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE corpus SET published_at = 'yesterday'",
        "UPDATE corpus SET fingerprint = CAST(x'ff' AS TEXT)",
    ],
)
async def test_a_head_that_cannot_be_read_is_damaged(tmp_path: Path, change: str) -> None:
    run(await fill(tmp_path), change)
    async with open_store(tmp_path) as store:
        with pytest.raises(StoreDamagedError):
            await store.corpora.get_head()
        with pytest.raises(StoreDamagedError):
            await store.publish(about("next"), "")


def damage(whole: bytes, seed: int) -> bytes:
    """Do to a file what disks do: flip a bit, write noise or nothing over a part, or lose the end."""
    chance = random.Random(seed)
    bits = bytearray(whole)
    place = chance.randrange(len(bits))
    page = place // PAGE * PAGE
    match seed % 6:
        case 0:
            bits[page : page + PAGE] = chance.randbytes(PAGE)
        case 1:
            del bits[place:]
        case 2:
            bits[page : page + 512] = bytes(512)
        case 3:
            # The header of the file or of a page: where a flip does most.
            bits[page + place % 100] ^= 1 << chance.randrange(8)
        case _:
            bits[place] ^= 1 << chance.randrange(8)
    return bytes(bits)


@pytest.mark.parametrize("write", [True, False])
@pytest.mark.parametrize("seed", range(60))
async def test_a_damaged_store_tells_the_truth_or_that_it_is_damaged(
    tmp_path: Path, whole: bytes, seed: int, write: bool
) -> None:
    file = tmp_path / "talksbot.db"
    bits = damage(whole, seed)
    file.write_bytes(bits)
    with suppress(StoreError):
        async with open_store(tmp_path, write=write) as store:
            for kept in await store.corpora.find_kept():
                assert await store.corpora.load(kept.corpus_id) == KNOWN[kept.corpus_id]
    assert file.read_bytes() == bits


async def ask_for_all(store: KnowledgeStore) -> None:
    for bulletin in await store.feed.read():
        assert isinstance(bulletin, Bulletin)
    await store.feed.get_newest()
    await store.outbox.find_due(datetime(2100, 1, 1, tzinfo=UTC))
    for topic in ("Gas", "Oil"):
        await store.outbox.get_message(1, topic)
    await store.subscriptions.find()
    await store.subscriptions.find(user=1)
    await store.waiting.find()
    await store.digests.find_plans()


@pytest.mark.parametrize("seed", range(90))
async def test_the_audience_of_a_damaged_store_is_given_or_said_to_be_damaged(
    tmp_path: Path, whole: bytes, seed: int
) -> None:
    file = tmp_path / "talksbot.db"
    bits = damage(whole, seed)
    file.write_bytes(bits)
    with suppress(StoreError):
        async with open_store(tmp_path, write=False) as store:
            await ask_for_all(store)
    assert file.read_bytes() == bits


@pytest.mark.parametrize("seed", range(30))
async def test_what_is_published_into_a_damaged_store_is_loaded_or_refused(
    tmp_path: Path, whole: bytes, seed: int
) -> None:
    (tmp_path / "talksbot.db").write_bytes(damage(whole, seed))
    with suppress(StoreError):
        async with open_store(tmp_path) as store:
            head = await store.publish(about("fourth"), "print", Bulletin((CHANGE,)))
            assert await store.corpora.load(head.corpus_id) == about("fourth")
