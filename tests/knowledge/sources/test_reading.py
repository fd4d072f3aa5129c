"""Does one child process read feeds and sitemaps for several sources?"""

import asyncio
from datetime import UTC, date, datetime

import pytest

from knowledge.reading.source import UnreadableError
from knowledge.sources.fetching import Fetched, Outcome
from knowledge.sources.reading import open_reader

pytestmark = [pytest.mark.process, pytest.mark.usefixtures("reading_child")]

TODAY = date(2026, 3, 2)
FEED = b"<rss version='2.0'><channel><title>Holm</title><item><title>The ferry</title></item></channel></rss>"
SITEMAP = b"<urlset><url><loc>https://holm.example/a</loc></url></urlset>"


def fetched(data: bytes) -> Fetched:
    url = "https://holm.example/feed"
    return Fetched(url, url, Outcome.FETCHED, datetime(2026, 3, 2, tzinfo=UTC), 200, data)


async def test_feeds_and_sitemaps_are_read_side_by_side() -> None:
    async with open_reader() as reader:
        asked = asyncio.create_task(reader.read_sitemap(fetched(SITEMAP), TODAY, "*"))
        read = await asyncio.gather(*(reader.read_feed(fetched(FEED), TODAY) for _ in range(3)))
        sitemap = await asked
        assert [page.url for page in sitemap.pages] == ["https://holm.example/a"]
        assert [feed.title for feed in read] == ["Holm"] * 3


async def test_what_is_neither_is_refused_with_its_reason() -> None:
    async with open_reader() as reader:
        with pytest.raises(UnreadableError) as refused:
            await reader.read_feed(fetched(b"no feed"), TODAY)
        assert refused.value.cure
        with pytest.raises(UnreadableError):
            await reader.read_sitemap(fetched(b"no sitemap"), TODAY, "*")
