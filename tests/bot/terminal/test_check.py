"""Is all in order? Each thing has its line, each problem its cure."""

import asyncio
import re
import shutil
import sqlite3
from io import StringIO
from pathlib import Path

import pytest

from bot.config import AnswerOptions, Config, CorpusOptions, KnowledgeOptions
from bot.terminal.check import check
from bot.terminal.console import Console
from bot.terminal.container import find_loss
from knowledge.store import open_store

pytestmark = pytest.mark.process


def checked(
    articles: Path | None,
    data: Path,
    *,
    watch: bool = False,
    judged: Path | None = None,
    file: Path | None = None,
    reader: bool | Path = True,
    **environment: str,
) -> tuple[bool, list[str]]:
    out = StringIO()
    options = Config(KnowledgeOptions(articles, data, watch, judged), AnswerOptions(reader=reader), file=file)
    return asyncio.run(check(options, environment, Console(out))), out.getvalue().splitlines()


def test_where_all_is_in_order_each_thing_has_its_line(stored: Path, folder: Path) -> None:
    fine, (configuration, read, written, store, reader, token) = checked(
        folder, stored, DISCORD_TOKEN="a.b.c"
    )
    assert fine
    assert configuration == "configuration: in order; there is no config.toml here, so the defaults hold"
    assert read == f"articles: 2 in {folder}, 5 passages"
    assert written == f"data: {stored} can be written"
    assert store.startswith(f"store: whole, in {stored}, read from the articles on 2")
    assert store.endswith(f" UTC; SQLite {sqlite3.sqlite_version}")
    assert reader == "reader: the shipped one reads the best passages and judges them"
    assert token == "token: set"


def test_in_a_container_it_is_said_that_data_without_a_volume_is_lost(data: Path, folder: Path) -> None:
    fine, lines = checked(folder, data, reader=False, container="oci")
    assert fine
    loss = find_loss(data, {"container": "oci"})
    assert [each for each in lines if "no volume" in each] == ([f"data: {loss}"] if loss else [])


def test_the_configuration_file_that_was_read_is_named_in_full(
    data: Path, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    _, lines = checked(folder, data, file=Path("talks.toml"))
    assert lines[0] == f"configuration: in order, read from {tmp_path / 'talks.toml'}"


def test_the_variables_that_go_before_the_file_are_named(data: Path, folder: Path) -> None:
    out = StringIO()
    variables = ("TALKSBOT_DISCORD_PREFIX", "TALKSBOT_KNOWLEDGE_DATA")
    options = Config(KnowledgeOptions(folder, data), AnswerOptions(reader=False), variables=variables)
    asyncio.run(check(options, {}, Console(out)))
    assert out.getvalue().splitlines()[1] == (
        "configuration: before that goes what the environment sets: "
        "TALKSBOT_DISCORD_PREFIX, TALKSBOT_KNOWLEDGE_DATA"
    )


def test_without_an_articles_folder_the_shipped_ones_are_looked_at(data: Path) -> None:
    fine, lines = checked(None, data)
    assert fine
    assert lines[1].startswith("articles: 3 in ")


def test_a_store_that_is_still_empty_is_no_problem_and_is_not_made(data: Path, folder: Path) -> None:
    fine, lines = checked(folder, data)
    assert fine
    assert lines[2] == f"data: {data} can be written, once it is made"
    assert lines[3] == f"store: nothing in {data} yet; the first command that answers fills it"
    assert not data.exists()


def test_to_try_whether_the_data_folder_can_be_written_leaves_nothing_there(
    stored: Path, folder: Path
) -> None:
    def look() -> list[tuple[Path, int, bytes]]:
        files = [file for file in sorted(stored.rglob("*")) if file.is_file()]
        return [(file, file.stat().st_mtime_ns, file.read_bytes()) for file in files]

    before, made = look(), stored.stat().st_ino
    assert checked(folder, stored)[0]
    assert (look(), stored.stat().st_ino) == (before, made)


def test_a_data_folder_that_cannot_be_written_is_a_problem_with_its_cure(folder: Path) -> None:
    data = folder / "ferry.md" / "data"
    fine, lines = checked(folder, data)
    assert not fine
    assert lines[2] == (
        f"data: {data} cannot be written: Not a directory. "
        'Let this user write there, or name another folder: "data" in [knowledge], or --data.'
    )


def test_a_file_of_the_store_that_cannot_be_written_is_a_problem(data: Path, folder: Path) -> None:
    data.mkdir()
    # Whoever runs the tests may be allowed to write any file; but none can be where there is no folder.
    (data / "talksbot.lock").symlink_to(folder / "nowhere" / "lock")
    fine, lines = checked(folder, data)
    assert not fine
    assert lines[2].startswith(
        f"data: {data} cannot be written: talksbot.lock in it belongs to somebody else."
    )


def test_who_else_may_read_the_store_is_said_with_its_cure(stored: Path, folder: Path) -> None:
    stored.chmod(0o755)
    (stored / "talksbot.db").chmod(0o644)
    fine, lines = checked(folder, stored)
    assert fine
    file = stored / "talksbot.db"
    assert lines[3] == f"data: other users of this machine can read {file}. Run: chmod 700 {stored}"
    file.chmod(0o600)
    assert not any("other users" in line for line in checked(folder, stored)[1])


def test_a_disk_that_fills_is_said_before_it_is_full(
    stored: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = shutil.disk_usage(stored)._replace(free=5 * 2**20)

    def measure(_: Path) -> object:
        return usage

    monkeypatch.setattr(shutil, "disk_usage", measure)
    fine, lines = checked(folder, stored)
    assert fine
    assert re.fullmatch(
        r"data: only 5 MB are free on its disk\. Free some: a reload or an update may take 1\d MB", lines[3]
    )


def test_it_is_said_that_a_store_was_filled_from_another_folder(
    stored: Path, folder: Path, tmp_path: Path
) -> None:
    other = Path(shutil.copytree(folder, tmp_path / "other"))
    fine, lines = checked(other, stored)
    assert fine
    assert lines[4] == (
        "store: filled from another articles folder; the next command that answers reads this one"
    )


def test_no_token_is_no_problem_but_a_wrong_one_is(data: Path, folder: Path) -> None:
    assert checked(folder, data)[1][5].startswith("token: none set; only `talksbot run` needs one")
    fine, lines = checked(folder, data, DISCORD_TOKEN="two words")
    assert not fine
    assert lines[5].startswith("token: DISCORD_TOKEN holds white space")
    assert "two words" not in lines[5]
    fine, lines = checked(folder, data, DISCORD_TOKEN="zQ3-aB_9kLmN0pQrStUvWxYz12345678")
    assert not fine
    assert lines[5].startswith("token: DISCORD_TOKEN holds what looks like a client secret")


def test_a_file_that_cannot_be_read_is_named_with_its_cure(data: Path, folder: Path) -> None:
    (folder / "bad.md").write_bytes(b"Title\n\0")
    fine, lines = checked(folder, data)
    assert not fine
    assert lines[1] == f"articles: 2 in {folder}, 5 passages"
    assert lines[2].startswith("articles: bad.md:2: holds NUL bytes")
    assert lines[2].endswith("(Save it as UTF-8.)")


def test_a_known_file_that_cannot_be_read_is_served_as_it_was(stored: Path, folder: Path) -> None:
    (folder / "ferry.md").write_text("", "utf-8")
    fine, lines = checked(folder, stored)
    assert not fine
    assert lines[2].startswith("articles: ferry.md: is empty")
    assert lines[-3] == "store: ferry.md is served in its last good version until it can be read again"


def test_a_folder_that_is_not_there_or_empty_is_a_problem(data: Path, tmp_path: Path) -> None:
    fine, lines = checked(tmp_path / "missing", data)
    assert not fine
    assert lines[1].startswith("articles: There is no folder")
    assert not checked(tmp_path, data)[0]


@pytest.mark.parametrize("size", [100, 5_000])
def test_a_damaged_store_is_a_problem_and_stays_as_it_is(data: Path, folder: Path, size: int) -> None:
    data.mkdir(0o700)
    (data / "talksbot.db").write_bytes(b"no database" * size)
    fine, lines = checked(folder, data)
    assert not fine
    assert lines[3].startswith("store: The store ")
    assert "damaged" in lines[3]
    assert (data / "talksbot.db").read_bytes() == b"no database" * size


async def test_a_store_can_be_checked_while_a_bot_writes_to_it(data: Path, folder: Path) -> None:
    async with open_store(data):
        fine, _ = await asyncio.to_thread(checked, folder, data)
        assert fine


def test_it_is_said_whether_the_articles_are_watched(data: Path, folder: Path) -> None:
    assert checked(folder, data, watch=True)[1][1].endswith("5 passages; a running bot watches them")


def test_judged_questions_are_counted_before_a_reload_asks_them(data: Path, folder: Path) -> None:
    file = folder.parent / "questions.toml"
    file.write_text('[[question]]\nask = "who?"\nrefuse = true\n')
    fine, lines = checked(folder, data, judged=file)
    assert fine
    assert lines[2] == f"judged: 1 question in {file}, asked at each reload"


@pytest.mark.parametrize(("content", "said"), [(None, "cannot be read"), ("", "holds no question")])
def test_judged_questions_that_cannot_be_asked_are_a_problem(
    data: Path, folder: Path, content: str | None, said: str
) -> None:
    file = folder.parent / "questions.toml"
    if content is not None:
        file.write_text(content)
    fine, lines = checked(folder, data, judged=file)
    assert not fine
    assert lines[2].startswith(f"judged: {file} {said}")


def test_without_a_reader_it_is_said_that_words_decide(data: Path, folder: Path, tmp_path: Path) -> None:
    fine, lines = checked(folder, data, reader=False)
    assert fine
    assert lines[4] == "reader: off, as configured; words alone decide"
    fine, lines = checked(folder, data, reader=tmp_path)
    assert not fine
    assert lines[4].startswith(f"reader: {tmp_path}/model.onnx of the reader is missing.")
    assert lines[4].endswith("Until then words alone decide.")


def test_files_of_kinds_that_are_not_read_are_named_and_are_no_problem(stored: Path, folder: Path) -> None:
    (folder / "plan.xlsx").write_bytes(b"\0")
    fine, lines = checked(folder, stored)
    assert fine
    assert "articles: passed over: 1 .xlsx file, plan.xlsx (save as .csv)" in lines


def test_each_corpus_is_looked_at_and_must_not_lie_inside_the_main_one(
    stored: Path, folder: Path, tmp_path: Path
) -> None:
    inside = folder / "ships"
    inside.mkdir()
    (inside / "tug.md").write_text("# Tug\n\nThe tug pulls the barge up the river.\n", encoding="utf-8")
    corpora = CorpusOptions("ships", inside), CorpusOptions("cars", tmp_path / "cars")
    out = StringIO()
    options = Config(KnowledgeOptions(folder, stored), AnswerOptions(reader=False), corpora=corpora)
    assert not asyncio.run(check(options, {}, Console(out)))
    lines = out.getvalue().splitlines()
    assert f"corpus ships: articles: 1 in {inside}, 1 passage" in lines
    assert any(line.startswith(f"corpus ships: articles: {inside} is inside {folder}") for line in lines)
    assert any(
        line.startswith(f"corpus ships: data: {stored / 'corpora' / 'ships'} can be") for line in lines
    )
    assert any(line.startswith("corpus cars: articles: There is no") for line in lines)
