"""Who may do what, once that has changed? It is asked anew with each press and each message."""

import logging
from collections.abc import Callable
from typing import Any

import discord
import pytest
import simcord

from bot.wording.catalogue import choose_catalogue
from tests.bot.conftest import HOME

Shown = Callable[[Any], str]
DENIED = choose_catalogue().find("own.denied")


@pytest.fixture
def managers(guild: simcord.GuildHandle) -> simcord.RoleHandle:
    return guild.create_role("managers", permissions=discord.Permissions(manage_guild=True))


@pytest.fixture
def manager(
    env: simcord.Env, guild: simcord.GuildHandle, managers: simcord.RoleHandle
) -> simcord.MemberActor:
    return guild.add_member(env.create_user("mia"), roles=[managers])


@pytest.mark.parametrize("how", ["the role is taken away", "the role is deleted", "the role loses its right"])
async def test_who_lost_the_right_between_question_and_confirmation_is_refused(
    env: simcord.Env,
    manager: simcord.MemberActor,
    managers: simcord.RoleHandle,
    channel: simcord.ChannelHandle,
    shown: Shown,
    how: str,
    caplog: pytest.LogCaptureFixture,
) -> None:
    proposed = await manager.slash(channel, "articles add", file=("plan.md", b"# Plan\n\nThe mill turns.\n"))
    assert proposed.response
    assert "Plan" in shown(proposed.response)
    if how == "the role is taken away":
        env.backend.remove_member_role(HOME, manager.id, managers.id)
    elif how == "the role is deleted":
        env.backend.delete_role(HOME, managers.id)
    else:
        env.backend.edit_role(HOME, managers.id, {"permissions": 0})
    await env.settle()
    (row, *_) = proposed.response.components
    pressed = await manager.click(proposed.response, custom_id=row["components"][0]["custom_id"])
    assert pressed.ephemeral
    assert DENIED.partition("{")[0] in shown(pressed.response)
    await manager.send(channel, "!rollback")
    assert DENIED.partition("{")[0] in shown(channel.last_message)
    assert sum(f"denied to user {manager.id}" in each for each in caplog.messages) == 2


async def test_who_writes_in_a_thread_has_the_rights_that_they_have_in_the_server(
    env: simcord.Env,
    manager: simcord.MemberActor,
    alice: simcord.MemberActor,
    channel: simcord.ChannelHandle,
    shown: Shown,
) -> None:
    opened = env.backend.create_thread(channel.id, "talk", owner_id=alice.id)
    thread = next(each for each in channel.threads if each.id == opened.id)
    await alice.send(thread, "!rollback")
    assert DENIED.partition("{")[0] in shown(thread.last_message)
    await manager.send(thread, "!rollback")
    assert DENIED.partition("{")[0] not in shown(thread.last_message)
    assert (await manager.slash(thread, "unanswered")).ephemeral


@pytest.mark.parametrize("who", ["a webhook", "another bot"])
async def test_who_is_no_person_is_not_heard_whatever_rights_they_have(
    env: simcord.Env,
    guild: simcord.GuildHandle,
    channel: simcord.ChannelHandle,
    managers: simcord.RoleHandle,
    who: str,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.INFO, "bot")
    assert env.bot.user
    for text in ("!rollback", f"{env.bot.user.mention} When does the ferry leave?"):
        if who == "a webhook":
            hook = guild.create_webhook(channel)
            await hook.send(text)
        else:
            robot = guild.add_member(env.create_user("robot", bot=True), roles=[managers])
            await robot.send(channel, text)
    assert len(channel.history()) == 2
    assert "asked for by" not in caplog.text
