"""Who may change what is known? The reload of the articles and the way back, for those who run the bot."""

from collections.abc import Awaitable, Callable
from functools import partial
from typing import Literal

import discord
from discord import app_commands
from discord.ext import commands

from bot import wording
from bot.metrics import Metrics
from bot.reloads import report_change
from bot.replies.requests import take_time
from bot.replies.sending import Asked, Pressed, asker, reply, server_of
from bot.rights import Rights
from bot.stories import Stories, Story
from bot.translator import about, describe
from bot.wording.mistakes import report_mistake
from knowledge.errors import KnowledgeError
from knowledge.statuses.changes import Changes, TakesBackError


class Admin(commands.Cog):
    """Reloads the articles, and goes back to those before."""

    def __init__(self, stories: Stories, rights: Rights, metrics: Metrics) -> None:
        """Change the story of the place where that is asked for, for those whom `rights` allow."""
        self._stories = stories
        self._rights, self._metrics = rights, metrics

    # The option is a switch after the slash and a word after the prefix, so these are two commands.
    @app_commands.command(name="reload", description=about("reload"))
    @app_commands.allowed_installs(guilds=True, users=False)
    @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=False)
    @app_commands.default_permissions(manage_guild=True)
    @describe("reload", "preview")
    async def reload_by_slash(
        self, interaction: discord.Interaction[commands.AutoShardedBot], preview: bool = False
    ) -> None:
        """Reload, or say what that would change."""
        # Ask for time first: reading may take longer than the three seconds that Discord waits.
        await take_time(interaction)
        asked = await Asked.from_interaction(interaction)
        await self._reload(asked, self._stories.of(server_of(asked)), preview=preview)

    @commands.command(name="reload")
    async def reload_by_text(self, asked: Asked, *, word: str = "") -> None:
        """Do the same for a text command."""
        word = word.casefold()
        story = self._stories.of(server_of(asked))
        await self._reload(asked, story, preview=word == "preview", confirmed=word == "yes")

    @commands.hybrid_command(description=about("rollback"))
    @app_commands.allowed_installs(guilds=True, users=False)
    @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=False)
    @app_commands.default_permissions(manage_guild=True)
    async def rollback(self, asked: Asked) -> None:
        """Go back one state."""
        if asked.interaction:
            await take_time(asked.interaction)
        story = self._stories.of(server_of(asked))
        await self._change(asked, story, "rollback", story.base.rollback)

    async def reload_by_button(self, pressed: Pressed, story: Story, key: str) -> None:
        """Reload although the loss with this key is large."""
        await take_time(pressed)
        await self._reload(pressed, story, preview=False, confirmed=key)

    async def _reload(
        self, asked: Asked | Pressed, story: Story, *, preview: bool, confirmed: bool | str = False
    ) -> None:
        if preview:
            await self._change(asked, story, "preview", story.base.preview)
        else:
            await self._change(asked, story, "reload", partial(_look_and_reload, story, confirmed))

    async def _change(
        self,
        asked: Asked | Pressed,
        story: Story,
        what: Literal["preview", "reload", "rollback"],
        change: Callable[[], Awaitable[Changes]],
    ) -> None:
        """Do it for those who may, and report the whole of what came of it."""
        if not await self._rights.allow(asked, what.capitalize()):
            return
        try:
            made = await change()
        except TakesBackError as error:
            self._report(asked, story, what, error)
            await reply(asked, story.sign(wording.report_loss(error.changes)), private=True)
        except KnowledgeError as error:
            self._report(asked, story, what, error)
            await reply(asked, report_mistake(error), private=True)
        else:
            self._report(asked, story, what, made)
            sources = await story.base.intake.find_sources() if what == "reload" else ()
            failing = [each for each in sources if each.state.reason and not each.paused]
            await reply(asked, wording.report_changes(made, what, failing), private=True)

    def _report(
        self,
        asked: Asked | Pressed,
        story: Story,
        what: Literal["preview", "reload", "rollback"],
        made: Changes | KnowledgeError,
    ) -> None:
        if what != "preview":
            report_change(self._metrics, story.name, what, f"user {asker(asked)}", made)


async def _look_and_reload(story: Story, confirmed: bool | str) -> Changes:
    """Read what is new at the live sources, too; those that fail keep what they had."""
    if await story.base.intake.find_sources():
        await story.gatherer.look()
    return await story.base.reload(confirmed=confirmed)
