"""What is written where? The messages of a small Discord: posted, edited, found again, refused."""

import asyncio
import json
import time
from collections import defaultdict
from collections.abc import Mapping
from itertools import count
from typing import Any

from aiohttp import web

_EPOCH_MS = 1_420_070_400_000
BOT = "1001"
"""The bot's id, which is its application's too."""


class Limit:
    """So many messages are taken, then no other: a bot that is killed now is killed at a known moment."""

    def __init__(self, messages: int, *, answered: bool) -> None:
        """Answer the last message that is taken, or keep the bot waiting for the answer."""
        self._left = messages
        self._answered = answered
        self.reached = asyncio.Event()
        """Set when the last message is taken and not answered, or answered and another one has come."""
        self._lifted = asyncio.Event()

    async def admits(self) -> bool:
        """Let one more in; False, once the limit is lifted, for one that came too late."""
        if self._left:
            self._left -= 1
            return True
        self.reached.set()
        await self._lifted.wait()
        return False

    async def hold(self) -> None:
        """Hold back the answer to the last message where it is to have none."""
        if not (self._left or self._answered):
            self.reached.set()
            await self._lifted.wait()

    def lift(self) -> None:
        """Let go of those who wait: whoever sent them is dead."""
        self._lifted.set()


class Channels:
    """Channels and direct messages, each there as soon as something is written in it."""

    def __init__(self, nonce_seconds: float = 300.0) -> None:
        """Know the nonce of a message for so long; its text is kept for ever."""
        self._nonce_seconds = nonce_seconds
        self._ids = count(1)
        self._posted: dict[tuple[str, str], tuple[float, dict[str, Any]]] = {}
        self.messages: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
        """What stands in each channel, by its id, oldest first."""
        self.refuses: dict[str, tuple[int, int]] = {}
        """HTTP status and Discord's code for what is sent to a channel."""
        self.refuses_history: dict[str, tuple[int, int]] = {}
        """The same for who wants to read what was written there before."""
        self.retry_after = 0.0
        """Seconds that are named where a refusal says 429."""
        self.loses: list[int] = []
        """With these HTTP statuses the next messages are answered, although they are taken."""
        self.answers = asyncio.Event()
        """Cleared, it makes the bot wait for the answer to what it writes."""
        self.answers.set()
        self.taken = asyncio.Event()
        """Set by each message that is taken."""
        self.limit: Limit | None = None
        """How many more messages are taken, where not all are."""
        self.sent: list[dict[str, Any]] = []
        """The bodies of all messages that the bot sent, whatever came of them."""
        self.requests: list[str] = []
        """Method and path of all that was asked for here."""

    def routes(self) -> list[web.RouteDef]:
        """Give what is served."""
        messages = "/api/channels/{channel}/messages"
        return [
            web.post("/api/users/@me/channels", self._open),
            web.post(messages, self._post),
            web.get(messages, self._history),
            web.patch(messages + "/{message}", self._edit),
        ]

    def snowflake(self) -> str:
        """Make an id that says it was made now: the bot may look at its age."""
        return str((int(time.time() * 1000) - _EPOCH_MS << 22) + next(self._ids) % 2**22)

    def forget_nonces(self) -> None:
        """Take what is posted again for something new, as Discord does after some minutes."""
        self._posted.clear()

    def written(self, channel: int) -> list[str]:
        """Give what the messages in a channel say, oldest first."""
        return [text(message) for message in self.messages[str(channel)]]

    async def _open(self, request: web.Request) -> web.Response:
        self._note(request)
        user = str((await request.json())["recipient_id"])
        return respond({"id": user, "type": 1, "recipients": [user_data(user, "somebody")]})

    async def _post(self, request: web.Request) -> web.Response:
        self._note(request)
        channel = request.match_info["channel"]
        body: dict[str, Any] = await request.json()
        self.sent.append(body)
        if refusal := self._refusal(self.refuses, channel):
            return refusal
        limit = self.limit
        if limit and not await limit.admits():
            return respond({"message": "", "code": 0}, 503)
        message = self._known(channel, body)
        if message is None:
            message = message_data(self.snowflake(), channel, body)
            self.messages[channel].append(message)
            self._posted[channel, str(body.get("nonce"))] = time.monotonic(), message
        self.taken.set()
        if limit:
            await limit.hold()
        await self.answers.wait()
        if self.loses:
            return respond({"message": "", "code": 0}, self.loses.pop(0))
        return respond({**message, "nonce": body.get("nonce")})

    async def _edit(self, request: web.Request) -> web.Response:
        self._note(request)
        channel = request.match_info["channel"]
        if refusal := self._refusal(self.refuses, channel):
            return refusal
        for message in self.messages[channel]:
            if message["id"] == request.match_info["message"]:
                body: dict[str, Any] = await request.json()
                message.update({key: body[key] for key in ("content", "embeds", "components") if key in body})
                return respond(message)
        return respond({"message": "Unknown Message", "code": 10008}, 404)

    async def _history(self, request: web.Request) -> web.Response:
        self._note(request)
        channel = request.match_info["channel"]
        if refusal := self._refusal(self.refuses_history, channel):
            return refusal
        before = int(request.query.get("before", 2**63))
        newest = [message for message in reversed(self.messages[channel]) if int(message["id"]) < before]
        return respond(newest[: int(request.query["limit"])])

    def _note(self, request: web.Request) -> None:
        self.requests.append(f"{request.method} {request.path.removeprefix('/api')}")

    def _refusal(self, refused: Mapping[str, tuple[int, int]], channel: str) -> web.Response | None:
        if channel not in refused:
            return None
        status, code = refused[channel]
        body = {"message": f"Refused with {code}", "code": code, "retry_after": self.retry_after}
        # discord.py takes a 429 without this for one that comes from elsewhere.
        return respond(body, status, {"Via": "1.1 loopback"})

    def _known(self, channel: str, body: Mapping[str, Any]) -> dict[str, Any] | None:
        """Give the message that was posted with the same nonce not long ago."""
        if not body.get("enforce_nonce"):
            return None
        posted, message = self._posted.get((channel, str(body["nonce"])), (float("-inf"), None))
        return message if time.monotonic() - posted < self._nonce_seconds else None


def text(message: Mapping[str, Any]) -> str:
    """Give all that a message shows."""
    embeds = [f"{each.get('title', '')}\n{each.get('description', '')}" for each in message.get("embeds", ())]
    return "\n".join([message.get("content") or "", *embeds]).strip()


def respond(body: object, status: int = 200, headers: Mapping[str, str] | None = None) -> web.Response:
    """Answer as Discord does: discord.py reads no JSON where the type names a charset."""
    text = json.dumps(body).encode()
    return web.Response(body=text, status=status, headers=headers, content_type="application/json")


def user_data(number: str, name: str, *, bot: bool = False) -> dict[str, Any]:
    """Describe a user."""
    return {"id": number, "username": name, "discriminator": "0", "avatar": None, "bot": bot}


def message_data(number: str, channel: str, said: Mapping[str, Any]) -> dict[str, Any]:
    """Describe a message of the bot."""
    return {
        "id": number, "channel_id": channel, "type": 0, "author": user_data(BOT, "talksbot", bot=True),
        "content": said.get("content") or "", "embeds": said.get("embeds", []),
        "timestamp": "2026-01-01T00:00:00+00:00", "edited_timestamp": None, "tts": False, "pinned": False,
        "mention_everyone": False, "mentions": [], "mention_roles": [], "attachments": [],
        "components": said.get("components", []), "flags": said.get("flags", 0),
    }  # fmt: skip
