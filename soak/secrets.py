"""R22: does a secret ever get out? Five are planted, the bot is used, hindered, killed; all is searched."""

import asyncio
import faulthandler
import json
import logging
import os
import signal
import socket
import sys
from asyncio.subprocess import DEVNULL, PIPE, STDOUT
from base64 import b64encode
from collections.abc import AsyncGenerator, Iterator
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from secrets import token_urlsafe
from typing import TextIO
from urllib.parse import quote

import aiohttp
import yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route
from msgspec import Struct, field

from bench.loopback import Loopback, open_loopback
from bench.terminal import ROOT
from bot.clock import Clock
from bot.config import Config, ConfigurationError, load, token
from bot.logs import write_log
from bot.serving import serve
from bot.terminal.running import find_all_secrets
from knowledge.opening import open_base
from soak.trial import Outcome, Trial

_SECONDS = 180.0

_log = logging.getLogger("bot.soak")


def _word() -> str:
    return f"{token_urlsafe(9)}~{token_urlsafe(3)}"


class _Planted(Struct, frozen=True):
    """The bot's token, three passwords, and the tokens of interactions as they come."""

    token: str = field(default_factory=lambda: ".".join(map(token_urlsafe, (18, 4, 20))))
    proxy: str = field(default_factory=_word)
    source: str = field(default_factory=_word)
    database: str = field(default_factory=_word)
    interactions: list[str] = field(default_factory=list)

    def find_hits(self, said: str) -> list[str]:
        """Give each form of each of them that stands in what was said."""
        secrets = self.token, self.token.split(".")[2], self.proxy, self.source, self.database
        return [form for each in (*secrets, *self.interactions) for form in _forms(each) if form in said]


def _forms(secret: str) -> Iterator[str]:
    yield from (secret, quote(secret, safe=""), json.dumps(secret)[1:-1])
    for before in ("", "Bot ", "ada:"):
        yield b64encode(f"{before}{secret}".encode()).decode().rstrip("=")[:-1]


async def _run(times: int, folder: Path) -> Outcome:
    ways = partial(_use, "text"), partial(_hinder, "json"), _misconfigure, _crash
    ways = *ways, partial(_use, "json"), partial(_hinder, "text")
    articles = folder / "articles"
    articles.mkdir()
    (articles / "talks.md").write_text("# Talks\n\n- Ceasefire: Proposed\n", "utf-8")
    survived = hits = searched = 0
    for number in range(times):
        planted, place = _Planted(), folder / str(number)
        place.mkdir()
        said = await ways[number % len(ways)](planted, place, articles)
        found = planted.find_hits(said)
        survived += not found
        hits += len(found)
        searched += len(said)
    return Outcome(times, survived, hits, (f"{searched / 1024:,.0f} KB searched",))


async def _use(form: str, planted: _Planted, folder: Path, articles: Path) -> str:
    """Use the bot while everybody says all that they can say, and let it fail in each way there is."""
    configured = _configure(planted, folder, articles)
    before = Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY
    async with open_loopback() as (loopback, http, gateway):
        Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = http, yarl.URL(gateway)
        try:
            async with _serving(form, planted, configured, folder):
                await asyncio.wait_for(loopback.connected.wait(), _SECONDS)
                page = await _ask(planted, loopback, configured)
        finally:
            Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = before
    return (folder / "log").read_text("utf-8") + page


async def _hinder(form: str, planted: _Planted, folder: Path, articles: Path) -> str:
    """Let it go through a proxy that is not there."""
    configured = _configure(planted, folder, articles, proxied=True)
    async with _serving(form, planted, configured, folder) as running:
        await asyncio.wait({running}, timeout=1)
    return (folder / "log").read_text("utf-8")


async def _misconfigure(planted: _Planted, folder: Path, articles: Path) -> str:
    """Write each secret where it cannot be meant; give the errors, and how the configuration shows itself."""
    configured = _configure(planted, folder, articles, proxied=True)
    said = [repr(configured), repr(token({"DISCORD_TOKEN": planted.token}))]
    for variables in (
        {"TALKSBOT_DISCORD_TOKEN": planted.token},
        {"TALKSBOT_DISCORD_ADMINS": planted.token},
        {"TALKSBOT_FETCHING_PROXY": f"ftp://ada:{planted.proxy}@127.0.0.1"},
        {"TALKSBOT_SOURCES": f'[{{name = "a", kind = "feed", url = "ftp://a:{planted.source}@a.example"}}]'},
    ):
        try:
            load(None, variables)
        except ConfigurationError as error:
            said.append(f"{error} {error!r} {error.__cause__!r}")
    for value in (f"Bot {planted.token}", f"{planted.token}.x"):
        try:
            token({"DISCORD_TOKEN": value})
        except ConfigurationError as error:
            said.append(f"{error} {error!r} {error.__cause__!r}")
    return "\n".join(said)


async def _crash(planted: _Planted, folder: Path, articles: Path) -> str:
    """Kill the whole program while it is used, with a dump of what it does; see what it is called with."""
    _configure(planted, folder, articles)
    variables = {"DISCORD_TOKEN": planted.token, "PYTHONFAULTHANDLER": "1"}
    async with open_loopback() as (loopback, http, gateway):
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bench.launch", http, gateway, "--config", str(folder / "config.toml"),
            "run", "--verbose", cwd=ROOT, env={**os.environ, **variables},
            stdin=DEVNULL, stdout=PIPE, stderr=STDOUT,
        )  # fmt: skip
        await asyncio.wait_for(loopback.connected.wait(), _SECONDS)
        await asyncio.wait_for(loopback.slash("status", {}), _SECONDS)
        planted.interactions.extend(loopback.tokens)
        arguments = _read_arguments(process.pid)
        process.send_signal(signal.SIGABRT)
        said, _ = await asyncio.wait_for(process.communicate(), _SECONDS)
    return said.decode() + arguments


def _read_arguments(pid: int) -> str:
    called = Path(f"/proc/{pid}/cmdline")
    return called.read_text("utf-8") if called.exists() else ""


@asynccontextmanager
async def _serving(
    form: str, planted: _Planted, configured: Config, folder: Path
) -> AsyncGenerator[asyncio.Task[int]]:
    """Serve in this process, with a log in which everybody says all; stop it in the end."""
    given = token({"DISCORD_TOKEN": planted.token})
    loud = [logging.getLogger(name) for name in ("", "discord", "aiohttp", "asyncio")]
    levels = [each.level for each in loud]
    known = configured.knowledge
    with (folder / "log").open("w", encoding="utf-8") as out:
        with write_log(form, find_all_secrets(given, configured), verbose=True, out=out):
            async with open_base(
                known.data,
                known.articles or folder,
                when=partial(Clock().when, configured.answers),
                write=True,
            ) as served:
                running = asyncio.create_task(serve(given, served, configured))
                await asyncio.sleep(0)  # it calms the library first
                for each in loud:
                    each.setLevel(logging.DEBUG)
                try:
                    _fail(planted, [*find_all_secrets(given, configured)], out)
                    yield running
                finally:
                    if not running.done():
                        os.kill(os.getpid(), signal.SIGTERM)
                    await asyncio.wait({running}, timeout=_SECONDS)
        for each, level in zip(loud, levels, strict=True):
            each.setLevel(level)


def _fail(planted: _Planted, secrets: list[str], out: TextIO) -> None:
    """Log what a library could log where it fails, with all that is secret in it."""

    def connect() -> None:
        raise ConnectionError(f"postgresql://talks:{planted.database}@127.0.0.1/talks", *secrets)

    try:
        connect()
    except ConnectionError as error:
        _log.exception("It failed: %r", error, extra={"who": planted.token})
        sys.excepthook(type(error), error, error.__traceback__)
        asyncio.get_running_loop().call_exception_handler({"message": "It failed.", "exception": error})
    _log.debug("%s", {"Authorization": f"Bot {planted.token}", "password": planted.database})
    faulthandler.dump_traceback(out)


async def _ask(planted: _Planted, loopback: Loopback, configured: Config) -> str:
    """Ask, so that there are interactions and their tokens, and give the page of metrics."""
    for options in ({}, {"topic": "ceasefire"}):
        await asyncio.wait_for(loopback.slash("status", options), _SECONDS)
    planted.interactions.extend(loopback.tokens)
    try:
        page = f"http://{configured.operations.listen}/metrics"
        async with aiohttp.ClientSession() as session, session.get(page) as answer:
            return await answer.text()
    except aiohttp.ClientError:
        return ""


def _configure(planted: _Planted, folder: Path, articles: Path, *, proxied: bool = False) -> Config:
    """Write a configuration in which all the secrets stand that may stand in one."""
    ports: list[int] = []
    for _ in range(2):
        with socket.create_server(("127.0.0.1", 0)) as server:
            ports.append(server.getsockname()[1])
    proxy = f'proxy = "http://ada:{planted.proxy}@127.0.0.1:{ports[0]}"' if proxied else ""
    (folder / "config.toml").write_text(
        f"""
        [knowledge]
        articles = {json.dumps(str(articles))}
        [answers]
        reader = false
        [fetching]
        {proxy}
        [operations]
        listen = "127.0.0.1:{ports[1]}"
        [[sources]]
        name = "ministry"
        kind = "feed"
        url = "http://ada:{planted.source}@127.0.0.1:{ports[0]}/feed"
        """,
        "utf-8",
    )
    return load(folder / "config.toml", {})


TRIAL = Trial("R22", "five secrets planted, in use, in errors and in crashes", _run, short=3, full=24)
