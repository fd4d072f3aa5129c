"""How does it come to a server? By a link that asks for what its features need, and for no more."""

import discord

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
