"""How does it reach Discord? One way to answer a command, a message or a button, in time and at most once."""

import asyncio
import secrets
from collections.abc import Coroutine, Iterable
from io import BytesIO
from typing import Any, TypeAlias, TypeVar

import discord
from aiohttp import ClientConnectionError
from discord import app_commands
from discord.ext import commands
from msgspec.structs import replace

from bot.replies.card import draw, draw_text
from bot.replies.escape import cut, visible
from bot.replies.languages import words_for
from bot.replies.paging import open_page
from bot.replies.views import view_of
from bot.servers import Obliging
from bot.stories import Story
from bot.wording import Message, let_delete, let_share
from bot.wording.catalogue import Catalogue, choose_catalogue
from knowledge.notices.preferences import NO_PREFERENCES, Preferences, Style
from knowledge.when import When

Pressed: TypeAlias = discord.Interaction[commands.AutoShardedBot]
"""What an answer belongs to: a button that was pressed."""
Asked: TypeAlias = commands.Context[commands.AutoShardedBot]
"""What an answer belongs to: a slash command, or a message with or without a text command."""

_Result = TypeVar("_Result")

_FIRST_SECONDS, _LATER_SECONDS = 2.5, 10.0
"""Discord waits three seconds for the first response to a slash command or a button, and longer else."""

_SOON_SECONDS = 1.0
"""How long the store may take before Discord is asked for more time."""

_CHOICES, _CHOICE = 25, 100
"""Discord refuses a longer list under an option, and then shows nothing."""

_TOO_LATE, _ANSWERED, _NO_PERMISSION, _NO_ACCESS = 10062, 40060, 50013, 50001
_NO_CHANNEL, _NO_MESSAGE, _NO_DM, _ARCHIVED, _LOCKED, _BLOCKED = 10003, 10008, 50007, 50083, 160005, 200000
_OUTCOMES = {
    _TOO_LATE: "the time to answer was over",
    _ANSWERED: "it was answered before",
    _NO_PERMISSION: "the bot may not write there",
    _NO_ACCESS: "the bot may not write there",
    _NO_CHANNEL: "the channel is gone",
    _NO_MESSAGE: "the answer that was to be edited is gone",
    _NO_DM: "the user takes no direct messages",
    _ARCHIVED: "the thread is closed",
    _LOCKED: "the thread is locked",
    _BLOCKED: "the server's filter does not let it pass",
}


async def reply(asked: Asked | Pressed, message: Message, *, private: bool = False) -> int | None:
    """Answer with a message, and give its id where Discord tells it.

    `private` is kept only where Discord can: not in answers to messages.

    Raises discord.HTTPException, aiohttp.ClientError or TimeoutError where Discord does not take it.
    """
    interaction = interaction_of(asked)
    first = interaction is not None and not interaction.response.is_done()
    async with asyncio.timeout(_FIRST_SECONDS if first else _LATER_SECONDS):
        # discord.py does not try again after these two. It is safe to: a nonce, or the id of the
        # interaction, keeps Discord from taking the same answer twice.
        nonce = secrets.token_hex(8)
        try:
            return await _send(asked, message, nonce, private=private)
        except ClientConnectionError:
            return await _send(asked, message, nonce, private=private)
        except discord.DiscordServerError as error:
            if error.status != 503:
                raise
            return await _send(asked, message, nonce, private=private)


async def turn(pressed: Pressed, message: Message) -> None:
    """Put a message in place of the one that a button belongs to; where others see that, answer privately.

    Where Discord was asked for more time, an answer of its own waits to be filled.
    """
    alone = pressed.context.dm_channel or (pressed.message and pressed.message.flags.ephemeral)
    if pressed.message is None or not alone:
        await reply(pressed, message, private=True)
        return
    words = catalogue_of(pressed)
    as_text = _wants_text(pressed)
    page = open_page(message, words, as_text=as_text)
    content, embeds = _draw(page, words, as_text=as_text)
    view = view_of(page.buttons, words, page.menus)
    async with asyncio.timeout(_FIRST_SECONDS if not pressed.response.is_done() else _LATER_SECONDS):
        if pressed.response.is_done():
            await pressed.edit_original_response(content=content, embeds=embeds, view=view)
        else:
            await pressed.response.edit_message(content=content, embeds=embeds, view=view)


async def in_time(
    asked: Asked | Pressed, work: Coroutine[Any, Any, _Result], *, private: bool = True
) -> _Result:
    """Do what rarely takes long; where it does, ask for time, for an answer that is `private` or not."""
    task = asyncio.create_task(work)
    interaction = interaction_of(asked)
    try:
        if interaction and not interaction.response.is_done():
            await asyncio.wait({task}, timeout=_SOON_SECONDS)
            if not task.done():
                async with asyncio.timeout(_FIRST_SECONDS - _SOON_SECONDS):
                    await interaction.response.defer(ephemeral=private, thinking=True)
    finally:
        # Also where Discord does not wait any more: what was asked for is done.
        result = await task
    return result


def hand_over(asked: Asked, message: Message, key: str = "", *, private: bool = False) -> Message:
    """Let an answer be taken away where others see it, else be shared where there is somebody who would.

    `key` is that of what it is about; without one it is not shared. In direct messages there is nobody else.
    """
    interaction = interaction_of(asked)
    if (interaction.guild_id if interaction else asked.guild) is None:
        return message
    if private:
        return let_share(message, key) if key else message
    return let_delete(message, asker(asked))


def interaction_of(asked: Asked | Pressed) -> Pressed | None:
    """Give what Discord waits for an answer to; None for a message."""
    return asked.interaction if isinstance(asked, commands.Context) else asked


def catalogue_of(asked: Asked | Pressed) -> Catalogue:
    """Give the words of the asker's language; where Discord does not tell it, those of the server's."""
    if interaction := interaction_of(asked):
        return choose_catalogue(str(interaction.locale))
    assert isinstance(asked, commands.Context)  # noqa: S101  a button is an interaction
    return words_for(asked.bot, asked.guild, asked.author.id)


def asker(asked: Asked | Pressed) -> int:
    """Give the id of the user who asked or pressed."""
    return (asked.author if isinstance(asked, commands.Context) else asked.user).id


def server_of(asked: Asked | Pressed) -> int | None:
    """Give the id of the server where this is asked, whose settings hold for it; None where none do.

    None do in direct messages, nor where somebody has brought the bot along, as their own, to a server that
    has not installed it: what that server has set is none of their business.
    """
    interaction = interaction_of(asked)
    if interaction and interaction.is_user_integration() and not interaction.is_guild_integration():
        return None
    return asked.guild.id if asked.guild else None


def wishes_of(asked: Asked | Pressed) -> Preferences:
    """Give what holds where this is asked: as its server has set, else as for all."""
    client = asked.bot if isinstance(asked, commands.Context) else asked.client
    return client.servers.of(server_of(asked)) if isinstance(client, Obliging) else NO_PREFERENCES


def when_of(story: Story, asked: Asked | Pressed) -> When:
    """Give the day for answers of a story, and what is old for the server where this is asked."""
    when, days = story.base.when(), wishes_of(asked).stale_days
    return when if days is None else replace(when, stale_days=days)


def outcome(error: BaseException) -> str | None:
    """Say what came of an answer that Discord refused though nothing is wrong; None for a true error."""
    return _OUTCOMES.get(error.code) if isinstance(error, discord.HTTPException) else None


def choices(names: Iterable[str]) -> list[app_commands.Choice[str]]:
    """Make what Discord shows under an option, as it is and within what it takes."""
    fit = [name for each in names if (name := cut(visible(each), _CHOICE))]
    return [app_commands.Choice(name=name, value=name) for name in fit[:_CHOICES]]


async def _send(asked: Asked | Pressed, message: Message, nonce: str, *, private: bool) -> int | None:
    interaction, words = interaction_of(asked), catalogue_of(asked)
    if interaction is None:
        assert isinstance(asked, commands.Context)  # noqa: S101  a button is an interaction
        return await _write(asked, message, nonce, words)
    as_text = _wants_text(asked)
    page = open_page(message, words, as_text=as_text)
    content, embeds = _draw(page, words, as_text=as_text)
    view, files = _view(page, words), _files(page, words)
    if interaction.response.is_done():
        edited = await interaction.edit_original_response(
            content=content, embeds=embeds, view=view, attachments=files or discord.utils.MISSING
        )
        return edited.id
    sent = await interaction.response.send_message(
        content, embeds=embeds, view=view, files=files or discord.utils.MISSING, ephemeral=private
    )
    return sent.message_id


async def _write(asked: Asked, message: Message, nonce: str, words: Catalogue) -> int:
    may = asked.bot_permissions
    as_text = _wants_text(asked) or not may.embed_links
    page = open_page(message, words, as_text=as_text)
    text, embeds = _draw(page, words, as_text=as_text)
    # So that the answer arrives, too, where the question has been deleted meanwhile.
    question: Any = asked.message.to_reference(fail_if_not_exists=False) if may.read_message_history else None
    files: Any = (_files(page, words) if may.attach_files else []) or None
    view = _view(page, words)
    sent = await asked.send(text, embeds=embeds, nonce=nonce, view=view, reference=question, files=files)
    return sent.id


def _draw(page: Message, words: Catalogue, *, as_text: bool) -> tuple[str | None, list[discord.Embed]]:
    """Draw a message as plain text, or as a card."""
    return (draw_text(page, words), []) if as_text else (None, [draw(page, words)])


def _wants_text(asked: Asked | Pressed) -> bool:
    return wishes_of(asked).style is Style.TEXT


def _view(message: Message, words: Catalogue) -> Any:
    if not (message.buttons or message.menus):
        return discord.utils.MISSING
    return view_of(message.buttons, words, message.menus)


def _files(message: Message, words: Catalogue) -> list[discord.File]:
    """Make what is sent beside a message: made anew for each try, which reads it to its end."""
    attached = message.attachment
    if attached is None:
        return []
    description = words.write(attached.description)
    return [discord.File(BytesIO(attached.data), attached.name, description=description)]
