"""Who may open the store, and what does opening do to the disk?"""

import fcntl
import os
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from knowledge.errors import StoreBusyError, StoreDamagedError, StoreError
from knowledge.model import Article, Corpus
from knowledge.store import open_memory, open_store

ROOT = Path(__file__).parents[4]
OLD, NEW = (Corpus((Article("a.txt", title, "en", ()),)) for title in ("old", "new"))


async def fill(folder: Path) -> str:
    async with open_store(folder) as store:
        return (await store.publish(OLD, "print")).corpus_id


def found_in(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*"))


def mode(folder: Path) -> int:
    return folder.stat().st_mode & 0o777


async def test_a_second_writer_is_refused_with_the_folder_and_the_process(tmp_path: Path) -> None:
    async with open_store(tmp_path):
        with pytest.raises(StoreBusyError) as failure:
            async with open_store(tmp_path):
                pytest.fail("two writers")

    assert str(tmp_path) in failure.value.reason
    assert f"process {os.getpid()}" in failure.value.reason
    assert failure.value.cure


@pytest.mark.process
async def test_a_writer_in_another_process_is_refused_too(tmp_path: Path) -> None:
    script = """
import asyncio, pathlib, sys
from knowledge.errors import StoreBusyError
from knowledge.store import open_memory, open_store
async def main():
    async with open_store(pathlib.Path(sys.argv[1])): pass
try:
    asyncio.run(main())
except StoreBusyError as busy:
    print(busy.reason)
"""

    def other_process() -> str:
        command = [sys.executable, "-c", script, str(tmp_path)]
        return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout

    async with open_store(tmp_path):
        assert f"already written by process {os.getpid()}." in other_process()
    assert other_process() == ""


async def test_a_writer_that_has_not_said_its_name_is_respected(tmp_path: Path) -> None:
    with (tmp_path / "talksbot.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(StoreBusyError, match="already written by another process"):
            async with open_store(tmp_path):
                pytest.fail("two writers")


async def test_the_lock_is_free_after_a_failure_to_open(tmp_path: Path) -> None:
    (tmp_path / "talksbot.db").write_text("not a database" * 100)
    for _ in range(2):
        with pytest.raises(StoreDamagedError):
            async with open_store(tmp_path):
                pytest.fail("damaged")


async def test_readers_read_while_another_writes(tmp_path: Path) -> None:
    async with open_store(tmp_path) as writer, open_store(tmp_path, write=False) as unborn:
        old = await writer.publish(OLD, "old")
        async with open_store(tmp_path, write=False) as reader:
            assert await reader.corpora.load(old.corpus_id) == OLD
            new = await writer.publish(NEW, "new")
            assert await reader.corpora.find_kept() == (new, old)
            assert await reader.corpora.load(new.corpus_id) == NEW
        assert await unborn.corpora.find_kept() in ((), (new, old))


async def test_a_reader_sees_the_old_head_in_the_middle_of_a_publish(tmp_path: Path) -> None:
    name = await fill(tmp_path)
    with closing(sqlite3.connect(tmp_path / "talksbot.db", isolation_level=None)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        writer.execute("DELETE FROM body")
        async with open_store(tmp_path, write=False) as reader:
            assert await reader.corpora.load(name) == OLD


@pytest.mark.parametrize("write", [True, False])
async def test_a_database_that_stays_locked_is_told_as_busy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, write: bool
) -> None:
    await fill(tmp_path)
    monkeypatch.setattr("knowledge.store.sqlite._database._BUSY_SECONDS", 0.0)
    with closing(sqlite3.connect(tmp_path / "talksbot.db", isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(StoreBusyError, match="locked") as failure:
            async with open_store(tmp_path, write=write):
                pytest.fail("locked")
    assert failure.value.cure


async def test_a_reader_writes_nothing(tmp_path: Path) -> None:
    await fill(tmp_path)
    async with open_store(tmp_path, write=False) as reader:
        with pytest.raises(StoreError, match="for reading only"):
            await reader.publish(NEW, "")
        with pytest.raises(StoreError, match="for reading only"):
            await reader.facts.remember("a", "b")
        assert await reader.facts.recall("a") is None


@pytest.mark.parametrize("there", [None, "folder", "empty file"])
async def test_a_reader_where_nothing_was_stored_sees_nothing_and_makes_nothing(
    tmp_path: Path, there: str | None
) -> None:
    folder = tmp_path / "data"
    if there:
        folder.mkdir()
    if there == "empty file":
        (folder / "talksbot.db").touch()
    before = found_in(tmp_path)

    async with open_store(folder, write=False) as reader:
        assert await reader.corpora.get_head() is None
        assert await reader.corpora.find_kept() == ()
        assert await reader.facts.recall("a") is None
        with pytest.raises(StoreError, match="does not keep"):
            await reader.corpora.load("0" * 64)
    assert found_in(tmp_path) == before


async def test_a_writer_takes_an_empty_file_for_a_new_store(tmp_path: Path) -> None:
    """It is what a crash in the first moment leaves; there is nothing in it to be kept."""
    (tmp_path / "talksbot.db").touch()
    async with open_store(tmp_path) as store:
        head = await store.publish(OLD, "")
        assert await store.corpora.load(head.corpus_id) == OLD


async def test_the_data_folder_is_made_for_its_owner_alone(tmp_path: Path) -> None:
    async with open_store(tmp_path / "state" / "data"):
        assert mode(tmp_path / "state" / "data") == 0o700


async def test_only_its_owner_may_read_a_new_store_wherever_it_is(tmp_path: Path) -> None:
    await fill(tmp_path)
    assert mode(tmp_path / "talksbot.db") == 0o600


async def test_a_data_folder_that_is_there_keeps_its_mode(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    folder.mkdir()
    before = mode(folder)
    async with open_store(folder):
        assert mode(folder) == before


@pytest.mark.parametrize("name", ["d?a#t%20a", "дані", "a 'b\""])
async def test_any_name_of_a_folder_will_do(tmp_path: Path, name: str) -> None:
    await fill(tmp_path / name)
    assert (tmp_path / name / "talksbot.db").is_file()


@pytest.mark.parametrize("write", [True, False])
async def test_a_file_in_place_of_the_folder_is_told_with_its_cure(tmp_path: Path, write: bool) -> None:
    (tmp_path / "data").write_text("not a folder")
    with pytest.raises(StoreError, match="cannot be opened or written") as failure:
        async with open_store(tmp_path / "data", write=write):
            pytest.fail("no folder")
    assert "data folder" in failure.value.cure


@pytest.mark.parametrize("name", ["talksbot.db", "talksbot.lock"])
async def test_a_folder_in_place_of_a_file_is_told_with_its_cure(tmp_path: Path, name: str) -> None:
    (tmp_path / name).mkdir()
    with pytest.raises(StoreError, match="cannot be opened or written"):
        async with open_store(tmp_path):
            pytest.fail("no file")


async def test_a_folder_that_cannot_be_made_is_told_with_its_cure() -> None:
    with pytest.raises(StoreError, match="cannot be opened or written"):
        async with open_store(Path("/proc/talksbot")):
            pytest.fail("no folder")


async def test_what_goes_wrong_in_the_callers_own_work_is_left_alone(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        async with open_store(tmp_path):
            (tmp_path / "article.txt").read_text()


async def test_the_clock_of_the_system_is_the_default(tmp_path: Path) -> None:
    before = datetime.now(UTC)
    async with open_store(tmp_path) as store:
        head = await store.publish(OLD, "print")
    assert before <= head.published_at <= datetime.now(UTC)


async def test_closing_ends_the_thread_of_the_connection(tmp_path: Path) -> None:
    before = set(threading.enumerate())
    async with open_store(tmp_path) as store:
        await store.publish(OLD, "")
        await store.close()
    workers = [thread for thread in set(threading.enumerate()) - before if "worker_thread" in thread.name]
    for thread in workers:
        thread.join(10)

    assert not any(thread.is_alive() for thread in workers)


async def test_two_stores_in_memory_know_nothing_of_each_other(tmp_path: Path) -> None:
    async with open_memory() as one, open_memory() as other:
        head = await one.publish(OLD, "")
        assert (await one.corpora.get_head(), await other.corpora.get_head()) == (head, None)
        assert (one.writes, other.writes) == (True, True)
    assert found_in(tmp_path) == []
