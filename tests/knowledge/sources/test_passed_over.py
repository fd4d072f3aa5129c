"""Which files of a folder are of no kind that is read?"""

from pathlib import Path

import pytest

from knowledge.model import PassedOver
from knowledge.reading.limits import DEFAULT
from knowledge.sources.folder import survey
from knowledge.sources.passed_over import count_kinds
from knowledge.sources.reader import read_folder


def put(folder: Path, *paths: str) -> None:
    for path in paths:
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(f"This is {path}.")


@pytest.mark.process
async def test_files_of_other_kinds_are_counted_by_kind_and_are_no_problem(tmp_path: Path) -> None:
    put(tmp_path, "a.txt")
    before = survey(tmp_path, DEFAULT).fingerprint
    put(tmp_path, "b/two.xlsx", "One.XLSX", "quay.jpg", "notes", "b/glossary.toml", "old.doc")
    found = await read_folder(tmp_path)
    assert [str(each) for each in found.passed_over] == [
        "2 .xlsx files, the first One.XLSX (save as .csv)",
        "1 file without an ending, notes",
        "1 .doc file, old.doc (save as .docx)",
        "1 .jpg file, quay.jpg",
        "1 .toml file, b/glossary.toml",
    ]
    assert (found.problems, found.fingerprint) == ((), before)


@pytest.mark.parametrize(
    "name",
    [
        ".hidden.xlsx",
        "~$plan.docx",
        "~$a.txt",
        "Thumbs.db",
        "desktop.ini",
        "LICENSE",
        "NOTICE",
        "a.txt~",
        "b.bak",
    ],
)
def test_what_nobody_misses_is_not_named(tmp_path: Path, name: str) -> None:
    put(tmp_path, "a.txt", name)
    found = survey(tmp_path, DEFAULT)
    assert [file.path for file in found.files] == ["a.txt"]
    assert found.passed_over == ()


@pytest.mark.parametrize("name", ["notice.md", "authors of the plan.txt", "README.md"])
def test_an_article_may_be_called_like_something_else(tmp_path: Path, name: str) -> None:
    put(tmp_path, name)
    assert [file.path for file in survey(tmp_path, DEFAULT).files] == [name]


def test_rare_kinds_are_counted_together() -> None:
    kinds = count_kinds([*(f"a.{number}" for number in range(9)), "b.0", "c.a ridiculously long ending"])
    assert len(kinds) == 8
    assert kinds[0] == PassedOver(".0", 2, "a.0")
    assert str(kinds[-1]) == "3 other files, the first a.6"
