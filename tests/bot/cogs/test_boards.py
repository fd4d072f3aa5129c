"""What does a server's admin set, and what do people do to a board?"""

from typing import Any

import discord
import pytest
import simcord

from bot.client import TalksBot
from bot.delivery import Delivery
from bot.delivery import boards as module
from bot.delivery.boards import Boards
from bot.replies.unfinished import Unfinished
from knowledge.base import KnowledgeBase
from knowledge.notices.audience import Bulletin, Notice
from knowledge.notices.notices import make_nonce
from tests.bot.cogs.scene import Reply, Scene, read
from tests.bot.delivery.office import changed


@pytest.fixture
def scene(
    env: simcord.Env, guild: simcord.GuildHandle, channel: simcord.ChannelHandle, base: KnowledgeBase
) -> Scene:
    role = guild.create_role(
        "manager", permissions=discord.Permissions(manage_guild=True, manage_messages=True)
    )
    return Scene(env, guild, channel, guild.add_member(env.create_user("manager"), roles=[role]), base)


@pytest.fixture
def boards(simcord_bot: TalksBot) -> Boards:
    return simcord_bot.boards


def own(scene: Scene) -> list[discord.Message]:
    """Give what the bot has written in #general of itself."""
    found = [each for each in scene.channel.history() if each.embeds and each.interaction_metadata is None]
    return [each for each in found if each.type is discord.MessageType.default]


async def test_a_board_is_set_shown_in_the_settings_pressed_and_ended(scene: Scene, boards: Boards) -> None:
    reply = await scene.slash("settings board")
    assert reply.private
    assert "one message shows where every topic stands" in reply.text
    await boards.update_all()
    (board,) = own(scene)
    assert board.pinned
    assert "**Bridge Repair**: In Progress" in read(board)
    assert "kept up to date" in (await scene.slash("settings show")).text
    (row,) = board.components
    assert isinstance(row, discord.ActionRow)
    pressed = await scene.member.click(board, custom_id=f"board:{scene.guild.id}")
    assert pressed.ephemeral
    assert "Where things stand" in read(pressed.response)
    assert "no board any more" in (await scene.slash("settings board", how="off")).text
    assert not own(scene)
    assert "This server has no board" in (await scene.slash("settings board", how="off")).text


async def test_a_channel_in_which_the_bot_may_not_pin_takes_no_board(scene: Scene) -> None:
    assert scene.env.bot.user
    mute = discord.PermissionOverwrite(pin_messages=False)
    assert scene.env.bot.user
    plain = scene.guild.create_text_channel("plain", overwrites={scene.env.bot.user: mute})
    reply = await scene.slash("settings board", channel=plain)
    assert "I lack: Pin Messages" in reply.text
    assert len(scene.env.errors) == 1
    scene.env.errors.clear()
    assert await scene.store.boards.find() == ()


async def test_one_that_is_deleted_or_unpinned_is_put_up_again(
    scene: Scene, boards: Boards, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_APART_SECONDS", 0)
    await scene.slash("settings board")
    await boards.update_all()
    (board,) = own(scene)
    await scene.member.delete(board)
    await boards.update_all()
    (again,) = own(scene)
    assert again.id != board.id
    assert again.pinned
    await scene.member.set_pinned(again, pinned=False)
    await boards.update_all()
    assert [each.id for each in scene.channel.pinned_messages()] == [again.id]


async def test_what_was_in_a_channel_that_is_deleted_ends(scene: Scene, boards: Boards) -> None:
    await scene.slash("settings board", channel=scene.news)
    reply = await scene.slash("settings articles", channel=scene.news)
    assert "New articles are announced in" in reply.text
    scene.env.backend.delete_channel(scene.news.id)
    await scene.env.settle()
    assert await scene.store.boards.find() == ()
    assert {each.article_channel for each in (await scene.store.servers.find()).values()} == {None}


async def test_new_articles_are_announced_until_that_is_ended(scene: Scene) -> None:
    await scene.slash("settings articles")
    assert "New articles" in (await scene.slash("settings show")).text
    assert "no longer announced" in (await scene.slash("settings articles", how="off")).text
    assert "New articles" not in (await scene.slash("settings show")).text


async def test_the_details_of_several_changes_are_shown_page_by_page(
    scene: Scene, simcord_bot: TalksBot
) -> None:
    news = await scene.store.subscriptions.add(None, channel=scene.channel.id, guild=scene.guild.id)
    changes = tuple(changed(f"Bridge {number}", "Proposed", "Open") for number in range(6))
    notices = [
        Notice(make_nonce(each.topic), each, scene.channel.id, None, news.number, each.topic)
        for each in changes
    ]
    base = simcord_bot.stories.main.base
    await scene.store.publish(base.snapshot.corpus, "f", Bulletin(changes), notices)
    await Delivery(simcord_bot, simcord_bot.stories.main, simcord_bot.clock, Unfinished()).send_due()
    (told,) = own(scene)
    details: Any = told.components[0]
    first = await scene.member.click(told, custom_id=details.children[0].custom_id)
    assert first.ephemeral
    text = read(first.response)
    assert "**Bridge 3**: Proposed → **Open**\n> Bridge 3: Proposed\n-# Before: Timetable" in text
    assert "1–4 of 6" in text
    reply = Reply(text, private=True, message=first.response)
    second = await scene.press(reply)
    assert "5–6 of 6" in second.text
    third = await scene.press(second)
    assert "1–4 of 6" in third.text
    await scene.store.subscriptions.remove(news.number)
    gone = await scene.member.click(told, custom_id=details.children[0].custom_id)
    assert "not remembered any more" in read(gone.response)
