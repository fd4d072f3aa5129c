"""Is it well? Measured while it runs, and told to whoever looks after it: Prometheus, systemd, a container.

`_pages` (what is told over HTTP), `_shown` (how all stands when it is asked for), `_stores` (whether they can
be read), `_pulse` (how late the event loop is), `_log` (how much goes wrong), `_systemd` (what that wants to
know).
"""

import asyncio
import os
import time
from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, asynccontextmanager

import msgspec
from prometheus_client import generate_latest
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4

from bot.clock import Clock
from bot.connection.leases import ShardLeases
from bot.delivery.rounds import rounds
from bot.health import _stores
from bot.health._log import count_lines
from bot.health._pages import Page, open_pages
from bot.health._pulse import Pulse
from bot.health._shown import Connection, Shown, count_connected, count_shards, name_of
from bot.health._systemd import Systemd
from bot.metrics import Metrics
from bot.stories import Stories

__all__ = ["Health", "open_health"]


class Health:
    """How the bot is, out of memory alone."""

    def __init__(self, stories: Stories, metrics: Metrics, clock: Clock, pulse: Pulse | None = None) -> None:
        """Take all for well that was not looked at yet, except the connection."""
        self.connection: Connection | None = None
        """What connects to Discord now."""
        self.leases: ShardLeases | None = None
        """What says whether this process is a stand-by, where there may be others."""
        self.is_stopping = False
        # However fast the time of `clock` goes by, the event loop is late by true seconds.
        self.pulse = pulse or Pulse(Clock())
        self.looked = dict.fromkeys(stories.all(), _stores.NOT_LOOKED)
        self.metrics = metrics
        self._stories = stories
        metrics.registry.register(Shown(stories, self.looked, lambda: self.connection, clock.now))
        metrics.loop_lag_worst.set_function(self.pulse.take_worst)
        metrics.ready.set_function(lambda: not self.find_faults())

    def find_faults(self) -> tuple[str, ...]:
        """Say what keeps the bot from answering; nothing where it does."""
        faults = ["stopping"] if self.is_stopping else []
        for story in self._stories.all():
            if not self.looked[story].is_usable:
                faults.append(f"store {name_of(story)}: cannot be read")
            if not story.base.snapshot.coverage.articles:
                faults.append(f"corpus {name_of(story)}: no article is served")
        return (*faults, *self._find_missing_shards())

    def _find_missing_shards(self) -> tuple[str, ...]:
        if self.leases and self.leases.refusal:
            return (f"{self.leases}: {self.leases.refusal}",)
        bot = self.connection
        ours, connected = count_shards(bot), count_connected(bot)
        if not bot or not bot.is_ready() or connected < ours:
            return (f"shards: {connected} of {ours or 'unknown'} connected",)
        return ()

    def show_metrics(self) -> Page:
        """Show all that is counted and measured, to Prometheus."""
        return Page(generate_latest(self.metrics.registry), CONTENT_TYPE_PLAIN_0_0_4)

    def show_health(self) -> Page:
        """Show whether the process should go on."""
        is_healthy = not self.pulse.is_slow
        return _show(
            {"healthy": is_healthy, "loop_lag_seconds": round(self.pulse.lag, 3)}, is_good=is_healthy
        )

    def show_readiness(self) -> Page:
        """Show whether questions are answered, and what keeps them from it."""
        faults = self.find_faults()
        return _show({"ready": not faults, "faults": faults}, is_good=not faults)

    @property
    def status(self) -> str:
        """What the bot does, in one line."""
        if faults := self.find_faults():
            return f"Not ready: {'; '.join(faults)}"
        return "Ready: questions are answered"

    async def keep_looking(self) -> None:
        """Look at the stores again and again."""
        while True:
            for story, before in self.looked.items():
                self.looked[story] = await _stores.look(story, before)
            await asyncio.sleep(_stores.EVERY)

    async def keep_pulse(self, systemd: Systemd) -> None:
        """Measure the event loop again and again, and let `systemd` know how all is."""
        while True:
            await self.pulse.wait()
            self.metrics.loop_lag.set(self.pulse.lag)
            # A loop that hangs says nothing, nor does one that is too late to be of use.
            if not self.pulse.is_slow:
                systemd.tell_life()
            systemd.tell_status(self.status)


@asynccontextmanager
async def open_health(
    listen: str, stories: Stories, metrics: Metrics, clock: Clock, stop: asyncio.Event
) -> AsyncGenerator[Health]:
    """Measure how the bot is until the end, and show it at an address, if there is one.

    systemd is told at once that the bot is ready, since all is open: whether Discord can be reached is no
    matter of starting, and a start that waited for it would be ended and begun anew while Discord is down.
    It is told of the end as soon as the signal to `stop` comes, with what is still to be finished before it.
    """
    health, systemd = Health(stories, metrics, clock), Systemd(os.environ, time.monotonic)

    async def note_stop() -> None:
        await stop.wait()
        health.is_stopping = True
        systemd.tell("STOPPING=1", "STATUS=Finishing what is being answered")

    loops = {
        "probe of the event loop": lambda: health.keep_pulse(systemd),
        "look at the stores": health.keep_looking,
    }
    pages = {
        "/metrics": health.show_metrics,
        "/healthz": health.show_health,
        "/readyz": health.show_readiness,
    }
    async with AsyncExitStack() as stack:
        stack.enter_context(count_lines(metrics.log_lines))
        if listen:
            await stack.enter_async_context(open_pages(listen, pages))
        tasks = {asyncio.create_task(rounds(loops, clock)), asyncio.create_task(note_stop())}
        systemd.tell("READY=1", f"STATUS={health.status}")
        try:
            yield health
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.wait(tasks)


def _show(facts: dict[str, object], *, is_good: bool) -> Page:
    return Page(msgspec.json.encode(facts) + b"\n", "application/json", 200 if is_good else 503)
