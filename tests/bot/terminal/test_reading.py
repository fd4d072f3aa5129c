"""Does `talksbot read` show what the bot makes of a file, and load nothing?"""

import json
from pathlib import Path

import pytest

from bot.__main__ import main

pytestmark = pytest.mark.process

PLAN = """\
---
title: Harbour plan
published: 12.11.2026
language: en
---
The council wants the night boat back by spring.

## Where it stands

| Topic | Status | Stage 2 reviewers |
| --- | --- | --- |
| Night boat | Agreed [1] | A. Holm |

- Tickets: sold out
"""


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "plan.md").write_text(PLAN, "utf-8")
    return tmp_path


def test_a_file_is_shown_with_its_statuses_and_passages(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["read", "plan.md"]) == 0
    shown = capsys.readouterr().out
    assert shown.startswith("Harbour plan\nmarkdown, en, 12 November 2026, 3 passages\nStatuses (2)\n")
    assert "Night boat" in shown
    assert "line 12" in shown
    assert "Where it stands\n" in shown
    assert "The council wants the night boat back by spring." in shown
    assert sorted(path.name for path in place.iterdir()) == ["plan.md"]


def test_the_json_of_a_file_has_what_it_says(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["read", "--json", "plan.md"]) == 0
    (line,) = capsys.readouterr().out.splitlines()
    read = json.loads(line)
    assert list(read) == [
        "path",
        "title",
        "published",
        "loaded_on",
        "url",
        "language",
        "format",
        "passages",
        "statuses",
        "ignored",
        "problems",
    ]
    assert (read["path"], read["title"], read["published"]) == ("plan.md", "Harbour plan", "2026-11-12")
    assert (read["loaded_on"], read["format"], read["language"]) == (None, "markdown", "en")
    assert read["passages"][0] == {
        "text": "The council wants the night boat back by spring.",
        "kind": "paragraph",
        "section": "",
        "lead_in": "",
        "lines": [6, 6],
    }
    assert {"topic": "Night boat", "status": "Agreed", "as_of": "2026-11-12", "lines": [12, 12]} in read[
        "statuses"
    ]
    assert read["problems"] == []


def test_what_is_odd_is_said_and_what_cannot_be_read_is_named_beside_what_can(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (place / "odd.md").write_text("---\npublished: soon\n---\nThe boat sails.\n", "utf-8")
    (place / "empty.txt").write_text("", "utf-8")
    assert main(["read", "odd.md", "empty.txt", "plan.xls", "gone.txt"]) == 0
    shown = capsys.readouterr().out
    assert "To look at (1)" in shown
    assert "empty.txt\nNot read (1)\n" in shown
    assert "is of no kind that can be read" in shown
    assert "cannot be opened" in shown
    assert main(["read", "--json", "empty.txt", "gone.txt"]) == 1
    read = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [each["path"] for each in read] == ["empty.txt", "gone.txt"]
    assert [(each["title"], each["passages"]) for each in read] == [(None, []), (None, [])]
    assert all(each["problems"][0]["reason"] and each["problems"][0]["cure"] for each in read)


def test_a_page_that_is_not_on_the_open_net_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["read", "--json", "http://127.0.0.1/plan", "http://localhost/plan"]) == 1
    read = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert all("not public" in each["problems"][0]["reason"] for each in read)
