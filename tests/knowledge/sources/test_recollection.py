"""Which files are read again, and is what is not read again what would have been read?"""

import os
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest
from msgspec.structs import replace

from knowledge.model import Corpus, Problem, Term
from knowledge.reading.limits import Limits
from knowledge.sources.folder import Found
from knowledge.sources.reader import Reading, read_folder
from knowledge.sources.recollection import NO_PAST, Past, Recollection

pytestmark = pytest.mark.process


def fill(folder: Path) -> None:
    (folder / "a.txt").write_text("They met.")
    (folder / "b.md").write_text("---\npublished: someday\n---\n# Talks\n\nThey met again.\n")
    (folder / "bad.txt").write_text("...")
    (folder / "glossary.toml").write_text("[Gas]\nalso = ['fuel']")


def remember(reading: Reading, kept: bytes | None = None) -> Past:
    """Remember a reading as a store does."""
    corpus = Corpus(reading.articles, reading.glossary or ())
    return Past(Recollection.decode(reading.recollection.encode() if kept is None else kept), corpus)


async def read_again(folder: Path, past: Past) -> tuple[Reading, int]:
    """Read a folder, and give the number of files that were read anew."""
    told: list[tuple[int, int]] = []
    reading = await read_folder(folder, past=past, progress=lambda done, total: told.append((done, total)))
    if told:
        total = told[-1][1]
        assert told == [(total - len(told) + done, total) for done in range(1, len(told) + 1)]
    return reading, len(told)


async def test_what_did_not_change_is_not_read_again_and_comes_out_as_before(tmp_path: Path) -> None:
    fill(tmp_path)
    first, read = await read_again(tmp_path, NO_PAST)
    assert read == 4
    again, read = await read_again(tmp_path, remember(first))
    assert (again, read) == (first, 0)
    assert [problem.path for problem in again.problems] == ["bad.txt"]
    assert [warning.path for warning in again.warnings] == ["b.md"]
    assert again.glossary == (Term("Gas", (("", "fuel"),)),)
    assert again.articles[0] is remember(first).corpus.articles[0]
    assert again.recollection.encode() == first.recollection.encode()


async def test_only_what_is_new_or_changed_is_read(tmp_path: Path) -> None:
    fill(tmp_path)
    first, _ = await read_again(tmp_path, NO_PAST)
    (tmp_path / "a.txt").write_text("They left.")
    (tmp_path / "c.txt").write_text("They met once more.")
    (tmp_path / "bad.txt").write_text("It is good now.")
    (tmp_path / "b.md").unlink()
    again, read = await read_again(tmp_path, remember(first))
    fresh, _ = await read_again(tmp_path, NO_PAST)
    assert (again, read) == (fresh, 3)
    assert again.recollection.encode() == fresh.recollection.encode()


async def test_the_day_on_which_the_same_bytes_were_loaded_first_stays(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text("They met.")
    os.utime(file, (1_000_000_000, 1_000_000_000))
    first, _ = await read_again(tmp_path, NO_PAST)
    os.utime(file, (1_700_000_000, 1_700_000_000))
    again, read = await read_again(tmp_path, remember(first))
    assert read == 0
    assert again.articles[0].loaded_on == datetime.fromtimestamp(1_000_000_000, UTC).date()


async def test_another_version_and_other_limits_read_all_anew(tmp_path: Path) -> None:
    fill(tmp_path)
    first, _ = await read_again(tmp_path, NO_PAST)
    past = remember(first)
    older = replace(past, recollection=replace(past.recollection, reading="older"))
    assert (await read_again(tmp_path, older))[1] == 4
    narrow = await read_folder(tmp_path, limits=Limits(bytes=9), past=past)
    assert [article.path for article in narrow.articles] == ["a.txt"]


@pytest.mark.parametrize("kept", [b"", b"\x00", b'{"files":{"a.txt":["0",1]}}'])
async def test_what_cannot_be_recollected_is_read(tmp_path: Path, kept: bytes) -> None:
    fill(tmp_path)
    first, _ = await read_again(tmp_path, NO_PAST)
    assert await read_again(tmp_path, remember(first, kept)) == (first, 4)


async def test_what_is_remembered_without_its_article_is_read(tmp_path: Path) -> None:
    fill(tmp_path)
    first, _ = await read_again(tmp_path, NO_PAST)
    past = remember(first)
    live = tuple(replace(article, source="wire") for article in past.corpus.articles)
    for articles in ((), live):
        lost = replace(past, corpus=replace(past.corpus, articles=articles))
        assert await read_again(tmp_path, lost) == (first, 2)


@pytest.mark.usefixtures("reading_child")
async def test_what_took_too_long_is_tried_again_and_what_is_bad_stays_so(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("They met.")
    (tmp_path / "bad.txt").write_text("...")
    hurried = Limits(wall_seconds=0)
    first = await read_folder(tmp_path, limits=hurried)
    assert [problem.reason for problem in first.problems] == ["took longer than 0 s to read"] * 2
    assert first.recollection.files == {}
    again = await read_folder(tmp_path)
    assert set(again.recollection.files) == {"a.txt", "bad.txt"}


def test_a_recollection_is_small() -> None:
    known = Recollection.decode(b"").files
    assert known == {}
    problem = Problem("a.txt", "is bad", "Mend it.", 3)
    kept = msgspec.json.encode({"reading": "1", "files": {"a.txt": ["0" * 64, problem]}})
    past = Past(Recollection.decode(kept), Corpus(()))
    answers = past.recall("1", [Found("a.txt", "0" * 64), Found("b.txt", "0" * 64)])
    assert [answer.problem for answer in answers.values()] == [problem]
