"""Where do things stand, how did they come there, and what is new?"""

import logging
import re
from datetime import date

import discord
from discord import app_commands
from discord.ext import commands as discord_commands
from msgspec.structs import replace

from bot import commands, wording
from bot.commands import ABOUT, NotADay
from bot.replies.afterwards import Afterwards
from bot.replies.failures import NotADateError, require_day
from bot.replies.sending import Asked, Pressed, choices, in_time, reply
from knowledge.answering.period import read_day
from knowledge.answers import Course, News, NotYet, Standing, UnknownTopic
from knowledge.base import KnowledgeBase
from knowledge.errors import StoreError
from knowledge.notices.notices import net
from knowledge.snapshot import Snapshot
from knowledge.when import When

_SEEN = re.compile("b([0-9]+)-([0-9]+)")
"""What the key of a page says of news that somebody had not seen: the bulletins between which they are."""
_DAY = len("2026-11-10")

_log = logging.getLogger(__name__)


class Statuses(discord_commands.Cog):
    """Shows the status of topics, on a day or over time."""

    def __init__(self, base: KnowledgeBase, afterwards: Afterwards) -> None:
        """Answer from `base`."""
        self._base = base
        self._afterwards = afterwards

    @discord_commands.hybrid_command(description=ABOUT["status"])
    @app_commands.describe(
        topic="One topic; leave it out to see all of them", as_of="A day, such as 2026-11-10 or yesterday"
    )
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

    @discord_commands.hybrid_command(description=ABOUT["history"])
    @app_commands.describe(topic="The topic whose course you want to see")
    async def history(self, asked: Asked, *, topic: discord_commands.Range[str, 1, 300]) -> None:
        """Show the course of a topic."""
        snapshot, when = self._base.snapshot, self._base.when()
        answer = commands.history(snapshot, topic, when)
        is_known = isinstance(answer, Course)
        await reply(asked, wording.answer(answer, snapshot.coverage, when), private=not is_known)
        if is_known:
            self._afterwards.count(asked, answer.step.topic)

    @discord_commands.hybrid_command(description=ABOUT["new"])
    @app_commands.describe(
        since="A day, such as 2026-11-10 or yesterday; leave it out for what you have not seen yet"
    )
    async def new(self, asked: Asked, *, since: discord_commands.Range[str, 0, 40] = "") -> None:
        """Show what has changed since a day, or since the asker last looked."""
        snapshot, when = self._base.snapshot, self._base.when()
        if since.strip():
            first = require_day(commands.read_since(since, when), since)
            news, newest = wording.answer(commands.new(snapshot, when, first), snapshot.coverage, when), None
        else:
            news, newest = await in_time(asked, self._find_unseen(asked.author.id, when))
        await reply(asked, news, private=True)
        if newest is not None:
            self._afterwards.do(self._base.store.feed.mark_seen(asked.author.id, newest))

    async def board_again(self, _: Pressed, day: str) -> wording.Message:
        """Show where all topics stand, or stood on a day."""
        snapshot, when = self._base.snapshot, self._base.when()
        board = snapshot.board(when.past(_read_key(day)))
        return wording.answer(board, snapshot.coverage, when)

    async def history_again(self, _: Pressed, key: str) -> wording.Message:
        """Show the course of the topic of this key."""
        snapshot, when = self._base.snapshot, self._base.when()
        topic = next((each for each in snapshot.coverage.topics if wording.topic_key(each) == key), "")
        return wording.answer(snapshot.course(topic), snapshot.coverage, when)

    async def new_again(self, _: Pressed, key: str) -> wording.Message:
        """Show what has changed: between two days, since one, or between two bulletins."""
        snapshot, when = self._base.snapshot, self._base.when()
        if seen := _SEEN.fullmatch(key):
            return await self._word_between(snapshot, when, int(seen[1]), int(seen[2]))
        first, until = _read_key(key[:_DAY]), _read_key(key[_DAY + 1 :])
        news = snapshot.news(first or when.recently, until)
        return wording.answer(news, snapshot.coverage, when)

    @status.autocomplete("topic")
    @history.autocomplete("topic")
    async def _suggest_topics(
        self, _: discord.Interaction[discord_commands.AutoShardedBot], typed: str
    ) -> list[app_commands.Choice[str]]:
        return choices(self._base.snapshot.suggest_topics(typed))

    async def _find_unseen(self, user: int, when: When) -> tuple[wording.Message, int | None]:
        """Word what a user has not seen; for the first time, or where the store fails, the last days.

        With it comes the number of the newest bulletin that is in it; None where that is not known.
        """
        store, snapshot = self._base.store, self._base.snapshot
        try:
            # Read before all that is shown: what comes meanwhile is shown the next time, not never.
            newest = await store.feed.get_newest()
            looked = await store.feed.get_seen(user)
            if looked is not None:
                return await self._word_between(snapshot, when, looked, newest), newest
        except StoreError as error:
            _log.error("What user %d has seen cannot be read: %s", user, error)
            newest = None
        return wording.answer(commands.new(snapshot, when), snapshot.coverage, when), newest

    async def _word_between(
        self, snapshot: Snapshot, when: When, looked: int, newest: int
    ) -> wording.Message:
        """Word what came with the bulletins after one, up to another."""
        feed = await self._base.store.feed.read(looked)
        seen = net([each for each in feed if each.number <= newest], snapshot)
        news = News("", None, None, seen.changes, seen.articles)
        message = wording.answer(news, snapshot.coverage, when)
        return replace(message, pages=wording.Pages("new", f"b{looked}-{newest}"))


def _read_key(day: str) -> date | None:
    return date.fromisoformat(day) if day else None
