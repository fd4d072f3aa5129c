"""Does a store know what was asked, and how well it was answered?"""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone
from typing import TypeAlias

from knowledge.answers import Verdict
from knowledge.notices.inquiries import Asked, Inquiry, Insights
from knowledge.store import KnowledgeStore, open_memory

SetClock: TypeAlias = Callable[[datetime], None]

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)
SERVER, OTHER = 2**63 - 1, 2**61 + 11
ANNA, BORIS = 2**63 - 1, 2**62 + 7
ANSWER, CLOSEST, NONE = Verdict.ANSWER, Verdict.CLOSEST, Verdict.NONE


async def open_keys(store: KnowledgeStore, guild: int | None = None) -> list[str]:
    return [each.key for each in await store.inquiries.find_open(guild)]


async def test_a_question_that_is_asked_again_is_counted_with_its_last_words_and_verdict(
    store: KnowledgeStore, set_clock: SetClock
) -> None:
    await store.inquiries.add(SERVER, "key", "Who leads?", NONE)
    set_clock(NOW + DAY)
    await store.inquiries.add(SERVER, "key", "who leads", CLOSEST, ["What is it?"])

    assert await store.inquiries.get("key") == Inquiry(
        SERVER, "key", "who leads", ("What is it?",), CLOSEST, 2, NOW, NOW + DAY
    )
    assert await store.inquiries.get("other") is None


async def test_of_what_a_question_follows_up_the_last_four_are_kept(store: KnowledgeStore) -> None:
    await store.inquiries.add(None, "key", "And why?", NONE, [f"{number}?" for number in range(9)])
    inquiry = await store.inquiries.get("key")
    assert inquiry
    assert inquiry.earlier == ("5?", "6?", "7?", "8?")


async def test_each_place_has_its_own_questions_and_a_key_finds_the_newest(store: KnowledgeStore) -> None:
    for guild in (SERVER, OTHER, None):
        await store.inquiries.add(guild, "key", f"asked in {guild}", NONE)
    await store.inquiries.add(OTHER, "key", "again", NONE)

    found = await store.inquiries.get("key")
    assert found
    assert (found.guild, found.question, found.times) == (OTHER, "again", 2)
    assert [each.guild for each in await store.inquiries.find_open()] == [OTHER, None, SERVER]
    assert [each.guild for each in await store.inquiries.find_open(SERVER)] == [SERVER]


async def test_open_are_the_questions_that_were_not_answered_the_last_time(store: KnowledgeStore) -> None:
    for key, verdict in (("none", NONE), ("closest", CLOSEST), ("answered", ANSWER), ("later", NONE)):
        await store.inquiries.add(SERVER, key, key, verdict)
    assert await open_keys(store) == ["later", "closest", "none"]
    await store.inquiries.add(SERVER, "later", "later", ANSWER)
    await store.inquiries.add(SERVER, "none", "none", NONE)
    assert await open_keys(store) == ["none", "closest"]
    assert len(await store.inquiries.find_open(SERVER, most=1)) == 1


async def test_a_question_that_is_ignored_stays_so_in_that_place(store: KnowledgeStore) -> None:
    for guild in (SERVER, None):
        await store.inquiries.add(guild, "key", "Who?", NONE)
    assert await store.inquiries.ignore(SERVER, "key")
    await store.inquiries.add(SERVER, "key", "Who?", NONE)

    assert [each.guild for each in await store.inquiries.find_open()] == [None]
    found = await store.inquiries.get("key")
    assert found
    assert (found.guild, found.ignored) == (SERVER, True)
    assert await store.inquiries.ignore(None, "key")
    assert not await store.inquiries.ignore(OTHER, "key")
    assert await open_keys(store) == []


async def test_a_question_is_kept_for_90_days_after_it_was_last_asked(
    store: KnowledgeStore, set_clock: SetClock
) -> None:
    await store.inquiries.add(SERVER, "old", "first words", NONE)
    await store.inquiries.rate("old", ANNA, helpful=False)
    await store.inquiries.add(SERVER, "renewed", "asked twice", NONE)
    set_clock(NOW + 89 * DAY)
    await store.inquiries.add(SERVER, "renewed", "asked again", NONE)
    await store.forget_old()
    assert await store.inquiries.get("old")
    set_clock(NOW + 91 * DAY)
    await store.inquiries.add(SERVER, "new", "new", NONE)
    await store.forget_old()

    assert await open_keys(store) == ["new", "renewed"]
    assert (await store.export_user(ANNA)).votes == ()
    # How many there were is known still.
    assert (await store.inquiries.summarise(SERVER, NOW)).asked == 4


async def test_how_much_was_asked_is_known_for_a_year(store: KnowledgeStore, set_clock: SetClock) -> None:
    await store.inquiries.count(SERVER, NONE)
    set_clock(NOW + 366 * DAY)
    await store.inquiries.count(SERVER, NONE)
    await store.forget_old()
    assert (await store.inquiries.summarise(SERVER, NOW)).asked == 2
    set_clock(NOW + 367 * DAY)
    await store.inquiries.count(SERVER, NONE)
    await store.forget_old()
    assert [day for day, *_ in (await store.inquiries.summarise(SERVER, NOW)).by_day] == [
        date(2027, 3, 2),
        date(2027, 3, 3),
    ]


async def test_each_user_has_one_vote_on_a_question_and_the_last_counts(store: KnowledgeStore) -> None:
    await store.inquiries.add(SERVER, "key", "Who?", ANSWER)
    assert await store.inquiries.rate("key", ANNA, helpful=True, guild=SERVER)
    assert await store.inquiries.rate("key", ANNA, helpful=False)
    assert await store.inquiries.rate("key", BORIS, helpful=True)
    assert not await store.inquiries.rate("other", ANNA, helpful=True)

    summary = await store.inquiries.summarise(SERVER, NOW)
    assert (summary.helpful, summary.unhelpful) == (1, 1)
    # Asked again, it keeps them.
    await store.inquiries.add(SERVER, "key", "Who?", ANSWER)
    assert (await store.inquiries.summarise(None, NOW)).helpful == 1


async def test_a_vote_counts_where_it_was_given_or_where_the_question_was_asked_last(
    store: KnowledgeStore,
) -> None:
    for guild in (SERVER, None, OTHER):
        await store.inquiries.add(guild, "key", "Who?", ANSWER)
    await store.inquiries.rate("key", ANNA, helpful=True, guild=SERVER)
    await store.inquiries.rate("key", BORIS, helpful=True)

    assert [(await store.inquiries.summarise(each, NOW)).helpful for each in (SERVER, OTHER, None)] == [
        1,
        1,
        2,
    ]
    await store.inquiries.rate("key", ANNA, helpful=False, guild=5)
    assert (await store.inquiries.summarise(SERVER, NOW)).helpful == 0
    assert (await store.inquiries.summarise(OTHER, NOW)).unhelpful == 1


async def test_what_was_asked_is_summed_up_by_day_since_a_day(
    store: KnowledgeStore, set_clock: SetClock
) -> None:
    await store.inquiries.add(SERVER, "before", "before", NONE)
    await store.inquiries.rate("before", ANNA, helpful=True)
    set_clock(NOW + DAY)
    for verdict in (NONE, CLOSEST, ANSWER, ANSWER):
        await store.inquiries.count(SERVER, verdict)
    await store.inquiries.add(OTHER, "elsewhere", "elsewhere", NONE)
    set_clock(NOW + 3 * DAY)
    await store.inquiries.add(SERVER, "key", "Who?", NONE)

    # The hours do not matter, and the day is that of UTC.
    for since in (NOW + DAY + timedelta(hours=11), datetime(2026, 3, 3, 1, tzinfo=timezone(2 * DAY / 24))):
        assert await store.inquiries.summarise(SERVER, since) == Insights(
            asked=5,
            answered=2,
            closest=1,
            refused=2,
            by_day=((date(2026, 3, 2), 4, 1), (date(2026, 3, 4), 1, 1)),
            most_asked=(("Who?", 1),),
        )
    assert await store.inquiries.summarise(SERVER, NOW + 4 * DAY) == Insights()
    everywhere = await store.inquiries.summarise(None, NOW)
    assert (everywhere.asked, everywhere.helpful, len(everywhere.most_asked)) == (7, 1, 3)


async def test_the_ten_questions_that_were_asked_most_are_named_but_those_that_are_ignored(
    store: KnowledgeStore,
) -> None:
    for number in range(12):
        await store.inquiries.add(SERVER, f"key {number}", f"question {number}", ANSWER)
    for words in ("what", "What?"):
        await store.inquiries.add(SERVER, "key 1", words, NONE)
    await store.inquiries.add(OTHER, "key 3", "elsewhere", NONE)
    await store.inquiries.ignore(SERVER, "key 11")

    most_asked = (await store.inquiries.summarise(SERVER, NOW)).most_asked
    assert most_asked[:2] == (("What?", 3), ("question 10", 1))
    assert len(most_asked) == 10
    assert (await store.inquiries.summarise(None, NOW)).most_asked[:2] == (("What?", 3), ("elsewhere", 2))


async def test_how_long_questions_are_kept_can_be_set() -> None:
    time = NOW
    async with open_memory(clock=lambda: time, retention_days=7) as store:
        await store.inquiries.add(SERVER, "old", "old", NONE)
        time = NOW + 8 * DAY
        await store.inquiries.add(SERVER, "new", "new", NONE)
        await store.forget_old()
        assert await open_keys(store) == ["new"]


async def test_what_is_noted_is_there_for_whoever_reads(store: KnowledgeStore) -> None:
    inquiries = store.inquiries
    inquiries.note(Asked(SERVER, NONE, "key", "Who leads?", ("What is it?",)))
    assert (await inquiries.get("key")) == Inquiry(
        SERVER, "key", "Who leads?", ("What is it?",), NONE, 1, NOW, NOW
    )
    inquiries.note(Asked(SERVER, CLOSEST, "key", "who leads"))
    assert [each.question for each in await inquiries.find_open()] == ["who leads"]
    inquiries.note(Asked(SERVER, ANSWER))
    assert (await inquiries.summarise(SERVER, NOW)).asked == 3
    inquiries.note(Asked(SERVER, NONE, "rated", "Rated?"))
    assert await inquiries.rate("rated", ANNA, helpful=True)
    inquiries.note(Asked(SERVER, NONE, "ignored", "Ignored?"))
    assert await inquiries.ignore(SERVER, "ignored")


async def test_what_is_noted_is_written_in_order(store: KnowledgeStore) -> None:
    for key in ("first", "second", "first"):
        store.inquiries.note(Asked(None, NONE, key, f"{key}?"))
    await store.inquiries.write()
    await store.inquiries.write()
    assert await open_keys(store) == ["first", "second"]
    found = await store.inquiries.get("first")
    assert found
    assert found.times == 2


async def test_what_is_noted_of_a_server_is_forgotten_with_it(store: KnowledgeStore) -> None:
    store.inquiries.note(Asked(SERVER, NONE, "key", "Who?"))
    await store.forget_guild(SERVER)
    assert await store.inquiries.get("key") is None
    assert await store.servers.find_known() == frozenset()
