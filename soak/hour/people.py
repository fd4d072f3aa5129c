"""Who uses the bot? Many, each of them seldom: they ask, type, press, follow, write and set."""

import asyncio
import random
import tomllib
from collections.abc import Callable, Mapping
from itertools import count
from typing import Any

from bench.channels import BOT
from bench.terminal import ROOT
from soak.hour import payloads
from soak.hour.book import Book
from soak.hour.gateway import Gateway
from soak.hour.rest import Rest

_MANY, _FIRST = 4_000, 20_000
"""Users, and the id of the first."""
_JUDGED = ROOT / "tests" / "questions"
_COMMANDS = {"ask": 8, "status": 5, "history": 2, "board": 1, "new": 1, "help": 0.3, "articles": 0.3}
_OTHERS = {
    "typing": 6,
    "press": 5,
    "message": 3,
    "follow": 0.6,
    "unfollow": 0.4,
    "following": 0.4,
    "setting": 0.2,
}
_SHARES = _COMMANDS | _OTHERS
"""Of what they do there is so much, compared with each other."""
_TYPED = ("status", "topic"), ("history", "topic"), ("follow", "topic")
_SETTINGS: tuple[tuple[str, Mapping[str, str]], ...] = (
    ("digest", {"every": "daily", "zone": "Europe/Kyiv"}), ("digest", {"every": "off"}),
    ("articles", {"how": "off"}), ("board", {"how": "off"}), ("show", {}), ("check", {}),
)  # fmt: skip


class People:
    """All who use the bot; what they do is drawn."""

    def __init__(
        self, book: Book, gateway: Gateway, rest: Rest, topics: list[str], chance: random.Random
    ) -> None:
        """Let them ask of the `topics`, and what is judged in tests/questions."""
        self._book, self._gateway, self._rest = book, gateway, rest
        self._topics, self._chance = topics, chance
        judged = [
            each
            for name in ("talks", "kinds")
            for each in tomllib.loads((_JUDGED / f"{name}.toml").read_text("utf-8"))["question"]
        ]
        self._questions = [each["ask"] for each in judged]
        # What is small talk, or no word, is answered by a sign or not at all where it is written to the bot.
        self._written = [each["ask"] for each in judged if "expect" in each]
        self._turns = count()
        self._ways: dict[str, Callable[[], dict[str, Any]]] = {
            "ask": lambda: payloads.command("ask", {"question": chance.choice(self._questions)}),
            "status": lambda: payloads.command("status", {"topic": self._topic()}),
            "board": lambda: payloads.command("status", {}),
            "history": lambda: payloads.command("history", {"topic": self._topic()}),
            "follow": lambda: payloads.command("follow", {"topic": self._topic()}),
            "unfollow": lambda: payloads.command("unfollow", {"topic": self._topic()}),
            "articles": lambda: payloads.command("articles", {}, "list"),
            "setting": self._setting,
        }

    async def go_on(self, rate: float) -> None:
        """Do something so many times a second, until this is cancelled."""
        loop = asyncio.get_running_loop()
        begun = loop.time()
        for number in count():
            await asyncio.sleep(max(0.0, begun + number / rate - loop.time()))
            what = self._chance.choices([*_SHARES], [*_SHARES.values()])[0]
            await self.do(what)

    async def do(self, what: str, asker: str = "") -> None:
        """Do one thing."""
        number, turn = self._rest.snowflake(), next(self._turns)
        asker = asker or str(_FIRST + turn % _MANY)
        place = payloads.CHANNELS[turn % len(payloads.CHANNELS)]
        if what == "message":
            content = f"<@{BOT}> {self._chance.choice(self._written)}"
            self._book.put_message(number, content)
            await self._gateway.dispatch("MESSAGE_CREATE", payloads.written(number, asker, place, content))
            return
        kind, data, more = payloads.COMMAND, None, dict[str, Any]()
        if what == "typing":
            kind, data = (
                payloads.AUTOCOMPLETE,
                payloads.typing(*self._chance.choice(_TYPED), self._topic()[:9]),
            )
        elif what == "press" and self._rest.buttons:
            kind = payloads.COMPONENT
            pressed, message = self._chance.choice(self._rest.buttons)
            data, more = {"custom_id": pressed, "component_type": 2}, {"message": message}
        else:
            data = self._ways.get(what, lambda: payloads.command("help" if what == "press" else what, {}))()
        self._book.put(number, what, data)
        event = payloads.interaction(number, kind, data, asker, place)
        await self._gateway.dispatch("INTERACTION_CREATE", event | more)

    async def follow(self, topic: str, asker: str) -> None:
        """Let somebody follow a topic."""
        number = self._rest.snowflake()
        self._book.put(number, "follow")
        data = payloads.command("follow", {"topic": topic})
        event = payloads.interaction(number, payloads.COMMAND, data, asker, payloads.CHANNELS[0])
        await self._gateway.dispatch("INTERACTION_CREATE", event)

    async def announce(self, place: str) -> None:
        """Let what changes be announced in a channel."""
        number = self._rest.snowflake()
        self._book.put(number, "setting")
        data = payloads.command("settings", {"how": "post"}, "announcements")
        event = payloads.interaction(number, payloads.COMMAND, data, payloads.OWNER, place)
        await self._gateway.dispatch("INTERACTION_CREATE", event)

    def _topic(self) -> str:
        return self._chance.choice(self._topics)

    def _setting(self) -> dict[str, Any]:
        sub, options = self._chance.choice(_SETTINGS)
        return payloads.command("settings", options, sub)
