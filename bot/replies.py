"""How does it reach Discord? One way to answer a command or a message, within a time and at most once."""

import asyncio
import secrets
from typing import TypeAlias

import discord
from aiohttp import ClientConnectionError
from discord.ext import commands

from bot.render import Card

Asked: TypeAlias = commands.Context[commands.AutoShardedBot]
"""What an answer belongs to: a slash command, or a message with or without a text command."""

_FIRST_SECONDS, _LATER_SECONDS = 2.5, 10.0
"""Discord waits three seconds for the first response to a slash command, and longer for all else."""

_TOO_LATE, _ANSWERED, _NO_PERMISSION, _NO_ACCESS = 10062, 40060, 50013, 50001
_OUTCOMES = {
    _TOO_LATE: "the time to answer was over",
    _ANSWERED: "it was answered before",
    _NO_PERMISSION: "the bot may not write there",
    _NO_ACCESS: "the bot may not write there",
}


async def reply(asked: Asked, card: Card, *, private: bool = False) -> None:
    """Answer with a card; `private` is kept only where Discord can, in answers to slash commands.

    Raises discord.HTTPException, aiohttp.ClientError or TimeoutError where Discord does not take it.
    """
    first = asked.interaction is not None and not asked.interaction.response.is_done()
    async with asyncio.timeout(_FIRST_SECONDS if first else _LATER_SECONDS):
        # discord.py does not try again after these two. It is safe to: a nonce, or the id of the
        # interaction, keeps Discord from taking the same answer twice.
        nonce = secrets.token_hex(8)
        try:
            await _send(asked, card, nonce, private=private)
        except ClientConnectionError:
            await _send(asked, card, nonce, private=private)
        except discord.DiscordServerError as error:
            if error.status != 503:
                raise
            await _send(asked, card, nonce, private=private)


def outcome(error: BaseException) -> str | None:
    """Say what came of an answer that Discord refused though nothing is wrong; None for a true error."""
    return _OUTCOMES.get(error.code) if isinstance(error, discord.HTTPException) else None


async def _send(asked: Asked, card: Card, nonce: str, *, private: bool) -> None:
    if asked.interaction is None:
        may = asked.bot_permissions
        text, embeds = (None, [card.embed]) if may.embed_links else (card.text, [])
        if may.read_message_history:
            # So that the answer arrives, too, where the question has been deleted meanwhile.
            question = asked.message.to_reference(fail_if_not_exists=False)
            await asked.send(text, embeds=embeds, nonce=nonce, reference=question)
        else:
            await asked.send(text, embeds=embeds, nonce=nonce)
    elif asked.interaction.response.is_done():
        await asked.interaction.edit_original_response(embed=card.embed)
    else:
        await asked.interaction.response.send_message(embed=card.embed, ephemeral=private)
