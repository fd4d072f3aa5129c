"""What stands between the bot and Discord in a test? A proxy that lets through, or does not."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, suppress


class Proxy:
    """Connects whoever asks by CONNECT with where they want to go."""

    def __init__(self, refusal: str) -> None:
        self._refusal = refusal
        self.asked: list[str] = []
        """Where it was asked to go, with what name and password."""
        self.url = ""

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        _, where, *_ = head.split()
        login = next((line for line in head.splitlines() if line.startswith("Proxy-Authorization")), "")
        self.asked.append(f"{where} {login.rpartition(' ')[2]}".strip())
        if self._refusal:
            writer.write(f"HTTP/1.1 {self._refusal}\r\nContent-Length: 0\r\n\r\n".encode())
            await writer.drain()
            writer.close()
            return
        host, _, port = where.rpartition(":")
        there, back = await asyncio.open_connection(host, int(port))
        writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
        with suppress(ConnectionError):
            await asyncio.gather(_pour(reader, back), _pour(there, writer))


async def _pour(source: asyncio.StreamReader, into: asyncio.StreamWriter) -> None:
    try:
        while data := await source.read(65_536):
            into.write(data)
            await into.drain()
    finally:
        into.close()


@asynccontextmanager
async def open_proxy(refusal: str = "") -> AsyncGenerator[Proxy]:
    """Serve on a free port; with `refusal`, answer everybody with that."""
    proxy = Proxy(refusal)
    async with await asyncio.start_server(proxy.serve, "127.0.0.1", 0) as server:
        proxy.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        yield proxy
