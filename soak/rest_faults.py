"""What if Discord refuses, loses or garbles what the bot answers? Each way that a request can fail."""

import asyncio
import time
from collections import Counter
from collections.abc import AsyncGenerator, Generator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Final

from aiohttp import web

from bench.channels import respond
from bot.client import TalksBot
from bot.replies import requests
from soak.faulty_discord import Fault, FaultyDiscord, Leap, Say, open_bot
from soak.load import make_questions
from soak.trial import Outcome, Trial

_PATIENT, _SHORT = 60.0, 0.2
"""Seconds that Discord may take: where it answers in the end, and where it never does."""
_END_SECONDS = 240.0
_TURNS = 10
"""Of the event loop, after which what came is being answered."""
_MOST_INVALID = 50
_INVALID: Final = (401, 403, 429)
_CHANNEL = "1003"
_FAILED = "That did not work"


def _refuse(status: int, code: int = 0, **more: object) -> Say:
    async def say(_: web.Request) -> web.StreamResponse:
        headers = {"Via": "1.1 loopback"}
        if "retry_after" in more:
            headers["Retry-After"] = str(more["retry_after"])
        if more.get("global"):
            headers["X-RateLimit-Global"] = "true"
        return respond({"message": "Refused", "code": code, **more}, status, headers)

    return say


def _page(status: int) -> Say:
    async def say(_: web.Request) -> web.StreamResponse:
        return web.Response(text="<html><h1>Hello</h1></html>", content_type="text/html", status=status)

    return say


async def _reset(request: web.Request) -> web.StreamResponse:
    if request.transport:
        request.transport.abort()
    return web.Response()


async def _hang(_: web.Request) -> web.StreamResponse:
    await asyncio.Event().wait()
    raise AssertionError


async def _limit_all(_: web.Request) -> web.StreamResponse:
    # discord.py waits for what stands in the body, and is not let.
    headers = {"Via": "1.1 loopback", "Retry-After": "0.05", "X-RateLimit-Global": "true"}
    return respond({"message": "Wait", "code": 0, "retry_after": 20, "global": True}, 429, headers)


async def _truncate(_: web.Request) -> web.StreamResponse:
    return web.Response(body=b'{"id": "12', content_type="application/json")


_FAULTS: Final = (
    Fault("429 of a bucket", _refuse(429, retry_after=0.01)),
    Fault("429 of all", _refuse(429, retry_after=0.01, **{"global": True})),
    Fault("429 of all for long", _limit_all, lasts=True, is_endless=True),
    Fault(
        "429 that is shared",
        _refuse(429, retry_after=120, scope="shared"),
        lasts=True,
        is_endless=True,
    ),
    Fault("429 with a page", _page(429), is_answered=False),
    Fault("500", _refuse(500)),
    Fault("500 for long", _refuse(500), lasts=True),
    Fault("502 for long, taken", _refuse(502), taken=True, lasts=True),
    Fault("503", _refuse(503)),
    Fault("503, taken", _refuse(503), taken=True),
    Fault("504 for long", _refuse(504), lasts=True),
    Fault("524 for long", _refuse(524), lasts=True),
    Fault("reset", _reset),
    Fault("reset, taken", _reset, taken=True),
    Fault("reset for long", _reset, lasts=True),
    Fault("hang", _hang, lasts=True, is_endless=True),
    Fault("hang, taken", _hang, taken=True, lasts=True, is_endless=True),
    Fault("truncated JSON", _truncate, taken=True),
    Fault("HTML that says 200", _page(200), taken=True),
    Fault("HTML that says 502", _page(502), lasts=True),
    Fault("401", _refuse(401), lasts=True),
    Fault("403", _refuse(403), lasts=True),
    Fault("404", _refuse(404, 10003), lasts=True),
    Fault("40060", _refuse(400, 40060), taken=True),
    Fault("10062", _refuse(404, 10062), lasts=True),
    Fault("50013", _refuse(403, 50013), lasts=True),
)  # fmt: skip


async def _run(times: int, folder: Path) -> Outcome:
    leap, wrong, tried, longest = Leap(), Counter[str](), 0, 0.0
    async with open_bot(folder, leap) as (bot, server):
        questions = iter(make_questions(3 * times * len(_FAULTS)))
        for fault in _FAULTS:
            server.statuses.clear()
            for _ in range(times):
                begun = time.monotonic()
                async with asyncio.timeout(_END_SECONDS):
                    wrong.update(
                        [f"{fault.name}: {each}" for each in await _make(fault, bot, server, questions)]
                    )
                longest = max(longest, time.monotonic() - begun)
                tried += 1
            if sum(server.statuses[each] for each in _INVALID) >= _MOST_INVALID:
                wrong[f"{fault.name}: too many requests that it refused"] += 1
            leap.ahead += 3600
    lost = wrong.total()
    figures = (
        f"{len(_FAULTS)} ways",
        f"longest {longest:.1f} s",
        *(f"{n} x {what}" for what, n in wrong.items()),
    )
    return Outcome(tried, tried - min(tried, lost), lost, figures)


async def _make(fault: Fault, bot: TalksBot, server: FaultyDiscord, questions: Iterator[str]) -> list[str]:
    """Let a command and a message meet a fault, and name what was wrong; then all must be well again."""
    with _patience(_SHORT if fault.is_endless else _PATIENT):
        wrong = [
            await _ask(fault, bot, server, next(questions)),
            await _say(fault, bot, server, next(questions)),
        ]
    with _patience(_PATIENT):
        wrong.append(await _ask(None, bot, server, next(questions)))
    return [each for each in wrong if each]


async def _ask(fault: Fault | None, bot: TalksBot, server: FaultyDiscord, question: str) -> str:
    server.fault = fault
    async with _settle(bot, "interaction"):
        asking = asyncio.create_task(server.loopback.slash("ask", {"question": question}))
    server.fault = None
    token = server.loopback.tokens[-1]
    shown = asking.result().text if asking.done() else ""
    asking.cancel()
    return _judge("a command", fault, server.loopback.edits.get(token, shown))


async def _say(fault: Fault, bot: TalksBot, server: FaultyDiscord, question: str) -> str:
    server.fault = fault
    before = len(server.loopback.channels.messages[_CHANNEL])
    async with _settle(bot, "message"):
        await server.loopback.say(question)
    server.fault = None
    written = server.loopback.channels.written(int(_CHANNEL))[before:]
    if len(written) > 1:
        return "a message was answered twice"
    return _judge("a message", fault, "".join(written))


def _judge(what: str, fault: Fault | None, shown: str) -> str:
    """Say what is wrong with what is shown in the end; nothing where nothing is."""
    if fault and fault.lasts:
        return f"{what} got a failure over its answer" if fault.taken and _FAILED in shown else ""
    if fault and not fault.is_answered:
        return ""
    return "" if shown and _FAILED not in shown else f"{what} was not answered"


@asynccontextmanager
async def _settle(bot: TalksBot, event: str) -> AsyncGenerator[None]:
    """Wait until the bot has taken what is sent inside, and done all that it does about it."""
    coming = asyncio.create_task(bot.wait_for(event))
    await asyncio.sleep(0)
    yield
    await coming
    for _ in range(_TURNS):
        await asyncio.sleep(0)
    await bot.unfinished.wait()


@contextmanager
def _patience(seconds: float) -> Generator[None]:
    kept = requests.FIRST_SECONDS, requests.LATER_SECONDS
    requests.FIRST_SECONDS = requests.LATER_SECONDS = seconds  # pyright: ignore[reportConstantRedefinition]
    try:
        yield
    finally:
        requests.FIRST_SECONDS, requests.LATER_SECONDS = kept  # pyright: ignore[reportConstantRedefinition]


TRIAL = Trial("R14", "Discord refuses, loses or garbles an answer", _run, short=1, full=20)
