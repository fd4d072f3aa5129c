"""Does a process serve what another one has published, and publish only what it has compared with that?"""

import asyncio
import logging
import sqlite3
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager, closing
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import TypeAlias

import pytest

from knowledge.base import KnowledgeBase
from knowledge.errors import StoreError
from knowledge.following import EVERY, find_stale_since, keep_following
from knowledge.model import Corpus
from knowledge.store import Address
from tests.asking import ask, open_base

pytestmark = [pytest.mark.process, pytest.mark.discord]

Open: TypeAlias = Callable[..., AbstractAsyncContextManager[KnowledgeBase]]
QUESTION = "What do the tickets cost?"
_numbers = count(1)


@pytest.fixture
def open_shared(postgres: str, folder: Path, tmp_path: Path) -> Open:
    """Open a base as one of several processes does: in one database, with a data folder of its own."""
    address = Address(postgres, schema=f"followed {next(_numbers)}")

    def open_next(number: int = 0) -> AbstractAsyncContextManager[KnowledgeBase]:
        return open_base(tmp_path / f"data {number}", folder, address=address, write=True)

    return open_next


def cost(base: KnowledgeBase) -> str:
    return ask(base.snapshot, QUESTION).hits[0].passage.text


def make_dearer(folder: Path) -> None:
    ferry = folder / "ferry.md"
    ferry.write_text(ferry.read_text("utf-8").replace("four crowns", "nine crowns"), "utf-8")


async def test_what_one_process_publishes_and_takes_back_another_one_serves(
    open_shared: Open, folder: Path
) -> None:
    async with open_shared(1) as one, open_shared(2) as other:
        assert not await other.follow()
        make_dearer(folder)
        await one.reload()
        assert "four crowns" in cost(other)
        assert await other.follow()
        assert not await other.follow()
        assert cost(other) == cost(one)
        await one.rollback()
        assert await other.follow()
        assert "four crowns" in cost(other)


async def test_a_reader_beside_the_embedded_writer_follows_too(stored: Path, folder: Path) -> None:
    async with open_base(stored, folder, write=True) as writer, open_base(stored, folder) as reader:
        assert not await reader.follow()
        make_dearer(folder)
        await writer.reload()
        assert await reader.follow()
        assert "nine crowns" in cost(reader)


async def test_who_looks_while_it_is_taken_up_waits_for_it(
    stored: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_base(stored, folder, write=True) as writer, open_base(stored, folder) as reader:
        make_dearer(folder)
        await writer.reload()
        load, looks = reader.store.corpora.load, list[asyncio.Task[str]]()

        async def look() -> str:
            await reader.follow()
            return cost(reader)

        async def load_meanwhile(corpus_id: str) -> Corpus:
            looks.append(asyncio.create_task(look()))
            for _ in range(3):
                await reader.store.corpora.get_head()
            return await load(corpus_id)

        monkeypatch.setattr(reader.store.corpora, "load", load_meanwhile)
        assert await reader.follow()
        assert ["nine crowns" in await each for each in looks] == [True]


async def test_what_could_not_be_loaded_is_looked_for_again(
    stored: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_base(stored, folder, write=True) as writer, open_base(stored, folder) as reader:
        make_dearer(folder)
        await writer.reload()

        async def cut(_: str) -> Corpus:
            raise StoreError("The store is away.", "Wait.")

        with monkeypatch.context() as away:
            away.setattr(reader.store.corpora, "load", cut)
            with pytest.raises(StoreError):
                await reader.follow()
        assert await reader.follow()
        assert "nine crowns" in cost(reader)


async def test_what_two_processes_read_at_once_is_news_once(open_shared: Open, folder: Path) -> None:
    async with open_shared(1) as one, open_shared(2) as other:
        newest = await one.store.feed.get_newest()
        (folder / "new.txt").write_text("The pier of Holm is open again.\n", "utf-8")
        both = await asyncio.gather(one.reload(), other.reload())
        assert sorted(len(changes.added) for changes in both) == [0, 1]
        assert await one.store.feed.get_newest() == newest + 1
        assert one.snapshot.corpus == other.snapshot.corpus


async def test_where_somebody_has_emptied_the_store_it_is_filled_again(stored: Path, folder: Path) -> None:
    async with open_base(stored, folder, write=True) as base:
        with closing(sqlite3.connect(stored / "talksbot.db")) as database, database:
            database.executescript("PRAGMA foreign_keys = ON; DELETE FROM corpus;")
        assert not await base.follow()
        assert "four crowns" in cost(base)
        make_dearer(folder)
        await base.reload()
        assert "nine crowns" in cost(base)
        assert await base.store.corpora.get_head()


async def test_a_rollback_goes_back_from_what_another_process_has_published(
    open_shared: Open, folder: Path
) -> None:
    async with open_shared(1) as one, open_shared(2) as other:
        make_dearer(folder)
        await one.reload()
        await other.rollback()
        assert "four crowns" in cost(other)


async def test_it_looks_at_once_when_another_process_says_that_there_is_something(
    open_shared: Open, folder: Path
) -> None:
    async with open_shared(1) as one, open_shared(2) as other:
        waits = [asyncio.Event(), asyncio.Event()]

        async def sleep(_: float) -> None:
            next(each for each in waits if not each.is_set()).set()
            await asyncio.Event().wait()

        following = asyncio.create_task(keep_following(other, sleep))
        await waits[0].wait()
        make_dearer(folder)
        await one.reload()
        await waits[1].wait()
        assert "nine crowns" in cost(other)
        following.cancel()


async def test_it_looks_again_and_again_and_says_once_that_it_cannot(
    stored: Path, folder: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    caplog.set_level(logging.INFO, "knowledge.following")
    async with open_base(stored, folder, write=True) as one, open_base(stored, folder) as other:
        slept: list[float] = []
        noon = datetime(2026, 3, 5, 12, tzinfo=UTC)
        stale: list[datetime | None] = []

        def tell_time() -> datetime:
            return noon + timedelta(minutes=len(slept))

        async def cut() -> bool:
            raise StoreError("The store is away.", "Wait.")

        async def sleep(seconds: float) -> None:
            slept.append(seconds)
            stale.append(find_stale_since(other, tell_time()))
            if len(slept) == 2:
                make_dearer(folder)
                await one.reload()
            elif len(slept) == 3:
                monkeypatch.setattr(other, "follow", cut)
            elif len(slept) == 5:
                monkeypatch.undo()
            elif len(slept) == 6:
                raise asyncio.CancelledError

        with pytest.raises(asyncio.CancelledError):
            await keep_following(other, sleep, tell_time)
        assert find_stale_since(other, tell_time()) is None
    # The looks after the third and fourth wait were in vain.
    last = noon + timedelta(minutes=2)
    assert stale == [None, None, None, last, last, None]
    assert all(EVERY / 2 < each < EVERY * 2 for each in slept)
    assert len({*slept}) > 1
    assert caplog.messages == [
        "Another process has changed what is served: 2 articles and 5 passages now.",
        "What is served may be old: The store is away. Wait.",
        "The store can be read again.",
    ]
