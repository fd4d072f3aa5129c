from collections.abc import Awaitable, Callable
from typing import Any

import pytest
import simcord

from knowledge.base import KnowledgeBase
from knowledge.errors import StoreError
from knowledge.statuses.changes import Changes

Shown = Callable[[Any], str]
Rewrite = Callable[[str, str], Awaitable[Changes]]


async def followed(base: KnowledgeBase, user: int) -> list[str | None]:
    return [each.topic for each in await base.store.subscriptions.find(user=user)]


class TestFollow:
    @pytest.mark.parametrize("asked", ["Winter Ferry", "winter fery"])
    async def test_a_topic_is_followed_by_name_or_misspelling_and_nobody_else_sees_it(
        self,
        env: simcord.Env,
        alice: simcord.MemberActor,
        channel: simcord.ChannelHandle,
        base: KnowledgeBase,
        shown: Shown,
        asked: str,
    ) -> None:
        result = await alice.slash(channel, "follow", topic=asked)
        assert "Winter Ferry" in shown(result.response)
        assert "direct message" in shown(result.response)
        assert result.ephemeral
        assert await followed(base, alice.id) == ["Winter Ferry"]
        # Nobody is written to before something has changed.
        assert [each.path for each in env.http_requests if "/messages" in each.path] == []

    async def test_its_button_ends_it(
        self, alice: simcord.MemberActor, channel: simcord.ChannelHandle, base: KnowledgeBase, shown: Shown
    ) -> None:
        result = await alice.slash(channel, "follow", topic="winter ferry")
        assert result.response
        (row,) = result.response.components
        stop = row["components"][0]["custom_id"]
        stopped = await alice.click(result.response, custom_id=stop)
        assert "No longer followed" in shown(stopped.response)
        assert stopped.ephemeral
        assert await followed(base, alice.id) == []
        again = await alice.click(result.response, custom_id=stop)
        assert "do not follow this" in shown(again.response)

    async def test_a_topic_is_followed_once(
        self, alice: simcord.MemberActor, channel: simcord.ChannelHandle, base: KnowledgeBase, shown: Shown
    ) -> None:
        await alice.slash(channel, "follow", topic="winter ferry")
        again = await alice.slash(channel, "follow", topic="winter ferry")
        assert "already" in shown(again.response)
        assert again.response
        assert again.response.components
        assert await followed(base, alice.id) == ["Winter Ferry"]

    async def test_another_spelling_of_the_articles_is_the_same_topic(
        self,
        alice: simcord.MemberActor,
        channel: simcord.ChannelHandle,
        base: KnowledgeBase,
        rewrite: Rewrite,
        shown: Shown,
    ) -> None:
        await alice.slash(channel, "follow", topic="bridge repair")
        await rewrite("| Bridge Repair |", "| Crossing |")
        again = await alice.slash(channel, "follow", topic="crossing")
        assert "already" in shown(again.response)
        assert await followed(base, alice.id) == ["Bridge Repair"]
        ended = await alice.slash(channel, "unfollow", topic="crossing")
        assert "No longer followed" in shown(ended.response)

    async def test_an_unknown_topic_gets_the_nearest_names(
        self, alice: simcord.MemberActor, channel: simcord.ChannelHandle, base: KnowledgeBase, shown: Shown
    ) -> None:
        result = await alice.slash(channel, "follow", topic="winter fair")
        assert "Winter Ferry" in shown(result.response)
        assert result.ephemeral
        assert await followed(base, alice.id) == []

    async def test_what_is_paused_is_marked_and_goes_on_when_it_is_followed_again(
        self, alice: simcord.MemberActor, channel: simcord.ChannelHandle, base: KnowledgeBase, shown: Shown
    ) -> None:
        await alice.slash(channel, "follow", topic="winter ferry")
        (subscription,) = await base.store.subscriptions.find(user=alice.id)
        await base.store.subscriptions.pause(subscription.number)
        paused = shown((await alice.slash(channel, "following")).response)
        assert "paused" in paused
        assert "/follow" in paused
        again = await alice.slash(channel, "follow", topic="winter ferry")
        assert "already" not in shown(again.response)
        (subscription,) = await base.store.subscriptions.find(user=alice.id)
        assert not subscription.paused
        assert "paused" not in shown((await alice.slash(channel, "following")).response)

    async def test_too_many_topics_are_refused_with_a_cure(
        self,
        env: simcord.Env,
        alice: simcord.MemberActor,
        channel: simcord.ChannelHandle,
        base: KnowledgeBase,
        shown: Shown,
    ) -> None:
        for number in range(50):
            await base.store.subscriptions.add(f"Topic {number}", user=alice.id)
        result = await alice.slash(channel, "follow", topic="winter ferry")
        assert shown(result.response).startswith("That did not work\n")
        assert "50" in shown(result.response)
        assert "inside the bot" not in shown(result.response)
        assert len(env.errors) == 1

    @pytest.mark.parametrize("where", ["text", "direct message"])
    async def test_it_works_after_the_prefix_too(
        self,
        alice: simcord.MemberActor,
        channel: simcord.ChannelHandle,
        shown: Shown,
        where: str,
    ) -> None:
        async def send(text: str) -> str:
            if where == "text":
                await alice.send(channel, text)
                return shown(channel.last_message)
            await alice.send_dm(text)
            return shown(alice.user.dm_channel.last_message)

        assert "You follow" in await send("!follow winter ferry")
        assert "Winter Ferry" in await send("!following")
        assert "No longer followed" in await send("!unfollow winter ferry")
        assert "follow nothing" in await send("!following")


class TestUnfollow:
    @pytest.mark.parametrize("asked", ["Winter Ferry", "winter fery"])
    async def test_a_topic_is_left_by_name_or_misspelling(
        self,
        alice: simcord.MemberActor,
        channel: simcord.ChannelHandle,
        base: KnowledgeBase,
        shown: Shown,
        asked: str,
    ) -> None:
        await alice.slash(channel, "follow", topic="fishing rights")
        await alice.slash(channel, "follow", topic="winter ferry")
        result = await alice.slash(channel, "unfollow", topic=asked)
        assert "No longer followed" in shown(result.response)
        assert result.ephemeral
        assert await followed(base, alice.id) == ["Fishing Rights"]

    async def test_a_topic_of_which_the_articles_say_nothing_any_more_can_be_left(
        self, alice: simcord.MemberActor, channel: simcord.ChannelHandle, base: KnowledgeBase, shown: Shown
    ) -> None:
        await base.store.subscriptions.add("Zymurgy", user=alice.id)
        assert "Zymurgy" in shown((await alice.slash(channel, "following")).response)
        assert "No longer followed" in shown(
            (await alice.slash(channel, "unfollow", topic="zymurgy")).response
        )

    async def test_the_answers_one_waits_for_are_listed_where_nobody_else_reads_it(
        self, alice: simcord.MemberActor, channel: simcord.ChannelHandle, base: KnowledgeBase, shown: Shown
    ) -> None:
        await base.store.waiting.add(alice.id, "who pays?")
        assert "who pays?" in shown((await alice.slash(channel, "following")).response)
        await alice.send_dm("!following")
        assert "who pays?" in shown(alice.user.dm_channel.last_message)
        await alice.send(channel, "!following")
        assert "who pays?" not in shown(channel.last_message)

    @pytest.mark.parametrize("topic", ["winter ferry", "@everyone", "..."])
    async def test_what_nobody_follows_is_said_so(
        self, alice: simcord.MemberActor, channel: simcord.ChannelHandle, shown: Shown, topic: str
    ) -> None:
        result = await alice.slash(channel, "unfollow", topic=topic)
        assert "You do not follow" in shown(result.response)
        assert "@everyone" not in shown(result.response)
        assert result.ephemeral

    async def test_only_ones_own_topics_are_offered(
        self,
        env: simcord.Env,
        guild: simcord.GuildHandle,
        alice: simcord.MemberActor,
        channel: simcord.ChannelHandle,
    ) -> None:
        bob = guild.add_member(env.create_user("bob"))
        await bob.slash(channel, "follow", topic="fishing rights")
        for topic in ("winter ferry", "bridge repair"):
            await alice.slash(channel, "follow", topic=topic)
        offered = await alice.autocomplete(channel, "unfollow", "topic", "")
        assert [each["value"] for each in offered] == ["Winter Ferry", "Bridge Repair"]
        offered = await alice.autocomplete(channel, "unfollow", "topic", "FER")
        assert [each["value"] for each in offered] == ["Winter Ferry"]


async def test_a_store_that_fails_is_told_without_its_details(
    env: simcord.Env,
    alice: simcord.MemberActor,
    channel: simcord.ChannelHandle,
    base: KnowledgeBase,
    shown: Shown,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    async def failing(**_: object) -> None:
        raise StoreError("The disk of /srv is full.", "Make room.")

    monkeypatch.setattr(base.store.subscriptions, "find", failing)
    result = await alice.slash(channel, "following")
    assert "cannot be reached just now" in shown(result.response)
    assert "/srv" not in shown(result.response)
    assert "The disk of /srv is full. Make room." in caplog.text
    assert result.ephemeral
    assert len(env.errors) == 1
