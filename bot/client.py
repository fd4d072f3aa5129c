"""Who is connected? The bot on Discord, put together: intents, mentions, commands, errors."""

import asyncio
import logging
from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from bot import wording
from bot.admission import Admission
from bot.clock import Clock
from bot.config import Config
from bot.connection.ages import Ages
from bot.connection.answers import watch_answers
from bot.connection.events import isolate_parsers
from bot.connection.guard import Guard
from bot.connection.identifying import Identifying
from bot.connection.shards import Connection
from bot.connection.slots import Slots
from bot.delivery.boards import Boards
from bot.features import Shared, make_features
from bot.hearing import find_prefixes
from bot.invite import show_invitation
from bot.limits import Gate
from bot.metrics import Counting, Metrics
from bot.registration import Registration
from bot.replies.failures import admit, report_failure, tell_failure
from bot.replies.languages import Languages, Multilingual
from bot.replies.requests import note_arrival
from bot.replies.sending import Pressed, reply, server_of
from bot.replies.unfinished import Unfinished
from bot.replies.views import pressable
from bot.seen import Seen
from bot.servers import Obliging
from bot.stories import Stories
from bot.suggestions import offer_suggestions
from bot.translator import CommandTranslator
from bot.wording import Action
from bot.wording.catalogue import read_all
from bot.wording.spans import CommandName, text
from knowledge.counting import count
from knowledge.notices.share import ALL

_log = logging.getLogger(__name__)


def _choose_options(*, message_content: bool) -> dict[str, Any]:
    """Choose what the library does by itself, which is little, and what it asks Discord for."""
    return {
        "help_command": None,
        "case_insensitive": True,
        "intents": discord.Intents(
            guilds=True, guild_messages=True, dm_messages=True, message_content=message_content
        ),
        "allowed_mentions": discord.AllowedMentions.none(),
        # Whoever has installed it, and wherever they are; commands for servers say otherwise themselves.
        "allowed_installs": app_commands.AppInstallationType(guild=True, user=True),
        "allowed_contexts": app_commands.AppCommandContext(guild=True, dm_channel=True, private_channel=True),
        "member_cache_flags": discord.MemberCacheFlags.none(),
        "max_messages": None,
        "chunk_guilds_at_startup": False,
        "max_ratelimit_timeout": 30,
        "activity": discord.Activity(type=discord.ActivityType.listening, name="/help"),
    }


class TalksBot(commands.AutoShardedBot, Multilingual, Obliging, Counting):
    """The bot: hears what is said to it, and hands it on to the cogs."""

    def __init__(
        self,
        stories: Stories,
        configured: Config,
        clock: Clock,
        unfinished: Unfinished,
        metrics: Metrics,
        *,
        message_content: bool,
    ) -> None:
        """Tell `stories`; without `message_content` there are no text commands in servers.

        What is being answered is added to `unfinished`, and what is done is counted in `metrics`.
        """
        self._prefix = configured.discord.prefix
        self._ages = Ages(clock.monotonic)
        super().__init__(
            self._find_prefixes,
            tree_cls=_Tree,
            proxy=configured.fetching.proxy,
            http_trace=watch_answers(Guard(metrics, clock.monotonic).trace(lambda: self.http), self._ages),
            **_choose_options(message_content=message_content),
        )
        isolate_parsers(self._connection.parsers)
        self.clock = clock
        self.stories = stories
        """Which story is told where."""
        self.servers = stories.servers
        self.languages = Languages(stories.servers)
        self.unfinished = unfinished
        """What is being answered, and what else must end before the process may."""
        self.metrics = metrics
        self.admission = Admission(metrics, clock.monotonic)
        """What can be answered in time."""
        self.share = configured.shards or ALL
        """Which servers are this process's."""
        store, shards = stories.main.store, configured.shards
        slots = Slots(store.leases, clock) if store.is_shared else None
        identifying = Identifying(store.facts, clock, metrics, shards, slots)
        self.connection = Connection(self, identifying, clock, metrics, shards)
        """What keeps the bot connected."""
        self._seen = Seen(clock.monotonic)
        self.gate = Gate(clock.monotonic)
        """Who asks too much has to wait."""
        self.boards = Boards(self, stories, clock, self.share)
        """Where every topic stands, pinned."""
        self.registration = Registration(self, self.tree, store.facts, configured.discord.home_guild)
        """Keeps what Discord has of the commands as it is meant to be."""
        prefix = self._name_prefix if message_content else None
        shared = Shared(
            stories,
            clock,
            unfinished,
            self.languages,
            self._seen,
            self.gate,
            self.admission,
            self.boards,
            metrics,
            prefix,
        )
        self._features = make_features(self, shared, configured)

    def _name_prefix(self, guild: int | None) -> str:
        """Give what commands begin with in a server."""
        return self.stories.servers.of(guild).prefix or self._prefix

    def _find_prefixes(self, _: object, message: discord.Message) -> list[str]:
        assert self.user  # noqa: S101  there are no messages before it is known
        wishes = self.stories.servers.of(message.guild.id if message.guild else None)
        return find_prefixes(message, self.user.id, self._prefix, wishes)

    async def setup_hook(self) -> None:
        """Add the commands, and make them known to Discord where it has others."""
        await self.add_commands()
        if self.share.has(None):  # one of all processes is enough
            await self.registration.heal()

    async def add_commands(self) -> None:
        """Add all that can be asked for, without a word to Discord."""
        await asyncio.to_thread(read_all)
        for cog in self._features.cogs:
            await self.add_cog(cog)
        self._features.questions.add_menu(self.tree)
        offer_suggestions(self.tree)
        self.add_dynamic_items(pressable(self._press))
        await self.tree.set_translator(CommandTranslator())

    async def connect(self, *, reconnect: bool = True) -> None:
        """Stay connected until the bot is closed, or raise how Discord has ended it for good."""
        self._reconnect = reconnect  # the library's shards look at it
        await self.connection.run()

    async def close(self) -> None:
        """End the connections, and what is open beside them."""
        self.connection.stop()
        await super().close()

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:  # noqa: ARG002
        """Count each session that is begun; its turn was waited for before."""
        await self.connection.identifying.count(shard_id or 0)

    async def on_ready(self) -> None:
        """Log who is connected, and forget servers that were left meanwhile."""
        self.unfinished.add()  # the store is not closed under it
        _log.info("Connected as %s in %s.", self.user, count(len(self.guilds), "server"))
        if self.share.has(None):
            await show_invitation(self, self.stories.main.store.facts)
        await self._features.privacy.forget_left(self, self.share)

    def takes(self, interaction: int) -> bool:
        """Whether an interaction comes for the first time, and in time for an answer."""
        if not self._seen.is_new(interaction):
            self.metrics.shed.labels("duplicate").inc()
            return False
        if self._ages.is_too_old(interaction):
            self.metrics.shed.labels("too_old").inc()
            return False
        return True

    async def on_message(self, message: discord.Message, /) -> None:
        """Leave messages to the listener."""

    async def _press(self, pressed: Pressed, action: Action, key: str) -> None:
        self.unfinished.add()
        self.languages.hear(pressed.user.id, str(pressed.locale))
        note_arrival(pressed)
        if self.takes(pressed.id) and await admit(self.admission, pressed):
            async with tell_failure(pressed):
                story, of = self.stories.find_pressed(server_of(pressed), key)
                if story:
                    await self._features.buttons[action](pressed, story, of)
                else:
                    gone = wording.report_failure(
                        text("mistakes.no_story"), text("mistakes.see_help", command=CommandName("help"))
                    )
                    await reply(pressed, gone, private=True)

    async def on_command_error(
        self, context: commands.Context[Any], exception: commands.CommandError, /
    ) -> None:
        """Tell the asker what went wrong in a command."""
        await report_failure(context, exception)


class _Tree(app_commands.CommandTree[TalksBot]):
    """The slash commands, each run once and each answered."""

    async def interaction_check(self, interaction: discord.Interaction[TalksBot], /) -> bool:
        self.client.unfinished.add()
        self.client.languages.hear(interaction.user.id, str(interaction.locale))
        note_arrival(interaction)
        if not (self.client.takes(interaction.id) and await admit(self.client.admission, interaction)):
            return False
        if guild := self.client.registration.find_leftover(interaction):
            self.client.unfinished.add(asyncio.create_task(self.client.registration.clear(guild)))
        # What is suggested while somebody types is no question.
        if interaction.type is not discord.InteractionType.application_command:
            return True
        wait = self.client.gate.pass_through(interaction.user.id)
        if wait is None:
            return True
        async with tell_failure(interaction):
            card = wording.ask_for_patience(wait.seconds, of_channel=wait.of_channel)
            await reply(interaction, card, private=True)
        return False

    async def on_error(
        self, interaction: discord.Interaction[TalksBot], error: app_commands.AppCommandError, /
    ) -> None:
        if interaction.command is None:
            card = wording.report_failure(
                text("mistakes.forgotten_command"), text("mistakes.see_today_s_commands")
            )
            async with tell_failure(interaction):
                await reply(interaction, card, private=True)
            return
        await report_failure(await commands.Context[TalksBot].from_interaction(interaction), error)
