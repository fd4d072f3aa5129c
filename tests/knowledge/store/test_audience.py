"""Does the store know who wants to be told what, and does it forget them when they ask?"""

import sqlite3
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from knowledge.errors import KnowledgeError, StoreDamagedError, StoreError
from knowledge.model import Article, Corpus, StatusChange
from knowledge.notices.audience import Bulletin, Digest, DigestPlan, Known, NewArticle, Notice, Subscription
from knowledge.store import Audience, KnowledgeStore, open_store

ANNA, BORIS = 2**63 - 1, 2**62 + 7
SERVER, CHANNEL = 2**61 + 11, 2**61 + 13
PLAN = DigestPlan(SERVER, CHANNEL, 8, "Europe/Kyiv")
NEWS = Bulletin(articles=(NewArticle("a.md", "A"),))
CHANGE = StatusChange("Gas", None, None)


class Calendar:
    """A clock that stands still until it is set."""

    def __init__(self) -> None:
        self.time = datetime(2026, 3, 1, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.time


@pytest.fixture
def clock() -> Calendar:
    return Calendar()


@pytest.fixture
async def store(tmp_path: Path, clock: Calendar) -> AsyncGenerator[KnowledgeStore]:
    async with open_store(tmp_path, clock=clock) as opened:
        yield opened


@pytest.fixture
def audience(store: KnowledgeStore) -> Audience:
    return store.audience


def about(title: str) -> Corpus:
    return Corpus((Article("a.txt", title, "en", ()),))


async def due(store: KnowledgeStore) -> list[str]:
    return [each.notice.nonce for each in await store.outbox.due(datetime(2100, 1, 1, tzinfo=UTC))]


async def test_subscriptions_are_kept_in_the_order_in_which_they_were_made(audience: Audience) -> None:
    gas = await audience.subscribe("Gas", user=ANNA)
    channel = await audience.subscribe(None, channel=CHANNEL, guild=SERVER, edits=True)
    other = await audience.subscribe("Gas", user=BORIS)

    assert gas == Subscription(1, "Gas", user=ANNA)
    assert channel == Subscription(2, None, channel=CHANNEL, guild=SERVER, edits=True)
    assert await audience.subscriptions() == (gas, channel, other)
    assert await audience.subscriptions(user=ANNA) == (gas,)
    assert await audience.subscriptions(guild=SERVER) == (channel,)
    assert await audience.subscriptions(user=SERVER) == ()


async def test_following_again_changes_the_subscription_and_keeps_its_number(audience: Audience) -> None:
    first = await audience.subscribe(None, channel=CHANNEL, guild=SERVER)
    again = await audience.subscribe(None, channel=CHANNEL, guild=SERVER, edits=True)

    assert again == Subscription(first.number, None, channel=CHANNEL, guild=SERVER, edits=True)
    assert await audience.subscriptions() == (again,)


async def test_no_number_is_given_twice(audience: Audience) -> None:
    first = await audience.subscribe("Gas", user=ANNA)
    assert await audience.unsubscribe(first.number)
    assert not await audience.unsubscribe(first.number)

    assert (await audience.subscribe("Gas", user=ANNA)).number > first.number


@pytest.mark.parametrize(("channel", "user"), [(None, None), (CHANNEL, ANNA)])
async def test_a_subscription_belongs_to_a_channel_or_to_a_user(
    audience: Audience, channel: int | None, user: int | None
) -> None:
    with pytest.raises(ValueError, match="a channel or to a user"):
        await audience.subscribe("Gas", channel=channel, user=user)


async def test_a_paused_subscription_goes_on_when_it_is_asked_for_again(store: KnowledgeStore) -> None:
    followed = await store.audience.subscribe("Gas", user=ANNA)
    await store.publish(about("1"), "", None, [Notice("before", CHANGE, user=ANNA, subscription=1)])
    await store.audience.pause(followed.number)
    assert [each.paused for each in await store.audience.subscriptions()] == [True]
    await store.publish(about("2"), "", None, [Notice("meanwhile", CHANGE, user=ANNA, subscription=1)])
    assert await due(store) == []

    assert await store.audience.subscribe("Gas", user=ANNA) == followed
    again = [Notice(name, CHANGE, user=ANNA, subscription=1) for name in ("before", "after")]
    await store.publish(about("3"), "", None, again)
    assert await due(store) == ["after"]


async def test_what_is_yet_to_be_sent_goes_with_the_subscription(store: KnowledgeStore) -> None:
    gone = await store.audience.subscribe("Gas", user=ANNA)
    stays = await store.audience.subscribe("Gas", user=BORIS)
    made = [
        Notice(f"for {each.number}", CHANGE, user=each.user, subscription=each.number)
        for each in (gone, stays)
    ]
    await store.publish(about("1"), "", None, made)
    await store.audience.unsubscribe(gone.number)
    assert await due(store) == ["for 2"]

    # One that was made for it at that moment goes nowhere, and hinders nothing.
    await store.publish(about("2"), "", None, [Notice("late", CHANGE, user=ANNA, subscription=gone.number)])
    assert await due(store) == ["for 2"]


@pytest.mark.parametrize("receiver", ["user", "channel"])
async def test_nobody_holds_more_than_fifty_subscriptions(audience: Audience, receiver: str) -> None:
    async def follow(topic: str) -> Subscription:
        if receiver == "user":
            return await audience.subscribe(topic, user=ANNA)
        return await audience.subscribe(topic, channel=CHANNEL, guild=SERVER)

    first, *_ = [await follow(f"topic {number}") for number in range(50)]
    with pytest.raises(KnowledgeError, match="More than 50 topics") as failure:
        await follow("one more")
    assert "Stop following" in failure.value.cure
    assert len(await audience.subscriptions()) == 50
    assert await follow("topic 0") == first
    await audience.subscribe("one more", user=BORIS)


async def test_a_question_is_waited_for_once_by_each_user(store: KnowledgeStore) -> None:
    audience = store.audience
    assert await audience.wait_for(ANNA, "Who leads?")
    assert not await audience.wait_for(ANNA, "Who leads?")
    await store.publish(about("1"), "", NEWS)
    assert await audience.wait_for(BORIS, "Who leads?")

    found = await audience.waiting()
    assert [(each.user, each.question, each.after) for each in found] == [
        (ANNA, "Who leads?", 0),
        (BORIS, "Who leads?", 1),
    ]
    assert found[0].number < found[1].number
    assert await audience.waiting(BORIS) == found[1:]


async def test_nobody_waits_for_more_than_25_questions(audience: Audience) -> None:
    for number in range(25):
        assert await audience.wait_for(ANNA, f"question {number}")
    with pytest.raises(KnowledgeError, match="More than 25 questions") as failure:
        await audience.wait_for(ANNA, "one more")
    assert failure.value.cure
    assert not await audience.wait_for(ANNA, "question 0")
    assert await audience.wait_for(BORIS, "one more")
    assert len(await audience.waiting(ANNA)) == 25


@pytest.mark.parametrize(
    ("asked", "kept"),
    [
        ("x" * 9_000, "x" * 300),
        ("half \ud83d a dove", "half ? a dove"),
        ("Ї\x00🕊", "Ї\x00🕊"),
        ("'; --", "'; --"),
    ],
)
async def test_of_a_question_300_characters_are_kept(audience: Audience, asked: str, kept: str) -> None:
    await audience.wait_for(ANNA, asked)
    await audience.keep_question("key", asked)

    assert [each.question for each in await audience.waiting()] == [kept]
    assert await audience.question("key") == kept


async def test_a_question_without_an_answer_is_kept_for_90_days(audience: Audience, clock: Calendar) -> None:
    await audience.keep_question("old", "first words")
    await audience.keep_question("renewed", "asked twice")
    clock.time += timedelta(days=89)
    await audience.keep_question("renewed", "asked again")
    assert await audience.question("old") == "first words"
    clock.time += timedelta(days=2)
    await audience.keep_question("new", "new")

    assert await audience.question("old") is None
    assert await audience.question("renewed") == "asked again"
    assert await audience.question("never") is None


async def test_of_questions_without_an_answer_the_last_ten_thousand_are_kept(
    audience: Audience, tmp_path: Path
) -> None:
    with closing(sqlite3.connect(tmp_path / "talksbot.db")) as database, database:
        # A clock that was far ahead must not keep newer questions out.
        many = ((f"key {number}", "2038-01-19T03:14:07.000000+00:00") for number in range(10_000))
        database.executemany("INSERT INTO unanswered (key, question, asked_at) VALUES (?, 'q', ?)", many)
    await audience.keep_question("new", "new")

    assert await audience.question("new") == "new"
    assert await audience.question("key 0") is None
    assert await audience.question("key 1") == "q"


async def test_a_reader_has_seen_what_they_looked_at_and_never_less(audience: Audience) -> None:
    assert await audience.looked(ANNA) is None
    await audience.look(ANNA, 0)
    assert await audience.looked(ANNA) == 0
    await audience.look(ANNA, 7)
    await audience.look(ANNA, 5)
    assert (await audience.looked(ANNA), await audience.looked(BORIS)) == (7, None)


async def test_a_server_has_one_plan_of_its_digest(audience: Audience) -> None:
    weekly = DigestPlan(SERVER, 5, 23, "America/New_York", 6, date(2026, 2, 28), 12)
    await audience.plan_digest(DigestPlan(3, 4, 0, "UTC"))
    await audience.plan_digest(PLAN)
    assert await audience.digests() == (DigestPlan(3, 4, 0, "UTC"), PLAN)
    await audience.count_asked(SERVER, "Gas")
    await audience.plan_digest(weekly)

    assert await audience.digests() == (DigestPlan(3, 4, 0, "UTC"), weekly)
    assert (await audience.digests(SERVER), await audience.digests(9)) == ((weekly,), ())
    assert await audience.most_asked(SERVER) == (("Gas", 1),)


async def test_what_is_asked_about_is_counted_only_where_there_is_a_digest(audience: Audience) -> None:
    await audience.count_asked(SERVER, "Gas")
    await audience.plan_digest(PLAN)
    for thing in ("Oil", "Gas", "Ships", "Gas"):
        await audience.count_asked(SERVER, thing)
        await audience.count_asked(3, thing)

    assert await audience.most_asked(SERVER) == (("Gas", 2), ("Oil", 1), ("Ships", 1))
    assert await audience.most_asked(SERVER, most=1) == (("Gas", 2),)
    assert await audience.most_asked(3) == ()


async def test_a_digest_that_is_made_is_enqueued_once_and_counting_begins_anew(store: KnowledgeStore) -> None:
    day = date(2026, 3, 1)
    notice = Notice("digest", Digest(day, (CHANGE,), NEWS.articles, (("Gas", 2),)), channel=CHANNEL)
    await store.audience.plan_digest(PLAN)
    await store.audience.count_asked(SERVER, "Gas")
    for _ in range(2):
        await store.audience.digest_made(SERVER, day, 4, notice)

    assert await store.audience.digests() == (DigestPlan(SERVER, CHANNEL, 8, "Europe/Kyiv", None, day, 4),)
    assert await store.audience.most_asked(SERVER) == ()
    assert [each.notice for each in await store.outbox.due(datetime(2026, 3, 1, tzinfo=UTC))] == [notice]


async def test_a_day_on_which_nothing_happened_is_made_without_a_notice(store: KnowledgeStore) -> None:
    await store.audience.plan_digest(PLAN)
    await store.audience.digest_made(SERVER, date(2026, 3, 1), 0, None)

    assert [plan.last for plan in await store.audience.digests()] == [date(2026, 3, 1)]
    assert await due(store) == []


async def test_a_stopped_digest_is_not_sent_any_more(store: KnowledgeStore) -> None:
    day = date(2026, 3, 1)
    notice = Notice("digest", Digest(day, (), (), ()), channel=CHANNEL)
    await store.audience.plan_digest(PLAN)
    await store.audience.digest_made(SERVER, day, 4, notice)
    await store.audience.count_asked(SERVER, "Gas")

    assert await store.audience.stop_digest(SERVER)
    assert not await store.audience.stop_digest(SERVER)
    await store.audience.digest_made(
        SERVER, day + timedelta(days=1), 4, Notice("late", notice.matter, CHANNEL)
    )
    assert await due(store) == []
    await store.audience.plan_digest(PLAN)
    assert await store.audience.most_asked(SERVER) == ()


async def everything(store: KnowledgeStore, user: int, guild: int, mark: str) -> None:
    """Have the store keep all that it can of a user and of a server."""
    audience = store.audience
    day = date(2026, 3, 1)
    channel = guild + 1
    followed = await audience.subscribe("Gas", user=user)
    told = await audience.subscribe(None, channel=channel, guild=guild, edits=True)
    await audience.wait_for(user, f"Who, {mark}?")
    await audience.wait_for(user, f"Whom, {mark}?")
    await audience.look(user, 1)
    await audience.keep_question(mark, f"What, {mark}?")
    await audience.plan_digest(DigestPlan(guild, channel, 8, "UTC"))
    await audience.digest_made(
        guild, day, 0, Notice(f"digest {mark}", Digest(day, (), (), ()), channel=guild + 2)
    )
    await audience.count_asked(guild, "Gas")
    notices = [
        Notice(f"sent {mark}", CHANGE, user=user, subscription=followed.number),
        Notice(f"pending {mark}", CHANGE, user=user, subscription=followed.number),
        Notice(f"known {mark}", Known(f"Who, {mark}?"), user=user),
        Notice(f"channel {mark}", CHANGE, channel=channel, subscription=told.number),
        Notice(f"edited {mark}", CHANGE, channel=channel, subscription=told.number),
    ]
    await store.publish(about(mark), "", NEWS, notices)
    await store.outbox.sent(f"sent {mark}", 1)
    await store.outbox.sent(f"edited {mark}", 2)


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
    await everything(store, ANNA, SERVER, "anna")
    await everything(store, BORIS, SERVER + 100, "boris")
    of_boris = rows_with(tmp_path, BORIS)
    assert set(rows_with(tmp_path, ANNA)) == {
        "subscription.user",
        "waiting.user",
        "reader.user",
        "outbox.user",
    }

    assert await store.audience.forget_user(ANNA) == 7
    assert await store.audience.forget_user(ANNA) == 0

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
    await everything(store, ANNA, SERVER, "anna")
    await everything(store, BORIS, SERVER + 100, "boris")
    of_other = rows_with(tmp_path, SERVER + 100, SERVER + 101, SERVER + 102)
    assert set(rows_with(tmp_path, SERVER)) == {
        "subscription.guild",
        "digest.guild",
        "asked.guild",
        "outbox.guild",
    }

    await store.audience.forget_guild(SERVER)
    await store.audience.forget_guild(SERVER)

    # Nor of its channels.
    assert rows_with(tmp_path, SERVER, SERVER + 1, SERVER + 2) == []
    assert rows_with(tmp_path, SERVER + 100, SERVER + 101, SERVER + 102) == of_other
    assert [each.user for each in await store.audience.subscriptions(user=ANNA)] == [ANNA]


async def test_all_is_there_after_a_restart(tmp_path: Path) -> None:
    async with open_store(tmp_path) as store:
        await everything(store, ANNA, SERVER, "anna")
        before = await store.audience.subscriptions(), await store.audience.waiting(), await due(store)
    async with open_store(tmp_path, write=False) as store:
        assert (
            await store.audience.subscriptions(),
            await store.audience.waiting(),
            await due(store),
        ) == before
        assert await store.audience.looked(ANNA) == 1
        assert await store.audience.question("anna") == "What, anna?"
        assert await store.audience.most_asked(SERVER) == (("Gas", 1),)


WRITES: dict[str, Callable[[Audience], Awaitable[object]]] = {
    "subscribe": lambda audience: audience.subscribe("Gas", user=ANNA),
    "unsubscribe": lambda audience: audience.unsubscribe(1),
    "pause": lambda audience: audience.pause(1),
    "wait_for": lambda audience: audience.wait_for(ANNA, "Who?"),
    "keep_question": lambda audience: audience.keep_question("key", "Who?"),
    "look": lambda audience: audience.look(ANNA, 1),
    "plan_digest": lambda audience: audience.plan_digest(PLAN),
    "stop_digest": lambda audience: audience.stop_digest(SERVER),
    "count_asked": lambda audience: audience.count_asked(SERVER, "Gas"),
    "digest_made": lambda audience: audience.digest_made(SERVER, date(2026, 3, 1), 0, None),
    "forget_user": lambda audience: audience.forget_user(ANNA),
    "forget_guild": lambda audience: audience.forget_guild(SERVER),
}


@pytest.mark.parametrize("method", WRITES)
async def test_a_reader_beside_the_writer_changes_nothing(
    audience: Audience, tmp_path: Path, method: str
) -> None:
    followed = await audience.subscribe("Gas", user=ANNA)
    async with open_store(tmp_path, write=False) as reader:
        assert await reader.audience.subscriptions() == (followed,)
        with pytest.raises(StoreError, match="reading only"):
            await WRITES[method](reader.audience)
    assert await audience.subscriptions() == (followed,)


NO_TEXT = "CAST(x'ff' AS TEXT)"
READS: dict[str, tuple[str, Callable[[Audience], Awaitable[object]]]] = {
    "a topic": (f"UPDATE subscription SET topic = {NO_TEXT}", lambda audience: audience.subscriptions()),
    "a truth": ("UPDATE subscription SET paused = 7", lambda audience: audience.subscriptions()),
    "a waiting question": (
        f"UPDATE waiting SET question = {NO_TEXT} WHERE number = 1",
        lambda audience: audience.waiting(),
    ),
    "a question": (f"UPDATE unanswered SET question = {NO_TEXT}", lambda audience: audience.question("anna")),
    "a date": ("UPDATE digest SET last = 'yesterday'", lambda audience: audience.digests()),
    "a count": (f"UPDATE asked SET about = {NO_TEXT}", lambda audience: audience.most_asked(SERVER)),
}


@pytest.mark.parametrize("what", READS)
async def test_what_cannot_be_read_is_damage(store: KnowledgeStore, tmp_path: Path, what: str) -> None:
    damage, asked = READS[what]
    await everything(store, ANNA, SERVER, "anna")
    with closing(sqlite3.connect(tmp_path / "talksbot.db")) as database, database:
        database.execute(damage)
    with pytest.raises(StoreDamagedError):
        await asked(store.audience)
