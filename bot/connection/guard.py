"""Does Discord refuse what the bot asks? It is asked less then: who asks on and on is shut out for hours.

Discord shuts out an address that has sent 10,000 requests in ten minutes which it answered with 401, 403 or
429. All that discord.py sends is seen here, whoever has sent it.
"""

import asyncio
import re
import time
from collections import deque
from collections.abc import Callable
from typing import Any, Final

from aiohttp import ClientError, ClientSession, TraceConfig, TraceRequestEndParams, TraceRequestStartParams
from discord.http import HTTPClient
from msgspec import Struct
from yarl import URL

from bot.metrics import Metrics

_INVALID: Final = frozenset({401, 403, 429})
_WINDOW_SECONDS, _SHUT_OUT = 600.0, 10_000
_IN_A_ROW = 5
"""So many refusals of one kind, one after the other, are no chance."""
_PAUSE_SECONDS = 60.0
"""How long that is not asked for then; afterwards once more, and so on."""
_LONGEST_LIMIT_SECONDS, _SLACK_SECONDS = 30.0, 0.05
"""A limit longer than this is not waited for; and by how much later it is over here."""
_MOST_ROWS = 10_000
_IDS = re.compile(r"(?<=/messages/)\d+|(?<=/reactions/).*")
_PLACE = re.compile(r"/(?:channels|users/@me/channels)\b.*")
"""What is asked for with the token, and not of the gateway: with that begins what ends the process."""


class PausedError(ClientError):
    """Discord has refused this so often that it is not asked now."""


class _Row(Struct):
    """Refusals one after the other."""

    number: int = 0
    until: float = 0.0
    """When it may be asked again."""


class Guard:
    """Sees all that Discord is asked, and stops what it refuses again and again."""

    def __init__(self, metrics: Metrics, monotonic: Callable[[], float] = time.monotonic) -> None:
        """Count in `metrics`; `monotonic` gives seconds."""
        metrics.invalid_requests.set_function(self._count_invalid)
        self._monotonic = monotonic
        self._invalid = deque[float](maxlen=_SHUT_OUT)
        self._rows: dict[str, _Row] = {}

    def trace(self, client: Callable[[], HTTPClient]) -> TraceConfig:
        """Make what shows the requests of a `client` to this."""
        config = TraceConfig()

        async def start(_: ClientSession, __: Any, asked: TraceRequestStartParams) -> None:
            self.check(asked.method, asked.url)

        async def end(_: ClientSession, __: Any, answered: TraceRequestEndParams) -> None:
            status, headers = answered.response.status, answered.response.headers
            self.note(answered.method, answered.url, status)
            if status == 429 and "X-RateLimit-Global" in headers:
                _reopen(client(), _read_seconds(headers.get("Retry-After", "")))

        config.on_request_start.append(start)
        config.on_request_end.append(end)
        return config

    def check(self, method: str, url: URL) -> None:
        """Raise PausedError where Discord has refused this again and again."""
        for key in _name(method, url):
            row = self._rows.get(key)
            if row and self._monotonic() < row.until:
                raise PausedError(f"{key} is not asked now: Discord refuses it")

    def note(self, method: str, url: URL, status: int) -> None:
        """Take note of what Discord answered."""
        now = self._monotonic()
        if status in _INVALID:
            self._invalid.append(now)
        for key, refusal in zip(_name(method, url), (401, 403), strict=False):
            if status != refusal:
                if status < 500:
                    self._rows.pop(key, None)
                continue
            row = self._rows.setdefault(key, _Row())
            row.number += 1
            if row.number >= _IN_A_ROW:
                row.until = now + _PAUSE_SECONDS
        if len(self._rows) > _MOST_ROWS:
            self._rows.pop(next(iter(self._rows)))

    def _count_invalid(self) -> int:
        while self._invalid and self._monotonic() - self._invalid[0] > _WINDOW_SECONDS:
            self._invalid.popleft()
        return len(self._invalid)


def _name(method: str, url: URL) -> tuple[str, ...]:
    """Name what a request needs: that the token is good, and that the bot may do this in that place."""
    found = _PLACE.search(url.path)
    return ("anything", f"{method} {_IDS.sub('', found[0])}") if found else ()


def _read_seconds(text: str) -> float:
    """Read for how long a limit holds; Discord names seconds, others a date."""
    try:
        return float(text)
    except ValueError:
        return _LONGEST_LIMIT_SECONDS


def _reopen(client: HTTPClient, seconds: float) -> None:
    """Let requests go on after a limit for all of them, though nobody waits for the end of it any more.

    discord.py does so only where the request that met the limit is not given up meanwhile; else no request
    would ever go out again.
    """
    over = client._global_over  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]  it has no other name
    asyncio.get_running_loop().call_later(seconds + _SLACK_SECONDS, over.set)
