import asyncio
from collections.abc import AsyncIterator
from types import SimpleNamespace
from typing import Any, cast

import pytest
from aiohttp import ClientSession, web
from discord.http import HTTPClient
from yarl import URL

from bot.connection.guard import Guard, PausedError
from bot.metrics import Metrics

MESSAGES = URL("https://discord.com/api/v10/channels/5/messages")
OTHER = URL("https://discord.com/api/v10/channels/6/messages")
CALLBACK = URL("https://discord.com/api/v10/interactions/5/token/callback")


class Scene:
    def __init__(self) -> None:
        self.now = 0.0
        self.metrics = Metrics()
        self.guard = Guard(self.metrics, lambda: self.now)

    def refuse(self, status: int, times: int = 1, url: URL = MESSAGES) -> None:
        for _ in range(times):
            self.guard.check("POST", url)
            self.guard.note("POST", url, status)

    @property
    def invalid(self) -> float | None:
        return self.metrics.registry.get_sample_value("talksbot_invalid_requests")


@pytest.fixture
def scene() -> Scene:
    return Scene()


def test_what_is_refused_again_and_again_is_not_asked_for_a_while(scene: Scene) -> None:
    scene.refuse(403, 5)
    with pytest.raises(PausedError):
        scene.guard.check("POST", MESSAGES)
    scene.guard.check("POST", OTHER)
    scene.guard.check("GET", MESSAGES)
    scene.now += 61
    scene.refuse(403)
    with pytest.raises(PausedError):
        scene.guard.check("POST", MESSAGES)
    scene.now += 61
    scene.refuse(200)
    scene.refuse(403, 4)
    scene.guard.check("POST", MESSAGES)


def test_where_the_token_is_refused_nothing_is_asked_for_with_it(scene: Scene) -> None:
    scene.refuse(401, 5)
    with pytest.raises(PausedError):
        scene.guard.check("POST", OTHER)
    scene.guard.check("POST", CALLBACK)


def test_edits_of_one_channel_are_one_thing(scene: Scene) -> None:
    for number in range(5):
        scene.refuse(403, url=MESSAGES / str(number))
    with pytest.raises(PausedError):
        scene.guard.check("POST", MESSAGES / "9")


def test_in_a_day_of_refusals_few_requests_are_made(scene: Scene) -> None:
    made = 0
    for _ in range(600):
        scene.now += 1
        try:
            scene.refuse(401)
            made += 1
        except PausedError:
            continue
    assert made < 50
    assert scene.invalid == made


def test_an_outage_of_discord_says_nothing_of_what_may_be_done(scene: Scene) -> None:
    scene.refuse(403, 4)
    scene.refuse(500)
    scene.refuse(403)
    with pytest.raises(PausedError):
        scene.guard.check("POST", MESSAGES)


def test_what_was_refused_is_counted_for_ten_minutes(scene: Scene) -> None:
    for status in (401, 403, 404, 429):
        scene.refuse(status, url=CALLBACK)
    assert scene.invalid == 3
    scene.now += 601
    assert scene.invalid == 0


def test_few_rows_of_refusals_are_remembered(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.connection.guard._MOST_ROWS", 1)
    scene.refuse(403, 5)
    scene.refuse(403, 1, OTHER)
    scene.guard.check("POST", MESSAGES)


@pytest.fixture
async def limited() -> AsyncIterator[str]:
    async def limit(request: web.Request) -> web.Response:
        headers = {"X-RateLimit-Global": "true", "Retry-After": request.query["after"]}
        return web.Response(status=429, headers=headers)

    app = web.Application()
    app.router.add_get("/channels/5/messages", limit)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}/channels/5/messages"
    await runner.cleanup()


@pytest.mark.discord
@pytest.mark.parametrize("after", ["0", "Fri, 27 Nov 2026 17:00:00 GMT"])
async def test_a_limit_for_all_ends_though_nobody_waits_for_its_end(
    limited: str, after: str, scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.connection.guard._LONGEST_LIMIT_SECONDS", 0.0)
    monkeypatch.setattr("bot.connection.guard._SLACK_SECONDS", 0.0)
    over = asyncio.Event()
    client = cast("HTTPClient", cast("Any", SimpleNamespace(_global_over=over)))
    async with ClientSession(trace_configs=[scene.guard.trace(lambda: client)]) as session:
        async with session.get(limited, params={"after": after}) as response:
            assert response.status == 429
        await over.wait()
        for _ in range(5):
            scene.guard.note("GET", URL(limited), 403)
        with pytest.raises(PausedError):
            await session.get(limited, params={"after": after})
