"""Where do things stand, how did they come there, and what is new?"""

import logging
import re
from collections.abc import Sequence
from datetime import date
from typing import TypeAlias

from discord.ext import commands as discord_commands
from msgspec import Struct
from msgspec.structs import replace

from bot import commands, wording
from bot.commands import NotADay
from bot.metrics import Metrics
from bot.replies.afterwards import Afterwards
from bot.replies.failures import NotADateError, require_day
from bot.replies.sending import Asked, hand_over, in_time, reply, server_of, when_of
from bot.stories import Stories, Story
from bot.translator import about, describe
from knowledge.answering.period import read_day
from knowledge.answers import Course, News, NotYet, Standing, UnknownTopic
from knowledge.errors import StoreError
from knowledge.notices.notices import net
from knowledge.when import When

_SEEN = re.compile("b([0-9]+)-([0-9]+)")
"""What the key of a page says of news that somebody had not seen: the bulletins between which they are."""
_DAY = len("2026-11-10")

_log = logging.getLogger(__name__)


class Statuses(discord_commands.Cog):
    """Shows the status of topics, on a day or over time."""

    def __init__(self, stories: Stories, afterwards: Afterwards, metrics: Metrics) -> None:
        """Answer from the story of the place, and count the answers."""
        self._stories = stories
        self._afterwards = afterwards
        self._metrics = metrics

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
        story = self._stories.of(server_of(asked))
        snapshot, when = story.base.snapshot, when_of(story, asked)
        day = require_day(read_day(as_of, when.today), as_of) if as_of.strip() else None
        answer = commands.status(snapshot, topic, when, day)
        if isinstance(answer, NotADay):
            raise NotADateError(answer.text)
        private = isinstance(answer, NotYet | UnknownTopic)
        message = wording.offer_evidence(wording.answer(answer, snapshot.coverage, when), answer)
        message = hand_over(asked, message, private=private)
        await reply(asked, story.sign(message), private=private)
        self._metrics.count_answer(answer)
        if isinstance(answer, Standing):
            self._afterwards.count(story, asked, answer.step.topic)

    @discord_commands.hybrid_command(description=about("history"))
    @describe("history", "topic")
    async def history(self, asked: Asked, *, topic: discord_commands.Range[str, 1, 300]) -> None:
        """Show the course of a topic."""
        story = self._stories.of(server_of(asked))
        snapshot, when = story.base.snapshot, when_of(story, asked)
        answer = commands.history(snapshot, topic, when)
        is_known = isinstance(answer, Course)
        message = wording.offer_evidence(wording.answer(answer, snapshot.coverage, when), answer)
        message = hand_over(asked, message, private=not is_known)
        await reply(asked, story.sign(message), private=not is_known)
        self._metrics.count_answer(answer)
        if is_known:
            self._afterwards.count(story, asked, answer.step.topic)

    @discord_commands.hybrid_command(description=about("new"))
    @describe("new", "since")
    async def new(self, asked: Asked, *, since: discord_commands.Range[str, 0, 40] = "") -> None:
        """Show what has changed since a day, or since the asker last looked."""
        story = self._stories.of(server_of(asked))
        snapshot, when = story.base.snapshot, when_of(story, asked)
        if since.strip():
            first = require_day(commands.read_since(since, when), since)
            news, seen = commands.new(snapshot, when, first), ()
            message = wording.answer(news, snapshot.coverage, when)
        else:
            # In a server nothing but its story is told; alone with the bot, all that somebody follows.
            others = self._stories.all() if server_of(asked) is None else ()
            found = _find_all_unseen(story, others, asked.author.id, when)
            message, news, seen = await in_time(asked, found)
        await reply(asked, story.sign(message), private=True)
        self._metrics.count_answer(news)
        for each, newest in seen:
            if newest is not None:
                self._afterwards.do(each.store.feed.mark_seen(asked.author.id, newest))


_Seen: TypeAlias = tuple[tuple[Story, int | None], ...]
"""The newest bulletin of each story that a user has seen now; None where that is not known."""


async def _find_all_unseen(
    story: Story, others: Sequence[Story], user: int, when: When
) -> tuple[wording.Message, News, _Seen]:
    """Find and word what a user has not seen of a story, and of those others that they follow."""
    first = await _find_unseen(story, user)
    found = {story.name: (story, first)}
    for each in others:
        if each is not story and await each.store.subscriptions.find(user=user):
            found[each.name] = each, await _find_unseen(each, user)
    news, pages = first.news, first.pages
    for _, more in [*found.values()][1:]:
        changes = (*news.changes, *more.news.changes)
        # What comes from several stories is on no page that can be made anew.
        news, pages = replace(news, changes=changes, articles=(*news.articles, *more.news.articles)), None
    message = wording.answer(news, story.base.snapshot.coverage, when)
    if pages:
        message = replace(message, pages=pages)
    return message, news, tuple((each, unseen.newest) for each, unseen in found.values())


async def board_again(story: Story, day: str, when: When) -> wording.Message:
    """Show where all topics stand, or stood on a day."""
    snapshot = story.base.snapshot
    return wording.answer(snapshot.board(when.past(_read_key(day))), snapshot.coverage, when)


async def history_again(story: Story, key: str, when: When) -> wording.Message:
    """Show the course of the topic of this key."""
    snapshot = story.base.snapshot
    topic = next((each for each in snapshot.coverage.topics if wording.topic_key(each) == key), "")
    return wording.answer(snapshot.course(topic), snapshot.coverage, when)


async def new_again(story: Story, key: str, when: When) -> wording.Message:
    """Show what has changed: between two days, since one, or between two bulletins."""
    if seen := _SEEN.fullmatch(key):
        news = await _find_between(story, int(seen[1]), int(seen[2]))
        message = wording.answer(news, story.base.snapshot.coverage, when)
        return replace(message, pages=wording.Pages("new", key))
    snapshot = story.base.snapshot
    first, until = _read_key(key[:_DAY]), _read_key(key[_DAY + 1 :])
    return wording.answer(snapshot.news(first or when.recently, until), snapshot.coverage, when)


class _Unseen(Struct, frozen=True):
    """What a user has not seen of a story."""

    news: News
    newest: int | None
    """The newest bulletin that is in it; None where that is not known."""
    pages: wording.Pages | None = None
    """What makes it anew; None where its words name its period."""


async def _find_unseen(story: Story, user: int) -> _Unseen:
    """Find what a user has not seen; for the first time, or where the store fails, the last days."""
    store, snapshot = story.store, story.base.snapshot
    try:
        # Read before all that is shown: what comes meanwhile is shown the next time, not never.
        newest = await store.feed.get_newest()
        looked = await store.feed.get_seen(user)
        if looked is not None:
            pages = wording.Pages("new", f"b{looked}-{newest}")
            return _Unseen(await _find_between(story, looked, newest), newest, pages)
    except StoreError as error:
        _log.error("What user %d has seen cannot be read: %s", user, error)
        newest = None
    return _Unseen(commands.new(snapshot, story.base.when()), newest)


async def _find_between(story: Story, looked: int, newest: int) -> News:
    """Find what came with the bulletins after one, up to another."""
    feed = await story.store.feed.read(looked)
    seen = net([each for each in feed if each.number <= newest], story.base.snapshot)
    return News("", None, None, seen.changes, seen.articles)


def _read_key(day: str) -> date | None:
    return date.fromisoformat(day) if day else None
