"""What does a bot need of Discord? A small one on 127.0.0.1, with one server, and many who ask there."""

import asyncio
import json
import time
from base64 import b64encode
from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from itertools import count, cycle, pairwise
from typing import Any

from aiohttp import WSMsgType, web

from bench.channels import BOT, Channels, message_data, respond, text, user_data

_GUILD, _CHANNEL, _USER = "1002", "1003", "1004"
_ASKERS, _FIRST_ASKER, _FIRST_CHANNEL = 2_000, 20_000, 30_000
"""How many take turns in asking, each in a channel of their own, so that nobody asks too often."""
_REMEMBERED = 1_000
_MESSAGE = 4
"""The kind of response that shows a message."""
_ALL_PERMISSIONS = str(2**53 - 1)
_HELLO, _HEARTBEAT, _HEARTBEAT_ACK, _IDENTIFY, _DISPATCH = 10, 1, 11, 2, 0


@dataclass(frozen=True, slots=True)
class Response:
    """A bot's first response to a slash command: what it says, and how long it took to arrive."""

    seconds: float
    kind: int
    data: Mapping[str, Any]

    @property
    def text(self) -> str:
        """All that the message shows."""
        return text(self.data)


class Loopback:
    """Discord's side of one connection: sends slash commands and takes what the bot answers."""

    def __init__(self, heartbeat_seconds: float, nonce_seconds: float) -> None:
        self._heartbeat_seconds = heartbeat_seconds
        self.channels = Channels(nonce_seconds)
        """What the bot writes of itself, and what it answers to no slash command."""
        self._socket: web.WebSocketResponse | None = None
        self._gateway = ""
        self._sequence = count(1)
        self._askers = cycle(range(_ASKERS))
        self._waiting: dict[str, tuple[float, asyncio.Future[Response]]] = {}
        self._beats: list[float] = []
        self.commands: list[dict[str, Any]] = []
        """Those of the bot."""
        self.connected = asyncio.Event()
        """Set once the bot has identified itself."""
        self.answered: dict[str, None] = {}
        """The last interactions that have their first response: there is no second one."""
        self.edits: dict[str, str] = {}
        """What was put in the place of first responses, by the tokens of the interactions."""
        self.tokens: list[str] = []
        """Those of the interactions so far."""
        self.unknown: list[str] = []
        """Requests that this Discord did not know: each is one that it should learn."""

    async def slash(self, name: str, options: Mapping[str, str]) -> Response:
        """Use a slash command with the options given, and wait for the bot's first response."""
        event, arrived = self._use(name, options)
        await self._dispatch("INTERACTION_CREATE", event)
        return await arrived

    def _use(self, name: str, options: Mapping[str, str]) -> tuple[dict[str, Any], asyncio.Future[Response]]:
        """Make the event of somebody who uses a slash command, and what becomes the first response."""
        number = self.channels.snowflake()
        # As Discord makes them, so that a log can be searched for them.
        token = b64encode(f"interaction:{number}:{self.channels.snowflake()}".encode()).decode()
        self.tokens.append(token)
        arrived: asyncio.Future[Response] = asyncio.get_running_loop().create_future()
        self._waiting[token] = time.perf_counter(), arrived
        return self._interaction(number, token, name, options), arrived

    async def say(self, text: str) -> str:
        """Write a message to the bot in the server's one channel, and give its id."""
        number = self.channels.snowflake()
        author = user_data(str(_FIRST_ASKER + next(self._askers)), "asker")
        said = {"content": f"<@{BOT}> {text}"}
        mentioned = {**user_data(BOT, "talksbot", bot=True), "member": _member(BOT)}
        event = {**message_data(number, _CHANNEL, said), "author": author, "guild_id": _GUILD}
        event |= {"member": _member(author["id"]), "mentions": [mentioned]}
        await self._dispatch("MESSAGE_CREATE", event)
        return number

    @property
    def latest_heartbeat(self) -> float:
        """By how many seconds the latest of all heartbeats was late, one that is overdue now included."""
        beats = [*self._beats, time.perf_counter()]
        return max(0.0, *(later - sooner - self._heartbeat_seconds for sooner, later in pairwise(beats)))

    def application(self) -> web.Application:
        """Give the web application that the bot talks to."""
        served = web.Application()
        served.add_routes(
            [
                web.get("/gateway-socket", self._connect),
                web.get("/api/users/@me", self._me),
                web.get("/api/oauth2/applications/@me", self._about),
                web.get("/api/gateway/bot", self._how_to_connect),
                web.get(f"/api/applications/{BOT}/commands", self._show_commands),
                web.put(f"/api/applications/{BOT}/commands", self._take_commands),
                web.post("/api/interactions/{id}/{token}/callback", self._take_response),
                web.patch(f"/api/webhooks/{BOT}/{{token}}/messages/@original", self._take_edit),
                *self.channels.routes(),
                web.route("*", "/{rest:.*}", self._not_known),
            ]
        )
        return served

    def at(self, port: int) -> tuple[str, str]:
        """Say where it is, once the port is known: the addresses of HTTP and of the gateway."""
        self._gateway = f"ws://127.0.0.1:{port}/gateway-socket"
        return f"http://127.0.0.1:{port}/api", self._gateway

    async def _me(self, _: web.Request) -> web.Response:
        return respond(user_data(BOT, "talksbot", bot=True))

    async def _about(self, _: web.Request) -> web.Response:
        return respond(
            {
                "id": BOT, "name": "talksbot", "description": "", "icon": None, "flags": 0,
                "bot_public": True, "bot_require_code_grant": False, "owner": user_data(_USER, "asker"),
                "verify_key": "0" * 64,
            }
        )  # fmt: skip

    async def _how_to_connect(self, _: web.Request) -> web.Response:
        limit = {"total": 1000, "remaining": 999, "reset_after": 1000, "max_concurrency": 1}
        return respond({"url": self._gateway, "shards": 1, "session_start_limit": limit})

    async def _show_commands(self, _: web.Request) -> web.Response:
        return respond(self.commands)

    async def _take_commands(self, request: web.Request) -> web.Response:
        given: Sequence[dict[str, Any]] = await request.json()
        own = {"application_id": BOT, "version": "1"}
        context_menu = {"description": ""}  # which the bot does not send for one
        self.commands = [
            {**context_menu, **command, **own, "id": self.channels.snowflake()} for command in given
        ]
        return respond(self.commands)

    async def _take_response(self, request: web.Request) -> web.Response:
        arrived = time.perf_counter()
        body: dict[str, Any] = await request.json()
        token = request.match_info["token"]
        begun, answered = self._waiting.pop(token, (0.0, None))
        if token in self.answered:
            return respond({"code": 40060, "message": "Interaction has already been acknowledged."}, 400)
        if answered is None:
            return respond({"code": 10062, "message": "Unknown interaction"}, status=404)
        self.answered[token] = None
        if len(self.answered) > _REMEMBERED:
            self.answered.pop(next(iter(self.answered)))
        data: dict[str, Any] = body.get("data") or {}
        if not answered.done():
            answered.set_result(Response(arrived - begun, body["type"], data))
        message = {**message_data(self.channels.snowflake(), _CHANNEL, data), "type": 20}
        return respond(
            {
                "interaction": {
                    "id": request.match_info["id"],
                    "type": 2,
                    "response_message_id": message["id"],
                },
                "resource": {"type": body["type"], "message": message} if body["type"] == _MESSAGE else None,
            }
        )

    async def _take_edit(self, request: web.Request) -> web.Response:
        """Take what is put in the place of a first response, such as one that asked for time."""
        body: dict[str, Any] = await request.json()
        self.edits[request.match_info["token"]] = text(body)
        return respond(message_data(self.channels.snowflake(), _CHANNEL, body))

    async def _not_known(self, request: web.Request) -> web.Response:
        self.unknown.append(f"{request.method} {request.path}")
        return respond({"code": 0, "message": "404: Not Found"}, status=404)

    async def _connect(self, request: web.Request) -> web.WebSocketResponse:
        socket = self._socket = web.WebSocketResponse()
        await socket.prepare(request)
        await self._send(_HELLO, {"heartbeat_interval": self._heartbeat_seconds * 1000})
        async for frame in socket:
            if frame.type is not WSMsgType.TEXT:
                break
            said: dict[str, Any] = json.loads(frame.data)
            if said["op"] == _HEARTBEAT:
                self._beats.append(time.perf_counter())
                await self._send(_HEARTBEAT_ACK)
            elif said["op"] == _IDENTIFY:
                await self._welcome()
        return socket

    async def _welcome(self) -> None:
        ready = {
            "v": 10, "user": user_data(BOT, "talksbot", bot=True), "session_id": "1", "shard": [0, 1],
            "resume_gateway_url": self._gateway, "application": {"id": BOT, "flags": 0},
            "guilds": [{"id": _GUILD, "unavailable": True}],
        }  # fmt: skip
        await self._dispatch("READY", ready)
        await self._dispatch("GUILD_CREATE", guild_data())
        self.connected.set()

    async def _dispatch(self, event: str, data: Mapping[str, Any]) -> None:
        await self._send(_DISPATCH, data, t=event, s=next(self._sequence))

    async def _send(self, op: int, data: Mapping[str, Any] | None = None, **others: object) -> None:
        assert self._socket is not None  # noqa: S101  only a connected bot is sent anything
        with suppress(ConnectionError):  # it may be gone while this is written
            await self._socket.send_str(json.dumps({"op": op, "d": data, "t": None, "s": None, **others}))

    def _interaction(self, number: str, token: str, name: str, options: Mapping[str, str]) -> dict[str, Any]:
        asker = next(self._askers)
        user, channel = str(_FIRST_ASKER + asker), str(_FIRST_CHANNEL + asker)
        chosen = [{"name": option, "type": 3, "value": value} for option, value in options.items()]
        return {
            "id": number, "token": token, "type": 2, "version": 1, "application_id": BOT,
            "data": {"id": "1", "name": name, "type": 1, "options": chosen},
            "guild_id": _GUILD, "guild": {"id": _GUILD, "features": [], "locale": "en-US"},
            "channel_id": channel, "channel": _channel(channel), "member": _member(user), "context": 0,
            "locale": "en-US", "guild_locale": "en-US", "app_permissions": _ALL_PERMISSIONS,
            "entitlements": [], "authorizing_integration_owners": {"0": _GUILD},
            "attachment_size_limit": 10_485_760,
        }  # fmt: skip


@asynccontextmanager
async def open_loopback(
    heartbeat_seconds: float = 1.0, nonce_seconds: float = 300.0
) -> AsyncGenerator[tuple[Loopback, str, str]]:
    """Serve it on a free port; gives it with the addresses of HTTP and of the gateway."""
    loopback = Loopback(heartbeat_seconds, nonce_seconds)
    runner = web.AppRunner(loopback.application(), access_log=None, shutdown_timeout=1)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        yield loopback, *loopback.at(runner.addresses[0][1])
    finally:
        await runner.cleanup()


def _member(user: str = _USER) -> dict[str, Any]:
    return {
        "user": user_data(user, "asker"), "roles": [], "joined_at": "2026-01-01T00:00:00+00:00",
        "deaf": False, "mute": False, "flags": 0, "permissions": _ALL_PERMISSIONS,
    }  # fmt: skip


def _channel(channel: str = _CHANNEL) -> dict[str, Any]:
    return {
        "id": channel, "guild_id": _GUILD, "type": 0, "name": "general", "position": 0, "parent_id": None,
        "permission_overwrites": [], "permissions": _ALL_PERMISSIONS,
    }  # fmt: skip


def guild_data(guild: str = _GUILD) -> dict[str, Any]:
    """Describe a server where everybody may do everything."""
    everyone = {
        "id": guild, "name": "@everyone", "permissions": _ALL_PERMISSIONS, "position": 0, "color": 0,
        "hoist": False, "managed": False, "mentionable": False,
    }  # fmt: skip
    return {
        "id": guild, "name": "A server", "owner_id": _USER, "member_count": 2, "roles": [everyone],
        "channels": [_channel()], "members": [_member()], "emojis": [], "stickers": [], "features": [],
        "threads": [], "voice_states": [], "presences": [], "stage_instances": [],
        "guild_scheduled_events": [], "preferred_locale": "en-US", "nsfw_level": 0, "premium_tier": 0,
        "verification_level": 0,
    }  # fmt: skip
