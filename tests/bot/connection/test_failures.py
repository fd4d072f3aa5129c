import ssl
import zlib
from collections.abc import AsyncIterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import aiohttp
import discord
import pytest
from aiohttp import web

from bot.connection.failures import UNREACHABLE, Failure, NotDiscordError, explain, explain_end
from knowledge.sources.obstacles import Obstacle
from tests.bot.connection.proxies import open_proxy

pytestmark = pytest.mark.discord

CERTIFICATES = Path(__file__).with_name("certificates")


def identify(certificate: str) -> ssl.SSLContext:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(CERTIFICATES / f"{certificate}.pem", CERTIFICATES / "key.pem")
    return context


def trust(certificate: str) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=CERTIFICATES / f"{certificate}.pem")


async def fail(url: str, trusted: ssl.SSLContext | bool = True, **how: Any) -> Failure:
    async with aiohttp.ClientSession() as session:
        with pytest.raises(UNREACHABLE) as raised:
            await session.get(url, ssl=trusted, **how)
        return explain(raised.value)


@pytest.fixture
async def plain() -> AsyncIterator[str]:
    async for port in serve(None):
        yield f"127.0.0.1:{port}"


async def serve(tls: ssl.SSLContext | None) -> AsyncIterator[int]:
    runner = web.AppRunner(web.Application(), access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0, ssl_context=tls).start()
    yield runner.addresses[0][1]
    await runner.cleanup()


async def test_certificates_that_are_not_trusted_or_out_of_date_are_told_apart() -> None:
    async for port in serve(identify("good")):
        assert "SSL_CERT_FILE" in (await fail(f"https://localhost:{port}")).cure
    async for port in serve(identify("expired")):
        failure = await fail(f"https://127.0.0.1:{port}", trust("expired"))
        assert (
            str(failure) == "Discord's certificate is not valid today. Set the clock of this machine right."
        )


async def test_what_does_not_speak_tls_or_does_not_listen_is_said(plain: str, unused_tcp_port: int) -> None:
    assert (await fail(f"https://{plain}")).reason == "No safe connection can be made"
    assert (await fail(f"https://127.0.0.1:{unused_tcp_port}")).reason == "The connection is refused"


@pytest.mark.parametrize(
    ("refusal", "reason"),
    [
        ("407 Proxy Authentication Required", "The proxy wants a name and a password"),
        ("403 Forbidden", "The proxy refuses to go to Discord"),
    ],
)
async def test_a_proxy_that_lets_nothing_through_is_named(refusal: str, reason: str) -> None:
    async with open_proxy(refusal) as proxy:
        assert (await fail("https://discord.example", proxy=proxy.url)).reason == reason


async def test_a_proxy_that_is_away_is_named(unused_tcp_port: int) -> None:
    failure = await fail("https://discord.example", proxy=f"http://127.0.0.1:{unused_tcp_port}")
    assert str(failure).startswith("The proxy cannot be reached. Check the address in [fetching] proxy")


def answer(status: int, said: str = "") -> discord.HTTPException:
    return discord.HTTPException(cast("Any", SimpleNamespace(status=status, reason="")), said or None)


def wrap(error: BaseException) -> discord.GatewayNotFound:
    wrapped = discord.GatewayNotFound()
    wrapped.__cause__ = error
    return wrapped


def shake_hands(status: int) -> aiohttp.WSServerHandshakeError:
    return aiohttp.WSServerHandshakeError(cast("Any", None), (), status=status)


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (answer(503), "Discord has a fault of its own (503)"),
        (answer(407), "The proxy wants a name and a password"),
        (answer(429), "Discord takes nothing from this address for a while (429)"),
        (discord.RateLimited(60), "Discord takes nothing from this address for a while (429)"),
        (answer(403, "<html>Blocked by the office</html>"), "A web page answers in place of Discord"),
        (answer(403, "Missing\n Access"), "Discord refuses (403: Missing Access)"),
        (answer(400), "Discord refuses (400)"),
        (NotDiscordError(), "A web page answers in place of Discord"),
        (wrap(answer(502)), "Discord has a fault of its own (502)"),
        (discord.GatewayNotFound(), "The gateway to connect to discord was not found."),
        (shake_hands(502), "Discord has a fault of its own (502)"),
        (shake_hands(407), "The proxy wants a name and a password"),
        (shake_hands(200), "Discord's gateway is not to be had by a WebSocket (200)"),
        (zlib.error("incorrect header"), "incorrect header"),
        (OSError(), "OSError"),
    ],
)
def test_what_discord_or_somebody_in_its_place_says_is_put_into_words(
    error: BaseException, reason: str
) -> None:
    assert explain(error).reason == reason
    assert explain(error).cure


@pytest.mark.parametrize("obstacle", Obstacle)
def test_each_obstacle_has_its_words_and_no_two_the_same(obstacle: Obstacle) -> None:
    from bot.connection.failures import _IN_THE_WAY  # pyright: ignore[reportPrivateUsage]  it is a table

    assert sum(each == _IN_THE_WAY[obstacle] for each in _IN_THE_WAY.values()) == 1


@pytest.mark.parametrize("code", [4004, 4010, 4011, 4012, 4013])
def test_how_discord_ends_a_connection_for_good_is_said_with_a_cure(code: int) -> None:
    end = explain_end(code)
    assert end
    assert end.reason.endswith(f"(code {code})")
    assert end.cure


def test_other_ends_are_not_for_good() -> None:
    assert explain_end(4000) is None


@pytest.mark.parametrize("code", [4010, 4011])
def test_who_has_chosen_the_number_of_shards_is_told_to_choose_another(code: int) -> None:
    assert "begins anew" in str(explain_end(code))
    assert "Stop all processes" in str(explain_end(code, has_chosen=True))
    assert explain_end(4004, has_chosen=True) == explain_end(4004)
