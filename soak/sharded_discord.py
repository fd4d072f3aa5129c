"""Which shards has who, and when did each begin? A small Discord with many connections tells it."""

import asyncio
import json
import time
from collections import Counter, defaultdict
from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from itertools import pairwise
from typing import Any

from aiohttp import WSMsgType, web
from msgspec import Struct

from bench.channels import BOT, respond, user_data
from bench.loopback import Loopback, Response, guild_data

_DISPATCH, _HEARTBEAT, _IDENTIFY, _HELLO, _ACK = 0, 1, 2, 10, 11
_HEARTBEAT_SECONDS = 40.0


class Begun(Struct, frozen=True):
    """A session that was begun."""

    shard: int
    of: int
    moment: float
    """By the monotonic clock, when the IDENTIFY arrived."""


class ShardedDiscord(Loopback):
    """Discord's side of many connections, of one process or of many."""

    def __init__(self, shards: int, max_concurrency: int) -> None:
        """Recommend so many shards, and allow so many to begin in five seconds."""
        super().__init__(_HEARTBEAT_SECONDS, nonce_seconds=300.0)
        self._shards = shards
        self._max_concurrency = max_concurrency
        self.begun: list[Begun] = []
        self.connected_shards: Counter[int] = Counter()
        """How many connections each shard has now."""
        self.doubled = 0
        """How often a shard began that was connected already."""
        self.registered = 0
        """How often commands were written."""
        self._sockets: dict[int, web.WebSocketResponse] = {}
        """The newest connection of each shard."""
        self._servers = set[int]()
        """The shards that know of their one server."""
        self._changed = asyncio.Event()

    async def ask(self, shard: int, name: str, options: Mapping[str, str]) -> Response:
        """Use a slash command in a server of a shard, and wait for the first response."""
        guild = str((self._shards + shard) << 22)
        if shard not in self._servers:
            self._servers.add(shard)
            await self._tell(shard, "GUILD_CREATE", guild_data(guild))
        event, arrived = self._use(name, options)
        there = {"guild": {**event["guild"], "id": guild}, "channel": {**event["channel"], "guild_id": guild}}
        await self._tell(shard, "INTERACTION_CREATE", event | there | {"guild_id": guild})
        return await arrived

    async def wait_for(self, *shards: int) -> None:
        """Wait until all of these are connected."""
        await self.wait_until(lambda connected: all(connected[each] for each in shards))

    async def wait_until(self, holds: Callable[[Counter[int]], object]) -> None:
        """Wait until something holds of the connections that the shards have."""
        while not holds(self.connected_shards):
            self._changed.clear()
            await self._changed.wait()

    def find_pauses(self) -> list[float]:
        """Give the seconds between each two that began one after the other in the same of Discord's turns."""
        turns: defaultdict[int, list[float]] = defaultdict(list)
        for each in self.begun:
            turns[each.shard % self._max_concurrency].append(each.moment)
        return [later - sooner for turn in turns.values() for sooner, later in pairwise(turn)]

    async def _how_to_connect(self, _: web.Request) -> web.Response:
        limit = {
            "total": 5_000, "remaining": 5_000 - len(self.begun), "reset_after": 86_400_000,
            "max_concurrency": self._max_concurrency,
        }  # fmt: skip
        return respond({"url": self._gateway, "shards": self._shards, "session_start_limit": limit})

    async def _take_commands(self, request: web.Request) -> web.Response:
        self.registered += 1
        return await super()._take_commands(request)

    async def _connect(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        await _say(socket, _HELLO, {"heartbeat_interval": _HEARTBEAT_SECONDS * 1000})
        begun = list[int]()
        try:
            async for frame in socket:
                if frame.type is not WSMsgType.TEXT:
                    break
                said: dict[str, Any] = json.loads(frame.data)
                if said["op"] == _HEARTBEAT:
                    await _say(socket, _ACK)
                elif said["op"] == _IDENTIFY:
                    shard, of = said["d"]["shard"]
                    begun.append(shard)
                    self._sockets[shard] = socket
                    self._begin(shard, of)
                    await _say(socket, _DISPATCH, self._make_ready(shard, of), t="READY", s=1)
        finally:
            self.connected_shards -= Counter(begun)
            self._changed.set()
        return socket

    async def _tell(self, shard: int, event: str, data: Mapping[str, Any]) -> None:
        await _say(self._sockets[shard], _DISPATCH, data, t=event, s=next(self._sequence))

    def _begin(self, shard: int, of: int) -> None:
        self.doubled += self.connected_shards[shard] > 0
        self.connected_shards[shard] += 1
        self.begun.append(Begun(shard, of, time.monotonic()))
        self._changed.set()

    def _make_ready(self, shard: int, of: int) -> Mapping[str, Any]:
        return {
            "v": 10, "user": user_data(BOT, "talksbot", bot=True), "session_id": str(len(self.begun)),
            "shard": [shard, of], "resume_gateway_url": self._gateway,
            "application": {"id": BOT, "flags": 0}, "guilds": [],
        }  # fmt: skip


async def _say(
    socket: web.WebSocketResponse, op: int, data: Mapping[str, Any] | None = None, **others: object
) -> None:
    with suppress(ConnectionError):  # it may be gone while this is written
        await socket.send_str(json.dumps({"op": op, "d": data, "t": None, "s": None, **others}))


@asynccontextmanager
async def open_sharded_discord(
    shards: int, max_concurrency: int
) -> AsyncGenerator[tuple[ShardedDiscord, str, str]]:
    """Serve one on a free port; give it with the addresses of HTTP and of its gateway."""
    discord = ShardedDiscord(shards, max_concurrency)
    runner = web.AppRunner(discord.application(), access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        yield discord, *discord.at(runner.addresses[0][1])
    finally:
        await runner.cleanup()
