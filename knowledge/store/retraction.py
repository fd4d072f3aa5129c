"""What becomes of what was told when it is taken back? What was sent is corrected, all else never sent."""

from collections.abc import Mapping, Sequence

from msgspec import Struct, field

from knowledge.model import StatusChange
from knowledge.notices.audience import Correction, Notice, TakenBack
from knowledge.store.rules import State, draw_nonce


class Told(Struct, frozen=True):
    """A notice that told a subscription of a change of some topic, as a store remembers it."""

    nonce: str
    state: State
    is_begun: bool
    """Whether Discord was handed it, and may have it."""
    message: int | None
    channel: int | None
    user: int | None
    subscription: int
    guild: int | None = None
    withdrawn: StatusChange | None = None
    """The change that it told, where it has been taken back before; else it is forgotten."""


class Retraction(Struct, frozen=True):
    """What a store does so that a change is taken back from one subscription."""

    forgotten: tuple[str, ...] = ()
    """The nonces of notices that go, as if they had never been made."""
    withdrawn: Mapping[str, StatusChange] = field(default_factory=dict[str, StatusChange])
    """The nonces of those that have become `Withdrawn`, with the change that each told."""
    corrections: tuple[Notice, ...] = ()


def retract(taken: TakenBack, told: Sequence[Told]) -> Retraction:
    """Decide what becomes of all that one subscription was told of a topic, oldest first, by `taken.fact`.

    Messages that were corrected since that fact was told say that it stands, and are corrected once more.
    """
    # Each that was told later has been taken back before.
    last = max((place for place, each in enumerate(told) if each.withdrawn is None), default=0)
    forgotten: list[str] = []
    withdrawn: dict[str, StatusChange] = {}
    corrections: dict[int | str, Notice] = {}
    for each in told[last:]:
        if each.state is State.DROPPED:
            continue
        if each.state is State.PENDING and not each.is_begun:
            forgotten.append(each.nonce)
            continue
        change = withdrawn[each.nonce] = each.withdrawn or taken.change
        # A message that is edited told of several changes, and shows the last of them.
        corrections[each.message or each.nonce] = Notice(
            draw_nonce(),
            Correction(change, taken.stands, each.nonce),
            each.channel,
            each.user,
            each.subscription,
            guild=each.guild,
        )
    return Retraction(tuple(forgotten), withdrawn, tuple(corrections.values()))
