"""How does the bot do on Discord? The whole program, connected to a Discord on this machine."""

import asyncio
import json
import os
import sys
from asyncio.subprocess import DEVNULL, Process
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path

from bench.loopback import Loopback, Response, open_loopback
from bench.memory import resident_mb
from bench.report import Figure, percentile
from bench.terminal import ROOT

_START_SECONDS, _DISCORD_WAITS, _STOP_SECONDS = 90.0, 3.0, 15.0
_ASKED: tuple[tuple[dict[str, str], str], ...] = (
    ({}, "Military De"),
    ({"topic": "Economic Sanctions Review"}, "Proposed"),
    ({"topic": "sanctons"}, "Proposed"),
    ({"topic": "gas"}, "Under Discussion"),
)
"""Options of `/status`, and what the answer must show."""


_AT_ONCE = 50
"""How many are asked at the same time while memory is watched."""


async def measure(folder: Path, rate: float = 50, seconds: float = 10, answers: int = 2_000) -> list[Figure]:
    """Ask `/status` so many times a second, however long it takes, and then so many with buttons."""
    async with open_loopback() as (discord, http, gateway), bot_process(folder, http, gateway) as process:
        await wait_until_connected(discord, process)
        idle = resident_mb(process.pid)
        right = await _ask_steadily(discord, rate, int(rate * seconds))
        resident = resident_mb(process.pid)
        late = discord.latest_heartbeat
        grown = await _watch_memory(discord, process.pid, answers)
        process.terminate()
        code = await asyncio.wait_for(process.wait(), _STOP_SECONDS)
    if discord.unknown:
        raise RuntimeError(f"bench/loopback.py does not know {discord.unknown}.")
    times = [response.seconds * 1000 for response in right] or [float("nan")]
    asked = int(rate * seconds)
    return [
        Figure("bot connected to Discord, shipped articles: resident memory", idle, "MB", most=250),
        Figure(f"the same after {asked:,} answers", resident, "MB", most=250),
        Figure(f"`/status` at {rate:g} a second: first response, median", percentile(times, 0.5), "ms"),
        Figure(
            f"`/status` at {rate:g} a second: first response, p99", percentile(times, 0.99), "ms", most=50
        ),
        Figure("answers among them that were missing or wrong", asked - len(right), most=0),
        Figure("the latest heartbeat meanwhile was late by", late * 1000, "ms", most=100),
        Figure(f"memory that {answers:,} more answers with buttons took", grown, "MB", most=5),
        Figure("exit code after SIGTERM", code, most=0, least=0),
    ]


async def _ask_steadily(discord: Loopback, rate: float, asked: int) -> list[Response]:
    """Send at a steady rate without waiting for answers, and give those that came in time and are right."""
    loop = asyncio.get_running_loop()
    begun = loop.time()
    tasks: list[asyncio.Task[Response]] = []
    for number in range(asked):
        await asyncio.sleep(max(0, begun + number / rate - loop.time()))
        options, _ = _ASKED[number % len(_ASKED)]
        tasks.append(asyncio.create_task(discord.slash("status", options)))
    await asyncio.wait(tasks, timeout=_DISCORD_WAITS)
    right: list[Response] = []
    for number, task in enumerate(tasks):
        task.cancel()
        if task.done() and not task.cancelled() and _ASKED[number % len(_ASKED)][1] in task.result().text:
            right.append(task.result())
    return right


async def _watch_memory(discord: Loopback, pid: int, answers: int) -> float:
    """Ask so many times, and give by how many MB that made the bot grow, once all is read and opened."""
    await _ask_for_buttons(discord, max(answers // 10, _AT_ONCE))
    before = resident_mb(pid)
    await _ask_for_buttons(discord, answers)
    return resident_mb(pid) - before


async def _ask_for_buttons(discord: Loopback, answers: int) -> None:
    """Ask where topics stand: below each answer are Follow, History, Source and the bin."""
    for first in range(0, answers, _AT_ONCE):
        topics = [_ASKED[1 + number % 3][0] for number in range(first, min(first + _AT_ONCE, answers))]
        answered = await asyncio.gather(*(discord.slash("status", each) for each in topics))
        if any(len(each.data["components"][0]["components"]) < 4 for each in answered):
            raise RuntimeError("An answer came without its buttons.")


async def wait_until_connected(discord: Loopback, process: Process) -> None:
    """Wait until the bot has answered once; raise RuntimeError if it ends instead."""
    await asyncio.wait_for(_connected(discord, process), _START_SECONDS)


async def _connected(discord: Loopback, process: Process) -> None:
    connected = asyncio.create_task(discord.connected.wait())
    ended = asyncio.create_task(process.wait())
    await asyncio.wait({connected, ended}, return_when=asyncio.FIRST_COMPLETED)
    if ended.done():
        connected.cancel()
        raise RuntimeError(f"The bot ended with {process.returncode}.")
    ended.cancel()
    await discord.slash("status", {})


@asynccontextmanager
async def bot_process(
    folder: Path, http: str, gateway: str, articles: Path | None = None
) -> AsyncGenerator[Process]:
    """Run `talksbot run` in a process of its own; what it says goes into a file in the folder.

    It answers from the folder `articles`, or from the shipped ones.
    """
    knowledge = f"[knowledge]\narticles = {json.dumps(str(articles))}\n" if articles else ""
    (folder / "config.toml").write_text(knowledge, "utf-8")
    options = ("--config", str(folder / "config.toml"), "--data", str(folder / "data"))
    with (folder / "bot.log").open("wb") as log:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bench.launch", http, gateway, *options, "run",
            cwd=ROOT, env={**os.environ, "DISCORD_TOKEN": "a.b.c"}, stdin=DEVNULL, stdout=log, stderr=log,
        )  # fmt: skip
        try:
            yield process
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()
