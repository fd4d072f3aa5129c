"""Is what was told of a change corrected once the change is taken back, and what was not told never sent?"""

from datetime import UTC, date, datetime

import pytest
from msgspec.structs import replace

from knowledge.model import Article, Corpus, Statement, StatusChange
from knowledge.notices.audience import Correction, Digest, Matter, Notice, Subscription, TakenBack, Withdrawn
from knowledge.store import KnowledgeStore

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
CHANNEL, SERVER = 5, 6


def said(status: str) -> Statement:
    return Statement(status, f"| Gas | {status} |", "Title", (), (3, 4), date(2026, 2, 1))


def change(before: str, after: str, topic: str = "Gas") -> StatusChange:
    return StatusChange(topic, said(before), said(after))


class Desk:
    """Publishes, sends and withdraws changes of one topic, each fact named by its status."""

    def __init__(self, store: KnowledgeStore, to: Subscription) -> None:
        self.store = store
        self.to = to
        self.published = 0
        self.shown: dict[int, str] = {}

    async def publish(self, *notices: Notice) -> str:
        self.published += 1
        corpus = Corpus((Article("a.txt", f"{self.published}", "en", ()),))
        return (await self.store.publish(corpus, "", None, notices)).corpus_id

    def about(self, before: str, after: str, topic: str = "Gas") -> Notice:
        name = f"{topic}: {before} to {after}"
        matter = change(before, after, topic)
        return Notice(name, matter, self.to.channel, self.to.user, self.to.number, after, self.to.guild)

    async def announce(self, before: str, after: str) -> str:
        return await self.publish(self.about(before, after))

    async def take_back(self, corpus_id: str, before: str, after: str) -> None:
        stands = said(before) if before else None
        await self.store.withdraw(corpus_id, None, [TakenBack(change(before, after), after, stands, before)])

    async def due(self) -> list[Matter]:
        return [due.notice.matter for due in await self.store.outbox.find_due(NOW)]

    async def send(self) -> None:
        """Send all, as a bot does: a correction takes the place of the message that it corrects."""
        while found := await self.store.outbox.find_due(NOW):
            for due in found:
                message: int | None = len(self.shown) + 1
                match due.notice.matter:
                    case StatusChange(_, _, after):
                        message = await self.store.outbox.get_message(self.to.number, "Gas") or message
                        self.shown[message] = after.status if after else ""
                    case Correction(told, stands, notice):
                        message = await self.store.outbox.find_sent(notice)
                        assert message
                        struck = told.after.status if told.after else ""
                        self.shown[message] = f"not {struck} but {stands.status if stands else 'nothing'}"
                    case _:
                        raise AssertionError(due)
                await self.store.outbox.mark_sent(due.notice.nonce, message)


@pytest.fixture
async def desk(store: KnowledgeStore) -> Desk:
    desk = Desk(store, await store.subscriptions.add(None, channel=CHANNEL, guild=SERVER))
    await desk.publish()
    return desk


async def test_what_was_never_handed_to_discord_is_not_sent_and_may_be_told_another_time(desk: Desk) -> None:
    head = await desk.announce("Proposed", "Agreed")
    await desk.take_back(head, "Proposed", "Agreed")
    assert await desk.due() == []
    await desk.announce("Proposed", "Agreed")
    assert await desk.due() == [change("Proposed", "Agreed")]


async def test_what_an_earlier_publication_brought_is_still_sent(desk: Desk) -> None:
    await desk.announce("Proposed", "Agreed")
    both = desk.about("Agreed", "Signed"), desk.about("Shut", "Open", topic="Oil")
    head = await desk.publish(*both, Notice("digest", Digest(date(2026, 3, 1), (), (), ()), CHANNEL))
    await desk.take_back(head, "Agreed", "Signed")
    assert [type(matter) for matter in await desk.due()] == [StatusChange, StatusChange, Digest]
    assert (await desk.due())[0] == change("Proposed", "Agreed")
    assert await desk.store.outbox.find_sent("Gas: Agreed to Signed") is None


async def test_what_was_sent_is_corrected_once(desk: Desk) -> None:
    head = await desk.announce("Proposed", "Agreed")
    await desk.send()
    await desk.take_back(head, "Proposed", "Agreed")
    (due,) = await desk.store.outbox.find_due(NOW)
    matter = Correction(change("Proposed", "Agreed"), said("Proposed"), "Gas: Proposed to Agreed")
    assert due.notice == Notice(due.notice.nonce, matter, CHANNEL, None, desk.to.number, guild=SERVER)
    await desk.send()
    assert desk.shown == {1: "not Agreed but Proposed"}
    await desk.publish()
    assert await desk.due() == []


async def test_a_topic_that_came_with_what_is_taken_back_stands_nowhere(desk: Desk) -> None:
    head = await desk.announce("", "Agreed")
    await desk.send()
    await desk.take_back(head, "", "Agreed")
    await desk.send()
    assert desk.shown == {1: "not Agreed but nothing"}
    await desk.announce("", "Agreed")
    await desk.send()
    assert desk.shown == {1: "not Agreed but nothing", 2: "Agreed"}


async def test_what_was_taken_back_and_comes_again_is_told_again_and_taken_back_again(desk: Desk) -> None:
    for _ in range(2):
        head = await desk.announce("Proposed", "Agreed")
        await desk.send()
        await desk.take_back(head, "Proposed", "Agreed")
        await desk.send()
    assert desk.shown == {1: "not Agreed but Proposed", 2: "not Agreed but Proposed"}


async def test_several_that_are_taken_back_one_by_one_all_say_what_stands_in_the_end(desk: Desk) -> None:
    first, second = await desk.announce("Proposed", "Agreed"), await desk.announce("Agreed", "Signed")
    await desk.send()
    await desk.take_back(second, "Agreed", "Signed")
    await desk.send()
    assert desk.shown == {1: "Agreed", 2: "not Signed but Agreed"}
    await desk.take_back(first, "Proposed", "Agreed")
    await desk.send()
    assert desk.shown == {1: "not Agreed but Proposed", 2: "not Signed but Proposed"}

    # What comes after that is another story.
    third = await desk.announce("Proposed", "Rejected")
    await desk.send()
    await desk.take_back(third, "Proposed", "Rejected")
    assert await desk.due() == [
        Correction(change("Proposed", "Rejected"), said("Proposed"), "Gas: Proposed to Rejected")
    ]


async def test_corrections_that_wait_are_made_in_their_order(desk: Desk) -> None:
    first, second = await desk.announce("Proposed", "Agreed"), await desk.announce("Agreed", "Signed")
    await desk.send()
    await desk.take_back(second, "Agreed", "Signed")
    await desk.take_back(first, "Proposed", "Agreed")
    assert len(await desk.due()) == 1
    await desk.send()
    assert desk.shown == {1: "not Agreed but Proposed", 2: "not Signed but Proposed"}


async def test_a_message_that_is_edited_is_corrected_and_goes_on_to_be_edited(store: KnowledgeStore) -> None:
    desk = Desk(store, await store.subscriptions.add(None, channel=CHANNEL, edits=True))
    await desk.publish()
    first, second = await desk.announce("Proposed", "Agreed"), await desk.announce("Agreed", "Signed")
    await desk.send()
    await desk.take_back(second, "Agreed", "Signed")
    await desk.send()
    assert desk.shown == {1: "not Signed but Agreed"}
    await desk.take_back(first, "Proposed", "Agreed")
    (due,) = await desk.store.outbox.find_due(NOW)
    await desk.send()
    assert desk.shown == {1: "not Signed but Proposed"}
    assert await store.outbox.find_sent(due.notice.nonce) == 1
    await desk.announce("Proposed", "Rejected")
    await desk.send()
    assert desk.shown == {1: "Rejected"}


async def test_what_discord_was_being_handed_is_looked_for_and_then_corrected(desk: Desk) -> None:
    head = await desk.announce("Proposed", "Agreed")
    await desk.store.outbox.begin(["Gas: Proposed to Agreed"], NOW)
    await desk.take_back(head, "Proposed", "Agreed")
    (due,) = await desk.store.outbox.find_due(NOW)
    assert (due.notice.nonce, due.begun) == ("Gas: Proposed to Agreed", NOW)
    assert due.notice.matter == Withdrawn(change("Proposed", "Agreed"))
    # Whoever was handing it over knows nothing of that, and says that Discord has it.
    await desk.store.outbox.mark_sent(due.notice.nonce, 9)
    await desk.send()
    assert desk.shown == {9: "not Agreed but Proposed"}


async def test_what_discord_was_being_handed_can_be_corrected_twice(desk: Desk) -> None:
    first = await desk.announce("Proposed", "Agreed")
    await desk.send()
    second = await desk.announce("Agreed", "Signed")
    await desk.store.outbox.begin(["Gas: Agreed to Signed"], NOW)
    await desk.take_back(second, "Agreed", "Signed")
    await desk.store.outbox.mark_sent("Gas: Agreed to Signed", 9)
    await desk.take_back(first, "Proposed", "Agreed")
    await desk.send()
    assert desk.shown == {1: "not Agreed but Proposed", 9: "not Signed but Proposed"}


async def test_what_was_given_up_is_not_corrected(desk: Desk) -> None:
    head = await desk.announce("Proposed", "Agreed")
    await desk.store.outbox.drop("Gas: Proposed to Agreed")
    await desk.take_back(head, "Proposed", "Agreed")
    assert await desk.due() == []


async def test_only_who_was_told_so_last_gets_a_correction(desk: Desk) -> None:
    other = (await desk.store.subscriptions.add("Gas", user=7)).number
    mine, signed = desk.about("Proposed", "Agreed"), desk.about("Agreed", "Signed")
    both = mine, replace(signed, nonce="other", channel=None, user=7, subscription=other)
    head = await desk.publish(*both)
    for number, notice in enumerate(both, 1):
        await desk.store.outbox.mark_sent(notice.nonce, number)
    await desk.take_back(head, "Proposed", "Agreed")
    assert [due.notice.channel for due in await desk.store.outbox.find_due(NOW)] == [CHANNEL]


@pytest.mark.parametrize("how", ["paused", "gone"])
async def test_who_is_paused_or_gone_gets_no_correction(desk: Desk, how: str) -> None:
    head = await desk.announce("Proposed", "Agreed")
    await desk.send()
    subscriptions = desk.store.subscriptions
    await (subscriptions.pause if how == "paused" else subscriptions.remove)(desk.to.number)
    await desk.take_back(head, "Proposed", "Agreed")
    assert await desk.due() == []
