"""Where do things stand, how did they come there, and what is new?"""

import logging

import discord
from discord import app_commands
from discord.ext import commands as discord_commands

from bot import commands, wording
from bot.commands import NotADay
from bot.replies.afterwards import Afterwards
from bot.replies.failures import NotADateError, require_day
from bot.replies.sending import Asked, choices, in_time, reply
from bot.translator import about, describe
from knowledge.answering.period import read_day
from knowledge.answers import Course, News, NotYet, Standing, UnknownTopic
from knowledge.base import KnowledgeBase
from knowledge.errors import StoreError
from knowledge.notices.notices import net
from knowledge.when import When

_log = logging.getLogger(__name__)


class Statuses(discord_commands.Cog):
    """Shows the status of topics, on a day or over time."""

    def __init__(self, base: KnowledgeBase, afterwards: Afterwards) -> None:
        """Answer from `base`."""
        self._base = base
        self._afterwards = afterwards

    @discord_commands.hybrid_command(description=about("status"))
    @describe("status", "topic", "as_of")
    async def status(
        self,
        asked: Asked,
        *,
        topic: discord_commands.Range[str, 0, 300] = "",
        as_of: discord_commands.Range[str, 0, 40] = "",
    ) -> None:
        """Show where one topic stands, or all of them."""
        snapshot, when = self._base.snapshot, self._base.when()
        day = require_day(read_day(as_of, when.today), as_of) if as_of.strip() else None
        answer = commands.status(snapshot, topic, when, day)
        if isinstance(answer, NotADay):
            raise NotADateError(answer.text)
        private = isinstance(answer, NotYet | UnknownTopic)
        await reply(asked, wording.answer(answer, snapshot.coverage, when), private=private)
        if isinstance(answer, Standing):
            self._afterwards.count(asked, answer.step.topic)

    @discord_commands.hybrid_command(description=about("history"))
    @describe("history", "topic")
    async def history(self, asked: Asked, *, topic: discord_commands.Range[str, 1, 300]) -> None:
        """Show the course of a topic."""
        snapshot, when = self._base.snapshot, self._base.when()
        answer = commands.history(snapshot, topic, when)
        is_known = isinstance(answer, Course)
        await reply(asked, wording.answer(answer, snapshot.coverage, when), private=not is_known)
        if is_known:
            self._afterwards.count(asked, answer.step.topic)

    @discord_commands.hybrid_command(description=about("new"))
    @describe("new", "since")
    async def new(self, asked: Asked, *, since: discord_commands.Range[str, 0, 40] = "") -> None:
        """Show what has changed since a day, or since the asker last looked."""
        snapshot, when = self._base.snapshot, self._base.when()
        if since.strip():
            first = require_day(commands.read_since(since, when), since)
            news, newest = commands.new(snapshot, when, first), None
        else:
            news, newest = await in_time(asked, self._find_unseen(asked.author.id, when))
        await reply(asked, wording.answer(news, snapshot.coverage, when), private=True)
        if newest is not None:
            self._afterwards.do(self._base.store.feed.mark_seen(asked.author.id, newest))

    @status.autocomplete("topic")
    @history.autocomplete("topic")
    async def _suggest_topics(
        self, _: discord.Interaction[discord_commands.AutoShardedBot], typed: str
    ) -> list[app_commands.Choice[str]]:
        return choices(self._base.snapshot.suggest_topics(typed))

    async def _find_unseen(self, user: int, when: When) -> tuple[News, int | None]:
        """Find what a user has not seen; for the first time, or where the store fails, the last days.

        With it comes the number of the newest bulletin that is in it; None where that is not known.
        """
        store, snapshot = self._base.store, self._base.snapshot
        try:
            # Read before all that is shown: what comes meanwhile is shown the next time, not never.
            newest = await store.feed.get_newest()
            looked = await store.feed.get_seen(user)
            feed = () if looked is None else await store.feed.read(looked)
        except StoreError as error:
            _log.error("What user %d has seen cannot be read: %s", user, error)
            return commands.new(snapshot, when), None
        if looked is None:
            return commands.new(snapshot, when), newest
        seen = net([each for each in feed if each.number <= newest], snapshot)
        return News("", None, None, seen.changes, seen.articles), newest
