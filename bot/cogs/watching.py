"""What has become of a board? Somebody may delete or unpin it, or ask it for more."""

import discord
from discord.ext import commands

from bot.cogs.statuses import board_again
from bot.delivery.boards import Boards
from bot.replies.sending import Pressed, turn, when_of
from bot.stories import Story


class Watching(commands.Cog):
    """Tells the boards what somebody has done to them."""

    def __init__(self, boards: Boards) -> None:
        """Tell these."""
        self._boards = boards

    @commands.Cog.listener()
    async def on_raw_message_delete(self, deleted: discord.RawMessageDeleteEvent) -> None:
        """Look for a board that is deleted."""
        self._boards.notice_deleted({deleted.message_id})

    @commands.Cog.listener()
    async def on_raw_bulk_message_delete(self, deleted: discord.RawBulkMessageDeleteEvent) -> None:
        """Look for one among many."""
        self._boards.notice_deleted(deleted.message_ids)

    @commands.Cog.listener()
    async def on_guild_channel_pins_update(
        self, channel: discord.abc.GuildChannel | discord.Thread, last_pin: object
    ) -> None:
        """Look whether a board is still pinned, where somebody has pinned or unpinned anything."""
        del last_pin
        self._boards.notice_pins(channel.id)


async def board_by_button(pressed: Pressed, story: Story, _: str) -> None:
    """Show whoever asks all topics, on pages of their own."""
    await turn(pressed, story.sign(await board_again(story, "", when_of(story, pressed))))
