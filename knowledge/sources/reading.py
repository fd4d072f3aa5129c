"""Who reads what live sources hold? One child process, which several sources ask in turn."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import date

from knowledge.model import Problem
from knowledge.reading.child import Child
from knowledge.reading.document import Document
from knowledge.reading.limits import DEFAULT, Limits
from knowledge.reading.listings import Feed, Sitemap
from knowledge.reading.protocol import Answer, Listing
from knowledge.reading.source import UnreadableError
from knowledge.sources.fetching import Fetched


@asynccontextmanager
async def open_reader(limits: Limits = DEFAULT) -> AsyncGenerator["ChildReader"]:
    """Open what reads; the process starts when there is something to read."""
    async with Child(limits) as child:
        yield ChildReader(child)


class ChildReader:
    """Reads feeds, sitemaps and articles, one at a time; made by `open_reader`."""

    def __init__(self, child: Child) -> None:
        self._child = child
        self._turn = asyncio.Lock()

    async def read_feed(self, fetched: Fetched, today: date) -> Feed:
        """Read a feed; raises UnreadableError."""
        found = await self._read(fetched, today, Listing.FEED)
        if found.feed is None:
            raise _refuse(found)
        return found.feed

    async def read_sitemap(self, fetched: Fetched, today: date, pattern: str) -> Sitemap:
        """Read a sitemap; raises UnreadableError."""
        found = await self._read(fetched, today, Listing.SITEMAP, pattern)
        if found.sitemap is None:
            raise _refuse(found)
        return found.sitemap

    async def read_document(self, document: Document) -> Answer:
        """Read an article."""
        async with self._turn:
            return await self._child.read_document(document)

    async def _read(self, fetched: Fetched, today: date, listing: Listing, pattern: str = "*") -> Answer:
        document = Document(fetched.final_url, fetched.data, today, charset=fetched.charset)
        async with self._turn:
            return await self._child.read_listing(document, listing, pattern)


def _refuse(found: Answer) -> UnreadableError:
    problem = found.problem or Problem("", "holds nothing that can be read", "Look at it in a browser.")
    return UnreadableError(problem.reason, problem.cure)
