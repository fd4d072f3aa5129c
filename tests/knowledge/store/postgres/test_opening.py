"""Is a database opened that is fit for it, and is everything else named with its cure?"""

import builtins
import ssl
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from itertools import count
from types import ModuleType
from typing import Any
from urllib.parse import urlsplit

import asyncpg
import pytest
from msgspec.structs import replace

from knowledge.errors import StoreBusyError, StoreDamagedError, StoreError, StoreTooNewError
from knowledge.model import Article, Corpus, NewArticle
from knowledge.notices.audience import Bulletin
from knowledge.store import Address, open_store
from knowledge.store.postgres._failures import translate_errors

pytestmark = [pytest.mark.process, pytest.mark.discord]

_numbers = count(1)
LOCK = "SELECT pg_advisory_xact_lock(hashtextextended('talksbot.' || current_schema(), 0))"
"""What a process waits for before it changes anything."""


@pytest.fixture
def address(postgres: str) -> Address:
    return Address(postgres, schema=f"opened {next(_numbers)}")


@asynccontextmanager
async def connect(address: Address) -> AsyncGenerator[Any]:
    connection = await asyncpg.connect(address.url, server_settings={"search_path": f'"{address.schema}"'})
    try:
        yield connection
    finally:
        await connection.close()


async def run(address: Address, sql: str) -> None:
    async with connect(address) as connection:
        await connection.execute(sql)


async def cut_all(address: Address) -> None:
    """End the connections of all others."""
    await run(address, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()")


async def test_who_opens_it_first_makes_it_and_others_find_it(address: Address) -> None:
    async with open_store(address, write=False) as reader, open_store(address) as writer:
        await writer.facts.remember("key", "value")
        assert await reader.facts.recall("key") == "value"
        assert not reader.writes
        with pytest.raises(StoreError, match="for reading only"):
            await reader.facts.remember("key", "other")


async def test_a_later_version_is_refused_and_an_earlier_one_brought_up_to_date(
    address: Address, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_store(address):
        pass
    steps = ("SELECT 1", "CREATE TABLE later (number INTEGER)")
    monkeypatch.setattr("knowledge.store.postgres._database.read_schema", lambda: steps)
    with pytest.raises(StoreError, match="an earlier version"):
        async with open_store(address, write=False):
            pass
    async with open_store(address):
        pass
    await run(address, "INSERT INTO later VALUES (1)")
    monkeypatch.undo()
    with pytest.raises(StoreTooNewError, match="schema 2, not 1"):
        async with open_store(address):
            pass


async def test_a_connection_that_is_lost_is_made_anew(address: Address) -> None:
    async with open_store(address) as store:
        await store.facts.remember("key", "value")
        await cut_all(address)
        assert await store.facts.recall("key") == "value"
        await cut_all(address)
        await store.facts.remember("key", "other")
        assert await store.facts.recall("key") == "other"


async def test_a_connection_that_is_lost_in_the_midst_loses_the_whole_transaction(
    address: Address, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_store(address) as store:
        head = await store.publish(Corpus((Article("a.txt", "old", "en", ()),)), "print")

        async def cut(*_: object) -> None:
            await cut_all(address)

        monkeypatch.setattr("knowledge.store.sql._store.forget_answered", cut)
        news = Bulletin(articles=(NewArticle("a.txt", "new"),))
        with pytest.raises(StoreError, match="cannot be reached"):
            await store.publish(Corpus((Article("a.txt", "new", "en", ()),)), "print", news)
        monkeypatch.undo()
        assert await store.corpora.get_head() == head
        assert await store.feed.get_newest() == 0
    async with open_store(address) as store:
        await cut_all(address)
    # To close what is lost is no failure.


async def test_who_waits_does_not_wait_for_one_vain_try_after_another(
    address: Address, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried: list[bool] = []

    async def open_nothing(_: Address, *, write: bool) -> None:
        tried.append(write)
        raise ConnectionRefusedError("nobody listens")

    async with open_store(address) as store:
        await store.facts.remember("key", "value")
        await cut_all(address)
        monkeypatch.setattr("knowledge.store.postgres._connection.open_database", open_nothing)
        for reason in ("nobody listens", "a moment ago"):
            with pytest.raises(StoreError, match=f"cannot be reached: .*{reason}"):
                await store.facts.recall("key")
        assert tried == [True]
        monkeypatch.undo()
        monkeypatch.setattr("knowledge.store.postgres._connection.time.monotonic", lambda: 1e9)
        assert await store.facts.recall("key") == "value"


async def test_what_takes_too_long_is_not_asked_twice_nor_by_who_waited_meanwhile(
    address: Address, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_store(address):
        pass
    monkeypatch.setattr("knowledge.store.postgres._database._COMMAND_SECONDS", 0.2)
    async with open_store(address) as store, connect(address) as other:
        monkeypatch.undo()
        async with other.transaction():
            await other.execute("LOCK TABLE fact")
            for reason in ("TimeoutError", "it could not a moment ago"):
                with pytest.raises(StoreError, match=f"cannot be reached: .*{reason}"):
                    await store.facts.recall("key")
        monkeypatch.setattr("knowledge.store.postgres._connection.time.monotonic", lambda: 1e9)
        assert await store.facts.recall("key") is None


async def test_who_cannot_listen_in_time_leaves_nobody_waiting_for_that(
    address: Address, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def hang(*_: object) -> None:
        raise TimeoutError

    async def sleep(_: float) -> None:
        pass

    async with open_store(address) as store:
        monkeypatch.setattr("knowledge.store.postgres._hints.Hints.listen", hang)
        await store.wait(2.0, sleep)
        with pytest.raises(StoreError, match="a moment ago"):
            await store.facts.recall("key")


async def test_one_process_changes_it_at_a_time(address: Address, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("knowledge.store.postgres._database._LOCK_SECONDS", 0.05)
    async with open_store(address) as store, connect(address) as other, other.transaction():
        await other.execute(LOCK)
        with pytest.raises(StoreBusyError, match="Another process keeps the store"):
            await store.facts.remember("key", "value")
        assert await store.facts.recall("key") is None


async def test_what_another_program_has_written_there_is_named(address: Address) -> None:
    async with open_store(address) as store:
        await store.facts.remember("key", "value")
        await run(address, "ALTER TABLE fact ALTER value TYPE BYTEA USING '\\x00'")
        with pytest.raises(StoreDamagedError, match="talksbot did not write"):
            await store.facts.recall("key")
        await run(address, "DROP TABLE fact")
        with pytest.raises(StoreError, match="refuses: relation"):
            await store.facts.recall("key")


async def test_where_nothing_is_there_it_is_said_what_helps(address: Address) -> None:
    with pytest.raises(StoreError, match="is not there") as failure:
        async with open_store(Address(f"postgresql://{urlsplit(address.url).netloc}/nowhere")):
            pass
    assert "createdb" in failure.value.cure


async def test_a_server_without_tls_is_said_to_be_one(address: Address) -> None:
    secret = replace(address, url=f"{address.url}?sslmode=require")
    with pytest.raises(StoreError, match="speaks in the clear alone") as failure:
        async with open_store(secret):
            pass
    assert "sslmode=disable" in failure.value.cure


def test_a_certificate_that_nobody_vouches_for_is_said_to_be_one(address: Address) -> None:
    with pytest.raises(StoreError, match="cannot be trusted") as failure, translate_errors(address):
        raise ssl.SSLCertVerificationError("unable to get local issuer certificate")
    assert "SSL_CERT_FILE" in failure.value.cure


async def test_where_nobody_listens_that_is_said() -> None:
    with pytest.raises(StoreError, match="cannot be reached") as failure:
        async with open_store(Address("postgresql://talksbot@127.0.0.1:1/postgres")):
            pass
    assert "Look whether PostgreSQL runs" in failure.value.cure


async def test_a_user_without_rights_and_a_standby_are_told_so(address: Address) -> None:
    async with open_store(address):
        pass
    await run(address, "CREATE ROLE guest LOGIN")
    parts = urlsplit(address.url)
    guest = f"postgresql://guest@{parts.hostname}:{parts.port}/postgres"
    with pytest.raises(StoreError, match="refuses this user") as failure:
        async with open_store(Address(guest, schema="another")):
            pass
    assert "GRANT CREATE" in failure.value.cure
    # The first of two hosts is not there.
    either = Address(address.url.replace("127.0.0.1", "127.0.0.1:1,127.0.0.1"), address.schema)
    async with open_store(either) as store:
        await run(address, "ALTER ROLE talksbot SET default_transaction_read_only = on")
        await cut_all(address)
        try:
            with pytest.raises(StoreError, match="takes no changes"):
                await store.facts.remember("key", "value")
            async with open_store(either, write=False) as reader:
                assert await reader.facts.recall("key") is None
        finally:
            await run(address, "SET transaction_read_only = off; ALTER ROLE talksbot RESET ALL")


def refuse(error: Exception) -> StoreError:
    from knowledge.store.postgres._failures import translate_errors

    with pytest.raises(StoreError) as failure, translate_errors(Address("postgresql://db.example/talks")):
        raise error
    return failure.value


@pytest.mark.parametrize(
    ("error", "reason", "cure"),
    [
        (asyncpg.InvalidPasswordError("password authentication failed"), "does not let", "PGPASSWORD"),
        (asyncpg.ReadOnlySQLTransactionError("in recovery"), "takes no changes", "Promote it"),
        (asyncpg.DiskFullError("no space left"), "is full: nothing was changed", "Free some space"),
        (TimeoutError(), "cannot be reached: TimeoutError", "Look whether PostgreSQL runs"),
        (asyncpg.SyntaxOrAccessError("odd"), "refuses: odd", "its log"),
    ],
)
def test_each_failure_has_its_cure(error: Exception, reason: str, cure: str) -> None:
    failure = refuse(error)
    assert "postgresql://db.example/talks (schema talksbot)" in failure.reason
    assert reason in failure.reason
    assert cure in failure.cure


async def test_without_its_package_it_is_said_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    found = builtins.__import__

    def find(name: str, *rest: Any) -> ModuleType:
        if name == "knowledge.store.postgres":
            raise ModuleNotFoundError(name="asyncpg")
        return found(name, *rest)

    monkeypatch.setattr(builtins, "__import__", find)
    with pytest.raises(StoreError, match="needs the package asyncpg") as failure:
        open_store(Address("postgresql://db.example/talks"))
    assert "make postgres" in failure.value.cure


@pytest.mark.parametrize(
    ("url", "is_verified"),
    [
        ("postgresql://talksbot@db.example.org/talks", True),
        ("postgresql:///talks?host=db.example.org", True),
        ("postgresql://talksbot@db.example.org/talks?sslmode=require", False),
        ("postgresql://127.0.0.1:5432/talks", False),
        ("postgresql:///talks", False),
        ("postgresql:///talks?host=/var/run/postgresql", False),
        ("postgresql://talksbot@localhost:5432,[::1]:5433/talks", False),
        ("postgresql://talksbot@localhost:5432,db.example.org/talks", True),
        ("postgresql:///talks?host=localhost,db.example.org", True),
    ],
)
def test_what_leaves_the_machine_goes_to_who_it_is_meant_for(url: str, *, is_verified: bool) -> None:
    chosen = Address(url).choose_tls()
    assert bool(chosen) is is_verified
    assert not chosen or chosen["ssl"].check_hostname


def test_each_of_several_hosts_may_be_the_one_that_takes_changes() -> None:
    address = Address("postgresql://talksbot@one.example:5433,[::1]/talks?connect_timeout=3", "ships")
    assert [str(each) for each in address.split()] == [
        "postgresql://talksbot@one.example:5433/talks (schema ships)",
        "postgresql://talksbot@[::1]/talks (schema ships)",
    ]
    assert [bool(each.choose_tls()) for each in address.split()] == [True, False]
    assert address.choose_server(write=True) == {"target_session_attrs": "read-write"}
    assert address.choose_server(write=False) == {"target_session_attrs": "any"}
    asked = Address("postgresql://one.example,two.example/talks?target_session_attrs=any")
    assert not asked.choose_server(write=True)
    assert Address("postgresql:///talks").split() == (Address("postgresql:///talks"),)
