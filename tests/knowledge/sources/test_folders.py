"""Are several folders read as one, each under its name?"""

import asyncio
from pathlib import Path

import pytest

from knowledge.reading.limits import DEFAULT
from knowledge.sources.folders import Folders
from knowledge.sources.reader import read_folder
from tests.asking import open_base

FERRY = "The ferry to Holm island begins to sail on Monday, said the board.\n"


@pytest.fixture
def more(tmp_path: Path) -> Path:
    (tmp_path / "more" / "inside").mkdir(parents=True)
    (tmp_path / "more" / "ferry.txt").write_text(FERRY, "utf-8")
    (tmp_path / "more" / "inside" / "mill.txt").write_text(FERRY.replace("ferry", "mill"), "utf-8")
    (tmp_path / "more" / "glossary.toml").write_text("[Mill]\nalso = ['works']\n", "utf-8")
    return tmp_path / "more"


def test_the_files_of_another_folder_are_called_after_it(folder: Path, more: Path) -> None:
    both, one = Folders(folder, (("more", more),)), Folders(folder)
    paths = [file.path for file in both.survey(DEFAULT).files]
    assert paths == sorted(paths)
    assert set(paths) - {file.path for file in one.survey(DEFAULT).files} == {
        "more/ferry.txt",
        "more/inside/mill.txt",
    }
    assert both.locate("more/inside/mill.txt") == (more, "inside/mill.txt")
    assert both.locate("inside/mill.txt") == (folder, "inside/mill.txt")


def test_a_change_in_any_folder_is_seen(folder: Path, more: Path) -> None:
    both, one = Folders(folder, (("more", more),)), Folders(folder)
    before = both.fingerprint, both.glance, one.fingerprint, one.glance
    (more / "ferry.txt").write_text(FERRY.replace("Monday", "Tuesday"), "utf-8")
    assert (one.fingerprint, one.glance) == before[2:]
    assert both.fingerprint != before[0]
    assert both.glance != before[1]


def test_copies_and_problems_are_called_after_their_folder(folder: Path, more: Path) -> None:
    (more / "again.txt").write_text(FERRY, "utf-8")
    (more / "empty.txt").write_text("", "utf-8")
    found = Folders(folder, (("more", more),)).survey(DEFAULT)
    assert found.copies == {"more/ferry.txt": "more/again.txt"}
    assert {problem.path for problem in found.problems} == {"more/ferry.txt", "more/empty.txt"}
    assert "more/empty.txt" in found.unread


@pytest.mark.process
async def test_articles_of_another_folder_are_read_and_their_problems_named(folder: Path, more: Path) -> None:
    (more / "bad.txt").write_text("\0", "utf-8")
    (more / "odd.md").write_text(f"---\ndate: soon\n---\n{FERRY.replace('ferry', 'boat')}", "utf-8")
    reading = await read_folder(folder, (("more", more),))
    paths = {article.path for article in reading.articles}
    assert {"more/ferry.txt", "more/inside/mill.txt", "more/odd.md"} <= paths
    assert [problem.path for problem in reading.problems] == ["more/bad.txt"]
    assert [warning.path for warning in reading.warnings] == ["more/odd.md"]


@pytest.mark.process
async def test_a_folder_that_is_not_there_is_a_problem_and_keeps_its_articles(
    data: Path, folder: Path, more: Path
) -> None:
    others = (("more", more),)
    async with open_base(data, folder, others=others, write=True) as base:
        before = len(base.snapshot.corpus.articles)
        assert not await base.intake.is_behind()
        await asyncio.to_thread(more.rename, more.with_name("gone"))
        assert await base.intake.is_behind()
        changes = await base.reload()
        assert [problem.path for problem in changes.problems] == ["more"]
        assert len(base.snapshot.corpus.articles) == before
