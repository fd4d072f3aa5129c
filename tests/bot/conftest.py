import asyncio
import json
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from datetime import UTC, datetime
from functools import cache, partial
from ipaddress import ip_network
from pathlib import Path
from typing import Any, cast

import discord
import pytest
import simcord
from simcord.http.client import FakeHTTPClient

from bot.client import TalksBot
from bot.clock import Clock
from bot.config import AnswerOptions, Config, DiscordOptions, OperationsOptions
from bot.metrics import Metrics
from bot.registration import Described, Registration, describe_commands
from bot.replies.unfinished import Unfinished
from bot.stories import MAIN, Stories, Story
from knowledge.base import KnowledgeBase
from knowledge.gathering import Gatherer, open_gatherer
from knowledge.opening import open_base
from knowledge.semantic import reader
from knowledge.sources.addresses import Addresses
from knowledge.statuses.changes import Changes
from tests.asking import WHEN
from tests.bot.cogs.scene import read

TALKS = """\
---
title: Talks on the river
published: 2026-03-01
url: https://news.example/river
---
# Talks on the river

The two delegations met in the old mill for the first time in nine years.

## Where the points stand

After the meeting the hosts published this list:

| Point | Status |
| --- | --- |
| Fishing Rights | Under Discussion |
| Bridge Repair | In Progress |
| Winter Ferry | Proposed |
"""

TIMETABLE = """\
---
title: Timetable of the ferry
published: 2026-02-10
---
# Timetable of the ferry

The ferry leaves the northern pier at seven in the morning and returns at dusk.
"""

GLOSSARY = """\
["Bridge Repair"]
also = ["crossing"]
"""

HOME = 900
LOCAL = Addresses([ip_network("127.0.0.0/8")], range(1, 65_536))
"""Takes sources on this machine, as if it were the world."""


_open_network = cache(reader._open_network)  # pyright: ignore[reportPrivateUsage]


@pytest.fixture(autouse=True)
def opened_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Open the shipped reader once for all these tests: it takes most of a second, and never changes."""
    monkeypatch.setattr(reader, "_open_network", _open_network)


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Articles, and a store filled from them: reading takes a child process, so once for all tests."""
    folder = tmp_path_factory.mktemp("filled")
    (folder / "articles").mkdir()
    (folder / "articles" / "talks.md").write_text(TALKS, encoding="utf-8")
    (folder / "articles" / "timetable.md").write_text(TIMETABLE, encoding="utf-8")
    (folder / "articles" / "glossary.toml").write_text(GLOSSARY, encoding="utf-8")

    async def fill() -> None:
        async with open_base(folder / "data", folder / "articles", when=lambda: WHEN, write=True):
            pass

    asyncio.run(fill())
    return folder


@pytest.fixture
def articles(filled: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(filled / "articles", tmp_path / "articles"))


@pytest.fixture
async def base(filled: Path, tmp_path: Path, articles: Path, clock: Clock) -> AsyncIterator[KnowledgeBase]:
    data = Path(shutil.copytree(filled / "data", tmp_path / "data"))
    async with open_base(data, articles, when=partial(clock.when, AnswerOptions()), write=True) as opened:
        yield opened


@pytest.fixture
def configured() -> Config:
    # Many tests run at once, and there is but one port of each number.
    return Config(discord=DiscordOptions(home_guild=HOME), operations=OperationsOptions(listen=""))


@pytest.fixture
def clock() -> Clock:
    """It is always four days after the talks."""
    return Clock(now=lambda: datetime(2026, 3, 5, 12, tzinfo=UTC))


@pytest.fixture
def message_content() -> bool:
    return True


@pytest.fixture
async def gatherer(base: KnowledgeBase, clock: Clock) -> AsyncIterator[Gatherer]:
    """Look at sources on this machine."""
    async with open_gatherer(base, "talksbot/tests", None, clock.now, LOCAL) as opened:
        yield opened


@pytest.fixture
def stories(base: KnowledgeBase, gatherer: Gatherer) -> Stories:
    """All servers are told the same."""
    return Stories(Story(MAIN, base, gatherer))


@pytest.fixture
def build(stories: Stories, clock: Clock, message_content: bool) -> Callable[[Config], TalksBot]:
    def built(configured: Config) -> TalksBot:
        bot = TalksBot(stories, configured, clock, Unfinished(), Metrics(), message_content=message_content)
        bot.shard_count = 1
        return bot

    return built


_heal = Registration._heal_everywhere  # pyright: ignore[reportPrivateUsage]
_described: dict[str, str] = {}
"""Commands in all languages, as JSON, by what they are in English."""


async def _have(registration: Registration) -> None:
    """Let a simulated Discord have at once what a bot would register."""
    http = registration._client.http  # pyright: ignore[reportPrivateUsage]
    tree = registration._tree  # pyright: ignore[reportPrivateUsage]
    if isinstance(http, FakeHTTPClient):
        key = repr([each.to_dict(tree) for each in tree.get_commands()])
        if key not in _described:
            _described[key] = json.dumps([_write_down(each) for each in await describe_commands(tree)])
        http.backend.register_commands(None, json.loads(_described[key]))
    else:
        await _heal(registration)


def _write_down(command: Described) -> Described:
    """Give a command as the simulated Discord keeps it."""
    return {name: value for name, value in command.items() if name != "nsfw"}


@pytest.fixture(scope="session", autouse=True)
def _register_once() -> Iterator[None]:
    """Compare and write the commands not at the start of each bot: that takes a third of it.

    A test that is about them asks for `registering`.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Registration, "_heal_everywhere", _have)
        yield


@pytest.fixture
def registering(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a bot compare what Discord has with its commands, and write them, as it does outside tests."""
    monkeypatch.setattr(Registration, "_heal_everywhere", _heal)


@pytest.fixture
def simcord_bot(build: Callable[[Config], TalksBot], configured: Config) -> TalksBot:
    return build(configured)


@pytest.fixture
def env(simcord_env: simcord.Env) -> Iterator[simcord.Env]:
    # On a busy machine a child process that reads articles takes its time to start.
    simcord_env.settle_timeout = 60.0
    yield simcord_env
    for request in simcord_env.http_requests:
        body = cast("dict[str, Any]", request.json if isinstance(request.json, dict) else {})
        message = body.get("data", body)
        # A form is no message.
        if "title" not in message and not {"embeds", "content", "components"}.isdisjoint(message):
            assert message["allowed_mentions"] == {"parse": []}


@pytest.fixture
def rewrite(articles: Path, base: KnowledgeBase) -> Callable[[str, str], Awaitable[Changes]]:
    """Replace words in the article of the talks, and reload."""

    async def rewritten(old: str, new: str) -> Changes:
        talks = articles / "talks.md"
        text = talks.read_text(encoding="utf-8")
        assert old in text
        talks.write_text(text.replace(old, new), encoding="utf-8")
        return await base.reload()

    return rewritten


@pytest.fixture
def guild(env: simcord.Env) -> simcord.GuildHandle:
    return env.create_guild(id=HOME)


@pytest.fixture
def channel(guild: simcord.GuildHandle) -> simcord.ChannelHandle:
    return guild.create_text_channel("general")


@pytest.fixture
def alice(env: simcord.Env, guild: simcord.GuildHandle) -> simcord.MemberActor:
    return guild.add_member(env.create_user("alice"))


@pytest.fixture
def shown() -> Callable[[discord.Message | simcord.ResponseMessage | None], str]:
    """All that a message says."""
    return read
