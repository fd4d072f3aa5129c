"""How are commands put right while no bot runs? `talksbot sync` compares, heals, and says what it did."""

import asyncio
import tempfile
from collections.abc import AsyncGenerator, AsyncIterable, Sequence
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path

import discord
from msgspec import Struct

from bot import __version__
from bot.client import TalksBot
from bot.clock import Clock
from bot.config import Config, Token
from bot.connection.failures import REFUSED_TOKEN, UNREACHABLE, explain
from bot.exits import CONFIGURATION, DONE, FAILED
from bot.metrics import Metrics
from bot.registration import Described, Registry, compare, describe_commands, describe_refusal
from bot.replies.unfinished import Unfinished
from bot.stories import MAIN, Stories, Story
from bot.terminal.console import Console, plain
from bot.terminal.notes import note
from knowledge.answering.thresholds import Thresholds
from knowledge.base import KnowledgeBase
from knowledge.gathering import open_gatherer
from knowledge.intake import Intake
from knowledge.sources.edition import SHIPPED_ARTICLES
from knowledge.sources.fetching import name_agent
from knowledge.sources.folders import Folders
from knowledge.store import open_store

_PAUSE_SECONDS = 0.1
"""Between two servers: a running bot has the same fifty requests a second."""


class Wish(Struct, frozen=True):
    """What is to be done."""

    preview: bool = False
    """Only say what would be done."""
    everywhere: bool = False
    """Look for leftovers in each server that the bot is in, and not only in the home server."""


async def sync(
    token: Token, configured: Config, wish: Wish, console: Console, clock: Clock | None = None
) -> int:
    """Compare the commands that Discord has with ours, heal where they differ, and give the exit code."""
    clock = clock or Clock()
    async with _open_bot(configured, clock) as bot:
        try:
            await bot.login(token.value)
        except discord.LoginFailure:
            note(str(REFUSED_TOKEN))
            return CONFIGURATION
        except UNREACHABLE as error:
            note(f"Discord cannot be reached. {explain(error)}")
            return FAILED
        return await _heal_all(bot, configured.discord.home_guild, wish, console, clock)


class _Unregistered(TalksBot):
    """The bot with all its commands, before Discord is told of any."""

    async def setup_hook(self) -> None:
        await self.add_commands()


@asynccontextmanager
async def _open_bot(configured: Config, clock: Clock) -> AsyncGenerator[TalksBot]:
    """Make a bot that knows nothing; its commands are the same whatever it knows."""
    # Not that of the configuration: a running bot writes there, and it may be damaged.
    with tempfile.TemporaryDirectory() as folder:
        async with open_store(Path(folder), write=True) as store:
            when = partial(clock.when, configured.answers)
            base = KnowledgeBase(store, Intake(store, Folders(SHIPPED_ARTICLES)), Thresholds(), when)
            agent = name_agent(__version__, configured.fetching.contact or "")
            async with open_gatherer(base, agent, configured.fetching.proxy, clock.now) as gatherer:
                stories = Stories(Story(MAIN, base, gatherer))
                async with _Unregistered(
                    stories, configured, clock, Unfinished(), Metrics(), message_content=True
                ) as bot:
                    yield bot


async def _heal_all(bot: TalksBot, home: int | None, wish: Wish, console: Console, clock: Clock) -> int:
    """Heal what is for all, and then what single servers have; a server that refuses is no reason to stop."""
    place = _Place(Registry(bot), console, wish)
    fine = await place.heal(await describe_commands(bot.tree))
    if not wish.everywhere:
        return DONE if fine & (home is None or await place.heal((), home)) else FAILED
    looked = 0
    try:
        async for guild in _find_servers(bot):
            looked += 1
            fine &= await place.heal((), guild)
            await clock.sleep(_PAUSE_SECONDS)
    except UNREACHABLE as error:
        console.say(f"servers: cannot be listed: {plain(describe_refusal(error))}")
        fine = False
    console.say(f"servers: looked into {looked}")
    return DONE if fine else FAILED


async def _find_servers(bot: TalksBot) -> AsyncIterable[int]:
    async for guild in bot.fetch_guilds(limit=None, with_counts=False):
        yield guild.id


class _Place(Struct, frozen=True):
    """Heals one place after another, and says what it finds in each."""

    registry: Registry
    console: Console
    wish: Wish

    async def heal(self, ours: Sequence[Described], guild: int | None = None) -> bool:
        """Compare the commands of a server, or those for all, and write ours; False where Discord refuses."""
        name = "for all" if guild is None else f"server {guild}"
        try:
            async with asyncio.timeout(60):
                theirs = await self.registry.read(guild)
                difference = compare(ours, theirs)
                if difference and not self.wish.preview:
                    await self.registry.heal(ours, theirs, guild)
        except UNREACHABLE as error:
            self.console.say(f"{name}: {plain(describe_refusal(error))}")
            return False
        if difference:
            self.console.say(f"{name}: {'would be ' * self.wish.preview}{plain(str(difference))}")
        elif guild is None:
            self.console.say(f"{name}: in order, {len(ours)} commands")
        return True
