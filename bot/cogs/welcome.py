"""Who has added the bot to a server? They are told once what it does there, and what comes next."""

import logging
from functools import partial

import discord
from discord.ext import commands

from bot import wording
from bot.examples import find_examples
from bot.replies.afterwards import Afterwards
from bot.replies.answering import Answerer
from bot.replies.card import draw
from bot.replies.languages import Languages
from bot.replies.requests import NOT_TAKEN, request
from bot.stories import Stories
from bot.wording import Message
from bot.wording.catalogue import Catalogue

_log = logging.getLogger(__name__)

_LOOKED_THROUGH = 5
"""Entries of the audit log: the one that tells who has added it is among the newest."""

_NOBODY = discord.AllowedMentions.none()


class Welcome(commands.Cog):
    """Introduces the bot to whoever has added it."""

    def __init__(
        self,
        client: discord.Client,
        stories: Stories,
        afterwards: Afterwards,
        answerer: Answerer,
        languages: Languages,
    ) -> None:
        """Write as `client` of the server's story; what `answerer` does not answer is no example."""
        self._client = client
        self._stories = stories
        self._afterwards = afterwards
        self._answerer = answerer
        self._languages = languages

    @commands.Cog.listener()
    async def on_guild_join(self, guild: discord.Guild) -> None:
        """Introduce the bot, once; discord.py tells of a server that was merely away otherwise."""
        _log.info("Added to server %d.", guild.id)
        self._afterwards.do(self._introduce(guild))

    async def _introduce(self, guild: discord.Guild) -> None:
        if self._stories.servers.of(guild.id).welcomed:
            return
        # Kept first: after a crash nobody is welcomed rather than twice.
        await self._stories.servers.change(guild.id, welcomed=True)
        words = self._languages.of_server(guild)
        message = await self._word(guild, words)
        if await self._write_to(await _find_host(guild), message, words):
            return
        place = guild.system_channel
        if place is None or not _may_write(place):
            _log.info("Nobody in server %d could be welcomed.", guild.id)
            return
        card = draw(message, words)
        await request(partial(place.send, embed=card, allowed_mentions=_NOBODY), again=False)

    async def _write_to(self, user: int | None, message: Message, words: Catalogue) -> bool:
        """Write to a user alone; False where there is none, or they take no direct messages."""
        if user is None:
            return False
        try:
            place = await request(partial(self._client.create_dm, discord.Object(user)))
            card = draw(message, words)
            await request(partial(place.send, embed=card, allowed_mentions=_NOBODY), again=False)
        except NOT_TAKEN as error:
            _log.info("User %d could not be welcomed: %s", user, error or type(error).__name__)
            return False
        return True

    async def _word(self, guild: discord.Guild, words: Catalogue) -> Message:
        """Word the introduction, with examples in the language that it is in."""
        base = self._stories.of(guild.id).base
        snapshot, when = base.snapshot, base.when()
        # One at a time, so that whoever asks meanwhile has their turn.
        examples = await find_examples(snapshot, lambda each: self._answerer.ask(snapshot, each, when), words)
        return wording.introduce(guild.name, examples, snapshot.coverage)


async def _find_host(guild: discord.Guild) -> int | None:
    """Find who has added the bot; where it may not know, whose server this is."""
    if guild.me.guild_permissions.view_audit_log:
        try:
            added = discord.AuditLogAction.bot_add
            async for entry in guild.audit_logs(action=added, limit=_LOOKED_THROUGH):
                if entry.user_id and entry.target and getattr(entry.target, "id", None) == guild.me.id:
                    return entry.user_id
        except discord.HTTPException as error:
            _log.info("Who has added the bot to server %d cannot be read: %s", guild.id, error)
    return guild.owner_id


def _may_write(place: discord.TextChannel) -> bool:
    may = place.permissions_for(place.guild.me)
    return may.view_channel and may.send_messages and may.embed_links
