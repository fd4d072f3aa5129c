"""What is lost when the gateway's connection is? 200 times, in eight ways, while somebody asks."""

import asyncio
from pathlib import Path

from bench.loopback import Response
from bot.clock import Clock
from bot.metrics import Metrics
from soak.connected import open_stories, run_bot
from soak.discord import DROPS, Discord, open_discord
from soak.trial import Outcome, Trial

_VALID_SECONDS = 3.0
"""So long Discord waits for a response."""
_BACK_SECONDS = 15.0


async def _run(drops: int, folder: Path) -> Outcome:
    clock, metrics = Clock(), Metrics()
    survived, seconds = 0, list[float]()
    async with (
        open_discord() as discord,
        open_stories(folder, clock) as stories,
        run_bot(stories, clock, metrics),
    ):
        await discord.ready.wait()
        for number in range(drops):
            answers = await _drop(discord, DROPS[number % len(DROPS)])
            seconds += [each.seconds for each in answers]
            survived += sum("Bridge Repair" in each.text for each in answers) == len(answers)
        lost = discord.doubled + discord.identifies - 1 + sum(each > _VALID_SECONDS for each in seconds)
    return Outcome(
        drops,
        survived,
        lost,
        (
            f"{len(seconds)} questions answered, the latest after {max(seconds):.2f} s",
            f"{discord.identifies} IDENTIFY, {discord.resumes} resumes",
        ),
    )


async def _drop(discord: Discord, how: int | str) -> list[Response]:
    """Ask before the connection is lost, while it is, and after it is back; give the answers."""
    asked = [asyncio.create_task(discord.ask())]
    await asyncio.sleep(0)
    await discord.drop(how)
    asked.append(asyncio.create_task(discord.ask()))
    async with asyncio.timeout(_BACK_SECONDS):
        await discord.ready.wait()
        asked.append(asyncio.create_task(discord.ask()))
        return await asyncio.gather(*asked)


TRIAL = Trial("R12", "the gateway's connection is lost in eight ways", _run, short=8, full=200)
