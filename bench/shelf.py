"""What does a store keep of live sources? The same in memory, with a reader that is no process of its own."""

from collections.abc import Mapping
from datetime import date, datetime

from knowledge.reading.feeds import Feed, read_feed
from knowledge.reading.sitemaps import Sitemap, read_sitemap
from knowledge.sources.fetching import Fetched, Fetcher
from knowledge.sources.live import Kept, Reader, Round, SourceSpec, SourceState, look, settle

_AD = b"<!-- advertisement -->"


def read_fetched(fetched: Fetched, today: date) -> Feed:
    """Read the feed that was fetched."""
    return read_feed(fetched.data, fetched.final_url, fetched.content_type, fetched.charset, today=today)


class DirectReader:
    """Reads in this process: what it is given is known to be harmless."""

    async def read_feed(self, fetched: Fetched, today: date) -> Feed:
        """Read a feed."""
        return read_fetched(fetched, today)

    async def read_sitemap(self, fetched: Fetched, today: date, pattern: str) -> Sitemap:
        """Read a sitemap."""
        return read_sitemap(fetched.data, today=today, pattern=pattern)


class Shelf:
    """Keeps one source: its state, its articles, and their bytes."""

    def __init__(self, spec: SourceSpec) -> None:
        self.spec = spec
        self.state = SourceState()
        self.kept: dict[str, Kept] = {}
        self.data: dict[str, bytes] = {}

    async def look(
        self, fetcher: Fetcher, now: datetime, *, random: float = 0, reader: Reader | None = None
    ) -> Round:
        """Look at the source, decide about changes, and keep what came of it."""
        found = await look(
            self.spec, self.state, self.kept, fetcher, reader or DirectReader(), now, random=lambda: random
        )
        known = self.data | dict(found.data)

        async def same(before: Kept, after: Kept) -> bool:
            return _words(known, before) == _words(known, after)

        settled = await settle(found, same)
        self.state = settled.state
        self.kept |= {kept.identity: kept for kept in settled.kept}
        self.data |= settled.data
        return settled

    def text(self, identity: str) -> str:
        """Give what an article says now."""
        return self.data[self.kept[identity].version.sha256].decode()


def _words(data: Mapping[str, bytes], kept: Kept) -> bytes:
    """Give what is read of a page; the advertisement behind the mark is not."""
    return data[kept.version.sha256].partition(_AD)[0]
