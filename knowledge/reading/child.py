"""Who reads a file that may be hostile? A child process with limits; if it fails, that costs one file."""

import asyncio
import os
import signal
import sys
from asyncio.subprocess import PIPE, Process
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self, cast

import msgspec

from knowledge.errors import KnowledgeError
from knowledge.model import Problem
from knowledge.reading.document import Document
from knowledge.reading.limits import Limits
from knowledge.reading.protocol import LONGEST_ANSWER, READY, Answer, Listing, Request

COMMAND = (sys.executable, "-P", "-m", "knowledge.reading.worker")
_START_SECONDS = 30
_CURE = "Make it smaller or simpler."


class Child:
    """A process that reads one file after another; a new one takes its place when it had to be ended."""

    def __init__(self, limits: Limits, command: tuple[str, ...] = COMMAND) -> None:
        self._limits = limits
        self._command = command
        self._process: Process | None = None
        self._starting: asyncio.Task[Process] | None = None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._starting:
            # Nobody has waited for it, so its failure is nobody's matter.
            await asyncio.wait([self._starting])
            self._starting.exception()
        await self._end(at_once=kind is not None)

    def begin(self) -> None:
        """Start the process, and do not wait for it: there will be something to read."""
        if self._starting is None and self._process is None:
            self._starting = asyncio.create_task(self._start())

    async def ready(self) -> Process:
        """Wait until there is a process that reads."""
        if self._starting:
            starting, self._starting = self._starting, None
            return await starting
        return self._process or await self._start()

    async def read(self, folder: str, path: str, sha256: str) -> Answer:
        """Read one file; if that takes too long or ends the process, that is the answer."""
        return await self._ask(Request(folder, path, sha256, self._limits))

    async def read_document(self, document: Document) -> Answer:
        """Read what is in no file, likewise."""
        return await self._ask(Request("", document.path, "", self._limits, document))

    async def read_listing(self, document: Document, listing: Listing, pattern: str = "*") -> Answer:
        """Read a feed or a sitemap, whose path is its URL."""
        return await self._ask(Request("", document.path, "", self._limits, document, listing, pattern))

    async def _ask(self, request: Request) -> Answer:
        process, path = await self.ready(), request.path
        try:
            async with asyncio.timeout(self._limits.wall_seconds):
                line = await _exchange(process, msgspec.json.encode(request) + b"\n")
        except TimeoutError:
            await self._end(at_once=True)
            reason = f"took longer than {self._limits.wall_seconds:g} s to read"
            return Answer(problem=Problem(path, reason, _CURE), is_passing=True)
        if not line.endswith(b"\n"):
            code = await self._end(at_once=False)
            if sys.platform != "win32" and code == -signal.SIGXCPU:
                reason = f"took more than {self._limits.cpu_seconds} s of processor time to read"
                return Answer(problem=Problem(path, reason, _CURE))
            reason = f"ended the process that read it (code {code})"
            return Answer(problem=Problem(path, reason, _CURE), is_passing=True)
        return msgspec.json.decode(line, type=Answer)

    async def _start(self) -> Process:
        """Start a process and wait until it is ready; one that never is fails for no fault of a file."""
        try:
            self._process = process = await asyncio.create_subprocess_exec(
                *self._command,
                stdin=PIPE,
                stdout=PIPE,
                env=_clean_environment(),
                limit=LONGEST_ANSWER + 1,
                start_new_session=True,  # Ctrl-C is for the parent, which then ends its children itself
            )
            async with asyncio.timeout(_START_SECONDS):
                ready = await _exchange(process, b"")
        except (OSError, TimeoutError) as error:
            raise _start_error(str(error) or "no sign of life") from error
        if ready != READY:
            raise _start_error(f"ended with {await self._end(at_once=True)}")
        return process

    async def _end(self, *, at_once: bool) -> int | None:
        """Let the process end by itself, which it does when its input ends, or end it; wait for it."""
        process, self._process = self._process, None
        if process is None:
            return None
        cast("asyncio.StreamWriter", process.stdin).close()
        try:
            if not at_once:
                async with asyncio.timeout(self._limits.wall_seconds):
                    await process.wait()
        except TimeoutError:
            pass
        finally:
            with suppress(ProcessLookupError):
                process.kill()
            await process.communicate()
        return process.returncode


def _start_error(reason: str) -> KnowledgeError:
    return KnowledgeError(
        f"The process that reads articles could not be started: {reason}.", "Install talksbot again."
    )


async def _exchange(process: Process, request: bytes) -> bytes:
    """Send a request and wait for a line; a line without its end says that the process has ended."""
    # Both are there because both were asked for; `Process` leaves that open.
    cast("asyncio.StreamWriter", process.stdin).write(request)
    return await cast("asyncio.StreamReader", process.stdout).readline()


def _clean_environment() -> dict[str, str]:
    """Give the child the parent's modules and none of its secrets."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("DISCORD_")}
    return kept | {"PYTHONPATH": os.pathsep.join(entry or str(Path.cwd()) for entry in sys.path)}
