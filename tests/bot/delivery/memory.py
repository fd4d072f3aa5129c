"""A Discord in memory: one channel, its messages and pins, and a process that may die at any request."""

import asyncio
import time
from itertools import count
from typing import Any

import discord
from discord.http import HTTPClient, Route

from bench.channels import BOT, message_data, user_data

_EPOCH_MS = 1_420_070_400_000
_APPLICATION = {
    "description": "",
    "icon": None,
    "bot_public": True,
    "bot_require_code_grant": False,
    "owner": user_data("4", "owner"),
    "verify_key": "",
    "position": 0,
}


class KilledError(BaseException):
    """The process is dead: nobody catches this."""


class Fuse:
    """Kills at one of the next steps, before or after what it does."""

    def __init__(self) -> None:
        self.left: int | None = None
        """Moments until then; None where nobody is killed."""

    def burn(self) -> None:
        """Come one moment nearer."""
        if self.left is None:
            return
        if not self.left:
            raise KilledError
        self.left -= 1


class Memory:
    """What Discord knows, and what it answers."""

    def __init__(self, fuse: Fuse) -> None:
        self._fuse = fuse
        self._ids = count(1)
        self.messages: list[dict[str, Any]] = []
        """All of the channel, oldest first."""
        self.nonces: dict[str, str] = {}
        """The messages that were posted not long ago, by what the bot calls them."""
        self.refuses: dict[str, tuple[int, int]] = {}
        """HTTP status and Discord's code, by the method and the last name of a path."""
        self.requests: list[str] = []
        self.answers = asyncio.Event()
        """Cleared, it makes the bot wait for the answer to what it posts."""
        self.answers.set()
        self.pinned = asyncio.Event()
        """Set by what is pinned."""

    def install(self, client: discord.Client) -> None:
        """Take the place of all that discord.py sends."""
        http: HTTPClient = client.http
        http.request = self.request  # pyright: ignore[reportAttributeAccessIssue]  the one way out of the process

    def write(self, author: str, **said: Any) -> dict[str, Any]:
        """Write a message as somebody."""
        number = str((int(time.time() * 1000) - _EPOCH_MS << 22) + next(self._ids))
        message = {**message_data(number, "77", said), "author": user_data(author, "somebody")}
        self.messages.append(message)
        return message

    def boards(self) -> list[dict[str, Any]]:
        """Give the messages that are boards."""
        return [each for each in self.messages if "board:" in str(each["components"])]

    async def request(self, route: Route, **given: Any) -> Any:
        """Do what is asked for."""
        path = route.url.partition("/api/v10")[2].partition("?")[0]
        *_, name = (part for part in path.split("/") if not part.isdecimal())
        what = f"{route.method} {name}"
        self.requests.append(what)
        self._fuse.burn()
        answer = self._answer(what, path.rpartition("/")[2], given)
        self._fuse.burn()
        if what == "POST messages":
            await self.answers.wait()
        return answer

    def _answer(self, what: str, number: str, given: dict[str, Any]) -> Any:
        if what in self.refuses:
            raise refusal(*self.refuses[what])
        match what:
            case "GET @me" | "GET channels":
                return {**user_data(BOT, "talksbot", bot=True), **_APPLICATION, "type": 0, "name": "news"}
            case "GET pins":
                pinned = [each for each in self.messages if each["pinned"]]
                items = [{"message": each, "pinned_at": "2026-01-01T00:00:00+00:00"} for each in pinned]
                return {"items": items, "has_more": False}
            case "GET messages" if not number.isdecimal():
                before = int(given["params"].get("before", 2**63))
                older = [each for each in reversed(self.messages) if int(each["id"]) < before]
                return older[: given["params"]["limit"]]
            case "POST messages":
                return self._post(given["json"])
            case _:
                return self._change(what, number, given)

    def _post(self, said: dict[str, Any]) -> dict[str, Any]:
        nonce = said["nonce"]
        if nonce in self.nonces:
            found = self._find(self.nonces[nonce])
            return {**found, "nonce": nonce}
        message = self.write(BOT, **said)
        self.nonces[nonce] = message["id"]
        return {**message, "nonce": nonce}

    def _change(self, what: str, number: str, given: dict[str, Any]) -> dict[str, Any] | None:
        message = self._find(number)
        match what:
            case "PATCH messages":
                message |= {key: given["json"][key] for key in ("embeds", "components")}
            case "PUT pins":
                message["pinned"] = True
                self.pinned.set()
            case "DELETE messages":
                self.messages.remove(message)
            case _:
                pass
        return message

    def _find(self, number: str) -> dict[str, Any]:
        for each in self.messages:
            if each["id"] == number:
                return each
        raise refusal(404, 10008)


def refusal(status: int, code: int) -> discord.HTTPException:
    """Make what discord.py raises where Discord refuses something."""

    class Response:
        reason = ""

        def __init__(self) -> None:
            self.status = status

    kinds = {403: discord.Forbidden, 404: discord.NotFound, 503: discord.DiscordServerError}
    kind = kinds.get(status, discord.HTTPException)
    return kind(Response(), {"code": code, "message": "refused"})  # pyright: ignore[reportArgumentType]
