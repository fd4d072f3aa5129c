"""Does the whole store go into one file, and come back? Checked both ways; nothing is lost by a failure."""

import asyncio
import fcntl
import os
import resource
import shutil
import sqlite3
from collections.abc import Generator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from knowledge.errors import StoreBusyError, StoreError
from knowledge.model import Article, Corpus, StatusChange
from knowledge.notices.audience import Bulletin, Notice
from knowledge.store import back_up_store, open_store, restore_store

SCHEMA = Path(__file__).parents[4] / "knowledge" / "store" / "sqlite" / "schema"
NEWEST = len(list(SCHEMA.iterdir()))
OLD, NEW = (Corpus((Article("a.txt", title, "en", ()),)) for title in ("old", "new"))


@pytest.fixture
def backup(tmp_path: Path) -> Path:
    return tmp_path / "backup.db"


async def fill(folder: Path, *corpora: Corpus) -> None:
    async with open_store(folder) as store:
        for corpus in corpora or (OLD,):
            await store.publish(corpus, "print")


async def served(folder: Path) -> Corpus:
    async with open_store(folder, write=False) as store:
        head = await store.corpora.get_head()
        assert head
        return await store.corpora.load(head.corpus_id)


def run(file: Path, sql: str) -> None:
    with closing(sqlite3.connect(file)) as database, database:
        database.execute(sql)


def spoil(file: Path) -> None:
    """Change a text so that SQLite finds nothing wrong with the file."""
    run(file, "UPDATE body SET bytes = CAST(replace(CAST(bytes AS TEXT), 'old', 'odd') AS BLOB)")


def files(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.iterdir())


# --- back up


async def test_a_backup_holds_all_that_is_kept_and_says_what_that_is(data: Path, backup: Path) -> None:
    await fill(data, OLD, NEW)
    async with open_store(data) as store:
        followed = await store.subscriptions.add("Gas", user=1)
        heads = await store.corpora.find_kept()

    holding = back_up_store(data, backup)

    assert (holding.heads, holding.articles, holding.schema) == (heads, 1, NEWEST)
    restore_store(data.with_name("moved"), backup)
    async with open_store(data.with_name("moved")) as store:
        assert await store.corpora.find_kept() == heads
        assert await store.subscriptions.find() == (followed,)


async def test_only_its_owner_may_read_a_backup_and_nothing_else_is_left_beside_it(
    data: Path, tmp_path: Path
) -> None:
    await fill(data)
    (folder := tmp_path / "backups").mkdir()
    back_up_store(data, folder / "monday.db")

    assert files(folder) == ["monday.db"]
    assert (folder / "monday.db").stat().st_mode & 0o777 == 0o600


async def test_a_store_is_backed_up_while_a_bot_writes_to_it(data: Path, backup: Path) -> None:
    async with open_store(data) as store:
        await store.publish(OLD, "print")
        back_up_store(data, backup)
        await store.publish(NEW, "print")
    assert await served(data) == NEW
    restore_store(data, backup)
    assert await served(data) == OLD


async def test_a_transaction_that_is_not_committed_is_not_in_the_backup(data: Path, backup: Path) -> None:
    await fill(data)
    with closing(sqlite3.connect(data / "talksbot.db", isolation_level=None)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        writer.execute("DELETE FROM body")
        assert back_up_store(data, backup).articles == 1


async def test_a_store_that_stays_locked_cannot_be_backed_up(
    data: Path, backup: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await fill(data)
    monkeypatch.setattr("knowledge.store.sqlite._database._BUSY_SECONDS", 0.0)
    with closing(sqlite3.connect(data / "talksbot.db", isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(StoreBusyError, match="locked"):
            back_up_store(data, backup)
    assert files(backup.parent) == ["data"]


async def test_a_store_that_is_locked_amid_the_copy_leaves_no_backup(
    data: Path, backup: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await fill(data)
    monkeypatch.setattr("knowledge.store.sqlite._database._BUSY_SECONDS", 0.0)
    monkeypatch.setattr("knowledge.store.sqlite._copies._PAGES", 1)
    with closing(sqlite3.connect(data / "talksbot.db", isolation_level=None)) as other:

        def lock(_: float) -> None:
            other.execute("BEGIN EXCLUSIVE")

        monkeypatch.setattr("knowledge.store.sqlite._copies.time.sleep", lock)
        with pytest.raises(StoreBusyError, match="locked"):
            back_up_store(data, backup)
    assert files(backup.parent) == ["data"]


def test_a_file_that_is_there_is_kept_unless_it_may_be_overwritten(data: Path, backup: Path) -> None:
    asyncio.run(fill(data))
    backup.write_text("precious")
    with pytest.raises(StoreError, match="is there already") as failure:
        back_up_store(data, backup)
    assert "--yes" in failure.value.cure
    assert backup.read_text() == "precious"

    back_up_store(data, backup, overwrite=True)
    assert backup.read_bytes().startswith(b"SQLite")


async def test_a_backup_never_takes_the_place_of_the_store_or_a_folder(data: Path) -> None:
    await fill(data)
    for target, why in ((data / "talksbot.db", "is the store itself"), (data, "is no file")):
        with pytest.raises(StoreError, match=why):
            back_up_store(data, target, overwrite=True)
    assert await served(data) == OLD


@pytest.mark.parametrize("there", ["nothing", "an empty file"])
def test_where_nothing_is_stored_there_is_nothing_to_back_up(data: Path, backup: Path, there: str) -> None:
    if there == "an empty file":
        data.mkdir()
        (data / "talksbot.db").touch()
    with pytest.raises(StoreError, match="There is no store in"):
        back_up_store(data, backup)
    assert not backup.exists()


async def test_a_folder_that_is_not_there_is_named_with_its_cure(data: Path, tmp_path: Path) -> None:
    await fill(data)
    with pytest.raises(StoreError, match=r"nowhere/backup\.db cannot be written: No such file") as failure:
        back_up_store(data, tmp_path / "nowhere" / "backup.db")
    assert "a folder that is there" in failure.value.cure


@contextmanager
def full_disk(size: int) -> Generator[None]:
    """Let no file become larger than this."""
    before, most = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, most))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (before, most))


async def test_a_disk_that_is_full_is_told_and_no_half_of_a_backup_is_left(data: Path, backup: Path) -> None:
    await fill(data)
    with full_disk(8192), pytest.raises(StoreError, match="cannot be written") as failure:
        back_up_store(data, backup)
    assert "room" in failure.value.cure
    assert files(backup.parent) == ["data"]


async def test_a_damaged_store_is_not_called_a_backup(data: Path, backup: Path) -> None:
    await fill(data)
    spoil(data / "talksbot.db")
    with pytest.raises(StoreError, match="is not what was published"):
        back_up_store(data, backup)
    (data / "talksbot.db").write_text("not a store" * 1000)
    with pytest.raises(StoreError, match="damaged or not a store"):
        back_up_store(data, backup)
    assert files(backup.parent) == ["data"]


async def test_a_large_store_is_copied_in_steps_between_which_others_write(
    data: Path, backup: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each step finds the store changed, so the copy begins anew, until it is made in one step."""
    await fill(data)
    monkeypatch.setattr("knowledge.store.sqlite._copies._PAGES", 1)
    with closing(sqlite3.connect(data / "talksbot.db", isolation_level=None)) as other:
        slept: list[float] = []

        def write(seconds: float) -> None:
            slept.append(seconds)
            other.execute("INSERT INTO fact VALUES (?, '')", (str(len(slept)),))

        monkeypatch.setattr("knowledge.store.sqlite._copies.time.sleep", write)
        back_up_store(data, backup)

    assert len(slept) > 20
    with closing(sqlite3.connect(backup)) as copy:
        assert copy.execute("SELECT count(*) FROM fact").fetchone() == (len(slept),)


# --- restore


async def test_what_was_there_before_a_restore_is_kept_beside_it_each_time(data: Path, backup: Path) -> None:
    await fill(data)
    back_up_store(data, backup)
    await fill(data, NEW)

    first, second = restore_store(data, backup), restore_store(data, backup)

    before = data / "talksbot.db.before-restore"
    assert (first.former, second.former) == (before, data / "talksbot.db.before-restore-2")
    assert await served(data) == OLD
    assert before.stat().st_mode & 0o777 == 0o600
    restore_store(data, before)
    assert await served(data) == NEW


async def test_a_restore_into_a_folder_that_is_not_there_makes_it(data: Path, backup: Path) -> None:
    await fill(data)
    back_up_store(data, backup)
    restored = restore_store(data.with_name("new"), backup)

    assert restored.former is None
    assert files(data.with_name("new")) == ["talksbot.db", "talksbot.lock"]
    assert await served(data.with_name("new")) == OLD


async def test_nothing_is_restored_while_a_bot_runs(data: Path, backup: Path) -> None:
    await fill(data)
    back_up_store(data, backup)
    async with open_store(data), open_store(data, write=False):
        with pytest.raises(StoreBusyError, match=f"already written by process {os.getpid()}"):
            restore_store(data, backup)
    assert files(data) == ["talksbot.db", "talksbot.lock"]


async def test_a_damaged_store_is_kept_to_the_byte_and_replaced(data: Path, backup: Path) -> None:
    await fill(data)
    back_up_store(data, backup)
    (data / "talksbot.db").write_bytes(b"noise" * 5000)

    former = restore_store(data, backup).former

    assert former
    assert former.read_bytes() == b"noise" * 5000
    assert await served(data) == OLD


async def test_a_transaction_that_was_cut_off_is_no_part_of_what_is_restored(
    data: Path, backup: Path, tmp_path: Path
) -> None:
    """A journal that is left beside the store would be rolled back into the one that takes its place."""
    await fill(data)
    back_up_store(data, backup)
    await fill(data, NEW)
    crashed = tmp_path / "crashed"
    with closing(sqlite3.connect(data / "talksbot.db", isolation_level=None)) as writer:
        writer.execute("PRAGMA cache_size = 1")
        writer.execute("BEGIN")
        writer.execute("UPDATE body SET bytes = randomblob(100000)")
        shutil.copytree(data, crashed)
    assert "talksbot.db-journal" in files(crashed)
    unreadable = Path(shutil.copytree(crashed, tmp_path / "unreadable"))
    # What else SQLite takes for a part of a file of that name.
    (unreadable / "talksbot.db").write_bytes(b"noise" * 5000)
    (unreadable / "talksbot.db-shm").write_bytes(b"of another journal mode")

    former = restore_store(crashed, backup).former
    restore_store(unreadable, backup)

    assert await served(crashed) == OLD
    assert await served(unreadable) == OLD
    assert files(unreadable) == [
        "talksbot.db",
        "talksbot.db.before-restore",
        "talksbot.db.before-restore-shm",
        "talksbot.lock",
    ]
    assert former
    restore_store(crashed, former)
    assert await served(crashed) == NEW


async def test_a_backup_of_an_older_schema_is_brought_up_to_date(data: Path, backup: Path) -> None:
    with closing(sqlite3.connect(backup)) as database:
        database.executescript((SCHEMA / "0001_corpora.sql").read_text("utf-8"))
        database.execute("PRAGMA user_version = 1")
    restored = restore_store(data, backup)

    assert (restored.holding.schema, restored.holding.heads) == (1, ())
    assert files(data) == ["talksbot.db", "talksbot.lock"]
    async with open_store(data, write=False) as store:
        assert await store.waiting.find() == ()


def empty(file: Path) -> None:
    file.write_bytes(b"")


def remove(file: Path) -> None:
    file.unlink()


def make_text(file: Path) -> None:
    file.write_text("Minutes of the talks\n" * 500)


def cut_off(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-8192])


def make_newer(file: Path) -> None:
    run(file, f"PRAGMA user_version = {NEWEST + 1}")


WRONG = {
    empty: "There is nothing in",
    remove: "There is no file",
    make_text: "damaged or not a store",
    cut_off: "damaged or not a store",
    make_newer: "by a later version",
    spoil: "is not what was published",
}


@pytest.mark.parametrize("wrong", WRONG)
async def test_a_file_that_is_no_whole_store_is_not_restored(data: Path, backup: Path, wrong: object) -> None:
    await fill(data)
    back_up_store(data, backup)
    assert callable(wrong)
    wrong(backup)
    with pytest.raises(StoreError, match=next(why for how, why in WRONG.items() if how is wrong)) as failure:
        restore_store(data, backup)
    assert failure.value.reason.count(str(backup)) == 1
    assert failure.value.cure
    assert files(data) == ["talksbot.db", "talksbot.lock"]
    assert await served(data) == OLD


async def test_the_store_is_not_restored_from_itself(data: Path) -> None:
    await fill(data)
    with pytest.raises(StoreError, match="is the store itself"):
        restore_store(data, data / "talksbot.db")


async def test_a_restore_on_a_full_disk_leaves_what_was_there(data: Path, backup: Path) -> None:
    await fill(data)
    back_up_store(data, backup)
    before = (data / "talksbot.db").read_bytes()
    with full_disk(8192), pytest.raises(StoreError, match="cannot be written"):
        restore_store(data, backup)
    assert (data / "talksbot.db").read_bytes() == before
    assert files(data) == ["talksbot.db", "talksbot.lock"]


async def test_a_lock_that_nobody_has_signed_is_respected_by_a_restore(data: Path, backup: Path) -> None:
    await fill(data)
    back_up_store(data, backup)
    with (data / "talksbot.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(StoreBusyError):
            restore_store(data, backup)


async def test_it_is_counted_what_is_told_again_after_a_restore(data: Path, backup: Path) -> None:
    async with open_store(data) as store:
        followed = await store.subscriptions.add("Gas", user=1)
        change = StatusChange("Gas", None, None)
        notice = Notice("nonce", change, user=1, subscription=followed.number)
        await store.publish(OLD, "print", Bulletin((change,)), [notice])
        back_up_store(data, backup)
        await store.outbox.mark_sent("nonce", 1)

    assert restore_store(data, backup).waiting == 1
    back_up_store(data, backup, overwrite=True)
