"""Is whoever adds the bot to a server welcomed, once, where they can read it?"""

import discord
import pytest
import simcord

from bot.client import TalksBot


async def join(env: simcord.Env, guild: simcord.GuildHandle) -> None:
    """Tell the bot that it was added, as Discord does: simcord's servers have always been there."""
    bot = env.bot
    assert isinstance(bot, TalksBot)
    added = bot.get_guild(guild.id)
    assert added
    bot.dispatch("guild_join", added)
    await env.settle()
    await bot.unfinished.wait()


async def test_the_owner_is_welcomed_once_with_examples_and_what_comes_next(
    env: simcord.Env, guild: simcord.GuildHandle
) -> None:
    await join(env, guild)
    (message,) = guild.owner.dm_channel.history()
    text = message.embeds[0].description or ""
    assert text.count("?”") == 3
    for command in ("/settings", "/help", "/articles"):
        assert command in text
    await join(env, guild)
    assert len(guild.owner.dm_channel.history()) == 1


async def test_where_direct_messages_are_refused_the_channel_for_such_messages_shows_it(
    env: simcord.Env, guild: simcord.GuildHandle, channel: simcord.ChannelHandle
) -> None:
    assert isinstance(env.bot, TalksBot)
    ours = env.bot.get_guild(guild.id)
    assert ours
    place = ours.get_channel(channel.id)
    assert isinstance(place, discord.TextChannel)
    await ours.edit(system_channel=place)
    await env.settle()
    env.inject_error("POST", "/users/@me/channels", status=403, code=50007)
    await join(env, guild)
    assert channel.last_message
    assert channel.last_message.embeds[0].title == f"I am in {guild.name} now"


async def test_where_direct_messages_are_refused_nobody_else_is_bothered(
    env: simcord.Env, guild: simcord.GuildHandle, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    env.inject_error("POST", "/users/@me/channels", status=403, code=50007)
    await join(env, guild)
    assert f"Nobody in server {guild.id} could be welcomed." in caplog.messages


async def test_whoever_added_the_bot_is_welcomed_where_the_audit_log_says_who(
    env: simcord.Env, guild: simcord.GuildHandle, alice: simcord.MemberActor
) -> None:
    assert guild.me
    added = discord.AuditLogAction.bot_add.value
    env.backend.record_audit_log(guild.id, added, target_id=guild.me.id, user_id=alice.id)
    await join(env, guild)
    assert alice.user.dm_channel.history()
    assert not guild.owner.dm_channel.history()


async def test_where_the_audit_log_cannot_be_read_the_owner_is_welcomed(
    env: simcord.Env, guild: simcord.GuildHandle
) -> None:
    env.inject_error("GET", "/guilds/*/audit-logs", status=403, code=50013)
    await join(env, guild)
    assert guild.owner.dm_channel.history()
