"""What if far more is asked than can be answered? Some are answered in time, the others are counted."""

import asyncio
from pathlib import Path

from bench.connected import bot_process, wait_until_connected
from bench.loopback import open_loopback
from soak.faulty_discord import Leap, open_bot
from soak.load import Load, ask_at_once, ask_steadily, count, make_questions
from soak.trial import Outcome, Trial

_FEW = 1_000
"""Up to so many are asked within this process, where what is left can be counted."""
_NORMAL, _RATE, _AFTER_SECONDS = 20, 5, 10.0
"""After so long, so many at this rate must all be answered."""
_IN_TIME = 0.9
"""This share of those that are not left."""


async def _run(times: int, folder: Path) -> Outcome:
    return await (_ask_few(times, folder) if times <= _FEW else _ask_many(times, folder))


async def _ask_few(times: int, folder: Path) -> Outcome:
    async with open_bot(folder, Leap()) as (bot, server):
        load = await ask_at_once(server.loopback, make_questions(times))
        await bot.unfinished.wait()
        answered, left = len(server.loopback.answered), count(bot.metrics.shed, bot.metrics.refused)
        after = await ask_at_once(server.loopback, make_questions(1, seed=1))
        await bot.unfinished.wait()
        is_normal = len(server.loopback.answered) == answered + 1
    # Some of those that are left are told so, which is a response, too.
    lost = max(0, times - answered - left) + (not is_normal)
    return Outcome(times, times - lost, lost, (load.figures, f"{left:,} left", f"then {after.figures}"))


async def _ask_many(times: int, folder: Path) -> Outcome:
    async with open_loopback() as (discord, http, gateway), bot_process(folder, http, gateway) as process:
        await wait_until_connected(discord, process)
        await ask_steadily(discord, make_questions(100, seed=1), 25)
        load: Load = await ask_at_once(discord, make_questions(times))
        accepted = len(discord.answered) - 101
        await asyncio.sleep(_AFTER_SECONDS)
        after = await ask_steadily(discord, make_questions(_NORMAL, seed=2), _RATE)
        lives = process.returncode is None
    in_time = len(load.times) / max(1, accepted)
    lost = (not lives) + (in_time < _IN_TIME) + (after.unanswered > 0)
    figures = f"{accepted:,} taken, {in_time:.0%} of them in time", load.figures, f"then {after.figures}"
    return Outcome(times, times - lost, lost, figures)


TRIAL = Trial("R16", "five times as much at once as can be answered", _run, short=80, full=2_000)
