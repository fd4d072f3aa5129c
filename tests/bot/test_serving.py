import asyncio
import json
import logging
import os
import shutil
import signal
import socket
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientConnectionError, ClientSession, WSMsgType, web
from discord import VoiceClient
from discord.http import Route

from bench.channels import message_data
from bot import serving
from bot.clock import Clock
from bot.config import Config, CorpusOptions, DiscordOptions, KnowledgeOptions, OperationsOptions, Token
from bot.connection import supervisor
from bot.serving import serve
from knowledge.base import KnowledgeBase
from knowledge.notices.audience import Digest, Notice
from knowledge.notices.preferences import Preferences
from knowledge.opening import open_base
from soak.hurry import Hurry

pytestmark = [pytest.mark.process, pytest.mark.discord]

TOKEN = Token("secret.token.of-a-bot")
CONTENT = 1 << 15
USER = {"id": "7", "username": "bot", "discriminator": "0", "avatar": None, "bot": True}
APPLICATION = {
    "id": "7", "name": "bot", "icon": None, "description": "", "bot_public": True, "verify_key": "",
    "bot_require_code_grant": False, "flags": 0, "team": None, "owner": USER | {"id": "8"},
}  # fmt: skip


def _respond(body: object, status: int = 200) -> web.Response:
    # discord.py takes nothing for JSON whose content type says more than this.
    return web.Response(body=json.dumps(body).encode(), status=status, content_type="application/json")


class Discord:
    """As much of Discord as a connection needs, on the loopback interface."""

    def __init__(self) -> None:
        self.token_is_good = True
        self.closes: list[int] = []
        """With these codes the gateway ends the next connections, instead of making them ready."""
        self.intents: list[int] = []
        self.ready = asyncio.Event()
        self.asked = asyncio.Event()
        self.taken = asyncio.Event()
        self.named = asyncio.Event()
        """Whether the bot has said who it is."""
        self.known = asyncio.Event()
        """Whether it is told that Discord knows it."""
        self.known.set()
        self.answered: list[str] = []
        self.gateway = ""
        self._socket: web.WebSocketResponse | None = None

    async def start(self) -> web.AppRunner:
        app = web.Application()
        app.router.add_get("/users/@me", self._me)
        app.router.add_get("/oauth2/applications/@me", self._json(APPLICATION))
        app.router.add_get("/applications/7/commands", self._json([]))
        app.router.add_get("/applications/7/guilds/{id}/commands", self._json([]))
        app.router.add_put("/applications/7/commands", self._json([]))
        app.router.add_get("/gateway/bot", self._gateway_url)
        app.router.add_get("/gateway/", self._gateway)
        app.router.add_post("/channels/{id}/messages", self._message)
        app.router.add_post("/interactions/{id}/{token}/callback", self._callback)
        runner = web.AppRunner(app, shutdown_timeout=0.1, access_log=None)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        port: int = runner.addresses[0][1]
        self.base = f"http://127.0.0.1:{port}"
        self.gateway = f"ws://127.0.0.1:{port}/gateway/"
        return runner

    async def ask(self, number: int) -> None:
        """Send what the /status of somebody else each time is to the bot."""
        user = USER | {"id": f"9{number}", "bot": False}
        interaction: dict[str, Any] = {
            "id": str(number), "application_id": "7", "type": 2, "token": f"token{number}", "version": 1,
            "channel_id": "5", "channel": {"id": "5", "type": 1, "flags": 0}, "user": user,
            "data": {"id": "6", "name": "status", "type": 1, "options": []}, "locale": "en-GB", "context": 1,
            "app_permissions": "0", "entitlements": [], "authorizing_integration_owners": {},
            "attachment_size_limit": 1,
        }  # fmt: skip
        await self._send("INTERACTION_CREATE", interaction)

    async def _send(self, event: str, data: object) -> None:
        assert self._socket
        await self._socket.send_str(json.dumps({"op": 0, "t": event, "s": 1, "d": data}))

    @staticmethod
    def _json(body: object) -> Any:
        async def respond(_: web.Request) -> web.Response:
            return _respond(body)

        return respond

    async def _me(self, _: web.Request) -> web.Response:
        self.named.set()
        await self.known.wait()
        if self.token_is_good:
            return _respond(USER)
        return _respond({"message": "401: Unauthorized", "code": 0}, status=401)

    async def _gateway_url(self, _: web.Request) -> web.Response:
        limit = {"total": 1000, "remaining": 1000, "reset_after": 0, "max_concurrency": 1}
        return _respond({"url": self.gateway, "shards": 1, "session_start_limit": limit})

    async def _gateway(self, request: web.Request) -> web.WebSocketResponse:
        self._socket = socket = web.WebSocketResponse()
        await socket.prepare(request)
        await socket.send_str(json.dumps({"op": 10, "d": {"heartbeat_interval": 40_000}}))
        async for message in socket:
            assert message.type is WSMsgType.TEXT
            sent = json.loads(message.data)
            if sent["op"] == 2:
                self.intents.append(sent["d"]["intents"])
                if self.closes:
                    await socket.close(code=self.closes.pop(0))
                    continue
                session: dict[str, Any] = {
                    "v": 10,
                    "user": USER,
                    "guilds": [],
                    "session_id": "s",
                    "application": {"id": "7", "flags": 0},
                }
                await self._send("READY", session | {"resume_gateway_url": self.gateway, "shard": [0, 1]})
                self.ready.set()
        return socket

    async def _message(self, request: web.Request) -> web.Response:
        body = await request.json()
        self.asked.set()
        await self.taken.wait()
        self.answered.append(body["embeds"][0]["title"])
        return _respond(message_data("11", request.match_info["id"], body))

    async def _callback(self, request: web.Request) -> web.Response:
        body = await request.json()
        self.asked.set()
        await self.taken.wait()
        self.answered.append(body["data"]["embeds"][0]["title"])
        interaction = {"id": request.match_info["id"], "type": 2}
        return _respond({"interaction": interaction, "resource": {"type": 4}})


@pytest.fixture
async def discord(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Discord]:
    server = Discord()
    runner = await server.start()
    monkeypatch.setattr(Route, "BASE", server.base)
    yield server
    await runner.cleanup()


@pytest.fixture
async def refusing(unused_tcp_port: int) -> str:
    return f"127.0.0.1:{unused_tcp_port}"


def _stop(number: signal.Signals = signal.SIGTERM) -> None:
    os.kill(os.getpid(), number)


def _errors(caplog: pytest.LogCaptureFixture) -> list[str]:
    assert not any(record.exc_info for record in caplog.records)
    assert TOKEN.value not in caplog.text
    return [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING]


async def test_a_wrong_token_is_one_line_and_never_tried_again(
    discord: Discord, base: KnowledgeBase, configured: Config, caplog: pytest.LogCaptureFixture
) -> None:
    discord.token_is_good = False
    assert await serve(TOKEN, base, configured) == 78
    assert len(_errors(caplog)) == 1
    assert "refused the token" in caplog.text


async def test_no_network_is_one_line_and_is_tried_on_until_there_is_one(
    discord: Discord,
    refusing: str,
    base: KnowledgeBase,
    configured: Config,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.INFO, "bot")
    monkeypatch.setattr(Route, "BASE", f"http://{refusing}")
    hurry = Hurry()
    running = asyncio.create_task(serve(TOKEN, base, configured, hurry.clock))
    await hurry.wait_for(pauses=3)
    assert len(_errors(caplog)) == 1
    assert "Discord cannot be reached. The connection is refused." in caplog.text
    monkeypatch.setattr(Route, "BASE", discord.base)
    await discord.ready.wait()
    assert "Discord is reached again" in caplog.text
    _stop()
    assert await running == 0
    assert len(_errors(caplog)) == 1


async def test_a_signal_ends_the_wait_for_a_network(
    refusing: str, base: KnowledgeBase, configured: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Route, "BASE", f"http://{refusing}")
    tried = asyncio.Event()

    async def sleep(_: float) -> None:
        tried.set()
        await asyncio.Event().wait()

    running = asyncio.create_task(serve(TOKEN, base, configured, Clock(sleep=sleep)))
    await tried.wait()
    _stop()
    assert await running == 0


async def test_an_unreachable_gateway_is_tried_until_it_is_there(
    discord: Discord,
    refusing: str,
    base: KnowledgeBase,
    configured: Config,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.INFO, "bot")
    gateway, discord.gateway = discord.gateway, f"ws://{refusing}/"
    hurry = Hurry()
    running = asyncio.create_task(serve(TOKEN, base, configured, hurry.clock))
    while "Discord cannot be reached" not in caplog.text:  # noqa: ASYNC110  a log line sets no event
        await asyncio.sleep(0.01)
    discord.gateway = gateway
    await discord.ready.wait()
    _stop()
    assert await running == 0
    assert len(_errors(caplog)) == 1
    assert "Discord cannot be reached. The connection is refused." in caplog.text
    assert "Discord is reached again" in caplog.text


@pytest.mark.parametrize("code", [4004, 4012, 4013])
async def test_a_connection_that_discord_ends_for_good_is_one_line(
    discord: Discord, base: KnowledgeBase, configured: Config, caplog: pytest.LogCaptureFixture, code: int
) -> None:
    discord.closes = [code]
    assert await serve(TOKEN, base, configured) == 78
    assert len(_errors(caplog)) == 1
    assert f"(code {code})" in caplog.text


@pytest.mark.parametrize("code", [4010, 4011])
async def test_a_bot_with_the_wrong_number_of_shards_begins_anew_with_another(
    discord: Discord, base: KnowledgeBase, configured: Config, caplog: pytest.LogCaptureFixture, code: int
) -> None:
    discord.closes = [code]
    running = asyncio.create_task(serve(TOKEN, base, configured, Hurry().clock))
    await discord.ready.wait()
    _stop()
    assert await running == 0
    assert [f"(code {code})" in line for line in _errors(caplog)] == [True]


async def test_intents_that_are_refused_although_no_privileged_one_is_asked_for_end_nothing(
    discord: Discord, base: KnowledgeBase, configured: Config, caplog: pytest.LogCaptureFixture
) -> None:
    discord.closes = [4014]
    plain = replace(configured, discord=DiscordOptions(message_content=False))
    running = asyncio.create_task(serve(TOKEN, base, plain, Hurry().clock))
    await discord.ready.wait()
    _stop()
    assert await running == 0
    assert len(_errors(caplog)) == 1


async def test_a_missing_intent_is_named_and_gone_without(
    discord: Discord, base: KnowledgeBase, configured: Config, caplog: pytest.LogCaptureFixture
) -> None:
    discord.closes = [4014]
    running = asyncio.create_task(serve(TOKEN, base, configured, Hurry().clock))
    await discord.ready.wait()
    _stop()
    assert await running == 0
    assert [bool(each & CONTENT) for each in discord.intents] == [True, False]
    assert ["Bot > Message Content Intent" in line for line in _errors(caplog)] == [True]


async def test_an_unwanted_intent_is_not_asked_for(
    discord: Discord, base: KnowledgeBase, configured: Config
) -> None:
    configured = replace(configured, discord=DiscordOptions(message_content=False))
    running = asyncio.create_task(serve(TOKEN, base, configured))
    await discord.ready.wait()
    _stop()
    assert await running == 0
    assert [bool(each & CONTENT) for each in discord.intents] == [False]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_a_signal_lets_what_is_being_answered_be_answered(
    discord: Discord, base: KnowledgeBase, configured: Config, number: signal.Signals
) -> None:
    before = signal.getsignal(number)
    running = asyncio.create_task(serve(TOKEN, base, configured))
    await discord.ready.wait()
    for each in range(5):  # fifty: soak/stopping.py
        await discord.ask(1000 + each)
    await discord.asked.wait()
    _stop(number)
    done, _ = await asyncio.wait({running}, timeout=0.05)
    assert not done
    assert signal.getsignal(number) is signal.SIG_DFL  # a second signal would end the process at once
    discord.taken.set()
    assert await running == 0
    assert discord.answered == ["Where things stand"] * 5
    assert signal.getsignal(number) is before


async def test_an_answer_that_does_not_end_is_not_waited_for_without_end(
    discord: Discord,
    base: KnowledgeBase,
    configured: Config,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr(supervisor, "_DRAIN_SECONDS", 0.1)
    running = asyncio.create_task(serve(TOKEN, base, configured))
    await discord.ready.wait()
    await discord.ask(1000)
    await discord.asked.wait()
    _stop()
    assert await running == 0
    assert "Some answers or notices were not finished" in caplog.text
    discord.taken.set()


async def test_a_signal_before_the_connection_ends_the_start(
    discord: Discord, base: KnowledgeBase, configured: Config
) -> None:
    running = asyncio.create_task(serve(TOKEN, base, configured))
    await asyncio.sleep(0)  # it begins with taking up the signals
    _stop()
    assert await running == 0
    assert not discord.ready.is_set()


async def test_sighup_reloads_and_says_what_came_of_it(
    discord: Discord,
    base: KnowledgeBase,
    configured: Config,
    articles: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.INFO, "bot")
    running = asyncio.create_task(serve(TOKEN, base, configured))
    await discord.ready.wait()
    (articles / "timetable.md").unlink()
    (articles / "broken.md").write_bytes(b"\0")
    _stop(signal.SIGHUP)
    async with asyncio.timeout(30):
        while "asked for by SIGHUP: " not in caplog.text:  # noqa: ASYNC110  a log line sets no event
            await asyncio.sleep(0.01)
        assert base.snapshot.coverage.articles == 1
        (articles / "talks.md").unlink()
        _stop(signal.SIGHUP)
        while "changed nothing" not in caplog.text:  # noqa: ASYNC110  as above
            await asyncio.sleep(0.01)
    came = "0 articles added, 0 changed, 1 removed; 0 statuses changed"
    assert f"Reload of the corpus main, asked for by SIGHUP: {came}." in caplog.messages
    assert "Not taken up: broken.md" in caplog.text
    assert base.snapshot.coverage.articles == 1
    _stop()
    assert await running == 0


async def test_each_story_has_its_rounds_and_is_reloaded_by_the_same_signal(
    discord: Discord,
    base: KnowledgeBase,
    configured: Config,
    filled: Path,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    caplog.set_level(logging.INFO)
    data = Path(shutil.copytree(filled / "data", tmp_path / "ships"))
    await base.store.servers.save(7, Preferences(corpus="moon"))
    configured = replace(configured, corpora=(CorpusOptions("ships", filled / "articles"),))
    async with open_base(data, filled / "articles", when=base.when, write=True) as ships:
        monkeypatch.setattr(ships.store, "is_shared", True)
        running = asyncio.create_task(serve(TOKEN, base, configured, named={"ships": ships}))
        await discord.ready.wait()
        rounds = {task.get_name() for task in asyncio.all_tasks()}
        assert {"round: delivery of notices", "round: delivery of notices of ships"} <= rounds
        # Nobody else can write to the store of the main one.
        assert "round: following of other processes" not in rounds
        assert "round: following of other processes of ships" in rounds
        _stop(signal.SIGHUP)
        async with asyncio.timeout(30):
            while caplog.text.count("asked for by SIGHUP: ") < 2:  # noqa: ASYNC110  a log line sets no event
                await asyncio.sleep(0.01)
        _stop()
        assert await running == 0
    assert "Server 7 has chosen the corpus moon" in caplog.text


async def test_the_tokens_of_interactions_are_not_logged(
    discord: Discord, base: KnowledgeBase, configured: Config, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    running = asyncio.create_task(serve(TOKEN, base, configured))
    await discord.ready.wait()
    discord.taken.set()
    await discord.ask(1000)
    await discord.asked.wait()
    _stop()
    assert await running == 0
    assert "token1000" not in caplog.text
    assert TOKEN.value not in caplog.text


def test_a_warning_of_the_library_that_does_not_concern_the_bot_is_dropped() -> None:
    kept = serving._worth_a_line  # pyright: ignore[reportPrivateUsage]  it is only reached through the library
    for text, expected in (
        ("Privileged message content intent is missing, commands may not work", False),
        ("something else", True),
    ):
        record = logging.LogRecord("discord.ext.commands.bot", logging.WARNING, "", 0, text, (), None)
        assert kept(record) is expected


async def test_nothing_is_said_of_voice(
    discord: Discord,
    base: KnowledgeBase,
    configured: Config,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for warned in ("warn_nacl", "warn_dave"):
        monkeypatch.setattr(VoiceClient, warned, True)  # the library warns only once in a process
    running = asyncio.create_task(serve(TOKEN, base, configured))
    await discord.ready.wait()
    _stop()
    assert await running == 0
    assert "voice" not in caplog.text


async def test_what_goes_on_beside_the_answers_begins_with_the_login_and_ends_with_the_bot(
    discord: Discord, base: KnowledgeBase, configured: Config
) -> None:
    running = asyncio.create_task(serve(TOKEN, base, configured))
    await discord.ready.wait()
    names = {task.get_name() for task in asyncio.all_tasks()}
    assert {"round: delivery of notices", "round: making of digests"} <= names
    assert "round: watch on the articles" not in names
    _stop()
    assert await running == 0
    assert not [task for task in asyncio.all_tasks() if task.get_name().startswith("round: ")]


async def test_nothing_begins_without_a_good_token(
    discord: Discord, base: KnowledgeBase, configured: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[object] = []

    async def rounds(*given: object) -> None:
        begun.append(given)

    monkeypatch.setattr(supervisor, "rounds", rounds)
    discord.token_is_good = False
    assert await serve(TOKEN, base, configured) == 78
    assert not begun


@pytest.mark.parametrize("named", [True, False])
async def test_the_folder_is_watched_where_that_is_configured(
    discord: Discord, base: KnowledgeBase, configured: Config, articles: Path, *, named: bool
) -> None:
    articles_of = KnowledgeOptions(articles=articles if named else None, watch=True)
    watched = replace(configured, knowledge=articles_of)
    running = asyncio.create_task(serve(TOKEN, base, watched))
    await discord.ready.wait()
    assert "round: watch on the articles" in {task.get_name() for task in asyncio.all_tasks()}
    _stop()
    assert await running == 0


async def test_a_signal_lets_a_notice_that_is_being_sent_be_sent_and_begins_no_other(
    discord: Discord, base: KnowledgeBase, configured: Config
) -> None:
    days = {str(number): Digest(date(2026, 3, number), (), (), (("ferry", 3),)) for number in (5, 6)}
    notices = [Notice(nonce, digest, channel=5) for nonce, digest in days.items()]
    await base.store.publish(base.snapshot.corpus, "f", None, notices)
    running = asyncio.create_task(serve(TOKEN, base, configured))
    await discord.asked.wait()
    _stop()
    done, _ = await asyncio.wait({running}, timeout=0.1)
    assert not done
    discord.taken.set()
    assert await running == 0
    assert discord.answered == ["What has happened"]
    assert [due.notice.nonce for due in await base.store.outbox.find_due(datetime.now(UTC))] == ["6"]


def _hear(listener: socket.socket) -> list[str]:
    """Give all that systemd was told."""
    said: list[str] = []
    with suppress(BlockingIOError):
        while True:
            said += listener.recv(1000).decode().splitlines()
    return said


async def test_programs_can_ask_how_it_is_from_the_start_to_the_end(
    discord: Discord,
    base: KnowledgeBase,
    configured: Config,
    unused_tcp_port: int,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    address = f"127.0.0.1:{unused_tcp_port}"
    configured = replace(configured, operations=OperationsOptions(listen=address))
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as systemd:
        systemd.bind(str(tmp_path / "notify"))
        systemd.setblocking(False)
        monkeypatch.setenv("NOTIFY_SOCKET", str(tmp_path / "notify"))
        async with ClientSession(f"http://{address}") as session:

            async def find_faults() -> object:
                async with session.get("/readyz") as answer:
                    told = await answer.json()
                    assert answer.status == (200 if told["ready"] else 503)
                    return told["faults"]

            discord.known.clear()
            running = asyncio.create_task(serve(TOKEN, base, configured))
            await discord.named.wait()
            assert await find_faults() == ["shards: 0 of unknown connected"]
            assert _hear(systemd)[:2] == ["READY=1", "STATUS=Not ready: shards: 0 of unknown connected"]
            discord.known.set()
            await discord.ready.wait()
            async with asyncio.timeout(30):
                while await find_faults():
                    pass
            async with session.get("/metrics") as answer:
                shown = (await answer.text()).splitlines()
            assert {"talksbot_shards 1.0", "talksbot_shards_connected 1.0", "talksbot_ready 1.0"} <= {*shown}
            assert 'talksbot_corpus_articles{corpus="main"} 2.0' in shown
            await discord.ask(1000)
            await discord.asked.wait()
            _stop()
            async with asyncio.timeout(30):
                while "stopping" not in str(await find_faults()):
                    pass
            assert "STOPPING=1" in _hear(systemd)
            discord.taken.set()
            assert await running == 0
            with pytest.raises(ClientConnectionError):
                await find_faults()
