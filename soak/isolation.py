"""R11: does a server see what belongs to another? Two of them, each with its own story and a shared one."""

import random
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Final

from bot import commands, wording
from bot.clock import Clock
from bot.cogs.settings._corpus import choose_corpus
from bot.config import AnswerOptions
from bot.delivery import digests
from bot.replies.answering import Answerer
from bot.replies.card import draw_text
from bot.replies.conversations import Conversations
from bot.servers import Servers
from bot.stories import MAIN, Stories, Story
from bot.wording.spans import Day
from knowledge.gathering import open_gatherer
from knowledge.inquiring import find_clusters
from knowledge.model import Alias, NewArticle, StatusChange
from knowledge.notices.audience import Digest, DigestPlan, Due
from knowledge.opening import open_base
from soak.forgetting import find_ids
from soak.trial import Outcome, Trial

_START = datetime(2026, 3, 5, 12, tzinfo=UTC)
_MARKS: Final = {500_000_000_000_001_000: "zeppelin", 500_000_000_000_002_000: "quokka"}
"""Each server, and the word that only its own story, its people and its settings say."""
_NEUTRAL = "lantern"
_STATUSES = "Proposed", "Agreed", "In Progress", "Rejected"
_RELOADED = 200
"""One step in so many reads an article anew, which takes a process; in a short walk two do."""
_ARTICLE = """\
---
title: The {mark} festival {number}
published: {day}
---
# The {mark} festival {number}

The {mark} leaves the northern pier at seven in the morning and returns at dusk.

| Point | Status |
| --- | --- |
| {mark} repair | {status} |
| {mark} tickets | Proposed |
"""


async def run(times: int, folder: Path) -> Outcome:
    """Take so many steps at random, and look at all that is said and told for words of the other server."""
    async with _open_walk(folder) as walk:
        for step in range(1, times + 1):
            await walk.take_step()
            if step % min(_RELOADED, times // 2) == 0:
                await walk.reload()
        figures = f"{walk.read:,} messages read", f"{walk.told:,} notices told"
        return Outcome(times, times - len(walk.leaks), len(walk.leaks), (*figures, *walk.leaks[:3]))


TRIAL = Trial("R11", "two servers, two stories and a shared one, whatever is done", run, 60, 10_000)


@asynccontextmanager
async def _open_walk(folder: Path) -> AsyncGenerator["_Walk"]:
    now = [_START]
    clock = Clock(now=lambda: now[0], monotonic=lambda: now[0].timestamp())
    async with AsyncExitStack() as stack:

        async def open_story(name: str, mark: str) -> Story:
            place = folder / mark
            (place / "articles").mkdir(parents=True)
            _write(place, mark, 0, _START.date())
            when = partial(clock.when, AnswerOptions())
            opened = open_base(place / "data", place / "articles", when=when, write=True)
            base = await stack.enter_async_context(opened)
            gatherer = open_gatherer(base, "talksbot/trial", None, clock.now)
            return Story(name, base, await stack.enter_async_context(gatherer), f"All of the {mark}", mark)

        main = await open_story(MAIN, _NEUTRAL)
        named = [await open_story(mark, mark) for mark in _MARKS.values()]
        servers = await Servers.load(main.store.servers)
        yield _Walk(folder, Stories(main, named, servers), clock, now)


class _Walk:
    """Does at random what two servers may do, and reads all that each is shown."""

    def __init__(self, folder: Path, stories: Stories, clock: Clock, now: list[datetime]) -> None:
        self._folder, self._stories, self._clock, self._now = folder, stories, clock, now
        self._random = random.Random(8)  # noqa: S311  the same walk each time
        self._answerer, self._conversations = Answerer(), Conversations(clock.monotonic)
        self.read = self.told = self._reloads = 0
        self.leaks: list[str] = []
        self._steps: Mapping[str, Callable[[int, str], Awaitable[None]]] = {
            "ask": self._ask, "status": self._status, "follow": self._follow, "unfollow": self._unfollow,
            "unanswered": self._unanswered, "insights": self._insights, "curate": self._curate,
            "vote": self._vote, "set": self._set, "choose": self._choose, "board": self._board,
            "digest": self._digest, "look": self._look, "forget": self._forget,
        }  # fmt: skip
        self._often = [3 if name in ("ask", "status", "follow") else 1 for name in self._steps]

    async def take_step(self) -> None:
        """Let one of the servers do something, and tell what is due."""
        self._now[0] += timedelta(minutes=self._random.randrange(90))
        guild = self._random.choice(list(_MARKS))
        (name,) = self._random.choices(list(self._steps), self._often)
        await self._steps[name](guild, name)
        if self._random.random() < 0.2:
            await self._tell()

    async def reload(self) -> None:
        """Let something change in one of the stories."""
        story = self._stories.of(self._random.choice(list(_MARKS)))
        mark = story.name or _NEUTRAL
        self._reloads += 1
        _write(self._folder / mark, mark, self._reloads, self._now[0].date())
        await story.base.reload(confirmed=True)
        await self._tell()

    def _show(self, guild: int, what: str, message: wording.Message) -> None:
        """Look for words of the other server in what one is shown."""
        self.read += 1
        shown = f"{draw_text(message)} {message}".casefold()
        for other, mark in _MARKS.items():
            if other != guild and (mark in shown or str(other) in shown):
                self.leaks.append(f"{what} shows {mark} to server {guild}")

    def _subject(self, guild: int) -> str:
        return self._random.choice((_MARKS[guild], _MARKS[guild], _NEUTRAL))

    async def _ask(self, guild: int, what: str) -> None:
        story, when = self._stories.of(guild), self._clock.when(AnswerOptions())
        subject = self._subject(guild)
        asked = self._random.choice(
            ("When does it leave?", f"When does the {subject} leave?", f"Who pays for the {subject}?", "why?")
        )
        # Users 1 and 2 are in both servers.
        place = guild + 100, self._random.choice((1, 2, guild + 50))
        earlier = self._conversations.earlier(place)
        found = await self._answerer.ask(story.base.snapshot, asked, when, earlier)
        self._conversations.add(place, asked)
        self._show(guild, what, wording.answer(found, story.base.snapshot.coverage, when))
        named = wording.question_key(asked, earlier)
        await story.store.inquiries.add(guild, named, asked, found.verdict, earlier)
        await story.store.digests.count_asked(guild, subject)

    async def _status(self, guild: int, what: str) -> None:
        base, when = self._stories.of(guild).base, self._clock.when(AnswerOptions())
        topic = self._random.choice(("", f"{self._subject(guild)} repair", "tickets"))
        answers = (
            commands.status(base.snapshot, topic, when),
            commands.history(base.snapshot, topic or "repair", when),
            commands.new(base.snapshot, when),
        )
        answer = self._random.choice(answers)
        if not isinstance(answer, commands.NotADay):
            self._show(guild, what, wording.answer(answer, base.snapshot.coverage, when))

    async def _follow(self, guild: int, _: str) -> None:
        story = self._stories.of(guild)
        topics = [None, *(step.topic for step in story.base.snapshot.board(None).steps)]
        topic = self._random.choice(topics)
        edits = self._random.random() < 0.5
        channel = guild + self._random.choice((10, 20))
        await story.store.subscriptions.add(topic, channel=channel, guild=guild, edits=edits)

    async def _unfollow(self, guild: int, _: str) -> None:
        store = self._stories.of(guild).store
        if followed := await store.subscriptions.find(guild=guild):
            await store.subscriptions.remove(self._random.choice(followed).number)

    async def _unanswered(self, guild: int, what: str) -> None:
        story, when = self._stories.of(guild), self._clock.when(AnswerOptions())
        still_open = await story.store.inquiries.find_open(guild)
        clusters = find_clusters(still_open, story.base.snapshot, await story.store.curations.find())
        page = wording.ClusterPage(clusters[: wording.PER_PAGE], 0, 1, len(clusters))
        self._show(guild, what, wording.list_unanswered(page, when))
        for cluster in clusters[:1]:
            self._show(guild, what, wording.show_cluster(cluster, when, may_curate=False))

    async def _insights(self, guild: int, what: str) -> None:
        inquiries, today = self._stories.of(guild).store.inquiries, self._clock.today
        found = await inquiries.summarise(guild, _START - timedelta(days=30))
        day = Day(today)
        still_open = len(await inquiries.find_open(guild))
        self._show(guild, what, wording.show_insights(found, still_open, day, day, b""))

    async def _curate(self, guild: int, what: str) -> None:
        story = self._stories.of(guild)
        if story.name == _MARKS[guild]:  # of a shared story, what is said of it is shared
            await story.store.curations.add_alias(Alias(f"the {story.name} thing", f"{story.name} repair"))
        self._show(guild, what, wording.list_curations(await story.store.curations.find(), 0))

    async def _vote(self, guild: int, _: str) -> None:
        inquiries = self._stories.of(guild).store.inquiries
        for each in (await inquiries.find_open(guild))[:1]:
            await inquiries.rate(each.key, guild + 50, helpful=False, guild=guild)

    async def _set(self, guild: int, what: str) -> None:
        servers = self._stories.servers
        changed = {
            "article_channel": guild + 30,
            "own_channels": (guild + 40,),
            "prefix": f"{_MARKS[guild][0]}!",
        }
        name = self._random.choice(list(changed))
        await servers.change(guild, **{name: changed[name]})
        told = wording.Message("Settings", ())
        setup = wording.Setup(guild, servers.of(guild), "!", 30, hears_all=True)
        self._show(guild, what, wording.show_panel(told, setup))

    async def _choose(self, guild: int, what: str) -> None:
        chosen = self._random.choice((_MARKS[guild], "main"))
        self._show(guild, what, await choose_corpus(self._stories, guild, chosen, has_board=False))

    async def _board(self, guild: int, what: str) -> None:
        base, when = self._stories.of(guild).base, self._clock.when(AnswerOptions())
        board = base.snapshot.board(None)
        self._show(guild, what, wording.pinned_board(board, base.snapshot.coverage, when, guild))

    async def _digest(self, guild: int, _: str) -> None:
        store = self._stories.of(guild).store
        plan = DigestPlan(guild, guild + 20, self._random.randrange(24), "UTC")
        await store.digests.save_plan(digests.begin_plan(plan, self._now[0] - timedelta(days=2)))
        await self._make_digests()

    async def _look(self, guild: int, what: str) -> None:
        story = self._stories.of(guild)
        followed = await story.store.subscriptions.find(guild=guild)
        plans = await story.store.digests.find_plans(guild)
        for each in (*followed, *plans):
            if (each.channel or 0) // 1_000 != guild // 1_000 or each.guild != guild:
                self.leaks.append(f"{what} shows a channel of another server to {guild}")

    async def _forget(self, guild: int, _: str) -> None:
        """Let a server remove the bot: nothing of it is left, and of the other one all."""
        (other,) = set(_MARKS) - {guild}
        before = [find_ids(self._folder / mark / "data")[other] for mark in (_NEUTRAL, *_MARKS.values())]
        self._stories.servers.forget(guild)
        for story in self._stories.all():
            await story.store.forget_guild(guild)
        found = [find_ids(self._folder / mark / "data") for mark in (_NEUTRAL, *_MARKS.values())]
        if [each[other] for each in found] != before:
            self.leaks.append(f"forgetting {guild} changed what is kept of {other}")
        if any(each[guild] for each in found):
            self.leaks.append(f"something of {guild} is left")

    async def _make_digests(self) -> None:
        """Make what is due, once round."""

        class Round(Exception):  # noqa: N818  no error
            pass

        async def end(_: float) -> None:
            raise Round

        for story in self._stories.all():
            try:
                await digests.digests(story.base, Clock(now=self._clock.now, sleep=end))
            except Round:
                continue

    async def _tell(self) -> None:
        """Tell what is due, and look whom it is told."""
        for story in self._stories.all():
            for due in await story.store.outbox.find_due(self._now[0]):
                self.told += 1
                guild = _owner_of(due)
                self._show(guild, "a notice", _word(due))
                if self._stories.of(guild) is not story and not isinstance(due.notice.matter, NewArticle):
                    self.leaks.append(f"{story.name or MAIN} is told to {guild}, which chose another story")
                await story.store.outbox.mark_sent(due.notice.nonce, self.told)


def _owner_of(due: Due) -> int:
    """Give the server of a channel; its number begins with that of the server."""
    return next(guild for guild in _MARKS if (due.notice.channel or 0) // 1_000 == guild // 1_000)


def _word(due: Due) -> wording.Message:
    match due.notice.matter:
        case StatusChange() as change:
            return wording.announcement(change)
        case NewArticle() as article:
            return wording.new_articles([article])
        case Digest() as digest:
            return wording.digest(digest)
        case other:
            return wording.Message(str(other), ())


def _write(place: Path, mark: str, number: int, day: date) -> None:
    """Write an article that says anew how things stand; there are three of each story."""
    text = _ARTICLE.format(mark=mark, number=number, status=_STATUSES[number % 4], day=day)
    (place / "articles" / f"{mark}-{number % 3}.md").write_text(text, "utf-8")
