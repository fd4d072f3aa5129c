"""How is a URL fetched? One request after the other, each hop of a redirect checked like the first."""

import asyncio
import hashlib
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from functools import partial

from aiohttp import ClientResponse, ClientSession, ClientTimeout, DummyCookieJar, TCPConnector
from msgspec import Struct
from yarl import URL

from knowledge.sources.addresses import Addresses
from knowledge.sources.fetching._failures import EXPECTED, explain, refuse_code
from knowledge.sources.fetching._headers import conditions, read_charset, read_retry_after, read_validators
from knowledge.sources.fetching._result import (
    NEVER_FETCHED,
    Clock,
    Fetched,
    FetchError,
    Outcome,
    Validators,
)
from knowledge.sources.fetching._robots import LONGEST, Robots
from knowledge.sources.fetching._trail import Trail
from knowledge.sources.fetching._turns import Turns

_IDLE_SECONDS = 0.5
"""Until a connection is closed: what is asked of a host at one time goes over one, and none is left open."""
_FOUND, _NOT_MODIFIED = 200, 304
_MISSING = frozenset({404, 410})
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_ACCEPTED = (
    "text/html,application/xhtml+xml,application/atom+xml,application/rss+xml,application/feed+json,*/*;q=0.5"
)


class FetchLimits(Struct, frozen=True):
    """What fetching may cost."""

    bytes: int = 2_000_000
    """Of one answer, as it is when unpacked."""
    total_seconds: float = 30
    """For one request and its whole answer."""
    read_seconds: float = 10
    """Between two pieces of an answer."""
    at_once: int = 8
    """Requests; at one host there is never more than one."""
    redirects: int = 5


class _SystemClock(Struct, frozen=True):
    """The time of this machine."""

    now: partial[datetime] = partial(datetime.now, UTC)
    sleep = staticmethod(asyncio.sleep)


def name_agent(version: str, contact: str = "") -> str:
    """Say who asks: the User-Agent, with an address by which its operator can be reached."""
    known = "".join(each for each in contact if each.isascii() and each.isprintable() and each not in "()")
    return f"talksbot/{version} (+{known.strip()})" if known.strip() else f"talksbot/{version}"


@asynccontextmanager
async def open_fetcher(
    agent: str,
    *,
    limits: FetchLimits | None = None,
    addresses: Addresses | None = None,
    proxy: str | None = None,
    clock: Clock | None = None,
) -> AsyncGenerator["WebFetcher"]:
    """Open what fetches from the web, and close its connections at the end.

    With `proxy`, it is the proxy that looks a name up and dials. Each host is looked up and checked here
    first, and what the proxy finds under the same name a moment later is out of reach: a proxy that can
    reach other than public addresses must refuse them itself. No proxy is taken from the environment.
    """
    addresses = addresses or Addresses()
    # The proxy itself may well be at an address that is not public.
    connector = (
        TCPConnector(keepalive_timeout=_IDLE_SECONDS)
        if proxy
        else TCPConnector(
            resolver=addresses,
            socket_factory=addresses.open_socket,
            use_dns_cache=False,
            keepalive_timeout=_IDLE_SECONDS,
        )
    )
    headers = {"User-Agent": agent, "Accept": _ACCEPTED}
    async with ClientSession(connector=connector, headers=headers, cookie_jar=DummyCookieJar()) as session:
        yield WebFetcher(session, addresses, limits or FetchLimits(), proxy, clock or _SystemClock())


class WebFetcher:
    """Fetches from the web; made by `open_fetcher`."""

    def __init__(
        self,
        session: ClientSession,
        addresses: Addresses,
        limits: FetchLimits,
        proxy: str | None,
        clock: Clock,
    ) -> None:
        self._session = session
        self._addresses = addresses
        self._limits = limits
        self._proxy = proxy
        self._clock = clock
        self._turns = Turns(limits.at_once, clock)
        self._robots = Robots(self._read_robots, clock)
        self._patience = ClientTimeout(sock_connect=limits.read_seconds, sock_read=limits.read_seconds)

    async def fetch(
        self, url: str, validators: Validators = NEVER_FETCHED, *, most_bytes: int | None = None
    ) -> Fetched:
        """Fetch a URL; whatever goes wrong on the way is a result, and no exception.

        `most_bytes` stands instead of the limit of all.
        """
        trail = Trail(self._limits.redirects)
        try:
            trail.at = URL(url)
            answer = await self._follow(trail, validators, most_bytes or self._limits.bytes)
            return self._judge(url, trail, answer, validators)
        except EXPECTED as error:
            failure = explain(error)
        return Fetched(
            url=url,
            final_url=str(trail.at),
            outcome=Outcome.FAILED,
            fetched_at=self._clock.now(),
            code=failure.code,
            reason=failure.reason,
            cure=failure.cure,
            retry_after=failure.retry_after,
        )

    def _judge(self, url: str, trail: Trail, answer: "_Answer", validators: Validators) -> Fetched:
        if answer.code in _MISSING:
            outcome = Outcome.GONE
        elif answer.code == _NOT_MODIFIED and validators != NEVER_FETCHED:
            outcome = Outcome.UNCHANGED
        elif answer.code == _FOUND and answer.data:
            outcome = Outcome.FETCHED
        else:
            raise refuse_code(answer.code, answer.retry_after)
        return Fetched(
            url=url,
            final_url=str(trail.at),
            outcome=outcome,
            fetched_at=self._clock.now(),
            code=answer.code,
            data=answer.data,
            sha256=hashlib.sha256(answer.data).hexdigest() if answer.data else "",
            content_type=answer.content_type,
            charset=answer.charset,
            # One that is not given again still holds.
            validators=validators if outcome is Outcome.UNCHANGED else answer.validators,
            moved_to=None if outcome is Outcome.GONE else trail.moved_to,
        )

    async def _follow(self, trail: Trail, validators: Validators, most: int) -> "_Answer":
        while True:
            self._addresses.check_url(trail.at)
            pause = await self._robots.check(trail.at)
            answer = await self._ask(trail.at, validators, most, pause)
            if answer.location is None:
                return answer
            trail.turn(answer.code, answer.location)

    async def _read_robots(self, url: URL) -> bytes:
        trail = Trail(self._limits.redirects, url)
        try:
            while True:
                self._addresses.check_url(trail.at)
                answer = await self._ask(trail.at, NEVER_FETCHED, LONGEST, cut=True)
                if answer.location is None:
                    break
                trail.turn(answer.code, answer.location)
        except EXPECTED as error:
            raise explain(error) from error
        if answer.code != _FOUND:
            raise refuse_code(answer.code, answer.retry_after)
        return answer.data

    async def _ask(
        self, url: URL, validators: Validators, most: int, pause: float = 0, *, cut: bool = False
    ) -> "_Answer":
        """Send one request when it is its turn, and take the answer, cut where it may be."""
        host = url.host or ""
        async with self._turns.take(host, pause), asyncio.timeout(self._limits.total_seconds):
            if self._proxy:
                await self._addresses.resolve(host, url.port or 0)
            async with self._session.get(
                url,
                allow_redirects=False,
                headers=conditions(validators),
                proxy=self._proxy,
                timeout=self._patience,
            ) as response:
                answer = await self._take(response, most, cut=cut)
        if answer.retry_after:
            self._turns.rest(host, answer.retry_after)
        return answer

    async def _take(self, response: ClientResponse, most: int, *, cut: bool) -> "_Answer":
        code, headers = response.status, response.headers
        location = headers.get("Location") if code in _REDIRECTS else None
        return _Answer(
            code=code,
            location=location,
            data=await _take_body(response, most, cut=cut) if code == _FOUND else b"",
            content_type=response.content_type.lower(),
            charset=read_charset(response.charset),
            validators=read_validators(headers),
            retry_after=read_retry_after(headers, self._clock.now()) if code >= _NOT_MODIFIED else None,
        )


class _Answer(Struct, frozen=True):
    """What a server said to one request."""

    code: int
    location: str | None
    data: bytes
    content_type: str
    charset: str | None
    validators: Validators
    retry_after: float | None


async def _take_body(response: ClientResponse, most: int, *, cut: bool) -> bytes:
    """Take the unpacked bytes piece by piece, so that a bomb is let go of as soon as it is too large."""
    taken = bytearray()
    async for piece in response.content.iter_any():
        taken += piece
        if len(taken) > most:
            if not cut:
                raise FetchError(f"is larger than {most / 1e6:g} MB", "Name a smaller one.")
            break
    return bytes(taken[:most])
