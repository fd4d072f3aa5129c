"""What is not finished yet? The tasks that the process waits for before it ends."""

import asyncio
from contextlib import suppress


class Unfinished:
    """Answers that are being given, notices that are being sent, and what is kept after them."""

    def __init__(self) -> None:
        """Wait for nothing yet."""
        self._tasks: set[asyncio.Task[object]] = set()
        self._ending = asyncio.Event()

    def add(self, task: asyncio.Task[object] | None = None) -> None:
        """Wait for a task at the end; for the one that calls this, where none is given."""
        task = task or asyncio.current_task()
        if task:
            self._tasks.add(task)  # the event loop itself keeps no task alive
            task.add_done_callback(self._tasks.discard)

    async def pause(self, seconds: float) -> None:
        """Let a task of these wait so long, or until the process is to end."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._ending.wait()

    async def wait(self) -> None:
        """Wait until all are finished, those that come meanwhile included; none of them pauses any more."""
        self._ending.set()
        while self._tasks:
            await asyncio.wait(self._tasks)
