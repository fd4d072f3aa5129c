"""Which digest does a server want? What it asks for, made a plan; what it leaves out stays as it was."""

import discord
from msgspec import Struct
from msgspec.structs import replace

from bot import wording
from bot.clock import Clock
from bot.cogs.settings._options import Every, SettingError, Weekday, usable
from bot.cogs.settings._zones import Zones
from bot.delivery.digests import begin_plan, next_time
from bot.stories import Story
from bot.wording import Message
from bot.wording.spans import CommandName, Name, text
from knowledge.notices.audience import DigestPlan

_HOUR, _ZONE = 9, "UTC"
"""When a digest goes out where nobody says otherwise."""


class Wish(Struct, frozen=True):
    """What is asked of a digest; None, or no zone, where that is left out."""

    every: Every | None
    weekday: Weekday | None
    hour: int | None
    channel: int | None
    zone: str


class Planning:
    """Keeps the plans of digests."""

    def __init__(self, clock: Clock) -> None:
        """Know from `clock` which digest is the next."""
        self._clock = clock
        self._zones = Zones()

    async def plan(self, story: Story, guild: int) -> DigestPlan | None:
        """Give a server's plan."""
        return next(iter(await story.store.digests.find_plans(guild)), None)

    async def zones(self, typed: str) -> tuple[str, ...]:
        """Give the names of zones that what was typed so far may become, best first, at most 25."""
        return await self._zones.near(typed, 25)

    async def carry_out(self, story: Story, wish: Wish, guild: discord.Guild, present: int) -> Message:
        """Begin, change or end a server's digest, and say so; a new one goes to the `present` channel.

        Raises SettingError where it cannot be as asked.
        """
        if wish.every is Every.OFF:
            if await story.store.digests.remove_plan(guild.id):
                return wording.confirm(text("settings.digest_ended"), text("settings.no_digest_any_more"))
            begin = text("settings.begin_digest", command=CommandName("settings digest"))
            return wording.report_failure(text("settings.no_digest"), begin)
        plan = await self.plan(story, guild.id)
        if plan is None:
            plan = DigestPlan(guild.id, present, _HOUR, _ZONE, after=await story.store.feed.get_newest())
        plan = replace(
            plan,
            channel=usable(guild, wish.channel or plan.channel).id,
            hour=plan.hour if wish.hour is None else _hour(wish.hour),
            zone=await self._zone(wish.zone or plan.zone),
            weekday=_weekday(wish, plan.weekday),
        )
        now = self._clock.now()
        plan = begin_plan(plan, now)
        await story.store.digests.save_plan(plan)
        return wording.confirm_digest(plan, next_time(plan, now))

    async def _zone(self, typed: str) -> str:
        if zone := await self._zones.find(typed):
            return zone
        near = ", ".join(await self._zones.near(typed, 3))
        raise SettingError(
            text("settings.no_zone", name=Name(typed)), text("settings.nearest_zones", names=Name(near))
        )


def _hour(asked: int) -> int:
    if 0 <= asked <= 23:
        return asked
    raise SettingError(text("settings.no_hour", number=asked), text("settings.hours"))


def _weekday(wish: Wish, before: int | None) -> int | None:
    """Give the day of the week on which a digest goes out: 0 is Monday, and None is every day."""
    if wish.every is Every.DAILY:
        if wish.weekday:
            raise SettingError(text("settings.no_weekday"), text("settings.choose_weekly"))
        return None
    if wish.weekday:
        return wish.weekday.value
    return before or 0 if wish.every else before
