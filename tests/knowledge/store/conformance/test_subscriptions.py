"""Does a store know who is told of changes?"""

from collections.abc import Awaitable, Callable
from typing import TypeAlias

import pytest

from knowledge.errors import KnowledgeError
from knowledge.model import Corpus, StatusChange
from knowledge.notices.audience import Notice, Subscription
from knowledge.store import KnowledgeStore

FindDue: TypeAlias = Callable[[], Awaitable[list[str]]]

ANNA, BORIS = 2**63 - 1, 2**62 + 7
SERVER, CHANNEL = 2**61 + 11, 2**61 + 13
CHANGE = StatusChange("Gas", None, None)


async def test_subscriptions_are_kept_in_the_order_in_which_they_were_made(store: KnowledgeStore) -> None:
    gas = await store.subscriptions.add("Gas", user=ANNA)
    channel = await store.subscriptions.add(None, channel=CHANNEL, guild=SERVER, edits=True)
    other = await store.subscriptions.add("Gas", user=BORIS)

    assert gas == Subscription(1, "Gas", user=ANNA)
    assert channel == Subscription(2, None, channel=CHANNEL, guild=SERVER, edits=True)
    assert await store.subscriptions.find() == (gas, channel, other)
    assert await store.subscriptions.find(user=ANNA) == (gas,)
    assert await store.subscriptions.find(guild=SERVER) == (channel,)
    assert await store.subscriptions.find(user=SERVER) == ()


async def test_following_again_changes_the_subscription_and_keeps_its_number(store: KnowledgeStore) -> None:
    first = await store.subscriptions.add(None, channel=CHANNEL, guild=SERVER)
    again = await store.subscriptions.add(None, channel=CHANNEL, guild=SERVER, edits=True)

    assert again == Subscription(first.number, None, channel=CHANNEL, guild=SERVER, edits=True)
    assert await store.subscriptions.find() == (again,)


async def test_no_number_is_given_twice(store: KnowledgeStore) -> None:
    first = await store.subscriptions.add("Gas", user=ANNA)
    assert await store.subscriptions.remove(first.number)
    assert not await store.subscriptions.remove(first.number)

    assert (await store.subscriptions.add("Gas", user=ANNA)).number > first.number


@pytest.mark.parametrize(("channel", "user"), [(None, None), (CHANNEL, ANNA)])
async def test_a_subscription_belongs_to_a_channel_or_to_a_user(
    store: KnowledgeStore, channel: int | None, user: int | None
) -> None:
    with pytest.raises(ValueError, match="a channel or to a user"):
        await store.subscriptions.add("Gas", channel=channel, user=user)


async def test_a_paused_subscription_goes_on_when_it_is_asked_for_again(
    store: KnowledgeStore, find_due: FindDue
) -> None:
    followed = await store.subscriptions.add("Gas", user=ANNA)
    await store.publish(Corpus(()), "", None, [Notice("before", CHANGE, user=ANNA, subscription=1)])
    await store.subscriptions.pause(followed.number)
    assert [each.paused for each in await store.subscriptions.find()] == [True]
    await store.publish(Corpus(()), "", None, [Notice("meanwhile", CHANGE, user=ANNA, subscription=1)])
    assert await find_due() == []

    assert await store.subscriptions.add("Gas", user=ANNA) == followed
    again = [Notice(name, CHANGE, user=ANNA, subscription=1) for name in ("before", "after")]
    await store.publish(Corpus(()), "", None, again)
    assert await find_due() == ["after"]


async def test_what_is_yet_to_be_sent_goes_with_the_subscription(
    store: KnowledgeStore, find_due: FindDue
) -> None:
    gone = await store.subscriptions.add("Gas", user=ANNA)
    stays = await store.subscriptions.add("Gas", user=BORIS)
    made = [
        Notice(f"for {each.number}", CHANGE, user=each.user, subscription=each.number)
        for each in (gone, stays)
    ]
    await store.publish(Corpus(()), "", None, made)
    await store.subscriptions.remove(gone.number)
    assert await find_due() == ["for 2"]

    # One that was made for it at that moment goes nowhere, and hinders nothing.
    await store.publish(Corpus(()), "", None, [Notice("late", CHANGE, user=ANNA, subscription=gone.number)])
    assert await find_due() == ["for 2"]


@pytest.mark.parametrize("receiver", ["user", "channel"])
async def test_nobody_holds_more_than_fifty_subscriptions(store: KnowledgeStore, receiver: str) -> None:
    async def follow(topic: str) -> Subscription:
        if receiver == "user":
            return await store.subscriptions.add(topic, user=ANNA)
        return await store.subscriptions.add(topic, channel=CHANNEL, guild=SERVER)

    first, *_ = [await follow(f"topic {number}") for number in range(50)]
    with pytest.raises(KnowledgeError, match="More than 50 topics") as failure:
        await follow("one more")
    assert "Stop following" in failure.value.cure
    assert len(await store.subscriptions.find()) == 50
    assert await follow("topic 0") == first
    await store.subscriptions.add("one more", user=BORIS)
