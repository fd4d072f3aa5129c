"""What does Discord say of the bot? Asked only where that is wanted, and each problem has its cure."""

from collections.abc import AsyncIterator, Mapping
from io import StringIO
from typing import Any

import pytest
from aiohttp import web

from bot.config import Config, DiscordOptions, FetchingOptions
from bot.terminal.console import Console
from bot.terminal.online import check_online

pytestmark = pytest.mark.discord

TOKEN = "MTk4NjIyNDgzNDcxOTI1MjQ4.Cl2FMQ.ZnCjm1XVW7vRze4b7Cq4se7kKWs"


class Portal:
    """As much of Discord as is asked."""

    def __init__(self) -> None:
        self.about: dict[str, Any] = {"id": "7", "name": "talks\nbot", "flags": 1 << 19}
        self.limit = {"total": 1000, "remaining": 999, "reset_after": 5_400_000, "max_concurrency": 1}
        self.url = ""

    async def application(self, request: web.Request) -> web.Response:
        known = request.headers["Authorization"] == f"Bot {TOKEN}"
        return web.json_response(self.about if known else {"message": "401"}, status=200 if known else 401)

    async def gateway(self, _: web.Request) -> web.Response:
        return web.json_response({"url": "wss://x", "shards": 1, "session_start_limit": self.limit})


@pytest.fixture
async def portal() -> AsyncIterator[Portal]:
    portal, app = Portal(), web.Application()
    app.add_routes(
        [web.get("/applications/@me", portal.application), web.get("/gateway/bot", portal.gateway)]
    )
    runner = web.AppRunner(app, shutdown_timeout=0.1, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    portal.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    yield portal
    await runner.cleanup()


async def asked(
    url: str, environment: Mapping[str, str], configured: Config | None = None
) -> tuple[bool, list[str]]:
    out = StringIO()
    fine = await check_online(configured or Config(), environment, Console(out), url)
    return fine, out.getvalue().splitlines()


async def test_whose_token_it_is_and_how_often_the_bot_may_connect_is_said(portal: Portal) -> None:
    portal.about["approximate_guild_count"] = 1
    fine, lines = await asked(portal.url, {"DISCORD_TOKEN": TOKEN})
    assert fine
    assert lines == [
        "discord: the token is that of talks bot (application 7), in 1 server",
        "discord: 999 of 1,000 new connections are left for 1.5 hours; it wants 1 shard",
    ]


async def test_that_messages_may_not_be_read_is_said_where_they_should_be(portal: Portal) -> None:
    portal.about["flags"] = 0
    fine, lines = await asked(portal.url, {"DISCORD_TOKEN": TOKEN})
    assert fine
    assert lines[1].startswith("discord: messages may not be read, so text commands are off.")
    without = Config(discord=DiscordOptions(message_content=False))
    assert len((await asked(portal.url, {"DISCORD_TOKEN": TOKEN}, without))[1]) == 2


async def test_few_connections_left_are_a_problem(portal: Portal) -> None:
    portal.limit["remaining"] = 200
    fine, lines = await asked(portal.url, {"DISCORD_TOKEN": TOKEN})
    assert not fine
    assert lines[-1].startswith("discord: that is little.")


async def test_a_token_that_discord_does_not_know_is_a_problem_with_its_cure(portal: Portal) -> None:
    fine, (line,) = await asked(portal.url, {"DISCORD_TOKEN": "a.b.c"})
    assert not fine
    assert line.startswith("discord: it does not know the token.")
    assert "Reset Token" in line


async def test_a_proxy_that_is_not_there_is_said_without_its_password(unused_tcp_port: int) -> None:
    proxy = FetchingOptions(proxy=f"http://ada:hunter22@127.0.0.1:{unused_tcp_port}")
    fine, (line,) = await asked("https://discord.example", {"DISCORD_TOKEN": TOKEN}, Config(fetching=proxy))
    assert not fine
    assert "[fetching] proxy" in line
    assert "hunter22" not in line


async def test_without_a_token_nothing_is_asked() -> None:
    fine, (line,) = await asked("http://nowhere.invalid", {})
    assert not fine
    assert "no token is set" in line
    assert await asked("http://nowhere.invalid", {"DISCORD_TOKEN": "two words"}) == (False, [])
