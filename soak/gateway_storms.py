"""How does a bot behave when each of its connections is lost at once? It comes back seldom.

First in real time, then over a day on a clock that is put forward, with a restart every two hours.
"""

import asyncio
from pathlib import Path

from bot.clock import Clock
from bot.metrics import Metrics
from bot.stories import Stories
from knowledge.counting import count
from soak.connected import open_stories, run_bot
from soak.discord import STORMS, open_discord
from soak.hurry import Hurry
from soak.trial import Outcome, Trial

_FREE = 10
"""Reconnects that may come as fast as they like."""
_A_DAY = 200
"""IDENTIFYs in 24 hours."""
_HOURS, _HOURS_SHORT, _RESTART_HOURS = 24, 2, 2
_LONG = 30


async def _run(seconds: int, folder: Path) -> Outcome:
    hours = _HOURS if seconds >= _LONG else _HOURS_SHORT
    async with open_stories(folder, Clock()) as stories:
        stopped = await _stop_in_time(stories)
        identifies, left = await _storm_for_hours(hours, stories)
    reconnects = [await _storm(storm, seconds, folder / storm) for storm in STORMS]
    good = [each <= _FREE + seconds for each in reconnects] + [identifies <= _A_DAY, stopped]
    starts = count(hours // _RESTART_HOURS, "start")
    counted = ", ".join(
        f"{number} after {storm.upper()}" for storm, number in zip(STORMS, reconnects, strict=True)
    )
    return Outcome(
        len(good),
        sum(good),
        0,
        (
            f"connections in {seconds} s when lost: {counted}",
            f"IDENTIFYs in {hours} h with {starts}: {identifies}, {left} left",
        ),
    )


async def _storm(storm: str, seconds: int, folder: Path) -> int:
    """Lose each connection for so many seconds, and count them.

    The bot is a new one, which need not wait because another began a session seconds ago.
    """
    async with open_stories(folder, Clock()) as stories, open_discord() as discord:
        discord.storm = storm
        async with run_bot(stories, Clock(), Metrics()):
            await discord.connected_once.wait()
            await asyncio.sleep(seconds)
            return discord.connects


async def _storm_for_hours(hours: int, stories: Stories) -> tuple[int, int]:
    """Give no session for hours, and count how often one is asked for, and how many more the bot would."""
    hurry, metrics = Hurry(), Metrics()
    async with open_discord() as discord:
        discord.storm = "identify"
        for _ in range(hours // _RESTART_HOURS):
            async with run_bot(stories, hurry.clock, metrics):
                await hurry.pass_by(_RESTART_HOURS * 3600)
        left = metrics.registry.get_sample_value("talksbot_identifies_left")
        return discord.identifies, int(left or 0)


async def _stop_in_time(stories: Stories) -> bool:
    """Whether a bot begins but the one session of its start when Discord allows a fifth of a day's."""
    hurry = Hurry()
    async with open_discord() as discord:
        discord.storm, discord.remaining = "identify", 200
        async with run_bot(stories, hurry.clock, Metrics()):
            await hurry.pass_by(3600)
        return discord.identifies == 1


TRIAL = Trial("R13", "each connection is lost at once: HELLO, op 9, RESUME", _run, short=1, full=60)
