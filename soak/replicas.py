"""Where do trials find a PostgreSQL that may be lost? Three of their own: a primary and two standbys.

Each change counts once one of the standbys has it. What a program such as Patroni does when the primary is
gone, `promote` does: it is step by step what docs/scaling.md tells people to do.
"""

import asyncio
import os
import shutil
import signal
import subprocess
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import asyncpg

from soak.postgres import USER, Installed, find_port, require_programs, stop

_NUMBERS = range(3)
_SETTINGS = (
    "wal_retrieve_retry_interval=500ms",
    "wal_keep_size=512MB",  # or a standby that comes late finds that what it lacks is gone
    "dynamic_shared_memory_type=mmap",  # so that nothing is left of one that is killed
)
_RECEIVED = "SELECT CAST(pg_last_wal_receive_lsn() - '0/0' AS BIGINT)"
_STREAMING = "SELECT pid FROM pg_stat_replication WHERE state = 'streaming'"


class Replicas:
    """Three servers, one of which is the primary."""

    def __init__(self, installed: Installed) -> None:
        """Begin without any."""
        self._installed = installed
        self._ports = [find_port() for _ in _NUMBERS]
        self._servers: dict[int, subprocess.Popen[Any]] = {}
        self.primary = 0

    @property
    def url(self) -> str:
        """The URL that names all three."""
        hosts = ",".join(f"127.0.0.1:{port}" for port in self._ports)
        return f"postgresql://{USER}@{hosts}/postgres"

    def name(self, number: int) -> str:
        """Give the URL of one of them alone."""
        return f"postgresql://{USER}@127.0.0.1:{self._ports[number]}/postgres"

    @property
    def standbys(self) -> list[int]:
        """Those that run and are not the primary."""
        return [number for number in self._servers if number != self.primary]

    async def start(self) -> None:
        """Start all three."""
        await asyncio.to_thread(self._installed.make_data, self._locate(self.primary))
        await self._run(self.primary)
        for number in _NUMBERS:
            if number != self.primary:
                await self.join(number)

    async def join(self, number: int) -> None:
        """Make a standby of what the primary holds now, and let each change wait for it or the other one."""
        data = self._locate(number)
        await asyncio.to_thread(shutil.rmtree, data, ignore_errors=True)
        copy = "-D", data, "-d", self.name(self.primary), "-R", "-X", "stream", "-c", "fast", "--no-sync"
        await asyncio.to_thread(self._installed.run, "pg_basebackup", *copy)
        await self._run(number)
        await self._name_standbys(self.standbys)
        while len(await self.ask(_STREAMING)) < len(self.standbys):  # noqa: ASYNC110  another process
            await asyncio.sleep(0.02)

    def kill_primary(self) -> None:
        """Kill it with all of its processes at once, as where its machine is lost."""
        killed = self._servers.pop(self.primary)
        os.killpg(killed.pid, signal.SIGKILL)
        killed.wait()

    async def promote(self) -> None:
        """Make that standby the primary which has received most, and let the other one follow it."""
        received = [((await self.ask(_RECEIVED, number))[0][0], number) for number in self.standbys]
        _, self.primary = max(received)
        (other,) = self.standbys
        await self._name_standbys([other])
        source = f"user={USER} host=127.0.0.1 port={self._ports[self.primary]}"
        await self.ask(f"ALTER SYSTEM SET primary_conninfo = '{source}'", other)
        await self.ask("SELECT pg_reload_conf()", other)
        await self.ask("SELECT pg_promote()")

    async def ask(self, sql: str, number: int | None = None) -> list[Any]:
        """Ask the primary something, unless another one is named, and give the rows that it answers."""
        database = await asyncpg.connect(self.name(self.primary if number is None else number))
        try:
            return await database.fetch(sql)
        finally:
            await database.close()

    def close(self) -> None:
        """Stop them."""
        for server in self._servers.values():
            stop(server)

    async def _name_standbys(self, standbys: list[int]) -> None:
        names = ", ".join(map(_name, standbys))
        await self.ask(f"ALTER SYSTEM SET synchronous_standby_names = 'ANY 1 ({names})'")
        await self.ask("SELECT pg_reload_conf()")

    async def _run(self, number: int) -> None:
        named = f"cluster_name={_name(number)}"  # which is also what it calls itself as a standby
        port = self._ports[number]
        start = self._installed.start
        self._servers[number] = await asyncio.to_thread(start, self._locate(number), port, named, *_SETTINGS)

    def _locate(self, number: int) -> Path:
        return self._installed.folder / _name(number)


def _name(number: int) -> str:
    return f"db{number + 1}"


@asynccontextmanager
async def open_replicas(folder: Path) -> AsyncGenerator[Replicas]:
    """Run a primary and two standbys for a trial that works in a folder."""
    replicas = Replicas(Installed(require_programs(folder), folder / "postgres"))
    try:
        await replicas.start()
        yield replicas
    finally:
        replicas.close()
