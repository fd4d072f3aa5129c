"""What may be chosen for a setting? A place to write to, or one of a few words."""

import re
from typing import Annotated, Any, ClassVar, TypeAlias

import discord
from discord import app_commands
from discord.ext import commands

from knowledge.errors import KnowledgeError

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

_PLACES = [
    discord.ChannelType.text,
    discord.ChannelType.news,
    discord.ChannelType.public_thread,
    discord.ChannelType.private_thread,
    discord.ChannelType.news_thread,
]
_MENTION = re.compile("<#([0-9]{1,20})>")


class SettingError(KnowledgeError):
    """Something cannot be set so: why, and what helps."""


class Place(commands.Converter[int], app_commands.Transformer):
    """The id of a channel: chosen from Discord's list, or mentioned. `usable` says what can be done there."""

    @property
    def type(self) -> discord.AppCommandOptionType:
        """What Discord calls such an option."""
        return discord.AppCommandOptionType.channel

    @property
    def channel_types(self) -> list[discord.ChannelType]:
        """Which channels Discord offers."""
        return _PLACES

    async def transform(self, interaction: discord.Interaction[Any], value: Any, /) -> int:  # noqa: ARG002
        """Take what was chosen, whether the bot can see it or not."""
        return value.id

    async def convert(self, ctx: commands.Context[Any], argument: str) -> int:  # noqa: ARG002
        """Take a mention; any other word belongs to what follows."""
        if mention := _MENTION.fullmatch(argument):
            return int(mention[1])
        raise commands.BadArgument(argument)


class _Word(commands.Converter[str]):
    """One of a few words."""

    words: ClassVar[dict[str, str]]
    """Each word, and how Discord shows it in the list under the option."""

    @classmethod
    def choices(cls) -> list[app_commands.Choice[str]]:
        """Give the list under the option."""
        return [app_commands.Choice(name=shown, value=word) for word, shown in cls.words.items()]

    async def convert(self, ctx: commands.Context[Any], argument: str) -> str:  # noqa: ARG002
        """Take one of the words in any case; any other belongs to what follows."""
        if argument.casefold() in self.words:
            return argument.casefold()
        raise commands.BadArgument(argument)


class How(_Word):
    """How a change is announced, or that none is."""

    words: ClassVar = {"post": "post a new message", "edit": "edit the topic's message", "off": "off"}


class Every(_Word):
    """How often a digest goes out, or that none does."""

    words: ClassVar = {"daily": "daily", "weekly": "weekly", "off": "off"}


class Weekday(_Word):
    """The day of a weekly digest."""

    words: ClassVar = {day: day.capitalize() for day in WEEKDAYS}


# Where they are left out, or where a word after the prefix is none of them, they are None.
AnyPlace: TypeAlias = Annotated[int | None, Place | None]
AnyHow: TypeAlias = Annotated[str | None, How | None]
AnyEvery: TypeAlias = Annotated[str | None, Every | None]
AnyWeekday: TypeAlias = Annotated[str | None, Weekday | None]


def usable(guild: discord.Guild, channel: int) -> discord.TextChannel | discord.Thread:
    """Give a channel of this server in which the bot may write; raise SettingError for any other."""
    place = guild.get_channel_or_thread(channel)
    if place is None:
        raise SettingError(
            "I see no such channel in this server.",
            "Let me view it; to a private thread, add me. Then try again.",
        )
    if not isinstance(place, discord.TextChannel | discord.Thread):
        raise SettingError(
            f"#{place.name} is no text channel.", "Choose a text or announcement channel, or a thread."
        )
    may = place.permissions_for(guild.me)
    needed = {
        "View Channel": may.view_channel,
        "Embed Links": may.embed_links,
        "Send Messages in Threads": may.send_messages_in_threads,
        "Send Messages": may.send_messages,
    }
    del needed["Send Messages" if isinstance(place, discord.Thread) else "Send Messages in Threads"]
    if missing := [name for name, granted in needed.items() if not granted]:
        raise SettingError(
            f"In #{place.name} I lack: {', '.join(missing)}.",
            "Grant that to me there, in the channel's permissions, and try again.",
        )
    return place
