"""Where do things stand? One topic, or all of them."""

import discord
from discord import app_commands
from discord.ext import commands

from bot import render
from bot.replies import Asked, reply
from knowledge.base import KnowledgeBase

_CHOICES = 25
"""Discord refuses a longer list under an option, and then shows nothing."""


class Statuses(commands.Cog):
    """Shows the status of topics."""

    def __init__(self, base: KnowledgeBase) -> None:
        """Answer from `base`."""
        self._base = base

    @commands.hybrid_command()
    @app_commands.allowed_installs(guilds=True, users=True)
    @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
    @app_commands.describe(topic="One topic; leave it out to see all of them")
    async def status(self, asked: Asked, *, topic: commands.Range[str, 0, 300] = "") -> None:
        """See where a topic stands, since when, and which words say so."""
        snapshot = self._base.snapshot
        if not topic.strip():
            await reply(asked, render.board(snapshot.board(), snapshot.coverage))
            return
        found = snapshot.status(topic)
        if found.status:
            await reply(asked, render.status(found.status))
        else:
            await reply(asked, render.unknown_topic(found, snapshot.coverage), private=True)

    @status.autocomplete("topic")
    async def _topics(
        self, _: discord.Interaction[commands.AutoShardedBot], typed: str
    ) -> list[app_commands.Choice[str]]:
        names = filter(None, map(render.choice, self._base.snapshot.topics(typed)))
        return [app_commands.Choice(name=name, value=name) for name in list(names)[:_CHOICES]]
