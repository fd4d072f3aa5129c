"""Does it come out right, whatever happens in whatever order? Changes, reloads, rollbacks, followers, kills.

A hypothesis state machine over the real store, reading and delivery, on a Discord in memory.
A kill comes at any request to Discord, before it is done or after, and the next process knows only the store.
"""

import asyncio
import re
import tempfile
from collections import Counter
from contextlib import AsyncExitStack, suppress
from pathlib import Path
from typing import Any

import discord
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from bench.asking import open_base
from bench.channels import text, user_data
from bot.delivery import Delivery
from bot.replies.unfinished import Unfinished
from bot.stories import MAIN, Story
from knowledge.base import KnowledgeBase
from knowledge.errors import NoEarlierStateError
from knowledge.gathering import open_gatherer
from soak.trial import Outcome, Trial
from tests.bot.delivery.memory import Fuse, KilledError, Memory
from tests.bot.delivery.office import Time

_TOPICS: tuple[str, ...] = "Amber Bridge", "Grain Quay", "Prison Ferry"
_CHANNEL, _USER, _STEPS = 77, 9, 14
_TOLD = re.compile(r"\*\*([\w ]+)\*\*: .*→ \*\*Agreed in round (\d+)\*\*")
_OWN = "You follow"
"""What a message says that goes to a follower, and not to a channel."""


class _Discord(Memory):
    """One that opens direct messages, too; what is written there is kept with all else."""

    def _answer(self, what: str, number: str, given: dict[str, Any]) -> Any:
        if what == "POST channels":
            return {"id": str(_CHANNEL + 1), "type": 1, "recipients": [user_data(str(_USER), "somebody")]}
        return super()._answer(what, number, given)


class Evening(RuleBasedStateMachine):
    """Does all that can happen, and counts on its fingers what must have been told."""

    steps = 0

    def __init__(self) -> None:
        """Begin with a channel that is told everything."""
        super().__init__()
        self.runner = asyncio.Runner()
        self.folder = tempfile.TemporaryDirectory()
        self.articles = Path(self.folder.name) / "articles"
        self.articles.mkdir()
        self.fuse, self.time = Fuse(), Time()
        self.memory = _Discord(self.fuse)
        self.rounds = dict.fromkeys(_TOPICS, 0)
        self.served: list[dict[str, int]] = []
        """What has been served, the newest last."""
        self.due: Counter[tuple[str, int]] = Counter()
        """What the channel must be told once, if that is not taken back."""
        self.due_to_user: Counter[tuple[str, int]] = Counter()
        self.followed: set[str] = set()
        self.last = 0

    @initialize()
    def begin(self) -> None:
        """Open it for the first time."""
        self._write(_TOPICS)
        self.runner.run(self._open())
        self.served.append(dict(self.rounds))
        self.runner.run(self.base.store.subscriptions.add(None, channel=_CHANNEL, guild=3))

    @rule(topics=st.lists(st.sampled_from(_TOPICS), min_size=1, max_size=3, unique=True))
    def change(self, topics: list[str]) -> None:
        """Let topics go on, in the articles."""
        self._write(topics)

    @rule()
    def reload(self) -> None:
        """Take up what the articles say now."""
        self.runner.run(self.base.reload(confirmed=True))
        before = self.served[-1]
        changed = {(topic, number) for topic, number in self.rounds.items() if before[topic] != number}
        if changed:
            self.served.append(dict(self.rounds))
            self.due.update(changed)
            self.due_to_user.update(each for each in changed if each[0] in self.followed)

    @rule()
    def roll_back(self) -> None:
        """Take the last reload back; the articles go on to something new, so that nothing comes twice."""
        with suppress(NoEarlierStateError):
            self.runner.run(self.base.rollback())
            taken = {*self.served.pop().items()} - {*self.served[-1].items()}
            for each in taken:
                del self.due[each], self.due_to_user[each]
        self._write(_TOPICS)

    @rule(topic=st.sampled_from(_TOPICS))
    def follow(self, topic: str) -> None:
        """Let somebody follow a topic."""
        self.runner.run(self.base.store.subscriptions.add(topic, user=_USER))
        self.followed.add(topic)

    @rule(moments=st.integers(0, 9), forgets=st.booleans())
    def kill(self, moments: int, forgets: bool) -> None:
        """Kill the process while it sends, and start it anew; Discord may know its nonces no more."""
        self.fuse.left = moments
        with suppress(KilledError):
            self.runner.run(self._send())
        self.fuse.left = None
        if forgets:
            self.memory.nonces.clear()
        self.runner.run(self.stack.aclose())
        self.runner.run(self._open())

    @rule()
    def send(self) -> None:
        """Send all that is due."""
        self.runner.run(self._send())
        self.all_is_told_once()

    def all_is_told_once(self) -> None:
        """Compare what was told with what had to be."""
        type(self).steps += 1
        told = [self._told(self.memory.messages, own=own) for own in (False, True)]
        for found, due in zip(told, (self.due, self.due_to_user), strict=True):
            assert not due - found, f"never told: {due - found}"  # noqa: S101  it is a test
            assert max(found.values(), default=1) == 1, f"told twice: {found}"  # noqa: S101  as above

    def teardown(self) -> None:
        """Send what is left, and close."""
        if self.served:
            self.send()
            self.runner.run(self.stack.aclose())
        self.runner.close()
        self.folder.cleanup()

    def _told(self, messages: list[dict[str, Any]], *, own: bool) -> Counter[tuple[str, int]]:
        said = [text(each) for each in messages]
        found = (match for each in said if (_OWN in each) is own for match in {*_TOLD.findall(each)})
        return Counter((topic, int(number)) for topic, number in found)

    def _write(self, topics: list[str] | tuple[str, ...]) -> None:
        self.last += 1
        for topic in topics:
            self.rounds[topic] = self.last
            head = f"---\ntitle: {topic}\npublished: 2026-03-01\n---\n\n| Topic | Status |\n| --- | --- |\n"
            row = f"| {topic} | Agreed in round {self.last} |\n"
            (self.articles / f"{topic.split()[0]}.md").write_text(head + row, "utf-8")

    async def _open(self) -> None:
        self.stack = AsyncExitStack()
        enter = self.stack.enter_async_context
        data = Path(self.folder.name) / "data"
        self.base: KnowledgeBase = await enter(open_base(data, self.articles, write=True))
        gatherer = await enter(open_gatherer(self.base, "soak", None, self.time.clock.now))
        client = await enter(discord.Client(intents=discord.Intents.none()))
        self.memory.install(client)
        await client.login("token")
        self.delivery = Delivery(client, Story(MAIN, self.base, gatherer), self.time.clock, Unfinished())

    async def _send(self) -> None:
        for _ in range(50):
            if not await self.delivery.send_due():
                return
            self.time.set(seconds=601)


async def _run(times: int, _: Path) -> Outcome:
    machine = type("CountedEvening", (Evening,), {"steps": 0})
    limits = settings(
        max_examples=times,
        stateful_step_count=_STEPS,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )
    try:
        await asyncio.to_thread(run_state_machine_as_test, machine, settings=limits)
    except AssertionError as error:
        return Outcome(times, times - 1, 1, (" ".join([str(error), *getattr(error, "__notes__", ())]),))
    return Outcome(times, times, 0, (f"compared {machine.steps:,} times",))


TRIAL = Trial("R20e", "evenings of changes, reloads, rollbacks, followers and kills", _run, short=1, full=300)
