"""What does the bot keep of people and servers? It says it, hands it over, and forgets it."""

import logging
from collections.abc import Sequence
from typing import Protocol

import discord
import msgspec
from discord.ext import commands

from bot import wording
from bot.config import PrivacyOptions
from bot.delivery.boards import Boards
from bot.replies.afterwards import Afterwards
from bot.replies.conversations import Conversations
from bot.replies.sending import Asked, in_time, reply
from bot.stories import Stories
from bot.translator import about
from bot.wording.spans import CommandName, text
from knowledge.notices.personal import PersonalData
from knowledge.notices.share import ALL, Share

_log = logging.getLogger(__name__)


class Memory(Protocol):
    """What remembers something of users, and forgets it."""

    def forget(self, user: int, /) -> None:
        """Forget a user."""
        ...


class Privacy(commands.Cog):
    """Shows, hands over and forgets what is kept of a user; forgets servers that the bot has left."""

    def __init__(
        self,
        stories: Stories,
        boards: Boards,
        afterwards: Afterwards,
        conversations: Conversations,
        memories: Sequence[Memory],
        options: PrivacyOptions,
    ) -> None:
        """Speak for the stores of all `stories`, and for what is held in memory: talks, and `memories`."""
        self._stories = stories
        self._boards = boards
        self._afterwards = afterwards
        self._conversations = conversations
        self._memories = memories
        self._options = options

    @commands.hybrid_command(description=about("privacy"))
    async def privacy(self, asked: Asked) -> None:
        """Say what is kept of people, how long, and how to see or end it."""
        card = wording.describe_privacy(self._options.retention_days, self._options.policy)
        await reply(asked, card, private=True)

    @commands.hybrid_command(description=about("export_me"))
    async def export_me(self, asked: Asked) -> None:
        """Hand over all that is kept of the asker, as a file that nobody else sees."""
        if asked.interaction is None and asked.guild is not None:
            cure = text("privacy.use_slash", export=CommandName("export_me"))
            await reply(asked, wording.report_failure(text("privacy.not_here"), cure))
            return
        await reply(asked, await in_time(asked, self._export(asked.author.id)), private=True)

    @commands.hybrid_command(description=about("forget_me"))
    async def forget_me(self, asked: Asked) -> None:
        """Forget what somebody asked, follows and waits for."""
        questions = self._conversations.forget(asked.author.id)
        for memory in self._memories:
            memory.forget(asked.author.id)
        kept = await in_time(asked, self._forget_user(asked.author.id))
        await reply(asked, wording.confirm_forgetting(questions, kept), private=True)

    @commands.Cog.listener()
    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """Forget a server that the bot has left; discord.py tells of one that is merely away otherwise."""
        self._afterwards.do(self._forget_guild(guild.id))

    async def forget_left(self, bot: commands.AutoShardedBot, share: Share = ALL) -> None:
        """Forget the servers of a share that removed the bot while it was off.

        Call it once all shards of it are ready.
        """
        here = {guild.id for guild in bot.guilds}
        known: set[int] = set()
        for story in self._stories.all():
            known |= await story.store.servers.find_known(share)
        for guild in known - here:
            if await _has_left(bot, guild):
                await self._forget_guild(guild)

    async def _export(self, user: int) -> wording.Message:
        kept: dict[str, PersonalData] = {
            story.name or "main": await story.store.export_user(user) for story in self._stories.all()
        }
        held = self._conversations.all_of(user)
        data = msgspec.json.encode({"user": user, "kept": kept, "questions_in_memory": held})
        return wording.hand_over_data(msgspec.json.format(data))

    async def _forget_user(self, user: int) -> int:
        """Forget somebody in every story, and give how much that was."""
        return sum([await story.store.forget_user(user) for story in self._stories.all()])

    async def _forget_guild(self, guild: int) -> None:
        self._stories.servers.forget(guild)
        self._boards.forget(guild)
        for story in self._stories.all():
            await story.store.forget_guild(guild)
        _log.info("Server %d is left, and forgotten.", guild)


async def _has_left(bot: commands.AutoShardedBot, guild: int) -> bool:
    """Whether Discord itself says that the bot is in a server no more; in doubt it is."""
    try:
        await bot.fetch_guild(guild, with_counts=False)
    except (discord.NotFound, discord.Forbidden):
        return True
    except discord.HTTPException as error:
        _log.warning(
            "Whether server %d is left is not known (%s); it is asked at the next start.", guild, error
        )
    return False
