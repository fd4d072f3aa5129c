"""What is not finished yet? The tasks that the process waits for before it ends."""

import asyncio


class Unfinished:
    """Answers that are being given, notices that are being sent, and what is kept after them."""

    def __init__(self) -> None:
        """Wait for nothing yet."""
        self._tasks: set[asyncio.Task[object]] = set()

    def add(self, task: asyncio.Task[object] | None = None) -> None:
        """Wait for a task at the end; for the one that calls this, where none is given."""
        task = task or asyncio.current_task()
        if task:
            self._tasks.add(task)  # the event loop itself keeps no task alive
            task.add_done_callback(self._tasks.discard)

    async def wait(self) -> None:
        """Wait until all are finished, those that come meanwhile included."""
        while self._tasks:
            await asyncio.wait(self._tasks)
