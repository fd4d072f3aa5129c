"""How is one process cut off from a database that others reach? By a port on the way that stops."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, suppress


class Forwarder:
    """Forwards what comes to a port of its own, unless it is cut."""

    def __init__(self, port: int) -> None:
        """Forward to this port of 127.0.0.1."""
        self._port = port
        self._open = asyncio.Event()
        self._open.set()
        self._tasks = set[asyncio.Task[None]]()

    def cut(self) -> None:
        """Take what comes, and neither forward nor refuse it: as where a cable is cut."""
        self._open.clear()

    def mend(self) -> None:
        """Forward again."""
        self._open.set()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Serve one connection."""
        await self._open.wait()
        there, back = await asyncio.open_connection("127.0.0.1", self._port)
        await asyncio.gather(self._pump(reader, back), self._pump(there, writer))

    async def _pump(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError):
            while some := await reader.read(65_536):
                await self._open.wait()
                writer.write(some)
                await writer.drain()
        with suppress(ConnectionError):
            writer.close()
            await writer.wait_closed()


@asynccontextmanager
async def open_forwarder(port: int) -> AsyncGenerator[tuple[Forwarder, int]]:
    """Open one that leads to a port, and give the port that it listens on."""
    forwarder = Forwarder(port)
    server = await asyncio.start_server(forwarder.serve, "127.0.0.1", 0)
    try:
        yield forwarder, server.sockets[0].getsockname()[1]
    finally:
        forwarder.mend()
        server.close()
