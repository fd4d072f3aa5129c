"""What if articles change while many ask? Each answer is of one state, and what was before is freed."""

import asyncio
import gc
import re
import weakref
from pathlib import Path

from bench.loopback import Loopback
from soak.faulty_discord import Leap, open_bot
from soak.load import Crowd, Probe, count
from soak.trial import Outcome, Trial

_RATE, _EACH_SECONDS = 200, 0.2
"""Questions a second, and for how long they are asked at least about one state."""
_TOPICS = "Bridge", "Ferry", "Harbour"
_STATE = re.compile(r"Stage (\d+)")


async def _run(times: int, folder: Path) -> Outcome:
    articles = folder / "articles"
    articles.mkdir()
    _write(articles, 0)
    async with open_bot(folder, Leap(), articles) as (bot, server), Probe() as probe:
        base, crowd = bot.stories.main.base, Crowd()
        kept: list[weakref.ref[object]] = []
        asking = asyncio.create_task(_ask(server.loopback, crowd))
        for number in range(1, times + 1):
            kept.append(weakref.ref(base.snapshot))
            _write(articles, number)
            await base.reload()
            await asyncio.sleep(_EACH_SECONDS)
        asking.cancel()
        load = await crowd.finish()
        await bot.unfinished.wait()
        left = count(bot.metrics.shed, bot.metrics.refused)
    gc.collect()
    texts = [*load.texts, *server.loopback.edits.values()]
    mixed = sum(len(set(_STATE.findall(text))) > 1 for text in texts)
    # The state before is kept, for an answer that is being given from it.
    alive = sum(each() is not None for each in kept[:-2])
    lost = mixed + alive + max(0, load.unanswered - left)
    figures = load.figures, f"{mixed} of two states", f"{alive} indexes kept", probe.figure
    return Outcome(times, max(0, times - lost), lost, figures)


async def _ask(discord: Loopback, crowd: Crowd) -> None:
    """Ask for the board, and where topics stand, in turn."""
    options: tuple[dict[str, str], ...] = ({}, *({"topic": each} for each in _TOPICS))
    loop = asyncio.get_running_loop()
    begun = loop.time()
    while True:
        await asyncio.sleep(max(0, begun + crowd.asked / _RATE - loop.time()))
        crowd.ask(discord, "status", options[crowd.asked % len(options)])


def _write(articles: Path, number: int) -> None:
    """Write an article whose topics are all at the same stage."""
    rows = "".join(f"| {topic} | Stage {number} |\n" for topic in _TOPICS)
    head = "---\ntitle: News of the river\npublished: 2026-03-01\n---\n| Point | Status |\n| --- | --- |\n"
    (articles / "river.md").write_text(head + rows, "utf-8")


TRIAL = Trial("R18", "reloads while 200 a second ask", _run, short=2, full=50)
