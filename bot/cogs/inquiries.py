"""What do people ask, and how well is it answered? For those who run a server, or the bot."""

import asyncio
from datetime import UTC, datetime, time, timedelta

from discord import app_commands
from discord.ext import commands

from bot import wording
from bot.buttons.unanswered import Unanswered
from bot.charts import draw_bars
from bot.clock import Clock
from bot.replies.sending import Asked, in_time, reply, server_of
from bot.rights import Rights
from bot.scopes import find_scope
from bot.stories import Stories
from bot.translator import about, describe
from bot.wording import Message
from bot.wording.spans import Day
from knowledge.notices.inquiries import Insights


class Inquiries(commands.Cog):
    """Lists the questions that are open, and sums up all that were asked."""

    def __init__(self, stories: Stories, clock: Clock, rights: Rights, unanswered: Unanswered) -> None:
        """Show what was asked about the story of the place, to those who may see it."""
        self._stories = stories
        self._clock = clock
        self._rights = rights
        self._unanswered = unanswered

    @commands.hybrid_command(description=about("unanswered"))
    @app_commands.allowed_installs(guilds=True, users=False)
    @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=False)
    @app_commands.default_permissions(manage_guild=True)
    async def unanswered(self, asked: Asked) -> None:
        """List the open questions."""
        story = self._stories.of(server_of(asked))
        message = await in_time(asked, self._unanswered.list_page(asked, story))
        await reply(asked, message, private=True)

    @commands.hybrid_command(description=about("insights"))
    @app_commands.allowed_installs(guilds=True, users=False)
    @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=False)
    @app_commands.default_permissions(manage_guild=True)
    @describe("insights", "days")
    async def insights(self, asked: Asked, days: commands.Range[int, 1, 366] = 30) -> None:
        """Sum up what was asked in the last days."""
        await reply(asked, await in_time(asked, self._sum_up(asked, days)), private=True)

    async def _sum_up(self, asked: Asked, days: int) -> Message:
        scope = await find_scope(asked, self._rights)
        inquiries = self._stories.of(server_of(asked)).store.inquiries
        last = self._clock.today
        first = last - timedelta(days=days - 1)
        found = await inquiries.summarise(scope.guild, datetime.combine(first, time(), UTC))
        still_open = len(await inquiries.find_open(scope.guild))
        chart = await asyncio.to_thread(_draw, found, days, self._clock) if found.asked else b""
        return wording.show_insights(found, still_open, Day(first), Day(last), chart)


def _draw(found: Insights, days: int, clock: Clock) -> bytes:
    """Draw a bar for each day, also for those on which nothing was asked."""
    known = {day: (asked, refused) for day, asked, refused in found.by_day}
    each = (clock.today - timedelta(days=ago) for ago in reversed(range(days)))
    return draw_bars([known.get(day, (0, 0)) for day in each])
