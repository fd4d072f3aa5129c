"""What may be chosen for a setting? A place to write to, or one of a few words."""

import re
from collections.abc import Mapping
from enum import Enum, StrEnum
from typing import Annotated, Any, ClassVar, TypeAlias, TypeVar, cast

import discord
from discord import app_commands
from discord.ext import commands

from bot.wording.mistakes import MistakeError
from bot.wording.spans import Name, Phrase, Text, text

_PLACES = [
    discord.ChannelType.text,
    discord.ChannelType.news,
    discord.ChannelType.public_thread,
    discord.ChannelType.private_thread,
    discord.ChannelType.news_thread,
]
_MENTION = re.compile("<#([0-9]{1,20})>")


class SettingError(MistakeError):
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


class How(StrEnum):
    """How a change is announced, or that none is."""

    POST = "post"
    EDIT = "edit"
    OFF = "off"


class Switch(StrEnum):
    """Whether something is wanted."""

    ON = "on"
    OFF = "off"


class Every(StrEnum):
    """How often a digest goes out, or that none does."""

    DAILY = "daily"
    WEEKLY = "weekly"
    OFF = "off"


class Weekday(Enum):
    """The day of a weekly digest: 0 is Monday."""

    MONDAY = 0
    TUESDAY = 1
    WEDNESDAY = 2
    THURSDAY = 3
    FRIDAY = 4
    SATURDAY = 5
    SUNDAY = 6


_Option = TypeVar("_Option", bound=Enum)


class _Word(commands.Converter[_Option]):
    """One of a few options, by its word."""

    options: ClassVar[Mapping[str, Enum]]
    """Each option by its word."""
    labels: ClassVar[Mapping[str, str]] = {}
    """How Discord shows a word in the list under the option, where it is not the word itself."""

    @classmethod
    def choices(cls) -> list[app_commands.Choice[str]]:
        """Give the list under the option."""
        return [app_commands.Choice(name=cls.labels.get(word, word), value=word) for word in cls.options]

    async def convert(self, ctx: commands.Context[Any], argument: str) -> _Option:  # noqa: ARG002
        """Take one of the words in any case; any other belongs to what follows."""
        option = self.options.get(argument.casefold())
        if option is None:
            raise commands.BadArgument(argument)
        return cast("_Option", option)


class HowWord(_Word[How]):
    """A word for how a change is announced."""

    options: ClassVar = {how.value: how for how in How}
    labels: ClassVar = {"post": "post a new message", "edit": "edit the topic's message"}


class SwitchWord(_Word[Switch]):
    """A word for whether something is wanted."""

    options: ClassVar = {switch.value: switch for switch in Switch}


class EveryWord(_Word[Every]):
    """A word for how often a digest goes out."""

    options: ClassVar = {every.value: every for every in Every}


class WeekdayWord(_Word[Weekday]):
    """The name of a day of the week."""

    options: ClassVar = {day.name.casefold(): day for day in Weekday}
    labels: ClassVar = {day.name.casefold(): day.name.capitalize() for day in Weekday}


# Where they are left out, or where a word after the prefix is none of them, they are None.
AnyPlace: TypeAlias = Annotated[int | None, Place | None]
AnyHow: TypeAlias = Annotated[How | None, HowWord | None]
AnySwitch: TypeAlias = Annotated[Switch | None, SwitchWord | None]
AnyEvery: TypeAlias = Annotated[Every | None, EveryWord | None]
AnyWeekday: TypeAlias = Annotated[Weekday | None, WeekdayWord | None]


def usable(guild: discord.Guild, channel: int, *more: str) -> discord.TextChannel | discord.Thread:
    """Give a channel of this server in which the bot may write; raise SettingError for any other.

    `more` are permissions that it needs there besides.
    """
    place = guild.get_channel_or_thread(channel)
    if place is None:
        raise SettingError(text("settings.no_channel"), text("settings.let_me_view"))
    if not isinstance(place, discord.TextChannel | discord.Thread):
        raise SettingError(
            text("settings.no_text_channel", channel=Name(place.name)), text("settings.channels")
        )
    may = place.permissions_for(guild.me)
    writing = "send_messages_in_threads" if isinstance(place, discord.Thread) else "send_messages"
    needed = "view_channel", "embed_links", writing, *more
    if missing := [Text(f"permissions.{name}") for name in needed if not getattr(may, name)]:
        listed: Phrase = tuple(span for each in missing for span in (", ", each))[1:]
        raise SettingError(
            text("settings.lacks", channel=Name(place.name), permissions=listed), text("settings.grant")
        )
    return place
