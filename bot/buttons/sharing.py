"""Who sees an answer? One shown to its asker alone can be shared, and one that all see be taken away."""

import logging
from collections.abc import Iterator
from contextlib import suppress

import discord

from bot import wording
from bot.replies.escape import cut, short, visible
from bot.replies.requests import find_time_left, request, respond
from bot.replies.sending import Pressed, asker, catalogue_of, reply
from bot.replies.views import view_of
from bot.rights import log_denial
from bot.stories import Story
from bot.wording import Action, Button

_log = logging.getLogger(__name__)

_NAME = 80
"""Characters of a name: Discord allows 32."""
_LINE, _TEXT = 200, 2000
"""Characters of the line that says who shares, and of what Discord takes."""


async def share_by_button(pressed: Pressed, _: Story, __: str) -> None:
    """Show everybody in the channel the answer that this button is below, once."""
    shown = pressed.message
    if shown is None or not shown.flags.ephemeral or not _may_write(pressed):
        await reply(pressed, wording.report_not_shared(), private=True)
        return
    words = catalogue_of(pressed)
    buttons = tuple(_read_buttons(shown))
    left = tuple(each for each in buttons if each.action is not Action.SHARE)
    # First of all the button goes, so that it is not pressed twice.
    await respond(
        pressed,
        lambda: pressed.response.edit_message(view=view_of(left, words)),
        lambda: pressed.edit_original_response(view=view_of(left, words)),
    )
    by = words.write(wording.name_sharer(cut(visible(pressed.user.display_name), _NAME)))
    bin_ = wording.offer_deleting(asker(pressed))
    try:
        await request(
            lambda: pressed.followup.send(
                _sign(shown.content, by),
                embeds=[each.set_footer(text=by) for each in shown.embeds],
                view=view_of((*left, bin_), words),
                allowed_mentions=discord.AllowedMentions.none(),
            ),
            again=False,
        )
    except discord.Forbidden as error:
        _log.info("Discord did not let user %d share an answer: %s", asker(pressed), error)
        await request(lambda: pressed.edit_original_response(view=view_of(buttons, words)))


async def delete_by_button(pressed: Pressed, _: Story, key: str) -> None:
    """Take the answer away that this button is below, for who asked (whose id this is) and moderators."""
    if str(asker(pressed)) != key and not pressed.permissions.manage_messages:
        log_denial(pressed, "Deleting an answer")
        await reply(pressed, wording.deny_deleting(), private=True)
        return
    _log.info("User %d deletes the answer %s.", asker(pressed), pressed.message and pressed.message.id)
    # Through the button, so that it works, too, where the bot was brought along and is no member.
    await request(pressed.response.defer, find_time_left(pressed))
    with suppress(discord.NotFound):  # somebody else took it away just now
        await request(pressed.delete_original_response)


def _sign(content: str, by: str) -> str:
    """Say who shares an answer that is plain text, where there is room; nothing where it is a card."""
    signed = f"{content}\n-# {short(by, _LINE)}"
    return signed if content and len(signed) <= _TEXT else content


def _may_write(pressed: Pressed) -> bool:
    """Whether who presses may write in the channel, as Discord says with this very press."""
    may, is_thread = pressed.permissions, isinstance(pressed.channel, discord.Thread)
    return may.send_messages_in_threads if is_thread else may.send_messages


def _read_buttons(message: discord.Message) -> Iterator[Button]:
    """Give the bot's own buttons below a message, as they are."""
    for row in message.components:
        for each in row.children if isinstance(row, discord.ActionRow) else ():
            if isinstance(each, discord.Button) and each.custom_id:
                action, _, key = each.custom_id.partition(":")
                is_primary = each.style is discord.ButtonStyle.primary
                yield Button(each.label or "", Action(action), key, str(each.emoji or ""), is_primary)
