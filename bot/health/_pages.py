"""What does the bot tell programs of itself? Three pages over HTTP, for whoever reaches the address."""

import asyncio
import logging
import os
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from typing import Any, TypeAlias

from aiohttp import web
from aiohttp.http_exceptions import HttpProcessingError
from msgspec import Struct

_log = logging.getLogger(__name__)
_requests_log = logging.getLogger(f"{__name__}.requests")

_METHODS = ("GET", "HEAD")


class Page(Struct, frozen=True):
    """What is at a path."""

    body: bytes
    content_type: str
    status: int = 200


Pages: TypeAlias = Mapping[str, Callable[[], Page]]
"""By paths, what makes each page when it is asked for."""


@asynccontextmanager
async def open_pages(listen: str, pages: Pages) -> AsyncGenerator[None]:
    """Show pages at an address; one that cannot be had is a warning, and nothing is shown."""
    host, _, port = listen.rpartition(":")
    _requests_log.addFilter(_is_our_fault)
    server = web.Server(
        _answer_from(pages), request_factory=_make_request, logger=_requests_log, access_log=None
    )
    runner = web.ServerRunner(server, shutdown_timeout=0.5)
    await runner.setup()
    try:
        await _listen(runner, host.strip("[]"), int(port))
        yield
    finally:
        await runner.cleanup()


async def _listen(runner: web.ServerRunner, host: str, port: int) -> None:
    try:
        await web.TCPSite(runner, host, port).start()
    except OSError as error:
        _log.warning(
            "Metrics and health are nowhere: %s port %d cannot be opened (%s). End what uses it, or name "
            "another address as `listen` under [operations], and start again.",
            host,
            port,
            os.strerror(error.errno) if error.errno else error,
        )
    else:
        _log.info("Metrics and health are at %s port %d.", host, port)


class _Request(web.BaseRequest):
    """A request to whose sender the versions of our libraries are not told, not even with an error."""

    async def _prepare_hook(self, response: web.StreamResponse) -> None:
        response.headers["Server"] = "talksbot"


def _make_request(message: Any, body: Any, protocol: Any, writer: Any, task: Any) -> _Request:
    return _Request(message, body, protocol, writer, task, asyncio.get_running_loop())


def _answer_from(pages: Pages) -> Callable[[web.BaseRequest], Awaitable[web.StreamResponse]]:
    async def answer(request: web.BaseRequest) -> web.StreamResponse:
        make = pages.get(request.path)
        if make is None:
            return web.Response(status=404, text="There is nothing here.\n")
        if request.method not in _METHODS:
            allowed = {"Allow": ", ".join(_METHODS)}
            return web.Response(status=405, text="This can only be read.\n", headers=allowed)
        page = make()
        headers = {"Content-Type": page.content_type, "Cache-Control": "no-store"}
        return web.Response(status=page.status, body=page.body, headers=headers)

    return answer


def _is_our_fault(record: logging.LogRecord) -> bool:
    """Drop what the library says of requests that are none."""
    return not (record.exc_info and isinstance(record.exc_info[1], HttpProcessingError))
