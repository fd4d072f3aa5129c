"""What becomes of those who are being answered when the bot is stopped? Fifty of them, and then it ends."""

import asyncio
import signal
import time
from asyncio.subprocess import Process
from pathlib import Path

from bench.connected import bot_process
from bench.loopback import Response
from soak.connected import write_article
from soak.discord import Discord, open_discord
from soak.trial import Outcome, Trial

_IN_FLIGHT = 50
_START_SECONDS, _END_SECONDS = 60.0, 10.0
_AT_ONCE_SECONDS = 1.0
_PATIENCE_SECONDS = 1.0
"""How long a bot is kept waiting for what becomes of its responses."""


async def _run(times: int, folder: Path) -> Outcome:
    survived, lost, longest = 0, 0, 0.0
    for number in range(times):
        # The last one is not waited for: a second signal ends it.
        is_patient = number < times - 1 or times == 1
        ended, unanswered, seconds = await _stop(folder, is_patient=is_patient)
        survived += ended
        lost += unanswered
        longest = max(longest, seconds)
    return Outcome(times, survived, lost, (f"ended after {longest:.2f} s at the latest",))


async def _stop(folder: Path, *, is_patient: bool) -> tuple[bool, int, float]:
    async with (
        open_discord() as discord,
        bot_process(folder, *discord.addresses, write_article(folder)) as bot,
    ):
        async with asyncio.timeout(_START_SECONDS):
            await discord.ready.wait()
        asked = await _ask(discord)
        begun = time.monotonic()
        bot.send_signal(signal.SIGTERM)
        await _wait_for_word(folder / "bot.log", "Stopping")
        if not is_patient:
            bot.send_signal(signal.SIGTERM)
            code, seconds = await _wait_for_end(bot, begun)
            return code == -signal.SIGTERM and seconds < _AT_ONCE_SECONDS, 0, seconds
        discord.takes.set()
        code, seconds = await _wait_for_end(bot, begun)
        unanswered = sum(not _is_good(each) for each in asked) + discord.doubled
        is_closed = not list((folder / "data").glob("*-wal"))
        return code == 0 and is_closed and seconds < _END_SECONDS, unanswered, seconds


async def _ask(discord: Discord) -> list[asyncio.Task[Response]]:
    """Ask so often at once, and give what is being answered, once all of it is on its way.

    A machine that is too slow for that has some answered before: the bot does not wait for long.
    """
    await discord.ask()  # the first one takes longer
    discord.takes.clear()
    begun = time.monotonic()
    asked = [asyncio.create_task(discord.ask()) for _ in range(_IN_FLIGHT)]
    async with asyncio.timeout(_START_SECONDS):
        while discord.offered <= _IN_FLIGHT:
            await asyncio.sleep(0.01)
            if time.monotonic() - begun > _PATIENCE_SECONDS:
                discord.takes.set()
    return asked


def _read(log: Path) -> str:
    return log.read_text("utf-8")


def _is_good(asked: asyncio.Task[Response]) -> bool:
    return asked.done() and "Bridge Repair" in asked.result().text


async def _wait_for_word(log: Path, word: str) -> None:
    async with asyncio.timeout(_END_SECONDS):
        while word not in _read(log):  # noqa: ASYNC110  nor does what it writes
            await asyncio.sleep(0.01)


async def _wait_for_end(bot: Process, begun: float) -> tuple[int, float]:
    code = await asyncio.wait_for(bot.wait(), _END_SECONDS * 2)
    return code, time.monotonic() - begun


TRIAL = Trial("R17", "SIGTERM while fifty are being answered; then a second one", _run, short=1, full=10)
