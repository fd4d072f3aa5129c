"""What does a process do to a store until it is killed? It publishes, reloads, migrates, or fills the disk.

`python -m soak.deeds` reads lines that name a deed and its folder, and does each in a process of its own: all
is imported by then, so the deed begins at once. `soak.nursery` is its other end.
"""

import asyncio
import logging
import os
import resource
import sys
from collections.abc import Awaitable, Callable
from itertools import count
from pathlib import Path
from typing import Final

from bench.asking import ask, open_base
from knowledge.answers import Verdict, find_shown
from knowledge.base import KnowledgeBase
from knowledge.errors import StoreError
from knowledge.notices.preferences import Preferences
from knowledge.store import open_store
from soak.stories import make_news, make_story, write_articles

_log = logging.getLogger(__name__)

Deed = Callable[[KnowledgeBase], Awaitable[None]]


async def publish(folder: Path) -> None:
    """Publish one story after the other, and say which of them are kept."""
    async with open_store(folder / "data") as store:
        for number in count(1):
            await store.publish(make_story(number, 60), str(number), *make_news(number))
            _say(str(number))


async def reload(folder: Path) -> None:
    """Write all articles anew and reload them, again and again, and say which editions are kept."""
    async with open_base(folder / "data", folder / "articles", write=True) as base:
        edition = int(base.snapshot.corpus.articles[0].title.split()[1])
        _say(str(edition))
        for later in count(edition + 1):
            write_articles(folder / "articles", later)
            await base.reload(confirmed=True)
            _say(str(later))


async def migrate(folder: Path) -> None:
    """Open a store of an earlier version."""
    _say("ready")
    async with open_store(folder / "data"):
        _say("done")


async def fill_the_disk(folder: Path) -> None:
    """Reload, set and rate under several limits of the size of files, then without one, and log all of it.

    A full disk lets no file grow: at 0 that is the journal, from the present size on it is the database. How
    many limits there are is what the file `limits` says.
    """
    limits = int((folder / "limits").read_text())
    # As a bot's: what it prints goes into a file on that disk.
    os.dup2(os.open(folder / "log", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), sys.stderr.fileno())
    logging.basicConfig(stream=sys.stderr, level=logging.INFO)
    write_articles(folder / "articles", 1)
    async with open_base(folder / "data", folder / "articles", write=True) as base:
        await base.store.inquiries.add(1, "key", "Who?", Verdict.NONE)
        write_articles(folder / "articles", 2, words=9_000)
        size = (folder / "data" / "talksbot.db").stat().st_size
        _, most = resource.getrlimit(resource.RLIMIT_FSIZE)
        for eighths in (0, *range(8, 7 + limits)):
            for name, deed in _DEEDS.items():
                resource.setrlimit(resource.RLIMIT_FSIZE, (size * eighths // 8, most))
                _log.info("what is on the disk is %s", name)
                said = await _try(base, deed)
                resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
                _say(f"{name} {said}")
        for deed in _DEEDS.values():
            await deed(base)
        _log.info("there is room again")
    shown = find_shown(ask(base.snapshot, "What does page 3 say?"))
    _say("recovered" if "edition 2" in shown[0] else f"what is served is {shown}")


async def _reload(base: KnowledgeBase) -> None:
    await base.reload(confirmed=True)


async def _set(base: KnowledgeBase) -> None:
    known = (await base.store.servers.find()).get(1, Preferences())
    # Larger than a page, and then larger again: the file has to grow.
    await base.store.servers.save(1, Preferences(prefix=f"{known.prefix}{'?' * 100_000}"))


async def _rate(base: KnowledgeBase) -> None:
    await base.store.inquiries.rate("key", 1, helpful=True, guild=1)


_DEEDS: Final[dict[str, Deed]] = {"reload": _reload, "setting": _set, "feedback": _rate}


async def _try(base: KnowledgeBase, deed: Deed) -> str:
    """Do it on a full disk: it is done, or it is refused and all is as it was."""
    before, served = await _look(base), base.snapshot
    try:
        await deed(base)
    except StoreError as error:
        unchanged = (await _look(base), base.snapshot) == (before, served)
        return "refused" if unchanged and "free space" in error.cure else f"was refused: {error}"
    return "done"


async def _look(base: KnowledgeBase) -> object:
    """Give all that the deeds change."""
    store = base.store
    return (
        await store.corpora.find_kept(),
        await store.servers.find(),
        await store.export_user(1),
        ask(base.snapshot, "What does page 3 say?"),
    )


def _say(line: str) -> None:
    # At once: two processes write here.
    os.write(sys.stdout.fileno(), f"{line}\n".encode())


_ALL: Final[dict[str, Callable[[Path], Awaitable[None]]]] = {
    "publish": publish,
    "reload": reload,
    "migrate": migrate,
    "fill": fill_the_disk,
}


async def _do(name: str, folder: Path) -> None:
    await _ALL[name](folder)


def _serve() -> None:
    """Do what is asked for, one after the other."""
    pid = 0
    for line in sys.stdin:
        if pid:
            os.waitpid(pid, 0)
        name, folder = line.rstrip("\n").split(" ", 1)
        # There is no thread yet that a fork would lose.
        pid = os.fork()
        if not pid:
            _say(f"born {os.getpid()}")
            asyncio.run(_do(name, Path(folder)))
            os._exit(0)
        # It keeps its id until the next one is asked for, so that nobody else can be killed in its place.
        os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT)
        _say("gone")


if __name__ == "__main__":
    _serve()
