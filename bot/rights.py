"""Who may change what is known? Those who run the bot; everybody else is told who they are."""

import logging

import discord
from discord.ext import commands

from bot import wording
from bot.config import DiscordOptions
from bot.replies.sending import Asked, Pressed, asker, interaction_of, reply
from bot.wording.spans import Name, Text, text

_log = logging.getLogger(__name__)


class Rights:
    """Lets those who run the bot change what it knows, and keeps in the log who tried."""

    def __init__(self, options: DiscordOptions) -> None:
        """Allow whom `options` and the application name."""
        self._options = options

    async def may(self, asked: Asked | Pressed) -> bool:
        """Whether the asker runs the bot; nobody is told."""
        return await may_reload(asked, self._options)

    async def allow(self, asked: Asked | Pressed, what: str) -> bool:
        """Whether the asker may do this; who may not is told who may, and how that is set."""
        if await may_reload(asked, self._options):
            user = asker(asked)
            _log.info("%s asked for by user %d.", what, user, extra={"what": what, "user": user})
            return True
        log_denial(asked, what)
        bot = _bot_of(asked)
        home = self._options.home_guild
        server = bot.get_guild(home) if home else None
        named = None
        if home:
            named = Name(server.name) if server else text("own.server", number=str(home))
        denial = wording.deny(_name_owner(bot.application), named, len(self._options.admins))
        await reply(asked, denial, private=True)
        return False


def log_denial(asked: Asked | Pressed, what: str) -> None:
    """Keep in the log who tried what they may not do."""
    user, guild = asker(asked), asked.guild.id if asked.guild else None
    about = {"what": what, "user": user, "server": guild, "outcome": "denied"}
    _log.warning("%s denied to user %d in guild %s.", what, user, guild, extra=about)


async def may_reload(asked: Asked | Pressed, options: DiscordOptions) -> bool:
    """Whether the asker owns the application, is in its team, is a named admin or manages the home server.

    Judged by what Discord says of the asker with this very command or button; unless it says yes, no.
    """
    interaction = interaction_of(asked)
    user = asked.author if isinstance(asked, commands.Context) else asked.user
    if user.id in options.admins or await _bot_of(asked).is_owner(user):
        return True
    if options.home_guild is None or asked.guild is None or asked.guild.id != options.home_guild:
        return False
    if interaction is not None:
        return interaction.permissions.manage_guild
    return isinstance(user, discord.Member) and user.guild_permissions.manage_guild


def _bot_of(asked: Asked | Pressed) -> commands.AutoShardedBot:
    return asked.bot if isinstance(asked, commands.Context) else asked.client


def _name_owner(application: discord.AppInfo | None) -> Name | Text | None:
    """Name the owner or the team of the application; None where Discord has not said who it is."""
    if application is None:
        return None
    team = application.team
    return text("own.team", name=Name(team.name)) if team else Name(application.owner.name)
