"""What does another process do to a store? It publishes, migrates, overwrites or fills it."""

import asyncio
import os
import resource
import signal
import sqlite3
import sys
from datetime import UTC, datetime
from pathlib import Path

from knowledge.errors import StoreError
from knowledge.model import Article, Corpus, Kind, Passage, StatusChange
from knowledge.notices.audience import Bulletin, Notice
from knowledge.store.sqlite import open_store

LATER = datetime(2100, 1, 1, tzinfo=UTC)


def story(number: int, articles: int = 60) -> Corpus:
    """Make a corpus of 3 KB texts, of which every third is new each time."""
    texts = (f"{number if place % 3 == 0 else 'same'} {place} " + "word " * 600 for place in range(articles))
    passages = (Passage(text, Kind.PARAGRAPH, (), (1, 1)) for text in texts)
    return Corpus(tuple(Article(f"{n:03}.md", str(n), "en", (p,)) for n, p in enumerate(passages)))


def news(number: int) -> tuple[Bulletin, list[Notice], list[int]]:
    """Make what comes with a publication: a bulletin, five notices, and a question that is answered."""
    change = StatusChange(f"Topic {number}", None, None)
    notices = [Notice(f"{number}-{place}", change, channel=place) for place in range(1, 6)]
    return Bulletin((change,)), notices, [number]


async def publish_on_and_on(folder: Path) -> None:
    async with open_store(folder) as store:
        for number in range(1, 10_000):
            await store.waiting.add(1, f"question {number}")
            await store.publish(story(number), str(number), *news(number))
            print(number, flush=True)


async def migrate(folder: Path, schema: Path) -> None:
    print("ready", flush=True)
    async with open_store(folder, schema=schema):
        pass


def overwrite(folder: Path) -> None:
    """Write over all texts with so small a cache that they reach the file, and die before the commit."""
    database = sqlite3.connect(folder / "talksbot.db", isolation_level=None)
    database.execute("PRAGMA cache_size = 1")
    database.execute("BEGIN")
    database.execute("UPDATE body SET bytes = randomblob(length(bytes))")
    os.kill(os.getpid(), signal.SIGKILL)


async def fill_the_disk(folder: Path) -> None:
    """Publish under ten limits of the size of files, then without one.

    A full disk lets no file grow: at 0 that is the journal, from the present size on it is the database.
    """
    async with open_store(folder) as store:
        old = await store.publish(story(1), "1")
        await store.waiting.add(1, "question")
        size = (folder / "talksbot.db").stat().st_size
        _, most = resource.getrlimit(resource.RLIMIT_FSIZE)
        for limit in (0, *(size * eighths // 8 for eighths in range(8, 17))):
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, most))
            try:
                await store.publish(story(2, articles=400), "2", *news(1))
            except StoreError as refusal:
                print("refused" if "free space" in refusal.cure else refusal)
            assert (await store.feed.get_newest(), await store.outbox.find_due(LATER)) == (0, ())
            assert len(await store.waiting.find()) == 1
            assert await store.corpora.get_head() == old
            assert await store.corpora.load(old.corpus_id) == story(1)
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
        new = await store.publish(story(2, articles=400), "2", *news(1))
        assert (await store.feed.get_newest(), len(await store.outbox.find_due(LATER))) == (1, 5)
        assert await store.corpora.load(new.corpus_id) == story(2, articles=400)
        print("recovered")


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["publish", folder]:
            asyncio.run(publish_on_and_on(Path(folder)))
        case ["migrate", folder, schema]:
            asyncio.run(migrate(Path(folder), Path(schema)))
        case ["overwrite", folder]:
            overwrite(Path(folder))
        case ["fill", folder]:
            asyncio.run(fill_the_disk(Path(folder)))
        case _:
            sys.exit("usage: publish|migrate|overwrite|fill FOLDER [SCHEMA]")
