"""Does each announcement come once, and only once? The bot is killed while it sends them, again and again.

It is the whole program, started anew each time, on a Discord on this machine; SIGKILL leaves it no moment to
put anything in order. How many announcements each start gets out is drawn, not timed: a slow machine and a
quick one kill at the same moments.
"""

import asyncio
import random
from asyncio.subprocess import Process
from collections import Counter
from collections.abc import Iterable, Mapping
from contextlib import AbstractAsyncContextManager
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from bench.asking import open_base
from bench.channels import Channels, Limit, text
from bench.connected import bot_process
from bench.loopback import Loopback, open_loopback
from bench.report import Figure
from bot import wording
from bot.replies.card import draw
from knowledge.store import open_store

_START_SECONDS, _END_SECONDS = 60.0, 60.0
_CHANNEL = 5_000
"""The first channel."""


async def measure(
    folder: Path,
    kills: int = 100,
    channels: int = 50,
    topics: int = 10,
    nonce_seconds: float = 300.0,
    seed: int = 1,
) -> list[Figure]:
    """Announce so many pairs of topics in so many channels of a Discord that knows nonces for so long.

    Each pair changes by a reload of its own, so it is one message in each channel.

    There must be more announcements than kills. Every other kill, the last one too, comes at the worst
    moment: Discord has taken an announcement, and the bot does not know.
    """
    expected = await _enqueue(folder, channels, topics)
    chance = random.Random(seed)  # noqa: S311  no secret
    killed = 0
    async with open_loopback(nonce_seconds=nonce_seconds) as (discord, http, gateway):
        start = partial(bot_process, folder, http, gateway, folder / "articles")
        for following in reversed(range(kills)):
            left = (expected - _there(discord.channels)).total()
            limit = Limit(_some(left, following, chance), answered=following % 2 == 1)
            await _kill_at(limit, discord, start())
            killed += (expected - _there(discord.channels)).total() > 0
        async with start() as process:
            await asyncio.wait_for(_all_sent(folder), _START_SECONDS + _END_SECONDS)
            process.terminate()
            await process.wait()
    if discord.unknown:
        raise RuntimeError(f"bench/loopback.py does not know {discord.unknown}.")
    there = _there(discord.channels)
    looked_for = sum(each.startswith("GET") for each in discord.channels.requests)
    nonces = "" if nonce_seconds else ", on a Discord that knows no nonces"
    what = f"{expected.total()} announcements, the bot killed {killed} times meanwhile{nonces}"
    return [
        Figure(f"{what}: missing", (expected - there).total(), most=0),
        Figure("sent twice, or never asked for", (there - expected).total(), most=0),
        Figure("kills while they went out", killed, least=kills),
        Figure(
            "announcements that were in Discord's hands then, or might have been",
            looked_for,
            least=(kills + 1) // 2,
        ),
    ]


def _some(left: int, following: int, chance: random.Random) -> int:
    """Draw how many announcements go out before a kill, so that some are left for each that follows."""
    return chance.randint(1, min(2 * left // (following + 2), left - following - 1))


async def _kill_at(limit: Limit, discord: Loopback, started: AbstractAsyncContextManager[Process]) -> None:
    """Start the bot, and kill it when the limit is reached."""
    discord.channels.limit = limit
    async with started as process:
        await asyncio.wait_for(limit.reached.wait(), _START_SECONDS)
        process.kill()
        await process.wait()
    discord.channels.limit = None
    limit.lift()


async def _enqueue(folder: Path, channels: int, topics: int) -> Counter[tuple[str, str]]:
    """Let reloads change what is announced; gives what each channel must be told in the end."""
    (folder / "articles").mkdir()
    _state(folder / "articles" / "first.md", "2026-01-01", "Proposed", range(2 * topics))
    said: list[str] = []
    async with open_base(folder / "data", folder / "articles", write=True) as base:
        for channel in range(_CHANNEL, _CHANNEL + channels):
            await base.store.subscriptions.add(None, channel=channel, guild=1)
        for number in range(topics):
            pair = range(2 * number, 2 * number + 2)
            _state(folder / "articles" / f"later-{number}.md", "2026-02-01", "Agreed", pair)
            card = wording.announcements((await base.reload()).statuses, "name")
            said.append(text({"embeds": [draw(card).to_dict()]}))
    every = range(_CHANNEL, _CHANNEL + channels)
    return Counter((str(channel), each) for channel in every for each in said)


def _state(article: Path, published: str, status: str, topics: Iterable[int]) -> None:
    """Write an article that says of some topics where they stand."""
    rows = (f"| Bridge number {number} | {status} |" for number in topics)
    lines = (
        "---",
        f"title: {article.stem}",
        f"published: {published}",
        "---",
        "| Topic | Status |",
        "| --- | --- |",
    )
    article.write_text("\n".join([*lines, *rows]), "utf-8")


def _there(channels: Channels) -> Counter[tuple[str, str]]:
    """Count what each channel was told."""
    written: Mapping[str, list[dict[str, object]]] = channels.messages
    return Counter((channel, text(each)) for channel, messages in written.items() for each in messages)


async def _all_sent(folder: Path) -> None:
    """Wait until the outbox is empty."""
    async with open_store(folder / "data", write=False) as store:
        while await store.outbox.find_due(datetime.now(UTC) + timedelta(days=1), 1):  # noqa: ASYNC110  another process
            await asyncio.sleep(0.2)
