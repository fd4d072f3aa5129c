"""Which web do the sources see? A small one on 127.0.0.1, whose hosts have names, and do as they are told."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime, timedelta

from aiohttp import web

from knowledge.sources.addresses import Addresses

HOME = "127.0.0.1"
NEXT_DOOR = "127.0.0.2"

Respond = Callable[[web.Request], Awaitable[web.StreamResponse]]
Lookup = Callable[[str, int], Awaitable[Sequence[str]]]


class Web:
    """Hosts by name, and the forbidden ground beside them, where every knock is counted."""

    def __init__(self) -> None:
        self.port = 0
        self.forbidden_port = 0
        """Where this machine listens on all its addresses, and nobody is to call."""
        self.knocks: list[str] = []
        """Who called there: the address and the port that were dialled."""
        self.hosts: dict[str, Respond] = {}
        self.names: dict[str, Callable[[], Sequence[str]]] = {}
        """What a name means, for those that mean something else than this web."""
        self.requests: list[str] = []
        """The host and path of each request."""

    def url(self, host: str, path: str = "/") -> str:
        """Give the address of a page."""
        return f"http://{host}:{self.port}{path}"

    def addresses(self, *more_ports: int) -> Addresses:
        """Allow this web alone, and more servers on this machine."""
        places = {(HOME, port) for port in (self.port, *more_ports)}
        return Addresses(places, ports={self.port, self.forbidden_port}, lookup=self._look_up)

    async def answer(self, request: web.BaseRequest) -> web.StreamResponse:
        """Let the host answer that is asked."""
        assert isinstance(request, web.Request)  # noqa: S101  it is an application's
        host = request.host.partition(":")[0]
        self.requests.append(host + request.path_qs)
        if host not in self.hosts or (
            request.path == "/robots.txt" and host + "/robots.txt" not in self.hosts
        ):
            # The next request is to look the name up once more.
            raise web.HTTPNotFound(headers={"Connection": "close"})
        return await self.hosts.get(host + request.path, self.hosts[host])(request)

    async def _look_up(self, host: str, port: int) -> Sequence[str]:
        if host in self.names:
            return self.names[host]()
        if host in self.hosts:
            return [HOME]
        return [str(each[4][0]) for each in await asyncio.get_running_loop().getaddrinfo(host, port, type=1)]

    async def knock(self, _: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Count who comes to the forbidden ground."""
        self.knocks.append("{}:{}".format(*writer.get_extra_info("sockname")[:2]))
        with suppress(OSError):
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\nConnection: close\r\n\r\nsecret")
            await writer.drain()
        writer.close()


@asynccontextmanager
async def open_web() -> AsyncGenerator[Web]:
    """Serve it on a free port, and the forbidden ground on another, and next door on the same."""
    made = Web()
    application = web.Application()
    application.router.add_route("*", "/{path:.*}", made.answer)
    runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    try:
        await web.TCPSite(runner, HOME, 0).start()
        made.port = runner.addresses[0][1]
        async with await asyncio.start_server(made.knock, port=0, host="0.0.0.0") as ground:  # noqa: S104
            made.forbidden_port = ground.sockets[0].getsockname()[1]
            async with await asyncio.start_server(made.knock, NEXT_DOOR, made.port):
                yield made
    finally:
        await runner.cleanup()


class SimulatedClock:
    """A clock that goes only where it is told to; who sleeps by it does not wait."""

    def __init__(self, start: datetime = datetime(2026, 3, 2, tzinfo=UTC)) -> None:
        self.time = start

    def now(self) -> datetime:
        """Give the simulated time."""
        return self.time

    async def sleep(self, seconds: float) -> None:
        """Let the others run, and the time pass."""
        self.time += timedelta(seconds=seconds)
        await asyncio.sleep(0)
