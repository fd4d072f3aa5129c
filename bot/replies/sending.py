"""How does an answer reach Discord? One way for commands, messages and buttons, in time and at most once."""

import asyncio
from collections.abc import Coroutine
from functools import partial
from io import BytesIO
from typing import Any, TypeAlias, TypeVar

import discord
from discord.ext import commands
from msgspec.structs import replace

from bot.metrics import Counting
from bot.replies.card import draw, draw_text
from bot.replies.languages import words_for
from bot.replies.paging import open_page
from bot.replies.requests import Pressed, find_age, make_nonce, request, respond, take_time
from bot.replies.views import view_of
from bot.servers import Obliging
from bot.stories import Story
from bot.wording import Message, let_delete, let_share
from bot.wording.catalogue import Catalogue, choose_catalogue
from knowledge.notices.preferences import NO_PREFERENCES, Preferences, Style
from knowledge.when import When

__all__ = [
    "Asked",
    "Pressed",
    "asker",
    "catalogue_of",
    "hand_over",
    "in_time",
    "interaction_of",
    "reply",
    "server_of",
    "turn",
    "when_of",
    "wishes_of",
]

Asked: TypeAlias = commands.Context[commands.AutoShardedBot]
"""What an answer belongs to: a slash command, or a message with or without a text command."""

_Result = TypeVar("_Result")

_SOON_SECONDS = 1.0
"""How long the store may take before Discord is asked for more time."""


async def reply(
    asked: Asked | Pressed, message: Message, *, private: bool = False, instead: bool = True
) -> int | None:
    """Answer with a message, and give its id where Discord tells it.

    `private` is kept only where Discord can: not in answers to messages. Without `instead` it is not put in
    the place of an answer of which it is not known whether Discord has it.

    Raises one of NOT_TAKEN where Discord does not take it.
    """
    interaction = interaction_of(asked)
    if interaction is None:
        assert isinstance(asked, commands.Context)  # noqa: S101  a button is an interaction
        context, nonce = asked, make_nonce(asked.message)
        return await request(lambda: _write(context, message, nonce))

    async def leave() -> None:
        """Leave what stands there."""

    was_done = interaction.response.is_done()
    later = partial(_rewrite, interaction, message) if instead or was_done else leave
    number = await respond(interaction, partial(_respond, interaction, message, private=private), later)
    if not was_done:
        count_first(interaction)
    return number


async def turn(pressed: Pressed, message: Message) -> None:
    """Put a message in place of the one that a button belongs to; where others see that, answer privately.

    Where Discord was asked for more time, an answer of its own waits to be filled.
    """
    alone = pressed.context.dm_channel or (pressed.message and pressed.message.flags.ephemeral)
    if pressed.message is None or not alone:
        await reply(pressed, message, private=True)
        return
    page, content, embeds = _open(pressed, message)

    async def edit() -> None:
        view = view_of(page.buttons, catalogue_of(pressed), page.menus)
        await pressed.response.edit_message(content=content, embeds=embeds, view=view)

    async def edit_original() -> None:
        view = view_of(page.buttons, catalogue_of(pressed), page.menus)
        await pressed.edit_original_response(content=content, embeds=embeds, view=view)

    await respond(pressed, edit, edit_original)


async def in_time(
    asked: Asked | Pressed, work: Coroutine[Any, Any, _Result], *, private: bool = True
) -> _Result:
    """Do what rarely takes long; where it does, ask for time, for an answer that is `private` or not."""
    task = asyncio.create_task(work)
    interaction = interaction_of(asked)
    try:
        if interaction and not interaction.response.is_done():
            await asyncio.wait({task}, timeout=max(0.0, _SOON_SECONDS - find_age(interaction)))
            if not task.done():
                await take_time(interaction, private=private)
                count_first(interaction)
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


def count_first(interaction: Pressed) -> None:
    """Count how long the first response took."""
    if isinstance(client := interaction.client, Counting):
        client.metrics.first_response.observe(find_age(interaction))


async def _respond(interaction: Pressed, message: Message, *, private: bool) -> int | None:
    words = catalogue_of(interaction)
    page, content, embeds = _open(interaction, message)
    sent = await interaction.response.send_message(
        content,
        embeds=embeds,
        view=_view(page, words),
        files=_files(page, words) or discord.utils.MISSING,
        ephemeral=private,
    )
    return sent.message_id


async def _rewrite(interaction: Pressed, message: Message) -> int:
    words = catalogue_of(interaction)
    page, content, embeds = _open(interaction, message)
    edited = await interaction.edit_original_response(
        content=content,
        embeds=embeds,
        view=_view(page, words),
        attachments=_files(page, words) or discord.utils.MISSING,
    )
    return edited.id


async def _write(asked: Asked, message: Message, nonce: str) -> int:
    words, may = catalogue_of(asked), asked.bot_permissions
    as_text = _wants_text(asked) or not may.embed_links
    page = open_page(message, words, as_text=as_text)
    text, embeds = _draw(page, words, as_text=as_text)
    # So that the answer arrives, too, where the question has been deleted meanwhile.
    question: Any = asked.message.to_reference(fail_if_not_exists=False) if may.read_message_history else None
    files: Any = (_files(page, words) if may.attach_files else []) or None
    view = _view(page, words)
    sent = await asked.send(text, embeds=embeds, nonce=nonce, view=view, reference=question, files=files)
    return sent.id


def _open(asked: Pressed, message: Message) -> tuple[Message, str | None, list[discord.Embed]]:
    """Open the first page of a message, and draw it in the words and the style of who asked."""
    words, as_text = catalogue_of(asked), _wants_text(asked)
    page = open_page(message, words, as_text=as_text)
    return page, *_draw(page, words, as_text=as_text)


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
