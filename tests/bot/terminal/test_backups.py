"""How is what the bot knows kept elsewhere, and brought back? What is served of a damaged store?"""

import asyncio
import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.__main__ import main
from knowledge.model import StatusChange
from knowledge.notices.audience import Notice
from knowledge.store import open_store

pytestmark = pytest.mark.process

HELD = r"2 articles as read on \d{4}-\d\d-\d\d \d\d:\d\d UTC"


@pytest.fixture(autouse=True)
def configured(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Begin in a folder with a config.toml that names the small articles folder, and without variables."""
    settings = '[knowledge]\narticles = "folder"\n[answers]\nreader = false\n'
    (tmp_path / "config.toml").write_text(settings)
    for name in ("TALKSBOT_CONFIG", "DISCORD_TOKEN", "DISCORD_TOKEN_FILE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)


Captured = pytest.CaptureFixture[str]


def test_what_was_backed_up_is_served_again_after_a_restore(
    stored: Path, folder: Path, capsys: Captured
) -> None:
    assert main(["backup", "backup.db"]) == 0
    out, err = capsys.readouterr()
    assert re.fullmatch(rf"Backed up to backup\.db \(0\.\d MB\), and checked: {HELD}\.\n", out)
    assert err == ""
    (folder / "lighthouse.md").unlink()
    assert main(["reload"]) == 0
    assert main(["ask", "Who keeps the lighthouse?"]) == 0
    assert "Ingrid" not in capsys.readouterr().out

    assert main(["restore", "backup.db"]) == 0
    out, _ = capsys.readouterr()
    first, second = out.splitlines()
    assert re.fullmatch(rf"Restored from backup\.db\. Served now: {HELD}\.", first)
    assert second == "What was there before is kept in data/talksbot.db.before-restore."
    # What was built of the other articles is not used for these.
    assert main(["ask", "Who keeps the lighthouse?"]) == 0
    assert "Ingrid Dahl keeps the lighthouse from now on." in capsys.readouterr().out


def test_the_states_before_are_counted_and_other_corpora_are_named(
    stored: Path, folder: Path, tmp_path: Path, capsys: Captured
) -> None:
    (folder / "new.txt").write_text("The ferry has a new captain.\n")
    assert main(["reload"]) == 0
    with (tmp_path / "config.toml").open("a") as config:
        config.write('[[corpora]]\nname = "ships"\narticles = "ships"\n')
    capsys.readouterr()
    assert main(["backup", "backup.db"]) == 0
    first, second = capsys.readouterr().out.splitlines()
    assert first.endswith(", and 1 earlier state.")
    assert second == "Not in it: ships; --corpus NAME makes its own backup."

    assert main(["backup", "backup.db", "--corpus", "ships"]) == 1
    assert "There is no store in" in capsys.readouterr().err
    with (tmp_path / "config.toml").open("a") as config:
        config.write('[[corpora]]\nname = "trains"\narticles = "trains"\n')
    assert main(["restore", "backup.db", "--corpus", "ships"]) == 0
    assert main(["backup", "ships.db", "--corpus", "ships"]) == 0
    assert "Not in it: main, trains; --corpus NAME makes a backup of its own each." in capsys.readouterr().out


def test_a_file_that_is_there_is_replaced_only_when_that_is_meant(
    stored: Path, folder: Path, capsys: Captured
) -> None:
    assert main(["backup", "backup.db"]) == 0
    assert main(["backup", "backup.db"]) == 1
    assert capsys.readouterr().err == (
        "talksbot: backup.db is there already. Name another file, or add --yes to replace it.\n"
    )
    assert main(["backup", "--yes", "backup.db"]) == 0


def test_nothing_is_restored_while_a_bot_runs(stored: Path, folder: Path, capsys: Captured) -> None:
    async def restore_beside() -> int:
        async with open_store(stored):
            assert await asyncio.to_thread(main, ["backup", "backup.db"]) == 0
            return await asyncio.to_thread(main, ["restore", "backup.db"])

    assert asyncio.run(restore_beside()) == 1
    assert capsys.readouterr().err.endswith("Stop the bot, restore, and start it again.\n")


def test_announcements_that_were_waiting_are_counted(stored: Path, folder: Path, capsys: Captured) -> None:
    change = StatusChange("Gas", None, None)

    async def wait_for(*channels: int) -> None:
        async with open_store(stored) as store:
            head = await store.corpora.get_head()
            assert head
            corpus = await store.corpora.load(head.corpus_id)
            notices = [Notice(str(channel), change, channel=channel) for channel in channels]
            await store.publish(corpus, head.fingerprint, None, notices)

    for channels, said in (((1,), "1 announcement that was waiting then goes"), ((2,), "2 announcements")):
        asyncio.run(wait_for(*channels))
        assert main(["backup", "--yes", "backup.db"]) == 0
        assert main(["restore", "backup.db"]) == 0
        assert said in capsys.readouterr().out


def test_a_store_without_articles_can_be_backed_up(stored: Path, capsys: Captured) -> None:
    async def make() -> None:
        async with open_store(Path("empty")):
            pass

    asyncio.run(make())
    assert main(["backup", "backup.db", "--data", "empty"]) == 0
    assert capsys.readouterr().out.endswith("checked: no articles yet.\n")


def spoil(stored: Path, number: str) -> None:
    """Change the texts of the corpora with a number, so that only their hashes tell."""
    with closing(sqlite3.connect(stored / "talksbot.db")) as database, database:
        lines = "SELECT body FROM line JOIN corpus ON corpus = number WHERE"
        database.execute(
            "UPDATE body SET bytes = CAST(replace(CAST(bytes AS TEXT), 'e', 'i') AS BLOB) "
            f"WHERE hash IN ({lines} number {number}) AND hash NOT IN ({lines} NOT number {number})"
        )


def test_where_the_newest_state_is_damaged_an_earlier_one_is_served_and_a_reload_mends_that(
    stored: Path, folder: Path, capsys: Captured
) -> None:
    (folder / "new.txt").write_text(
        "Captain Holt steers the ferry since Monday, and she likes it very much.\n"
    )
    assert main(["reload"]) == 0
    spoil(stored, "= (SELECT max(number) FROM corpus)")
    capsys.readouterr()

    assert main(["ask", "Who keeps the lighthouse?"]) == 0
    out, err = capsys.readouterr()
    assert "Ingrid Dahl" in out
    assert re.fullmatch(
        r"talksbot: the state of .* UTC is damaged in the store, and an earlier one is served; "
        r"`talksbot reload` reads the articles anew\n",
        err,
    )
    assert main(["check"]) == 1
    assert "is not what was published. Reload:" in capsys.readouterr().out
    assert main(["reload"]) == 0
    assert capsys.readouterr().out.startswith("Reloaded\nAdded (1)\n  new.txt\n")
    assert main(["ask", "Who steers the ferry?"]) == 0
    out, err = capsys.readouterr()
    assert ("Captain Holt" in out, err) == (True, "")


def test_where_no_state_is_whole_nothing_is_served_until_a_reload(
    stored: Path, folder: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    spoil(stored, "> 0")
    monkeypatch.setenv("DISCORD_TOKEN", "a.b.c")
    # A supervisor need not start it again and again.
    for command, code in ((["ask", "Who keeps the lighthouse?"], 1), (["run"], 78)):
        assert main(command) == code
        out, err = capsys.readouterr()
        # What the log says of the beginning comes first.
        (said,) = [line for line in err.splitlines() if " INFO bot." not in line]
        assert out == ""
        assert "Reload: what the articles hold is written anew. Or restore a backup." in said

    assert main(["reload"]) == 0
    assert "is not what was published" in capsys.readouterr().err
    assert main(["ask", "Who keeps the lighthouse?"]) == 0
    assert "Ingrid Dahl" in capsys.readouterr().out
