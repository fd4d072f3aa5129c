"""What does the bot keep of people and servers, and how does that end?"""

import json
import time
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any, cast

import pytest
import simcord

from bot import wording
from bot.client import TalksBot
from bot.clock import Clock
from bot.replies.card import draw_text
from bot.threads import Threads
from knowledge.answers import Verdict
from knowledge.notices.preferences import Preferences
from knowledge.notices.share import Share
from tests.bot.cogs.scene import Scene

AWAY = 1234


def test_what_is_kept_is_said_with_how_long_and_the_operator_s_own_page() -> None:
    said = draw_text(wording.describe_privacy(30, "https://example.org/privacy"))
    assert "30 days, the last 10,000" in said
    assert "example.org/privacy" in said
    assert "policy" not in draw_text(wording.describe_privacy(90, None))


async def test_it_is_told_to_whoever_asks(scene: Scene) -> None:
    told = await scene.slash("privacy")
    assert told.private
    assert "15 minutes, in memory only" in told.text
    assert "**/forget\\_me**" in told.text


async def test_all_that_is_kept_of_somebody_is_handed_over_to_them_alone(scene: Scene) -> None:
    await scene.slash("follow", topic="Fishing Rights")
    await scene.send("!ask When does the ferry leave?")
    given = await scene.slash("export_me")
    assert given.private
    assert given.message
    (file,) = given.message.attachments
    assert file.filename == "talksbot.json"
    found: dict[str, Any] = json.loads(await file.read())
    assert found["user"] == scene.member.id
    assert found["kept"]["main"]["subscriptions"][0]["topic"] == "Fishing Rights"
    assert found["questions_in_memory"] == ["When does the ferry leave?"]
    assert (await scene.send_dm("!export_me")).text


async def test_where_everybody_reads_nothing_is_handed_over(scene: Scene) -> None:
    refused = await scene.send("!export_me")
    assert "everybody would read" in refused.text
    assert scene.channel.last_message
    assert not scene.channel.last_message.attachments


@pytest.mark.parametrize("status", [404, 503])
async def test_servers_that_removed_the_bot_while_it_was_off_are_forgotten_if_discord_says_so(
    scene: Scene, simcord_bot: TalksBot, status: int
) -> None:
    await scene.store.servers.save(AWAY, Preferences(prefix="?"))
    await scene.store.inquiries.add(AWAY, "key", "When does the ferry leave?", Verdict.NONE)
    await scene.store.servers.save(scene.guild.id, Preferences(prefix="?"))
    if status != 404:
        scene.env.inject_error("GET", f"/guilds/{AWAY}*", status=status, times=None)
    await simcord_bot.on_ready()
    kept = await scene.store.servers.find_known()
    assert kept == ({scene.guild.id} if status == 404 else {scene.guild.id, AWAY})


async def test_whether_another_process_s_servers_are_left_is_not_asked(
    scene: Scene, simcord_bot: TalksBot
) -> None:
    await scene.store.servers.save(AWAY, Preferences(prefix="?"))
    simcord_bot.connection.share = Share(1, 63, 64)
    assert not simcord_bot.share.has(AWAY)
    await simcord_bot.on_ready()
    assert await scene.store.servers.find_known() == {AWAY}
    assert not [each for each in scene.env.http_requests if str(AWAY) in each.path]


async def test_in_which_language_somebody_was_seen_is_forgotten_too(
    scene: Scene, simcord_bot: TalksBot
) -> None:
    simcord_bot.languages.hear(scene.member.id, "uk")
    await scene.send("!forget_me")
    assert simcord_bot.languages.of_user(scene.member.id).code == "en"


@pytest.fixture
def passed() -> list[float]:
    """Seconds that have passed besides those of this machine."""
    return [0.0]


@pytest.fixture
def clock(passed: list[float]) -> Clock:
    now = datetime(2026, 3, 5, 12, tzinfo=UTC)
    return Clock(now=lambda: now, monotonic=lambda: time.monotonic() + sum(passed))


def find_in_memory(root: object, number: int) -> Iterator[str]:
    """Name what holds a number, of all that the bot has made itself."""
    ours, found = "bot", set[int]()
    ahead: list[tuple[str, object]] = [("bot", root)]
    while ahead:
        name, each = ahead.pop()
        if id(each) in found:
            continue
        found.add(id(each))
        if isinstance(each, int) and each == number:
            yield name
        elif isinstance(each, Mapping):
            held = cast("Mapping[object, object]", each)
            ahead += [(f"{name} key", key) for key in held] + [(f"{name} value", of) for of in held.values()]
        elif isinstance(each, list | tuple | set | frozenset | deque):
            ahead += [(name, of) for of in cast("Iterable[object]", each)]
        elif type(each).__module__.partition(".")[0] in (ours, "knowledge"):
            fields = getattr(each, "__dict__", {}).keys() | set(getattr(each, "__struct_fields__", ()))
            ahead += [(f"{name}.{field}", getattr(each, field)) for field in fields]


async def test_nothing_in_memory_holds_the_id_of_who_wants_to_be_forgotten(
    scene: Scene, simcord_bot: TalksBot, guild: simcord.GuildHandle, passed: list[float]
) -> None:
    number = scene.member.id
    for said in ("!ask When does the ferry leave?", "Hello!", "!follow Fishing Rights", "!new"):
        await scene.send(said)
    for _ in range(12):
        await scene.slash("status")
    assert [*find_in_memory(simcord_bot, number)]
    passed[0] += 60
    assert "forgotten" in (await scene.slash("forget_me")).text.casefold()
    passed[0] += 60
    other = guild.add_member(scene.env.create_user("another"))
    await other.slash(scene.channel, "status")
    assert [*find_in_memory(simcord_bot, number)] == []


def test_whose_a_thread_is_is_forgotten() -> None:
    threads = Threads()
    threads.open(1, 7)
    threads.open(2, 8)
    threads.forget(7)
    assert [*find_in_memory(threads, 7)] == []
    assert [*find_in_memory(threads, 8)]
