"""Who is connected? The bot on Discord, put together: intents, mentions, commands, errors."""

import asyncio
import hashlib
import json
import logging
from collections import Counter, OrderedDict
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from typing import Any

import discord
import yarl
from discord import app_commands
from discord.ext import commands

from bot import wording
from bot.clock import Clock
from bot.cogs.admin import Admin
from bot.cogs.articles import Articles
from bot.cogs.follows import Follows
from bot.cogs.questions import Questions, take_question
from bot.cogs.settings import Settings
from bot.cogs.sources import Sources
from bot.cogs.statuses import Statuses
from bot.config import Config
from bot.proposals import Proposals
from bot.replies.afterwards import Afterwards
from bot.replies.answering import Answerer
from bot.replies.card import draw
from bot.replies.conversations import Conversations
from bot.replies.failures import NOT_TAKEN, cause_of, is_theirs, mistake
from bot.replies.languages import Languages, Multilingual
from bot.replies.manners import Manners
from bot.replies.sending import Asked, Pressed, interaction_of, outcome, reply, server_of
from bot.replies.unfinished import Unfinished
from bot.replies.views import pressable
from bot.rights import Rights
from bot.stories import Stories, Story
from bot.suggestions import offer_suggestions
from bot.translator import CommandTranslator
from bot.wording import Action
from bot.wording.catalogue import choose_catalogue, digest_catalogues
from bot.wording.message import CommandName, text
from knowledge.errors import StoreError

_log = logging.getLogger(__name__)

_CONNECT_SECONDS = 30.0
"""How long a shard may try before the start has failed."""

_REMEMBERED = 10_000
"""Ids of the last messages and interactions: enough for what Discord sends again after a lost connection."""

_PER_CHANNEL = 9
"""Answers that may wait in one channel, where Discord takes about five in five seconds."""


_EVERYWHERE = app_commands.AppCommandContext(guild=True, dm_channel=True, private_channel=True)


class TalksBot(commands.AutoShardedBot, Multilingual):
    """The bot: hears what is said to it, and hands it on to the cogs."""

    def __init__(
        self,
        stories: Stories,
        configured: Config,
        clock: Clock,
        unfinished: Unfinished,
        *,
        message_content: bool,
    ) -> None:
        """Tell `stories`; without `message_content` there are no text commands in servers.

        What is being answered is added to `unfinished`.
        """
        prefix = configured.discord.prefix
        super().__init__(
            prefix,
            help_command=None,
            tree_cls=_Tree,
            case_insensitive=True,
            intents=discord.Intents(
                guilds=True, guild_messages=True, dm_messages=True, message_content=message_content
            ),
            allowed_mentions=discord.AllowedMentions.none(),
            # Whoever has installed it, and wherever they are; commands for servers say otherwise themselves.
            allowed_installs=app_commands.AppInstallationType(guild=True, user=True),
            allowed_contexts=_EVERYWHERE,
            member_cache_flags=discord.MemberCacheFlags.none(),
            max_messages=None,
            chunk_guilds_at_startup=False,
            max_ratelimit_timeout=30,
            proxy=configured.fetching.proxy,
            activity=discord.Activity(type=discord.ActivityType.listening, name="/help"),
        )
        self.clock = clock
        self.stories = stories
        """Which story is told where."""
        self.languages = Languages(stories.servers)
        self.unfinished = unfinished
        """What is being answered, and what else must end before the process may."""
        self._seen: OrderedDict[int, None] = OrderedDict()
        self._waiting: Counter[int] = Counter()
        self._answerer = Answerer()
        self._make_cogs(configured, prefix if message_content else None)

    def _make_cogs(self, configured: Config, prefix: str | None) -> None:
        """Make what answers commands, questions and buttons; the help names `prefix` where there is one."""
        stories = self.stories
        afterwards = Afterwards(self.unfinished)
        conversations = Conversations(self.clock.monotonic)
        manners = Manners(wording.Host(prefix, configured.fetching.contact), self.clock.monotonic)
        self._questions = Questions(stories, prefix, afterwards, conversations, self._answerer, manners)
        rights = Rights(configured.discord)
        proposals = Proposals(rights)
        follows, admin = Follows(stories), Admin(stories, rights)
        articles = Articles(stories, rights, proposals)
        self._cogs = (
            self._questions,
            Statuses(stories, afterwards),
            follows,
            Settings(stories, self.clock, afterwards),
            articles,
            Sources(stories, rights, proposals),
            admin,
        )
        self._buttons: Mapping[Action, Callable[[Pressed, Story, str], Awaitable[None]]] = {
            Action.FOLLOW: follows.follow_by_button,
            Action.STOP: follows.stop_by_button,
            Action.TELL: follows.wait_by_button,
            Action.RELOAD: admin.reload_by_button,
            Action.PAGE: articles.turn_by_button,
            Action.PUBLISH: proposals.publish_by_button,
            Action.CANCEL: proposals.cancel_by_button,
        }

    async def setup_hook(self) -> None:
        """Add the commands, and make them known to Discord where they have changed."""
        for cog in self._cogs:
            await self.add_cog(cog)
        offer_suggestions(self.tree)
        self.add_dynamic_items(pressable(self._press))
        await self.tree.set_translator(CommandTranslator())
        described = [command.to_dict(self.tree) for command in self.tree.get_commands()]
        known = json.dumps([self.application_id, described, digest_catalogues()], sort_keys=True)
        digest = hashlib.sha256(known.encode()).hexdigest()
        # Discord counts how often commands are written, so this is not done at each start.
        if await self.stories.main.store.facts.recall("discord.commands") == digest:
            return
        try:
            await self.tree.sync()
        except discord.HTTPException as error:
            _log.warning("Discord did not take the slash commands (%s); those it knows go on.", error)
        else:
            await self.stories.main.store.facts.remember("discord.commands", digest)

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
        question = None if asked.prefix else take_question(message, self.user.id)
        if question is None and asked.command is None and not _is_unknown_in_private(asked):
            return
        self.unfinished.add()
        self._waiting[message.channel.id] += 1
        try:
            async with self._tell_failure(asked):
                await self._answer(asked, question)
        finally:
            self._waiting -= Counter([message.channel.id])

    async def _press(self, pressed: Pressed, action: Action, key: str) -> None:
        self.unfinished.add()
        self.languages.hear(pressed.user.id, str(pressed.locale))
        if self.is_new(pressed.id):
            async with self._tell_failure(pressed):
                story, of = self.stories.find_pressed(server_of(pressed), key)
                if story:
                    await self._buttons[action](pressed, story, of)
                else:
                    gone = wording.report_failure("I do not tell this story any more.", "See /help.")
                    await reply(pressed, gone, private=True)

    @asynccontextmanager
    async def _tell_failure(self, asked: Asked | Pressed) -> AsyncGenerator[None]:
        try:
            yield
        except Exception as error:  # noqa: BLE001  the one broad handler: whatever fails, the asker is told
            await self.report_failure(asked, error)

    async def _answer(self, asked: Asked, question: str | None) -> None:
        waiting = self._waiting[asked.channel.id]
        if waiting > _PER_CHANNEL + 1:
            _log.info(
                "Message %d is dropped: too many wait in channel %d.", asked.message.id, asked.channel.id
            )
        elif waiting > _PER_CHANNEL:
            await reply(
                asked,
                wording.report_failure(
                    text("mistakes.too_many_waiting"), text("mistakes.try_ask", command=CommandName("ask"))
                ),
            )
        elif question is not None:
            await self._questions.hear(asked, question)
        else:
            await self.invoke(asked)

    async def on_command_error(
        self, context: commands.Context[Any], exception: commands.CommandError, /
    ) -> None:
        """Tell the asker what went wrong in a command."""
        await self.report_failure(context, exception)

    async def report_failure(self, asked: Asked | Pressed, error: BaseException) -> None:
        """Tell the asker what went wrong; log it as an error only where the bot is at fault."""
        cause = cause_of(error)
        message = isinstance(asked, commands.Context)
        number, what = (asked.message.id, asked.command) if message else (asked.id, "a button")
        if said := outcome(cause):
            _log.info("No answer to %d: %s.", number, said)
            return
        if is_theirs(cause):
            _log.warning("Discord did not take the answer to %d: %r.", number, cause)
            # A message may have arrived all the same, and a second one would be seen beside it.
            if interaction_of(asked) is None:
                return
            card = wording.report_failure(text("mistakes.not_taken"), text("mistakes.ask_again"))
        elif isinstance(cause, StoreError):
            _log.error("Answering %d (%s) failed: %s", number, what, cause)
            card = wording.report_failure(text("mistakes.no_store"), text("mistakes.try_later"))
        elif (card := mistake(cause)) is None:
            _log.error("Answering %d (%s) failed.", number, what, exc_info=cause)
            card = wording.report_failure(text("mistakes.bug"), text("mistakes.see_log"))
        try:
            await reply(asked, card, private=True)
        except NOT_TAKEN as again:
            _log.info("No answer to %d: %s.", number, outcome(again) or again)


class _Tree(app_commands.CommandTree[TalksBot]):
    """The slash commands, each run once and each answered."""

    async def interaction_check(self, interaction: discord.Interaction[TalksBot], /) -> bool:
        self.client.unfinished.add()
        self.client.languages.hear(interaction.user.id, str(interaction.locale))
        return self.client.is_new(interaction.id)

    async def on_error(
        self, interaction: discord.Interaction[TalksBot], error: app_commands.AppCommandError, /
    ) -> None:
        if interaction.command is None:
            card = wording.report_failure(
                text("mistakes.forgotten_command"), text("mistakes.see_today_s_commands")
            )
            await interaction.response.send_message(
                embed=draw(card, choose_catalogue(str(interaction.locale))), ephemeral=True
            )
            return
        await self.client.report_failure(
            await commands.Context[TalksBot].from_interaction(interaction), error
        )


def _is_unknown_in_private(asked: Asked) -> bool:
    """Whether this is a word after the prefix that is no command, in a conversation with the bot alone."""
    word = asked.invoked_with or ""
    return asked.command is None and asked.guild is None and word[:1].isalpha()
