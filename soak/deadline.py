"""Is everybody answered before Discord gives up? Distinct questions at a steady rate, each worked out."""

from pathlib import Path

from bench.connected import bot_process, wait_until_connected
from bench.loopback import open_loopback
from soak.faulty_discord import Leap, open_bot
from soak.load import Load, Probe, ask_steadily, count, make_questions
from soak.trial import Outcome, Trial

_RATE, _FEW_RATE = 200, 40
"""Questions a second: where the bot has a process of its own, and where it shares one with who asks."""
_FEW = 100
"""Up to so many are asked within this process, where all that is left unanswered can be counted."""
_WARM = 100


async def _run(times: int, folder: Path) -> Outcome:
    return await (_ask_few(times, folder) if times <= _FEW else _ask_many(times, folder))


async def _ask_few(times: int, folder: Path) -> Outcome:
    """Ask within this process: each question is answered once, or counted as left."""
    async with open_bot(folder, Leap()) as (bot, server), Probe() as probe:
        load = await ask_steadily(server.loopback, make_questions(times), _FEW_RATE)
        await bot.unfinished.wait()
        left = count(bot.metrics.shed, bot.metrics.refused)
        answered = len(server.loopback.answered)
    lost = max(0, times - answered - left)
    return Outcome(times, times - lost, lost, (load.figures, probe.figure))


async def _ask_many(times: int, folder: Path) -> Outcome:
    """Ask a bot that has a process of its own, and say how many had no first response in time."""
    async with open_loopback() as (discord, http, gateway), bot_process(folder, http, gateway) as process:
        await wait_until_connected(discord, process)
        await ask_steadily(discord, make_questions(_WARM, seed=1), _RATE / 4)
        load: Load = await ask_steadily(discord, make_questions(times), _RATE)
        late = f"heartbeat late by {discord.latest_heartbeat * 1000:.0f} ms"
    return Outcome(times, len(load.times), load.unanswered, (f"{_RATE} a second", load.figures, late))


TRIAL = Trial("R15", "distinct questions at 200 a second", _run, short=30, full=10_000)
