"""How does the bot meet a Discord that fails? Connected in this process to a small one that may fail."""

import asyncio
import time
from collections import Counter
from collections.abc import AsyncGenerator, Awaitable, Callable, Generator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any, TypeAlias

import discord.http
import discord.webhook.async_
import yarl
from aiohttp import web
from discord.gateway import DiscordWebSocket
from discord.http import Route
from msgspec import Struct

from bench.loopback import Loopback
from bot import limits
from bot.client import TalksBot
from bot.clock import Clock
from bot.config import AnswerOptions, Config
from bot.metrics import Metrics
from bot.replies.unfinished import Unfinished
from bot.stories import MAIN, Stories, Story
from knowledge.gathering import open_gatherer
from knowledge.opening import open_base
from knowledge.sources.edition import SHIPPED_ARTICLES

_SOON_SECONDS, _SHORT = 10.0, 0.005
"""Up to so many seconds discord.py waits before it tries again: here it waits for less."""

Say: TypeAlias = Callable[[web.Request], Awaitable[web.StreamResponse]]
"""Makes what Discord says."""


class Fault(Struct, frozen=True):
    """A way in which a request fails."""

    name: str
    say: Say
    taken: bool = False
    """Whether Discord does what it is asked all the same."""
    lasts: bool = False
    """Whether it fails again and again."""
    is_endless: bool = False
    """Whether it says nothing, or only that one should wait."""
    is_answered: bool = True
    """Whether a question gets its answer in the end, where the fault does not last."""


class Leap:
    """Seconds that go on by themselves, and leap where that is wanted."""

    def __init__(self) -> None:
        """Leap not yet."""
        self.ahead = 0.0

    def __call__(self) -> float:
        """Say how many there are."""
        return time.monotonic() + self.ahead


class FaultyDiscord:
    """A small Discord, to which what the bot says fails."""

    def __init__(self) -> None:
        """Fail not yet."""
        self.loopback = Loopback(30.0, 300.0)
        self.fault: Fault | None = None
        self.statuses: Counter[int] = Counter()
        """What it has answered by the fault."""

    @web.middleware
    async def fail(
        self, request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
    ) -> web.StreamResponse:
        """Let a request fail where that is wanted."""
        is_answer = request.method == "POST" and request.path.endswith(("/callback", "/messages"))
        fault = self.fault
        if not is_answer or fault is None:
            return await handler(request)
        if not fault.lasts:
            self.fault = None
        if fault.taken:
            await handler(request)
        said = await fault.say(request)
        self.statuses[said.status] += 1
        return said


@asynccontextmanager
async def open_bot(
    folder: Path, leap: Leap, articles: Path = SHIPPED_ARTICLES
) -> AsyncGenerator[tuple[TalksBot, FaultyDiscord]]:
    """Connect the bot to such a Discord."""
    server = FaultyDiscord()
    application = server.loopback.application()
    application.middlewares.append(server.fail)
    runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.01)
    async with AsyncExitStack() as stack:
        await runner.setup()
        stack.push_async_callback(runner.cleanup)
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        stack.enter_context(_at(*server.loopback.at(runner.addresses[0][1])))
        clock = Clock(monotonic=leap)
        when = partial(clock.when, AnswerOptions())
        opened = open_base(folder / "data", articles, when=when, write=True)
        base = await stack.enter_async_context(opened)
        gatherer = await stack.enter_async_context(open_gatherer(base, "soak", None, clock.now))
        stories = Stories(Story(MAIN, base, gatherer))
        bot = TalksBot(stories, Config(), clock, Unfinished(), Metrics(), message_content=False)
        await stack.enter_async_context(bot)
        await bot.login("a.b.c")
        connection = asyncio.create_task(bot.connect())
        try:
            await server.loopback.connected.wait()
            yield bot, server
        finally:
            await bot.close()
            connection.cancel()
            await asyncio.wait({connection})


@contextmanager
def _at(http: str, gateway: str) -> Generator[None]:
    """Tell discord.py where its Discord is; let it try again soon, and let nobody ask too much."""

    async def sleep(seconds: float, result: Any = None) -> Any:
        return await asyncio.sleep(seconds if seconds > _SOON_SECONDS else _SHORT, result)

    hasty = SimpleNamespace(**{**vars(asyncio), "sleep": sleep})
    freely = limits.Allowance(1_000_000, 0.0)
    changes: list[tuple[Any, str, Any]] = [
        (Route, "BASE", http),
        (DiscordWebSocket, "DEFAULT_GATEWAY", yarl.URL(gateway)),
        (limits, "USER", freely),
        (limits, "CHANNEL", freely),
        (discord.http, "asyncio", hasty),
        (discord.webhook.async_, "asyncio", hasty),
    ]
    kept = [(of, name, getattr(of, name)) for of, name, _ in changes]
    for of, name, value in changes:
        setattr(of, name, value)
    try:
        yield
    finally:
        for of, name, value in kept:
            setattr(of, name, value)
