"""How does it start? The commands, their options, exit codes and streams."""

import asyncio
import fcntl
import json
import os
import pty
import re
import select
import shutil
import subprocess
import sys
import termios
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from io import BufferedReader, BytesIO, RawIOBase, StringIO, TextIOWrapper
from pathlib import Path
from typing import Any

import pytest

from bot import __version__
from bot.__main__ import main
from bot.terminal.container import find_loss
from knowledge.opening import open_base
from tests.asking import WHEN

pytestmark = pytest.mark.process

ROOT = Path(__file__).parents[2]
TICKETS = "What do tickets cost?"
ANSWER = "  The ferry to Holm island begins to sail on Monday. Tickets cost four crowns."
TypeIn = Callable[[bytes], None]
BEHIND = "talksbot: the articles folder has changed since it was read; `talksbot reload` takes it up\n"


# The shipped glossary would make each snapshot a tenth of a second slower.
SHORT = '["Night Boat"]\nde = ["Nachtboot"]\n'


@pytest.fixture(scope="module")
def holm_store(holm_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a store that was filled from the two articles and a short glossary; only to be copied."""
    place = tmp_path_factory.mktemp("short")
    articles = Path(shutil.copytree(holm_store.parent / "folder", place / "folder"))
    (articles / "glossary.toml").write_text(SHORT, "utf-8")
    return filled(place)


def filled(place: Path) -> Path:
    """Fill a store from the articles beside it."""

    async def fill() -> None:
        async with open_base(place / "data", place / "folder", when=lambda: WHEN):
            pass

    asyncio.run(fill())
    return place / "data"


@pytest.fixture
def folder(folder: Path) -> Path:
    """Give the folder of two articles, with a short glossary."""
    (folder / "glossary.toml").write_text(SHORT, "utf-8")
    return folder


@pytest.fixture(autouse=True)
def no_settings_of_whoever_runs_the_tests(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Begin in a folder with a config.toml that names the small articles folder, and without variables."""
    (tmp_path / "config.toml").write_text('[knowledge]\narticles = "folder"\n')
    for name in ("TALKSBOT_CONFIG", "DISCORD_TOKEN", "DISCORD_TOKEN_FILE", "NO_COLOR", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def type_in(monkeypatch: pytest.MonkeyPatch) -> TypeIn:
    """Give a function that puts bytes on standard input."""

    def typed(content: bytes) -> None:
        monkeypatch.setattr(sys, "stdin", TextIOWrapper(BytesIO(content)))

    return typed


def objects(printed: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in printed.splitlines()]


# --- ask


def test_ask_answers_one_question(stored: Path, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ask", TICKETS]) == 0
    out, err = capsys.readouterr()
    # How old the article is depends on the day of the test.
    source = r"  — The ferry opens, 2 March 2026(, ⚠ \d+ days old)?, line 6\n"
    assert re.fullmatch(re.escape(f"{ANSWER}\n") + source, out)
    assert err == ""


def test_ask_json_gives_one_object(stored: Path, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ask", "--json", TICKETS]) == 0
    (said,) = objects(capsys.readouterr().out)
    assert (said["question"], said["verdict"]) == (TICKETS, "answer")
    assert said["passages"][0]["text"] == ANSWER.strip()


@pytest.mark.parametrize(
    "words",
    [
        ["What", "do", "tickets", "cost?", "--json"],
        ["--json", "What", "do", "tickets", "cost?"],
        ["What", "do", "--json", "tickets", "--data", "data", "cost?"],
        ["--json", "What", "do", "--data=data", "tickets", "--", "cost?"],
        ["What do", "--json", "tickets cost?"],
    ],
)
def test_a_question_needs_no_quotes_wherever_options_stand(
    stored: Path, folder: Path, capsys: pytest.CaptureFixture[str], words: list[str]
) -> None:
    assert main(["ask", *words]) == 0
    (said,) = objects(capsys.readouterr().out)
    assert (said["question"], said["verdict"]) == (TICKETS, "answer")


@pytest.mark.parametrize("words", [["--", "--json", "-x"], ["a", "--json", "--", "--why", "-x"]])
def test_a_question_that_begins_with_a_dash_needs_two_dashes_before_it(
    stored: Path, folder: Path, capsys: pytest.CaptureFixture[str], words: list[str]
) -> None:
    assert main(["ask", "--json", *words]) == 0
    (said,) = objects(capsys.readouterr().out)
    assert said["question"] in ("--json -x", "a --why -x")


QUESTIONS = b"""\
What do tickets cost?

!status night boat
!Status
  !ask What do tickets cost?
!status nonsense
!help
!frobnicate
\xff\xfe tickets \xed\xa0\x80
!
"""


def test_ask_json_answers_each_line_of_standard_input_in_order(
    stored: Path, folder: Path, capsys: pytest.CaptureFixture[str], type_in: TypeIn
) -> None:
    type_in(QUESTIONS)
    assert main(["ask", "--json"]) == 0
    out, err = capsys.readouterr()
    said = objects(out)
    assert [each["verdict"] for each in said] == [
        *("answer", "none", "answer", "answer", "answer"),
        *("none", "none", "none", "answer", "none"),
    ]
    asked = [each["question"] for each in said]
    assert asked[:8] == [line.strip().decode() for line in QUESTIONS.splitlines()[:8]]
    assert "\N{REPLACEMENT CHARACTER} tickets" in asked[8]
    assert err == ""


def test_ask_json_gives_a_status_and_the_board_in_the_form_of_an_answer(
    stored: Path, folder: Path, capsys: pytest.CaptureFixture[str], type_in: TypeIn
) -> None:
    type_in(b"!status nihgt boat\n!status\n!status nonsense\n!what\n")
    assert main(["ask", "--json"]) == 0
    boat, board, nonsense, what = objects(capsys.readouterr().out)
    assert boat["status"]["status"] == "Under Discussion"
    assert boat["status"]["quote"] == "| Night Boat | Under Discussion |"
    assert [passage["text"] for passage in board["passages"]] == [
        "Project: Harbour Bridge; Status: Proposed",
        "Project: Night Boat; Status: Under Discussion",
    ]
    assert board["suggestions"] == ["Harbour Bridge", "Night Boat"]
    assert (nonsense["passages"], nonsense["status"]) == ([], None)
    assert "!history TOPIC" in what["suggestions"]


def test_ask_without_json_parts_the_answers_by_an_empty_line(
    stored: Path, folder: Path, capsys: pytest.CaptureFixture[str], type_in: TypeIn
) -> None:
    type_in(f"{TICKETS}\n!status bridge\n!nothing\n".encode())
    assert main(["ask"]) == 0
    first, second, third = capsys.readouterr().out.split("\n\n")
    assert first.startswith(ANSWER)
    assert second.startswith("Harbour Bridge: Proposed, since 2 March 2026")
    assert third.startswith("There is no command !nothing.")


@pytest.mark.parametrize("json_too", [[], ["--json"]])
@pytest.mark.parametrize(
    "question", ["", "\udcff\ud800 tickets", "\x1b[31m", "😀" * 2_000, "-- '; DROP", "!"]
)
def test_a_strange_question_is_asked_like_any_other(
    stored: Path, folder: Path, capsys: pytest.CaptureFixture[str], question: str, json_too: list[str]
) -> None:
    assert main(["ask", *json_too, "--", question]) == 0
    assert capsys.readouterr().out


def test_ask_why_says_which_words_were_found_and_how(
    stored: Path, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["ask", "--why", "what do tickts cost in Paris?"]) == 0
    out = capsys.readouterr().out
    assert "tickts: tickets (repair), " in out
    assert "cost: cost (word), " in out
    assert "in no article: paris" in out
    assert "1. score 0." in out
    assert out.splitlines()[-1].startswith("  margin 0.")


def test_ask_why_says_of_a_word_that_it_is_elsewhere(
    stored: Path, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["ask", "--why", "do tickets for the lighthouse cost four crowns?"]) == 0
    assert "lighthouse: not in the best passage" in capsys.readouterr().out


def test_ask_json_why_adds_one_key(stored: Path, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ask", "--json", "--why", TICKETS]) == 0
    (said,) = objects(capsys.readouterr().out)
    assert [match["asked"] for match in said["why"]["matches"]] == ["tickets", "cost"]
    assert (said["why"]["verdict"], said["why"]["doubt"]) == (said["verdict"], None)


def test_ask_why_says_that_the_ledger_decided_and_explains_each_of_several_questions(
    stored: Path, folder: Path, capsys: pytest.CaptureFixture[str], type_in: TypeIn
) -> None:
    type_in(b"!status harbour bridge\n!help\nwhere does the harbour bridge stand? what do tickets cost?\n")
    assert main(["ask", "--json", "--why"]) == 0
    status, help_, both = (each["why"] for each in objects(capsys.readouterr().out))
    assert (status["verdict_by"], help_) == ("ledger", None)
    assert [part["question"] for part in both["parts"]] == [
        "where does the harbour bridge stand?",
        "what do tickets cost?",
    ]
    assert main(["ask", "--why", "where does the harbour bridge stand? what do tickets cost?"]) == 0
    out = capsys.readouterr().out
    assert "why “where does the harbour bridge stand?” is answered so:" in out
    assert "the articles' statuses and their dates decided" in out


def test_an_empty_standard_input_asks_nothing(
    stored: Path, folder: Path, capsys: pytest.CaptureFixture[str], type_in: TypeIn
) -> None:
    type_in(b"")
    assert main(["ask", "--json"]) == 0
    assert capsys.readouterr().out == ""


def test_where_no_articles_state_a_status_the_board_is_no_answer(
    data: Path, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "ferry.md").unlink()
    assert main(["ask", "--json", "!status"]) == 0
    (said,) = objects(capsys.readouterr().out)
    assert (said["verdict"], said["passages"]) == ("none", [])


# --- status


def test_status_shows_the_board_or_one_topic(
    stored: Path, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["status"]) == 0
    bridge, boat, *_ = capsys.readouterr().out.splitlines()
    assert bridge.startswith("Harbour Bridge  Proposed          since 2 March 2026")
    assert boat.startswith("Night Boat      Under Discussion  since 2 March 2026")
    assert main(["status", "brigde"]) == 0
    assert capsys.readouterr().out.startswith("Harbour Bridge: Proposed, since 2 March 2026 (")
    assert main(["status", "nonsense"]) == 0
    assert capsys.readouterr().out.startswith("The articles state no status for “nonsense”.")


def test_the_name_of_a_topic_needs_no_quotes(
    stored: Path, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["status", "harbour", "--json", "bridge"]) == 0
    (said,) = objects(capsys.readouterr().out)
    assert [topic["topic"] for topic in said["topics"]] == ["Harbour Bridge"]
    assert main(["history", "night", "boat", "--json"]) == 0
    (said,) = objects(capsys.readouterr().out)
    assert said["topic"] == "Night Boat"


def test_status_json_gives_one_object(stored: Path, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for arguments, topics in (
        ([], ["Harbour Bridge", "Night Boat"]),
        (["boat"], ["Night Boat"]),
        (["zzz"], []),
    ):
        assert main(["status", "--json", *arguments]) == 0
        (said,) = objects(capsys.readouterr().out)
        assert [topic["topic"] for topic in said["topics"]] == topics


# --- status on a day, history, new

LATER = """\
---
published: 2026-03-16
url: https://example.org/later
---

| Project | Status |
| --- | --- |
| Harbour Bridge | In Progress |
"""


def tell_on(folder: Path) -> None:
    """Let the bridge move on in a later article, and the boat be disputed on the day of the first."""
    (folder / "later.md").write_text(LATER)
    (folder / "rumour.md").write_text("---\npublished: 2026-03-02\n---\n\n- Night Boat: Cancelled\n")


@pytest.fixture(scope="module")
def story_store(holm_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a store that was filled from all four articles; only to be copied."""
    place = tmp_path_factory.mktemp("story")
    tell_on(Path(shutil.copytree(holm_store.parent / "folder", place / "folder")))
    return filled(place)


@pytest.fixture
def story(folder: Path, data: Path, story_store: Path) -> None:
    """Give a folder and a store in which the bridge moves on, and the boat is disputed."""
    tell_on(folder)
    shutil.copytree(story_store, data)


def test_a_status_can_be_asked_for_as_it_stood_on_a_day(
    story: None, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["status", "--as-of", "2026-03-15", "bridge"]) == 0
    day, stood, now, *_ = capsys.readouterr().out.splitlines()
    assert day == "Where it stood, as of 15 March 2026"
    assert stood.startswith("Harbour Bridge: Proposed, since 2 March 2026 (")
    assert now == "Now: In Progress, since 16 March 2026"
    assert main(["status", "bridge"]) == 0
    stands, before, *_ = capsys.readouterr().out.splitlines()
    assert stands.startswith("Harbour Bridge: In Progress, since 16 March 2026 (")
    assert before == "Before: Proposed, since 2 March 2026"
    assert main(["status", "--as-of", "2026-03-01", "brigde"]) == 0
    assert "1 March 2026" in capsys.readouterr().out
    assert main(["status", "--as-of", "2026-03-01", "zzz"]) == 0
    assert capsys.readouterr().out.startswith("The articles state no status for “zzz”.")
    assert main(["status", "--as-of=2999-12-31"]) == 0
    to_come = capsys.readouterr().out
    assert to_come.startswith("Harbour Bridge  In Progress  since 16 March 2026")
    assert main(["status"]) == 0
    assert capsys.readouterr().out == to_come


@pytest.mark.parametrize(
    ("as_of", "statuses"),
    [
        ("2026-03-01", []),
        ("2026-03-02", ["Proposed", "Cancelled"]),
        ("2026-03-16", ["In Progress", "Cancelled"]),
        ("2999-12-31", ["In Progress", "Cancelled"]),
    ],
)
def test_status_json_as_of_a_day_gives_that_day_and_what_stood_then(
    story: None, capsys: pytest.CaptureFixture[str], as_of: str, statuses: list[str]
) -> None:
    assert main(["status", "--json", "--as-of", as_of]) == 0
    (said,) = objects(capsys.readouterr().out)
    assert said["as_of"] == as_of
    assert [topic["status"] for topic in said["topics"]] == statuses
    assert main(["status", "--json", "--as-of", as_of, "bridge"]) == 0
    (said,) = objects(capsys.readouterr().out)
    assert [topic["status"] for topic in said["topics"]] == statuses[:1]


def test_a_question_can_be_answered_from_what_was_known_on_a_day(
    story: None, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["ask", "--as-of", "2026-03-15", "status", "of", "the", "bridge"]) == 0
    day, stood, quoted, *_ = capsys.readouterr().out.splitlines()
    assert day == "As of 15 March 2026"
    assert stood == "Harbour Bridge: Proposed, since 2 March 2026 (13 days ago)"
    assert "Harbour Bridge: Proposed" in quoted
    assert main(["ask", "--as-of", "2026-03-08", "who keeps the lighthouse?"]) == 0
    said = capsys.readouterr().out
    assert said.startswith("As of 8 March 2026\nThe articles do not answer this")
    assert "Covered: 2 articles of 2 March 2026" in said
    assert "Ingrid" not in said
    assert main(["ask", "--as-of", "2999-12-31", "who keeps the lighthouse?"]) == 0
    today = datetime.now(UTC).date()
    said = capsys.readouterr().out
    assert said.startswith(f"As of {today.day} {today:%B %Y}\n")
    assert "Ingrid Dahl keeps" in said


def test_the_json_of_what_was_known_on_a_day_has_the_same_keys_and_nothing_from_after_it(
    story: None, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = "status of the bridge", "who keeps the lighthouse?", "!status", "!status ligthhouse", "!new"
    told: list[list[dict[str, object]]] = []
    for options in ([], ["--as-of=2026-03-08"]):
        monkeypatch.setattr("sys.stdin", StringIO("\n".join(lines)))
        assert main(["ask", "--json", *options]) == 0
        told.append(objects(capsys.readouterr().out))
    now, then = told
    assert [each.keys() for each in then] == [each.keys() for each in now]
    said = str(then)
    assert "Proposed" in said
    for later in ("In Progress", "Ingrid", "2026-03-09", "2026-03-16"):
        assert later in str(now) or later == "2026-03-09", later
        assert later not in said


def test_history_gives_every_step_of_a_topic(story: None, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["history", "--json", "brigde"]) == 0
    (said,) = objects(capsys.readouterr().out)
    assert said["topic"] == "Harbour Bridge"
    assert [(step["status"], step["as_of"]) for step in said["steps"]] == [
        ("Proposed", "2026-03-02"),
        ("In Progress", "2026-03-16"),
    ]
    assert main(["history", "boat"]) == 0
    assert "Sources disagree:" in capsys.readouterr().out
    assert main(["history", "zzz"]) == 0
    assert capsys.readouterr().out.startswith("The articles state no status for “zzz”.")
    assert main(["history", "--json", "zzz"]) == 0
    assert objects(capsys.readouterr().out) == [{"topic": None, "steps": []}]


def test_new_tells_what_changed_on_a_day_and_after_it(
    story: None, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["new", "--since", "2026-03-16"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "Since 16 March 2026",
        "Harbour Bridge: Proposed → In Progress",
        "  Harbour Bridge: Proposed",
        "  — Before: The ferry opens, Timetable, 2 March 2026, line 14",
        "  Harbour Bridge: In Progress",
        "  — Now: later, 16 March 2026, line 8 https://example.org/later",
        "New articles (1)",
        "  16 March 2026  later https://example.org/later",
    ]
    assert main(["new", "--json", "--since", "2026-03-16"]) == 0
    (said,) = objects(capsys.readouterr().out)
    assert [change["topic"] for change in said["changes"]] == ["Harbour Bridge"]
    assert [article["article"] for article in said["articles"]] == ["later"]
    assert main(["new", "--since", "2026-03-17"]) == 0
    assert capsys.readouterr().out == "Nothing has changed since 17 March 2026.\n"


def test_new_looks_back_as_many_days_as_are_set(
    story: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "config.toml").write_text(
        '[knowledge]\narticles = "folder"\n[answers]\nrecent_days = 36500\n'
    )
    assert main(["new", "--json"]) == 0
    (said,) = objects(capsys.readouterr().out)
    assert len(said["changes"]) == 2
    (tmp_path / "config.toml").write_text("[answers]\nrecent_days = 1\n")
    assert main(["new", "--json"]) == 0
    (said,) = objects(capsys.readouterr().out)
    assert (said["changes"], said["articles"]) == ([], [])


def test_ask_json_gives_history_and_news_in_the_form_of_an_answer(
    story: None, capsys: pytest.CaptureFixture[str], type_in: TypeIn
) -> None:
    type_in(b"!history brigde\n!new 2026-03-03\n!new 2026-03-17\n!new\n!new soon\n!history zzz\n!history\n")
    assert main(["ask", "--json"]) == 0
    history, new, nothing, lately, soon, unknown, bare = objects(capsys.readouterr().out)
    assert history["status"]["status"] == "In Progress"
    assert [passage["published"] for passage in history["passages"]] == ["2026-03-16", "2026-03-02"]
    assert [passage["text"] for passage in new["passages"]] == [
        "Project: Harbour Bridge; Status: In Progress"
    ]
    assert (new["verdict"], new["suggestions"]) == ("answer", ["Harbour Bridge"])
    for each in (nothing, lately, soon, unknown, bare):
        assert (each["verdict"], each["passages"]) == ("none", [])
    assert "!new 2026-11-10" in soon["suggestions"]
    assert unknown["suggestions"] == ["Harbour Bridge", "Night Boat"]
    assert "!history TOPIC" in bare["suggestions"]


def test_a_history_has_at_most_three_passages_and_they_are_the_newest(
    data: Path, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    tell_on(folder)
    for day, status in ((20, "Delayed"), (25, "Resumed")):
        text = f"---\npublished: 2026-03-{day}\n---\n\n- Harbour Bridge: {status}\n"
        (folder / f"{status}.md").write_text(text)
    assert main(["ask", "--json", "!history bridge"]) == 0
    (said,) = objects(capsys.readouterr().out)
    assert [passage["published"][-2:] for passage in said["passages"]] == ["25", "20", "16"]


@pytest.mark.parametrize("command", [["status", "--as-of"], ["ask", "--as-of"], ["new", "--since"]])
@pytest.mark.parametrize("typed", ["soon", "2026-02-30", "31.11.2026", "3/2/2026", ""])
def test_what_is_no_date_is_a_wrong_use_with_an_example(
    capsys: pytest.CaptureFixture[str], command: list[str], typed: str
) -> None:
    with pytest.raises(SystemExit) as ended:
        main([*command, typed])
    assert ended.value.code == 2
    assert "is no date, such as 2026-11-10" in capsys.readouterr().err


# --- what is served


def test_an_empty_store_is_filled_from_the_folder_of_the_configuration(
    data: Path, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["ask", TICKETS]) == 0
    assert capsys.readouterr().out.startswith(ANSWER)
    assert (data / "talksbot.db").is_file()


def test_a_folder_that_has_changed_is_mentioned_in_one_line_and_not_taken_up(
    stored: Path, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "new.txt").write_text("The zebra arrived by boat.")
    assert main(["ask", "--json", "zebra"]) == 0
    out, err = capsys.readouterr()
    assert (objects(out)[0]["verdict"], err) == ("none", BEHIND)


@pytest.mark.parametrize(
    "command", [["ask", "x"], ["reload"], ["reload", "--preview"], ["history", "x"], ["run"]]
)
def test_a_folder_that_the_configuration_names_and_that_is_missing_is_a_mistake_in_it(
    data: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, command: list[str]
) -> None:
    monkeypatch.setenv("DISCORD_TOKEN", "a.b.c")
    assert main(command) == 78
    out, err = capsys.readouterr()
    assert out == ""
    assert err.endswith(
        'talksbot: "articles" in [knowledge] names folder, and there is no such folder. '
        "Make it, or name the folder of your articles.\n"
    )


def test_a_missing_folder_on_the_command_line_is_no_mistake_in_the_configuration(
    stored: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["ask", "x", "--articles", "nowhere"]) == 1
    assert capsys.readouterr().err == (
        "talksbot: There is no folder nowhere. Make it, or name another one.\n"
    )


def test_a_folder_that_has_gone_is_mentioned_too(stored: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ask", TICKETS]) == 0
    out, err = capsys.readouterr()
    assert out.startswith(ANSWER)
    assert err.startswith("talksbot: There is no folder")


@pytest.mark.parametrize("before", [True, False])
def test_articles_on_the_command_line_are_read_first_wherever_the_option_stands(
    stored: Path,
    folder: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    before: bool,
) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "zoo.txt").write_text("The zebra arrived by boat.")
    (other / "bad\x1b.txt").write_text("")
    options = ["--articles", str(other), "--data", str(stored)]
    assert main([*options, "ask", "zebra"] if before else ["ask", "zebra", *options]) == 0
    out, err = capsys.readouterr()
    assert out.startswith("  The zebra arrived by boat.\n")
    assert err.count("\n") == 1
    assert "\x1b" not in err


@pytest.fixture
def zoo(tmp_path: Path) -> Path:
    """Give another articles folder, about a zebra."""
    (tmp_path / "zoo").mkdir()
    (tmp_path / "zoo" / "zoo.txt").write_text("The zebra arrived by boat.")
    (tmp_path / "zoo" / "glossary.toml").write_text(SHORT)
    return tmp_path / "zoo"


def configure(tmp_path: Path, articles: str) -> None:
    (tmp_path / "config.toml").write_text(f'[knowledge]\narticles = "{articles}"\n')


def test_another_folder_in_the_configuration_is_read_first_and_said_once(
    stored: Path, folder: Path, zoo: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    configure(tmp_path, "zoo")
    assert main(["ask", "zebra"]) == 0
    out, err = capsys.readouterr()
    assert out.startswith("  The zebra arrived by boat.\n")
    assert err == "talksbot: the articles are read from another folder now, as configured: zoo\n"
    assert main(["ask", TICKETS]) == 0
    out, err = capsys.readouterr()
    assert (out.partition(",")[0], err) == ("The articles do not answer this", "")


def test_the_shipped_articles_are_another_folder_too(
    stored: Path, folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "config.toml").unlink()
    assert main(["status", "sanctions"]) == 0
    out, err = capsys.readouterr()
    assert out.startswith("Economic Sanctions Review: ")
    assert err.endswith("from another folder now, as configured: the shipped ones\n")


@pytest.mark.parametrize("command", [["ask", "zebra"], ["status"], ["history", "boat"], ["new"], ["run"]])
@pytest.mark.parametrize(("articles", "code"), [("nowhere", 78), ("empty", 1)])
def test_another_folder_that_cannot_be_read_is_an_error_and_no_answer_from_the_old_one(
    stored: Path,
    folder: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    articles: str,
    code: int,
    command: list[str],
) -> None:
    monkeypatch.setenv("DISCORD_TOKEN", "a.b.c")
    (tmp_path / "empty").mkdir()
    configure(tmp_path, articles)
    assert main(command) == code
    out, err = capsys.readouterr()
    assert out == ""
    assert err.splitlines()[-1].startswith("talksbot: ")
    assert articles in err


def test_articles_on_the_command_line_are_served_until_the_next_reload_without_them(
    stored: Path, folder: Path, zoo: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["ask", "zebra", "--articles", "zoo"]) == 0
    capsys.readouterr()
    assert main(["ask", "zebra"]) == 0
    out, err = capsys.readouterr()
    assert (out.startswith("  The zebra arrived by boat.\n"), err) == (True, BEHIND)
    assert main(["reload"]) == 0
    assert capsys.readouterr().out.startswith(
        "Reloaded\nAdded (2)\n  ferry.md\n  lighthouse.md\nRemoved (1)\n  zoo.txt\n"
    )
    assert main(["reload", "--articles", "zoo"]) == 0
    capsys.readouterr()
    configure(tmp_path, "zoo")
    assert main(["ask", "zebra"]) == 0
    out, err = capsys.readouterr()
    assert (out.startswith("  The zebra arrived by boat.\n"), err) == (True, "")


@pytest.mark.parametrize("how", ["before", "after", "variable"])
def test_a_configuration_is_named_before_or_after_the_command_or_by_a_variable(
    stored: Path,
    folder: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    how: str,
) -> None:
    (tmp_path / "else").mkdir()
    file = tmp_path / "else" / "talks.toml"
    file.write_text(
        '[knowledge]\narticles = "../folder"\ndata = "../data"\n[answers]\nanswer = 1.0\nclosest = 1.0\n'
    )
    arguments = {
        "before": ["--config", str(file), "ask", TICKETS],
        "after": ["ask", TICKETS, "--config", str(file)],
    }
    monkeypatch.setenv("TALKSBOT_CONFIG", str(file) if how == "variable" else "")
    assert main(arguments.get(how, ["ask", TICKETS])) == 0
    assert capsys.readouterr().out.startswith("The articles do not answer this, and nothing in them")


# --- reload and check


def test_reload_says_what_has_changed_and_a_preview_changes_nothing(
    stored: Path, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "new.txt").write_text("- Night Boat: Approved\n")
    (folder / "bad.txt").write_bytes(b"\0")
    assert main(["reload", "--preview"]) == 0
    out, err = capsys.readouterr()
    assert out.startswith(
        "What a reload would change\nAdded (1)\n  new.txt\nStatuses (1)\n  Night Boat  Under"
    )
    assert "\nNot taken up (1)\n  bad.txt:1: holds NUL bytes" in out
    assert err == "talksbot: bad.txt:1: holds NUL bytes: it is no text, or UTF-16 (Save it as UTF-8.)\n"
    assert main(["reload"]) == 0
    assert capsys.readouterr().out.startswith("Reloaded\nAdded (1)\n  new.txt\n")
    (folder / "bad.txt").unlink()
    assert main(["reload"]) == 0
    assert capsys.readouterr().out == "Reloaded\nNothing has changed.\n3 articles, 6 passages\n"


def test_a_known_file_that_cannot_be_read_is_kept_and_fails_the_reload(
    stored: Path, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "ferry.md").write_text("Nothing\n\0 is known.\n")
    assert main(["reload", "--preview"]) == 0
    out, err = capsys.readouterr()
    assert "\nNothing would change.\nKept as it was (1)\n  ferry.md:2: " in out
    assert err.startswith("talksbot: kept as it was: ferry.md:2: ")
    assert main(["reload"]) == 1
    out, err = capsys.readouterr()
    assert out.startswith("Reloaded\nNothing has changed.\nKept as it was (1)\n  ferry.md:2: ")
    assert err.startswith("talksbot: kept as it was: ferry.md:2: ")
    assert "Removed" not in out
    assert main(["ask", TICKETS]) == 0
    assert capsys.readouterr().out.startswith(ANSWER)


def test_what_would_take_back_much_needs_a_yes(
    stored: Path, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    piers = [folder / f"pier-{number}.txt" for number in (1, 2)]
    for pier in piers:
        pier.write_text(f"{pier.name} was opened.\n")
    assert main(["reload"]) == 0
    for pier in piers:
        pier.unlink()
    capsys.readouterr()
    assert main(["reload", "--preview"]) == 0
    lost = "take back 2 of 4 articles and 0 of 2 statuses"
    assert f"\nThis would {lost}, which must be confirmed.\n" in capsys.readouterr().out
    assert main(["reload"]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith(f"talksbot: The reload would {lost}. ")
    assert "`talksbot reload --yes`" in err
    assert main(["reload", "--yes"]) == 0
    assert capsys.readouterr().out.startswith("Reloaded\nRemoved (2)\n  pier-1.txt\n  pier-2.txt\n")


def test_on_a_terminal_a_file_that_is_not_taken_up_is_named_once(
    stored: Path, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    class Screen(StringIO):
        def isatty(self) -> bool:
            return True

    screen = Screen()
    monkeypatch.setattr(sys, "stdout", screen)
    (folder / "bad.txt").write_bytes(b"\0")
    assert main(["reload", "--preview"]) == 0
    assert screen.getvalue().count("bad.txt:1:") == 1
    assert capsys.readouterr().err == ""


def test_a_reload_says_which_judged_questions_it_breaks(
    stored: Path, folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "config.toml").write_text('[knowledge]\narticles = "folder"\njudged = "questions.toml"\n')
    question = '[[question]]\nask = "What do tickets cost?"\nexpect = "four crowns"\n'
    (tmp_path / "questions.toml").write_text(question)
    (folder / "ferry.md").write_text("The ferry stays in the harbour.\n")
    assert main(["reload", "--preview"]) == 0
    assert "\nJudged questions that would break (1)\n  What do tickets cost?\n" in capsys.readouterr().out


def test_a_rollback_goes_back_once_with_the_same_report(
    stored: Path, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "new.txt").write_text("- Night Boat: Approved\n")
    assert main(["reload"]) == 0
    capsys.readouterr()
    assert main(["rollback"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "Rolled back",
        "Removed (1)",
        "  new.txt",
        "Statuses (1)",
        "  Night Boat  Approved → Under Discussion",
        "2 articles, 5 passages",
    ]
    assert main(["status", "--json", "boat"]) == 0
    (said,) = objects(capsys.readouterr().out)
    assert said["topics"][0]["status"] == "Under Discussion"
    assert main(["rollback"]) == 1
    assert "There is no earlier state to go back to" in capsys.readouterr().err


def test_a_preview_of_a_first_reload_makes_no_store(
    data: Path, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["reload", "--preview"]) == 0
    assert capsys.readouterr().out.startswith("What a reload would change\n")
    assert not data.exists()


@pytest.mark.parametrize("command", [["reload"], ["ask", TICKETS]])
def test_a_folder_without_an_article_fails_with_its_cure(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], command: list[str]
) -> None:
    (tmp_path / "folder").mkdir()
    assert main(command) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert err == "talksbot: There is no article in folder. Put .txt, .md or .html files there.\n"


def test_check_ends_with_zero_only_where_nothing_is_wrong(
    stored: Path, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check"]) == 0
    assert [line.partition(":")[0] for line in capsys.readouterr().out.splitlines()] == [
        *("configuration", "articles", "data", "store", "reader", "token")
    ]
    (folder / "bad.txt").write_bytes(b"\0")
    assert main(["check"]) == 1


WRITER = """
import asyncio, pathlib, sys
from knowledge.store import open_store

async def hold():
    async with open_store(pathlib.Path(sys.argv[1])):
        print("held", flush=True)
        await asyncio.to_thread(sys.stdin.read)

asyncio.run(hold())
"""


@pytest.fixture
def writer(stored: Path) -> Iterator[None]:
    """Let another process hold the store for writing, as a running bot does."""
    command = [sys.executable, "-c", WRITER, str(stored)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"held\n"
        yield
        process.communicate()


def test_beside_a_running_bot_others_read_and_do_not_write(
    writer: None, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["ask", TICKETS]) == 0
    assert capsys.readouterr().out.startswith(ANSWER)
    assert main(["reload", "--preview"]) == 0
    capsys.readouterr()
    assert main(["reload"]) == 1
    assert re.search(
        r"already written by process \d+\. Where the bot runs, use /reload", capsys.readouterr().err
    )
    assert main(["rollback"]) == 1
    assert "Where the bot runs, use /rollback there." in capsys.readouterr().err
    assert main(["ask", TICKETS, "--articles", str(folder)]) == 1
    assert "Stop that process first" in capsys.readouterr().err


def test_beside_a_running_bot_another_folder_in_the_configuration_is_an_error(
    writer: None, folder: Path, zoo: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    configure(tmp_path, "zoo")
    assert main(["ask", TICKETS]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("talksbot: zoo is not the folder that the articles were read from. The store in ")
    assert err.endswith("Start that process anew, so that it reads the folder, or name the former one.\n")


# --- wrong use


# --- eval, calibrate


def by_words_alone(folder: Path) -> None:
    """Configure that no passage is read."""
    with (folder / "config.toml").open("a") as file:
        file.write("[answers]\nreader = false\n")


JUDGED = """
[[question]]
ask = "what do tickets cost?"
expect = "Tickets cost four crowns"
set = "dev"
[[question]]
ask = "who keeps the lighthouse?"
expect = "the first boat"
set = "dev"
[[question]]
ask = "who won the football?"
refuse = true
set = "held"
"""


def test_eval_counts_right_answers_and_says_why_others_are_wrong(
    stored: Path, folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "judged.toml").write_text(JUDGED)
    assert main(["eval", "judged.toml"]) == 0
    out = capsys.readouterr().out
    assert "Wrong: 1 of 3" in out
    assert "    keeps: keeps (word), " in out
    assert "The reader took part in " in out
    assert main(["eval", "--set", "held", "judged.toml"]) == 0
    assert "No answer is wrong." in capsys.readouterr().out


def test_eval_asks_after_what_was_asked_earlier_and_says_why_of_both(
    stored: Path, folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    earlier = 'earlier = ["who keeps the lighthouse?"]\nask = "why?"\n'
    text = (
        f'[[question]]\n{earlier}expect = "Ingrid Dahl"\n[[question]]\n{earlier}expect = "the first boat"\n'
    )
    (tmp_path / "judged.toml").write_text(text)
    by_words_alone(tmp_path)
    assert main(["eval", "judged.toml"]) == 0
    out = capsys.readouterr().out
    assert "Wrong: 1 of 2" in out
    assert "who keeps the lighthouse? → why?\n" in out
    assert "No reader took part: words decided." in out
    assert "    lighthouse: lighthouse (" in out


def test_calibrate_suggests_thresholds_and_warns_of_few_questions(
    stored: Path, folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "judged.toml").write_text(JUDGED)
    assert main(["calibrate", "--false-share", "0", "judged.toml"]) == 0
    out = capsys.readouterr().out
    assert out.startswith("[answers]\nanswer = 0.")
    assert "\nBy words alone: 1 of 2 rightly, 0 of 1 false.\nWith the reader, at the weight 0." in out
    assert "Too few" in out


def test_judged_questions_that_are_not_there_fail_with_their_cure(
    stored: Path, folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "judged.toml").write_text(JUDGED)
    assert main(["eval", "--set", "none", "judged.toml"]) == 1
    assert "has no question of the set none. Name another set." in capsys.readouterr().err
    assert main(["eval", "nowhere.toml"]) == 1
    assert "nowhere.toml" in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["frobnicate"],
        ["ask", "--yaml", "x"],
        ["ask", "one", "--yaml", "two"],
        ["status", "one", "--json", "two", "--yaml"],
        ["--data"],
        ["history"],
        ["history", "--json"],
        ["calibrate", "--false-share", "2", "x"],
        ["new", "x"],
    ],
)
def test_a_wrong_use_ends_with_two(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    assert "usage: talksbot" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("option", "shown"), [("--version", f"talksbot {__version__}"), ("--help", "usage: talksbot")]
)
def test_version_and_help_end_with_zero(option: str, shown: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main([option])
    assert not ended.value.code
    assert capsys.readouterr().out.startswith(shown)


def test_the_example_of_a_configuration_is_shown_whatever_is_configured(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "config.toml").write_text("nothing = of [that]")
    with pytest.raises(SystemExit) as ended:
        main(["--example-config"])
    assert not ended.value.code
    assert capsys.readouterr().out == (ROOT / "config.example.toml").read_text("utf-8")


@pytest.mark.parametrize("command", [["ask", "x"], ["status"], ["check"], ["rollback"], ["chat"], ["run"]])
def test_a_wrong_configuration_ends_every_command_with_78(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, command: list[str]
) -> None:
    monkeypatch.setenv("DISCORD_TOKEN", "a.b.c")
    (tmp_path / "config.toml").write_text("[answers]\nansewr = 0.3\n[discord]\nprefix = 5\n")
    assert main(command) == 78
    first, second = capsys.readouterr().err.splitlines()
    assert first == "talksbot: config.toml: 'ansewr' in [answers] is unknown. Did you mean answer?"
    assert second.startswith('talksbot: config.toml: "prefix" in [discord] is 5: ')


def test_a_variable_that_cannot_be_meant_ends_with_78_and_is_named_beside_the_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "config.toml").write_text("[answers]\nansewr = 0.3\n")
    monkeypatch.setenv("TALKSBOT_DISCORD_ADMINS", "1, 2")
    assert main(["check"]) == 78
    first, second = capsys.readouterr().err.splitlines()
    assert first.startswith("talksbot: config.toml: 'ansewr' in [answers] is unknown.")
    assert second.startswith("talksbot: TALKSBOT_DISCORD_ADMINS is '1, 2': not a value")


def test_a_folder_that_a_variable_names_and_that_is_not_there_is_named_with_it(
    data: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TALKSBOT_KNOWLEDGE_ARTICLES", "gone")
    assert main(["status"]) == 78
    assert capsys.readouterr().err.startswith("talksbot: TALKSBOT_KNOWLEDGE_ARTICLES names gone, and there")


@pytest.mark.parametrize(
    ("command", "variables", "told"),
    [
        (["run"], {}, ["'ansewr' in", "No token is set: "]),
        (["run"], {"DISCORD_TOKEN": "8" * 18}, ["'ansewr' in", "DISCORD_TOKEN holds what looks like"]),
        (["check"], {"DISCORD_TOKEN": "8" * 18}, ["'ansewr' in", "DISCORD_TOKEN holds what looks like"]),
        (["check"], {}, ["'ansewr' in"]),
        (["ask", "x"], {"DISCORD_TOKEN": "8" * 18}, ["'ansewr' in"]),
    ],
)
def test_a_wrong_token_is_told_beside_a_wrong_configuration_where_it_is_wanted(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    command: list[str],
    variables: dict[str, str],
    told: list[str],
) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    (tmp_path / "config.toml").write_text("[answers]\nansewr = 0.3\n")
    assert main(command) == 78
    lines = capsys.readouterr().err.splitlines()
    for line, begins in zip(lines, told, strict=True):
        assert line.removeprefix("talksbot: ").removeprefix("config.toml: ").startswith(begins)
        assert "8" * 18 not in line


def test_run_without_a_token_ends_with_78_and_makes_no_store(
    data: Path, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["run"]) == 78
    assert "talksbot: No token is set" in capsys.readouterr().err
    assert not data.exists()


def test_shards_that_there_are_not_are_wrong_use(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["run", "--shards", "3-2/64"])
    assert ended.value.code == 2
    assert "'3-2/64' is no range of shards: 64 of them are called 0 to 63" in capsys.readouterr().err


def test_one_of_several_processes_needs_a_store_for_several(
    data: Path, folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DISCORD_TOKEN", "a.b.c")
    assert main(["run", "--shards", "0-15/64"]) == 78
    err = capsys.readouterr().err
    assert err.startswith("talksbot: A process with the shards 0-15/64 is one of several")
    assert "`url` in [store]" in err
    assert not data.exists()


def test_run_with_a_client_secret_for_a_token_ends_with_78_and_names_it(
    data: Path, folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DISCORD_TOKEN", secret := "zQ3-aB_9kLmN0pQrStUvWxYz12345678")
    assert main(["run"]) == 78
    err = capsys.readouterr().err
    assert err.startswith(
        "talksbot: DISCORD_TOKEN holds what looks like a client secret, not the bot's token."
    )
    assert secret not in err
    assert not data.exists()


def test_ctrl_c_while_it_works_ends_with_one(
    stored: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Interrupted(RawIOBase):
        def readable(self) -> bool:
            return True

        def readinto(self, _: object) -> int:
            raise KeyboardInterrupt

    monkeypatch.setattr(sys, "stdin", TextIOWrapper(BufferedReader(Interrupted())))
    assert main(["ask"]) == 1


# --- chat


def test_chat_takes_a_question_as_following_up_those_before_until_it_forgets(
    stored: Path, folder: Path, type_in: TypeIn, capsys: pytest.CaptureFixture[str]
) -> None:
    type_in(b"what do tickets cost?\nand why?\n!forget\nand why?\n")
    assert main(["chat"]) == 0
    out = capsys.readouterr().out
    assert out.count("Tickets cost four crowns.") == 1
    assert "The articles say no more about this than I have shown." in out
    assert "Forgotten." in out
    assert out.split("Forgotten.")[1].strip().startswith("The articles do not answer this")


def test_chat_takes_a_history_as_what_is_followed_up(
    stored: Path, folder: Path, type_in: TypeIn, capsys: pytest.CaptureFixture[str]
) -> None:
    type_in(b"!history tickets\n!history boat\n!new 2026-03-02\nand what is its status?\n")
    assert main(["chat"]) == 0
    unknown, history, new, about, _ = capsys.readouterr().out.split("\n\n")
    assert unknown.startswith("The articles state no status for “tickets”.")
    assert history.startswith("History of Night Boat\n2 March 2026: Under Discussion\n")
    assert "Night Boat: Under Discussion (new)" in new
    assert "Night Boat" in about


def test_chat_with_a_pipe_answers_each_line_plainly(
    stored: Path, folder: Path, capsys: pytest.CaptureFixture[str], type_in: TypeIn
) -> None:
    type_in(f"{TICKETS}\n\n   \n!help\n!status boat\n".encode())
    assert main(["chat"]) == 0
    out = capsys.readouterr().out
    assert out.startswith(f"{ANSWER}\n")
    assert "!status [TOPIC] [AS_OF]" in out
    assert "Night Boat: Under Discussion" in out
    assert not re.search(r"\x1b|> |Covered", out)


@pytest.mark.parametrize("farewell", ["quit", "Exit", "!quit", "!exit", ":q", "  quit  "])
def test_chat_ends_with_a_farewell(
    stored: Path, folder: Path, type_in: TypeIn, capsys: pytest.CaptureFixture[str], farewell: str
) -> None:
    type_in(f"{TICKETS}\n{farewell}\n!status boat\n".encode())
    assert main(["chat"]) == 0
    out = capsys.readouterr().out
    assert "four crowns" in out
    assert "Night Boat" not in out


def process(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "bot", *arguments]


def environment(**more: str) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT), "TERM": "dumb", **more}


def test_a_reader_that_goes_away_ends_it_without_a_traceback(
    stored: Path, folder: Path, tmp_path: Path
) -> None:
    (tmp_path / "questions").write_text("!status boat\n" * 2_000)
    with (
        (tmp_path / "questions").open() as questions,
        subprocess.Popen(
            process("ask", "--json"),
            stdin=questions,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=environment(),
        ) as asking,
    ):
        assert asking.stdout is not None
        assert asking.stderr is not None
        assert json.loads(asking.stdout.readline())["status"]["topic"] == "Night Boat"
        asking.stdout.close()
        assert asking.stderr.read() == b""
        assert asking.wait() == 1


# The slave becomes the controlling terminal, so that Ctrl-C is a signal there as it is for people.
IN_TERMINAL = """
import fcntl, signal, sys, termios
fcntl.ioctl(0, termios.TIOCSCTTY, 0)
signal.signal(signal.SIGINT, signal.default_int_handler)  # tests that run in the background ignore it
from bot.__main__ import main
sys.exit(main(sys.argv[1:]))
"""


class Terminal:
    """A terminal of 60 columns in which `talksbot chat` runs."""

    def __init__(self, leader: int, process: subprocess.Popen[bytes]) -> None:
        self._leader = leader
        self._process = process
        self._unread = ""

    def wait_for(self, text: str) -> str:
        """Read until a text is shown, and give all since the last one that was waited for."""
        while text not in self._unread:
            more = self._read()
            assert more, f"{text!r} did not come after {self._unread!r}"
            self._unread += more
        before, _, self._unread = self._unread.partition(text)
        return before + text

    def type(self, keys: bytes) -> None:
        os.write(self._leader, keys)

    def ended_with(self) -> int:
        """Read to the end, without which no process can leave its terminal, and give the exit code.

        Enter is pressed whenever nothing comes: Python's readline sleeps on where Ctrl-C comes just before it
        waits for a key.
        """
        while True:
            if not select.select([self._leader], [], [], 1)[0]:
                self.type(b"\n")
            elif not self._read():
                return self._process.wait()

    def _read(self) -> str:
        assert select.select([self._leader], [], [], 60)[0], f"nothing more came after {self._unread!r}"
        try:
            return os.read(self._leader, 4096).decode("utf-8", "replace")
        except OSError:  # what Linux says at the end of a terminal
            return ""


@contextmanager
def terminal(**variables: str) -> Generator[Terminal]:
    leader, follower = pty.openpty()
    fcntl.ioctl(
        follower,
        termios.TIOCSWINSZ,
        (24).to_bytes(2, sys.byteorder) + (60).to_bytes(2, sys.byteorder) + bytes(4),
    )
    with subprocess.Popen(
        [sys.executable, "-c", IN_TERMINAL, "chat"],
        stdin=follower,
        stdout=follower,
        stderr=follower,
        start_new_session=True,
        env=environment(**variables),
    ) as chat:
        os.close(follower)
        try:
            yield Terminal(leader, chat)
        finally:
            os.close(leader)
            chat.kill()


@pytest.mark.parametrize("keys", [b"\x04", b"\x03"])
def test_chat_in_a_terminal_welcomes_answers_in_colour_wraps_and_ends_with_ctrl_d_or_ctrl_c(
    stored: Path, folder: Path, keys: bytes
) -> None:
    with terminal() as screen:
        welcome = screen.wait_for("> ")
        assert "Covered: 2 articles from 2 March 2026" in welcome
        assert "quit" in welcome
        assert max(len(line) for line in welcome.splitlines()) <= 60
        screen.type(b"what do tickets cost\n")
        answered = screen.wait_for("line 6")
        assert "begins to sail on Monday." in answered
        assert "\x1b[2m" in answered
        assert max(len(line) for line in re.sub(r"\x1b\[\dm", "", answered).splitlines()) <= 60
        screen.wait_for("> ")
        screen.type(keys)
        assert screen.ended_with() == 0


def test_chat_in_a_terminal_has_no_colours_where_none_are_wanted(stored: Path, folder: Path) -> None:
    with terminal(NO_COLOR="1") as screen:
        screen.wait_for("> ")
        screen.type(b"!status\n")
        assert "\x1b[" not in screen.wait_for("Under Discussion")
        screen.wait_for("> ")
        screen.type(b"\x04")
        assert screen.ended_with() == 0


# --- several corpora


def test_each_corpus_is_asked_reloaded_and_rolled_back_by_itself(
    stored: Path, folder: Path, zoo: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with (tmp_path / "config.toml").open("a") as file:
        file.write('[[corpora]]\nname = "zoo"\narticles = "zoo"\n')
    assert main(["ask", "zebra", "--corpus", "zoo"]) == 0
    assert capsys.readouterr().out.startswith("  The zebra arrived by boat.\n")
    assert main(["ask", "--json", "zebra"]) == 0
    assert objects(capsys.readouterr().out)[0]["verdict"] == "none"
    (zoo / "zoo.txt").write_text("The zebra left by train.\n")
    assert main(["reload", "--corpus", "zoo", "--yes"]) == 0
    assert main(["rollback"]) == 1
    assert "no earlier state" in capsys.readouterr().err
    assert main(["rollback", "--corpus", "zoo"]) == 0
    assert main(["ask", TICKETS, "--corpus", "main"]) == 0
    assert ANSWER in capsys.readouterr().out
    assert main(["ask", "zebra", "--corpus", "moon"]) == 78
    assert "There are: main, zoo." in capsys.readouterr().err


@pytest.mark.parametrize("kind", ["oci", "lxc"])
def test_run_warns_where_what_is_kept_goes_with_the_container(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], kind: str
) -> None:
    monkeypatch.setenv("DISCORD_TOKEN", "a.b.c")
    monkeypatch.setenv("container", kind)
    configure(tmp_path, "missing")  # so that it ends before it is connected
    assert main(["run", "--data", str(data)]) == 78
    # Most systems have the folders of tests in memory or beside the system itself.
    loss = find_loss(data, {"container": kind})
    warned = [each for each in capsys.readouterr().err.splitlines() if "no volume" in each]
    assert [each.partition("running: ")[2] for each in warned] == ([loss] if loss else [])
