"""What is said on a server? The bot runs in a simulated Discord over the shipped articles, on one day.

Later one more article is published, so that there is a change to announce.
"""

import shutil
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import discord
import simcord
from msgspec import Struct

from bot.client import TalksBot
from bot.clock import Clock
from bot.config import AnswerOptions, Config, DiscordOptions
from bot.delivery import Delivery
from bot.metrics import Metrics
from bot.replies.unfinished import Unfinished
from bot.stories import MAIN, Stories, Story
from knowledge.base import KnowledgeBase
from knowledge.gathering import open_gatherer
from knowledge.opening import open_base
from knowledge.semantic.reader import Reader
from knowledge.sources.edition import SHIPPED_ARTICLES

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
APP = "talksbot"
_PERSON = "alice"
_QUESTION = "would a deal bring investment?"
_TOPIC = "Economic Sanctions Review"
_LATER = """\
---
title: Talks turn to the sanctions
published: 2026-11-21
language: en
---

The review of the economic sanctions is on the table. After a second meeting both sides published this list:

| Topic | Status |
| --- | --- |
| Economic Sanctions Review | Under Discussion |
| Military De-escalation | In Progress |
"""


class Button(Struct, frozen=True):
    """What can be pressed."""

    label: str
    emoji: str = ""
    is_primary: bool = False


class Card(Struct, frozen=True):
    """What stands beside a bar of colour; in Discord's markup."""

    title: str
    body: str
    colour: int


class Said(Struct, frozen=True):
    """A message as Discord shows it; its texts are in Discord's markup."""

    author: str
    text: str = ""
    above: str = ""
    """What it answers, where that is no message."""
    card: Card | None = None
    rows: tuple[tuple[Button, ...], ...] = ()


class Scene(Struct, frozen=True):
    """What was said, by the names of the pictures."""

    said: dict[str, tuple[Said, ...]]
    names: dict[str, str]
    """What mentions show."""


async def play(folder: Path) -> Scene:
    """Ask the bot, publish an article, and give all that was said; `folder` is to be empty."""
    articles = Path(shutil.copytree(SHIPPED_ARTICLES, folder / "articles"))
    clock = Clock(now=lambda: NOW)
    async with _open(folder / "data", articles, clock) as (base, stories):
        configured = Config(discord=DiscordOptions())
        bot = TalksBot(stories, configured, clock, Unfinished(), Metrics(), message_content=True)
        bot.shard_count = 1
        async with simcord.run(bot, settle_timeout=60) as env:
            with env.time_context():
                return await _play(_Stage(env, bot, base), articles)


@asynccontextmanager
async def _open(data: Path, articles: Path, clock: Clock) -> AsyncGenerator[tuple[KnowledgeBase, Stories]]:
    when = partial(clock.when, AnswerOptions())
    opening = open_base(data, articles, when=when, reader=Reader(), write=True)
    async with opening as base, open_gatherer(base, APP, None, clock.now) as gatherer:
        yield base, Stories(Story(MAIN, base, gatherer))


class _Stage:
    """A server with three channels, and somebody who runs it and asks."""

    def __init__(self, env: simcord.Env, bot: TalksBot, base: KnowledgeBase) -> None:
        self.bot, self.base = bot, base
        self.guild = env.create_guild("Talks")
        self.general, self.news, self.board = map(
            self.guild.create_text_channel, ("general", "news", "where-things-stand")
        )
        manager = self.guild.create_role("manager", permissions=discord.Permissions(manage_guild=True))
        self.person = self.guild.add_member(env.create_user(_PERSON), roles=[manager])

    async def use(self, command: str, **options: object) -> None:
        """Give a command in #general."""
        await self.person.slash(self.general, command, **options)

    async def tell_changes(self) -> None:
        """Send what is due, and bring the board up to date."""
        delivery = Delivery(
            self.bot, self.bot.stories.main, self.bot.clock, self.bot.unfinished, self.bot.boards.pace
        )
        while await delivery.send_due():
            pass
        await self.bot.boards.update_all()


async def _play(stage: _Stage, articles: Path) -> Scene:
    bot = stage.bot.user
    assert bot  # noqa: S101  it is connected
    names = {f"@{bot.id}": f"@{APP}", f"#{stage.news.id}": "#news", f"#{stage.board.id}": "#board"}
    asked = f"<@{bot.id}> {_QUESTION}"
    await stage.person.send(stage.general, asked)
    answer = Said(_PERSON, asked), _read(stage.general.last_message)
    await stage.use("settings announcements", channel=stage.news)
    await stage.use("settings board", channel=stage.board)
    (articles / "sanctions.md").write_text(_LATER, "utf-8")
    await stage.base.reload()
    await stage.tell_changes()
    await stage.use("history", topic=_TOPIC)
    history = _read(stage.general.last_message, f"**{_PERSON}** used **/history**")
    said: dict[str, Sequence[Said]] = {
        "answer": answer,
        "board": [_read(each) for each in stage.board.history() if each.embeds],
        "history": [history],
        "announcement": [_read(each) for each in stage.news.history()],
    }
    return Scene({name: tuple(each) for name, each in said.items()}, names)


def _read(message: discord.Message | None, above: str = "") -> Said:
    """Take what was sent to Discord."""
    assert message  # noqa: S101  the bot answers
    (card,) = message.embeds
    rows = (each for each in message.components if isinstance(each, discord.ActionRow))
    return Said(
        APP,
        message.content,
        above,
        Card(card.title or "", card.description or "", card.colour.value if card.colour else 0),
        tuple(
            tuple(_button(each) for each in row.children if isinstance(each, discord.Button)) for row in rows
        ),
    )


def _button(button: discord.Button) -> Button:
    return Button(button.label or "", str(button.emoji or ""), button.style is discord.ButtonStyle.primary)
