import asyncio
import logging
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import aiohttp
import discord
import pytest
import simcord

from bot import client
from bot.client import TalksBot
from bot.cogs import listener
from bot.cogs.questions import MENU
from bot.config import Config
from bot.replies import requests
from knowledge.base import KnowledgeBase
from knowledge.snapshot import Snapshot

Shown = Callable[[Any], str]
Build = Callable[[Config], TalksBot]


def _broken(*_: object) -> None:
    raise RuntimeError("a fault of our own")


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Snapshot, "answer", _broken)


class Server:
    """Discord's answers to what the bot sends, in order: an error is raised instead of sending."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.tries = 0
        self.faults: Iterator[BaseException] = iter(())
        self.after = False
        send = requests._read  # pyright: ignore[reportPrivateUsage]  the last step before Discord

        async def faulty(*arguments: Any, **options: Any) -> Any:
            self.tries += 1
            fault = next(self.faults, None)
            if fault is None or self.after:
                sent = await send(*arguments, **options)
                if fault is None:
                    return sent
            raise fault

        monkeypatch.setattr(requests, "_read", faulty)


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Server:
    return Server(monkeypatch)


class _Response:
    def __init__(self, status: int) -> None:
        self.status, self.reason = status, "injected"


def _refused(status: int, code: int) -> discord.HTTPException:
    kind = {403: discord.Forbidden, 404: discord.NotFound}.get(status, discord.HTTPException)
    if status >= 500:
        kind = discord.DiscordServerError
    response: Any = _Response(status)
    return kind(response, {"code": code, "message": "injected"})


def test_the_bot_asks_for_what_it_needs_and_no_more(simcord_bot: TalksBot) -> None:
    assert dict(simcord_bot.intents) == dict(
        discord.Intents(guilds=True, guild_messages=True, dm_messages=True, message_content=True)
    )
    assert simcord_bot.allowed_mentions
    assert simcord_bot.allowed_mentions.to_dict() == {"parse": []}
    assert simcord_bot.activity
    assert simcord_bot.activity.name == "/help"


@pytest.mark.usefixtures("registering")
async def test_commands_say_where_they_work(env: simcord.Env) -> None:
    request = next(each for each in env.http_requests if each.method == "PUT")
    described: Any = request.json
    commands: dict[str, Any] = {each["name"]: each for each in described}
    everywhere = {
        "ask",
        "forget_me",
        "help",
        "history",
        "new",
        "status",
        "privacy",
        "export_me",
    }
    admins = {"insights", "reload", "rollback", "settings", "sources", "unanswered"}
    of_servers = {"articles", "follow", "following", "unfollow", *admins}
    assert set(commands) == {*everywhere, *of_servers, MENU}
    for name in (*everywhere, MENU):
        assert sorted(commands[name]["integration_types"]) == [0, 1]
        assert sorted(commands[name]["contexts"]) == [0, 1, 2]
    for name in of_servers:
        assert commands[name]["integration_types"] == [0]
        assert sorted(commands[name]["contexts"]) == ([0] if name == "settings" else [0, 1])
    for name in admins:
        assert int(commands[name]["default_member_permissions"]) == discord.Permissions.manage_guild.flag
    for name in ("ask", "follow", "history", "status", "unfollow"):
        assert commands[name]["options"][0]["max_length"] == 300


@pytest.mark.parametrize("text", ["!ask the ferry", "<@{}> the ferry"])
async def test_a_message_that_discord_sends_again_is_answered_once(
    env: simcord.Env, alice: simcord.MemberActor, channel: simcord.ChannelHandle, text: str
) -> None:
    assert env.bot.user
    message = await alice.send(channel, text.format(env.bot.user.id))
    env.bot.dispatch("message", message)
    await env.settle()
    assert len(channel.history()) == 2


async def test_an_interaction_that_discord_sends_again_is_answered_once(
    env: simcord.Env, alice: simcord.MemberActor, channel: simcord.ChannelHandle
) -> None:
    heard: list[discord.Interaction[Any]] = []

    async def on_interaction(interaction: discord.Interaction[Any]) -> None:
        heard.append(interaction)

    assert isinstance(env.bot, TalksBot)
    env.bot.add_listener(on_interaction)
    await alice.slash(channel, "ask", question="the ferry")
    await env.bot.tree._call(heard[0])  # pyright: ignore[reportPrivateUsage]  what a second event would do
    await env.settle()
    assert sum(each.path.endswith("/callback") for each in env.http_requests) == 1


@pytest.mark.parametrize("how", ["slash", "mention", "text"])
async def test_a_fault_of_ours_is_told_and_logged(
    env: simcord.Env,
    alice: simcord.MemberActor,
    channel: simcord.ChannelHandle,
    caplog: pytest.LogCaptureFixture,
    shown: Shown,
    broken: None,
    how: str,
) -> None:
    assert env.bot.user
    if how == "slash":
        result = await alice.slash(channel, "ask", question="a secret question")
        assert result.ephemeral
        report = shown(result.response)
    else:
        start = "!ask" if how == "text" else env.bot.user.mention
        await alice.send(channel, f"{start} a secret question")
        report = shown(channel.last_message)
    assert "Something went wrong inside the bot" in report
    assert "a fault of our own" not in report
    assert "a fault of our own" in caplog.text
    assert "secret" not in caplog.text
    assert len(env.errors) == (0 if how == "mention" else 1)


async def test_a_fault_after_asking_for_time_is_told(
    env: simcord.Env,
    guild: simcord.GuildHandle,
    channel: simcord.ChannelHandle,
    monkeypatch: pytest.MonkeyPatch,
    shown: Shown,
) -> None:
    monkeypatch.setattr(KnowledgeBase, "preview", _broken)
    result = await guild.add_member(guild.owner).slash(channel, "reload", preview=True)
    assert "Something went wrong inside the bot" in shown(result.response)
    assert len(env.errors) == 1


@pytest.mark.parametrize(
    ("change", "says"), [("option", "This command has changed"), ("all", "do not know this command")]
)
async def test_a_command_of_an_earlier_version_is_answered(
    env: simcord.Env,
    alice: simcord.MemberActor,
    channel: simcord.ChannelHandle,
    shown: Shown,
    change: str,
    says: str,
) -> None:
    assert isinstance(env.bot, TalksBot)
    if change == "option":
        command = env.backend.find_command("ask", None)
        assert command
        command["options"][0]["name"] = "query"
        result = await alice.slash(channel, "ask", query="the ferry")
    else:
        env.bot.tree.remove_command("ask")
        result = await alice.slash(channel, "ask", question="the ferry")
    assert says in shown(result.response)
    assert result.ephemeral
    assert len(env.errors) == 1


@pytest.mark.parametrize(
    "fault", [aiohttp.ClientOSError(104, "reset"), aiohttp.ServerDisconnectedError(), _refused(503, 0)]
)
@pytest.mark.parametrize("how", ["slash", "text"])
async def test_a_lost_connection_is_tried_once_more(
    alice: simcord.MemberActor,
    channel: simcord.ChannelHandle,
    server: Server,
    shown: Shown,
    fault: BaseException,
    how: str,
) -> None:
    server.faults = iter([fault])
    if how == "slash":
        assert "Covered" in shown((await alice.slash(channel, "status")).response)
    else:
        await alice.send(channel, "!status")
        assert "Covered" in shown(channel.last_message)
    assert server.tries == 2


@pytest.mark.parametrize(
    "fault",
    [
        aiohttp.ClientOSError(104, "reset"),
        aiohttp.ClientPayloadError("half of it"),
        requests.UnreadableError("HTML"),
        _refused(400, 40060),
    ],
)
async def test_an_answer_whose_receipt_was_lost_is_not_given_twice(
    env: simcord.Env,
    alice: simcord.MemberActor,
    channel: simcord.ChannelHandle,
    server: Server,
    shown: Shown,
    fault: BaseException,
) -> None:
    server.after = True
    server.faults = iter([fault])
    result = await alice.slash(channel, "status")
    assert "Where things stand" in shown(result.response)
    assert result.followups == []
    assert env.errors == []


@pytest.mark.parametrize(("status", "code"), [(404, 10062), (404, 10015), (403, 50013), (403, 50001)])
@pytest.mark.parametrize("how", ["slash", "mention"])
async def test_what_discord_no_longer_wants_is_an_outcome_and_no_error(
    env: simcord.Env,
    alice: simcord.MemberActor,
    channel: simcord.ChannelHandle,
    server: Server,
    caplog: pytest.LogCaptureFixture,
    status: int,
    code: int,
    how: str,
) -> None:
    caplog.set_level(logging.INFO, "bot")
    server.faults = iter([_refused(status, code)])
    assert env.bot.user
    if how == "slash":
        assert not (await alice.slash(channel, "status")).acknowledged
    else:
        await alice.send(channel, f"{env.bot.user.mention} the ferry")
    assert server.tries == 1
    assert [record.levelname for record in caplog.records if record.name == "bot.replies.failures"] == [
        "INFO"
    ]
    assert len(env.errors) <= 1


async def test_a_slash_command_that_discord_did_not_take_is_answered_in_a_second_try(
    env: simcord.Env, alice: simcord.MemberActor, channel: simcord.ChannelHandle, server: Server, shown: Shown
) -> None:
    server.faults = iter([TimeoutError()])
    result = await alice.slash(channel, "status")
    assert "did not take the answer in time" in shown(result.response)
    assert len(env.errors) == 1


@pytest.mark.parametrize(
    "fault", [_refused(500, 0), _refused(429, 0), TimeoutError(), discord.RateLimited(60)]
)
async def test_a_message_that_perhaps_arrived_is_not_followed_by_a_second_one(
    env: simcord.Env,
    alice: simcord.MemberActor,
    channel: simcord.ChannelHandle,
    server: Server,
    fault: BaseException,
) -> None:
    server.faults = iter([fault])
    assert env.bot.user
    await alice.send(channel, f"{env.bot.user.mention} the ferry")
    assert server.tries == 1
    assert len(channel.history()) == 1


async def test_an_answer_that_discord_finds_invalid_is_a_fault_of_ours(
    env: simcord.Env,
    alice: simcord.MemberActor,
    channel: simcord.ChannelHandle,
    server: Server,
    shown: Shown,
) -> None:
    server.faults = iter([_refused(400, 50035)])
    assert env.bot.user
    await alice.send(channel, f"{env.bot.user.mention} the ferry")
    assert "Something went wrong inside the bot" in shown(channel.last_message)


async def test_a_failing_error_notice_ends_it(
    env: simcord.Env,
    alice: simcord.MemberActor,
    channel: simcord.ChannelHandle,
    server: Server,
    broken: None,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.INFO, "bot")
    server.faults = iter([_refused(404, 10062)])
    await alice.slash(channel, "ask", question="the ferry")
    assert "the time to answer was over" in caplog.text
    assert len(env.errors) == 1


async def test_a_channel_in_which_too_many_wait_is_told_so_once(
    env: simcord.Env,
    alice: simcord.MemberActor,
    channel: simcord.ChannelHandle,
    monkeypatch: pytest.MonkeyPatch,
    shown: Shown,
) -> None:
    monkeypatch.setattr(listener, "_PER_CHANNEL", 2)
    gate = asyncio.Event()
    send = requests._read  # pyright: ignore[reportPrivateUsage]  the last step before Discord

    async def slow(*arguments: Any, **options: Any) -> Any:
        await gate.wait()
        return await send(*arguments, **options)

    monkeypatch.setattr(requests, "_read", slow)
    messages = [env.backend.create_message(channel.id, alice.id, "!status") for _ in range(5)]
    for _ in range(20):
        await asyncio.sleep(0)
    gate.set()
    await env.settle()
    said = [shown(message) for message in channel.history()[len(messages) :]]
    assert sum("Where things stand" in each for each in said) == 2
    assert sum("Too many questions at once" in each for each in said) == 1
    assert len(said) == 3
    await alice.send(channel, "!status")
    assert "Where things stand" in shown(channel.last_message)


async def test_hostile_names_and_articles_ping_nobody_and_link_nowhere(
    env: simcord.Env, base: KnowledgeBase, articles: Path, shown: Shown
) -> None:
    evil = "@everyone @here <@1> <@&2> [click](https://evil.example) discord.gg/evil \u202e**||`"
    talks = f"---\ntitle: '{evil}'\n---\n# {evil}\n\nThe zebra {evil} sleeps.\n"
    (articles / "evil.md").write_text(talks, encoding="utf-8")
    await base.reload()
    assert env.bot.user
    guild = env.create_guild(evil)
    channel = guild.create_text_channel("general")
    assert env.bot.user
    bare = discord.PermissionOverwrite(embed_links=False)
    plain = guild.create_text_channel("plain", overwrites={env.bot.user: bare})
    mallory = guild.add_member(env.create_user(evil[:32]))
    said = [shown((await mallory.slash(channel, "ask", question=f"zebra sleeps {evil}")).response)]
    said += [shown((await mallory.slash(channel, "status", topic=evil)).response)]
    await mallory.send(plain, f"{env.bot.user.mention} zebra sleeps [click](https://evil.example)")
    assert plain.last_message
    assert not plain.last_message.mention_everyone
    said += [shown(plain.last_message)]
    assert "zebra" in said[0]
    for each in said:
        assert "@everyone" not in each
        assert "<@" not in each.replace("\\<@", "")
        assert "[click](" not in each
        assert "https://evil" not in each
        assert "discord.gg" not in each
        assert "\u202e" not in each


def test_no_call_of_the_library_s_escapers_is_left() -> None:
    """They take minutes for a hostile text; the linter bans them by name, this by attribute."""
    source = "".join(path.read_text("utf-8") for path in Path(client.__file__).parent.rglob("*.py"))
    assert "escape_markdown" not in source
    assert "remove_markdown" not in source
