"""What can Discord's gateway do to a bot? A small one on 127.0.0.1 that loses connections as it is told."""

import asyncio
import json
from collections.abc import AsyncGenerator, Generator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager, suppress
from ssl import SSLContext
from typing import Any

import yarl
from aiohttp import WSMsgType, web
from discord.gateway import DiscordWebSocket
from discord.http import Route

from bench.channels import respond
from bench.loopback import Loopback, Response

ABORT, RECONNECT = "abort", "reconnect"
DROPS: Sequence[int | str] = (4000, 4008, 4009, 1000, 1001, 1011, ABORT, RECONNECT)
"""How connections are lost: closed with a code, cut, or given up because Discord asks for it."""

_DISPATCH, _HEARTBEAT, _IDENTIFY, _RESUME, _RECONNECT, _INVALID, _HELLO, _ACK = 0, 1, 2, 6, 7, 9, 10, 11
_AFTER_HELLO, _AFTER_IDENTIFY, _AFTER_RESUME = "hello", "identify", "resume"
STORMS: Sequence[str] = (_AFTER_HELLO, _AFTER_IDENTIFY, _AFTER_RESUME)
"""When each connection is lost: after HELLO, by op 9 in place of a session, or as soon as that goes on."""


class Discord(Loopback):
    """Discord's side of one session, which outlives its connections."""

    def __init__(self, heartbeat_seconds: float = 40.0, tls: SSLContext | None = None) -> None:
        """Send all the bot should hear, and keep it until it is heard; with `tls`, by safe connections."""
        super().__init__(heartbeat_seconds, nonce_seconds=300.0)
        self._hello = heartbeat_seconds * 1000
        self._sent: list[tuple[int, str]] = []
        """What was dispatched in this session, with its number, to be sent again after a lost connection."""
        self._is_session = False
        self.tls = tls
        self._transport: asyncio.WriteTransport | None = None
        self.storm: str | None = None
        """How each connection is lost, where it is."""
        self.acknowledges = True
        """Whether heartbeats are."""
        self.connects = 0
        """Connections until now."""
        self.connected_once = asyncio.Event()
        self.identifies = 0
        self.resumes = 0
        self.doubled = 0
        """Responses to what was answered before."""
        self.remaining = 1000
        """Sessions that Discord says it allows until its next day."""
        self.addresses: tuple[str, str] = "", ""
        """Where it serves HTTP, and where its gateway is."""
        self.takes = asyncio.Event()
        """Cleared, it keeps the bot waiting for what becomes of its responses."""
        self.takes.set()
        self.offered = 0
        """Responses that came, taken or not."""
        self.refuses = 0
        """The HTTP status for who asks where the gateway is, where that is not told."""
        self.ready = asyncio.Event()
        """Set while the bot is connected and has its session."""

    def at(self, port: int) -> tuple[str, str]:
        """Say where it is, once the port is known: the addresses of HTTP and of the gateway."""
        http, gateway = super().at(port)
        if self.tls:
            http, gateway = http.replace("http:", "https:"), gateway.replace("ws:", "wss:")
        self.addresses = http, gateway
        self.go_on_at(gateway)
        return self.addresses

    def go_on_at(self, gateway: str) -> None:
        """Tell the bot that sessions which begin now go on at this gateway."""
        self._gateway = gateway

    async def send(self, event: str, data: Mapping[str, Any]) -> None:
        """Send what the bot is to hear, whatever it is."""
        await self._dispatch(event, data)

    async def repeat(self) -> dict[str, Any]:
        """Send once more what was sent last, and give it."""
        await self._write(self._sent[-1][1])
        sent: dict[str, Any] = json.loads(self._sent[-1][1])["d"]
        return sent

    async def drop(self, how: int | str) -> None:
        """Lose the connection."""
        socket = self._socket
        assert socket is not None  # noqa: S101  who drops a connection waits for `ready` first
        self.ready.clear()
        if how == RECONNECT:
            await self._send(_RECONNECT)
        elif how == ABORT:
            self._abort()
        else:
            await socket.close(code=int(how))

    async def ask(self, topic: str = "") -> Response:
        """Ask for the status of a topic, and wait for the answer."""
        return await self.slash("status", {"topic": topic} if topic else {})

    def _abort(self) -> None:
        if self._transport:
            self._transport.abort()

    async def _how_to_connect(self, _: web.Request) -> web.Response:
        if self.refuses:
            return respond({"message": "", "code": 0}, self.refuses)
        limit = {"total": 1000, "remaining": self.remaining, "reset_after": 86_400_000, "max_concurrency": 1}
        return respond({"url": self.addresses[1], "shards": 1, "session_start_limit": limit})

    async def _take_response(self, request: web.Request) -> web.Response:
        self.offered += 1
        await request.read()
        await self.takes.wait()
        if request.transport is None:  # who sent it has given it up, and may have sent it again
            return respond({}, 500)
        if request.match_info["token"] not in self._waiting:
            self.doubled += 1
        return await super()._take_response(request)

    async def _connect(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        self.connects += 1
        self.connected_once.set()
        self._socket, self._transport = socket, request.transport
        await self._send(_HELLO, {"heartbeat_interval": self._hello})
        if self.storm == _AFTER_HELLO:
            self._abort()
            return socket
        async for frame in socket:
            if frame.type is not WSMsgType.TEXT:
                break
            await self._hear(json.loads(frame.data))
        return socket

    async def _hear(self, said: Mapping[str, Any]) -> None:
        match said["op"]:
            case 1 if self.acknowledges:
                await self._send(_ACK)
            case 2:
                self.identifies += 1
                await self._begin()
            case 6:
                await self._go_on(said["d"]["seq"])
            case _:
                pass
        if self.storm == _AFTER_RESUME and self.ready.is_set():
            self.ready.clear()
            self._abort()

    async def _begin(self) -> None:
        if self.storm == _AFTER_IDENTIFY:
            await self._send_invalid()
            return
        self._sent.clear()
        self._is_session = True
        await self._welcome()
        self.ready.set()

    async def _go_on(self, heard: int | None) -> None:
        if not self._is_session or self.storm == _AFTER_IDENTIFY:
            await self._send_invalid()
            return
        self.resumes += 1
        for number, text in self._sent:
            if number > (heard or 0):
                await self._write(text)
        await self._dispatch("RESUMED", {})
        self.ready.set()

    async def _send_invalid(self) -> None:
        self._is_session = False
        await self._send_raw({"op": _INVALID, "d": False})

    async def _dispatch(self, event: str, data: Mapping[str, Any]) -> None:
        number = next(self._sequence)
        text = json.dumps({"op": _DISPATCH, "t": event, "s": number, "d": data})
        if event != "RESUMED":
            self._sent.append((number, text))
        await self._write(text)

    async def _send_raw(self, message: Mapping[str, Any]) -> None:
        await self._write(json.dumps(message))

    async def _write(self, text: str) -> None:
        socket = self._socket
        if socket is not None and not socket.closed:
            with suppress(ConnectionError, RuntimeError):  # it may be gone while this is written
                await socket.send_str(text)


@asynccontextmanager
async def open_discord(
    heartbeat_seconds: float = 40.0, tls: SSLContext | None = None
) -> AsyncGenerator[Discord]:
    """Serve one on a free port, and let discord.py take it for Discord."""
    discord = Discord(heartbeat_seconds, tls)
    runner = web.AppRunner(discord.application(), access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0, ssl_context=tls).start()
        with _point(*discord.at(runner.addresses[0][1])):
            yield discord
    finally:
        await runner.cleanup()


@contextmanager
def _point(http: str, gateway: str) -> Generator[None]:
    before = Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY
    Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = http, yarl.URL(gateway)
    try:
        yield
    finally:
        Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = before
