import asyncio
import logging
import ssl
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager

import aiohttp
import pytest
from discord import LoginFailure

from bot.client import TalksBot
from bot.clock import Clock
from bot.config import Config, FetchingOptions
from bot.metrics import Metrics
from bot.replies.unfinished import Unfinished
from bot.stories import Stories
from soak.connected import TOKEN
from soak.discord import Discord, open_discord
from soak.hurry import Hurry
from tests.bot.connection.proxies import open_proxy
from tests.bot.connection.test_failures import identify, trust

pytestmark = pytest.mark.discord


@pytest.fixture
async def discord() -> AsyncIterator[Discord]:
    async with open_discord() as opened:
        yield opened


@asynccontextmanager
async def run(
    stories: Stories, clock: Clock, configured: Config | None = None, trusted: ssl.SSLContext | None = None
) -> AsyncGenerator[tuple[TalksBot, asyncio.Task[None]]]:
    """Run a bot until it is not needed any more."""
    bot = TalksBot(stories, configured or Config(), clock, Unfinished(), Metrics(), message_content=False)
    async with bot:
        if trusted:
            bot.http.connector = aiohttp.TCPConnector(ssl=trusted)
        running = asyncio.create_task(bot.start(TOKEN))
        try:
            yield bot, running
        finally:
            await bot.close()
            await asyncio.wait({running})


def count(bot: TalksBot, name: str, **labels: str) -> float:
    return bot.metrics.registry.get_sample_value(f"talksbot_{name}_total", labels) or 0


async def test_a_lost_session_goes_on_and_an_invalid_one_begins_anew(
    discord: Discord, stories: Stories
) -> None:
    async with run(stories, Hurry().clock) as (bot, _):
        await discord.ready.wait()
        first = bot.shards[0]
        await discord.drop(1001)
        await discord.ready.wait()
        assert (discord.identifies, discord.resumes) == (1, 1)
        discord.storm = "identify"
        await discord.drop("abort")
        while discord.identifies < 2:  # noqa: ASYNC110  each is over at once
            await asyncio.sleep(0)
        discord.storm = None
        await discord.ready.wait()
        assert bot.shards[0].id == first.id
        assert not bot.shards[0].is_closed()
        assert count(bot, "gateway_events", event="invalid") >= 2
        assert count(bot, "gateway_events", event="resume") == 1
        assert count(bot, "gateway_events", event="disconnect") == 2
        assert bot.latencies


async def test_a_session_whose_gateway_is_gone_goes_on_by_another(
    discord: Discord, stories: Stories, unused_tcp_port: int
) -> None:
    discord.go_on_at(f"ws://127.0.0.1:{unused_tcp_port}/")
    async with run(stories, Hurry().clock):
        await discord.ready.wait()
        await discord.drop("abort")
        await discord.ready.wait()
    assert (discord.identifies, discord.resumes) == (1, 1)


async def test_a_heartbeat_that_is_not_acknowledged_ends_the_connection_though_much_is_heard(
    stories: Stories, caplog: pytest.LogCaptureFixture
) -> None:
    async with open_discord(heartbeat_seconds=0.02) as discord, run(stories, Clock()):
        await discord.ready.wait()
        discord.acknowledges = False
        while not discord.resumes:
            await discord.ask()
        discord.acknowledges = True
    assert "Discord acknowledges no heartbeat of shard 0" in caplog.text
    assert discord.identifies == 1


async def test_what_cannot_be_understood_is_left_out_and_the_next_is_answered(
    discord: Discord, stories: Stories, caplog: pytest.LogCaptureFixture
) -> None:
    async with run(stories, Clock()):
        await discord.ready.wait()
        for data in (dict[str, str](), {"id": "x"}, {"id": "1", "type": 2}):
            await discord.send("INTERACTION_CREATE", data)
        assert (await discord.ask()).text
    assert "is left out" in caplog.text
    assert discord.connects == 1


async def test_what_discord_sends_again_is_answered_once(discord: Discord, stories: Stories) -> None:
    async with run(stories, Clock()) as (bot, _):
        await discord.ready.wait()
        await discord.ask()
        await discord.repeat()
        assert (await discord.ask()).text
        assert count(bot, "shed", reason="duplicate") == 1
    assert discord.doubled == 0


async def test_an_interaction_that_is_too_old_is_dropped_without_a_word(
    discord: Discord, stories: Stories, caplog: pytest.LogCaptureFixture
) -> None:
    async with run(stories, Clock()) as (bot, _):
        await discord.ready.wait()
        await discord.ask()
        event = await discord.repeat()
        old = str(int(event["id"]) - (60_000 << 22))
        await discord.send("INTERACTION_CREATE", event | {"id": old, "token": old})
        assert (await discord.ask()).text
        assert count(bot, "shed", reason="too_old") == 1
    assert discord.offered == 2
    assert not [record for record in caplog.records if record.name.startswith("bot.")]


async def test_a_token_that_is_refused_after_the_login_ends_the_bot(
    discord: Discord, stories: Stories
) -> None:
    discord.refuses = 401
    async with run(stories, Hurry().clock) as (_, running):
        with pytest.raises(LoginFailure):
            await running


async def test_a_gateway_that_is_not_told_is_asked_for_again(
    discord: Discord, stories: Stories, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "bot")
    discord.refuses = 503
    hurry = Hurry()
    async with run(stories, hurry.clock):
        await hurry.wait_for(pauses=4)
        discord.refuses = 0
        await discord.ready.wait()
    assert "Discord has a fault of its own (503)" in caplog.text
    assert "Discord is reached again" in caplog.text


async def test_a_bot_that_is_closed_while_it_connects_leaves_nothing_behind(
    discord: Discord, stories: Stories
) -> None:
    discord.storm = "hello"
    async with run(stories, Clock()) as (bot, running):
        await discord.connected_once.wait()
        bot.connection.stop()
        await running
    assert not [each for each in asyncio.all_tasks() if each is not asyncio.current_task()]


async def test_everything_goes_through_the_proxy(stories: Stories) -> None:
    async with open_discord(tls=identify("good")) as discord, open_proxy() as proxy:
        through = Config(fetching=FetchingOptions(proxy=proxy.url.replace("//", "//me:secret@")))
        async with run(stories, Clock(), through, trust("good")):
            await discord.ready.wait()
            assert (await discord.ask()).text
    where = discord.addresses[0].removeprefix("https://").removesuffix("/api")
    assert len(proxy.asked) >= 2  # a request and the gateway, at least
    assert set(proxy.asked) == {f"{where} bWU6c2VjcmV0"}
