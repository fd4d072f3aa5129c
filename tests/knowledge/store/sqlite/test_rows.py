"""Which rows are kept of somebody, and what if a row is not what was written?"""

import sqlite3
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterator
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from knowledge.answers import Verdict
from knowledge.errors import StoreDamagedError
from knowledge.model import Article, Corpus, StatusChange
from knowledge.notices.audience import Board, Bulletin, Digest, DigestPlan, Known, NewArticle, Notice
from knowledge.notices.preferences import Preferences
from knowledge.store import KnowledgeStore, open_store

ANNA, BORIS, VOTER = 2**63 - 1, 2**62 + 7, 2**62 + 8
SERVER, CHANNEL = 2**61 + 11, 2**61 + 13
NEWS = Bulletin(articles=(NewArticle("a.md", "A"),))
MODEL, KEY = "1" * 64, "a" * 64
CHANGE = StatusChange("Gas", None, None)
SINCE = datetime(2026, 1, 1, tzinfo=UTC)


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
    await store.inquiries.add(guild, mark, f"What, {mark}?", Verdict.NONE, [f"Who, {mark}?"])
    await store.inquiries.add(None, f"private {mark}", "Where?", Verdict.ANSWER)
    await store.inquiries.rate(mark, user, helpful=True)
    await store.inquiries.rate(f"private {mark}", user, helpful=False)
    await store.inquiries.rate(mark, VOTER, helpful=False)
    await store.servers.save(guild, Preferences(own_channels=(channel,), article_channel=guild + 2))
    await store.boards.save(Board(guild, channel, 5, "shown"))
    await store.digests.save_plan(DigestPlan(guild, channel, 8, "UTC"))
    await store.digests.close_day(
        guild, day, 0, Notice(f"digest {mark}", Digest(day, (), (), ()), channel=guild + 2, guild=guild)
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


def values_of(folder: Path) -> Iterator[tuple[str, object]]:
    """Give all that is in any column of any table, and each column once more with None."""
    with closing(sqlite3.connect(folder / "talksbot.db")) as database:
        tables = [name for (name,) in database.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
        for table in tables:
            cursor = database.execute(f'SELECT * FROM "{table}"')
            columns = [f"{table}.{column[0]}" for column in cursor.description]
            yield from ((name, None) for name in columns)
            for row in cursor:
                yield from zip(columns, row, strict=True)


def rows_with(folder: Path, *ids: int) -> list[str]:
    """Tell in which columns one of these ids is, as a number or anywhere in a text or in bytes."""
    texts = [str(each).encode() for each in ids]

    def holds(value: object) -> bool:
        body = value.encode() if isinstance(value, str) else value
        return value in ids or (isinstance(body, bytes) and any(text in body for text in texts))

    return [name for name, value in values_of(folder) if holds(value)]


def columns_called(folder: Path, name: str) -> set[str]:
    return {column for column, _ in values_of(folder) if column.endswith(f".{name}")}


async def test_no_table_holds_a_row_of_a_user_who_is_forgotten(store: KnowledgeStore, tmp_path: Path) -> None:
    await keep_all(store, ANNA, SERVER, "anna")
    await keep_all(store, BORIS, SERVER + 100, "boris")
    of_boris = rows_with(tmp_path, BORIS)
    # Wherever the schema has room for a user, there is one to be forgotten.
    assert set(rows_with(tmp_path, ANNA)) == columns_called(tmp_path, "user")

    assert await store.forget_user(ANNA) == 9
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
    assert set(rows_with(tmp_path, SERVER)) == columns_called(tmp_path, "guild")
    assert set(rows_with(tmp_path, SERVER + 1, SERVER + 2)) == {
        *columns_called(tmp_path, "channel"),
        "server.preferences",
    }

    await store.forget_guild(SERVER)
    await store.forget_guild(SERVER)

    # Nor of its channels.
    assert rows_with(tmp_path, SERVER, SERVER + 1, SERVER + 2) == []
    assert rows_with(tmp_path, SERVER + 100, SERVER + 101, SERVER + 102) == of_other
    assert [each.user for each in await store.subscriptions.find(user=ANNA)] == [ANNA]


async def test_of_what_was_asked_the_last_ten_thousand_questions_are_kept(
    store: KnowledgeStore, tmp_path: Path
) -> None:
    with closing(sqlite3.connect(tmp_path / "talksbot.db")) as database, database:
        # A clock that was far ahead must not keep newer questions out.
        many = ((number + 1, f"key {number}", "2038-01-19T03:14:07.000000+00:00") for number in range(10_000))
        database.executemany(
            "INSERT INTO inquiry (number, guild, key, question, earlier, verdict, times, first_at, last_at) "
            "VALUES (?1, 0, ?2, 'q', '[]', 'none', 1, ?3, ?3)",
            many,
        )
    await store.inquiries.rate("key 0", ANNA, helpful=True)
    await store.inquiries.add(SERVER, "key 1", "new", Verdict.NONE)
    await store.inquiries.add(None, "key 2", "asked again", Verdict.NONE)

    assert await store.inquiries.get("key 0") is None
    assert (await store.export_user(ANNA)).votes == ()
    assert [each.key for each in await store.inquiries.find_open(most=3)] == ["key 2", "key 1", "key 9999"]
    assert len(await store.inquiries.find_open(most=20_000)) == 10_000


@pytest.mark.parametrize("body", [b"{", b'{"style": "neon"}', b"[]", b"\xff"])
async def test_preferences_that_cannot_be_read_are_left_out(
    store: KnowledgeStore, tmp_path: Path, body: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    await store.servers.save(SERVER, Preferences("uk"))
    await store.servers.save(SERVER + 100, Preferences("de"))
    with closing(sqlite3.connect(tmp_path / "talksbot.db")) as database, database:
        database.execute("UPDATE server SET preferences = ? WHERE guild = ?", (body, SERVER))
    assert await store.servers.find() == {SERVER + 100: Preferences("de")}
    assert str(SERVER) in caplog.text
    assert await store.servers.find_known() == {SERVER, SERVER + 100}


async def test_a_server_is_forgotten_whose_preferences_cannot_be_read(
    tmp_path: Path, store: KnowledgeStore
) -> None:
    await store.servers.save(SERVER, Preferences(prefix="?"))
    with closing(sqlite3.connect(tmp_path / "talksbot.db")) as database, database:
        database.execute("UPDATE server SET preferences = ?", (b"odd",))
    await store.forget_guild(SERVER)
    assert await store.servers.find_known() == frozenset()


async def test_what_a_later_version_adds_to_preferences_is_ignored(
    store: KnowledgeStore, tmp_path: Path
) -> None:
    await store.servers.save(SERVER, Preferences())
    with closing(sqlite3.connect(tmp_path / "talksbot.db")) as database, database:
        database.execute("UPDATE server SET preferences = ?", (b'{"prefix": "?", "later": [1]}',))
    assert await store.servers.find() == {SERVER: Preferences(prefix="?")}


NO_TEXT = "CAST(x'ff' AS TEXT)"
READS: dict[str, tuple[str, Callable[[KnowledgeStore], Awaitable[object]]]] = {
    "a topic": (f"UPDATE subscription SET topic = {NO_TEXT}", lambda store: store.subscriptions.find()),
    "a truth": ("UPDATE subscription SET paused = 7", lambda store: store.subscriptions.find()),
    "a waiting question": (
        f"UPDATE waiting SET question = {NO_TEXT} WHERE number = 1",
        lambda store: store.waiting.find(),
    ),
    "a question": (f"UPDATE inquiry SET question = {NO_TEXT}", lambda store: store.inquiries.get("anna")),
    "a verdict": ("UPDATE inquiry SET verdict = 'maybe'", lambda store: store.inquiries.find_open()),
    "what a question follows up": (
        "UPDATE inquiry SET earlier = '['",
        lambda store: store.inquiries.get("anna"),
    ),
    "a day": ("UPDATE tally SET day = '2999'", lambda store: store.inquiries.summarise(None, SINCE)),
    "a message's time": (
        "UPDATE outbox SET done_at = 'now' WHERE state = 'sent'",
        lambda store: store.export_user(ANNA),
    ),
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
