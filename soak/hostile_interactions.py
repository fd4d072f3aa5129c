"""R8: what if an interaction is broken? Fields are missing, of another kind, huge or unknown."""

import asyncio
import copy
import random
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, cast

from aiohttp import web

from bench.connected import bot_process
from soak.hour import payloads
from soak.hour.book import Book
from soak.hour.child import look, read_log
from soak.hour.gateway import Gateway
from soak.hour.rest import Rest
from soak.trial import Outcome, Trial

_START_SECONDS, _END_SECONDS, _STOP_SECONDS = 60.0, 60.0, 20.0
_AT_ONCE, _PAUSE = 20, 0.02
_ACTIONS = (
    "follow tell stop reload page publish cancel more source why history helpful share delete open".split()
)
_WILD: tuple[Any, ...] = (
    None, True, -1, 2**80, 1e308, "", "0", "\0", "9" * 4_000, "@everyone", "\u202e<@1>", [], [[]], {},
    {"id": "x"}, "https://discord.com/", ["a"] * 300,
)  # fmt: skip
_KEPT = frozenset({"id", "token", "application_id", "type"})
"""What at least is right most of the time: without them nothing is even looked at."""
_DEEPER, _GONE, _RARELY = 0.7, 0.4, 0.05
"""How often something below is broken, how often a field is missing then, and how often one of these."""


class Breaker:
    """Makes interactions, and breaks them."""

    def __init__(self, rest: Rest) -> None:
        """Make them with ids of this Discord."""
        self._rest = rest
        self._chance = random.Random("broken")  # noqa: S311  the same each time, on purpose

    def make(self) -> dict[str, Any]:
        """Make one with something broken."""
        number, chance = self._rest.snowflake(), self._chance
        kind = chance.choice((payloads.COMMAND, payloads.COMPONENT, payloads.AUTOCOMPLETE, payloads.MODAL))
        data = self._data(kind)
        asker, place = str(chance.randrange(20_000, 24_000)), chance.choice(payloads.CHANNELS)
        made = copy.deepcopy(payloads.interaction(number, kind, data, asker, place))
        for _ in range(chance.randint(1, 3)):
            self._break(made)
        return made

    def _data(self, kind: int) -> dict[str, Any]:
        chance = self._chance
        name = chance.choice(("ask", "status", "history", "follow", "new", "settings", "nothing"))
        option = chance.choice(("question", "topic", "as_of", "private", "since", "nothing"))
        match kind:
            case payloads.COMMAND:
                return payloads.command(name, {option: str(chance.choice(_WILD))})
            case payloads.AUTOCOMPLETE:
                return payloads.typing(name, option, str(chance.choice(_WILD)))
            case payloads.MODAL:
                field = {"type": 4, "custom_id": "question", "value": str(chance.choice(_WILD))}
                return {"custom_id": self._custom_id(), "components": [{"type": 1, "components": [field]}]}
            case _:
                return {"custom_id": self._custom_id(), "component_type": chance.choice((2, 3, 8, 99))}

    def _custom_id(self) -> str:
        key = self._chance.choice(
            ("", "0", "-1", "9" * 60, "abc", "a-b-c", "f" * 16, "a@b", "x" * 100, "\0", "1-2@nowhere")
        )
        return f"{self._chance.choice([*_ACTIONS, 'unknown', '', 'setting'])}:{key}"

    def _break(self, made: dict[str, Any]) -> None:
        """Break one field, somewhere."""
        place: dict[Any, Any] | list[Any] = made
        while True:
            keys = self._keys(place, is_top=place is made)
            if not keys:
                return
            key = self._chance.choice(keys)
            inner: Any = place[key]
            if isinstance(inner, dict | list) and inner and self._chance.random() < _DEEPER:
                place = cast("dict[Any, Any] | list[Any]", inner)
                continue
            if isinstance(place, dict) and self._chance.random() < _GONE:
                del place[key]
            else:
                place[key] = copy.deepcopy(self._chance.choice(_WILD))
            return

    def _keys(self, place: dict[Any, Any] | list[Any], *, is_top: bool) -> list[Any]:
        """Give what can be broken there."""
        keys: list[Any] = [*place] if isinstance(place, dict) else [*range(len(place))]
        return [each for each in keys if not is_top or each not in _KEPT or self._chance.random() < _RARELY]


async def _run(times: int, folder: Path) -> Outcome:
    book = Book()
    gateway = Gateway(book.hear, book.miss)
    rest = Rest(book, gateway, random.Random(1))  # noqa: S311  no secret
    rest.takes_all = True
    breaker = Breaker(rest)
    async with _serve(rest, gateway) as (http, address), bot_process(folder, http, address) as process:
        await asyncio.wait_for(gateway.connected.wait(), _START_SECONDS)
        await _ask(rest, gateway, book)
        before = look(process.pid)
        for number in range(times):
            await gateway.dispatch("INTERACTION_CREATE", breaker.make())
            if number % _AT_ONCE == _AT_ONCE - 1:
                await asyncio.sleep(_PAUSE)
        answered = await _ask(rest, gateway, book)
        alive = process.returncode is None
        after = look(process.pid) if alive else before
        if alive:
            process.terminate()
        code = await asyncio.wait_for(process.wait(), _STOP_SECONDS)
    log = read_log(folder / "bot.log")
    lost = (
        log["tracebacks"]
        + (not alive)
        + (not answered)
        + (gateway.identified - 1)
        + gateway.resumed
        + (code != 0)
    )
    return Outcome(
        times,
        times if not lost else times - lost,
        lost,
        (
            f"{log['tracebacks']} tracebacks, {log['WARNING']:,} warnings, {log['ERROR']:,} errors",
            f"{before.files} → {after.files} files, {before.threads} → {after.threads} threads",
            f"{after.resident_mb - before.resident_mb:+.1f} MB",
        ),
    )


async def _ask(rest: Rest, gateway: Gateway, book: Book) -> bool:
    """Ask something that is not broken; False where that is not answered, sooner or later."""
    number = rest.snowflake()
    book.put(number, "status", first_in=_END_SECONDS)
    data = payloads.command("status", {})
    asked = payloads.interaction(number, payloads.COMMAND, data, payloads.OWNER, payloads.CHANNELS[0])
    await gateway.dispatch("INTERACTION_CREATE", asked)
    until = asyncio.get_running_loop().time() + _END_SECONDS
    while book.open and asyncio.get_running_loop().time() < until:  # noqa: ASYNC110  another process
        await asyncio.sleep(0.01)
    return not book.open


@asynccontextmanager
async def _serve(rest: Rest, gateway: Gateway) -> AsyncGenerator[tuple[str, str]]:
    runner = web.AppRunner(rest.application(), access_log=None, shutdown_timeout=1)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        port = runner.addresses[0][1]
        gateway.address = f"ws://127.0.0.1:{port}/gateway-socket"
        yield f"http://127.0.0.1:{port}/api", gateway.address
    finally:
        await runner.cleanup()


TRIAL = Trial("R8i", "interactions with broken fields", _run, short=0, full=10_000)
