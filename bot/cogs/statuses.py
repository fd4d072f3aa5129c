"""Where do things stand, how did they come there, and what is new?"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import discord
from discord import app_commands
from discord.ext import commands

from bot import wording
from bot.freshness import Freshness
from bot.replies.afterwards import Afterwards
from bot.replies.failures import NotADateError
from bot.replies.sending import Asked, in_time, reply
from bot.terminal.lines import day as read_day
from bot.terminal.lines import on_day
from knowledge.base import KnowledgeBase
from knowledge.errors import StoreError
from knowledge.notices.audience import Bulletin, NewArticle
from knowledge.notices.notices import net

_log = logging.getLogger(__name__)

_CHOICES = 25
"""Discord refuses a longer list under an option, and then shows nothing."""


class Statuses(commands.Cog):
    """Shows the status of topics, on a day or over time."""

    def __init__(
        self, base: KnowledgeBase, freshness: Callable[[], Freshness], afterwards: Afterwards
    ) -> None:
        """Answer from `base`; `freshness` says what is old on the day of an answer."""
        self._base = base
        self._freshness = freshness
        self._afterwards = afterwards

    @commands.hybrid_command()
    @app_commands.describe(
        topic="One topic; leave it out to see all of them", as_of="A day, such as 2026-11-10"
    )
    async def status(
        self, asked: Asked, *, topic: commands.Range[str, 0, 300] = "", as_of: commands.Range[str, 0, 40] = ""
    ) -> None:
        """See where a topic stands, since when, and which words say so."""
        snapshot, fresh = self._base.snapshot, self._freshness()
        topic, written = (topic.strip(), as_of.strip()) if as_of.strip() else on_day(topic)
        day = _day(written) if written else None
        if day and day >= fresh.today:
            day = None  # nothing is known of days to come
        if not topic:
            await reply(asked, wording.board(snapshot.board(day), snapshot.coverage, fresh, day))
            return
        found = snapshot.status(topic, day)
        if found.status:
            await reply(asked, wording.status(found.status, fresh, day))
            self._afterwards.count(asked, found.status.topic)
        elif day and (stands := snapshot.status(topic).status):
            first = stands.course[0].as_of
            await reply(asked, wording.no_status_then(stands.topic, day, first), private=True)
        else:
            await reply(asked, wording.unknown_topic(found, snapshot.coverage), private=True)

    @commands.hybrid_command()
    @app_commands.describe(topic="The topic whose course you want to see")
    async def history(self, asked: Asked, *, topic: commands.Range[str, 1, 300]) -> None:
        """See how a topic came to where it stands, step by step, with the words that say so."""
        snapshot = self._base.snapshot
        found = snapshot.status(topic)
        if found.status:
            await reply(asked, wording.history(found.status, self._freshness()))
            self._afterwards.count(asked, found.status.topic)
        else:
            await reply(asked, wording.unknown_topic(found, snapshot.coverage), private=True)

    @commands.hybrid_command()
    @app_commands.describe(since="A day, such as 2026-11-10; leave it out for what you have not seen yet")
    async def new(self, asked: Asked, *, since: commands.Range[str, 0, 40] = "") -> None:
        """See what has changed since you last looked, or since a day."""
        fresh = self._freshness()
        if since.strip():
            day = _day(since)
            await reply(asked, wording.news(self._since(day), day, fresh), private=True)
            return
        news = await in_time(asked, self._unseen(asked.author.id, fresh))
        await reply(asked, wording.news(news.bulletin, news.since, fresh), private=True)
        if news.newest is not None:
            self._afterwards.do(self._base.store.feed.mark_seen(asked.author.id, news.newest))

    @status.autocomplete("topic")
    @history.autocomplete("topic")
    async def _topics(
        self, _: discord.Interaction[commands.AutoShardedBot], typed: str
    ) -> list[app_commands.Choice[str]]:
        return choices(self._base.snapshot.topics(typed))

    async def _unseen(self, user: int, fresh: Freshness) -> "_News":
        """Collect what a user has not seen; for the first time, or where the store fails, the last days."""
        store = self._base.store
        try:
            # Read before all that is shown: what comes meanwhile is shown the next time, not never.
            newest = await store.feed.get_newest()
            looked = await store.feed.get_seen(user)
            feed = () if looked is None else await store.feed.read(looked)
        except StoreError as error:
            _log.error("What user %d has seen cannot be read: %s", user, error)
            return _News(self._since(fresh.recently), fresh.recently, None)
        if looked is None:
            return _News(self._since(fresh.recently), fresh.recently, newest)
        shown = [each for each in feed if each.number <= newest]
        return _News(net(shown, self._base.snapshot), None, newest)

    def _since(self, day: date) -> Bulletin:
        """Collect what the articles of a day and later have brought."""
        snapshot = self._base.snapshot
        articles = map(NewArticle.of, snapshot.articles_since(day))
        return Bulletin(snapshot.changed_since(day), tuple(articles))


@dataclass(frozen=True, slots=True)
class _News:
    bulletin: Bulletin
    since: date | None
    """None stands for the last time that somebody looked."""
    newest: int | None
    """The number of the newest bulletin that is in it; None where that is not known."""


def choices(names: tuple[str, ...]) -> list[app_commands.Choice[str]]:
    """Make what Discord shows under an option, within what it takes."""
    fit = [name for each in names if (name := wording.choice(each))]
    return [app_commands.Choice(name=name, value=name) for name in fit[:_CHOICES]]


def _day(text: str) -> date:
    """Read a day. Raises NotADateError."""
    day = read_day(text.strip())
    if day is None:
        raise NotADateError(text.strip())
    return day
