"""Does `talksbot sync` put right what Discord has, without a bot that runs?"""

import json
from collections.abc import AsyncIterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from discord.http import Route

from bot.__main__ import main
from bot.config import Config, DiscordOptions, Token
from bot.syncing import Wish, sync
from bot.terminal.console import Console

pytestmark = pytest.mark.discord

TOKEN = Token("secret.token.of-a-bot")
USER = {"id": "7", "username": "bot", "discriminator": "0", "avatar": None, "bot": True}
APPLICATION = {
    "id": "7", "name": "bot", "icon": None, "description": "", "bot_public": True, "verify_key": "",
    "bot_require_code_grant": False, "flags": 0, "team": None, "owner": USER | {"id": "8"},
}  # fmt: skip
HOME, OTHER = "900", "901"


class Discord:
    """As much of Discord as the commands need: what it has for all and in two servers."""

    def __init__(self) -> None:
        self.commands: dict[str, list[dict[str, Any]]] = {"": [], HOME: [], OTHER: []}
        self.refuses: dict[str, int] = {}
        """With these HTTP statuses it answers what is asked at a path."""
        self.written: list[str] = []

    async def answer(self, request: web.Request) -> web.Response:
        path = request.path
        if status := self.refuses.get(path):
            return _respond({"message": "Refused", "code": 30034}, status)
        if path == "/users/@me":
            return _respond(USER)
        if path == "/oauth2/applications/@me":
            return _respond(APPLICATION)
        if path == "/users/@me/guilds":
            servers = [each for each in (HOME, OTHER) if int(each) > int(request.query.get("after", 0))]
            found: list[dict[str, Any]] = [{"id": each, "name": "A", "features": []} for each in servers]
            return _respond(found)
        guild = path.split("/")[4] if "/guilds/" in path else ""
        if request.method == "PUT":
            self.written.append(guild)
            self.commands[guild] = await request.json()
        return _respond(self.commands[guild])


def _respond(body: object, status: int = 200) -> web.Response:
    return web.Response(body=json.dumps(body).encode(), status=status, content_type="application/json")


@pytest.fixture
async def discord(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Discord]:
    discord = Discord()
    app = web.Application()
    app.router.add_route("*", "/{rest:.*}", discord.answer)
    runner = web.AppRunner(app, shutdown_timeout=0.1, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    monkeypatch.setattr(Route, "BASE", f"http://127.0.0.1:{runner.addresses[0][1]}")
    yield discord
    await runner.cleanup()


async def say(wish: Wish) -> tuple[int, list[str]]:
    """Sync with a home server, and give the exit code and what is said."""
    out = StringIO()
    configured = Config(discord=DiscordOptions(home_guild=int(HOME)))
    return await sync(TOKEN, configured, wish, Console(out)), out.getvalue().splitlines()


async def test_what_is_missing_is_added_and_what_is_left_over_removed(discord: Discord) -> None:
    old = {"name": "old", "type": 1, "description": "Of another program"}
    activity = {"name": "launch", "type": 4, "handler": 2}
    discord.commands[""] = [old, activity]
    discord.commands[HOME] = discord.commands[OTHER] = [old]

    exit_code, said = await say(Wish(preview=True))
    assert exit_code == 0
    assert said[0].startswith("for all: would be added articles, ask, export_me,")
    assert said[0].endswith("; removed old")
    assert said[1:] == [f"server {HOME}: would be removed old"]
    assert discord.written == []

    exit_code, said = await say(Wish())
    assert said[1:] == [f"server {HOME}: removed old"]
    assert discord.written == ["", HOME]
    assert discord.commands[""][-1] == activity

    exit_code, said = await say(Wish(everywhere=True))
    assert exit_code == 0
    assert said == [
        f"for all: in order, {len(discord.commands['']) - 1} commands",
        f"server {OTHER}: removed old",
        "servers: looked into 2",
    ]


async def test_a_place_that_refuses_is_said_and_the_others_go_on(discord: Discord) -> None:
    discord.commands[OTHER] = [{"name": "old", "type": 1}]
    discord.refuses["/applications/7/commands"] = 400
    discord.refuses[f"/applications/7/guilds/{HOME}/commands"] = 403
    exit_code, said = await say(Wish(everywhere=True))
    assert exit_code == 1
    assert said == [
        "for all: 400 Bad Request (error code: 30034): Refused",
        f"server {HOME}: 403 Forbidden (error code: 30034): Refused",
        f"server {OTHER}: removed old",
        "servers: looked into 2",
    ]
    discord.refuses = {"/users/@me/guilds": 403}
    exit_code, said = await say(Wish(everywhere=True))
    assert exit_code == 1
    assert said[1].startswith("servers: cannot be listed: 403 Forbidden")


async def test_a_refused_token_and_a_missing_network_are_one_line(
    discord: Discord,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    unused_tcp_port: int,
) -> None:
    discord.refuses["/users/@me"] = 401
    assert await say(Wish()) == (78, [])
    assert "Discord refused the token." in capsys.readouterr().err
    monkeypatch.setattr(Route, "BASE", f"http://127.0.0.1:{unused_tcp_port}")
    assert await say(Wish()) == (1, [])
    err = capsys.readouterr().err
    assert "Discord cannot be reached" in err
    assert err.count("\n") == 1


def test_it_needs_a_token(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("TALKSBOT_CONFIG", "DISCORD_TOKEN", "DISCORD_TOKEN_FILE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    assert main(["sync"]) == 78
    assert "No token is set" in capsys.readouterr().err
