from collections.abc import AsyncIterator

import discord
import pytest
from discord.http import Route

from bench.channels import Channels
from bench.loopback import open_loopback
from bot.stories import Stories
from knowledge.notices.audience import Subscription
from tests.bot.delivery.office import ALICE, NEWS, Office, Time


@pytest.fixture
async def channels(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Channels]:
    async with open_loopback() as (loopback, http, _):
        monkeypatch.setattr(Route, "BASE", http)
        yield loopback.channels
        assert not loopback.unknown


@pytest.fixture
async def office(channels: Channels, stories: Stories) -> AsyncIterator[Office]:
    # Nothing else of the bot takes part; and without a limit of its own the library would wait on a 429.
    async with discord.Client(intents=discord.Intents.none(), max_ratelimit_timeout=30) as client:
        await client.login("token")
        yield Office(channels, stories.main, client, Time())


@pytest.fixture
async def news(office: Office) -> Subscription:
    return await office.base.store.subscriptions.add(None, channel=NEWS, guild=1)


@pytest.fixture
async def edited(office: Office) -> Subscription:
    return await office.base.store.subscriptions.add(None, channel=NEWS, guild=1, edits=True)


@pytest.fixture
async def alice(office: Office) -> Subscription:
    return await office.base.store.subscriptions.add("Ferry", user=ALICE)
