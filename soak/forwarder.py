"""How is a process cut off from PostgreSQL, or from what that tells unasked? By a port on the way."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, suppress

_HEAD = 5
"""The bytes before a message: one for its kind, and four for how long it is, themselves included."""
_NOTIFICATION = b"A"


class Forwarder:
    """Forwards what comes to a port of its own, unless it is cut or hushed."""

    def __init__(self, port: int) -> None:
        """Forward to this port of 127.0.0.1."""
        self._port = port
        self._open = asyncio.Event()
        self._open.set()
        self._is_hushed = False

    def cut(self) -> None:
        """Take what comes, and neither forward nor refuse it: as where a cable is cut."""
        self._open.clear()

    def mend(self) -> None:
        """Forward again."""
        self._open.set()

    def hush(self) -> None:
        """Forward no notification any more, and everything else."""
        self._is_hushed = True

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Serve one connection."""
        await self._open.wait()
        there, back = await asyncio.open_connection("127.0.0.1", self._port)
        await asyncio.gather(self._pump(reader, back), self._pump_messages(there, writer))

    async def _pump(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError):
            while some := await reader.read(65_536):
                await self._open.wait()
                writer.write(some)
                await writer.drain()
        await _end(writer)

    async def _pump_messages(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError, asyncio.IncompleteReadError):
            # Who connects asks for TLS first, which is refused by one letter.
            writer.write(await reader.readexactly(1))
            while True:
                head = await reader.readexactly(_HEAD)
                body = await reader.readexactly(int.from_bytes(head[1:], "big") - 4)
                await self._open.wait()
                if not (self._is_hushed and head.startswith(_NOTIFICATION)):
                    writer.write(head + body)
                    await writer.drain()
        await _end(writer)


async def _end(writer: asyncio.StreamWriter) -> None:
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
