"""Which rows are kept of somebody, and what if a row is not what was written?"""

import sqlite3
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from knowledge.errors import StoreDamagedError
from knowledge.model import Article, Corpus, StatusChange
from knowledge.notices.audience import Bulletin, Digest, DigestPlan, Known, NewArticle, Notice
from knowledge.store import KnowledgeStore, open_store

ANNA, BORIS = 2**63 - 1, 2**62 + 7
SERVER, CHANNEL = 2**61 + 11, 2**61 + 13
NEWS = Bulletin(articles=(NewArticle("a.md", "A"),))
MODEL, KEY = "1" * 64, "a" * 64
CHANGE = StatusChange("Gas", None, None)


@pytest.fixture
async def store(tmp_path: Path) -> AsyncGenerator[KnowledgeStore]:
    async with open_store(tmp_path) as opened:
        yield opened


def about(title: str) -> Corpus:
    return Corpus((Article("a.txt", title, "en", ()),))


async def keep_all(store: KnowledgeStore, user: int, guild: int, mark: str) -> None:
    """Have the store keep all that it can of a user and of a server."""
    day = date(2026, 3, 1)
    channel = guild + 1
    followed = await store.subscriptions.add("Gas", user=user)
    told = await store.subscriptions.add(None, channel=channel, guild=guild, edits=True)
    await store.waiting.add(user, f"Who, {mark}?")
    await store.waiting.add(user, f"Whom, {mark}?")
    await store.feed.mark_seen(user, 1)
    await store.unanswered.add(mark, f"What, {mark}?")
    await store.digests.save_plan(DigestPlan(guild, channel, 8, "UTC"))
    await store.digests.close_day(
        guild, day, 0, Notice(f"digest {mark}", Digest(day, (), (), ()), channel=guild + 2)
    )
    await store.digests.count_asked(guild, "Gas")
    notices = [
        Notice(f"sent {mark}", CHANGE, user=user, subscription=followed.number, fact="agreed"),
        Notice(f"pending {mark}", CHANGE, user=user, subscription=followed.number),
        Notice(f"known {mark}", Known(f"Who, {mark}?"), user=user),
        Notice(f"channel {mark}", CHANGE, channel=channel, subscription=told.number),
        Notice(f"edited {mark}", CHANGE, channel=channel, subscription=told.number),
    ]
    await store.publish(about(mark), "", NEWS, notices)
    await store.outbox.mark_sent(f"sent {mark}", 1)
    await store.outbox.mark_sent(f"edited {mark}", 2)
    await store.facts.remember("commands", "abc")


async def tell_again(store: KnowledgeStore) -> None:
    notice = Notice("again", CHANGE, user=ANNA, subscription=1, fact="agreed")
    await store.publish(about("again"), "", None, [notice])


def rows_with(folder: Path, *values: object) -> list[str]:
    """Look through all columns of all tables, and tell in which one of these values is."""
    found: list[str] = []
    with closing(sqlite3.connect(folder / "talksbot.db")) as database:
        tables = [name for (name,) in database.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
        for table in tables:
            cursor = database.execute(f'SELECT * FROM "{table}"')
            columns = [column[0] for column in cursor.description]
            for row in cursor:
                found += [
                    f"{table}.{name}" for name, value in zip(columns, row, strict=True) if value in values
                ]
    return found


async def test_no_table_holds_a_row_of_a_user_who_is_forgotten(store: KnowledgeStore, tmp_path: Path) -> None:
    await keep_all(store, ANNA, SERVER, "anna")
    await keep_all(store, BORIS, SERVER + 100, "boris")
    of_boris = rows_with(tmp_path, BORIS)
    assert set(rows_with(tmp_path, ANNA)) == {
        "subscription.user",
        "waiting.user",
        "reader.user",
        "outbox.user",
    }

    assert await store.forget_user(ANNA) == 7
    assert await store.forget_user(ANNA) == 0

    assert rows_with(tmp_path, ANNA) == []
    assert rows_with(tmp_path, BORIS) == of_boris
    # Nor is it left in the gaps of the file.
    assert b"Whom, anna?" not in (tmp_path / "talksbot.db").read_bytes()
    # What a publication had made for them at that moment goes nowhere either.
    late = [Notice("new", Known("Who, anna?"), user=ANNA), Notice("newer", CHANGE, user=ANNA, subscription=1)]
    await store.publish(about("late"), "", None, late)
    assert rows_with(tmp_path, ANNA) == []


async def test_no_table_holds_a_row_of_a_server_that_is_forgotten(
    store: KnowledgeStore, tmp_path: Path
) -> None:
    await keep_all(store, ANNA, SERVER, "anna")
    await keep_all(store, BORIS, SERVER + 100, "boris")
    of_other = rows_with(tmp_path, SERVER + 100, SERVER + 101, SERVER + 102)
    assert set(rows_with(tmp_path, SERVER)) == {
        "subscription.guild",
        "digest.guild",
        "asked.guild",
        "outbox.guild",
    }

    await store.forget_guild(SERVER)
    await store.forget_guild(SERVER)

    # Nor of its channels.
    assert rows_with(tmp_path, SERVER, SERVER + 1, SERVER + 2) == []
    assert rows_with(tmp_path, SERVER + 100, SERVER + 101, SERVER + 102) == of_other
    assert [each.user for each in await store.subscriptions.find(user=ANNA)] == [ANNA]


async def test_of_questions_without_an_answer_the_last_ten_thousand_are_kept(
    store: KnowledgeStore, tmp_path: Path
) -> None:
    with closing(sqlite3.connect(tmp_path / "talksbot.db")) as database, database:
        # A clock that was far ahead must not keep newer questions out.
        many = ((f"key {number}", "2038-01-19T03:14:07.000000+00:00") for number in range(10_000))
        database.executemany("INSERT INTO unanswered (key, question, asked_at) VALUES (?, 'q', ?)", many)
    await store.unanswered.add("new", "new")

    assert await store.unanswered.get("new") == "new"
    assert await store.unanswered.get("key 0") is None
    assert await store.unanswered.get("key 1") == "q"


NO_TEXT = "CAST(x'ff' AS TEXT)"
READS: dict[str, tuple[str, Callable[[KnowledgeStore], Awaitable[object]]]] = {
    "a topic": (f"UPDATE subscription SET topic = {NO_TEXT}", lambda store: store.subscriptions.find()),
    "a truth": ("UPDATE subscription SET paused = 7", lambda store: store.subscriptions.find()),
    "a waiting question": (
        f"UPDATE waiting SET question = {NO_TEXT} WHERE number = 1",
        lambda store: store.waiting.find(),
    ),
    "a question": (f"UPDATE unanswered SET question = {NO_TEXT}", lambda store: store.unanswered.get("anna")),
    "a date": ("UPDATE digest SET last = 'yesterday'", lambda store: store.digests.find_plans()),
    "a count": (f"UPDATE asked SET about = {NO_TEXT}", lambda store: store.digests.find_most_asked(SERVER)),
    "a fact told": (f"UPDATE told SET fact = {NO_TEXT}", tell_again),
    "a fact": (f"UPDATE fact SET value = {NO_TEXT}", lambda store: store.facts.recall("commands")),
}


@pytest.mark.parametrize("what", READS)
async def test_what_cannot_be_read_is_damage(store: KnowledgeStore, tmp_path: Path, what: str) -> None:
    damage, asked = READS[what]
    await keep_all(store, ANNA, SERVER, "anna")
    with closing(sqlite3.connect(tmp_path / "talksbot.db")) as database, database:
        database.execute(damage)
    with pytest.raises(StoreDamagedError):
        await asked(store)


async def test_a_vector_that_became_a_text_is_damage(store: KnowledgeStore, tmp_path: Path) -> None:
    await store.vectors.keep(MODEL, {KEY: b"vector"})
    with closing(sqlite3.connect(tmp_path / "talksbot.db")) as database, database:
        database.execute("PRAGMA writable_schema = ON")
        database.execute("UPDATE sqlite_schema SET sql = replace(sql, ' STRICT', '') WHERE name = 'vector'")
    with closing(sqlite3.connect(tmp_path / "talksbot.db")) as database, database:
        database.execute("UPDATE vector SET bytes = 'no bytes'")
    async with open_store(tmp_path, write=False) as reader:
        with pytest.raises(StoreDamagedError):
            await reader.vectors.find(MODEL, [KEY])
