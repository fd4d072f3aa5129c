"""R23: is nothing left of who is to be forgotten, in any column of any table, also after a kill?"""

import asyncio
import random
import re
import signal
import sqlite3
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from knowledge.answers import Verdict
from knowledge.model import Article, Corpus, NewArticle, StatusChange
from knowledge.notices.audience import Board, Digest, DigestPlan, Known, Notice
from knowledge.notices.preferences import Preferences
from knowledge.store import KnowledgeStore, open_store
from soak.trial import Outcome, Trial

_USERS, _SERVERS, _CHANNELS = (each * 10**17 for each in (3, 5, 7))
"""Ids as long as Discord's, none of which is a part of another one."""
_VOTER = 9 * 10**17
"""Somebody who is never forgotten."""
_ID = re.compile(rb"\d{18}")
_KILLED = 20
"""One in so many processes is killed; each of them forgets this many."""
_START = datetime(2026, 3, 1, 12, tzinfo=UTC)
_DAY = date(2026, 3, 1)
_CHANGE = StatusChange("Gas", None, None)


async def run(times: int, folder: Path) -> Outcome:
    """Forget so many users and servers, a part of them in processes that are killed; then let all be old."""
    kills = times // _KILLED
    users, servers = (range(first, first + times) for first in (_USERS, _SERVERS))
    async with open_store(folder, clock=lambda: _START) as store:
        await _fill(store, users, servers)
    torn = 0
    for batch in range(kills):
        some = slice(batch * _KILLED, (batch + 1) * _KILLED)
        torn += await _kill(folder, [*users[some], *servers[some]])
    async with open_store(folder, clock=lambda: _START) as store:
        for user, server in zip(users, servers, strict=True):
            await store.forget_user(user)
            await store.forget_guild(server)
        known = len(await store.servers.find_known())
    held = find_ids(folder)
    left = sum(held[each] for server in servers for each in (server, *_own(server)))
    left += sum(held[each] for each in users)
    old = await _grow_old(folder)
    figures = f"{kills} processes killed", f"{left} rows left of them, {old} of what is old"
    tried, failed = 2 * times + kills + 1, bool(torn) + bool(left) + bool(known) + bool(old)
    return Outcome(tried, tried - failed, torn + left + known + old, figures)


TRIAL = Trial("R23", "forget users and servers, killed in the middle; let all grow old", run, 40, 1_000)


async def _fill(store: KnowledgeStore, users: Iterable[int], servers: Iterable[int]) -> None:
    """Keep all that can be kept of users and servers."""
    notices: list[Notice] = []
    for user in users:
        followed = (await store.subscriptions.add("Gas", user=user)).number
        await store.waiting.add(user, f"Who, {user % 1_000}?")
        await store.feed.mark_seen(user, 1)
        await store.inquiries.add(None, f"key {user % 1_000}", "What?", Verdict.NONE)
        await store.inquiries.rate(f"key {user % 1_000}", user, helpful=True)
        notices += [
            Notice(f"user {followed}", _CHANGE, user=user, subscription=followed, fact="agreed"),
            Notice(f"waiting {followed}", Known(f"Who, {user % 1_000}?"), user=user),
        ]
    for server in servers:
        news, board, articles = _own(server)
        followed = (
            await store.subscriptions.add(None, channel=news, guild=server, edits=server % 2 == 0)
        ).number
        preferences = Preferences(own_channels=(news, board), article_channel=articles, language="uk")
        await store.servers.save(server, preferences)
        await store.boards.save(Board(server, board, 5))
        await store.digests.save_plan(DigestPlan(server, news, 8, "UTC"))
        await store.digests.count_asked(server, "Gas")
        digest = Notice(f"digest {followed}", Digest(_DAY, (), (), ()), channel=news, guild=server)
        await store.digests.close_day(server, _DAY, 0, digest)
        await store.digests.count_asked(server, "Oil")
        await store.inquiries.add(server, f"key {followed}", "What?", Verdict.NONE)
        await store.inquiries.rate(f"key {followed}", _VOTER, helpful=True, guild=server)
        article = NewArticle.of(Article("a.txt", "A", "en", ()))
        notices += [
            Notice(f"channel {followed}", _CHANGE, channel=news, subscription=followed, fact="agreed"),
            Notice(f"article {followed}", article, channel=articles, guild=server),
        ]
    await store.publish(Corpus((Article("a.txt", "A", "en", ()),)), "", None, notices)
    for notice in notices[::2]:
        await store.outbox.mark_sent(notice.nonce, 9)


def _own(server: int) -> tuple[int, int, int]:
    """Give the channels of a server."""
    first = _CHANNELS + 10 * (server - _SERVERS)
    return first, first + 1, first + 2


async def _kill(folder: Path, ids: Sequence[int]) -> int:
    """Let a process forget these one after the other, and kill it; count those of which a part is left.

    Of those that it was done with nothing is, of the one that it was at nothing or all.
    """
    before = find_ids(folder)
    command = sys.executable, "-m", __name__, str(folder), *map(str, ids)
    process = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE)
    assert process.stdout  # noqa: S101  it was asked for
    said = [await process.stdout.readline() for _ in range(random.randrange(1, len(ids)))]  # noqa: S311
    process.send_signal(signal.SIGKILL)
    rest, _ = await process.communicate()
    done, after = len(said) + rest.count(b"\n"), find_ids(folder)
    torn = sum(after[each] > 0 for each in ids[:done])
    torn += sum(after[each] not in (0, before[each]) for each in ids[done : done + 1])
    return torn + sum(after[each] != before[each] for each in ids[done + 1 :])


async def _forget(folder: Path, ids: Iterable[int]) -> None:
    """Forget these, and say so after each: in the process that is killed."""
    async with open_store(folder, clock=lambda: _START) as store:
        for each in ids:
            if each < _SERVERS:
                await store.forget_user(each)
            else:
                await store.forget_guild(each)
            print(each, flush=True)


async def _grow_old(folder: Path) -> int:
    """Ask and send something, let it be 91 days later, and count what is left of it."""
    now = _START
    async with open_store(folder, clock=lambda: now) as store:
        await _fill(store, [_USERS - 1], [_SERVERS - 1])
        await store.outbox.drop("nothing")
        now += timedelta(days=91)
        await store.forget_old()
    return (
        _count(folder, "inquiry", "")
        + _count(folder, "vote", "")
        + _count(folder, "outbox", "state = 'sent'")
    )


def find_ids(folder: Path) -> Counter[int]:
    """Count the rows of all tables that hold an id in any column, also inside of a text or JSON."""
    found = Counter[int]()
    with closing(sqlite3.connect(folder / "talksbot.db")) as database:
        tables = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        for table in tables:
            rows: Iterable[tuple[Any, ...]] = database.execute(f"SELECT * FROM {table}")  # noqa: S608  its own
            for row in rows:
                held = b" ".join(each if isinstance(each, bytes) else str(each).encode() for each in row)
                found.update(set(map(int, _ID.findall(held))))
    return found


def _count(folder: Path, table: str, which: str) -> int:
    with closing(sqlite3.connect(folder / "talksbot.db")) as database:
        where = f" WHERE {which}" if which else ""
        ((number,),) = database.execute(f"SELECT count(*) FROM {table}{where}")  # noqa: S608  named above
    return number


if __name__ == "__main__":
    asyncio.run(_forget(Path(sys.argv[1]), map(int, sys.argv[2:])))
