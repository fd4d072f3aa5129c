"""Who may see and change what a server has set? Those who manage it, and that is checked each time."""

import discord
from discord.ext import commands

from bot import wording
from bot.replies.sending import Asked, Pressed, interaction_of, reply
from bot.rights import log_denial
from bot.wording.spans import text


async def check_allowed(asked: Asked | Pressed) -> discord.Guild | None:
    """Give the server whose settings the asker may see and change; None where there is none, and say so.

    Judged by what Discord says of the asker with this very command or press; unless it says yes, no.
    """
    guild = asked.guild
    if guild and _manages(asked):
        return guild
    log_denial(asked, "Settings")
    if guild:
        card = wording.report_failure(text("settings.denied"), text("settings.ask_a_manager"))
    else:
        card = wording.report_failure(text("settings.no_server"), text("settings.write_there"))
    await reply(asked, card, private=True)
    return None


def _manages(asked: Asked | Pressed) -> bool:
    interaction = interaction_of(asked)
    if interaction is None:
        assert isinstance(asked, commands.Context)  # noqa: S101  what is pressed is an interaction
        return isinstance(asked.author, discord.Member) and asked.author.guild_permissions.manage_guild
    # Somebody may have brought the bot along as their own, to a server that has not installed it.
    foreign = interaction.is_user_integration() and not interaction.is_guild_integration()
    return interaction.permissions.manage_guild and not foreign
