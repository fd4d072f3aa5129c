"""Has the folder changed, and is it still? The watch, look by look; no time passes."""

import asyncio
import logging
import shutil
import sqlite3
from collections.abc import Awaitable, Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from knowledge.base import KnowledgeBase
from knowledge.errors import KnowledgeError, NoArticlesError
from knowledge.model import StatusChange
from knowledge.statuses.changes import Changes
from knowledge.watch import EVERY, watch
from tests.asking import open_base

NEWS = "The pier of Holm is open again.\n"
Between = Callable[[int], Awaitable[None] | None]


async def looks(
    base: KnowledgeBase, articles: Path, times: int, between: Between | None = None
) -> list[Changes | KnowledgeError]:
    """Let the watch look so often, and give what it told; `between` is called after each look, from 1."""
    looked = 0
    enough = asyncio.Event()

    async def sleep(seconds: float) -> None:
        nonlocal looked
        assert seconds == EVERY
        looked += 1
        if between and (done := between(looked)):
            await done
        if looked == times:
            enough.set()
            await asyncio.Event().wait()

    told: list[Changes | KnowledgeError] = []
    watching = asyncio.create_task(watch(base, sleep, told.append))
    await asyncio.wait({asyncio.create_task(enough.wait()), watching}, return_when=asyncio.FIRST_COMPLETED)
    watching.cancel()
    with pytest.raises(asyncio.CancelledError):
        await watching
    return told


def _sql(file: Path, statement: str) -> None:
    with closing(sqlite3.connect(file)) as connection:
        connection.execute(statement)


def said(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [record.message for record in caplog.records if record.name == "knowledge.watch"]


@pytest.fixture(autouse=True)
def _all_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "knowledge.watch")


async def test_a_folder_that_has_changed_and_is_still_is_taken_up_once(
    stored: Path, folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with open_base(stored, folder, write=True) as base:
        seen: list[int] = []

        def between(look: int) -> None:
            seen.append(base.snapshot.coverage.articles)
            if look == 2:
                (folder / "pier.txt").write_text(NEWS)
                (folder / "bad.md").write_text("")

        await looks(base, folder, 6, between)
        assert seen == [2, 2, 2, 3, 3, 3]
    assert said(caplog) == [
        "Not taken up: bad.md: is empty (Write the article into it, or remove it.)",
        "The changed folder is taken up: 1 article added, 0 changed, 0 removed; 0 statuses changed.",
    ]


async def test_a_folder_that_is_still_being_written_waits(stored: Path, folder: Path) -> None:
    async with open_base(stored, folder, write=True) as base:
        seen: list[int] = []

        def between(look: int) -> None:
            seen.append(base.snapshot.coverage.articles)
            if look < 4:
                (folder / "pier.txt").write_text(NEWS * look)

        await looks(base, folder, 6, between)
        assert seen == [2, 2, 2, 2, 3, 3]


async def test_what_changed_while_nobody_watched_is_taken_up(stored: Path, folder: Path) -> None:
    (folder / "pier.txt").write_text(NEWS)
    async with open_base(stored, folder, write=True) as base:
        await looks(base, folder, 2)
        assert base.snapshot.coverage.articles == 3


async def test_a_rollback_holds_until_the_folder_changes_again(stored: Path, folder: Path) -> None:
    async with open_base(stored, folder, write=True) as base:
        (folder / "pier.txt").write_text(NEWS)
        await base.reload()
        await base.rollback()
        await looks(base, folder, 3)  # as after a new start, too: it knows nothing of before
        assert base.snapshot.coverage.articles == 2
        (folder / "mole.txt").write_text("The mole of Holm is closed.")
        await looks(base, folder, 2)
        assert base.snapshot.coverage.articles == 4


async def test_a_typing_error_that_is_saved_announces_nothing(
    stored: Path, folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    file = folder / "ferry.md"
    good = file.read_text("utf-8")
    async with open_base(stored, folder, write=True) as base:
        await base.store.subscriptions.add(None, channel=5)
        snapshot = base.snapshot

        def between(look: int) -> None:
            if look == 2:
                file.write_text(good.replace("2026-03-02", "\0"), "utf-8")
            elif look == 5:
                assert base.snapshot.corpus == snapshot.corpus
                file.write_text(good.replace("Proposed", "Approved"), "utf-8")

        await looks(base, folder, 8, between)
        (due,) = await base.store.outbox.find_due(datetime.now(UTC))
        assert isinstance(due.notice.matter, StatusChange)
        assert due.notice.matter.topic == "Harbour Bridge"
    kept, *others = said(caplog)
    assert kept.startswith("Kept as it was: ferry.md:3: ")
    assert others == [
        "The changed folder is taken up: 0 articles added, 0 changed, 0 removed; 0 statuses changed.",
        "The changed folder is taken up: 0 articles added, 1 changed, 0 removed; 1 status changed.",
    ]


async def test_what_would_take_back_much_is_left_as_it_is_and_said_once(
    stored: Path, folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    for name in ("pier", "mole"):
        (folder / f"{name}.txt").write_text(f"The {name} of Holm is open again.\n")
    async with open_base(stored, folder, refresh=True) as base:

        def between(look: int) -> None:
            if look == 2:
                for name in ("pier", "mole"):
                    (folder / f"{name}.txt").unlink()

        await looks(base, folder, 40, between)
        assert base.snapshot.coverage.articles == 4
    (line,) = said(caplog)
    assert "was not taken up: The reload would take back 2 of 4 articles" in line
    assert "`talksbot reload --yes`" in line


async def test_a_folder_that_only_looks_different_is_not_read(
    stored: Path, folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with open_base(stored, folder, write=True) as base:
        head = await base.store.corpora.get_head()
        await looks(base, folder, 7, lambda look: (folder / "ferry.md").touch() if look < 4 else None)
        assert await base.store.corpora.get_head() == head
    assert said(caplog) == []


async def test_a_folder_that_is_gone_is_said_once_and_taken_up_when_it_is_back(
    stored: Path, folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    away = folder.with_name("away")
    async with open_base(stored, folder, write=True) as base:
        snapshot = base.snapshot

        def between(look: int) -> None:
            if look == 2:
                shutil.move(folder, away)
            elif look == 40:
                assert base.snapshot is snapshot
                (away / "pier.txt").write_text(NEWS)
                shutil.move(away, folder)

        told = await looks(base, folder, 42, between)
        assert [type(each) for each in told] == [NoArticlesError, Changes]
        assert base.snapshot.coverage.articles == 3
    first, second = said(caplog)
    assert first.startswith("The changed folder was not taken up: There is no folder ")
    assert second.startswith("The changed folder is taken up: 1 article added")


async def test_a_store_that_refuses_is_said_once_and_asked_again_after_a_while(
    stored: Path, folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    file = stored / "talksbot.db"
    _sql(file, "CREATE TRIGGER refuse BEFORE INSERT ON corpus BEGIN SELECT RAISE(ABORT, 'not now'); END")
    (folder / "pier.txt").write_text(NEWS)
    async with open_base(stored, folder, write=True) as base:
        seen: list[int] = []

        def between(look: int) -> None:
            seen.append(base.snapshot.coverage.articles)
            if look == 40:
                _sql(file, "DROP TRIGGER refuse")

        await looks(base, folder, 64, between)
        # Refused at the second look and at the 32nd, taken up at the 62nd.
        assert seen == [2] * 61 + [3] * 3
    first, second = said(caplog)
    assert first.startswith("The changed folder is not taken up yet: ")
    assert second.startswith("The changed folder is taken up: 1 article added")


async def test_no_failure_ends_the_watch(
    stored: Path, folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with open_base(stored, folder, write=True) as base:
        pass
    # The store is closed, and nobody has thought of that.
    await looks(base, folder, 40)
    (line,) = said(caplog)
    assert line.startswith("The folder could not be watched: ")
