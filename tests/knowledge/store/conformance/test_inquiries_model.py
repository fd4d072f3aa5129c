"""Does a store know of what was asked, whatever comes in whatever order, what two lists would know?"""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from datetime import UTC, date, datetime, timedelta
from typing import Protocol, TypeVar

from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from msgspec.structs import replace

from knowledge.answers import Verdict
from knowledge.notices.inquiries import Inquiry
from knowledge.store import KnowledgeStore

T = TypeVar("T")

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
GUILDS = st.sampled_from([None, 1, 2])
KEYS = st.sampled_from(["a", "b", "c"])
USERS = st.sampled_from([7, 8])
VERDICTS = st.sampled_from(Verdict)


class Engine(Protocol):
    def open_new(self, clock: Callable[[], datetime]) -> AbstractAsyncContextManager[KnowledgeStore]: ...


class InquiryMachine(RuleBasedStateMachine):
    """Does the same to a store and to lists."""

    engine: Engine

    def __init__(self) -> None:
        super().__init__()
        self.now = NOON
        self.runner = asyncio.Runner()
        self.opened = self.engine.open_new(lambda: self.now)
        self.store = self.run(self.opened.__aenter__)
        self.inquiries: list[Inquiry] = []
        """In the order in which they were last asked."""
        self.votes: dict[tuple[int, str], tuple[int | None, bool]] = {}
        self.counts: Counter[tuple[int | None, date, Verdict]] = Counter()

    def teardown(self) -> None:
        self.run(lambda: self.opened.__aexit__(None, None, None))
        self.runner.close()

    def run(self, work: Callable[[], Awaitable[T]]) -> T:
        async def wait() -> T:
            return await work()

        return self.runner.get_loop().run_until_complete(wait())

    def keep(self, inquiries: list[Inquiry]) -> None:
        self.inquiries = inquiries
        places = {(each.guild, each.key) for each in inquiries}
        self.votes = {by: vote for by, vote in self.votes.items() if (vote[0], by[1]) in places}

    @rule(days=st.sampled_from([1, 50]))
    def pass_time(self, days: int) -> None:
        self.now += timedelta(days=days)

    @rule(guild=GUILDS, key=KEYS, verdict=VERDICTS)
    def ask(self, guild: int | None, key: str, verdict: Verdict) -> None:
        self.run(self.store.forget_old)
        self.run(lambda: self.store.inquiries.add(guild, key, f"{key}?", verdict))
        new = Inquiry(guild, key, f"{key}?", (), verdict, 1, self.now, self.now)
        kept = [each for each in self.inquiries if each.last_at >= self.now - timedelta(days=90)]
        for same in [each for each in kept if (each.guild, each.key) == (guild, key)]:
            new = replace(new, times=same.times + 1, first_at=same.first_at, ignored=same.ignored)
            kept.remove(same)
        self.keep([*kept, new])
        self.counts[guild, self.now.date(), verdict] += 1

    @rule(guild=GUILDS, verdict=VERDICTS)
    def count(self, guild: int | None, verdict: Verdict) -> None:
        self.run(lambda: self.store.inquiries.count(guild, verdict))
        self.counts[guild, self.now.date(), verdict] += 1

    @rule(guild=GUILDS, key=KEYS)
    def ignore(self, guild: int | None, key: str) -> None:
        kept = [
            replace(each, ignored=True) if (each.guild, each.key) == (guild, key) else each
            for each in self.inquiries
        ]
        found = self.run(lambda: self.store.inquiries.ignore(guild, key))
        assert found == any((each.guild, each.key) == (guild, key) for each in kept)
        self.inquiries = kept

    @rule(key=KEYS, user=USERS, helpful=st.booleans(), guild=st.sampled_from([None, 1, 2]))
    def rate(self, key: str, user: int, helpful: bool, guild: int | None) -> None:
        places = [each.guild for each in self.inquiries if each.key == key]
        assert self.run(lambda: self.store.inquiries.rate(key, user, helpful, guild)) == bool(places)
        if places:
            place = guild if guild is not None and guild in places else places[-1]
            self.votes[user, key] = place, helpful

    @rule(guild=st.sampled_from([1, 2]))
    def forget_guild(self, guild: int) -> None:
        self.run(lambda: self.store.forget_guild(guild))
        self.keep([each for each in self.inquiries if each.guild != guild])
        self.counts = Counter({of: times for of, times in self.counts.items() if of[0] != guild})

    @rule(user=USERS)
    def forget_user(self, user: int) -> None:
        assert self.run(lambda: self.store.forget_user(user)) == sum(by == user for by, _ in self.votes)
        self.votes = {by: vote for by, vote in self.votes.items() if by[0] != user}

    @invariant()
    def the_same_is_open(self) -> None:
        for guild in (None, 1):
            wanted = [
                each
                for each in reversed(self.inquiries)
                if guild in (None, each.guild) and each.verdict != Verdict.ANSWER and not each.ignored
            ]
            assert self.run(lambda guild=guild: self.store.inquiries.find_open(guild)) == tuple(wanted)

    @invariant()
    def the_same_is_summed_up(self) -> None:
        since = self.now - timedelta(days=300)
        for guild in (None, 1):
            counts = {
                of: n for of, n in self.counts.items() if guild in (None, of[0]) and of[1] >= since.date()
            }
            votes = [helpful for place, helpful in self.votes.values() if guild in (None, place)]
            insights = self.run(lambda guild=guild: self.store.inquiries.summarise(guild, since))
            assert insights.asked == sum(counts.values())
            assert insights.refused == sum(n for of, n in counts.items() if of[2] == Verdict.NONE)
            assert [day for day, *_ in insights.by_day] == sorted({day for _, day, _ in counts})
            assert insights.helpful == votes.count(True)
            assert insights.unhelpful == votes.count(False)

    @invariant()
    def the_same_servers_are_known(self) -> None:
        wanted = {each.guild for each in self.inquiries} | {guild for guild, *_ in self.counts}
        assert self.run(self.store.servers.find_known) == wanted - {None}


def test_a_store_knows_what_lists_of_inquiries_would_know(engine: Engine) -> None:
    machine = type("OfEngine", (InquiryMachine,), {"engine": engine})
    steps = settings(
        max_examples=8,
        stateful_step_count=20,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
    )
    run_state_machine_as_test(machine, settings=steps)
