"""Who is answered in words, and for how long is that remembered?"""

from bot.replies.manners import Lately
from knowledge.answers import TalkKind

HOURS = 60 * 60.0
HI, ROT = TalkKind.GREETING, TalkKind.INSULT


class Hands:
    """A clock that is set by hand."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_somebody_is_new_once_in_each_place_and_for_each_kind_until_hours_later() -> None:
    hands = Hands()
    lately = Lately(hands)
    assert lately.is_first(1, 10, HI)
    assert not lately.is_first(1, 10, HI)
    assert lately.is_first(2, 10, HI)
    assert lately.is_first(1, 11, HI)
    assert lately.is_first(1, 10, ROT)
    hands.now = 6 * HOURS
    assert lately.is_first(1, 10, HI)


def test_who_is_forgotten_is_new_again() -> None:
    lately = Lately(Hands())
    assert lately.is_first(1, 10, HI)
    assert lately.is_first(1, 11, HI)
    lately.forget(10)
    assert lately.is_first(1, 10, HI)
    assert not lately.is_first(1, 11, HI)


def test_the_oldest_give_way_to_a_crowd() -> None:
    lately = Lately(Hands())
    assert all(lately.is_first(1, number, HI) for number in range(10_001))
    assert lately.is_first(1, 0, HI)
    assert not lately.is_first(1, 10_000, HI)
