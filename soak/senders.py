"""Is each notice sent once where several processes send? Two share the servers; each is killed, and again.

Real processes on one PostgreSQL and a Discord on this machine, while a third publishes. When one is killed is
drawn: so many messages after it was started, and a moment later, which Discord may have used or not.
"""

import asyncio
import os
import random
import re
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections import Counter
from collections.abc import AsyncGenerator, Callable, Iterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import date, timedelta
from pathlib import Path

from bench.channels import Channels, text
from bench.loopback import open_loopback
from knowledge.base import KnowledgeBase
from knowledge.notices.preferences import Preferences
from knowledge.notices.share import Share
from knowledge.opening import open_base
from knowledge.store import Address
from knowledge.when import When
from soak.postgres import open_postgres
from soak.trial import Outcome, Trial

_SHARES = Share(0, 0, 2), Share(1, 1, 2)
_CHANNELS = {number: (number << 22) + 1 for number in range(5_001, 5_009)}
"""Where statuses are told, each with its server: half of them on either shard."""
_NEWS = {number: (number << 22) + 2 for number in (6_001, 6_002)}
"""Where new articles are."""
_USERS = 7_001, 7_002
_TOPICS = "Amber Bridge", "Grain Quay"
_TOLD = re.compile(r"\*\*([\w ]+)\*\*: .*→ \*\*Agreed in round (\d+)\*\*")
_ANNOUNCED = re.compile(r"(Report) (\d+)")
_MOST_MESSAGES = 5
"""Between a start and the kill, at most."""
_DELAY_SECONDS = 0.03
_PATIENCE_SECONDS = 90.0
"""How long a process may take from its start to so many messages, and both in the end to all of them."""


class _Sender:
    """Begins a process that sends what is due to a share, and kills it."""

    def __init__(self, nursery: Process) -> None:
        self._nursery = nursery

    @asynccontextmanager
    async def start(self) -> AsyncGenerator[None]:
        """Have one that sends, and kill it in the end."""
        assert self._nursery.stdin  # noqa: S101  it is a pipe
        self._nursery.stdin.write(b"\n")
        pid = int(await self._read())
        try:
            yield
        finally:
            os.kill(pid, signal.SIGKILL)
            await self._read()

    async def _read(self) -> bytes:
        assert self._nursery.stdout  # noqa: S101  it is a pipe
        return await self._nursery.stdout.readline()


@asynccontextmanager
async def _open_sender(url: str, http: str, folder: Path, share: Share) -> AsyncGenerator[_Sender]:
    told = (url, http, folder, *map(str, (share.first, share.last, share.of)))
    with (folder / f"log {share.first}").open("wb") as log:
        command = sys.executable, "-m", "soak.sender", *told
        nursery = await asyncio.create_subprocess_exec(*command, stdin=PIPE, stdout=PIPE, stderr=log)
        try:
            yield _Sender(nursery)
        finally:
            nursery.kill()
            await nursery.wait()


class _Trial:
    """Two processes that send, and what each receiver is told once."""

    def __init__(self, folder: Path, channels: Channels, senders: Mapping[Share, "_Sender"]) -> None:
        self._folder, self._channels, self._senders = folder, channels, senders
        self.expected = Counter[tuple[int, str, int]]()
        """Receiver, what it is told of, and of which round."""
        self.rounds = 0

    async def publish(self, base: KnowledgeBase) -> None:
        """Publish whenever one of the processes has too little left to be sent, for ever."""
        while True:
            if all(self._count_left(share) > 2 * _MOST_MESSAGES for share in _SHARES):
                await asyncio.sleep(0.05)
                continue
            self.rounds += 1
            _write_article(self._folder / "articles", self.rounds)
            await base.reload()
            self.expected.update(_list_round(self.rounds))

    async def kill(self, share: Share, times: int) -> int:
        """Start and kill the process of a share so many times; return how often it sent enough before."""
        chance = random.Random(share.first)  # noqa: S311  no secret
        good = 0
        for _ in range(times):
            until = self._count(share) + chance.randint(1, _MOST_MESSAGES)
            async with self._senders[share].start():
                good += await _wait_until(lambda until=until: self._count(share) >= until)
                await asyncio.sleep(chance.uniform(0, _DELAY_SECONDS))
        return good

    async def send_the_rest(self) -> None:
        """Let both processes send what is left, for as long as they may take."""
        one, other = self._senders.values()
        async with one.start(), other.start():
            await _wait_until(lambda: not self.expected - self.find_told())

    def find_told(self) -> Counter[tuple[int, str, int]]:
        """Count what each receiver was told."""
        return Counter(
            (int(receiver), name, int(number))
            for receiver, messages in self._channels.messages.items()
            for message in messages
            for name, number in {*_find_said(int(receiver), text(message))}
        )

    def count_doubled(self) -> int:
        """Count the messages that were posted again and that Discord knew by their nonces."""
        return len(self._channels.sent) - sum(map(len, self._channels.messages.values()))

    def count_looks(self) -> int:
        """Count how often it was looked whether Discord had a message."""
        return sum(each.startswith("GET") for each in self._channels.requests)

    def _count(self, share: Share) -> int:
        """Count the messages that the receivers of a share have."""
        found = self._channels.messages.items()
        return sum(len(messages) for receiver, messages in found if share.has(_find_server(int(receiver))))

    def _count_left(self, share: Share) -> int:
        left = self.expected - self.find_told()
        return len({(to, number) for to, _, number in left if share.has(_find_server(to))})


async def _run(kills: int, folder: Path) -> Outcome:
    (articles := folder / "articles").mkdir()
    _write_article(articles, 0)
    with open_postgres(folder) as url:
        async with (
            open_base(folder / "data", articles, when=_when, write=True, address=Address(url)) as base,
            open_loopback() as (discord, http, _),
            AsyncExitStack() as stack,
        ):
            await _follow(base)
            senders = {
                share: await stack.enter_async_context(_open_sender(url, http, folder, share))
                for share in _SHARES
            }
            trial = _Trial(folder, discord.channels, senders)
            async with asyncio.TaskGroup() as group:
                publishing = group.create_task(trial.publish(base))
                killing = [group.create_task(trial.kill(share, kills // 2)) for share in _SHARES]
                await asyncio.wait(killing)
                publishing.cancel()
            await trial.send_the_rest()
    told = trial.find_told()
    lost, doubled = (trial.expected - told).total(), (told - trial.expected).total()
    return Outcome(
        kills,
        sum(each.result() for each in killing),
        lost + doubled,
        (
            f"{trial.expected.total():,} notices of {trial.rounds:,} publications",
            f"{lost} lost, {doubled} doubled",
            f"looked for {trial.count_looks():,} that Discord might have had",
            f"{trial.count_doubled()} posted again, which Discord knew by their nonces",
        ),
    )


def _when() -> When:
    return When(date(2026, 12, 31), recent_days=1_000)


async def _follow(base: KnowledgeBase) -> None:
    for channel, server in _CHANNELS.items():
        await base.store.subscriptions.add(None, channel=channel, guild=server)
    for user in _USERS:
        await base.store.subscriptions.add(None, user=user)
    for channel, server in _NEWS.items():
        await base.store.servers.save(server, Preferences(article_channel=channel))


def _write_article(articles: Path, number: int) -> None:
    published = date(2025, 1, 1) + timedelta(days=number)
    rows = "\n".join(f"| {topic} | Agreed in round {number} |" for topic in _TOPICS)
    head = f"---\ntitle: Report {number}\npublished: {published}\n---\n\n| Topic | Status |\n| --- | --- |\n"
    (articles / f"{number:04}.md").write_text(head + rows + "\n", "utf-8")


def _list_round(number: int) -> Iterator[tuple[int, str, int]]:
    """List what is to be told of a round: to whom, of what, and its number."""
    for receiver in (*_CHANNELS, *_USERS):
        yield from ((receiver, topic, number) for topic in _TOPICS)
    yield from ((channel, "Report", number) for channel in _NEWS)


def _find_said(receiver: int, said: str) -> list[tuple[str, str]]:
    return (_ANNOUNCED if receiver in _NEWS else _TOLD).findall(said)


def _find_server(receiver: int) -> int | None:
    return _CHANNELS.get(receiver) or _NEWS.get(receiver)


async def _wait_until(holds: Callable[[], bool]) -> bool:
    """Wait until something holds; False where that takes too long."""
    try:
        async with asyncio.timeout(_PATIENCE_SECONDS):
            while not holds():  # noqa: ASYNC110  other processes bring it about
                await asyncio.sleep(0.003)
    except TimeoutError:
        return False
    return True


TRIAL = Trial("D6", "kill -9 of two processes that share what is to be sent", _run, 0, 100)
