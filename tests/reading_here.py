"""Who reads articles in a test that is not about the process that reads them? The test's own process.

To start a Python for each reload of each test took a third of the time of all tests.
"""

import asyncio
from typing import Self

from knowledge.reading.document import Document
from knowledge.reading.limits import Limits
from knowledge.reading.protocol import Answer, Listing, Request
from knowledge.reading.worker import answer

READERS = (
    "knowledge.sources.documents.Child",
    "knowledge.sources.inspection.Child",
    "knowledge.sources.reader.Child",
    "knowledge.sources.reading.Child",
)
"""Where articles are given to a child process."""


class ReadingHere:
    """Reads what a `Child` would, without its limits."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        pass

    def begin(self) -> None:
        pass

    async def ready(self) -> None:
        pass

    async def read(self, folder: str, path: str, sha256: str) -> Answer:
        return await self._ask(Request(folder, path, sha256, self._limits))

    async def read_document(self, document: Document) -> Answer:
        return await self._ask(Request("", document.path, "", self._limits, document))

    async def read_listing(self, document: Document, listing: Listing, pattern: str = "*") -> Answer:
        return await self._ask(Request("", document.path, "", self._limits, document, listing, pattern))

    async def _ask(self, request: Request) -> Answer:
        return await asyncio.to_thread(answer, request)
