"""A bot's outbox and a Discord of our own: what the tests of delivery do with them."""

import asyncio
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any

import discord

from bench.channels import Channels
from bot.clock import Clock
from bot.delivery import Delivery
from bot.replies.unfinished import Unfinished
from bot.stories import Story
from knowledge.errors import StoreError
from knowledge.model import Statement, StatusChange
from knowledge.notices.audience import Notice, Subscription
from knowledge.notices.notices import make_nonce

NEWS, SPORT, ALICE, BOB = 5001, 5002, 6001, 6002


class Time:
    """A clock that goes only while somebody sleeps by it, or when it is set."""

    def __init__(self) -> None:
        self.moment = datetime(2026, 3, 5, 12, tzinfo=UTC)
        self.passed = 1_000.0
        self.clock = Clock(lambda: self.moment, lambda: self.passed, self.sleep)

    def set(self, **by: float) -> None:
        """Set the wall clock forward or back, without time passing."""
        self.moment += timedelta(**by)

    async def sleep(self, seconds: float) -> None:
        self.passed += seconds
        self.set(seconds=seconds)
        await asyncio.sleep(0)


class Office:
    """What the tests do with a bot's outbox and a Discord."""

    def __init__(self, channels: Channels, story: Story, client: discord.Client, time: Time) -> None:
        self.channels = channels
        self.story, self.base = story, story.base
        self.time = time
        self.client = client
        self.outbox = story.store.outbox
        self.announced = 0
        self.restart()

    def restart(self) -> None:
        """Forget all that is in memory only."""
        self.unfinished = Unfinished()
        self.delivery = Delivery(self.client, self.story, self.time.clock, self.unfinished)

    async def put(self, *notices: Notice) -> None:
        await self.base.store.publish(self.base.snapshot.corpus, "f", None, notices)

    async def announce(self, to: Subscription, *statuses: str, topic: str = "Ferry") -> None:
        for before, after in pairwise(statuses):
            self.announced += 1
            nonce = make_nonce(self.announced)
            await self.put(Notice(nonce, changed(topic, before, after), to.channel, to.user, to.number))

    async def send_all(self) -> None:
        """Send until nothing is due, which must come to an end."""
        for _ in range(50):
            if not await self.delivery.send_due():
                return
        raise AssertionError("it goes on and on")

    async def pending(self) -> int:
        return len(await self.outbox.find_due(self.time.moment + timedelta(hours=1), 1000))

    def shown(self, place: int) -> list[str]:
        """Give the new statuses that the messages in a channel tell of."""
        return [said.partition("→ **")[2].partition("**")[0] for said in self.channels.written(place)]


def changed(topic: str, before: str, after: str) -> StatusChange:
    old, new = (
        Statement(status, f"{topic}: {status}", "Timetable", (), (3, 3), date(2026, 2, day))
        for status, day in ((before, 1), (after, 2))
    )
    return StatusChange(topic, old, new)


def buttons(message: dict[str, Any]) -> list[tuple[str, str]]:
    """Give the labels and ids of the buttons below a message."""
    return [(each["label"], each["custom_id"]) for row in message["components"] for each in row["components"]]


async def fail(*_: object) -> None:
    raise StoreError("The disk is full.", "Make room.")
