"""Who is connected? The bot on Discord, put together: intents, mentions, commands, errors."""

import asyncio
import hashlib
import json
import logging
from collections import Counter, OrderedDict
from typing import Any

import discord
import yarl
from aiohttp import ClientError
from discord import app_commands
from discord.ext import commands

from bot import render
from bot.admin import Admin
from bot.config import DiscordOptions
from bot.questions import Questions, addressed
from bot.replies import Asked, outcome, reply
from bot.statuses import Statuses
from knowledge.base import KnowledgeBase

_log = logging.getLogger(__name__)

_CONNECT_SECONDS = 30.0
"""How long a shard may try before the start has failed."""

_REMEMBERED = 10_000
"""Ids of the last messages and interactions: enough for what Discord sends again after a lost connection."""

_NOT_TAKEN = (ClientError, TimeoutError, discord.HTTPException, discord.RateLimited)
"""What is raised where Discord does not take an answer."""

_PER_CHANNEL = 9
"""Answers that may wait in one channel, where Discord takes about five in five seconds."""


class TalksBot(commands.AutoShardedBot):
    """The bot: hears what is said to it, and hands it on to the cogs."""

    def __init__(self, base: KnowledgeBase, options: DiscordOptions, *, message_content: bool) -> None:
        """Answer from `base`; without `message_content` there are no text commands in servers."""
        super().__init__(
            options.prefix,
            help_command=None,
            tree_cls=_Tree,
            case_insensitive=True,
            intents=discord.Intents(
                guilds=True, guild_messages=True, dm_messages=True, message_content=message_content
            ),
            allowed_mentions=discord.AllowedMentions.none(),
            member_cache_flags=discord.MemberCacheFlags.none(),
            max_messages=None,
            chunk_guilds_at_startup=False,
            max_ratelimit_timeout=30,
            activity=discord.Activity(type=discord.ActivityType.listening, name="/help"),
        )
        self._store = base.store
        self._questions = Questions(base, options.prefix if message_content else None)
        self._cogs = (self._questions, Statuses(base), Admin(base, options))
        self._seen: OrderedDict[int, None] = OrderedDict()
        self._waiting: Counter[int] = Counter()

    async def setup_hook(self) -> None:
        """Add the commands, and make them known to Discord where they have changed."""
        for cog in self._cogs:
            await self.add_cog(cog)
        described = [command.to_dict(self.tree) for command in self.tree.get_commands()]
        text = json.dumps([self.application_id, described], sort_keys=True)
        digest = hashlib.sha256(text.encode()).hexdigest()
        # Discord counts how often commands are written, so this is not done at each start.
        if await self._store.recall("discord.commands") == digest:
            return
        try:
            await self.tree.sync()
        except discord.HTTPException as error:
            _log.warning("Discord did not take the slash commands (%s); those it knows go on.", error)
        else:
            await self._store.remember("discord.commands", digest)

    async def launch_shard(self, gateway: yarl.URL, shard_id: int, *, initial: bool = False) -> None:
        """Connect one shard, or raise TimeoutError where discord.py alone would recurse for ever."""
        async with asyncio.timeout(_CONNECT_SECONDS):
            await super().launch_shard(gateway, shard_id, initial=initial)

    async def on_ready(self) -> None:
        """Log who is connected."""
        _log.info("Connected as %s in %d servers.", self.user, len(self.guilds))

    def is_new(self, snowflake: int) -> bool:
        """Whether a message or interaction comes for the first time; true only once for each id."""
        if snowflake in self._seen:
            _log.info("Discord sent %d again; it is not answered twice.", snowflake)
            return False
        self._seen[snowflake] = None
        if len(self._seen) > _REMEMBERED:
            self._seen.popitem(last=False)
        return True

    async def on_message(self, message: discord.Message, /) -> None:
        """Take a message as a command, as a question, or as not meant for the bot."""
        if message.author.bot or message.webhook_id or self.user is None or not self.is_new(message.id):
            return
        if message.type not in (discord.MessageType.default, discord.MessageType.reply):
            return
        asked = await self.get_context(message)
        question = None if asked.prefix else addressed(message, self.user.id)
        if question is None and asked.command is None and not _is_unknown_in_private(asked):
            return
        self._waiting[message.channel.id] += 1
        try:
            await self._answer(asked, question)
        except Exception as error:  # noqa: BLE001  the one broad handler: whatever fails, the asker is told
            await self.failed(asked, error)
        finally:
            self._waiting -= Counter([message.channel.id])

    async def _answer(self, asked: Asked, question: str | None) -> None:
        waiting = self._waiting[asked.channel.id]
        if waiting > _PER_CHANNEL + 1:
            _log.info(
                "Message %d is dropped: too many wait in channel %d.", asked.message.id, asked.channel.id
            )
        elif waiting > _PER_CHANNEL:
            await reply(asked, render.failure("Too many questions at once in this channel.", "Try /ask."))
        elif question is not None:
            await self._questions.hear(asked, question)
        else:
            await self.invoke(asked)

    async def on_command_error(
        self, context: commands.Context[Any], exception: commands.CommandError, /
    ) -> None:
        """Tell the asker what went wrong in a command."""
        await self.failed(context, exception)

    async def failed(self, asked: Asked, error: BaseException) -> None:
        """Tell the asker what went wrong; log it as an error only where the bot is at fault."""
        cause = _cause(error)
        if said := outcome(cause):
            _log.info("No answer to %d: %s.", asked.message.id, said)
            return
        if _is_theirs(cause):
            _log.warning("Discord did not take the answer to %d: %r.", asked.message.id, cause)
            # A message may have arrived all the same, and a second one would be seen beside it.
            if asked.interaction is None:
                return
            card = render.failure("Discord did not take the answer in time.", "Please ask again.")
        elif (card := _mistake(cause)) is None:
            _log.error("Answering %d (%s) failed.", asked.message.id, asked.command, exc_info=cause)
            card = render.failure(
                "Something went wrong inside the bot.", "Its log says what. Please try again."
            )
        try:
            await reply(asked, card, private=True)
        except _NOT_TAKEN as again:
            _log.info("No answer to %d: %s.", asked.message.id, outcome(again) or again)


class _Tree(app_commands.CommandTree[TalksBot]):
    """The slash commands, each run once and each answered."""

    async def interaction_check(self, interaction: discord.Interaction[TalksBot], /) -> bool:
        return self.client.is_new(interaction.id)

    async def on_error(
        self, interaction: discord.Interaction[TalksBot], error: app_commands.AppCommandError, /
    ) -> None:
        if interaction.command is None:
            card = render.failure("I do not know this command any more.", "Reload Discord to see today's.")
            await interaction.response.send_message(embed=card.embed, ephemeral=True)
            return
        await self.client.failed(await commands.Context[TalksBot].from_interaction(interaction), error)


def _is_unknown_in_private(asked: Asked) -> bool:
    """Whether this is a word after the prefix that is no command, in a conversation with the bot alone."""
    word = asked.invoked_with or ""
    return asked.command is None and asked.guild is None and word[:1].isalpha()


def _cause(error: BaseException) -> BaseException:
    """Unwrap what discord.py wraps around an exception, once for the command and once for its slash form."""
    while isinstance(original := getattr(error, "original", None), Exception):
        error = original
    return error


def _is_theirs(cause: BaseException) -> bool:
    """Whether Discord or the network is at fault, and not what was sent."""
    if isinstance(cause, discord.HTTPException):
        return cause.status == 429 or cause.status >= 500
    return isinstance(cause, _NOT_TAKEN)


def _mistake(cause: BaseException) -> render.Card | None:
    """Say to the asker what was wrong with the command; None where nothing was."""
    if isinstance(cause, commands.RangeError):
        return render.failure("That is too long.", f"Use at most {cause.maximum} characters.")
    if isinstance(cause, commands.MissingRequiredArgument):
        return render.failure(f"The {cause.param.name} is missing.", "Write it after the command.")
    if isinstance(cause, app_commands.CommandSignatureMismatch):
        return render.failure("This command has changed.", "Reload Discord to see it as it is now.")
    if isinstance(cause, commands.CommandError):
        return render.failure("I do not know this command.", "Write your question, or see /help.")
    return None
