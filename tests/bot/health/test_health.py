"""What is told of a bot that is well, and of one that is not?"""

import asyncio
import logging
import math
import platform
import re
import socket
import sqlite3
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import discord
import pytest
import simcord
from aiohttp import ClientSession
from msgspec.structs import replace
from prometheus_client.parser import text_string_to_metric_families

from bot import __version__
from bot.client import TalksBot
from bot.clock import Clock
from bot.health import Health, open_health
from bot.health._pulse import Pulse
from bot.health._stores import NOT_LOOKED, look
from bot.metrics import Metrics
from bot.stories import Stories, Story
from knowledge.answering.thresholds import Thresholds
from knowledge.answers import About, Matter, Nothing, Several, SmallTalk, TalkKind
from knowledge.base import KnowledgeBase
from knowledge.gathering import Gatherer
from knowledge.intake import Intake
from knowledge.sources.folders import Folders
from knowledge.sources.kept import Kind, SourceSpec, SourceState
from knowledge.store import open_memory

pytestmark = pytest.mark.discord

NEXT = b"GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"


def read(health: Health) -> dict[str, float]:
    """Read what Prometheus would: each sample by its name and labels."""
    page = health.show_metrics()
    assert page.content_type.startswith("text/plain; version=0.0.4")
    families = text_string_to_metric_families(page.body.decode())
    return {
        "".join((sample.name, *(f" {value}" for _, value in sorted(sample.labels.items())))): sample.value
        for family in families
        for sample in family.samples
    }


@pytest.fixture
def address(unused_tcp_port: int) -> str:
    return f"127.0.0.1:{unused_tcp_port}"


@asynccontextmanager
async def opened(address: str, stories: Stories, clock: Clock) -> AsyncGenerator[Health]:
    async with open_health(address, stories, Metrics(), clock, asyncio.Event()) as health:
        yield health


@pytest.fixture
async def session(address: str, stories: Stories, clock: Clock) -> AsyncIterator[ClientSession]:
    async with opened(address, stories, clock), ClientSession(f"http://{address}") as session:
        yield session


async def test_a_bot_that_is_not_connected_is_healthy_and_not_ready_and_can_be_measured(
    session: ClientSession,
) -> None:
    async with session.get("/healthz") as answer:
        assert answer.status == 200
        assert (await answer.json())["healthy"] is True
    async with session.get("/readyz") as answer:
        assert answer.status == 503
        assert await answer.json() == {"ready": False, "faults": ["shards: 0 of unknown connected"]}

    async with session.get("/metrics") as answer:
        assert answer.headers["Content-Type"] == "text/plain; version=0.0.4; charset=utf-8"
        assert 'talksbot_corpus_articles{corpus="main"} 2.0\n' in await answer.text()


async def test_nothing_but_three_pages_can_be_read(address: str, session: ClientSession) -> None:
    for method, path, status in (
        ("HEAD", "/metrics", 200),
        ("HEAD", "/readyz", 503),
        ("POST", "/healthz", 405),
        ("DELETE", "/metrics", 405),
        ("GET", "/", 404),
        ("GET", "/metrics/", 404),
        ("GET", "/../metrics", 404),
        ("GET", "/healthz/../../etc/passwd", 404),
    ):
        said = await ask(
            address, f"{method} {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode()
        )
        assert said.startswith(f"HTTP/1.1 {status} ")
        assert method != "HEAD" or said.endswith("\r\n\r\n")
        nobody_knows_with_what_it_is_made(said)


async def test_what_is_no_request_is_refused_without_a_line_in_the_log(
    address: str, session: ClientSession, caplog: pytest.LogCaptureFixture
) -> None:
    for request in (b"\x16\x03\x01 no http\r\n\r\n", b"GET /" + b"x" * 10_000 + b" HTTP/1.1\r\n\r\n"):
        said = await ask(address, request)
        assert said.startswith(("HTTP/1.0 400 ", "HTTP/1.1 400 "))
        nobody_knows_with_what_it_is_made(said)
    assert not [record for record in caplog.records if record.levelno > logging.INFO]
    assert (await ask(address, NEXT)).startswith("HTTP/1.1 200 ")


async def ask(address: str, request: bytes) -> str:
    """Send bytes, and give all that comes back."""
    reader, writer = await asyncio.open_connection(*address.split(":"))
    writer.write(request)
    said = (await reader.read()).decode()
    writer.close()
    await writer.wait_closed()
    return said


def nobody_knows_with_what_it_is_made(said: str) -> None:
    assert "Server: talksbot\r\n" in said
    assert not re.search("aiohttp|python|Traceback", said.partition("\r\n\r\n")[0], re.IGNORECASE)


async def test_a_port_that_is_taken_is_one_warning_with_its_cure(
    stories: Stories, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        async with opened(f"127.0.0.1:{taken.getsockname()[1]}", stories, clock):
            pass
    (warning,) = (record for record in caplog.records if record.levelno >= logging.WARNING)
    assert "cannot be opened" in warning.getMessage()
    assert "`listen` under [operations]" in warning.getMessage()


async def test_without_an_address_nothing_is_opened_and_all_is_measured(
    stories: Stories, clock: Clock
) -> None:
    async with opened("", stories, clock) as health:
        assert read(health)["talksbot_ready"] == 0


async def test_a_loop_that_is_late_is_unhealthy(stories: Stories) -> None:
    seconds = 0.0
    health = Health(stories, Metrics(), Clock(), Pulse(Clock(monotonic=lambda: seconds)))
    seconds = 7.5
    page = health.show_health()
    assert (page.status, page.body) == (503, b'{"healthy":false,"loop_lag_seconds":6.5}\n')
    assert read(health)["talksbot_loop_lag_worst_seconds"] == 6.5


async def test_the_loop_is_measured_each_second_and_a_hung_one_gives_no_sign_of_life(
    stories: Stories,
) -> None:
    told: list[str] = []
    seconds, late = 0.0, iter([0.25, 60.0, 0.5])

    class Systemd:
        def tell_life(self) -> None:
            told.append(f"alive at {seconds}")

        def tell_status(self, status: str) -> None:
            told.append(status)

    async def sleep(duration: float) -> None:
        nonlocal seconds
        if (lag := next(late, None)) is None:
            raise EOFError
        seconds += duration + lag

    metrics = Metrics()
    pulse = Pulse(Clock(monotonic=lambda: seconds, sleep=sleep))
    health = Health(stories, metrics, Clock(), pulse)
    listening: Any = Systemd()
    with pytest.raises(EOFError):
        await health.keep_pulse(listening)
    status = "Not ready: shards: 0 of unknown connected"
    assert told == ["alive at 1.25", status, status, "alive at 63.75", status]
    assert metrics.registry.get_sample_value("talksbot_loop_lag_seconds") == 0.5


FEED = SourceSpec("ministry", Kind.FEED, "https://ministry.example/feed", timedelta(minutes=30))


async def test_a_store_that_cannot_be_read_is_named_until_it_can_be(
    stories: Stories, health: Health, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    await stories.main.store.sources.add(FEED)
    health.looked[stories.main] = before = await look(stories.main, NOT_LOOKED)
    assert before.is_usable
    for state, times in ((b"no json", 2), (None, 1)):
        with sqlite3.connect(tmp_path / "data" / "talksbot.db") as other:
            other.execute("UPDATE source SET state = ?", (state,))
        other.close()
        for _ in range(times):
            health.looked[stories.main] = await look(stories.main, health.looked[stories.main])
        is_named = "store main: cannot be read" in health.find_faults()
        assert is_named is (state is not None)
        shown = read(health)
        assert shown["talksbot_store_usable main"] == (not is_named)
        assert shown["talksbot_source_interval_seconds main ministry"] == 1800
    said = [record.getMessage() for record in caplog.records if "store" in record.getMessage()]
    assert [line.partition(":")[0] for line in said] == [
        "The store cannot be read",
        "The store can be read again.",
    ]


async def test_the_age_of_a_source_is_since_it_was_last_read_and_a_paused_one_has_none(
    stories: Stories, health: Health
) -> None:
    sources = stories.main.store.sources
    for name in ("ministry", "never", "paused"):
        await sources.add(replace(FEED, name=name))
    await sources.pause("paused", paused=True)
    read_at = datetime(2026, 3, 5, 11, 50, tzinfo=UTC)
    await sources.keep_round("ministry", SourceState(last_success=read_at, failures=2), (), {})
    health.looked[stories.main] = await look(stories.main, NOT_LOOKED)
    shown = read(health)
    ages = {name: age for name, age in shown.items() if name.startswith("talksbot_source_age_seconds")}
    assert ages == {
        "talksbot_source_age_seconds main ministry": 600,
        "talksbot_source_age_seconds main never": float("inf"),
    }
    assert shown["talksbot_source_failures main ministry"] == 2


async def test_what_is_served_is_shown_by_its_corpus(stories: Stories, health: Health) -> None:
    head = await stories.main.store.corpora.get_head()
    health.looked[stories.main] = await look(stories.main, NOT_LOOKED)
    shown = read(health)
    assert head
    assert [shown[f"talksbot_corpus_{each} main"] for each in ("articles", "topics")] == [2, 3]
    assert shown["talksbot_corpus_passages main"] == stories.main.base.snapshot.coverage.passages
    # The talks were on the first, and it is noon on the fifth.
    age = shown["talksbot_corpus_newest_article_age_seconds main"]
    assert age == timedelta(days=4, hours=12).total_seconds()
    assert shown["talksbot_corpus_published_timestamp_seconds main"] == head.published_at.timestamp()


async def test_since_when_a_store_was_not_seen_is_shown_where_others_write_to_it(
    stories: Stories, health: Health
) -> None:
    assert "talksbot_store_seen_age_seconds main" not in read(health)
    stories.main.base.seen_at = datetime(2026, 3, 5, 11, 59, tzinfo=UTC)
    assert read(health)["talksbot_store_seen_age_seconds main"] == 60


async def test_a_corpus_without_an_article_is_named(
    base: KnowledgeBase, gatherer: Gatherer, clock: Clock
) -> None:
    async with open_memory() as store:
        empty = KnowledgeBase(store, Intake(store, Folders(Path("none"))), Thresholds(), base.when)
        stories = Stories(Story("", base, gatherer), [Story("ships", empty, gatherer)])
        health = Health(stories, Metrics(), clock)
        assert health.find_faults()[0] == "corpus ships: no article is served"
        assert "talksbot_corpus_newest_article_age_seconds ships" not in read(health)


async def test_versions_process_and_loop_are_shown(health: Health) -> None:
    shown = read(health)
    assert shown["talksbot_threads"] >= 1
    assert shown["talksbot_tasks"] >= 1
    assert shown["process_resident_memory_bytes"] > 10_000_000
    assert shown["process_open_fds"] > 2
    (build,) = (name for name in shown if name.startswith("talksbot_build_info"))
    assert build.split()[1:] == [discord.__version__, platform.python_version(), __version__]


async def test_warnings_and_errors_are_counted_until_the_end(stories: Stories, clock: Clock) -> None:
    log = logging.getLogger("bot.somewhere")
    async with opened("", stories, clock) as health:
        log.info("Nothing.")
        log.warning("A %s.", "warning")
        log.critical("An error.")
    log.error("Too late.")
    shown = read(health)
    assert [shown[f"talksbot_log_lines_total {level}"] for level in ("warning", "error")] == [1, 1]


async def test_what_has_not_happened_yet_is_shown_as_zero_and_what_is_not_known_as_no_number(
    health: Health,
) -> None:
    shown = read(health)
    assert shown["talksbot_shed_total overload"] == 0
    assert shown["talksbot_reloads_total failed watch"] == 0
    assert math.isnan(shown["talksbot_identifies_left"])
    assert not [name for name in shown if "_created" in name]


def test_answers_are_counted_by_verdict_and_by_the_language_of_each_question() -> None:
    metrics = Metrics()
    for answer in (
        Several("", (Nothing("What is it?"), Nothing("Що це таке?"))),
        Nothing("What was that?"),
        Nothing("Bridge"),
        SmallTalk("Hello", TalkKind.GREETING),
        About("Who are you?", Matter.SELF),
    ):
        metrics.count_answer(answer)
    counted = {
        (sample.labels["verdict"], sample.labels["language"]): sample.value
        for family in metrics.registry.collect()
        for sample in family.samples
        if sample.name == "talksbot_answers_total"
    }
    assert counted == {("none", "en"): 2, ("none", "uk"): 1, ("none", "unknown"): 1}


async def test_answers_on_discord_are_counted(
    channel: simcord.ChannelHandle, alice: simcord.MemberActor, simcord_bot: TalksBot
) -> None:
    await alice.slash(channel, "ask", question="When does the ferry leave the northern pier?")
    await alice.slash(channel, "status", topic="Bridge Repair")
    await alice.slash(channel, "new", since="2026-02-01")
    counts = {
        labels: simcord_bot.metrics.registry.get_sample_value(
            "talksbot_answers_total", dict(zip(("verdict", "language"), labels, strict=True))
        )
        for labels in (("answer", "en"), ("answer", "unknown"))
    }
    assert counts == {("answer", "en"): 1, ("answer", "unknown"): 2}
