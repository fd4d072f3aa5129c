"""Which message shows where every topic stands, and where are new articles announced?"""

import discord

from bot import wording
from bot.cogs.settings._options import usable
from bot.delivery.boards import Boards
from bot.servers import Servers
from bot.wording import Message
from bot.wording.message import Gap, Line
from knowledge.notices.audience import Board

_NEEDED = "read_message_history", "pin_messages"
"""What a board needs besides writing: to be found again, and pinned."""


class Keeping:
    """Keeps a server's board, and its channel for new articles."""

    def __init__(self, servers: Servers, boards: Boards) -> None:
        """Keep what is set in `servers`."""
        self._servers, self._boards = servers, boards

    async def begin_board(self, guild: discord.Guild, channel: int) -> Message:
        """Begin a server's board, or move it. Raises SettingError where it cannot be there."""
        where = usable(guild, channel, *_NEEDED)
        await self._boards.begin(guild.id, where.id)
        return wording.confirm_board(where.id)

    async def end_board(self, guild: discord.Guild) -> Message:
        """End a server's board."""
        return wording.report_end(had_one=await self._boards.end(guild.id))

    async def find_board(self, guild: int) -> Board | None:
        """Give the board of a server."""
        return await self._boards.find(guild)

    async def set_articles(self, guild: discord.Guild, channel: int | None) -> Message:
        """Announce new articles in a channel; in none where that is None."""
        where = None if channel is None else usable(guild, channel).id
        await self._servers.change(guild.id, article_channel=where)
        return wording.confirm_articles(where)

    async def forget_channel(self, guild: int, channel: int) -> None:
        """End what was in a channel that is gone."""
        board = await self._boards.find(guild)
        if board and board.channel == channel:
            await self._boards.end(guild)
        if self._servers.of(guild).article_channel == channel:
            await self._servers.change(guild, article_channel=None)

    async def describe(self, guild: int) -> tuple[Line | Gap, ...]:
        """Say what of this a server has."""
        board, articles = await self._boards.find(guild), self._servers.of(guild).article_channel
        lines = wording.describe_board(board, self._boards.get_problem(guild), articles)
        return (Gap(), *lines) if lines else ()
