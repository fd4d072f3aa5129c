"""Whose questions may somebody see? Those of the server that they manage; who runs the bot sees all."""

import discord
from discord.ext import commands
from msgspec import Struct

from bot.replies.sending import Asked, Pressed, interaction_of, server_of
from bot.rights import Rights, log_denial
from bot.wording.mistakes import MistakeError
from bot.wording.spans import text


class Scope(Struct, frozen=True):
    """What somebody may see of what was asked, and whether they may do something about it."""

    guild: int | None
    """The server whose questions these are; None for all places."""
    may_curate: bool
    """Whether they run the bot."""


async def find_scope(asked: Asked | Pressed, rights: Rights) -> Scope:
    """Give what the asker may see. Raises MistakeError for who may see nothing.

    What was asked elsewhere is only shown where nobody else sees it, so never in answer to a message in a
    server.
    """
    is_private = interaction_of(asked) is not None or asked.guild is None
    if await rights.may(asked):
        return Scope(None if is_private else server_of(asked), may_curate=True)
    server = server_of(asked)
    if server is not None and _manages(asked):
        return Scope(server, may_curate=False)
    log_denial(asked, "The questions")
    raise MistakeError(text("inquiries.denied"), text("inquiries.ask_in_server"))


def _manages(asked: Asked | Pressed) -> bool:
    if interaction := interaction_of(asked):
        return interaction.permissions.manage_guild
    assert isinstance(asked, commands.Context)  # noqa: S101  a button is an interaction
    return isinstance(asked.author, discord.Member) and asked.author.guild_permissions.manage_guild
