from collections.abc import Awaitable, Callable

import pytest

from knowledge.errors import StoreError
from knowledge.statuses.changes import Changes
from tests.bot.cogs.scene import Scene

Rewrite = Callable[[str, str], Awaitable[Changes]]


class TestFollow:
    @pytest.mark.parametrize("asked", ["Winter Ferry", "winter fery"])
    async def test_a_topic_is_followed_by_name_or_misspelling_and_nobody_else_sees_it(
        self, scene: Scene, asked: str
    ) -> None:
        reply = await scene.slash("follow", topic=asked)
        assert "Winter Ferry" in reply.text
        assert "direct message" in reply.text
        assert reply.private
        assert await scene.followed() == ["Winter Ferry"]
        # Nobody is written to before something has changed.
        assert [each.path for each in scene.env.http_requests if "/messages" in each.path] == []

    async def test_its_button_ends_it(self, scene: Scene) -> None:
        reply = await scene.slash("follow", topic="winter ferry")
        stopped = await scene.press(reply)
        assert "No longer followed" in stopped.text
        assert stopped.private
        assert await scene.followed() == []
        assert "do not follow this" in (await scene.press(reply)).text

    async def test_a_topic_is_followed_once(self, scene: Scene) -> None:
        await scene.slash("follow", topic="winter ferry")
        again = await scene.slash("follow", topic="winter ferry")
        assert "already" in again.text
        assert again.message
        assert again.message.components
        assert await scene.followed() == ["Winter Ferry"]

    async def test_another_spelling_of_the_articles_is_the_same_topic(
        self, scene: Scene, rewrite: Rewrite
    ) -> None:
        await scene.slash("follow", topic="bridge repair")
        await rewrite("| Bridge Repair |", "| Crossing |")
        assert "already" in (await scene.slash("follow", topic="crossing")).text
        assert await scene.followed() == ["Bridge Repair"]
        assert "No longer followed" in (await scene.slash("unfollow", topic="crossing")).text

    async def test_an_unknown_topic_gets_the_nearest_names(self, scene: Scene) -> None:
        reply = await scene.slash("follow", topic="winter fair")
        assert "Winter Ferry" in reply.text
        assert reply.private
        assert await scene.followed() == []

    async def test_what_is_paused_is_marked_and_goes_on_when_it_is_followed_again(self, scene: Scene) -> None:
        await scene.slash("follow", topic="winter ferry")
        (subscription,) = await scene.store.subscriptions.find(user=scene.member.id)
        await scene.store.subscriptions.pause(subscription.number)
        paused = (await scene.slash("following")).text
        assert "paused" in paused
        assert "/follow" in paused
        assert "already" not in (await scene.slash("follow", topic="winter ferry")).text
        (subscription,) = await scene.store.subscriptions.find(user=scene.member.id)
        assert not subscription.paused
        assert "paused" not in (await scene.slash("following")).text

    async def test_too_many_topics_are_refused_with_a_cure(self, scene: Scene) -> None:
        for number in range(50):
            await scene.store.subscriptions.add(f"Topic {number}", user=scene.member.id)
        text = (await scene.slash("follow", topic="winter ferry")).text
        assert text.startswith("That did not work\n")
        assert "50" in text
        assert "inside the bot" not in text
        assert len(scene.env.errors) == 1

    @pytest.mark.parametrize("where", ["text", "direct message"])
    async def test_it_works_after_the_prefix_too(self, scene: Scene, where: str) -> None:
        send = scene.send if where == "text" else scene.send_dm
        assert "You follow" in (await send("!follow winter ferry")).text
        assert "Winter Ferry" in (await send("!following")).text
        assert "No longer followed" in (await send("!unfollow winter ferry")).text
        assert "follow nothing" in (await send("!following")).text


class TestUnfollow:
    @pytest.mark.parametrize("asked", ["Winter Ferry", "winter fery"])
    async def test_a_topic_is_left_by_name_or_misspelling(self, scene: Scene, asked: str) -> None:
        await scene.slash("follow", topic="fishing rights")
        await scene.slash("follow", topic="winter ferry")
        reply = await scene.slash("unfollow", topic=asked)
        assert "No longer followed" in reply.text
        assert reply.private
        assert await scene.followed() == ["Fishing Rights"]

    async def test_a_topic_of_which_the_articles_say_nothing_any_more_can_be_left(self, scene: Scene) -> None:
        await scene.store.subscriptions.add("Zymurgy", user=scene.member.id)
        assert "Zymurgy" in (await scene.slash("following")).text
        assert "No longer followed" in (await scene.slash("unfollow", topic="zymurgy")).text

    async def test_the_answers_one_waits_for_are_listed_where_nobody_else_reads_it(
        self, scene: Scene
    ) -> None:
        await scene.store.waiting.add(scene.member.id, "who pays?")
        assert "who pays?" in (await scene.slash("following")).text
        assert "who pays?" in (await scene.send_dm("!following")).text
        assert "who pays?" not in (await scene.send("!following")).text

    @pytest.mark.parametrize("topic", ["winter ferry", "@everyone", "..."])
    async def test_what_nobody_follows_is_said_so(self, scene: Scene, topic: str) -> None:
        reply = await scene.slash("unfollow", topic=topic)
        assert "You do not follow" in reply.text
        assert "@everyone" not in reply.text
        assert reply.private

    async def test_only_ones_own_topics_are_offered(self, scene: Scene) -> None:
        bob = scene.guild.add_member(scene.env.create_user("bob"))
        await bob.slash(scene.channel, "follow", topic="fishing rights")
        for topic in ("winter ferry", "bridge repair"):
            await scene.slash("follow", topic=topic)
        assert await scene.complete("unfollow", "topic", "") == ["Winter Ferry", "Bridge Repair"]
        assert await scene.complete("unfollow", "topic", "FER") == ["Winter Ferry"]


async def test_a_store_that_fails_is_told_without_its_details(
    scene: Scene, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def failing(**_: object) -> None:
        raise StoreError("The disk of /srv is full.", "Make room.")

    monkeypatch.setattr(scene.store.subscriptions, "find", failing)
    reply = await scene.slash("following")
    assert "cannot be reached just now" in reply.text
    assert "/srv" not in reply.text
    assert "The disk of /srv is full. Make room." in caplog.text
    assert reply.private
    assert len(scene.env.errors) == 1
