"""Who may change what is known? The reload of the articles and the way back, for those who run the bot."""

import logging
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Literal

import discord
from discord import app_commands
from discord.ext import commands

from bot import wording
from bot.commands import ABOUT
from bot.config import DiscordOptions
from bot.replies.sending import Asked, Pressed, asker, interaction_of, reply
from knowledge.base import KnowledgeBase
from knowledge.errors import KnowledgeError
from knowledge.statuses.changes import Changes, TakesBackError

_log = logging.getLogger(__name__)


class Admin(commands.Cog):
    """Reloads the articles, and goes back to those before."""

    def __init__(self, base: KnowledgeBase, options: DiscordOptions) -> None:
        """Change `base` for those whom `options` and the application name."""
        self._base = base
        self._options = options

    # The option is a switch after the slash and a word after the prefix, so these are two commands.
    @app_commands.command(name="reload", description=ABOUT["reload"])
    @app_commands.allowed_installs(guilds=True, users=False)
    @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=False)
    @app_commands.default_permissions(manage_guild=True)
    @app_commands.describe(preview="Only say what would change")
    async def reload_by_slash(
        self, interaction: discord.Interaction[commands.AutoShardedBot], preview: bool = False
    ) -> None:
        """Reload, or say what that would change."""
        # Ask for time first: reading may take longer than the three seconds that Discord waits.
        await interaction.response.defer(ephemeral=True)
        await self._reload(await Asked.from_interaction(interaction), preview=preview)

    @commands.command(name="reload")
    async def reload_by_text(self, asked: Asked, *, word: str = "") -> None:
        """Do the same for a text command."""
        word = word.casefold()
        await self._reload(asked, preview=word == "preview", confirmed=word == "yes")

    @commands.hybrid_command(description=ABOUT["rollback"])
    @app_commands.allowed_installs(guilds=True, users=False)
    @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=False)
    @app_commands.default_permissions(manage_guild=True)
    async def rollback(self, asked: Asked) -> None:
        """Go back one state."""
        if asked.interaction:
            await asked.interaction.response.defer(ephemeral=True)
        await self._change(asked, "rollback", self._base.rollback)

    async def reload_by_button(self, pressed: Pressed, key: str) -> None:
        """Reload although the loss with this key is large."""
        await pressed.response.defer(ephemeral=True, thinking=True)
        await self._reload(pressed, preview=False, confirmed=key)

    async def _reload(self, asked: Asked | Pressed, *, preview: bool, confirmed: bool | str = False) -> None:
        if preview:
            await self._change(asked, "preview", self._base.preview)
        else:
            await self._change(asked, "reload", partial(self._base.reload, confirmed=confirmed))

    async def _change(
        self,
        asked: Asked | Pressed,
        what: Literal["preview", "reload", "rollback"],
        change: Callable[[], Awaitable[Changes]],
    ) -> None:
        """Do it for those who may, and report the whole of what came of it."""
        if not await may_reload(asked, self._options):
            guild = asked.guild.id if asked.guild else None
            _log.warning("%s denied to user %d in guild %s.", what.capitalize(), asker(asked), guild)
            denial = wording.report_failure("Changing what I know belongs to the people who run this bot.")
            await reply(asked, denial, private=True)
            return
        _log.info("%s asked for by user %d.", what.capitalize(), asker(asked))
        try:
            made = await change()
        except TakesBackError as error:
            await reply(asked, wording.report_loss(error.changes), private=True)
        except KnowledgeError as error:
            await reply(asked, wording.report_failure(error.reason, error.cure), private=True)
        else:
            await reply(asked, wording.report_changes(made, what), private=True)


async def may_reload(asked: Asked | Pressed, options: DiscordOptions) -> bool:
    """Whether the asker owns the application, is in its team, is a named admin or manages the home server.

    Judged by what Discord says of the asker with this very command or button; unless it says yes, no.
    """
    interaction = interaction_of(asked)
    user = asked.author if isinstance(asked, commands.Context) else asked.user
    bot = asked.bot if isinstance(asked, commands.Context) else asked.client
    if user.id in options.admins or await bot.is_owner(user):
        return True
    if options.home_guild is None or asked.guild is None or asked.guild.id != options.home_guild:
        return False
    if interaction is not None:
        return interaction.permissions.manage_guild
    return isinstance(user, discord.Member) and user.guild_permissions.manage_guild
