"""How soon do many bots serve what one process publishes? Where they are told, and where they must look.

They are whole bots, each with its shard, and each is asked on Discord what it serves.
"""

import asyncio
import re
import time
from collections.abc import Awaitable, Callable, Iterable
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

from msgspec import Struct

from bench.report import percentile
from bot.clock import Clock
from bot.config import AnswerOptions
from knowledge.notices.share import Share
from knowledge.opening import open_base
from knowledge.store import Address
from soak.fleet import Fleet, open_fleet
from soak.forwarder import open_forwarder
from soak.postgres import open_postgres
from soak.sharded_discord import ShardedDiscord
from soak.trial import Outcome, Trial

_BOTS = 20
_TOLD_SECONDS, _LOOKED_SECONDS = 5.0, 10.0
"""So soon every bot is to serve it: where it is told, and where it has to look."""
_START_SECONDS, _PATIENCE_SECONDS = 300.0, 60.0
_ASKED_SECONDS = 0.1
"""How long after an answer a bot is asked again."""
_TOPIC = "Winter Ferry"
_ARTICLE = (
    "---\ntitle: News\npublished: 2026-03-01\n---\n| Point | Status |\n| --- | --- |\n| {} | Stage {} |\n"
)
_STAGE = re.compile(r"Stage (\d+)")


class _Served(Struct, frozen=True):
    """When the bots answered from what was published: so many seconds later each."""

    delays: list[float]
    wrong: int
    """How often a bot answered from neither that nor what was published before it."""

    def phrase(self, how: str) -> str:
        """Say how long it took."""
        p99, worst = percentile(self.delays, 0.99), max(self.delays)
        return f"{how}: median {percentile(self.delays, 0.5):.1f} s, p99 {p99:.1f} s, at most {worst:.1f} s"


async def _run(reloads: int, folder: Path) -> Outcome:
    """Publish so many times for bots that are told, and as often for bots that can only look."""
    (articles := folder / "articles").mkdir()
    news = articles / "news.md"
    news.write_text(_ARTICLE.format(_TOPIC, 0), "utf-8")
    when = partial(Clock().when, AnswerOptions())
    with open_postgres(folder) as url:
        port = urlsplit(url).port or 0
        async with (
            open_base(folder / "writer", articles, when=when, write=True, address=Address(url)) as writer,
            open_forwarder(port) as (forwarder, other),
            open_fleet(folder, _BOTS, _BOTS) as fleet,
        ):

            async def publish(number: int) -> None:
                news.write_text(_ARTICLE.format(_TOPIC, number), "utf-8")
                await writer.reload()

            fleet.configure(articles, url.replace(str(port), str(other)))
            await _start(fleet)
            numbers = range(1, 2 * reloads + 1)
            told = await _measure(fleet.discord, publish, numbers[:reloads])
            forwarder.hush()
            looked = await _measure(fleet.discord, publish, numbers[reloads:])
    late = sum(each > _TOLD_SECONDS for each in told.delays)
    late += sum(each > _LOOKED_SECONDS for each in looked.delays)
    tried, wrong = len(told.delays) + len(looked.delays), told.wrong + looked.wrong
    return Outcome(
        tried,
        tried - late - wrong,
        wrong,
        (
            f"{_BOTS} bots, {reloads} publications each; until it is what they answer",
            told.phrase("told by NOTIFY"),
            looked.phrase("where no NOTIFY comes through"),
            f"{wrong} answers from another one",
        ),
    )


async def _start(fleet: Fleet) -> None:
    async with asyncio.timeout(_START_SECONDS):
        for number in range(_BOTS):
            await fleet.start(Share(number, number, _BOTS))
        await fleet.discord.wait_for(*range(_BOTS))


async def _measure(
    discord: ShardedDiscord, publish: Callable[[int], Awaitable[None]], numbers: Iterable[int]
) -> _Served:
    """Publish some times, and ask all bots each time until they answer from that."""
    delays: list[float] = []
    wrong = 0
    for number in numbers:
        async with asyncio.timeout(_PATIENCE_SECONDS), asyncio.TaskGroup() as group:
            asking = [group.create_task(_ask(discord, shard, number)) for shard in range(_BOTS)]
            await publish(number)
            published = time.monotonic()
        served = [each.result() for each in asking]
        delays += [max(0.0, moment - published) for moment, _ in served]
        wrong += sum(others for _, others in served)
    return _Served(delays, wrong)


async def _ask(discord: ShardedDiscord, shard: int, number: int) -> tuple[float, int]:
    """Ask a bot until it answers from a publication; give when, and how often it did from a wrong one."""
    wrong = 0
    while True:
        answer = await discord.ask(shard, "status", {"topic": _TOPIC})
        stages = {int(each) for each in _STAGE.findall(answer.text)}
        if number in stages:
            return time.monotonic(), wrong
        wrong += max(stages, default=0) != number - 1  # it may also show where the topic stood before
        await asyncio.sleep(_ASKED_SECONDS)


TRIAL = Trial("D3", "what one process publishes, answered by twenty bots", _run, 0, 10)
