"""How does it begin and end on Discord? Connect, serve until a signal, finish what is being answered."""

import asyncio
import logging
import signal
from collections.abc import AsyncGenerator, Awaitable, Callable, Generator, Iterable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from functools import partial
from typing import TypeAlias

import discord
from aiohttp import ClientError

from bot import __version__
from bot.client import TalksBot
from bot.clock import Clock
from bot.config import Config, Token
from bot.delivery import Delivery
from bot.delivery.digests import digests
from bot.delivery.rounds import rounds
from bot.health import open_health
from bot.metrics import Metrics
from bot.reloads import count_change, report_change
from bot.replies.unfinished import Unfinished
from bot.servers import Servers
from bot.stories import MAIN, Stories, Story
from knowledge.answering import period
from knowledge.base import KnowledgeBase
from knowledge.counting import count
from knowledge.errors import KnowledgeError
from knowledge.gathering import keep_gathering, open_gatherer
from knowledge.sources.fetching import name_agent
from knowledge.statuses.changes import Changes
from knowledge.watch import watch

_log = logging.getLogger(__name__)

_DONE, _FAILED, _CONFIGURATION = 0, 1, 78

_DRAIN_SECONDS = 10.0
"""How long answers and notices may take to be finished after the signal to stop."""

_NEVER_AGAIN = {4004, 4012, 4013}
"""How the gateway ends on a wrong token, version or intents; after 4010 and 4011 a new start helps."""

_Loops: TypeAlias = Mapping[str, Callable[[], Awaitable[None]]]


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
    # That voice does not work without two more packages is no news to a bot that only writes.
    discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False
    library = logging.getLogger("discord")
    library.setLevel(max(logging.INFO, library.level))  # below that it logs the tokens of interactions
    for name in ("discord.shard", "discord.ext.commands.bot"):
        logging.getLogger(name).addFilter(_worth_a_line)
    unfinished, metrics = Unfinished(), Metrics()
    with _signals({MAIN: base, **named}, unfinished, metrics) as stop:
        await asyncio.to_thread(period.prepare)
        if base.reader:
            await asyncio.to_thread(base.reader.prepare)

        async with (
            _open_stories(base, named, configured, clock) as stories,
            open_health(configured.operations.listen, stories, metrics, clock, stop) as health,
        ):

            def serving(*, message_content: bool) -> Awaitable[int]:
                bot = TalksBot(
                    stories, configured, clock, unfinished, metrics, message_content=message_content
                )
                health.connection = bot
                return _serve(bot, token, stop, _loops(bot, stories.all(), configured))

            return await _serve_with_intents(serving, configured)


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
        stories = Stories(main, others, await Servers.load(base.store.servers))
        stories.warn_of_lost()
        yield stories


async def _serve_with_intents(serving: Callable[..., Awaitable[int]], configured: Config) -> int:
    """Serve with the privileged intent where it is wanted and given, else without it."""
    if configured.discord.message_content:
        try:
            return await serving(message_content=True)
        except discord.PrivilegedIntentsRequired:
            _log.warning(
                "Text commands such as %sask are off: messages may not be read. To have them, switch on "
                "Developer Portal > application > Bot > Message Content Intent, and start again. "
                "Mentions, direct messages and slash commands work without it.",
                configured.discord.prefix,
            )
    return await serving(message_content=False)


def _loops(bot: TalksBot, stories: Iterable[Story], configured: Config) -> _Loops:
    """Give what goes on beside the answers, by names for the log."""
    clock, pace = bot.clock, bot.boards.pace
    loops: dict[str, Callable[[], Awaitable[None]]] = {"keeping of boards": bot.boards.run}
    for story in stories:
        of = f" of {story.name}" if story.name else ""
        loops |= {
            f"delivery of notices{of}": Delivery(bot, story, clock, bot.unfinished, pace, bot.metrics).run,
            f"making of digests{of}": partial(digests, story.base, clock),
            f"gathering from sources{of}": partial(
                keep_gathering, story.gatherer, clock.sleep, partial(count_change, bot.metrics, "sources")
            ),
        }
        if configured.knowledge.watch:
            loops[f"watch on the articles{of}"] = partial(
                watch, story.base, clock.sleep, partial(count_change, bot.metrics, "watch")
            )
    return loops


async def _serve(bot: TalksBot, token: Token, stop: asyncio.Event, loops: _Loops) -> int:
    """Run one connection to its end, each way it may end said in one line."""
    try:
        async with bot:
            await _stay_connected(bot, token, stop, loops)
    except discord.LoginFailure:
        _log.error(
            "Discord refused the token. For a new one: Developer Portal > application > Bot > Reset Token."
        )
        return _CONFIGURATION
    except discord.PrivilegedIntentsRequired:
        raise
    except discord.ConnectionClosed as closed:
        _log.error(
            "Discord ended the connection with code %d%s.",
            closed.code,
            closed.reason and f": {closed.reason}",
        )
        return _CONFIGURATION if closed.code in _NEVER_AGAIN else _FAILED
    except (OSError, ClientError, discord.DiscordException) as error:
        _log.error("Discord cannot be reached: %s. Check the network, then start again.", _describe(error))
        return _FAILED
    _log.info("Ended.")
    return _DONE


async def _stay_connected(bot: TalksBot, token: Token, stop: asyncio.Event, loops: _Loops) -> None:
    """Stay connected until the connection ends, raising what ended it, or until the signal to stop."""
    logged_in = asyncio.Event()
    connection = asyncio.create_task(_connect(bot, token, logged_in))
    beside = asyncio.create_task(_go_on(bot.clock, loops, logged_in))
    stopping = asyncio.create_task(stop.wait())
    try:
        await asyncio.wait({connection, stopping}, return_when=asyncio.FIRST_COMPLETED)
        if connection.done():
            connection.result()
        else:
            _log.info("Stopping: finishing what is being answered and sent.")
            beside.cancel()
            await asyncio.wait({beside})
            await _drain(bot)
    finally:
        for task in (beside, stopping):
            task.cancel()
        await asyncio.wait({beside, stopping})
        await bot.close()
        connection.cancel()
        await asyncio.wait({connection})


async def _connect(bot: TalksBot, token: Token, logged_in: asyncio.Event) -> None:
    await bot.login(token.value)
    logged_in.set()
    await bot.connect()


async def _go_on(clock: Clock, loops: _Loops, logged_in: asyncio.Event) -> None:
    # Notices need no gateway, so they do not wait for it; but nothing is posted without a good token.
    await logged_in.wait()
    await rounds(loops, clock)


async def _drain(bot: TalksBot) -> None:
    """Take nothing new from Discord, and wait until what is being answered is answered, and sent what is."""
    try:
        async with asyncio.timeout(_DRAIN_SECONDS):
            for shard in bot.shards.values():
                await shard.disconnect()
            await bot.unfinished.wait()
    except TimeoutError:
        _log.warning("Some answers or notices were not finished in %s.", count(_DRAIN_SECONDS, "second"))


@contextmanager
def _signals(
    bases: Mapping[str, KnowledgeBase], unfinished: Unfinished, metrics: Metrics
) -> Generator[asyncio.Event]:
    """Give what is set by the first signal to stop; SIGHUP reloads all `bases` meanwhile."""
    loop = asyncio.get_running_loop()
    ends = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    stop = asyncio.Event()

    def end() -> None:
        for number in ends:
            loop.remove_signal_handler(number)
            signal.signal(number, signal.SIG_DFL)  # the next one ends the process at once
        stop.set()

    def reload() -> None:
        for name, base in bases.items():
            report = partial(report_change, metrics, name, "reload", "SIGHUP")
            unfinished.add(loop.create_task(_reload(base, report)))

    for number in ends:
        loop.add_signal_handler(number, end)
    loop.add_signal_handler(signal.SIGHUP, reload)
    try:
        yield stop
    finally:
        loop.remove_signal_handler(signal.SIGHUP)
        for number, before in ends.items():
            loop.remove_signal_handler(number)
            signal.signal(number, before)


async def _reload(base: KnowledgeBase, report: Callable[[Changes | KnowledgeError], None]) -> None:
    try:
        report(await base.reload())
    except KnowledgeError as error:
        report(error)


def _worth_a_line(record: logging.LogRecord) -> bool:
    """Drop what discord.py says of the missing intent; make one line of a lost connection."""
    if record.name == "discord.shard" and record.exc_info and record.exc_info[1]:
        record.msg, record.args = f"{record.getMessage()} ({_describe(record.exc_info[1])})", ()
        record.exc_info = None
    return "content intent is missing" not in str(record.msg)


def _describe(error: BaseException) -> str:
    return str(error) or type(error).__name__
