"""How does it come to a server? By a link that asks for what its features need, and for no more."""

import logging

import discord

from knowledge.store import Facts

_log = logging.getLogger(__name__)

_SHOWN = "discord.invited"
"""The fact that the link was shown."""

SCOPES = "bot", "applications.commands"
PERMISSIONS = discord.Permissions(
    view_channel=True,
    send_messages=True,
    send_messages_in_threads=True,
    embed_links=True,
    read_message_history=True,  # to reply to questions, and to find what was posted before a crash
    attach_files=True,  # charts, and what somebody's data is exported as
    create_public_threads=True,  # to go on below an answer
    pin_messages=True,  # the board
)
"""All that is asked for; where one is not given, what needs it is left out: `/settings check` says so."""


def make_invitation(application: int) -> str:
    """Make the link by which somebody adds the bot to their server."""
    return discord.utils.oauth_url(application, permissions=PERMISSIONS, scopes=SCOPES)


async def show_invitation(client: discord.Client, facts: Facts) -> None:
    """Log the link: at the first start, and while the bot is in no server."""
    link = make_invitation(client.application_id or 0)
    if not client.guilds:
        _log.warning("No server has added the bot yet. Whoever manages one adds it here: %s", link)
    elif await facts.recall(_SHOWN) is None:
        _log.info("To add the bot to another server: %s", link)
        await facts.remember(_SHOWN, "yes")
