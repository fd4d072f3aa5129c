"""Are the rows of a corpus kept once, and those of a later version read as far as they can be?"""

import sqlite3
from collections.abc import AsyncGenerator
from contextlib import closing
from hashlib import sha256
from pathlib import Path

import pytest

from knowledge.errors import StoreTooNewError
from knowledge.model import Article, Corpus, Kind, Passage
from knowledge.store import KnowledgeStore, open_store


def article(name: str) -> Article:
    return Article(f"{name}.txt", name, "en", (Passage(f"About {name}.", Kind.PARAGRAPH, (), (1, 1)),))


def about(*names: str) -> Corpus:
    return Corpus(tuple(article(name) for name in sorted(names)))


def asked(folder: Path, sql: str) -> int:
    with closing(sqlite3.connect(folder / "talksbot.db")) as database:
        return database.execute(sql).fetchone()[0]


@pytest.fixture
async def store(tmp_path: Path) -> AsyncGenerator[KnowledgeStore]:
    async with open_store(tmp_path) as opened:
        yield opened


async def test_an_article_that_did_not_change_is_stored_once(tmp_path: Path) -> None:
    async with open_store(tmp_path) as store:
        await store.publish(about("same", "first"), "1")
        await store.publish(about("same", "second"), "2")

    # The glossary, which is empty in both, is a body too.
    assert asked(tmp_path, "SELECT count(*) FROM body") == 4


async def test_bodies_that_no_kept_corpus_points_at_are_deleted(tmp_path: Path) -> None:
    async with open_store(tmp_path) as store:
        for name in "abcdefgh":
            await store.publish(about("same", name), name)

    assert asked(tmp_path, "SELECT count(*) FROM body") == 5
    assert asked(tmp_path, "SELECT count(*) FROM line") == 9
    assert asked(tmp_path, "SELECT count(*) FROM pragma_foreign_key_check") == 0


def written_by_a_later_version(folder: Path, line: bytes) -> str:
    """Put a corpus of one article into the store as another version would have, and return its id."""
    lines = [b"[]", line]
    name = sha256(b"".join(line + b"\n" for line in lines)).hexdigest()
    with closing(sqlite3.connect(folder / "talksbot.db")) as database, database:
        database.execute("INSERT INTO corpus VALUES (99, ?, '2030-01-01T00:00:00+00:00', '')", (name,))
        for place, line in enumerate(lines):
            database.execute("INSERT OR IGNORE INTO body VALUES (?, ?)", (sha256(line).hexdigest(), line))
            database.execute("INSERT INTO line VALUES (99, ?, ?)", (place, sha256(line).hexdigest()))
    return name


async def test_fields_that_a_later_version_added_are_left_out(store: KnowledgeStore, tmp_path: Path) -> None:
    name = written_by_a_later_version(
        tmp_path, b'{"mood":"hopeful","path":"a.md","title":"T","language":"en","passages":[]}'
    )

    assert await store.corpora.load(name) == Corpus((Article("a.md", "T", "en", ()),))


async def test_an_article_in_a_form_of_a_later_version_is_refused(
    store: KnowledgeStore, tmp_path: Path
) -> None:
    name = written_by_a_later_version(tmp_path, b'{"path":"a.md","name":"what was once the title"}')

    with pytest.raises(StoreTooNewError, match="in a form that this version does not know"):
        await store.corpora.load(name)
