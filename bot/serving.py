"""How does it begin and end on Discord? Connect, serve until a signal, finish what is being answered."""

import asyncio
import logging
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from functools import partial

import discord

from bot import __version__
from bot.client import TalksBot
from bot.clock import Clock
from bot.config import Config, Token
from bot.connection.leases import ShardLeases
from bot.connection.signals import catch_signals
from bot.connection.supervisor import Bots, Loops, supervise
from bot.delivery import Delivery
from bot.delivery.digests import digests
from bot.health import open_health
from bot.metrics import Metrics
from bot.reloads import count_change, report_change
from bot.replies.unfinished import Unfinished
from bot.servers import Servers
from bot.stories import MAIN, Stories, Story
from knowledge import memory
from knowledge.answering import period
from knowledge.base import KnowledgeBase
from knowledge.errors import KnowledgeError
from knowledge.following import keep_following
from knowledge.gathering import keep_gathering, open_gatherer
from knowledge.notices.share import ALL
from knowledge.retention import keep_forgetting
from knowledge.sources.fetching import name_agent
from knowledge.statuses.changes import Changes
from knowledge.watch import watch

_log = logging.getLogger(__name__)


async def serve(
    token: Token,
    base: KnowledgeBase,
    configured: Config,
    clock: Clock | None = None,
    named: Mapping[str, KnowledgeBase] | None = None,
) -> int:
    """Be connected until a signal or Discord ends it, and give the exit code.

    SIGTERM and SIGINT finish what is being answered and sent, and give 0; a second one ends at once. SIGHUP
    reloads. Meanwhile notices and digests go out, and the articles folder is watched if that is configured.
    `named` are the stories that servers may choose instead of that of `base`.
    """
    clock, named = clock or Clock(), named or {}
    _quieten_library()
    unfinished, metrics = Unfinished(), Metrics()

    def reload() -> None:
        for name, each in ((MAIN, base), *named.items()):
            report = partial(report_change, metrics, name, "reload", "SIGHUP")
            unfinished.add(asyncio.create_task(_reload(each, report)))

    with catch_signals(reload) as stop:
        await asyncio.to_thread(period.prepare)
        if base.reader:
            await asyncio.to_thread(base.reader.prepare)
        memory.leave_alone()

        async with (
            _open_stories(base, named, configured, clock) as stories,
            open_health(configured.operations.listen, stories, metrics, clock, stop) as health,
        ):
            leases, shards = None, configured.shards
            if base.store.is_shared:
                leases = ShardLeases(base.store.leases, shards, clock, partial(_renew, stories))
            health.leases = leases

            def make(content: bool) -> TalksBot:
                bot = TalksBot(stories, configured, clock, unfinished, metrics, message_content=content)
                health.connection = bot
                return bot

            loops = partial(_loops, stories.all(), configured)
            bots = Bots(make, loops, configured.discord.prefix, shards is not None)
            content = configured.discord.message_content
            return await supervise(bots, token, stop, clock, content=content, leases=leases)


@asynccontextmanager
async def _open_stories(
    base: KnowledgeBase, named: Mapping[str, KnowledgeBase], configured: Config, clock: Clock
) -> AsyncGenerator[Stories]:
    """Open what looks for news of each story, and read what each server has chosen."""
    fetching, about = configured.fetching, {each.name: each for each in configured.corpora}
    agent = name_agent(__version__, fetching.contact or "")
    async with AsyncExitStack() as stack:

        async def make(name: str, base: KnowledgeBase) -> Story:
            opened = open_gatherer(base, agent, fetching.proxy, clock.now)
            told = about.get(name)
            title, description = (told.title or name, told.description or "") if told else ("", "")
            return Story(name, base, await stack.enter_async_context(opened), title, description)

        main, *others = [await make(*each) for each in ((MAIN, base), *named.items())]
        stories = Stories(main, others, await Servers.load(base.store.servers, configured.shards or ALL))
        stories.warn_of_lost()
        yield stories


async def _renew(stories: Stories) -> None:
    """Know what other processes have changed, as far as it can be read."""
    await stories.servers.read()
    for story in stories.all():
        # Where that fails, what is known is served on, and the loop that follows says so.
        with suppress(KnowledgeError):
            await story.base.follow()


def _loops(stories: Iterable[Story], configured: Config, bot: TalksBot) -> Loops:
    """Give what goes on beside the answers, by names for the log.

    What is of no server, such as sources, is looked after by the process that has the first shard.
    """
    clock, pace, share = bot.clock, bot.boards.pace, bot.share
    loops: dict[str, Callable[[], Awaitable[None]]] = {"keeping of boards": bot.boards.run}
    for story in stories:
        of = f" of {story.name}" if story.name else ""
        loops |= {
            f"delivery of notices{of}": Delivery(
                bot, story, clock, bot.unfinished, pace, bot.metrics, share
            ).run,
            f"making of digests{of}": partial(digests, story.base, clock, share),
        }
        if story.store.is_shared:
            loops[f"following of other processes{of}"] = partial(
                keep_following, story.base, clock.sleep, clock.now
            )
        if not share.has(None):
            continue
        loops |= {
            f"gathering from sources{of}": partial(
                keep_gathering, story.gatherer, clock.sleep, partial(count_change, bot.metrics, "sources")
            ),
            f"forgetting of what is old{of}": partial(keep_forgetting, story.store, clock.now, clock.sleep),
        }
        if configured.knowledge.watch:
            loops[f"watch on the articles{of}"] = partial(
                watch, story.base, clock.sleep, partial(count_change, bot.metrics, "watch")
            )
    return loops


async def _reload(base: KnowledgeBase, report: Callable[[Changes | KnowledgeError], None]) -> None:
    try:
        report(await base.reload())
    except KnowledgeError as error:
        report(error)


def _quieten_library() -> None:
    """Let discord.py log neither the tokens of interactions nor what is no news to this bot."""
    # That voice does not work without two more packages is no news to a bot that only writes.
    discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False
    library = logging.getLogger("discord")
    library.setLevel(max(logging.INFO, library.level))  # below that it logs the tokens
    logging.getLogger("discord.ext.commands.bot").addFilter(_worth_a_line)


def _worth_a_line(record: logging.LogRecord) -> bool:
    """Drop what discord.py says of the missing intent."""
    return "content intent is missing" not in str(record.msg)
