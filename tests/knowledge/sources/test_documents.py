"""Are articles that are kept beside the folder read once, as long as their bytes are the same?"""

from collections.abc import Collection, Mapping
from datetime import UTC, date, datetime
from hashlib import sha256

import pytest
from msgspec.structs import replace

from knowledge.model import Corpus
from knowledge.reading.limits import DEFAULT, Limits
from knowledge.reading.version import name_reading
from knowledge.sources.documents import Shelf, Shelves
from knowledge.sources.kept import Kept, Told, Version
from knowledge.sources.recollection import Past, Recollection

pytestmark = pytest.mark.process

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
PAGES = {"ferry": b"<title>Ferry</title><p>The night boat sails again from Monday on.</p>", "empty": b"..."}


def keep(name: str) -> Kept:
    url = f"https://holm.example/{name}"
    digest = sha256(PAGES[name]).hexdigest()
    kind = "text/html" if name == "ferry" else "text/plain"
    return Kept("holm", f"url:{url}", Told(url), Version(digest, url, url, kind, "utf-8", NOON), NOON, NOON)


class Store:
    """Gives bytes, and counts how often it is asked."""

    def __init__(self) -> None:
        self.asked = 0

    async def load(self, hashes: Collection[str]) -> Mapping[str, bytes]:
        self.asked += 1
        known = {sha256(data).hexdigest(): data for data in PAGES.values()}
        return {each: known[each] for each in hashes}


def remember(shelf: Shelf) -> Past:
    """Remember a shelf as a store does."""
    kept = Recollection(name_reading(DEFAULT), documents=dict(shelf.remembered)).encode()
    return Past(Recollection.decode(kept), Corpus(shelf.articles))


async def test_what_another_process_has_read_is_not_read_again() -> None:
    store, kept = Store(), [keep("ferry"), keep("empty")]
    first = await Shelves().read(kept, store.load)
    assert ([article.title for article in first.articles], len(first.problems)) == (["Ferry"], 1)
    assert store.asked == 2
    again = await Shelves().read(kept, store.load, remember(first))
    assert (again, store.asked) == (first, 2)
    later = replace(kept[0], gone_since=date(2026, 4, 1))
    changed = await Shelves().read([later, kept[1]], store.load, remember(first))
    assert [article.gone_since for article in changed.articles] == [date(2026, 4, 1)]
    assert store.asked == 3


async def test_one_process_reads_the_same_only_once() -> None:
    store, shelves = Store(), Shelves()
    first = await shelves.read([keep("ferry")], store.load)
    assert (await shelves.read([keep("ferry")], store.load), store.asked) == (first, 1)


@pytest.mark.usefixtures("reading_child")
async def test_what_took_too_long_is_tried_again() -> None:
    store, shelves = Store(), Shelves(Limits(wall_seconds=0))
    for times in (1, 2):
        hurried = await shelves.read([keep("ferry")], store.load)
        assert [problem.reason for problem in hurried.problems] == ["took longer than 0 s to read"]
        assert (hurried.remembered, store.asked) == ({}, times)
