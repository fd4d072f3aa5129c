"""Does a power cut lose what was acknowledged? The own SQL of the store, on a disk that forgets.

The statements are those that the real store makes, from the first opening on, in the order in which it makes
them. They are written into a disk in memory; then the power goes at one moment after the other, and the real
store opens what is left.
"""

import random
import shutil
import sqlite3
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Any, Final
from unittest import mock

import apsw
from msgspec import Struct

from knowledge.answers import Verdict
from knowledge.errors import StoreError
from knowledge.store import KnowledgeStore, open_store
from soak.disk import Commit, Disk, Event, Recorder
from soak.stories import make_news, make_story
from soak.trial import Outcome, Trial

FILE: Final = "talksbot.db"
_MANY: Final = 100
"""From so many power cuts on, it is also counted what another setting would lose."""
_SMALL, _LARGE = 20, 900
"""Articles of a story; so many more are more than SQLite keeps in memory, so it writes before the commit."""


class Recording(Struct, frozen=True):
    """What was done to the disk, and what the store held after each acknowledged transaction."""

    events: tuple[Event, ...]
    states: tuple[str, ...]


async def lose_power(times: int, folder: Path) -> Outcome:
    """Cut the power so often, and count what is damaged or forgotten."""
    is_full = times >= _MANY
    statements = await _capture(folder / "captured", _LARGE if is_full else _SMALL)
    corrupt, lost = await _cut(_record(statements), times, folder)
    figures = [f"{corrupt} corrupt"]
    if is_full:
        lazily = [each.replace("synchronous = EXTRA", "synchronous = FULL") for each in statements]
        _, would_lose = await _cut(_record(lazily), times, folder)
        figures.append(f"{would_lose} would lose a transaction with synchronous = FULL")
    return Outcome(times, times - corrupt - lost, lost, tuple(figures))


async def _capture(folder: Path, articles: int) -> list[str]:
    """Do all kinds of things with a store, and give its statements; the last story has so many articles."""
    statements: list[str] = []
    connect: Callable[..., sqlite3.Connection] = sqlite3.connect

    def trace(*arguments: Any, **named: Any) -> sqlite3.Connection:
        connection = connect(*arguments, **named)
        connection.set_trace_callback(statements.append)
        return connection

    with mock.patch.object(sqlite3, "connect", trace):
        async with open_store(folder) as store:
            for number in range(1, 6):
                await _work(store, number, articles if number == 5 else _SMALL)
    return statements


async def _work(store: KnowledgeStore, number: int, articles: int) -> None:
    """Publish, and do what people do meanwhile."""
    followed = await store.subscriptions.add(f"Topic {number}", user=number)
    await store.waiting.add(number, f"Question {number}?")
    head = await store.publish(make_story(number, articles), str(number), *make_news(number))
    await store.inquiries.add(None, "key", "Who?", Verdict.NONE)
    await store.facts.remember("commands", str(number))
    await store.outbox.mark_sent(f"{number}-1", number)
    if number == 4:
        await store.subscriptions.remove(followed.number)
        await store.forget_user(1)
        await store.withdraw(head.corpus_id, None)


def _record(statements: Iterable[str]) -> Recording:
    """Do the statements on a disk that writes down what is done to it."""
    disk = Recorder()
    states: list[str] = []
    with closing(apsw.Connection(FILE, vfs="recorder")) as connection:

        def execute(sql: str) -> list[Sequence[object]]:
            # apsw's own types are not all known.
            return list(connection.execute(sql))  # pyright: ignore[reportUnknownMemberType]

        for each in statements:
            execute(each)
            if each.strip("\n;").upper() == "COMMIT":
                disk.events.append(Commit())
                states.append(_name_state(execute))
    disk.unregister()
    return Recording(tuple(disk.events), tuple(states))


def _name_state(execute: Callable[[str], Iterable[Sequence[object]]]) -> str:
    """Name all that a database holds."""
    tables = sorted(str(row[0]) for row in execute("SELECT name FROM sqlite_schema WHERE type = 'table'"))
    selects = (f'SELECT * FROM "{table}"' for table in tables)  # noqa: S608 -- the names are ours
    rows = [[tuple(row) for row in execute(each)] for each in selects]
    return sha256(repr((tables, rows)).encode()).hexdigest()


async def _cut(recording: Recording, times: int, folder: Path) -> tuple[int, int]:
    """Cut the power so often; return how often the store was damaged, and how often it forgot something."""
    chance = random.Random(times)  # noqa: S311 -- the same at each run
    moments = sorted(_choose_moment(recording.events, chance) for _ in range(times))
    corrupt = lost = 0
    disk, place = Disk(), folder / "left"
    done = 0
    for moment in moments:
        for event in recording.events[done:moment]:
            disk.do(event)
        done = moment
        with _write_files(place, disk.lose_power(chance)):
            found = await _find_state(place, recording.states)
        # Nothing is what a new store begins with; and what was under way may be there, whole.
        acknowledged = max(disk.commits, 1)
        corrupt += found not in range(1, acknowledged + 2)
        lost += found in range(1, acknowledged)
    return corrupt, lost


def _choose_moment(events: Sequence[Event], chance: random.Random) -> int:
    """Choose a transaction, then a moment of it: small ones are to be cut off as often as large ones."""
    ends = [0, *(place for place, event in enumerate(events, 1) if isinstance(event, Commit)), len(events)]
    number = chance.randrange(len(ends) - 1)
    return chance.randint(ends[number], ends[number + 1])


@contextmanager
def _write_files(folder: Path, files: dict[str, bytes]) -> Generator[None]:
    folder.mkdir()
    for name, content in files.items():
        (folder / name).write_bytes(content)
    try:
        yield
    finally:
        shutil.rmtree(folder)


async def _find_state(folder: Path, states: Sequence[str]) -> int | None:
    """Open what is left; say after which transaction it was so, or None where it is damaged."""
    try:
        async with open_store(folder) as store:
            for kept in await store.corpora.find_kept():
                await store.corpora.load(kept.corpus_id)
    except StoreError:
        return None

    with closing(sqlite3.connect(folder / FILE)) as database:

        def execute(sql: str) -> Iterator[Sequence[object]]:
            return iter(database.execute(sql))

        named = _name_state(execute)
    return states.index(named) + 1 if named in states else None


TRIAL = Trial("R3", "power cut: writes that were not synced dropped and torn", lose_power, short=12, full=500)
