"""What does Discord take over HTTP? All that this bot sends, with faults now and then."""

import asyncio
import json
import random
import time
from collections import Counter, defaultdict, deque
from collections.abc import Awaitable, Callable, Mapping, Sequence
from itertools import count
from typing import Any

from aiohttp import web

from bench.channels import BOT, message_data, respond, text, user_data
from soak.hour.book import Book
from soak.hour.gateway import Gateway
from soak.hour.payloads import OWNER

_MESSAGE, _UPDATE, _BUTTON = 4, 7, 2
_PROMISE = 5
"""The kind of response after which another one must follow."""
FAULTS = ("503", "500", "429", "reset", "lost")
"""Refused for a moment; not taken as too much; cut off before it was taken, and after."""
_AGAIN_SECONDS = 0.2
_PRESSED = frozenset("follow tell page more source why history helpful unhelpful share delete".split())
"""Which buttons are pressed: none that sets whether the bot hears, nor one that only its owner has."""
_EPOCH_MS = 1_420_070_400_000


class Rest:
    """Discord's side of the requests."""

    def __init__(self, book: Book, gateway: Gateway, chance: random.Random) -> None:
        """Note in `book` what is answered."""
        self._book, self._gateway, self._chance = book, gateway, chance
        self.messages: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
        """What the bot wrote of itself into each channel, oldest first."""
        self.written = asyncio.Event()
        """Set by each of them."""
        self.unknown: set[str] = set()
        """Requests that this Discord did not know: each is one that it should learn."""
        self.buttons: deque[tuple[str, Mapping[str, Any]]] = deque(maxlen=500)
        """What can be pressed, each with the message that has it."""
        self.texts: Callable[[str], None] = lambda _: None
        """Is shown all that the bot answers."""
        self.takes_all = False
        """Whether also an answer is taken that nobody here keeps a book of."""
        self.fault_share = 0.0
        """Of how many requests that write something goes wrong."""
        self.faults: Counter[str] = Counter()
        self._commands: list[dict[str, Any]] = []
        self._posted: dict[tuple[str, str], dict[str, Any]] = {}
        self._ids = count(1)

    def snowflake(self) -> str:
        """Make an id that says it was made now: the bot may look at its age."""
        return str((int(time.time() * 1000) - _EPOCH_MS << 22) + next(self._ids) % 2**22)

    def application(self) -> web.Application:
        """Give the web application that the bot talks to."""
        served = web.Application(middlewares=[self._spoil])
        application, own = f"/api/applications/{BOT}", "/api/webhooks/{id}/{token}"
        channel = "/api/channels/{channel}"
        served.add_routes(
            [
                web.get("/gateway-socket", self._gateway.connect),
                web.get("/api/users/@me", self._me),
                web.get("/api/oauth2/applications/@me", self._about),
                web.get("/api/gateway/bot", self._how_to_connect),
                web.put(application + "/commands", self._take_commands),
                web.get(application + "/commands", self._give_commands),
                web.post("/api/interactions/{id}/{token}/callback", self._take_response),
                web.patch(own + "/messages/{message}", self._complete),
                web.get(own + "/messages/{message}", self._complete),
                web.post(own, self._complete),
                web.delete(own + "/messages/{message}", self._do_nothing),
                web.post("/api/users/@me/channels", self._open),
                web.post(channel + "/messages", self._take_message),
                web.get(channel + "/messages", self._give_history),
                web.patch(channel + "/messages/{message}", self._edit),
                web.delete(channel + "/messages/{message}", self._do_nothing),
                web.post(channel + "/typing", self._do_nothing),
                web.put(channel + "/messages/{message}/reactions/{emoji}/@me", self._do_nothing),
                web.route("*", "/{rest:.*}", self._not_known),
            ]
        )
        return served

    @web.middleware
    async def _spoil(
        self, request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
    ) -> web.StreamResponse:
        """Let something go wrong now and then with what is written."""
        if request.method == "GET" or self._chance.random() >= self.fault_share:
            return await handler(request)
        fault = self._chance.choice(FAULTS)
        self.faults[fault] += 1
        await request.read()
        # The next letter that somebody types asks again.
        self._book.excuse_typing(str(request.match_info.get("id")))
        match fault:
            case "429":
                body = {
                    "message": "You are being rate limited.",
                    "retry_after": _AGAIN_SECONDS,
                    "global": False,
                }
                headers = {"Via": "1.1 loopback", "Retry-After": str(_AGAIN_SECONDS)}
                return respond(body, 429, headers)
            case "reset" | "lost":
                if fault == "lost":
                    await handler(request)
                assert request.transport  # noqa: S101  it has just sent us this
                request.transport.abort()
                return web.Response()
            case _:
                return respond({"message": "", "code": 0}, int(fault))

    async def _me(self, _: web.Request) -> web.Response:
        return respond(user_data(BOT, "talksbot", bot=True))

    async def _about(self, _: web.Request) -> web.Response:
        return respond(
            {
                "id": BOT, "name": "talksbot", "description": "", "icon": None, "flags": 1 << 19,
                "bot_public": True, "bot_require_code_grant": False, "owner": user_data(OWNER, "owner"),
                "verify_key": "0" * 64,
            }
        )  # fmt: skip

    async def _how_to_connect(self, _: web.Request) -> web.Response:
        limit = {"total": 1000, "remaining": 999, "reset_after": 1000, "max_concurrency": 1}
        return respond({"url": self._gateway.address, "shards": 1, "session_start_limit": limit})

    async def _take_commands(self, request: web.Request) -> web.Response:
        given: Sequence[dict[str, Any]] = await request.json()
        own = {"application_id": BOT, "version": "1"}
        context_menu = {"description": ""}  # which the bot does not send for one
        self._commands = [{**context_menu, **each, **own, "id": self.snowflake()} for each in given]
        return respond(self._commands)

    async def _give_commands(self, _: web.Request) -> web.Response:
        return respond(self._commands)

    async def _take_response(self, request: web.Request) -> web.Response:
        body: dict[str, Any] = await _read(request)
        number, kind = request.match_info["id"], body["type"]
        if self._book.is_late(number) and not self.takes_all:
            return respond({"code": 10062, "message": "Unknown interaction"}, 404)
        if not self._book.respond(number, promised=kind == _PROMISE) and not self.takes_all:
            return respond({"code": 40060, "message": "Interaction has already been acknowledged."}, 400)
        data: dict[str, Any] = body.get("data") or {}
        message = {**message_data(self.snowflake(), "1", data), "type": 20}
        if kind in (_MESSAGE, _UPDATE):
            self._show(message)
        return respond(
            {
                "interaction": {"id": number, "type": 2, "response_message_id": message["id"]},
                "resource": {"type": kind, "message": message} if kind in (_MESSAGE, _UPDATE) else None,
            }
        )

    async def _complete(self, request: web.Request) -> web.Response:
        body = await _read(request) if request.method != "GET" else {}
        self._book.complete(request.match_info["token"].removeprefix("token-of-"))
        message = message_data(self.snowflake(), "1", body)
        self._show(message)
        return respond(message)

    async def _open(self, request: web.Request) -> web.Response:
        user = str((await request.json())["recipient_id"])
        return respond({"id": user, "type": 1, "recipients": [user_data(user, "somebody")]})

    async def _take_message(self, request: web.Request) -> web.Response:
        """Take a message: an answer to one, or something that is announced. A nonce is taken once."""
        body, channel = await _read(request), request.match_info["channel"]
        key = channel, str(body.get("nonce"))
        message = self._posted.get(key) if body.get("enforce_nonce") else None
        if message is None:
            message = self._posted[key] = message_data(self.snowflake(), channel, body)
            if asked := body.get("message_reference"):
                self._book.add(str(asked["message_id"]))
                self._show(message)
            else:
                self.messages[channel].append(message)
                self.written.set()
        return respond({**message, "nonce": body.get("nonce")})

    async def _give_history(self, request: web.Request) -> web.Response:
        before = int(request.query.get("before", 2**63))
        messages = self.messages[request.match_info["channel"]]
        newest = [message for message in reversed(messages) if int(message["id"]) < before]
        return respond(newest[: int(request.query["limit"])])

    async def _edit(self, request: web.Request) -> web.Response:
        body = await _read(request)
        for message in self.messages[request.match_info["channel"]]:
            if message["id"] == request.match_info["message"]:
                message.update({key: body[key] for key in ("content", "embeds", "components") if key in body})
                return respond(message)
        return respond({"message": "Unknown Message", "code": 10008}, 404)

    def _show(self, message: Mapping[str, Any]) -> None:
        self.texts(text(message))
        for row in message.get("components", ()):
            for each in row.get("components", ()):
                if each["type"] == _BUTTON and str(each.get("custom_id")).partition(":")[0] in _PRESSED:
                    self.buttons.append((each["custom_id"], message))

    async def _do_nothing(self, _: web.Request) -> web.Response:
        return web.Response(status=204)

    async def _not_known(self, request: web.Request) -> web.Response:
        self.unknown.add(f"{request.method} {request.path}")
        return respond({"code": 0, "message": "404: Not Found"}, 404)


async def _read(request: web.Request) -> dict[str, Any]:
    """Read what is sent: JSON, or where files come with it, the JSON beside them."""
    if request.content_type == "application/json":
        return await request.json()
    form = await request.post()
    return json.loads(str(form["payload_json"]))
