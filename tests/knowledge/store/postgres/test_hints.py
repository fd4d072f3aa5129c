"""Does a process that waits hear at once that another one has changed what is served?"""

import asyncio
import logging
from collections.abc import AsyncIterator
from itertools import count
from typing import TYPE_CHECKING, cast

import asyncpg
import pytest

from knowledge.model import Article, Corpus
from knowledge.store import Address, KnowledgeStore, open_store
from knowledge.store.postgres._hints import Hints

if TYPE_CHECKING:
    from knowledge.store.postgres._database import Database

pytestmark = [pytest.mark.process, pytest.mark.discord]

_numbers = count(1)


@pytest.fixture
def address(postgres: str) -> Address:
    return Address(postgres, schema=f"hinted {next(_numbers)}")


@pytest.fixture
async def waiting(address: Address) -> AsyncIterator[KnowledgeStore]:
    async with open_store(address) as store:
        yield store


@pytest.fixture
async def telling(address: Address) -> AsyncIterator[KnowledgeStore]:
    async with open_store(address) as store:
        yield store


async def publish(store: KnowledgeStore, title: str) -> str:
    return (await store.publish(Corpus((Article("a.txt", title, "en", ()),)), title)).corpus_id


async def forever(_: float) -> None:
    await asyncio.Event().wait()


async def is_hinted(waiting: KnowledgeStore, store: KnowledgeStore, title: str = "") -> bool:
    """Whether a store that waits is woken by what another one publishes, if it does, and else keeps."""

    async def do(_: float) -> None:
        if title:
            await publish(store, title)
        await store.facts.remember("key", "value")
        # What was told before this is answered has come; whoever waits is woken a few turns later.
        await waiting.facts.recall("key")
        for _ in range(10):
            await asyncio.sleep(0)
        slept.append(True)

    slept: list[bool] = []
    await waiting.wait(2.0, do)
    return not slept


async def test_who_waits_is_told_of_what_is_published_and_taken_back(
    waiting: KnowledgeStore, telling: KnowledgeStore
) -> None:
    old = await publish(telling, "old")
    assert not await is_hinted(waiting, telling)
    assert await is_hinted(waiting, telling, "new")
    head = await waiting.corpora.get_head()
    assert head
    assert head.fingerprint == "new"

    async def withdraw(_: float) -> None:
        await telling.withdraw(head.corpus_id, None)
        await forever(_)

    await waiting.wait(2.0, withdraw)
    served = await waiting.corpora.get_head()
    assert served
    assert served.corpus_id == old


async def test_another_store_of_the_same_database_wakes_nobody(
    waiting: KnowledgeStore, address: Address
) -> None:
    async with open_store(Address(address.url, schema=f"{address.schema} beside")) as beside:
        assert not await is_hinted(waiting, beside, "new")


async def test_what_it_is_told_while_it_does_not_wait_it_hears_when_it_does(
    waiting: KnowledgeStore, telling: KnowledgeStore
) -> None:
    assert await is_hinted(waiting, telling, "old")
    await publish(telling, "new")
    await waiting.facts.recall("key")
    await waiting.wait(2.0, forever)


async def test_it_listens_again_on_a_connection_that_is_made_anew(
    waiting: KnowledgeStore, telling: KnowledgeStore, address: Address
) -> None:
    assert await is_hinted(waiting, telling, "old")
    other = await asyncpg.connect(address.url)
    await other.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
    )
    await other.close()
    assert await waiting.corpora.get_head()
    assert await is_hinted(waiting, telling, "new")


class Refusing:
    """A connection on which nobody can listen."""

    def __init__(self, reason: Exception) -> None:
        self.reason = reason
        self.asked = 0

    def is_closed(self) -> bool:
        return False

    async def add_listener(self, *_: object) -> None:
        self.asked += 1
        raise self.reason


async def test_where_nobody_can_listen_that_is_said_once(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "knowledge.store")
    hints = Hints("talksbot")
    for _ in range(2):
        standby = Refusing(asyncpg.ReadOnlySQLTransactionError("cannot execute LISTEN during recovery"))
        for _ in range(2):
            await hints.listen(cast("Database", standby))
        assert standby.asked == 1
    assert caplog.messages == [
        "What other processes publish is seen a little later: cannot execute LISTEN during recovery."
    ]


async def test_what_is_lost_while_it_begins_to_listen_is_the_matter_of_who_looks_next(
    caplog: pytest.LogCaptureFixture,
) -> None:
    hints, lost = Hints("talksbot"), Refusing(ConnectionResetError())
    for _ in range(2):
        with pytest.raises(ConnectionResetError):
            await hints.listen(cast("Database", lost))
    assert lost.asked == 2
    assert not caplog.messages
