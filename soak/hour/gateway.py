"""Who is connected, and what reaches them? A gateway that drops the bot, and sends again what it missed."""

import asyncio
import json
from collections import deque
from collections.abc import Callable, Mapping
from contextlib import suppress
from itertools import count
from typing import Any

from aiohttp import WSMsgType, web

from bench.channels import BOT
from soak.hour.payloads import GUILD, guild, user

_DISPATCH, _HEARTBEAT, _IDENTIFY, _RESUME, _RECONNECT, _INVALID, _HELLO, _ACK = 0, 1, 2, 6, 7, 9, 10, 11
_HEARTBEAT_MS = 5_000
_KEPT = 2_000
"""Events that a session which is resumed is sent again."""
DROPS = ("reconnect", "close", "reset", "invalid")
"""How the bot is dropped: asked to come back, closed with a code, cut off, its session forgotten."""


class Gateway:
    """One session of the bot, over as many connections as it takes."""

    def __init__(self, heard: Callable[[str], None], missed: Callable[[str], None]) -> None:
        """Tell the ids of what the bot `heard` just now, and of what it `missed` for good."""
        self._heard, self._missed = heard, missed
        self.address = ""
        """Where it is, once the port is known."""
        self.connected = asyncio.Event()
        """Set while the bot hears what is sent."""
        self.identified = self.resumed = 0
        self._socket: web.WebSocketResponse | None = None
        self._transport: asyncio.Transport | None = None
        self._sequence = count(1)
        self._session = ""
        self._sent: deque[tuple[int, str, Mapping[str, Any]]] = deque(maxlen=_KEPT)

    async def dispatch(self, event: str, data: Mapping[str, Any]) -> None:
        """Send an event now; else when the bot comes back."""
        number = next(self._sequence)
        self._sent.append((number, event, data))
        if self.connected.is_set():
            await self._say(number, event, data)

    async def drop(self, how: str) -> None:
        """Drop the bot, in one of the ways."""
        socket = self._socket
        if socket is None or not self.connected.is_set():
            return
        self.connected.clear()
        match how:
            case "reconnect":
                await self._send(_RECONNECT)
            case "invalid":
                self._session = ""
                await self._send(_INVALID, d=False)
            case "close":
                await socket.close(code=4000)
            case _:
                if self._transport:
                    self._transport.abort()

    async def connect(self, request: web.Request) -> web.WebSocketResponse:
        """Serve one connection."""
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        self._socket, self._transport = socket, request.transport
        await self._send(_HELLO, d={"heartbeat_interval": _HEARTBEAT_MS})
        async for frame in socket:
            if frame.type is not WSMsgType.TEXT or socket is not self._socket:
                break
            said: dict[str, Any] = json.loads(frame.data)
            match said["op"]:
                case op if op == _HEARTBEAT:
                    await self._send(_ACK)
                case op if op == _IDENTIFY:
                    await self._welcome()
                case op if op == _RESUME:
                    await self._go_on(said["d"])
                case _:
                    pass
        if socket is self._socket:
            self.connected.clear()
        return socket

    async def _welcome(self) -> None:
        self.identified += 1
        self._session = f"session-{self.identified}"
        missed = [each for each in self._sent if each[1] not in ("READY", "GUILD_CREATE")]
        self._sent.clear()
        self._sequence = count(1)
        self.connected.set()
        ready = {
            "v": 10, "user": user(BOT), "session_id": self._session, "shard": [0, 1],
            "resume_gateway_url": self.address, "application": {"id": BOT, "flags": 1 << 19},
            "guilds": [{"id": GUILD, "unavailable": True}],
        }  # fmt: skip
        await self.dispatch("READY", ready)
        await self.dispatch("GUILD_CREATE", guild())
        # A new session hears nothing of what was said before; who asked then is not answered.
        for _, _, data in missed:
            self._missed(str(data.get("id")))

    async def _go_on(self, asked: Mapping[str, Any]) -> None:
        if not self._session or asked["session_id"] != self._session:
            await self._send(_INVALID, d=False)
            return
        self.resumed += 1
        self.connected.set()
        for number, event, data in [each for each in self._sent if each[0] > asked["seq"]]:
            await self._say(number, event, data)
        await self.dispatch("RESUMED", {})

    async def _say(self, number: int, event: str, data: Mapping[str, Any]) -> None:
        await self._send(_DISPATCH, t=event, s=number, d=data)
        self._heard(str(data.get("id")))

    async def _send(self, op: int, **others: object) -> None:
        assert self._socket is not None  # noqa: S101  only who is connected is sent anything
        with suppress(ConnectionError):  # it may be gone while this is written
            await self._socket.send_str(json.dumps({"op": op, "d": None, "t": None, "s": None, **others}))
