"""What does a server want to be told, and where? Its admins set announcements of changes, and a digest."""

import logging

import discord
from discord import app_commands
from discord.ext import commands

from bot.clock import Clock
from bot.cogs.settings._announcing import begin_announcing, end_announcing, find_there
from bot.cogs.settings._boards import Keeping
from bot.cogs.settings._corpus import choose_corpus
from bot.cogs.settings._managers import check_allowed
from bot.cogs.settings._options import (
    AnyEvery,
    AnyHow,
    AnyPlace,
    AnySwitch,
    AnyWeekday,
    EveryWord,
    How,
    HowWord,
    Switch,
    SwitchWord,
    WeekdayWord,
)
from bot.cogs.settings._panel import Panel
from bot.cogs.settings._planning import Planning, Wish
from bot.config import DiscordOptions
from bot.delivery.boards import Boards
from bot.replies.afterwards import Afterwards
from bot.replies.sending import Asked, in_time, reply
from bot.stories import Stories
from bot.suggestions import choices
from bot.translator import about, describe
from bot.wording import Message

_log = logging.getLogger(__name__)


class Settings(commands.Cog):
    """Sets what a server is told, for those who manage it."""

    def __init__(
        self,
        stories: Stories,
        clock: Clock,
        afterwards: Afterwards,
        boards: Boards,
        options: DiscordOptions,
        *,
        hears_all: bool,
    ) -> None:
        """Keep it in the store of the server's story; `clock` says when the next digest goes out.

        `options` hold where a server has set nothing; the bot `hears_all` where it may read all messages.
        """
        self._stories = stories
        self._keeping = Keeping(stories.servers, boards)
        self._planning = Planning(clock)
        self._afterwards = afterwards
        self.panel = Panel(stories, self._planning, self._keeping, options, clock.now, hears_all=hears_all)
        """What is set by buttons and lists."""

    @commands.hybrid_group(fallback="show", description=about("settings"))
    @app_commands.allowed_installs(guilds=True, users=False)
    @app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
    @app_commands.default_permissions(manage_guild=True)
    async def settings(self, asked: Asked) -> None:
        """See what this server is told, and where."""
        if guild := await check_allowed(asked):
            await reply(asked, await in_time(asked, self.panel.show(guild)), private=True)

    @settings.command(description=about("settings_announcements"))
    @describe("settings_announcements", "channel", "how", "topic")
    @app_commands.choices(how=HowWord.choices())
    async def announcements(
        self,
        asked: Asked,
        channel: AnyPlace = None,
        how: AnyHow = None,
        *,
        topic: commands.Range[str, 0, 300] = "",
    ) -> None:
        """Set where changed statuses are announced."""
        if guild := await check_allowed(asked):
            story, where = self._stories.of(guild.id), channel or asked.channel.id
            if how is How.OFF:
                work = end_announcing(story, guild, where, topic.strip())
            else:
                work = begin_announcing(story, guild, where, topic.strip(), edits=how is How.EDIT)
            card = await in_time(asked, work)
            await reply(asked, card, private=True)

    @settings.command(description=about("settings_digest"))
    @describe("settings_digest", "every", "weekday", "hour", "channel", "zone")
    @app_commands.choices(every=EveryWord.choices(), weekday=WeekdayWord.choices())
    async def digest(
        self,
        asked: Asked,
        every: AnyEvery = None,
        weekday: AnyWeekday = None,
        hour: int | None = None,
        channel: AnyPlace = None,
        *,
        zone: commands.Range[str, 0, 100] = "",
    ) -> None:
        """Set when and where a digest of the news goes out; what you leave out stays as it is."""
        if guild := await check_allowed(asked):
            story, wish = self._stories.of(guild.id), Wish(every, weekday, hour, channel, zone.strip())
            work = self._planning.carry_out(story, wish, guild, asked.channel.id)
            await reply(asked, await in_time(asked, work), private=True)

    @settings.command(description=about("settings_corpus"))
    @describe("settings_corpus", "name")
    async def corpus(self, asked: Asked, *, name: commands.Range[str, 1, 32]) -> None:
        """Set which story is told in this server."""
        if guild := await check_allowed(asked):
            await reply(asked, await in_time(asked, self._choose_corpus(guild.id, name)), private=True)

    async def _choose_corpus(self, guild: int, name: str) -> Message:
        has_board = await self._keeping.find_board(guild) is not None
        return await choose_corpus(self._stories, guild, name, has_board=has_board)

    @settings.command(description=about("settings_check"))
    async def check(self, asked: Asked) -> None:
        """Say what keeps the bot from what it is to do in this server, and what helps."""
        if guild := await check_allowed(asked):
            checking = self.panel.check(asked.bot, guild, asked.channel)
            await reply(asked, await in_time(asked, checking), private=True)

    @digest.autocomplete("zone")
    async def _zone_names(
        self, _: discord.Interaction[commands.AutoShardedBot], typed: str
    ) -> list[app_commands.Choice[str]]:
        return choices(await self._planning.zones(typed))

    @settings.command(description=about("settings_board"))
    @describe("settings_board", "channel", "how")
    @app_commands.choices(how=SwitchWord.choices())
    async def board(self, asked: Asked, channel: AnyPlace = None, how: AnySwitch = None) -> None:
        """Keep one pinned message up to date that shows where every topic stands."""
        if guild := await check_allowed(asked):
            where = channel or asked.channel.id
            off = how is Switch.OFF
            work = self._keeping.end_board(guild) if off else self._keeping.begin_board(guild, where)
            await reply(asked, await in_time(asked, work), private=True)

    @settings.command(name="articles", description=about("settings_articles"))
    @describe("settings_articles", "channel", "how")
    @app_commands.choices(how=SwitchWord.choices())
    async def new_articles(self, asked: Asked, channel: AnyPlace = None, how: AnySwitch = None) -> None:
        """Set where new articles are announced."""
        if guild := await check_allowed(asked):
            where = None if how is Switch.OFF else channel or asked.channel.id
            await reply(asked, await in_time(asked, self._keeping.set_articles(guild, where)), private=True)

    @commands.Cog.listener()
    async def on_interaction(self, interaction: discord.Interaction[commands.AutoShardedBot]) -> None:
        """Take the form of a panel."""
        await self.panel.take_form(interaction)

    @commands.Cog.listener()
    async def on_guild_channel_delete(self, channel: discord.abc.GuildChannel) -> None:
        """End what was sent to a channel."""
        self._afterwards.do(self._forget(channel.guild.id, channel.id))

    @commands.Cog.listener()
    async def on_raw_thread_delete(self, thread: discord.RawThreadDeleteEvent) -> None:
        """End what was sent to a thread."""
        self._afterwards.do(self._forget(thread.guild_id, thread.thread_id))

    async def _forget(self, guild: int, channel: int) -> None:
        story = self._stories.of(guild)
        for each in await find_there(story, guild, channel):
            await story.store.subscriptions.remove(each.number)
        plan = await self._planning.plan(story, guild)
        if plan and plan.channel == channel:
            await story.store.digests.remove_plan(guild)
        await self._keeping.forget_channel(guild, channel)
