import asyncio
import shutil
from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path

import discord
import pytest
import simcord

from bot.clock import Clock
from bot.config import AnswerOptions
from bot.stories import MAIN, Stories, Story
from knowledge.base import KnowledgeBase
from knowledge.gathering import Gatherer
from knowledge.notices.audience import Board, DigestPlan
from knowledge.opening import open_base
from tests.asking import WHEN
from tests.bot.cogs.scene import Scene

SHIPS = """\
---
title: Ships in the harbour
published: 2026-03-02
---
# Ships in the harbour

The old tug pulls coal barges from the western quay every Sunday.

| Point | Status |
| --- | --- |
| Tug Repair | In Progress |
| Winter Ferry | Proposed |
"""


@pytest.fixture(scope="session")
def filled_with_ships(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("ships")
    (folder / "articles").mkdir()
    (folder / "articles" / "ships.md").write_text(SHIPS, encoding="utf-8")

    async def fill() -> None:
        async with open_base(folder / "data", folder / "articles", when=lambda: WHEN, write=True):
            pass

    asyncio.run(fill())
    return folder


@pytest.fixture
async def ships(
    filled_with_ships: Path, tmp_path: Path, clock: Clock, gatherer: Gatherer
) -> AsyncIterator[Story]:
    folder = Path(shutil.copytree(filled_with_ships, tmp_path / "ships"))
    when = partial(clock.when, AnswerOptions())
    async with open_base(folder / "data", folder / "articles", when=when, write=True) as opened:
        yield Story("ships", opened, gatherer, "Ships of the harbour", "Which ships sail")


@pytest.fixture
def stories(base: KnowledgeBase, gatherer: Gatherer, ships: Story) -> Stories:
    return Stories(Story(MAIN, base, gatherer), [ships])


@pytest.fixture
def manager(scene: Scene) -> Scene:
    role = scene.guild.create_role("role", permissions=discord.Permissions(manage_guild=True))
    scene.member = scene.guild.add_member(scene.env.create_user("maria"), roles=[role])
    return scene


@pytest.fixture
def elsewhere(env: simcord.Env, base: KnowledgeBase) -> Scene:
    """Another server, where nobody has chosen anything."""
    guild = env.create_guild(id=901)
    channel = guild.create_text_channel("general")
    return Scene(env, guild, channel, guild.add_member(env.create_user("bob")), base)


async def test_a_server_sees_only_the_story_that_it_has_chosen(manager: Scene, elsewhere: Scene) -> None:
    assert await manager.complete("settings corpus", "name", "") == ["main", "ships"]
    assert await manager.complete("settings corpus", "name", "sail") == ["ships"]
    assert "Ships of the harbour" in (await manager.slash("settings corpus", name="ships")).text
    for scene, own, others in ((manager, "Tug Repair", "Fishing"), (elsewhere, "Fishing Rights", "Tug")):
        board = (await scene.slash("status")).text
        assert own in board
        assert others not in board
        topics = await scene.complete("status", "topic", "")
        assert own in topics
        assert not any(others in topic for topic in topics)
    asked = "From which quay does the tug pull barges?"
    assert "western quay" in (await manager.slash("ask", question=asked)).text
    assert "western quay" not in (await elsewhere.slash("ask", question=asked)).text


async def test_what_a_server_is_told_moves_to_the_story_that_it_chooses(
    manager: Scene, base: KnowledgeBase, ships: Story, stories: Stories
) -> None:
    guild, news = manager.guild.id, manager.news.id
    await manager.subscribe(None)
    for topic in ("Fishing Rights", "winter ferry"):
        await manager.subscribe(topic, news)
    paused = await manager.subscribe("Winter Ferry", 77)
    await base.store.subscriptions.pause(paused)
    await base.store.digests.save_plan(DigestPlan(guild, news, 9, "UTC"))
    await base.store.boards.save(Board(guild, 77, 5, "shown"))
    text = (await manager.slash("settings corpus", name="Ships")).text
    assert "What 5 channels" in text
    assert "Fishing Rights" in text
    told = await ships.store.subscriptions.find(guild=guild)
    assert [(each.channel, each.topic, each.paused) for each in told] == [
        (manager.channel.id, None, False), (news, "Winter Ferry", False), (77, "Winter Ferry", True)
    ]  # fmt: skip
    newest = await ships.store.feed.get_newest()
    assert await ships.store.digests.find_plans() == (DigestPlan(guild, news, 9, "UTC", after=newest),)
    assert await manager.announced() == []
    assert not await base.store.digests.find_plans()
    # The boards of all stories are kept with the main one.
    assert await base.store.boards.find() == (Board(guild, 77, 5, "shown"),)
    assert "The channel is gone: board." in (await manager.slash("settings check")).text
    assert (await base.store.servers.find())[guild].corpus == "ships"
    assert "Ships of the harbour" in (await manager.slash("settings show")).text
    again = (await manager.slash("settings corpus", name="ships")).text
    assert "goes on" not in again
    assert len(await ships.store.subscriptions.find(guild=guild)) == 3
    await manager.slash("settings corpus", name="main")
    assert len(await manager.announced()) == 3
    assert stories.of(guild) is stories.main


async def test_a_story_that_is_reloaded_and_rolled_back_leaves_the_others_alone(
    manager: Scene, elsewhere: Scene, base: KnowledgeBase, ships: Story, stories: Stories, clock: Clock
) -> None:
    await base.store.subscriptions.add(None, channel=elsewhere.channel.id, guild=901)
    await stories.servers.change(manager.guild.id, corpus="ships")
    await ships.store.subscriptions.add(None, channel=manager.news.id, guild=manager.guild.id)
    article = ships.base.intake.folders.main / "ships.md"
    article.write_text(SHIPS.replace("In Progress", "Completed").replace("03-02", "03-03"), encoding="utf-8")
    before = await base.store.corpora.get_head()
    assert "Tug Repair" in (await manager.slash("reload")).text
    (due,) = await ships.store.outbox.find_due(clock.now(), 10)
    assert due.notice.channel == manager.news.id
    assert await base.store.outbox.find_due(clock.now(), 10) == ()
    assert "Completed" in (await manager.slash("status", topic="Tug Repair")).text
    assert (await manager.slash("rollback")).private
    assert "In Progress" in (await manager.slash("status", topic="Tug Repair")).text
    assert await base.store.corpora.get_head() == before


async def test_a_corpus_that_there_is_not_cannot_be_chosen(manager: Scene, stories: Stories) -> None:
    reply = await manager.send("!settings corpus moon")
    assert "There are: main, ships." in reply.text
    assert len(manager.env.errors) == 1
    assert stories.servers.all() == {}


async def test_a_server_whose_corpus_is_configured_no_more_is_told_the_main_one_and_so_it_says(
    manager: Scene, stories: Stories, caplog: pytest.LogCaptureFixture
) -> None:
    await stories.servers.change(manager.guild.id, corpus="moon")
    assert stories.of(manager.guild.id) is stories.main
    stories.warn_of_lost()
    assert f"Server {manager.guild.id} has chosen the corpus moon" in caplog.text
    assert "moon" in (await manager.slash("settings show")).text


async def test_what_somebody_follows_of_any_story_is_listed_told_and_ended_in_private(
    scene: Scene, base: KnowledgeBase, ships: Story, stories: Stories
) -> None:
    await stories.servers.change(scene.guild.id, corpus="ships")
    followed = await scene.slash("follow", topic="Tug Repair")
    await base.store.subscriptions.add("Fishing Rights", user=scene.member.id)
    both = (await scene.send_dm("!following")).text
    assert "Tug Repair" in both
    assert "Fishing Rights" in both
    assert "Fishing Rights" not in (await scene.send("!following")).text
    assert await scene.complete("unfollow", "topic", "") == ["Fishing Rights", "Tug Repair"]
    article = ships.base.intake.folders.main / "ships.md"
    article.write_text(SHIPS.replace("In Progress", "Completed").replace("03-02", "03-03"), encoding="utf-8")
    await scene.send_dm("!new")
    await ships.base.reload()
    assert "Tug Repair" in (await scene.send_dm("!new")).text
    # The button says of which story it is: the main one has a subscription of the same number.
    await stories.servers.change(scene.guild.id, corpus=MAIN)
    await scene.press(followed)
    assert await ships.store.subscriptions.find() == ()
    assert await scene.followed() == ["Fishing Rights"]
    await ships.store.subscriptions.add("Tug Repair", user=scene.member.id)
    await scene.slash("unfollow", topic="Tug Repair")
    assert await ships.store.subscriptions.find() == ()
    await scene.slash("forget_me")
    assert await scene.followed() == []
