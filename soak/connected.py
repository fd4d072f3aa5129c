"""How is a bot connected in a trial? The real one, with a small article, in this process."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from functools import partial
from pathlib import Path

from bot.client import TalksBot
from bot.clock import Clock
from bot.config import AnswerOptions, Config
from bot.metrics import Metrics
from bot.replies.unfinished import Unfinished
from bot.stories import MAIN, Stories, Story
from knowledge.gathering import open_gatherer
from knowledge.opening import open_base

TOKEN = "a.b.c"  # noqa: S105  a loopback Discord takes any
_ARTICLE = """\
---
title: Talks on the river
published: 2026-03-01
---
| Point | Status |
| --- | --- |
| Bridge Repair | In Progress |
| Winter Ferry | Proposed |
"""


def write_article(folder: Path) -> Path:
    """Write it into a folder of the one given, and give that."""
    articles = folder / "articles"
    articles.mkdir(parents=True, exist_ok=True)
    (articles / "river.md").write_text(_ARTICLE, "utf-8")
    return articles


@asynccontextmanager
async def open_stories(folder: Path, clock: Clock) -> AsyncGenerator[Stories]:
    """Open a store in the folder, filled with the article."""
    articles = write_article(folder)
    when = partial(clock.when, AnswerOptions())
    async with AsyncExitStack() as stack:
        base = await stack.enter_async_context(open_base(folder / "data", articles, when=when, write=True))
        gatherer = await stack.enter_async_context(open_gatherer(base, "talksbot", None, clock.now))
        yield Stories(Story(MAIN, base, gatherer))


@asynccontextmanager
async def run_bot(stories: Stories, clock: Clock, metrics: Metrics) -> AsyncGenerator[TalksBot]:
    """Keep a bot connected to whatever discord.py takes for Discord."""
    bot = TalksBot(stories, Config(), clock, Unfinished(), metrics, message_content=False)
    async with bot:
        running = asyncio.create_task(bot.start(TOKEN))
        try:
            yield bot
        finally:
            await bot.close()
            running.cancel()
            with suppress(asyncio.CancelledError):
                await running
