"""Who is told what, and what is yet to be told?"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Protocol

from knowledge.notices.audience import DigestPlan, Due, Joint, Notice, Subscription
from knowledge.notices.share import ALL, Share


class Subscriptions(Protocol):
    """Keeps which channels and users are told when a topic's status changes."""

    async def add(
        self,
        topic: str | None,
        *,
        channel: int | None = None,
        user: int | None = None,
        guild: int | None = None,
        edits: bool = False,
    ) -> Subscription:
        """Keep a subscription of either a channel or a user; `guild` is the channel's server.

        One for the same receiver and topic is changed, and goes on where it was paused; it keeps its number.
        Raises KnowledgeError where the receiver would hold more than 50.
        """
        ...

    async def remove(self, number: int) -> bool:
        """Forget a subscription and what is yet to be sent for it; False where it was not there."""
        ...

    async def pause(self, number: int) -> None:
        """Pause a subscription, and drop what is yet to be sent for it."""
        ...

    async def find(self, *, user: int | None = None, guild: int | None = None) -> tuple[Subscription, ...]:
        """Return all subscriptions, or those of a user or of a server's channels, oldest first."""
        ...


class Digests(Protocol):
    """Keeps when and where servers get their digests, and what was asked about since the last one."""

    async def find_plans(self, guild: int | None = None, share: Share = ALL) -> tuple[DigestPlan, ...]:
        """Return the plans of all servers of a share, or that of one."""
        ...

    async def save_plan(self, plan: DigestPlan) -> None:
        """Keep a server's plan in place of the one it had; what was counted stays."""
        ...

    async def remove_plan(self, guild: int) -> bool:
        """Forget a server's plan, its counts, and a digest yet to be sent; False where it had none."""
        ...

    async def count_asked(self, guild: int, about: str, times: int = 1) -> None:
        """Count that something was asked about, such as a topic; only where the server has a plan."""
        ...

    async def count_all(self, asked: Mapping[tuple[int, str], int]) -> None:
        """Do so in one transaction, for servers and what was asked about there, each with how often."""
        ...

    async def find_most_asked(self, guild: int, most: int = 5) -> tuple[tuple[str, int], ...]:
        """Return what was asked about most since the last digest, and how often."""
        ...

    async def close_day(self, guild: int, day: date, after: int, notice: Notice | None) -> None:
        """Keep, in one transaction, that a day's digest is made, and its notice; counting begins anew.

        `after` is the newest bulletin in it. Changes nothing where the server has no plan any more.
        """
        ...


class Outbox(Protocol):
    """Keeps the notices that are yet to go out, and remembers for 90 days which have gone.

    The last message about a topic stays known for as long as its subscription edits it.
    """

    async def find_due(self, now: datetime, most: int = 50, share: Share = ALL) -> tuple[Due, ...]:
        """Return notices of a share to be sent now, oldest first; of one subscription and topic, only one.

        An edit that came late would put an old status in place of a newer one. This is asked each second:
        it takes no longer when much was sent. One that cannot be read, because a later version made it or
        it is damaged, is given up.
        """
        ...

    async def begin(self, nonces: Sequence[str], now: datetime, joined: str | None = None) -> None:
        """Keep that these are handed to Discord from now on: after a crash, it may have them.

        They stay due until they are sent, postponed or dropped; the first time stays `Due.begun`. `joined`
        is the name of the one message that they all go out as: what follows takes it in place of a nonce,
        and then holds for all of them that are still pending.
        """
        ...

    async def mark_sent(self, nonce: str, message: int) -> None:
        """Keep that Discord has a notice, as this message; its matter is forgotten, but for `Withdrawn`."""
        ...

    async def postpone(self, nonce: str, until: datetime) -> None:
        """Keep that Discord has not taken a notice, which is to be tried again, not before a time.

        That is at most an hour away: what is later was set by a clock that was wrong, and is due at once.
        """
        ...

    async def drop(self, nonce: str) -> None:
        """Give a notice up: its matter is forgotten, and it is never made again."""
        ...

    async def find_sent(self, nonce: str) -> int | None:
        """Return the message that Discord has of a notice; None where none is known (yet)."""
        ...

    async def find_joint(self, name: str) -> Joint | None:
        """Return what is known of a message of several notices that was sent; None where that is nothing."""
        ...

    async def get_joined(self, nonce: str) -> str | None:
        """Return the name of the message that a notice was begun as, together with others."""
        ...

    async def get_message(self, subscription: int, topic: str) -> int | None:
        """Return the message that a subscription edits to tell of a topic; None where it posts a new one."""
        ...
