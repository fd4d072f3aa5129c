"""Does one of several processes have its own shards, and no others, from the start to the loss of them?"""

import logging
import os
import signal
from asyncio import all_tasks, create_task
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
import yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route

from bot.config import Config, Token
from bot.connection.leases import ShardLeases
from bot.health import Health
from bot.metrics import Metrics
from bot.serving import serve
from bot.stories import Stories
from knowledge.base import KnowledgeBase
from knowledge.notices.share import Share
from soak.connected import TOKEN
from soak.hurry import Hurry
from soak.sharded_discord import ShardedDiscord, open_sharded_discord
from tests.bot.connection.test_leases import until
from tests.bot.connection.test_shards import run

pytestmark = [pytest.mark.discord, pytest.mark.process]


@pytest.fixture
async def discord(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[ShardedDiscord]:
    async with open_sharded_discord(shards=3, max_concurrency=4) as (opened, http, gateway):
        monkeypatch.setattr(Route, "BASE", http)
        monkeypatch.setattr(DiscordWebSocket, "DEFAULT_GATEWAY", yarl.URL(gateway))
        yield opened


@pytest.mark.parametrize(
    ("shards", "share", "registered"),
    [(None, Share(0, 2, 3), 1), (Share(0, 1, 8), Share(0, 1, 8), 1), (Share(6, 7, 8), Share(6, 7, 8), 0)],
    ids=str,
)
async def test_it_has_the_shards_that_it_is_told_or_else_all(
    discord: ShardedDiscord, stories: Stories, shards: Share | None, share: Share, registered: int
) -> None:
    hurry = Hurry()
    health = Health(stories, Metrics(), hurry.clock)
    async with run(stories, hurry.clock, Config(shards=shards)) as (bot, _):
        await discord.wait_for(*share.shards)
        assert {(each.shard, each.of) for each in discord.begun} == {
            (each, share.of) for each in share.shards
        }
        assert bot.connection.share == share
        assert bot.share.has(None) == (share.first == 0)
        assert discord.registered == registered
        health.connection = bot
        shown = health.show_metrics().body.decode()
        assert f"talksbot_shards {len(share.shards)}.0\n" in shown
    assert discord.doubled == 0


async def test_a_stand_by_connects_when_it_may_and_stands_by_again_where_it_has_lost_its_shards(
    discord: ShardedDiscord,
    base: KnowledgeBase,
    configured: Config,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.INFO, "bot")
    monkeypatch.setattr(base.store, "is_shared", True)
    names, leases = ["shard 1/4"], base.store.leases
    await leases.claim(names, "another", 3600)
    configured = replace(configured, shards=Share(1, 1, 4))
    running = create_task(serve(Token(TOKEN), base, configured, Hurry().clock))
    await until(lambda: "stands by for the shards 1-1/4: shard 1/4 held by another" in caplog.text)
    assert not discord.begun
    await leases.release("another")
    await discord.wait_for(1)
    assert "This process has the shards 1-1/4 now." in caplog.messages
    rounds = {task.get_name() for task in all_tasks()}
    assert {"round: delivery of notices", "round: following of other processes"} <= rounds
    # That belongs to the process that has the first shard.
    assert rounds.isdisjoint({"round: gathering from sources", "round: forgetting of what is old"})
    while held := await leases.claim(names, "another", 3600):  # as after a stop that lasted for too long
        await leases.release(held["shard 1/4"])
    await until(lambda: caplog.text.count("stands by for the shards") == 2)
    assert "The connections are closed: shard 1/4 held by another" in caplog.messages
    assert not discord.connected_shards[1]
    os.kill(os.getpid(), signal.SIGTERM)
    assert await running == 0
    assert [each.shard for each in discord.begun] == [1]


async def test_who_stops_leaves_its_shards_to_others(
    discord: ShardedDiscord, base: KnowledgeBase, configured: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(base.store, "is_shared", True)
    running = create_task(serve(Token(TOKEN), base, configured, Hurry().clock))
    await discord.wait_for(0)
    assert await base.store.leases.claim(["shards"], "another", 3600)
    os.kill(os.getpid(), signal.SIGTERM)
    assert await running == 0
    assert not await base.store.leases.claim(["shards"], "another", 3600)


def test_a_stand_by_is_healthy_and_not_ready(stories: Stories) -> None:
    clock = Hurry().clock

    async def renew() -> None:
        raise AssertionError("nobody claims anything here")

    health = Health(stories, Metrics(), clock)
    health.leases = ShardLeases(stories.main.store.leases, Share(0, 15, 64), clock, renew)
    assert health.find_faults() == ("shards: 0 of unknown connected",)
    health.leases.refusal = "shard 0/64 held by another"
    assert health.find_faults() == ("shards 0-15/64: shard 0/64 held by another",)
    assert health.show_health().status == 200
