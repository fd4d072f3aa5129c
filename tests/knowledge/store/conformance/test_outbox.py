"""Is each notice in the outbox once, until it is known what has become of it?"""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone
from typing import TypeAlias

from knowledge.model import Article, Corpus, Statement, StatusChange
from knowledge.notices.audience import (
    Bulletin,
    Digest,
    Due,
    Joint,
    Known,
    NewArticle,
    Notice,
    TakenBack,
)
from knowledge.notices.share import Share
from knowledge.store import KnowledgeStore

SetClock: TypeAlias = Callable[[datetime], None]

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
SAID = Statement(
    "Agreed", "| Gas | Agreed |", "Title", ("A", "B"), (3, 4), date(2026, 2, 1), None, "https://e.org"
)
GAS = StatusChange("Gas", None, SAID, (SAID,))
OIL = StatusChange("Oil", SAID, None)
CHANNEL = 2**62


async def put(store: KnowledgeStore, *notices: Notice) -> None:
    await store.publish(Corpus((Article("a.txt", "A", "en", ()),)), "", None, notices)


def plain(*nonces: str) -> list[Notice]:
    return [Notice(nonce, GAS, channel=CHANNEL) for nonce in nonces]


async def find_due(store: KnowledgeStore, now: datetime = NOW) -> list[str]:
    return [each.notice.nonce for each in await store.outbox.find_due(now)]


async def test_notices_of_all_kinds_are_due_as_they_were_made(store: KnowledgeStore) -> None:
    await store.waiting.add(7, "Хто веде?")
    followed = await store.subscriptions.add("Gas", channel=CHANNEL)
    digest = Digest(
        date(2026, 3, 1), (GAS, OIL), (NewArticle("a", "A", date(2026, 2, 1), "https://e.org"),), (("x", 2),)
    )
    made = (
        Notice("change", GAS, channel=CHANNEL, subscription=followed.number, guild=2**63 - 1),
        Notice("known", Known("Хто веде?"), user=7),
        Notice("digest", digest, channel=CHANNEL + 1),
    )
    await put(store, *made)

    assert await store.outbox.find_due(NOW) == tuple(Due(notice, None, 0) for notice in made)


async def test_a_notice_that_was_ever_made_is_not_made_again(store: KnowledgeStore) -> None:
    await put(store, *plain("pending", "sent", "dropped", "pending"))
    await store.outbox.mark_sent("sent", 1)
    await store.outbox.drop("dropped")
    await put(store, *plain("pending", "sent", "dropped"), Notice("pending", OIL, user=3))

    assert [each.notice for each in await store.outbox.find_due(NOW)] == plain("pending")


async def test_a_subscription_is_not_told_twice_in_a_row_what_a_topic_is(store: KnowledgeStore) -> None:
    followed = await store.subscriptions.add(None, channel=CHANNEL)

    def about(nonce: str, fact: str) -> Notice:
        return Notice(nonce, GAS, CHANNEL, None, followed.number, fact)

    async def send(*notices: Notice) -> list[str]:
        await put(store, *notices)
        names = await find_due(store)
        for name in names:
            await store.outbox.mark_sent(name, 5)
        return names

    assert await send(about("proposed to agreed", "agreed")) == ["proposed to agreed"]
    assert await send(about("drafted to agreed", "agreed")) == []
    assert await send(about("agreed to proposed", "proposed")) == ["agreed to proposed"]
    # By another name: Discord would take a second message of the first one for the first message.
    (again,) = await send(about("proposed to agreed", "agreed"))
    assert again != "proposed to agreed"
    assert 20 < len(again) <= 25


async def test_what_comes_back_before_it_was_sent_is_sent_in_its_place(store: KnowledgeStore) -> None:
    followed = await store.subscriptions.add(None, channel=CHANNEL)
    for fact in ("agreed", "proposed", "agreed"):
        await put(store, Notice(fact, GAS, CHANNEL, None, followed.number, fact))
    sent: list[str] = []
    while names := await find_due(store):
        sent += names
        await store.outbox.mark_sent(names[0], 5)
    assert sent[:2] == ["agreed", "proposed"]
    assert len(set(sent)) == 3


async def test_the_message_of_a_notice_is_known_once_it_is_sent(store: KnowledgeStore) -> None:
    await put(store, *plain("sent", "pending", "dropped"))
    await store.outbox.mark_sent("sent", 7)
    await store.outbox.drop("dropped")
    found = [await store.outbox.find_sent(nonce) for nonce in ("sent", "pending", "dropped", "unknown")]
    assert found == [7, None, None, None]


async def test_at_most_so_many_are_given_at_once_oldest_first(store: KnowledgeStore) -> None:
    await put(store, *plain(*(f"{number:03}" for number in range(70, 0, -1))))

    assert await find_due(store) == [f"{number:03}" for number in range(70, 20, -1)]
    assert len(await store.outbox.find_due(NOW, most=3)) == 3


async def test_one_that_is_begun_stays_due_and_keeps_when_it_was_begun_first(store: KnowledgeStore) -> None:
    await put(store, *plain("a", "b"))
    await store.outbox.begin(["a"], datetime(2026, 3, 1, 14, tzinfo=timezone(timedelta(hours=2))))
    await store.outbox.begin(["a", "b"], NOW + timedelta(minutes=1))

    assert [(each.notice.nonce, each.begun) for each in await store.outbox.find_due(NOW)] == [
        ("a", NOW),
        ("b", NOW + timedelta(minutes=1)),
    ]


async def test_one_that_is_postponed_is_due_at_its_time(store: KnowledgeStore) -> None:
    await put(store, *plain("a", "b"))
    await store.outbox.begin(["a"], NOW)
    await store.outbox.postpone("a", NOW + timedelta(seconds=1))
    assert await find_due(store) == ["b"]
    assert await find_due(store, NOW + timedelta(seconds=0.999_999)) == ["b"]
    assert await find_due(store, NOW + timedelta(seconds=1)) == ["a", "b"]
    await store.outbox.postpone("a", NOW + timedelta(seconds=0.5))

    first, _ = await store.outbox.find_due(NOW + timedelta(seconds=0.5))
    assert (first.notice.nonce, first.begun, first.tries) == ("a", NOW, 2)


async def test_what_a_wrong_clock_has_postponed_for_long_is_due_at_once(store: KnowledgeStore) -> None:
    await put(store, *plain("an hour", "longer", "a day"))
    await store.outbox.postpone("an hour", NOW + timedelta(hours=1))
    await store.outbox.postpone("longer", NOW + timedelta(hours=1, microseconds=1))
    await store.outbox.postpone("a day", NOW + timedelta(days=1))
    assert await find_due(store) == ["longer", "a day"]
    assert await find_due(store, NOW + timedelta(hours=1)) == ["an hour", "a day"]


async def test_a_new_notice_is_due_although_the_clock_was_set_back(store: KnowledgeStore) -> None:
    await put(store, *plain("a"))
    assert await find_due(store, NOW - timedelta(days=1)) == ["a"]


async def test_an_older_notice_of_the_same_is_never_overtaken(store: KnowledgeStore) -> None:
    """Otherwise the edit that comes late would put the old status in place of the new one."""
    first = (await store.subscriptions.add(None, channel=1, edits=True)).number
    second = (await store.subscriptions.add("Gas", user=2)).number
    await put(
        store,
        Notice("first", GAS, channel=1, subscription=first),
        Notice("of another topic", OIL, channel=1, subscription=first),
        Notice("of another subscription", GAS, user=2, subscription=second),
        Notice("second", GAS, channel=1, subscription=first),
    )
    assert await find_due(store) == ["first", "of another topic", "of another subscription"]
    await store.outbox.postpone("first", NOW + timedelta(minutes=1))
    assert await find_due(store) == ["of another topic", "of another subscription"]
    assert (await find_due(store, NOW + timedelta(minutes=1)))[0] == "first"
    await store.outbox.drop("first")
    assert await find_due(store) == ["of another topic", "of another subscription", "second"]


async def test_the_message_to_be_edited_is_the_last_about_the_topic(store: KnowledgeStore) -> None:
    one = (await store.subscriptions.add(None, channel=1, edits=True)).number
    other = (await store.subscriptions.add(None, channel=2, edits=True)).number
    await put(
        store,
        *(Notice(f"gas {number}", GAS, channel=1, subscription=one) for number in range(4)),
        Notice("oil", OIL, channel=1, subscription=one),
    )
    assert await store.outbox.get_message(one, "Gas") is None
    await store.outbox.mark_sent("gas 0", 100)
    await store.outbox.mark_sent("gas 1", 101)
    await store.outbox.drop("gas 2")
    await store.outbox.mark_sent("oil", 102)

    assert await store.outbox.get_message(one, "Gas") == 101
    assert await store.outbox.get_message(one, "  OIL") == 102
    assert await store.outbox.get_message(other, "Gas") is None
    await store.subscriptions.add(None, channel=1, edits=False)
    assert await store.outbox.get_message(one, "Gas") is None


async def test_each_share_has_what_is_for_its_servers_and_the_first_shard_what_is_for_none(
    store: KnowledgeStore,
) -> None:
    guilds = {"none": None, **{f"of shard {number % 4}": (number << 22) + 1 for number in range(4, 8)}}
    await put(store, *(Notice(name, GAS, channel=1, guild=guild) for name, guild in guilds.items()))
    found = [
        [each.notice.nonce for each in await store.outbox.find_due(NOW, share=share)]
        for share in (Share(0, 0, 4), Share(1, 2, 4), Share(3, 3, 4))
    ]
    assert found == [["none", "of shard 0"], ["of shard 1", "of shard 2"], ["of shard 3"]]
    assert [each.notice.nonce for each in await store.outbox.find_due(NOW, 1, Share(2, 3, 4))] == [
        "of shard 2"
    ]


async def test_what_is_not_in_the_outbox_can_be_told_about_and_changes_nothing(store: KnowledgeStore) -> None:
    await store.outbox.begin(["unknown"], NOW)
    await store.outbox.begin([], NOW)
    await store.outbox.mark_sent("unknown", 1)
    await store.outbox.postpone("unknown", NOW)
    await store.outbox.drop("unknown")
    assert await store.outbox.find_due(NOW) == ()


async def test_what_was_done_is_remembered_for_90_days(store: KnowledgeStore, set_clock: SetClock) -> None:
    await put(store, *plain("sent", "dropped", "pending"))
    await store.outbox.mark_sent("sent", 1)
    await store.outbox.drop("dropped")
    set_clock(NOW + timedelta(days=90))
    await store.forget_old()
    await put(store, *plain("sent", "dropped"))
    assert await find_due(store) == ["pending"]
    set_clock(NOW + timedelta(days=90, seconds=1))
    await store.forget_old()
    await put(store, *plain("sent", "dropped", "pending"))
    assert await find_due(store) == ["pending", "sent", "dropped"]


async def test_a_message_that_is_edited_stays_known(store: KnowledgeStore, set_clock: SetClock) -> None:
    edits = (await store.subscriptions.add(None, channel=1, edits=True)).number
    for name, message in (("old", 1), ("new", 2)):
        await put(store, Notice(name, GAS, channel=1, subscription=edits))
        await store.outbox.mark_sent(name, message)
    set_clock(NOW + timedelta(days=365))
    await store.forget_old()
    assert await store.outbox.get_message(edits, "Gas") == 2
    # Of the older one nothing is known any more.
    await put(store, *(Notice(name, GAS, channel=1, subscription=edits) for name in ("old", "new")))
    assert await find_due(store) == ["old"]


async def test_a_matter_that_comes_back_goes_behind_all_others_as_if_it_were_new(
    store: KnowledgeStore,
) -> None:
    followed = (await store.subscriptions.add(None, channel=CHANNEL)).number
    agreed, proposed = (Notice(fact, GAS, CHANNEL, None, followed, fact) for fact in ("agreed", "proposed"))
    await put(store, agreed)
    await store.outbox.begin(["agreed"], NOW)
    await store.outbox.postpone("agreed", NOW)
    await store.outbox.drop("agreed")
    await put(store, proposed)
    await store.outbox.drop("proposed")
    await put(store, *plain("other"), agreed)

    other, again = await store.outbox.find_due(NOW)
    assert other.notice.nonce == "other"
    assert (again.notice.matter, again.begun, again.tries) == (GAS, None, 0)


class TestJoined:
    """Several notices that go out as one message."""

    async def begin(self, store: KnowledgeStore, *, edits: bool = False) -> list[str]:
        """Make two notices of one publication for a channel, and begin them as one message."""
        followed = await store.subscriptions.add(None, channel=CHANNEL, edits=edits)
        made = [
            Notice(name, StatusChange(name, None, SAID), CHANNEL, None, followed.number, name)
            for name in ("Gas", "Coal")
        ]
        changes = tuple(each.matter for each in made if isinstance(each.matter, StatusChange))
        await store.publish(Corpus((Article("a.txt", "A", "en", ()),)), "", Bulletin(changes), made)
        await store.outbox.begin(["Gas", "Coal"], NOW, "both")
        return ["Gas", "Coal"]

    async def test_what_is_due_says_of_which_publication_it_is_and_how_it_was_begun(
        self, store: KnowledgeStore
    ) -> None:
        await self.begin(store, edits=True)
        due = await store.outbox.find_due(NOW)
        assert {(each.bulletin, each.joined, each.edits) for each in due} == {(1, "both", True)}
        assert await store.outbox.get_joined("Gas") == "both"
        assert await store.outbox.get_joined("Oil") is None

    async def test_what_is_done_by_their_name_is_done_to_all(self, store: KnowledgeStore) -> None:
        await self.begin(store)
        await store.outbox.postpone("both", NOW + timedelta(minutes=1))
        assert await find_due(store) == []
        assert {each.tries for each in await store.outbox.find_due(NOW + timedelta(hours=1))} == {1}
        await store.outbox.drop("both")
        assert await find_due(store, NOW + timedelta(hours=1)) == []

    async def test_what_was_sent_is_known_by_its_name(self, store: KnowledgeStore) -> None:
        await self.begin(store)
        assert await store.outbox.find_joint("both") is None
        await store.outbox.mark_sent("both", 9)
        assert await find_due(store) == []
        assert await store.outbox.find_joint("both") == Joint(1, 9, CHANNEL, None, ("gas", "coal"))

    async def test_what_is_given_up_before_is_not_sent_with_the_others(self, store: KnowledgeStore) -> None:
        await self.begin(store)
        await store.outbox.drop("Gas")
        await store.outbox.mark_sent("both", 9)
        assert await store.outbox.find_joint("both") == Joint(1, 9, CHANNEL, None, ("coal",))

    async def test_what_is_taken_back_of_it_is_marked(self, store: KnowledgeStore) -> None:
        await self.begin(store)
        await store.outbox.mark_sent("both", 9)
        await store.publish(Corpus((Article("b.txt", "B", "en", ()),)), "")
        (head, _) = await store.corpora.find_kept()
        taken = TakenBack(StatusChange("Gas", None, SAID), "Gas", None, "")
        await store.withdraw(head.corpus_id, None, [taken])
        joint = await store.outbox.find_joint("both")
        assert joint
        assert joint.withdrawn == {"gas"}

    async def test_a_publication_is_found_by_its_number(self, store: KnowledgeStore) -> None:
        await self.begin(store)
        bulletin = await store.feed.get(1)
        assert bulletin
        assert [change.topic for change in bulletin.changes] == ["Gas", "Coal"]
        assert await store.feed.get(2) is None
