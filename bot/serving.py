"""How does it begin and end on Discord? Connect, serve until a signal, finish what is being answered."""

import asyncio
import logging
import re
import signal
from collections.abc import Generator
from contextlib import contextmanager

import discord
from aiohttp import ClientError

from bot.client import TalksBot
from bot.config import DiscordOptions, Token
from knowledge import period
from knowledge.base import KnowledgeBase
from knowledge.errors import KnowledgeError

_log = logging.getLogger(__name__)

_DONE, _FAILED, _CONFIGURATION = 0, 1, 78

_DRAIN_SECONDS = 10.0
"""How long answers may take to be finished after the signal to stop."""

_ANSWERING = re.compile(r"discord\.py: |CommandTree-invoker|reload")
"""How the tasks are named in which discord.py runs what a message, a command or SIGHUP has set off."""

_NEVER_AGAIN = {4004, 4012, 4013}
"""How the gateway ends on a wrong token, version or intents; after 4010 and 4011 a new start helps."""


async def serve(token: Token, base: KnowledgeBase, options: DiscordOptions) -> int:
    """Be connected until a signal or Discord ends it, and give the exit code.

    SIGTERM and SIGINT finish what is being answered and give 0; a second one ends at once. SIGHUP reloads.
    """
    # That voice does not work without two more packages is no news to a bot that only writes.
    discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False
    library = logging.getLogger("discord")
    library.setLevel(max(logging.INFO, library.level))  # below that it logs the tokens of interactions
    for name in ("discord.shard", "discord.ext.commands.bot"):
        logging.getLogger(name).addFilter(_worth_a_line)
    with _signals(base) as stop:
        await asyncio.to_thread(period.prepare)
        if options.message_content:
            try:
                return await _serve(TalksBot(base, options, message_content=True), token, stop)
            except discord.PrivilegedIntentsRequired:
                _log.warning(
                    "Text commands such as %sask are off: messages may not be read. To have them, switch on "
                    "Developer Portal > application > Bot > Message Content Intent, and start again. "
                    "Mentions, direct messages and slash commands work without it.",
                    options.prefix,
                )
        return await _serve(TalksBot(base, options, message_content=False), token, stop)


async def _serve(bot: TalksBot, token: Token, stop: asyncio.Event) -> int:
    """Run one connection to its end, each way it may end said in one line."""
    try:
        async with bot:
            await _connected(bot, token, stop)
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
        _log.error("Discord cannot be reached: %s. Check the network, then start again.", _said(error))
        return _FAILED
    _log.info("Ended.")
    return _DONE


async def _connected(bot: TalksBot, token: Token, stop: asyncio.Event) -> None:
    """Stay connected until the connection ends, raising what ended it, or until the signal to stop."""
    connection = asyncio.create_task(bot.start(token.value))
    stopping = asyncio.create_task(stop.wait())
    try:
        await asyncio.wait({connection, stopping}, return_when=asyncio.FIRST_COMPLETED)
        if connection.done():
            connection.result()
        else:
            await _drained(bot)
    finally:
        await bot.close()
        for task in (connection, stopping):
            task.cancel()
        await asyncio.wait({connection, stopping})


async def _drained(bot: TalksBot) -> None:
    """Take nothing new from Discord, and wait until what is being answered is answered."""
    _log.info("Stopping: finishing what is being answered.")
    try:
        async with asyncio.timeout(_DRAIN_SECONDS):
            for shard in bot.shards.values():
                await shard.disconnect()
            while answering := {task for task in asyncio.all_tasks() if _ANSWERING.match(task.get_name())}:
                await asyncio.wait(answering)
    except TimeoutError:
        _log.warning("Some answers were not finished in %d seconds.", _DRAIN_SECONDS)


@contextmanager
def _signals(base: KnowledgeBase) -> Generator[asyncio.Event]:
    """Give what is set by the first signal to stop; SIGHUP reloads `base` meanwhile."""
    loop = asyncio.get_running_loop()
    ends = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    stop = asyncio.Event()
    reloads: set[asyncio.Task[None]] = set()

    def end() -> None:
        for number in ends:
            loop.remove_signal_handler(number)
            signal.signal(number, signal.SIG_DFL)  # the next one ends the process at once
        stop.set()

    def reload() -> None:
        task = loop.create_task(_reload(base), name="reload")
        reloads.add(task)  # the loop itself keeps no task alive
        task.add_done_callback(reloads.discard)

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


async def _reload(base: KnowledgeBase) -> None:
    try:
        made = await base.reload()
    except KnowledgeError as error:
        _log.error("The reload changed nothing: %s", error)
        return
    for problem in made.problems:
        _log.warning("Not taken up: %s", problem)
    counts = len(made.added), len(made.changed), len(made.removed), len(made.statuses)
    _log.info("Reloaded: %d articles added, %d changed, %d removed; %d statuses changed.", *counts)


def _worth_a_line(record: logging.LogRecord) -> bool:
    """Drop what discord.py says of the missing intent; make one line of a lost connection."""
    if record.name == "discord.shard" and record.exc_info and record.exc_info[1]:
        record.msg, record.args = f"{record.getMessage()} ({_said(record.exc_info[1])})", ()
        record.exc_info = None
    return "content intent is missing" not in str(record.msg)


def _said(error: BaseException) -> str:
    return str(error) or type(error).__name__
