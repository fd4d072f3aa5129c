"""What does a site's robots.txt allow? Kept for a day."""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from weakref import WeakValueDictionary

from msgspec import Struct
from protego import Protego
from yarl import URL

from knowledge.sources.fetching._result import Clock, FetchError, RedirectError

LONGEST = 512_000
"""Bytes that are read; RFC 9309 asks for 500 KiB at least."""

_AGENT = "talksbot"
_MOST_SITES = 100
_KEPT, _FAILED = timedelta(days=1), timedelta(minutes=10)
_LONGEST_PAUSE = 30.0
_TOO_MANY = 429
_FROM, _BELOW = 400, 500

Read = Callable[[URL], Awaitable[bytes]]
"""Gives the first bytes of a file; raises FetchError."""


class _Site(Struct, frozen=True):
    """What a site said, or why it must not be asked, and from when until when that holds."""

    rules: str | FetchError
    since: datetime
    until: datetime


class Robots:
    """Knows what sites allow."""

    def __init__(self, read: Read, clock: Clock) -> None:
        self._read = read
        self._clock = clock
        self._sites: OrderedDict[str, _Site] = OrderedDict()
        self._asking: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def check(self, url: URL) -> float:
        """Give the seconds that a site wants between requests; raises FetchError where it allows none."""
        origin = url.origin()
        # All who wait for a site's robots.txt are told by the first who asks for it.
        lock = self._asking.setdefault(str(origin), asyncio.Lock())
        async with lock:
            site = await self._site(origin)
        if isinstance(site.rules, FetchError):
            raise site.rules
        # A long one takes a second, which must not hold up anybody. Kept parsed, it would take much memory.
        allowed, pause = await asyncio.to_thread(_judge, site.rules, str(url))
        if not allowed:
            raise FetchError(f"is not allowed by the robots.txt of {url.host}", "Ask who runs that site.")
        return min(pause, _LONGEST_PAUSE)

    async def _site(self, origin: URL) -> _Site:
        known = self._sites.get(str(origin))
        if known and known.since <= self._clock.now() < known.until:
            return known
        rules = await self._ask(origin.with_path("/robots.txt"))
        now = self._clock.now()
        site = _Site(rules, now, now + (_KEPT if isinstance(rules, str) else _FAILED))
        self._sites[str(origin)] = site
        self._sites.move_to_end(str(origin))
        if len(self._sites) > _MOST_SITES:
            self._sites.popitem(last=False)
        return site

    async def _ask(self, url: URL) -> str | FetchError:
        """Give a robots.txt, empty where there is none, or why nobody can tell."""
        try:
            return (await self._read(url)).decode("utf-8", "replace")
        except RedirectError:
            return ""  # as RFC 9309 says
        except FetchError as error:
            if error.code is None:
                return error  # who does not answer here would not answer there
            if _FROM <= error.code < _BELOW and error.code != _TOO_MANY:
                return ""
            reason = f"is at {url.host}, whose robots.txt cannot be read now ({error.code})"
            return FetchError(reason, error.cure, retry_after=error.retry_after)


def _judge(rules: str, url: str) -> tuple[bool, float]:
    parsed = Protego.parse(rules)
    return parsed.can_fetch(url, _AGENT), parsed.crawl_delay(_AGENT) or 0.0
