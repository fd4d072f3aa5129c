import asyncio
import gzip
import hashlib
import socket
import zlib
from collections.abc import AsyncGenerator
from datetime import timedelta

import pytest
from aiohttp import web
from yarl import URL

from bench.web import Respond, SimulatedClock, Web, open_web
from knowledge.sources.addresses import ForbiddenAddressError
from knowledge.sources.fetching import (
    FetchLimits,
    Outcome,
    Validators,
    WebFetcher,
    name_agent,
    open_fetcher,
)
from knowledge.sources.fetching._result import FetchError
from knowledge.sources.fetching._robots import Robots
from knowledge.sources.fetching._trail import Trail
from knowledge.sources.fetching._turns import Turns

pytestmark = pytest.mark.discord  # a server on this machine takes part

LIMITS = FetchLimits(bytes=100_000, total_seconds=5, read_seconds=5, at_once=3)


@pytest.fixture
async def made() -> AsyncGenerator[Web]:
    async with open_web() as opened:
        yield opened


@pytest.fixture
def clock() -> SimulatedClock:
    return SimulatedClock()


@pytest.fixture
async def fetcher(made: Web, clock: SimulatedClock) -> AsyncGenerator[WebFetcher]:
    async with open_fetcher(
        "talksbot/1 (+mail)", limits=LIMITS, addresses=made.addresses(), clock=clock
    ) as opened:
        yield opened


def answer(body: str | bytes = "", status: int = 200, **headers: str) -> Respond:
    async def respond(request: web.Request) -> web.StreamResponse:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return web.Response(body=body, status=status, headers=named)

    return respond


def fail_to_look_up() -> list[str]:
    raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")


def redirect(to: str, status: int = 302) -> Respond:
    return answer(status=status, Location=to)


async def test_a_page_comes_with_all_that_is_to_be_kept_of_it(
    made: Web, fetcher: WebFetcher, clock: SimulatedClock
) -> None:
    made.hosts["a.test"] = answer(
        "Grüße",
        Content_Type="Text/HTML; charset=Latin-1",
        ETag='"one"',
        Last_Modified="Mon, 02 Mar 2026 00:00:00 GMT",
    )
    found = await fetcher.fetch(made.url("a.test", "/page"))
    assert found.outcome is Outcome.FETCHED
    assert found.url == found.final_url == made.url("a.test", "/page")
    assert (found.code, found.data) == (200, "Grüße".encode())
    assert found.sha256 == hashlib.sha256("Grüße".encode()).hexdigest()
    assert (found.content_type, found.charset) == ("text/html", "iso8859-1")
    assert found.validators == Validators('"one"', "Mon, 02 Mar 2026 00:00:00 GMT")
    assert found.fetched_at == clock.time
    assert found.moved_to is None


async def test_it_says_who_asks_and_keeps_no_cookies(made: Web, fetcher: WebFetcher) -> None:
    seen: list[web.Request] = []

    async def respond(request: web.Request) -> web.StreamResponse:
        seen.append(request)
        return web.Response(text="x", headers={"Set-Cookie": "id=1"})

    made.hosts["a.test"] = respond
    for _ in range(2):
        await fetcher.fetch(made.url("a.test"))
    assert [each.headers["User-Agent"] for each in seen] == ["talksbot/1 (+mail)"] * 2
    assert not any("Cookie" in each.headers for each in seen)


@pytest.mark.parametrize(
    ("contact", "agent"),
    [
        ("", "talksbot/2"),
        ("https://example.org/bot", "talksbot/2 (+https://example.org/bot)"),
        (" me@example.org\r\nHost: x) ", "talksbot/2 (+me@example.orgHost: x)"),
        ("\n", "talksbot/2"),
    ],
)
def test_the_agent_names_a_contact_on_one_line(contact: str, agent: str) -> None:
    assert name_agent("2", contact) == agent


async def test_what_is_known_is_asked_for_only_if_it_is_new(made: Web, fetcher: WebFetcher) -> None:
    asked: list[tuple[str | None, str | None]] = []

    async def respond(request: web.Request) -> web.StreamResponse:
        asked.append((request.headers.get("If-None-Match"), request.headers.get("If-Modified-Since")))
        return web.Response(status=304)

    made.hosts["a.test"] = respond
    known = Validators('"one"', "Mon, 02 Mar 2026 00:00:00 GMT")
    found = await fetcher.fetch(made.url("a.test"), known)
    assert (found.outcome, found.validators, found.data) == (Outcome.UNCHANGED, known, b"")
    found = await fetcher.fetch(made.url("a.test"))
    assert asked == [('"one"', "Mon, 02 Mar 2026 00:00:00 GMT"), (None, None)]
    assert (found.outcome, found.reason) == (Outcome.FAILED, "gave nothing to read (304)")


async def test_validators_that_are_too_long_are_not_kept(made: Web, fetcher: WebFetcher) -> None:
    made.hosts["a.test"] = answer("x", ETag='"' + "e" * 2_000 + '"')
    assert (await fetcher.fetch(made.url("a.test"))).validators == Validators()


@pytest.mark.parametrize("code", [404, 410])
async def test_a_page_that_is_not_there_is_gone(made: Web, fetcher: WebFetcher, code: int) -> None:
    made.hosts["a.test"] = answer(status=code)
    found = await fetcher.fetch(made.url("a.test"))
    assert (found.outcome, found.code) == (Outcome.GONE, code)


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        (200, "gave nothing to read (200)"),
        (204, "gave nothing to read (204)"),
        (300, "gave nothing to read (300)"),
        (302, "gave nothing to read (302)"),
        (400, "gave nothing to read (400)"),
        (401, "is not shown to everybody (401)"),
        (403, "is not shown to everybody (403)"),
        (429, "asks for fewer requests"),
        (500, "has a fault of its own (500)"),
        (503, "has a fault of its own (503)"),
    ],
)
async def test_an_answer_without_anything_fails_and_says_why(
    made: Web, fetcher: WebFetcher, code: int, reason: str
) -> None:
    made.hosts["a.test"] = answer(status=code)
    found = await fetcher.fetch(made.url("a.test"))
    assert (found.outcome, found.code, found.reason) == (Outcome.FAILED, code, reason)
    assert found.cure


# Redirects


async def test_redirects_are_followed_and_permanent_ones_remembered(made: Web, fetcher: WebFetcher) -> None:
    made.hosts["a.test"] = redirect(made.url("b.test", "/x"), 301)
    made.hosts["b.test"] = redirect("/y", 308)
    made.hosts["b.test/y"] = redirect("z", 302)
    made.hosts["b.test/z"] = answer("here")
    found = await fetcher.fetch(made.url("a.test"))
    assert (found.data, found.final_url) == (b"here", made.url("b.test", "/z"))
    assert found.moved_to == made.url("b.test", "/y")


async def test_a_permanent_redirect_after_a_passing_one_is_none_of_the_address(
    made: Web, fetcher: WebFetcher
) -> None:
    made.hosts["a.test"] = redirect("/y", 302)
    made.hosts["a.test/y"] = redirect("/z", 301)
    made.hosts["a.test/z"] = answer("here")
    found = await fetcher.fetch(made.url("a.test"))
    assert (found.data, found.moved_to) == (b"here", None)


async def test_five_redirects_are_followed_and_no_more(made: Web, fetcher: WebFetcher) -> None:
    for number in range(9):
        made.hosts[f"a.test/{number}"] = redirect(f"/{number + 1}")
    made.hosts["a.test"] = answer("end")
    made.hosts["a.test/5"] = answer("five")
    assert (await fetcher.fetch(made.url("a.test", "/0"))).data == b"five"
    made.hosts["a.test/5"] = redirect("/6")
    found = await fetcher.fetch(made.url("a.test", "/0"))
    assert found.reason == "leads on and on, over more than 5 addresses"


@pytest.mark.parametrize("to", ["/loop", "/loop#place", "/other"])
async def test_a_loop_of_redirects_is_left_at_once(made: Web, fetcher: WebFetcher, to: str) -> None:
    made.hosts["a.test"] = redirect("/loop")
    made.hosts["a.test/loop"] = redirect(to)
    found = await fetcher.fetch(made.url("a.test", "/loop"))
    assert found.reason == "leads back to itself"
    assert len(made.requests) <= 3


async def test_a_redirect_never_leads_to_a_forbidden_address(made: Web, fetcher: WebFetcher) -> None:
    for to in (f"http://127.0.0.1:{made.forbidden_port}/", f"http://[::ffff:7f00:1]:{made.forbidden_port}/"):
        made.hosts["a.test"] = redirect(to)
        found = await fetcher.fetch(made.url("a.test"))
        assert found.reason.startswith("leads to an address that is not public")
    made.hosts["a.test"] = redirect("file:///etc/passwd")
    assert (await fetcher.fetch(made.url("a.test"))).reason == "is no web address"
    assert made.knocks == []


async def test_no_redirect_leads_out_of_a_protected_connection() -> None:
    trail = Trail(5, URL("https://a.test/"))
    with pytest.raises(ForbiddenAddressError, match="from https:// to http://"):
        trail.turn(301, "http://a.test/")
    Trail(5, URL("http://a.test/")).turn(301, "https://a.test/")


async def test_a_name_that_means_another_address_the_second_time_is_not_followed(
    made: Web, fetcher: WebFetcher
) -> None:
    turns = iter([["127.0.0.1"], ["127.0.0.2"]])
    made.names["changing.test"] = lambda: next(turns)
    found = await fetcher.fetch(made.url("changing.test"))  # robots.txt is fetched, and then the page
    assert found.reason == "leads to an address that is not public (changing.test)"
    assert (len(made.requests), made.knocks) == (1, [])


# Limits


async def test_what_is_too_large_is_let_go_of(made: Web, fetcher: WebFetcher) -> None:
    sent = 0

    async def respond(request: web.Request) -> web.StreamResponse:
        nonlocal sent
        response = web.StreamResponse()
        await response.prepare(request)
        for _ in range(1_000):
            await response.write(b"x" * 100_000)
            sent += 100_000
        return response

    made.hosts["a.test"] = respond
    found = await fetcher.fetch(made.url("a.test"))
    assert (found.outcome, found.reason, found.data) == (Outcome.FAILED, "is larger than 0.1 MB", b"")
    assert sent < 50_000_000
    made.hosts["b.test"] = answer(b"y" * 200_000)
    assert (await fetcher.fetch(made.url("b.test"), most_bytes=200_000)).data == b"y" * 200_000


@pytest.mark.parametrize(("encoding", "window"), [("gzip", 31), ("deflate", 15), ("deflate", -15)])
async def test_a_bomb_is_let_go_of_as_soon_as_it_is_too_large(
    made: Web, fetcher: WebFetcher, encoding: str, window: int
) -> None:
    packer = zlib.compressobj(9, wbits=window)
    bomb = packer.compress(b"\0" * 50_000_000) + packer.flush()
    made.hosts["a.test"] = answer(bomb, Content_Encoding=encoding)
    assert (await fetcher.fetch(made.url("a.test"))).reason == "is larger than 0.1 MB"


async def test_what_is_packed_comes_unpacked(made: Web, fetcher: WebFetcher) -> None:
    made.hosts["a.test"] = answer(gzip.compress(b"hello"), Content_Encoding="gzip")
    assert (await fetcher.fetch(made.url("a.test"))).data == b"hello"


@pytest.mark.parametrize("encoding", ["gzip", "br", "deflate"])
async def test_what_cannot_be_unpacked_fails(made: Web, fetcher: WebFetcher, encoding: str) -> None:
    made.hosts["a.test"] = answer(b"\x1f\x8b no such thing", Content_Encoding=encoding)
    found = await fetcher.fetch(made.url("a.test"))
    assert (found.outcome, found.data) == (Outcome.FAILED, b"")


async def test_half_an_answer_is_none(made: Web, fetcher: WebFetcher) -> None:
    async def respond(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Length": "1000"})
        await response.prepare(request)
        await response.write(b"only half")
        assert request.transport is not None
        request.transport.close()
        return response

    made.hosts["a.test"] = respond
    found = await fetcher.fetch(made.url("a.test"))
    assert (found.outcome, found.data) == (Outcome.FAILED, b"")
    assert found.reason == "sent less than it said, or in a form that cannot be unpacked"


@pytest.mark.parametrize(
    "limits", [FetchLimits(read_seconds=0.05), FetchLimits(total_seconds=0.05)], ids=["read", "total"]
)
async def test_a_server_that_does_not_go_on_is_left(made: Web, limits: FetchLimits) -> None:
    ended = asyncio.Event()

    async def respond(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        await response.write(b"and then")
        await ended.wait()
        return response

    made.hosts["a.test"] = respond
    async with open_fetcher("x", limits=limits, addresses=made.addresses()) as fetcher:
        found = await fetcher.fetch(made.url("a.test"))
    ended.set()
    assert (found.outcome, found.reason) == (Outcome.FAILED, "did not answer in time")


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("http://[/", "is no web address"),
        ("nothing", "is no web address"),
        ("http://me:secret@a.test/", "holds a user's name or password"),
        ("http://a.test:22/", "is at port 22"),
    ],
)
async def test_what_cannot_be_asked_for_is_no_exception(fetcher: WebFetcher, url: str, reason: str) -> None:
    found = await fetcher.fetch(url)
    assert (found.outcome, found.reason, found.url) == (Outcome.FAILED, reason, url)


async def test_a_name_that_means_nothing_is_said_to(made: Web, fetcher: WebFetcher) -> None:
    made.names["nowhere.test"] = fail_to_look_up
    assert (await fetcher.fetch(made.url("nowhere.test"))).reason == "is at a host that nobody knows"


async def test_a_server_without_a_safe_connection_or_without_any_is_told_apart(made: Web) -> None:
    made.hosts["a.test"] = answer("x")
    async with open_fetcher("x", addresses=made.addresses()) as fetcher:
        safe = await fetcher.fetch(made.url("a.test").replace("http:", "https:"))
        async with await asyncio.start_server(lambda _, writer: writer.close(), "127.0.0.1", 0) as silent:
            port = silent.sockets[0].getsockname()[1]
            async with open_fetcher("x", addresses=made.addresses(port)) as other:
                cut = await other.fetch(f"http://127.0.0.1:{port}/")
        async with open_fetcher("x", addresses=made.addresses(port)) as other:
            closed = await other.fetch(f"http://127.0.0.1:{port}/")
    assert safe.reason == "cannot be reached by a safe connection"
    assert cut.reason == "ended the connection without an answer"
    assert closed.reason == "cannot be reached"


# Whose turn it is


async def test_each_host_is_asked_one_thing_at_a_time_and_all_together_three(
    made: Web, fetcher: WebFetcher
) -> None:
    running: list[str] = []
    most, most_at_one = 0, 0

    async def respond(request: web.Request) -> web.StreamResponse:
        nonlocal most, most_at_one
        running.append(request.host)
        most = max(most, len(running))
        most_at_one = max(most_at_one, running.count(request.host))
        for _ in range(20):
            await asyncio.sleep(0)
        running.remove(request.host)
        return web.Response(text="x")

    hosts = [f"host{number}.test" for number in range(6)]
    made.hosts |= dict.fromkeys(hosts, respond)
    urls = [made.url(host, f"/{number}") for host in hosts for number in range(4)]
    found = await asyncio.gather(*map(fetcher.fetch, urls))
    assert all(each.outcome is Outcome.FETCHED for each in found)
    assert most_at_one == 1
    assert 1 < most <= 3


@pytest.mark.parametrize(
    ("said", "seconds"),
    [
        ("120", 120),
        ("Mon, 02 Mar 2026 00:05:00 GMT", 300),
        ("Mon, 02 Mar 2026 00:05:00", 300),
        ("Sun, 01 Mar 2026 00:00:00 GMT", 0),
        ("99999999", 86_400),
        ("soon", None),
        ("-5", None),
    ],
)
async def test_a_server_says_how_long_to_wait(
    made: Web, fetcher: WebFetcher, said: str, seconds: float | None
) -> None:
    made.hosts["a.test"] = answer(status=503, Retry_After=said)
    assert (await fetcher.fetch(made.url("a.test"))).retry_after == seconds


async def test_a_host_that_asks_for_rest_gets_it(
    made: Web, fetcher: WebFetcher, clock: SimulatedClock
) -> None:
    made.hosts["a.test"] = answer(status=429, Retry_After="60")
    made.hosts["b.test"] = answer("x")
    await fetcher.fetch(made.url("a.test"))
    asked = len(made.requests)
    found = await fetcher.fetch(made.url("a.test", "/other"))
    assert (found.reason, found.retry_after) == ("is at a.test, which asked for fewer requests", 60)
    assert len(made.requests) == asked
    assert (await fetcher.fetch(made.url("b.test"))).data == b"x"
    made.hosts["a.test"] = answer("y")
    clock.time += timedelta(seconds=60)
    assert (await fetcher.fetch(made.url("a.test"))).data == b"y"


async def test_many_hosts_at_rest_are_not_all_remembered(clock: SimulatedClock) -> None:
    turns = Turns(1, clock)
    for number in range(1_001):
        turns.rest(f"{number}.test", 60)
    async with turns.take("0.test", 0):
        pass
    with pytest.raises(FetchError):
        async with turns.take("1.test", 0):
            pass


# robots.txt


async def test_what_robots_txt_forbids_is_not_asked_for(made: Web, fetcher: WebFetcher) -> None:
    rules = "User-agent: *\nDisallow: /\n\nUser-agent: talksbot\nDisallow: /private*\nAllow: /private/open\n"
    made.hosts |= {"a.test": answer("page"), "a.test/robots.txt": answer(rules)}
    assert (await fetcher.fetch(made.url("a.test", "/news"))).data == b"page"
    assert (await fetcher.fetch(made.url("a.test", "/private/open"))).data == b"page"
    found = await fetcher.fetch(made.url("a.test", "/private/diary"))
    assert found.reason == "is not allowed by the robots.txt of a.test"
    assert made.requests == ["a.test/robots.txt", "a.test/news", "a.test/private/open"]


async def test_robots_txt_is_asked_for_once_a_day_also_by_many_at_once(
    made: Web, fetcher: WebFetcher, clock: SimulatedClock
) -> None:
    made.hosts["a.test"] = answer("page")
    await asyncio.gather(*(fetcher.fetch(made.url("a.test", f"/{number}")) for number in range(5)))
    assert made.requests.count("a.test/robots.txt") == 1
    clock.time += timedelta(days=1, seconds=1)
    await fetcher.fetch(made.url("a.test"))
    assert made.requests.count("a.test/robots.txt") == 2


@pytest.mark.parametrize("code", [401, 403, 404, 410, 418])
async def test_a_site_without_robots_txt_allows_all(made: Web, fetcher: WebFetcher, code: int) -> None:
    made.hosts |= {"a.test": answer("page"), "a.test/robots.txt": answer(status=code)}
    assert (await fetcher.fetch(made.url("a.test"))).data == b"page"


@pytest.mark.parametrize("code", [429, 500, 503])
async def test_a_site_whose_robots_txt_fails_is_left_for_a_while(
    made: Web, fetcher: WebFetcher, clock: SimulatedClock, code: int
) -> None:
    made.hosts |= {"a.test": answer("page"), "a.test/robots.txt": answer(status=code)}
    found = await fetcher.fetch(made.url("a.test"))
    assert found.reason == f"is at a.test, whose robots.txt cannot be read now ({code})"
    made.hosts["a.test/robots.txt"] = answer("")
    assert (await fetcher.fetch(made.url("a.test"))).outcome is Outcome.FAILED
    clock.time += timedelta(minutes=11)
    assert (await fetcher.fetch(made.url("a.test"))).data == b"page"


async def test_a_robots_txt_that_leads_nowhere_forbids_nothing_and_one_elsewhere_counts(
    made: Web, fetcher: WebFetcher
) -> None:
    made.hosts |= {"a.test": answer("page"), "a.test/robots.txt": redirect("/robots.txt")}
    assert (await fetcher.fetch(made.url("a.test"))).data == b"page"
    made.hosts |= {"b.test": answer("page"), "b.test/robots.txt": redirect("/rules")}
    made.hosts["b.test/rules"] = answer("User-agent: *\nDisallow: /")
    assert "not allowed" in (await fetcher.fetch(made.url("b.test"))).reason


async def test_of_a_long_robots_txt_the_beginning_counts(made: Web, fetcher: WebFetcher) -> None:
    rules = "User-agent: *\nDisallow: /no\n" + "# nothing\n" * 100_000 + "Disallow: /\n"
    made.hosts |= {"a.test": answer("page"), "a.test/robots.txt": answer(rules)}
    assert (await fetcher.fetch(made.url("a.test"))).data == b"page"
    assert "not allowed" in (await fetcher.fetch(made.url("a.test", "/no"))).reason


async def test_a_site_is_given_the_pause_that_it_asks_for(
    made: Web, fetcher: WebFetcher, clock: SimulatedClock
) -> None:
    made.hosts |= {"a.test": answer("page"), "a.test/robots.txt": answer("User-agent: *\nCrawl-delay: 7")}
    made.hosts |= {"b.test": answer("page"), "b.test/robots.txt": answer("User-agent: *\nCrawl-delay: 9999")}
    begun = clock.time
    for _ in range(3):
        assert (await fetcher.fetch(made.url("a.test"))).data == b"page"
    assert clock.time - begun == timedelta(seconds=14)
    for _ in range(2):
        assert (await fetcher.fetch(made.url("b.test"))).data == b"page"
    assert clock.time - begun == timedelta(seconds=44)


async def test_of_many_sites_only_the_last_ones_rules_are_kept(clock: SimulatedClock) -> None:
    read: list[str] = []

    async def read_one(url: URL) -> bytes:
        read.append(url.host or "")
        return b""

    robots = Robots(read_one, clock)
    for number in (*range(101), 100, 1, 0):
        await robots.check(URL(f"http://{number}.test/"))
    assert read == [f"{number}.test" for number in (*range(101), 0)]


# By a proxy


async def test_a_proxy_is_asked_for_the_page_and_never_for_a_forbidden_one(made: Web) -> None:
    asked: list[str] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked.append((await reader.readuntil(b"\r\n\r\n")).split()[1].decode())
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\nConnection: close\r\n\r\npage")
        await writer.drain()
        writer.close()

    made.hosts["a.test"] = answer("not by the proxy")
    async with await asyncio.start_server(serve, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        proxy = f"http://127.0.0.1:{port}"
        async with open_fetcher("x", addresses=made.addresses(), proxy=proxy) as fetcher:
            found = await fetcher.fetch(made.url("a.test", "/page"))
            inner = await fetcher.fetch(f"http://127.0.0.1:{made.forbidden_port}/")
            made.names["nowhere.test"] = fail_to_look_up
            unknown = await fetcher.fetch(made.url("nowhere.test"))
    assert unknown.reason == "is at a host that nobody knows"
    assert found.data == b"page"
    assert asked == [made.url("a.test", "/robots.txt"), made.url("a.test", "/page")]
    assert inner.reason == "leads to an address that is not public (127.0.0.1)"


async def test_the_time_of_this_machine_is_asked_for_by_default(made: Web) -> None:
    made.hosts |= {"a.test": answer("page"), "a.test/robots.txt": answer("User-agent: *\nCrawl-delay: 0.01")}
    async with open_fetcher("x", addresses=made.addresses()) as fetcher:
        found = [await fetcher.fetch(made.url("a.test")) for _ in range(2)]
    assert all(each.fetched_at.tzinfo for each in found)
