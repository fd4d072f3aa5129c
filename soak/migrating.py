"""Does a migration that is killed leave the old store or the new one, whole? From each released schema."""

import random
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Final

from knowledge.errors import StoreError
from knowledge.store import open_store
from knowledge.store.sqlite import read_schema
from soak.nursery import make_victim
from soak.stories import make_story
from soak.trial import Outcome, Trial

_MOST_SECONDS: Final = 0.05
"""How long after its begin a migration is killed, at most; most take less."""


async def kill_migrations(times: int, folder: Path) -> Outcome:
    """Kill so many processes while they bring an old store up to date, and look at what each left."""
    chance = random.Random(times)  # noqa: S311 -- the same at each run
    schema = read_schema()
    versions = range(1, len(schema))[:times]
    old = [await _make_old(folder / f"schema {n}", schema[:n]) for n in versions]
    survived = lost = finished = 0
    for number in range(times):
        version = number % len(old) + 1
        place = folder / str(number)
        shutil.copytree(old[version - 1], place / "data")
        with make_victim("migrate", place) as victim:
            victim.wait_for_line()
            victim.wait_for_line(chance.uniform(0, _MOST_SECONDS))
            finished += "done" in victim.kill()
        is_whole = await _is_whole(place / "data", version, len(schema))
        survived += is_whole
        lost += not is_whole
    return Outcome(times, survived, lost, (f"from {len(old)} schemas", f"{finished} had just ended"))


async def _make_old(folder: Path, migrations: tuple[str, ...]) -> Path:
    """Make a store as an earlier version did, with a story in it and somebody who waits for news of it."""
    async with open_store(folder / "new") as store:
        await store.publish(make_story(1), "1")
    file = folder / "talksbot.db"
    with closing(sqlite3.connect(file, isolation_level=None)) as database:
        for sql in migrations:
            database.executescript(sql)
        database.execute(f"PRAGMA user_version = {len(migrations)}")
        database.execute("ATTACH ? AS new", (str(folder / "new" / "talksbot.db"),))
        for table in ("corpus", "body", "line"):
            database.execute(f"INSERT INTO {table} SELECT * FROM new.{table}")  # noqa: S608 -- from above
        if len(migrations) > 2:
            database.execute("INSERT INTO waiting (user, question, after) VALUES (1, 'Who?', 0)")
    shutil.rmtree(folder / "new")
    return folder


async def _is_whole(data: Path, version: int, newest: int) -> bool:
    """Whether the store opens, at the newest schema, with all that it held, and its copy is whole."""
    copy = data / f"talksbot.db.before-{version + 1:04}"
    if copy.exists():
        with closing(sqlite3.connect(copy)) as database:
            found = database.execute("PRAGMA integrity_check").fetchone(), _read_version(database)
        if found != (("ok",), version):
            return False
    try:
        async with open_store(data) as store:
            (head,) = await store.corpora.find_kept()
            story = await store.corpora.load(head.corpus_id)
            waiting = await store.waiting.find()
    except StoreError:
        return False
    with closing(sqlite3.connect(data / "talksbot.db")) as database:
        is_newest = _read_version(database) == newest
    return is_newest and story == make_story(1) and len(waiting) == (version > 2) and copy.exists()


def _read_version(database: sqlite3.Connection) -> int:
    return database.execute("PRAGMA user_version").fetchone()[0]


TRIAL = Trial(
    "R24", "kill -9 while a store of each schema is brought up to date", kill_migrations, short=2, full=50
)
